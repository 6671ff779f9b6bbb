"""Read the story of a project (``story.yaml``, see ``docs/story.md``) and resolve its places.

What cannot be used is a finding with its line, and only that part is left out of the story.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from dateline.diagnostics import Diagnostic, finding
from dateline.gazetteer import Gazetteer
from dateline.limits import MEGABYTE, read_bounded
from dateline.map_settings import check_day, check_view
from dateline.one_line import clipped
from dateline.opening import DoubtfulPlaceError, box_around, sure_place
from dateline.readers.yaml_tree import (
    MarkedDict,
    MarkedList,
    Position,
    TreeError,
    parse_documents,
)
from dateline.settings import Settings, shorten
from dateline.story import MapLabel, Run, Stop, Story

#: More stops, highlighted events of a stop, or labels than readers follow.
MOST_STOPS: Final = 100
MOST_EVENTS: Final = 200
MOST_LABELS: Final = 40

#: Among more names, the nearest to a slip takes too long to find.
_MOST_COMPARED: Final = 50_000

_STORY_KEYS: Final = ("title", "stops")
_STOP_KEYS: Final = ("id", "title", "text", "view", "from", "to", "events", "layers", "labels")
_LABEL_KEYS: Final = ("text", "at")

#: ``[words](https://…)`` leads to a page, ``[words](#event-id)`` opens the card of an event.
_LINK: Final = re.compile(r"\[([^\[\]]+)\]\((https?://[^\s()]+|#[^\s()]+)\)")

_ID: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class _FieldError(Exception):
    """Raised for a value that cannot be used; says what is expected."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class StoryNames(NamedTuple):
    """What a story may name.

    Attributes:
        event_ids: The ids of all events.
        layers: The paths of all layers.
    """

    event_ids: Collection[str]
    layers: Collection[str]


def read_story(
    settings: Settings, gazetteer: Gazetteer, known: Callable[[], StoryNames]
) -> tuple[Story | None, list[Diagnostic]]:
    """Return the story that ``page.story`` names, and what in it cannot be used.

    Args:
        settings: Read: ``page.story``, ``place``, ``limits`` and ``root``.
        gazetteer: Where the places of views and labels are looked up.
        known: Called only if there is a story.

    Returns:
        None if the file does not exist, or has no stop that can be used.
    """
    path = settings.path(settings.page.story)
    reader = _StoryReader(str(shorten(path)), settings, gazetteer)
    try:
        content = read_bounded(path, settings.limits.yaml_mb * MEGABYTE)
        documents, _ = parse_documents(content.decode("utf-8"), settings.limits)
    except FileNotFoundError:
        return None, []
    except UnicodeDecodeError:
        reader.report("the file is not UTF-8", (0, 0), hint="save it as UTF-8")
    except OSError as error:
        reader.report(f"the file cannot be read: {error.strerror or error}", (0, 0))
    except TreeError as error:
        reader.report(error.message, error.at, hint=error.hint)
    else:
        root, at = documents[0] if documents else (None, (0, 0))
        return reader.story(root, at, known()), reader.found
    return None, reader.found


class _Listed(NamedTuple):
    """A value and its position in the file."""

    value: Any
    at: Position


class _StoryReader:
    """Reads one story; each part that cannot be used becomes a finding."""

    def __init__(self, file: str, settings: Settings, gazetteer: Gazetteer) -> None:
        self.found: list[Diagnostic] = []
        self._file = file
        self._settings = settings
        self._gazetteer = gazetteer
        self._known = StoryNames((), ())
        self._ids: set[str] = set()
        self._places: dict[str, Any] = {}

    def report(self, message: str, at: Position, *, hint: str = "") -> None:
        """Add a finding."""
        self.found.append(
            finding("story-invalid", message, hint=hint, file=self._file, line=at[0], column=at[1])
        )

    def story(self, root: Any, at: Position, known: StoryNames) -> Story | None:
        self._known = known
        if not isinstance(root, MarkedDict) or not isinstance(root.get("stops"), MarkedList):
            self.report(
                'a story has no list of "stops"', at, hint="write stops: as docs/story.md shows"
            )
            return None
        self._refuse_unknown(root, _STORY_KEYS)
        listed: MarkedList = root["stops"]
        if len(listed) > MOST_STOPS:
            self.report(
                f"a story has {len(listed):,} stops, expected at most {MOST_STOPS}; "
                "the others are left out",
                listed.positions[MOST_STOPS],
                hint="split it into several maps",
            )
        places = zip(listed[:MOST_STOPS], listed.positions, strict=False)
        stops = [
            self._stop(value, number, at) for number, (value, at) in enumerate(places, start=1)
        ]
        kept = tuple(stop for stop in stops if stop)
        return Story(self._text(root, "title"), kept) if kept else None

    def _stop(self, raw: Any, number: int, at: Position) -> Stop | None:
        if not isinstance(raw, MarkedDict):
            self.report(
                f"stop {number} is {clipped(repr(raw))}, expected fields such as title and text",
                at,
                hint="write `- title: …` and the other fields below it, with the same indentation",
            )
            return None
        self._refuse_unknown(raw, _STOP_KEYS)
        title = self._text(raw, "title")
        if not title and not raw.get("title"):
            self.report(f"stop {number} has no title", at, hint="write title: … for its heading")
        first, last = (self._field(raw, key, _day, default="") for key in ("from", "to"))
        if first and last and first[: len(last)] > last[: len(first)]:
            self.report(
                f'"from" is {first} and "to" is {last}, expected days in this order',
                raw.positions["from"],
                hint="swap from and to",
            )
            first = last = ""
        return Stop(
            id=self._id(raw, title, number),
            title=title or str(number),
            paragraphs=tuple(self._paragraphs(raw)),
            view=self._field(raw, "view", self._view),
            first_day=first,
            last_day=last,
            event_ids=self._named(raw, "events", self._known.event_ids, most=MOST_EVENTS),
            layers=self._named(raw, "layers", self._known.layers, most=MOST_EVENTS),
            labels=tuple(self._labels(raw)),
        )

    def _refuse_unknown(self, raw: MarkedDict, keys: Sequence[str]) -> None:
        for key in raw:
            if key not in keys:
                near = difflib.get_close_matches(str(key), keys, n=1)
                self.report(
                    f'the field "{clipped(key)}" is unknown; it is left out',
                    raw.positions[key],
                    hint=f'did you mean "{near[0]}"?' if near else "use " + ", ".join(keys),
                )

    def _field(
        self, raw: MarkedDict, key: str, check: Callable[[Any], Any], *, default: Any = None
    ) -> Any:
        """Return a value as ``check`` returns it, or the default if it cannot be used."""
        if raw.get(key) is None:
            return default
        try:
            return check(raw[key])
        except _FieldError as problem:
            self.report(
                f'"{key}" is {clipped(_shown(raw[key]))}: {problem.message}',
                raw.positions[key],
                hint=problem.hint,
            )
            return default

    def _text(self, raw: MarkedDict, key: str) -> str:
        return str(self._field(raw, key, _text, default=""))

    def _id(self, raw: MarkedDict, title: str, number: int) -> str:
        given = self._field(raw, "id", _id)
        # A title in another script would make a link that nobody can read: its number stays.
        slug = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-") if title.isascii() else ""
        name = wanted = given or slug[:40].strip("-") or str(number)
        count = 1
        while name in self._ids:
            count += 1
            name = f"{wanted}-{count}"
        if given and count > 1:
            self.report(
                f'two stops have the id "{given}"; this one is "{name}"',
                raw.positions["id"],
                hint="give each stop an id of its own",
            )
        self._ids.add(name)
        return name

    def _paragraphs(self, raw: MarkedDict) -> Iterator[tuple[Run, ...]]:
        written = self._text(raw, "text")
        for paragraph in re.split(r"\n\s*\n", written.strip()):
            if paragraph.strip():
                yield tuple(self._runs(" ".join(paragraph.split()), raw.positions["text"]))

    def _runs(self, text: str, at: Position) -> Iterator[Run]:
        done = 0
        for link in _LINK.finditer(text):
            words, target = link.groups()
            if done < link.start():
                yield Run(text[done : link.start()])
            done = link.end()
            if not target.startswith("#"):
                yield Run(words, url=target)
            elif target[1:] in self._known.event_ids:
                yield Run(words, event_id=target[1:])
            else:
                self._report_unknown("event", target[1:], self._known.event_ids, at=at)
                yield Run(words)
        if done < len(text):
            yield Run(text[done:])

    def _named(
        self, raw: MarkedDict, key: str, known: Collection[str], *, most: int
    ) -> tuple[str, ...]:
        listed = _listed(raw, key)
        if len(listed) > most:
            self.report(
                f'"{key}" has {len(listed):,} names, expected at most {most}; '
                "the others are left out",
                listed[most].at,
            )
        names: dict[str, None] = {}
        for one in listed[:most]:
            if isinstance(one.value, str) and one.value in known:
                names[one.value] = None
            elif not isinstance(one.value, str):
                self.report(f'"{key}" has {_shown(one.value)}, expected a name', one.at)
            else:
                self._report_unknown(key.removesuffix("s"), one.value, known, at=one.at)
        return tuple(names)

    def _report_unknown(
        self, kind: str, name: str, known: Collection[str], *, at: Position
    ) -> None:
        near = difflib.get_close_matches(name, known, n=1) if len(known) < _MOST_COMPARED else []
        self.report(
            f'there is no {kind} "{clipped(name)}"',
            at,
            hint=f'did you mean "{near[0]}"?' if near else f"use the {_NAMES[kind]}",
        )

    def _view(self, value: Any) -> Mapping[str, float]:
        if isinstance(value, str):
            return box_around(self._place(value))
        try:
            return check_view(_with_numbers(value))
        except TypeError as expected:
            raise _FieldError(f"expected {expected}") from None

    def _labels(self, raw: MarkedDict) -> Iterator[MapLabel]:
        listed = _listed(raw, "labels")
        if len(listed) > MOST_LABELS:
            self.report(
                f'"labels" has {len(listed):,} labels, expected at most {MOST_LABELS}; '
                "the others are left out",
                listed[MOST_LABELS].at,
            )
        for one in listed[:MOST_LABELS]:
            if not isinstance(one.value, MarkedDict):
                self.report(
                    f"a label is {clipped(_shown(one.value))}, expected text and at", one.at
                )
                continue
            self._refuse_unknown(one.value, _LABEL_KEYS)
            text = self._text(one.value, "text")
            at = self._field(one.value, "at", self._point)
            if text and at:
                yield MapLabel(text, *at)
            elif not text or one.value.get("at") is None:
                self.report('a label needs both "text" and "at"', one.at)

    def _point(self, value: Any) -> tuple[float, float]:
        if not isinstance(value, str):
            raise _FieldError('expected a place, or a position such as "51.2 N 35.3 E"')
        shape = self._place(value).geometry
        point = shape if shape.geom_type == "Point" else shape.representative_point()
        return round(point.x, 5), round(point.y, 5)

    def _place(self, name: str) -> Any:
        if name not in self._places:
            try:
                self._places[name] = sure_place(name, self._settings, self._gazetteer)
            except DoubtfulPlaceError as error:
                raise _FieldError(error.message, error.hint) from None
        return self._places[name]


#: How to name what a story names.
_NAMES: Final = {"event": "event_id of an event", "layer": "path of a layer, such as Ukraine/Kursk"}


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise _FieldError("expected text", "quote it")
    # No output can hold half of a surrogate pair.
    return re.sub("[\ud800-\udfff]", "\ufffd", value).strip()


def _id(value: Any) -> str:
    if not isinstance(value, str) or not _ID.fullmatch(value):
        raise _FieldError("expected small letters, digits and hyphens, such as kursk-2024")
    return value


def _day(value: Any) -> str:
    try:
        return check_day(value)
    except TypeError as expected:
        raise _FieldError(f"expected {expected}") from None


def _listed(raw: MarkedDict, key: str) -> list[_Listed]:
    """Return the values of a list with their positions; one value is a list of one."""
    value = raw.get(key)
    if value is None:
        return []
    if isinstance(value, MarkedList):
        return [_Listed(*pair) for pair in zip(value, value.positions, strict=True)]
    return [_Listed(value, raw.positions[key])]


def _with_numbers(value: Any) -> Any:
    """Return a mapping with its numbers as numbers: a YAML file has texts only."""
    if not isinstance(value, MarkedDict):
        return value
    numbers = {}
    for key, text in value.items():
        try:
            numbers[key] = float(text)
        except (TypeError, ValueError):
            numbers[key] = text
    return numbers


def _shown(value: Any) -> str:
    if isinstance(value, str):
        return f'"{value}"'
    return "a list" if isinstance(value, MarkedList) else "a mapping"
