"""A story as a script element of the page, which ``web/src/parts/story.js`` reads."""

from __future__ import annotations

from typing import Any

from dateline.render.page_basemap import data_node
from dateline.render.payload import to_safe_json
from dateline.story import Run, Stop, Story


def story_node(story: Story) -> str:
    """Return the script element ``dateline-story``; what a stop does not have is left out."""
    entry = {"title": story.title, "stops": [_stop_entry(stop) for stop in story.stops]}
    return data_node("dateline-story", to_safe_json(entry), kind="application/json")


def _stop_entry(stop: Stop) -> dict[str, Any]:
    entry = {
        "id": stop.id,
        "title": stop.title,
        "text": [[_run_entry(run) for run in paragraph] for paragraph in stop.paragraphs],
        "view": stop.view,
        "from": stop.first_day,
        "to": stop.last_day,
        "events": stop.event_ids,
        "layers": stop.layers,
        "labels": [label._asdict() for label in stop.labels],
    }
    return {name: value for name, value in entry.items() if value}


def _run_entry(run: Run) -> str | dict[str, str]:
    entry = {"text": run.text, "url": run.url, "event": run.event_id}
    return {name: value for name, value in entry.items() if value} if any(run[1:]) else run.text
