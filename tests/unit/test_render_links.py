"""Files that folium layers link: found in packages at hand, or left where they are."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dateline.render.links import Link, default_links, hosts, inlined, package_folders
from dateline.render.policy import Hosts, make_policy


def package(folder: Path, name: str, version: str, **files: str) -> Path:
    """Write a package into a ``node_modules`` folder; ``__`` in a file name stands for a slash."""
    place = folder / "node_modules" / name
    place.mkdir(parents=True)
    (place / "package.json").write_text(json.dumps({"version": version}), encoding="utf-8")
    for file, text in files.items():
        path = place / file.replace("__", "/").replace("DOT", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder / "node_modules"


def found(url: str, folder: Path) -> str | None:
    return inlined(Link("any", url, is_script=url.endswith(".js")), [folder])


@pytest.mark.parametrize(
    "url",
    [
        "https://cdn.example/npm/leaflet.draw@1.0.4/dist/leaflet.draw.js",
        "https://cdn.example/npm/leaflet.draw@1.0.4/dist/leaflet.draw.min.js",
        "https://libs.example/ajax/libs/leaflet.draw/1.0.2/leaflet.draw.js",
        "https://libs.example/ajax/libs/Leaflet.Draw/1.0.2/Leaflet.Draw-min.js",
        "https://code.example/leaflet.draw-1.0.3.min.js",
        "//code.example/leaflet.draw.js",
    ],
)
def test_addresses_of_many_servers_name_the_same_file(url: str, tmp_path: Path) -> None:
    """A file is found by the names of its package and its own, however a server writes them."""
    folder = package(tmp_path, "leaflet.draw", "1.0.4", dist__leafletDOTdrawDOTjs="draw()")
    assert found(url, folder) == "<script>draw()</script>\n"


@pytest.mark.parametrize(
    "url",
    [
        "https://cdn.example/npm/leaflet.draw@2.0.0/dist/leaflet.draw.js",
        "https://cdn.example/npm/leaflet.draw@1.0.4/dist/leaflet.edit.js",
        "https://cdn.example/npm/other@1.0.4/dist/leaflet.draw.js",
        "https://cdn.example/",
        "https://cdn.example/npm/leaflet.draw@1.0.4/../../../../etc/passwd",
    ],
)
def test_other_files_and_versions_are_not_taken(url: str, tmp_path: Path) -> None:
    """Another package, another file or another major version is not what a layer needs."""
    folder = package(tmp_path, "leaflet.draw", "1.0.4", dist__leafletDOTdrawDOTjs="draw()")
    if "other" in url:
        folder = package(tmp_path / "b", "other", "1.0.4", readmeDOTmd="")
    assert found(url, folder) is None


def test_packages_with_a_scope_are_found(tmp_path: Path) -> None:
    """A package such as ``@scope/name`` is found by both parts of its name."""
    folder = package(tmp_path, "@icons/free", "6.1.0", css__allDOTcss="a{}")
    assert found("https://cdn.example/npm/@icons/free@6.2.0/css/all.min.css", folder) == (
        "<style>a{}</style>\n"
    )


def test_files_that_come_with_folium_need_no_package() -> None:
    """The script of heat maps is part of folium."""
    url = "https://cdn.example/gh/x/folium@main/folium/templates/leaflet_heat.min.js"
    text = inlined(Link("heat", url, is_script=True), [])
    assert text is not None
    assert "L.heatLayer" in text


def test_pictures_of_styles_are_put_into_the_page(tmp_path: Path) -> None:
    """A picture beside a style sheet becomes data; one that is missing is asked of nobody."""
    style = 'a{background:url("images/a.svg?v=1")} b{background:url(gone.png)} c{color:red}</style>'
    folder = package(tmp_path, "x", "1.0.0", aDOTcss=style, images__aDOTsvg="<svg/>")
    text = found("https://cdn.example/x@1.0.0/a.css", folder) or ""
    assert 'url("data:image/svg+xml;base64,PHN2Zy8+")' in text
    assert "gone.png" not in text
    assert text.count("</style>") == 1


@pytest.mark.parametrize(
    "address", ["../../secret.svg", "{folder}/secret.svg", "file:///x", "link.svg"]
)
def test_styles_bring_no_file_from_outside_their_package(address: str, tmp_path: Path) -> None:
    """A style sheet can't put files of the machine into a page, by path or by a symbolic link."""
    (tmp_path / "secret.svg").write_text("secret", encoding="utf-8")
    style = f"a{{background:url({address.format(folder=tmp_path)})}}"
    folder = package(tmp_path, "x", "1.0.0", aDOTcss=style)
    (folder / "x" / "link.svg").symlink_to(tmp_path / "secret.svg")
    assert 'base64,")' in (found("https://cdn.example/x@1.0.0/a.css", folder) or "")


def test_a_package_that_is_installed_later_is_found(tmp_path: Path) -> None:
    """After the warning, a user installs the package and saves the map again."""
    (tmp_path / "node_modules").mkdir()
    url = "https://cdn.example/x@1.0.0/a.js"
    assert found(url, tmp_path / "node_modules") is None
    folder = package(tmp_path, "x", "1.0.0", aDOTjs="a()")
    assert found(url, folder) == "<script>a()</script>\n"


def test_scripts_cannot_end_their_element(tmp_path: Path) -> None:
    """A script that contains the end of a script stays one script."""
    folder = package(tmp_path, "x", "1.0.0", aDOTjs="'</script><script>'")
    text = found("https://cdn.example/x@1.0.0/a.js", folder) or ""
    assert (text.count("<script"), text.count("</script")) == (1, 1)


def test_packages_are_looked_for_in_all_folders_above(tmp_path: Path) -> None:
    """The nearest ``node_modules`` comes first, as in Node.js."""
    (tmp_path / "a" / "b" / "node_modules").mkdir(parents=True)
    (tmp_path / "node_modules").mkdir()
    nearest = package_folders(tmp_path / "a" / "b")[:2]
    assert nearest == [tmp_path / "a" / "b" / "node_modules", tmp_path / "node_modules"]


@pytest.mark.parametrize(
    ("script", "names"),
    [
        ("var x = $(`<b>hi</b>`)[0];", set()),
        ("$('#slider').hide();", {"jquery"}),
        ("L.AwesomeMarkers.icon({})", {"awesome_markers", "awesome_markers_css"}),
        ("L.marker([1, 2])", set()),
    ],
)
def test_only_what_layers_need_is_linked(script: str, names: set[str]) -> None:
    """A page of simple layers needs no script of other servers; popups don't need jQuery."""
    linked = {link.name for link in default_links(script)}
    assert names <= linked
    assert bool(names) == bool(linked)


def test_hosts_are_named_as_a_policy_names_them() -> None:
    """Letters for servers become any name; data, files and rubbish are left out."""
    urls = [
        "https://{s}.tiles.example/{z}/{x}/{y}.png",
        "https://b.example:8443/a.js",
        "//c.example/a.css",
        "data:image/png;base64,AAAA",
        "images/a.png",
        "https://[/",
        "https://d.example; script-src *",
    ]
    assert hosts(urls) == ["https://*.tiles.example", "https://b.example:8443", "https://c.example"]


def test_policy_of_a_page_without_layers_names_no_server() -> None:
    """Only added layers may bring styles on elements, fonts, and scripts of other servers."""
    html = '<style>a{}</style><script>b()</script><script type="text/plain" id="c">d</script>'
    own, added = (
        make_policy(html, Hosts()),
        make_policy(html, Hosts(scripts=["https://x.example"], has_layers=True)),
    )
    assert own.count("'sha256-") == added.count("'sha256-") == 2
    assert "http" not in own
    assert "unsafe" not in own
    assert "require-trusted-types-for" in own
    assert "script-src 'sha256-" in added
    assert "https://x.example;" in added
