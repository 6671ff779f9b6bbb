"""The scale bar of a picture, and how exact its outlines are."""

from __future__ import annotations

import math
from typing import Final

from dateline.interface import Wording
from dateline.render.picture.room import FreeRoom, Rect
from dateline.render.picture.symbols import BACKGROUND, FOREGROUND
from dateline.render.picture.tags import tag, text_tag
from dateline.render.picture.viewport import Viewport

_KILOMETRE_M: Final = 1000
_LONGEST_PX: Final = 110
#: From this zoom on, an inexactness of a kilometre can be seen; as in ``web/src/scale-bar.js``.
_SEEN_ZOOM: Final = 9


def exactness_notes(outlines_m: tuple[int, int], frame: Viewport, words: Wording) -> list[str]:
    """Return how exact outlines are (near the events, elsewhere; metres), if that can be seen."""
    near, far = (
        words.say("number.thousand_metres", value=f"{metres / _KILOMETRE_M:g}")
        for metres in outlines_m
    )
    is_seen = frame.zoom >= _SEEN_ZOOM - math.log2(outlines_m[0] / _KILOMETRE_M)
    return [words.say("credit.outlines", near=near, far=far)] if is_seen else []


def scale_bar(frame: Viewport, room: FreeRoom, words: Wording) -> str:
    """Return a bar of a round length, true in the middle of the map."""
    metres_per_px = frame.metres(1, frame.lat)
    longest = metres_per_px * _LONGEST_PX
    power = 10 ** math.floor(math.log10(longest))
    metres = max(digit * power for digit in (1, 2, 5) if digit * power <= longest)
    width = metres / metres_per_px
    left, base = frame.width - 14 - width, frame.height - 12
    is_far = metres >= _KILOMETRE_M
    number = f"{metres / _KILOMETRE_M if is_far else metres:,.0f}"
    text = words.say("number.thousand_metres" if is_far else "number.metres", value=number)
    room.take(Rect(left - 8, base - 22, frame.width, frame.height))
    line = f"M{left:.1f} {base - 4}V{base}H{left + width:.1f}V{base - 4}"
    return (
        tag("path", d=line, fill="none", stroke=BACKGROUND, stroke_width=3.5)
        + tag("path", d=line, fill="none", stroke=FOREGROUND, stroke_width=1.2)
        + text_tag(text, left + width / 2, base - 11, size=10, fill=FOREGROUND, halo=BACKGROUND,
                   text_anchor="middle")
    )  # fmt: skip
