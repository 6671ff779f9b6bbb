"""Cells of nothing but links, such as most columns of sources: Arrow splits them at one mark.

All other cells are read word by word, in ``links.py``, which gives the same for these, in four
times the time.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from dateline.normalise.links import begin_web_links, have_only
from dateline.texts import Texts

#: Letters that neither end a link nor need a closer look.
_LETTERS: Final = "A-Za-z0-9/?#&=%+._~:!$()*'-"
_LINK: Final = rf"(?i:https?)://[A-Za-z0-9][{_LETTERS}]*"
_ALLOWED: Final = re.compile(f"[{_LETTERS}]")
#: What stands between links.
_MARKS: Final = ("; ", " ", ", ", "\n", ";", ",", " | ", "|")
_PATTERNS: Final = {mark: re.compile(f"{_LINK}(?:{re.escape(mark)}{_LINK})*") for mark in _MARKS}
#: The mark is chosen by so many cells.
_SAMPLE: Final = 32
_IS_OTHER: Final = bytes(not _ALLOWED.fullmatch(chr(code)) for code in range(256))


@dataclass(frozen=True, slots=True)
class PlainLinks:
    """The links of the cells that have nothing else.

    Attributes:
        is_plain: Whether each text has only links.
        text: The number of the text of each link, ascending.
        urls: The links.
    """

    is_plain: NDArray[np.bool_]
    text: NDArray[np.int64]
    urls: Texts


def split_links(texts: Texts) -> PlainLinks:
    """Return the links of the texts that have only links, with the most usual mark between them.

    Args:
        texts: None of them null.
    """
    mark = _mark_of(texts)
    if not mark:
        none = np.zeros(len(texts), bool)
        return PlainLinks(none, np.zeros(0, np.int64), texts.slice(0, 0))
    lists = pc.split_pattern(texts, mark)
    ends = lists.offsets.to_numpy().astype(np.int64)
    urls, counts = lists.flatten(), np.diff(ends)
    is_link = have_only(urls, _IS_OTHER) & begin_web_links(urls)
    is_plain = np.ones(len(texts), bool)
    is_plain[np.searchsorted(ends - ends[0], np.flatnonzero(~is_link), side="right") - 1] = False
    if not is_plain.all():
        urls = urls.filter(pa.array(np.repeat(is_plain, counts)))
    rows = np.flatnonzero(is_plain)
    return PlainLinks(is_plain, np.repeat(rows, counts[rows]), urls)


def _mark_of(texts: Texts) -> str:
    """Return what most of some texts have between links; empty if most have something else."""
    rows = np.linspace(0, len(texts) - 1, min(len(texts), _SAMPLE)).astype(np.int64)
    sample = texts.take(pa.array(rows)).to_pylist()
    fitting = {
        mark: sum(pattern.fullmatch(text) is not None for text in sample)
        for mark, pattern in _PATTERNS.items()
    }
    mark = max(_MARKS, key=lambda one: fitting[one])
    return mark if 2 * fitting[mark] > len(sample) else ""
