"""Which encoding of two bytes a character a text has: of Chinese, Japanese or Korean.

Such a text is valid in few encodings, because each word has to end with a whole character. What
decides then is how common its characters are: the standards put common ones before rare ones.
"""

from __future__ import annotations

import re
from codecs import getincrementaldecoder
from collections.abc import Callable
from typing import Final, NamedTuple

#: How much of a file is examined, in bytes.
_SAMPLE_BYTES: Final = 1 << 18
#: Fewer characters of two bytes say nothing.
_FEWEST: Final = 4
#: This share of the characters beyond ASCII has to be common.
_COMMON: Final = 0.85
_KANA: Final = re.compile("[\u3041-\u30ff]")
#: Syllables that Korean uses most. Half of all Chinese characters are syllables in its encoding.
_SYLLABLES: Final = re.compile(
    "[이다는을에의고가하지도로한기사시스자인어서리대정일부전아수주상나라장제구보동도소경원화연공여비"
    "조중마해물신성그국안것만있으들과를은년월일건무산관계발생위치명내용출처상태시작종료장소설제목]"
)
#: Where kana, or these syllables, are rarer than this, the text is not Japanese or Korean.
_LEAST_KANA: Final = 0.05
_LEAST_SYLLABLES: Final = 0.25
#: A smaller share of second bytes above ASCII is that of accents, each before a plain letter.
_LEAST_HIGH: Final = 0.3
_ASCII: Final = 0x7F
#: The second byte of a character in a row of 94.
_ROW: Final = 0xA0


class _Encoding(NamedTuple):
    """An encoding of two bytes.

    Attributes:
        name: As it is reported and written in the settings.
        codec: The codec that tests a text; it may be stricter.
        is_common: Whether a character, given with its bytes, is common.
        sign: Characters that every text of the language has.
        least: The smallest share of them.
    """

    name: str
    codec: str
    is_common: Callable[[str, bytes], bool]
    sign: re.Pattern[str] | None = None
    least: float = 0.0


def _is_japanese(letter: str, written: bytes) -> bool:
    """Return whether a character is a kana, or a kanji of the first level of JIS X 0208."""
    return "\u3041" <= letter <= "\u30ff" or b"\x88\x9f" <= written <= b"\x98\x72"


def _is_korean(_: str, written: bytes) -> bool:
    """Return whether a character is a syllable of KS X 1001."""
    return b"\xb0\xa1" <= written <= b"\xc8\xfe" and written[1] > _ROW


def _is_simplified(_: str, written: bytes) -> bool:
    """Return whether a character is of the first level of GB 2312."""
    return b"\xb0\xa1" <= written <= b"\xd7\xf9" and written[1] > _ROW


def _is_traditional(_: str, written: bytes) -> bool:
    """Return whether a character is of the first level of Big5."""
    return b"\xa4\x40" <= written <= b"\xc6\x7e"


def _is_japanese_unix(letter: str, written: bytes) -> bool:
    return "\u3041" <= letter <= "\u30ff" or b"\xb0\xa1" <= written <= b"\xcf\xd3"


#: The first one that fits counts; Korean text is also valid GB 2312.
_ENCODINGS: Final = (
    _Encoding("shift_jis", "cp932", _is_japanese, _KANA, _LEAST_KANA),
    _Encoding("euc-jp", "euc-jp", _is_japanese_unix, _KANA, _LEAST_KANA),
    _Encoding("cp949", "cp949", _is_korean, _SYLLABLES, _LEAST_SYLLABLES),
    _Encoding("gb18030", "gbk", _is_simplified),
    _Encoding("big5", "big5", _is_traditional),
    _Encoding("shift_jis", "cp932", _is_japanese),  # without kana, as in headings alone
)


def codec_of_two_bytes(content: bytes) -> str:
    r"""Return the encoding of two bytes that a text has; empty if it has none.

    >>> codec_of_two_bytes("日期,地点,事件\n5日,大桥,关闭".encode("gb18030"))
    'gb18030'
    >>> codec_of_two_bytes("件名,橋の閉鎖".encode("cp932")), codec_of_two_bytes(b"M\xfcnster")
    ('shift_jis', '')
    """
    sample = content[:_SAMPLE_BYTES]
    is_whole = len(sample) == len(content)
    return next((row.name for row in _ENCODINGS if _fits(sample, row, is_whole=is_whole)), "")


def _fits(sample: bytes, encoding: _Encoding, *, is_whole: bool) -> bool:
    """Return whether a text has an encoding; the last character of a part may be incomplete."""
    try:
        text = getincrementaldecoder(encoding.codec)().decode(sample, final=is_whole)
    except UnicodeDecodeError:
        return False
    wide = [letter for letter in text if letter.isalpha() and letter > "\x7f"]
    if len(wide) < _FEWEST:
        return False
    if encoding.sign and len(encoding.sign.findall(text)) < encoding.least * len(wide):
        return False
    written = [letter.encode(encoding.codec) for letter in wide]
    if sum(both[-1] > _ASCII for both in written) < _LEAST_HIGH * len(wide):
        return False
    common = sum(map(encoding.is_common, wide, written))
    return common >= _COMMON * len(wide)
