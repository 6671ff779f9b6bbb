"""XML text and attributes: markup is escaped, and characters that XML forbids become U+FFFD."""

from __future__ import annotations

import re
from typing import Final
from xml.sax.saxutils import escape, quoteattr

#: Characters that XML 1.0 forbids: control characters, lone surrogates, non-characters.
_FORBIDDEN: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(text: str) -> str:
    """Return text as the content of an element.

    >>> xml_text("a < b")
    'a &lt; b'
    """
    return escape(_FORBIDDEN.sub("\ufffd", text))


def xml_attribute(text: str) -> str:
    """Return text as the value of an attribute, with its quotation marks.

    >>> xml_attribute("a < b")
    '"a &lt; b"'
    """
    return quoteattr(_FORBIDDEN.sub("\ufffd", text))
