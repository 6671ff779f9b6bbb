"""Measure how long the page of another tool takes to open: ``peer_page.py TOOL page.html``.

These pages load scripts from the network. Here the scripts come from packages installed by npm,
and everything else, such as map tiles, is refused. A page counts as open when a marker or cluster
is in the document, or when pixels of the points' colour are on the screen.
"""

from __future__ import annotations

import base64
import json
import re
import sys
import time
from pathlib import Path

from playwright.sync_api import Browser, Page, Route, sync_playwright

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
sys.path.insert(0, str(Path(__file__).parent.parent / "compile"))

import npm
from chromium import ARGUMENTS, find_chromium, install_chromium

#: Folder with the lock file of the packages that the pages load.
LOCKED = Path(__file__).parent / "peers"
#: Longest time to wait for a page, seconds.
PATIENCE_S = 150
#: URL paths of script hosts, and the matching files of npm packages.
PATHS = (
    (r"/ajax/libs/require\.js/[^/]+/require\.min\.js$", "requirejs/require.js"),
    (r"/npm/((?:@[^/@]+/)?[^/@]+)(?:@[^/]*)?/(.+)$", r"\1/\2"),
    (r"/ajax/libs/leaflet\.markercluster/[^/]+/(.+)$", r"leaflet.markercluster/dist/\1"),
    (r"/ajax/libs/Leaflet\.awesome-markers/[^/]+/(.+)$", r"leaflet.awesome-markers/dist/\1"),
    (r"/jquery-[0-9.]+(\.min)?\.js$", r"jquery/dist/jquery\1.js"),
)
TYPES = {".js": "text/javascript", ".css": "text/css", ".wasm": "application/wasm"}
#: An empty map style, for tools that need one before they draw.
STYLE = json.dumps({"version": 8, "sources": {}, "layers": []})
MARKERS = "document.querySelector('.marker-cluster, .leaflet-marker-icon') !== null"
#: Counts the pixels of a screenshot that are close to a colour.
COUNT = """async ([picture, colour]) => {
  const bytes = Uint8Array.from(atob(picture), (letter) => letter.charCodeAt(0));
  const image = await createImageBitmap(new Blob([bytes]));
  const canvas = new OffscreenCanvas(image.width, image.height);
  const context = canvas.getContext("2d");
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, image.width, image.height);
  let count = 0;
  for (let at = 0; at < data.length; at += 4)
    if (colour.every((value, part) => Math.abs(data[at + part] - value) < 40)) count++;
  return count;
}"""
COLOUR = [200, 0, 80]


def serve(route: Route, modules: Path) -> None:
    """Answer a request from the installed packages, or refuse it."""
    address = route.request.url.partition("?")[0]
    if not address.startswith("http"):
        route.continue_()
        return
    if address.endswith("style.json"):
        route.fulfill(body=STYLE, content_type="application/json")
        return
    for pattern, place in PATHS:
        found = re.search(pattern, address)
        path = modules / found.expand(place) if found else None
        for file in (path, path and path.with_name(f"{path.name}.js")):
            if file and file.is_file():
                kind = TYPES.get(file.suffix, "application/octet-stream")
                allowed = {"Access-Control-Allow-Origin": "*"}
                route.fulfill(path=file, content_type=kind, headers=allowed)
                return
    route.abort()


def open_page(browser: Browser, tool: str, path: Path) -> dict[str, float | str]:
    """Return the time until a page was painted, or the reason why it was not."""
    modules = npm.installed(LOCKED)
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    eye = browser.new_page()
    page.route("**/*", lambda route: serve(route, modules))
    page.set_default_timeout(PATIENCE_S * 1000)
    copy = without_hashes(path)
    started = time.perf_counter()
    try:
        page.goto(copy.resolve().as_uri(), wait_until="commit")
        while not is_painted(page, eye, tool):
            if time.perf_counter() - started > PATIENCE_S:
                return {"opens": f"nothing painted in {PATIENCE_S} s"}
            page.wait_for_timeout(50)
        return {"open_s": time.perf_counter() - started}
    except Exception as error:  # noqa: BLE001 - any error is a result
        return {"opens": f"stopped: {str(error).splitlines()[0][:80]}"}
    finally:
        page.close()
        eye.close()


def without_hashes(path: Path) -> Path:
    """Return a copy of a page without integrity hashes, which npm's minified files don't match."""
    copy = path.with_suffix(".opened.html")
    copy.write_bytes(re.sub(rb'integrity="[^"]*"', b"", path.read_bytes()))
    return copy


def is_painted(page: Page, eye: Page, tool: str) -> bool:
    """Return whether the events are on the screen."""
    if tool.startswith("folium"):
        return bool(page.evaluate(MARKERS))
    picture = base64.b64encode(page.screenshot()).decode()
    return int(eye.evaluate(COUNT, [picture, COLOUR])) > 0


def main() -> None:
    """Open a page and print the result as JSON."""
    with sync_playwright() as playwright:
        binary = find_chromium() or install_chromium()
        drawn = [argument for argument in ARGUMENTS if argument != "--disable-gpu"]
        arguments = [
            *drawn,
            "--use-gl=angle",
            "--use-angle=swiftshader",
            "--enable-unsafe-swiftshader",
        ]
        browser = playwright.chromium.launch(executable_path=binary, args=arguments)
        print(json.dumps(open_page(browser, sys.argv[1], Path(sys.argv[2]))))
        browser.close()


if __name__ == "__main__":
    main()
