"""Maps in a notebook: which of them brings the base map, and which takes it from another."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from html import unescape
from types import SimpleNamespace
from typing import Any

import geopandas as gpd
import pytest

from dateline.errors import SettingsError
from dateline.layers import assign_layers
from dateline.render import EventMap, build_map, cells, page_basemap
from dateline.settings import PlaceSettings, Settings
from sample_events import sample_events


class Kernel:
    """The running kernel of a notebook, as far as a map asks it."""

    def __init__(self) -> None:
        self.kernel = self
        self.events = self
        self.request: dict[str, Any] = {}
        self.hooks: list[Callable[[object], None]] = []

    def register(self, event: str, hook: Callable[[object], None]) -> None:
        assert "pre_run_cell" == event
        self.hooks.append(hook)

    def get_parent(self) -> dict[str, Any]:
        return self.request

    def run(self, code: str, **metadata: object) -> None:
        """Begin to run a cell."""
        self.request = {
            "header": {"msg_type": "execute_request"},
            "metadata": metadata,
            "content": {"code": code},
        }
        for hook in self.hooks:
            hook(None)


@pytest.fixture
def kernel(monkeypatch: pytest.MonkeyPatch) -> Iterator[Kernel]:
    kernel = Kernel()
    monkeypatch.setitem(sys.modules, "IPython", SimpleNamespace(get_ipython=lambda: kernel))
    monkeypatch.setattr("dateline.render.page_basemap.SHOWN", cells.Shown())
    return kernel


def made(events: gpd.GeoDataFrame | None = None, settings: Settings | None = None) -> EventMap:
    chosen = settings or Settings()
    styled, layers = assign_layers(sample_events() if events is None else events, chosen)
    return build_map(styled, layers, chosen)


def shown(event_map: EventMap) -> str:
    """Return what a notebook shows of a map: the bundle, or else the representation as HTML."""
    return event_map._repr_mimebundle_().get("text/html") or event_map._repr_html_()


def parts(event_map: EventMap) -> list[str]:
    """Return the parts of the base map that a map brings, as a notebook shows it."""
    html = unescape(shown(event_map))
    names = dict(re.findall(r'"(world|detail)": "([0-9a-f]+)"', html))
    brought = re.findall(r'id="dateline-basemap-([0-9a-f]+)">', html)
    if not names:
        assert 'id="dateline-basemap">' in html
        return ["whole"]
    assert set(brought) <= set(names.values())
    return [kind for kind, name in names.items() if name in brought]


def test_five_maps_bring_the_base_map_once(kernel: Kernel) -> None:
    """Only the first map of a notebook brings the base map; the others refer to it."""
    brought = []
    for number in range(5):
        kernel.run(f"map {number}")
        brought.append(parts(made(sample_events().iloc[number:].reset_index(drop=True))))
    assert [["world", "detail"], [], [], [], []] == brought


def test_events_elsewhere_bring_their_own_detail(kernel: Kernel) -> None:
    """A map of another region brings only the detail that no other map has."""
    kernel.run("one")
    shown(made())
    far = sample_events()
    far["lon"], far["lat"] = -60.0, -10.0
    far = far.set_geometry(gpd.points_from_xy(far["lon"], far["lat"], crs="OGC:CRS84"))
    kernel.run("two")
    assert [["detail"], []] == [parts(made(far)), parts(made(far))]


def test_details_that_are_gone_take_no_memory(kernel: Kernel) -> None:
    """What a cell showed before it ran again is forgotten, with its zone."""
    for lon in (-60.0, 0.0, 60.0):
        events = sample_events()
        events["lon"], events["lat"] = lon, 10.0
        points = gpd.points_from_xy(events["lon"], events["lat"], crs="OGC:CRS84")
        kernel.run("the same")
        assert "detail" in parts(made(events.set_geometry(points)))
    assert 1 == len(page_basemap._DETAILS)


def test_another_worldview_is_another_base_map(kernel: Kernel) -> None:
    """Maps with different borders share nothing."""
    kernel.run("one")
    shown(made())
    kernel.run("two")
    settings = Settings(place=PlaceSettings(worldview="de-facto"))
    assert ["world", "detail"] == parts(made(settings=settings))


@pytest.mark.parametrize(
    ("code", "metadata"),
    [("one", {}), ("changed", {"cellId": "1"}), ("three", {"deletedCells": ["1"], "cellId": "3"})],
    ids=["run again", "changed and run again", "deleted"],
)
def test_what_is_no_longer_shown_is_brought_again(
    kernel: Kernel, code: str, metadata: dict[str, object]
) -> None:
    """When the cell that brought the base map runs again or is deleted, the next map brings it."""
    kernel.run("one", **({"cellId": "1"} if metadata else {}))
    assert [["world", "detail"], []] == [parts(made()), parts(made())]
    kernel.run("two", cellId="2")
    assert [] == parts(made())
    kernel.run(code, **metadata)
    assert [["world", "detail"], []] == [parts(made()), parts(made())]


def test_a_map_can_have_its_own(kernel: Kernel) -> None:
    """With `base_map="own"` a map brings the whole base map, and others do not rely on it."""
    kernel.run("one")
    own = made()
    own.base_map = "own"
    assert [["whole"], ["world", "detail"]] == [parts(own), parts(made())]


def test_saved_maps_stand_alone(kernel: Kernel, tmp_path) -> None:
    """A map that was shown in a notebook is still saved with its whole base map."""
    kernel.run("one")
    event_map = made()
    shown(event_map)
    event_map.save(str(tmp_path / "map.html"))
    html = (tmp_path / "map.html").read_text(encoding="utf-8")
    assert 'id="dateline-basemap">' in html
    assert 'id="dateline-basemap-parts"' not in html
    assert 'id="dateline-basemap-parts"' not in unescape(event_map._repr_html_())


@pytest.mark.parametrize(
    "where", ["no IPython", "terminal", "widget", "other kernel", "page for each output"]
)
def test_where_nothing_is_shared_maps_have_their_own(
    kernel: Kernel, where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Outside of cells, and where outputs are kept apart, every map brings the base map."""
    kernel.run("one")
    shown(made())
    if where == "no IPython":
        monkeypatch.delitem(sys.modules, "IPython")
    elif where == "terminal":
        del kernel.kernel
    elif where == "other kernel":
        other = SimpleNamespace(kernel=None, events=kernel)
        monkeypatch.setattr(sys.modules["IPython"], "get_ipython", lambda: other)
    elif where == "widget":
        kernel.request = {"header": {"msg_type": "comm_msg"}}
    else:
        monkeypatch.setitem(sys.modules, "google.colab", SimpleNamespace())
    assert ["whole"] == parts(made())


@pytest.mark.parametrize("given", [{"base_map": "alone"}, {"assets": "online"}])
def test_other_words_are_refused(given: dict[str, Any]) -> None:
    """What is no way to use the base map or the assets is an error that lists the ways."""
    styled, layers = assign_layers(sample_events(), Settings())
    with pytest.raises(SettingsError, match='expected "'):
        build_map(styled, layers, Settings(), **given)
