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

#: Beginning of the keys of messages about a story.
_STORY: Final = "story."
_PICTURES: Final = "media."


def page_words(settings: Settings) -> Wording:
    """Return the words of the language in which the page opens."""
    return load_words(_offered(settings)[0], settings.page.date_format)


def word_nodes(settings: Settings, *, has_story: bool = False, has_pictures: bool = False) -> str:
    """Return the script elements with the words, which ``web/src/languages.js`` reads.

    ``dateline-words`` has the words of the language in which the page opens, and the names of all
    that it has; ``dateline-languages`` the others, compressed: for each language a list of messages
    in the order of those words, and then of the keys that they do not have. What findings are about
    is only said on pages that list them, and words of a story or of pictures on pages with these.

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
    entry: dict[str, Any] = {**_entry(first), "words": first.messages}
    entry["languages"] = [[one.tag, one.name] for one in sorted(offered, key=lambda one: one.name)]
    node = data_node("dateline-words", to_safe_json(entry), kind="application/json")
    if not others:
        return node
    # Forms that only some languages have.
    more = sorted({key for one in others for key in one.messages} - set(first.messages))
    table = {
        "more": more,
        "languages": [
            {**_entry(one), "words": [one.messages.get(key) for key in (*first.messages, *more)]}
            for one in others
        ],
    }
    return node + data_node("dateline-languages", pack(orjson.dumps(table), events=_SMALL))


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
