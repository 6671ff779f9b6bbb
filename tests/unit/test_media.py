"""Which pictures of the events a page contains, and what is reported of the others."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

import dateline
from dateline.dataset import to_python
from dateline.diagnostics import Diagnostic
from dateline.errors import SettingsError
from dateline.media import Pictures, embed_pictures
from dateline.media_settings import MediaSettings
from dateline.settings import OutputSettings, Settings, parse_settings
from made_pictures import picture, write_picture
from page_text import read_page
from sample_events import table_of

PHOTO = "photos/field.png"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a project with a picture next to its events, and one outside of it."""
    write_picture(tmp_path / "project" / "events" / PHOTO)
    write_picture(tmp_path / "outside.png")
    (tmp_path / "project" / "events" / "a.yaml").write_text("")
    return tmp_path / "project"


def settings_of(root: Path, **media: Any) -> Settings:
    return Settings(root=root, media=MediaSettings(**{"embed": True, **media}))


def embed(root: Path, *media: dict[str, Any], **settings: Any) -> tuple[Pictures, list[Diagnostic]]:
    """Embed the media of one event for each, in the file ``events/a.yaml``."""
    rows = [
        {
            "event_id": f"e{number}",
            "title": "A",
            "media": [entry],
            "origin_file": str(root / "events" / "a.yaml"),
            "origin_line": number + 1,
        }
        for number, entry in enumerate(media)
    ]
    return embed_pictures(table_of(rows), settings_of(root, **settings))


def codes(found: list[Diagnostic]) -> list[str]:
    return [one.code for one in found]


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_picture_is_in_the_page_once(root: Path) -> None:
    """Events share a picture; each says its entry, its number and its size."""
    links = {"url": "https://example.org/a.png"}
    entry = {"file": PHOTO, "caption": "A field"}
    pictures, found = embed(root, entry, links, entry)
    assert ([], 1) == (found, len(pictures.nodes))
    assert {0: ((0, 0, 60, 40),), 2: ((0, 0, 60, 40),)} == pictures.shown
    assert pictures.nodes[0].startswith("image/webp;base64,")


@pytest.mark.parametrize(
    "written",
    [PHOTO, "../events/photos/field.png", r"photos\field.png", "./photos//field.png", "pin.png"],
)
def test_a_path_starts_from_the_events_or_from_media(root: Path, written: str) -> None:
    """A path may go up within the project, come from Windows, or name a file of ``media``."""
    write_picture(root / "media" / "pin.png")
    pictures, found = embed(root, {"file": written, "alt": "A field"})
    assert ([], 1) == (found, len(pictures.nodes))


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("../../outside.png", "picture-unusable"),
        ("link.png", "picture-unusable"),
        ("folder/outside.png", "picture-unusable"),
        ("/etc/hostname", "picture-unusable"),
        ("photos", "picture-missing"),
        ("none.png", "picture-missing"),
        ("a\0b.png", "picture-missing"),
        ("n" * 5_000, "picture-missing"),
        ("https://example.org/a.png", "picture-missing"),
        ("a.yaml", "picture-unusable"),
    ],
)
def test_nothing_but_pictures_of_the_project_is_read(root: Path, written: str, code: str) -> None:
    """Paths and links that lead out are refused, with the file and the line of the event."""
    (root / "events" / "link.png").symlink_to(root.parent / "outside.png")
    (root / "events" / "folder").symlink_to(root.parent, target_is_directory=True)
    pictures, found = embed(root, {"file": PHOTO, "alt": "A"}, {"file": written, "alt": "A"})
    assert ([code], [0]) == (codes(found), list(pictures.shown))
    assert (str(root / "events" / "a.yaml"), 2) == (found[0].file, found[0].line)
    assert found[0].hint


def test_an_absolute_path_is_refused_even_inside(root: Path) -> None:
    """A path of one machine means nothing on another."""
    _, found = embed(root, {"file": str(root / "events" / PHOTO), "alt": "A"})
    assert ["picture-unusable"] == codes(found)


def test_a_sha256_finds_its_picture_by_what_it_is(root: Path) -> None:
    """A link with a SHA-256 shows the file of ``media`` that has it, whatever its name."""
    path = write_picture(root / "media" / "2024" / "any name.png", picture(30, 30))
    (root / "media" / "link.png").symlink_to(root.parent / "outside.png")
    link = {"url": "https://example.org/a.png", "caption": "A"}
    pictures, found = embed(
        root,
        {**link, "sha256": digest(path)},
        {**link, "sha256": f"sha256:{digest(path).upper()}"},
        {**link, "sha256": digest(root.parent / "outside.png")},
        {**link, "sha256": "12ab"},
    )
    assert [0, 1] == list(pictures.shown)
    assert ["picture-missing", "picture-changed"] == codes(found)


def test_another_picture_than_the_named_one_is_not_shown(root: Path) -> None:
    """A file that is not what its SHA-256 says is reported with the one that it has."""
    path = root / "events" / PHOTO
    pictures, found = embed(
        root,
        {"file": PHOTO, "sha256": digest(path), "alt": "A"},
        {"file": PHOTO, "sha256": "0" * 64, "alt": "A"},
    )
    assert ([0], ["picture-changed"]) == (list(pictures.shown), codes(found))
    assert digest(path) in found[0].message


def test_all_pictures_together_have_a_limit(root: Path) -> None:
    """Pictures beyond the limit are counted once; which ones does not depend on the order."""
    for number in range(3):
        noise = Image.effect_noise((900, 900), 60 + number)
        write_picture(root / "events" / f"{number}.png", noise)
    media = [{"file": f"{number}.png", "alt": "Noise"} for number in range(3)]
    pictures, found = embed(root, *media, max_total_mb=1, max_kb=450)
    assert ([0, 1], ["picture-unusable"]) == (list(pictures.shown), codes(found))
    assert "1 picture is not shown" in found[0].message


def test_a_picture_without_words_is_reported_and_shown(root: Path) -> None:
    """An alt text or a caption is enough."""
    pictures, found = embed(
        root, {"file": PHOTO}, {"file": PHOTO, "alt": "A"}, {"file": PHOTO, "caption": "A"}
    )
    assert ([0, 1, 2], ["picture-undescribed"]) == (list(pictures.shown), codes(found))


def test_pictures_are_shown_only_if_the_project_says_so(root: Path) -> None:
    """Without ``media.embed`` files of pictures are reported once for each file of events."""
    link = {"url": "https://example.org/a.png", "sha256": "0" * 64}
    pictures, found = embed(root, link, {"file": PHOTO}, {"file": "none.png"}, embed=False)
    assert ((), ["pictures-not-embedded"], 2) == (pictures.nodes, codes(found), found[0].line)


EVENTS = """
- title: Assault near Sumy
  where: Sumy, Ukraine
  media: [{file: photos/field.png, caption: A field, sha256: %s}]
"""


def build(root: Path, **output: Any) -> dateline.BuildResult:
    text = EVENTS % digest(root / "events" / PHOTO)
    (root / "events" / "a.yaml").write_text(text, encoding="utf-8")
    settings = Settings(root=root, media=MediaSettings(embed=True), output=OutputSettings(**output))
    return dateline.build([root / "events"], settings)


def test_a_build_with_pictures(root: Path) -> None:
    """The page has the picture and no path of it, exports have the path, and nothing is reported.

    The picture lies in the folder of the events, and is not a file in an unknown format.
    """
    built = build(root, exports=("events.geojson", "events.csv"))
    assert [] == [one for one in built.diagnostics if one.severity != "info"]
    page = (root / "output" / "map.html").read_text(encoding="utf-8")
    assert 1 == page.count("image/webp;base64,UklGR")
    assert "picture-gate" in page
    assert "photos" not in json.dumps(read_page(root / "output" / "map.html"))
    exported = json.loads((root / "output" / "events.geojson").read_text(encoding="utf-8"))
    assert PHOTO == exported["features"][0]["properties"]["media"][0]["file"]
    again = dateline.read([root / "output" / "events.geojson"]).table["media"]
    assert PHOTO == to_python(again)[0][0]["file"]
    first = (root / "output" / "map.html").read_bytes()
    build(root, exports=())
    assert first == (root / "output" / "map.html").read_bytes()


def test_a_split_page_has_its_pictures_beside_it(root: Path) -> None:
    """A picture is a file of its own, and the page names it."""
    build(root, split_above_mb=0, exports=())
    folder = root / "output" / "map"
    page = (folder / "index.html").read_text(encoding="utf-8")
    named = [file for file in folder.glob("text/*.js") if "image/webp" in file.read_text()]
    assert 1 == len(named)
    assert named[0].name in page
    assert "image/webp" not in page


def test_a_page_without_pictures_has_no_program_for_them(root: Path) -> None:
    """The feature costs nothing where it is not used."""
    write_picture(root / "events" / PHOTO)
    (root / "events" / "a.yaml").write_text("- {title: A, where: Sumy}", encoding="utf-8")
    dateline.build([root / "events" / "a.yaml"], settings_of(root))
    page = (root / "output" / "map.html").read_text(encoding="utf-8")
    assert "picture-gate" not in page


@pytest.mark.parametrize("setting", [{"max_pixels": 20_000}, {"max_kb": 0}, {"embed": "yes"}])
def test_a_wrong_setting_is_refused(setting: dict[str, Any]) -> None:
    """Sizes are positive numbers, and no side is longer than WebP allows."""
    with pytest.raises(SettingsError, match=f"media.{next(iter(setting))}"):
        parse_settings({"media": setting})


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("photos/a b.jpg; c.PNG", [{"file": "photos/a b.jpg"}, {"file": "c.PNG"}]),
        (["a.webp", "https://example.org/b.jpg"], [
            {"file": "a.webp"}, {"url": "https://example.org/b.jpg"}]),
        ("https://example.org/b.jpg", [{"url": "https://example.org/b.jpg"}]),
        ({"file": "a.jpg", "alt": "A"}, [{"file": "a.jpg", "alt": "A"}]),
        ("javascript:a.jpg", [{"caption": "javascript:a.jpg"}]),
    ],
)  # fmt: skip
def test_text_that_is_a_path_of_a_picture_is_a_file(written: Any, expected: Any) -> None:
    """A cell or an entry may be a path, or several; an address is a link as before."""
    table = dateline.from_frame([{"title": "A", "media": written}]).table
    assert tuple(expected) == to_python(table["media"])[0]


def test_the_pictures_of_a_project_are_no_events(root: Path) -> None:
    """A project that is built as a folder may have any files in ``media``."""
    write_picture(root / "media" / "pin.png")
    (root / "media" / "notes.csv").write_text("a,b\n1,2\n")
    (root / "events" / "a.yaml").write_text(EVENTS % digest(root / "events" / PHOTO))
    found = dateline.build([root], settings_of(root))
    assert 1 == len(found.events)
    assert [] == [one for one in found.diagnostics if one.severity != "info"]
