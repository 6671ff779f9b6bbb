"""Says in English why a place was chosen, for the command line; the page says it in JavaScript.

``web/src/place-reason.js`` does the same in the language of the reader, from the same catalogue.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from dateline.interface.catalogue import Wording, fill, load_words

_BETWEEN: Final = "; "
_KILOMETRE: Final = 1000
_FEW_KILOMETRES: Final = 10
#: The words of a value, by its name, in the order in which they are looked for.
_WORDS: Final = {
    "source": ("reason_source",),
    "way": ("reason_way",),
    "kind": ("reason_kind", "kind"),
    "other_kind": ("reason_kind", "kind"),
}


def say_reason(codes: str, values: str | None = None) -> str:
    """Return the sentence for the reasons of a place.

    Older exports have a sentence in place of codes, which is returned as it is.

    Args:
        codes: As in the column ``geocode_reason``.
        values: As in the column ``geocode_reason_values``; what it lacks stays in braces.

    >>> say_reason("in; over_people", '[{"inside": "Cuba"}, {"other": "Holguín", "n": 1200}]')
    'in Cuba; chosen over Holguín: it has 1,200 inhabitants'
    """
    words = load_words()
    parts = codes.split(_BETWEEN)
    if not all(words.has(f"reason.{code}") for code in parts):
        return codes
    listed = _objects(values)
    listed += [{}] * (len(parts) - len(listed))
    said = (_said(code, named, words) for code, named in zip(parts, listed, strict=False))
    return words.say("reason_other.between").join(said)


def _objects(text: str | None) -> list[Mapping[str, Any]]:
    try:
        listed = json.loads(text or "[]")
    except (ValueError, RecursionError):
        return []
    items = listed if isinstance(listed, list) else []
    return [item if isinstance(item, dict) else {} for item in items]


def _said(code: str, values: Mapping[str, Any], words: Wording) -> str:
    known = {name: value for name, value in values.items() if isinstance(value, str | int | float)}
    said = {name: _word(name, value, words) for name, value in known.items()}
    if "radius_m" in said:
        said["radius"] = said["radius_m"]
    if "other_kind" in said:
        place, kind = said.get("other", ""), said["other_kind"]
        said["other"] = words.say("reason_other.kind", place=place, kind=kind)
    if isinstance(degrees := known.get("other_deg"), int | float):
        sides = words.words("reason_other.sides")
        side = sides[round(degrees * len(sides) / 360) % len(sides)]
        place, distance = said.get("other", ""), said.get("other_m", "")
        said["other"] = words.say("reason_other.away", place=place, distance=distance, side=side)
    message = words.messages[f"reason.{code}"]
    if isinstance(message, dict):
        message = message["one" if known.get("n") == 1 else "other"]
    return fill(str(message), said)


def _word(name: str, value: str | float, words: Wording) -> str:
    if not isinstance(value, str):
        return _distance(value, words) if name.endswith("_m") else _number(value)
    found = (words.word_of(section, value) for section in _WORDS.get(name, ()))
    return next((word for word in found if word), value)


def _distance(metres: float, words: Wording) -> str:
    if metres < _KILOMETRE:
        return words.say("number.metres", value=_number(round(metres)))
    km = metres / _KILOMETRE
    rounded = round(km, 1) if km < _FEW_KILOMETRES else round(km)
    return words.say("number.thousand_metres", value=_number(rounded))


def _number(value: float) -> str:
    return f"{value:,.6f}".rstrip("0").rstrip(".")
