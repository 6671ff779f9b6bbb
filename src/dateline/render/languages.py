"""The words of the page's interface: its own language, and the others for readers who switch."""

from __future__ import annotations

from typing import Any, Final

import orjson

from dateline.interface import Wording, language_for, languages, load_words
from dateline.render.columns import pack
from dateline.render.page_basemap import data_node
from dateline.render.payload import to_safe_json
from dateline.settings import Settings

#: Level of compression, as for a small page.
_SMALL: Final = 0

#: Beginning of the keys of messages about findings.
_FINDINGS: Final = "finding."

#: Beginnings of the keys of messages about a page that cannot be read.
_EARLY: Final = ("plain.failed", "trouble.")

#: Beginning of the keys of messages about a story, and about pictures.
_STORY: Final = "story."
_PICTURES: Final = "media."


def page_words(settings: Settings) -> Wording:
    """Return the words of the language in which the page opens."""
    return load_words(_offered(settings)[0], settings.page.date_format)


def word_nodes(settings: Settings, *, has_story: bool = False, has_pictures: bool = False) -> str:
    """Return the script elements with the words, which ``web/src/languages.js`` reads.

    ``dateline-words`` has the names of the page's languages and, of the one in which it opens, what
    is said if the page cannot be read; ``dateline-own-words`` has its other words, compressed.
    ``dateline-languages`` has the other languages, compressed: for each a list of messages in the
    order of those words, and then of the keys that they do not have. What findings are about is
    only said on pages that list them, and words of a story or of pictures on pages with these.

    Args:
        settings: Read: ``language``, ``map.languages``, ``page.date_format`` and
            ``output.show_findings``.
        has_story: Whether the page has a story.
        has_pictures: Whether it contains pictures of the events.
    """
    used = {_FINDINGS: settings.output.show_findings, _STORY: has_story, _PICTURES: has_pictures}
    unused = tuple(prefix for prefix, is_used in used.items() if not is_used)
    offered = [
        _without(load_words(tag, settings.page.date_format), unused) for tag in _offered(settings)
    ]
    first, others = offered[0], offered[1:]
    early = {key: text for key, text in first.messages.items() if key.startswith(_EARLY)}
    rest = {key: text for key, text in first.messages.items() if key not in early}
    entry: dict[str, Any] = {**_entry(first), "words": early}
    entry["languages"] = [[one.tag, one.name] for one in sorted(offered, key=lambda one: one.name)]
    nodes = data_node("dateline-words", to_safe_json(entry), kind="application/json")
    nodes += data_node("dateline-own-words", pack(orjson.dumps(rest), events=_SMALL))
    if not others:
        return nodes
    # Forms that only some languages have.
    more = sorted({key for one in others for key in one.messages} - set(first.messages))
    table = {
        "more": more,
        "languages": [
            {**_entry(one), "words": [one.messages.get(key) for key in (*early, *rest, *more)]}
            for one in others
        ],
    }
    return nodes + data_node("dateline-languages", pack(orjson.dumps(table), events=_SMALL))


def _without(words: Wording, unused: tuple[str, ...]) -> Wording:
    """Return the words without the messages whose keys have one of these beginnings."""
    said = {key: text for key, text in words.messages.items() if not key.startswith(unused)}
    return Wording(words.tag, said)


def _offered(settings: Settings) -> list[str]:
    """Return the tags of the languages of a page, the one in which it opens first."""
    if settings.map.languages:
        return list(settings.map.languages)
    first = language_for(settings.language)
    return [first, *(tag for tag in languages() if tag != first)]


def _entry(words: Wording) -> dict[str, Any]:
    return {"tag": words.tag, "direction": words.direction}
