"""Layers: the tree, its colours, and that the colours differ for every kind of colour vision."""

from __future__ import annotations

import itertools

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.layers import PALETTE, Layer, assign_layers, layer_codes, lift_colour
from dateline.limits import LimitSettings
from dateline.normalise import normalise
from dateline.settings import LayerSettings, Settings

# Machado, Oliveira and Fernandes (2009), severity 1.0, on linear RGB.
SIMULATIONS = {
    "full colour": np.eye(3),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "tritanopia": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}
SRGB_TO_XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)
D65 = np.array([0.95047, 1.0, 1.08883])
GROUNDS = pytest.mark.parametrize("ground", [0, 1], ids=["on light", "on dark"])


def linear(colour: str) -> np.ndarray:
    channels = np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def to_lab(rgb: np.ndarray) -> np.ndarray:
    xyz = SRGB_TO_XYZ @ np.clip(rgb, 0, 1) / D65
    f = np.where(xyz > 216 / 24389, np.cbrt(xyz), (24389 / 27 * xyz + 16) / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def ciede2000(one: np.ndarray, other: np.ndarray) -> float:
    """The CIEDE2000 colour difference according to Sharma, Wu and Dalal (2005)."""
    mean_chroma = (np.hypot(*one[1:]) + np.hypot(*other[1:])) / 2
    g = 0.5 * (1 - np.sqrt(mean_chroma**7 / (mean_chroma**7 + 25.0**7)))
    a1, a2 = one[1] * (1 + g), other[1] * (1 + g)
    c1, c2 = np.hypot(a1, one[2]), np.hypot(a2, other[2])
    h1 = np.degrees(np.arctan2(one[2], a1)) % 360
    h2 = np.degrees(np.arctan2(other[2], a2)) % 360
    dh = (h2 - h1 + 180) % 360 - 180
    d_hue = 2 * np.sqrt(c1 * c2) * np.sin(np.radians(dh / 2))
    lightness, chroma = (one[0] + other[0]) / 2, (c1 + c2) / 2
    hue = (h1 + h2) / 2 + (180 if abs(h1 - h2) > 180 else 0)
    t = (
        1
        - 0.17 * np.cos(np.radians(hue - 30))
        + 0.24 * np.cos(np.radians(2 * hue))
        + 0.32 * np.cos(np.radians(3 * hue + 6))
        - 0.20 * np.cos(np.radians(4 * hue - 63))
    )
    s_l = 1 + 0.015 * (lightness - 50) ** 2 / np.sqrt(20 + (lightness - 50) ** 2)
    s_c, s_h = 1 + 0.045 * chroma, 1 + 0.015 * chroma * t
    turn = 60 * np.exp(-((((hue % 360) - 275) / 25) ** 2))
    r = -2 * np.sqrt(chroma**7 / (chroma**7 + 25.0**7)) * np.sin(np.radians(turn))
    terms = ((other[0] - one[0]) / s_l, (c2 - c1) / s_c, d_hue / s_h)
    return float(np.sqrt(sum(term**2 for term in terms) + r * terms[1] * terms[2]))


def events(*paths: str | None) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(
        {"layer": pd.array(list(paths), dtype="str")}, geometry=[None] * len(paths), crs=4326
    )


def assign(*paths: str | None, settings: Settings | None = None) -> tuple[Layer, ...]:
    return assign_layers(events(*paths), settings or Settings())[1]


def test_colour_difference_agrees_with_its_paper() -> None:
    """The formula is right for the first pair in Sharma's test data."""
    one, other = np.array([50.0, 2.6772, -79.7751]), np.array([50.0, 0.0, -82.7485])
    assert round(ciede2000(one, other), 4) == 2.0425


@GROUNDS
@pytest.mark.parametrize("sight", SIMULATIONS)
def test_colours_part_for_every_sight(sight: str, ground: int) -> None:
    """Any two colours of the palette differ clearly for every kind of colour vision."""
    seen = [to_lab(SIMULATIONS[sight] @ linear(pair[ground])) for pair in PALETTE]
    closest = min(ciede2000(one, other) for one, other in itertools.combinations(seen, 2))
    assert closest >= 10


@GROUNDS
def test_colours_part_in_greyscale(ground: int) -> None:
    """Any two colours of the palette differ in lightness, so they stay distinct in greyscale."""
    lightness = sorted(to_lab(linear(pair[ground]))[0] for pair in PALETTE)
    assert min(np.diff(lightness)) >= 6


def test_no_colour_takes_a_side() -> None:
    """No colour of the palette is a full red or a full blue."""
    for pair in PALETTE:
        for colour in pair:
            _, a, b = to_lab(linear(colour))
            hue, chroma = np.degrees(np.arctan2(b, a)) % 360, np.hypot(a, b)
            assert not (chroma > 48 and (hue < 48 or hue > 350)), f"{colour} is red"
            assert not (chroma > 46 and 262 < hue < 312), f"{colour} is blue"


def test_chosen_colour_is_lifted_for_a_dark_ground() -> None:
    """A colour from the settings is lighter on a dark background."""
    assert to_lab(linear(lift_colour("#222222")))[0] > 30


def test_nested_paths_make_a_tree() -> None:
    """A path makes a layer for each of its names, parents first."""
    layers = assign("Ukraine/Kursk", "Ukraine/Sumy", "Korea")
    assert [(x.path, x.depth, x.parent) for x in layers] == [
        ("Korea", 0, -1),
        ("Ukraine", 0, -1),
        ("Ukraine/Kursk", 1, 1),
        ("Ukraine/Sumy", 1, 1),
    ]


def test_layer_counts_its_own_events_and_those_it_holds() -> None:
    """A layer counts its own events separately from those of its descendants."""
    layers = assign("A", "A/B", "A/B", "A/B/C")
    assert [(x.path, x.count, x.total) for x in layers] == [
        ("A", 1, 4),
        ("A/B", 2, 3),
        ("A/B/C", 1, 1),
    ]


def test_events_without_a_layer_are_unsorted_and_stay_missing() -> None:
    """Events without a layer get one on the page but not in the table."""
    gdf, layers = assign_layers(events("A", None, " / "), Settings())
    assert [("A", 1), ("", 2)] == [(x.path, x.count) for x in layers]
    assert layers[-1].title == "Unsorted"
    assert [False, True, True] == gdf["layer"].isna().tolist()


def test_spelling_of_a_path_is_cleaned() -> None:
    """Spaces and empty names in a path make no layers."""
    gdf, layers = assign_layers(events(" Ukraine / Kursk/", "Ukraine/Kursk"), Settings())
    assert [x.path for x in layers] == ["Ukraine", "Ukraine/Kursk"]
    assert set(gdf["layer"]) == {"Ukraine/Kursk"}


def test_settings_decide_order_title_colour_and_visibility() -> None:
    """Settings apply to a layer, and its colour also to its descendants."""
    settings = Settings(
        layers=(
            LayerSettings("Ukraine", title="Theatre", colour="#123456", is_visible=False),
            LayerSettings("Korea"),
        )
    )
    layers = assign("Arms", "Korea", "Ukraine/Kursk", settings=settings)
    assert [x.path for x in layers] == ["Ukraine", "Ukraine/Kursk", "Korea", "Arms"]
    assert layers[0].title == "Theatre"
    assert [x.colour for x in layers[:2]] == ["#123456", "#123456"]
    assert [x.is_visible for x in layers] == [False, False, True, True]


def test_layer_of_the_settings_without_events_is_left_out() -> None:
    """A layer without events is not on the page."""
    settings = Settings(layers=(LayerSettings("Empty"),))
    assert [x.path for x in assign("A", settings=settings)] == ["A"]


def test_table_without_layer_column_is_all_unsorted() -> None:
    """A table without a `layer` column has one layer."""
    gdf = gpd.GeoDataFrame({"a": [1, 2]}, geometry=[None, None], crs=4326)
    assert [(x.path, x.count) for x in assign_layers(gdf, Settings())[1]] == [("", 2)]


PATHS = st.lists(
    st.one_of(st.none(), st.text(alphabet="ab/ ", max_size=8), st.text(max_size=5)), max_size=30
)


@given(PATHS)
def test_layers_partition_the_events(paths: list[str | None]) -> None:
    """Every event is in exactly one layer: none is lost and none is in two."""
    gdf, layers = assign_layers(events(*paths), Settings())
    codes = layer_codes(gdf["layer"], layers)
    assert len(paths) == sum(x.count for x in layers)
    assert [x.count for x in layers] == np.bincount(codes, minlength=len(layers)).tolist()


@given(PATHS, st.randoms(use_true_random=False))
def test_layers_do_not_depend_on_row_order(paths: list[str | None], random: object) -> None:
    """The same events in another order make the same layers with the same colours."""
    shuffled = list(paths)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert assign(*paths) == assign(*shuffled)


def test_layers_beyond_the_limit_are_left_out() -> None:
    """A layer of the settings with more levels than an event can have takes no time."""
    deep = LayerSettings("b/" * 100_000)
    _, layers = assign_layers(events("a"), Settings(layers=(deep, LayerSettings("a", title="A"))))
    assert ["A"] == [layer.title for layer in layers]


def test_an_event_in_too_deep_a_layer_is_reported() -> None:
    """An event whose layer has too many levels is kept without a layer, and is reported."""
    raw = pd.DataFrame({"title": ["A", "B"], "layer": ["a/" * 100_000, "/" * 50 + "b"]})
    table, found = normalise(raw.assign(origin_file="f", origin_line=[1, 2]), Settings())
    assert table["layer"].isna().tolist() == [True, False]
    assert table["layer"].iloc[1] == "b"
    assert [("limit-exceeded", 1)] == [
        (item.code, item.line) for item in found if item.severity == "error"
    ]


def bounded(most: int, *paths: str | None, names: tuple[str, ...] = ()) -> dict[str, int]:
    """Return the number of events of each layer on a page, which may list ``most`` layers."""
    settings = Settings(
        limits=LimitSettings(page_layers=most),
        layers=tuple(LayerSettings(path=name) for name in names),
    )
    gdf, layers = assign_layers(events(*paths), settings)
    assert gdf["layer"].tolist() == events(*paths)["layer"].tolist()
    codes = layer_codes(gdf["layer"], layers)
    assert np.bincount(codes, minlength=len(layers)).tolist() == [one.count for one in layers]
    assert sum(one.count for one in layers) == len(paths)
    return {one.path: one.count for one in layers}


def test_layers_within_the_limit_are_all_listed() -> None:
    """A tree that is just small enough is left as it is."""
    assert bounded(4, "A/1", "A/2", "B", "B") == {"A": 0, "A/1": 1, "A/2": 1, "B": 2}


def test_the_layer_with_the_most_inner_layers_is_listed_without_them() -> None:
    """Beyond the limit, events of the largest group count for the layer above; others stay."""
    found = bounded(5, "A/1", "A/2/x", "A/3", "B/1", "B/2", "C", None)
    assert found == {"A": 3, "B": 0, "B/1": 1, "B/2": 1, "C": 1, "": 1}


def test_layers_beyond_the_limit_are_other_layers() -> None:
    """If the layers at the top are too many, the largest and those of the settings are listed."""
    found = bounded(3, *"AAABBCDE", None, "Other layers", names=("D",))
    assert found == {"D": 1, "A": 3, "Other layers": 5, "": 1}


def test_more_layers_than_codes_can_number_are_bounded() -> None:
    """No setting lets a page have more layers than its codes can tell apart."""
    assert len(bounded(1_000_000, *(f"L{number}" for number in range(70_000)))) == 65_000


def test_a_bounded_tree_does_not_depend_on_the_order_of_rows() -> None:
    """The same layers are listed whatever the order of the events."""
    paths = [f"G{number % 7}/{number % 30}" for number in range(200)]
    assert bounded(40, *paths) == bounded(40, *paths[::-1])
