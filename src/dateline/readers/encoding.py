"""Bytes to text: UTF-8, UTF-16 and UTF-32 by byte order mark; other encodings are guessed.

A guess is reported. The readers interpret the text.
"""

from __future__ import annotations

import codecs
import re
from typing import Final

from dateline.arrow import replace_surrogates
from dateline.diagnostics import Diagnostic, finding
from dateline.errors import SettingsError
from dateline.one_line import clipped
from dateline.readers.single_byte import likely_codec
from dateline.readers.two_bytes import codec_of_two_bytes

#: Byte order marks, longer ones first, because that of UTF-32 begins with that of UTF-16.
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

#: How much of a file is examined to recognise UTF-16 without a byte order mark, in bytes.
_SAMPLE_BYTES: Final = 4096

#: How many bytes are checked at a time.
_CHUNK_BYTES: Final = 1 << 22

#: A text with at least this share of zero bytes at even (or odd) offsets is treated as UTF-16.
_ZERO_SHARE: Final = 0.3

#: Bytes that do not occur in text: C0 controls other than tab, line feed, form feed, carriage
#: return, escape and record separator.
_BINARY: Final = re.compile(rb"[\x01-\x08\x0b\x0e-\x1a\x1c\x1d\x1f]")
_BINARY_SHARE: Final = 0.02
_MOST_CONTROLS: Final = 3


def decode(content: bytes, name: str, *, encoding: str = "") -> tuple[str | None, list[Diagnostic]]:
    """Return the text of a file, without its byte order mark, and the findings.

    Args:
        content: The bytes of the file.
        name: The file's name for messages.
        encoding: A Python codec name; empty means UTF-8, then a byte order mark, then a guess.

    Returns:
        The text, or None if it cannot be decoded; at most one finding, ``encoding-guessed`` or
        ``encoding-unknown``.

    Raises:
        SettingsError: ``encoding`` is not a codec.
    """
    if encoding:
        return _decode_as(content, name, encoding)
    for mark, codec in _MARKS:
        if content.startswith(mark):
            return _decode_marked(content[len(mark) :], name, codec)
    binary = _binary(content, name)
    if binary is not None:
        return None, [binary]
    codec = _unmarked_utf16(content)
    if codec:
        return _guessed(content, name, codec)
    try:
        return content.decode("utf-8"), []
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        codec = codec_of_two_bytes(content) or likely_codec(content)
        return _guessed(content, name, codec, line=line)


def decode_to_utf8(
    content: bytes, name: str, *, encoding: str = ""
) -> tuple[bytes | None, list[Diagnostic]]:
    """Return the text of a file as UTF-8, and the findings; otherwise like :func:`decode`.

    Content that is UTF-8 already is returned without a copy, as it may be a gigabyte.
    """
    is_plain = not encoding and not content.startswith(codecs.BOM_UTF8)
    if is_plain and not _unmarked_utf16(content) and _is_utf8(content):
        binary = _binary(content, name)
        return (content, []) if binary is None else (None, [binary])
    text, found = decode(content, name, encoding=encoding)
    return None if text is None else text.encode("utf-8", "replace"), found


def plain_start(head: bytes, *, encoding: str = "") -> int | None:
    """Return the offset of the text, after any byte order mark, in a file that begins as UTF-8.

    None means that the file must be decoded first or is not text. Whether the rest of the file is
    UTF-8 is not known from its head.

    Args:
        head: The first bytes of the file.
        encoding: As for :func:`decode`.
    """
    if encoding or b"\0" in head or _binary(head, "") is not None:
        return None
    mark, codec = next(((m, c) for m, c in _MARKS if head.startswith(m)), (b"", "utf-8"))
    return len(mark) if codec == "utf-8" else None


def _is_utf8(content: bytes) -> bool:
    if content.isascii():
        return True
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for start in range(0, len(content), _CHUNK_BYTES):
            decoder.decode(content[start : start + _CHUNK_BYTES])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _decode_as(content: bytes, name: str, encoding: str) -> tuple[str | None, list[Diagnostic]]:
    try:
        text = content.decode(encoding)
    except LookupError as error:
        raise SettingsError(
            f'setting "read.encoding" is "{clipped(encoding)}", expected the name of an encoding',
            hint='write encoding = "windows-1252", or leave it out',
        ) from error
    except UnicodeError as error:
        return None, [
            _unknown(
                name, f'it is not "{clipped(encoding)}", the encoding in the settings: {error}'
            )
        ]
    # UTF-7 and the codecs of escapes can hold lone surrogates, which no output can.
    return replace_surrogates(text.removeprefix("\ufeff")), []


def _decode_marked(content: bytes, name: str, codec: str) -> tuple[str | None, list[Diagnostic]]:
    try:
        return content.decode(codec), []
    except UnicodeDecodeError as error:
        return None, [
            _unknown(name, f'its byte order mark says "{codec}", which fails: {error.reason}')
        ]


def _binary(content: bytes, name: str) -> Diagnostic | None:
    sample = content[:_SAMPLE_BYTES]
    if len(_BINARY.findall(sample)) > max(_MOST_CONTROLS, _BINARY_SHARE * len(sample)):
        return _unknown(name, "it contains control bytes that text never contains")
    return None


def _unknown(name: str, why: str) -> Diagnostic:
    return finding(
        "encoding-unknown",
        f'"{name}" cannot be read as text: {why}',
        hint='save it as UTF-8, or set its encoding in dateline.toml: [read] encoding = "..."',
        file=name,
    )


def _unmarked_utf16(content: bytes) -> str:
    """Return the codec of UTF-16 without a byte order mark, recognised by alternating zeros."""
    sample = content[:_SAMPLE_BYTES]
    half = len(sample) // 2
    if half == 0 or len(content) % 2:
        return ""
    if sample[0::2].count(0) > _ZERO_SHARE * half > sample[1::2].count(0):
        return "utf-16-be"
    if sample[1::2].count(0) > _ZERO_SHARE * half > sample[0::2].count(0):
        return "utf-16-le"
    return ""


def _guessed(
    content: bytes, name: str, codec: str, *, line: int = 1
) -> tuple[str | None, list[Diagnostic]]:
    try:
        text = content.decode(codec)
    except UnicodeDecodeError:
        if codec.startswith("utf-16"):
            return None, [_unknown(name, f'it looks like "{codec}", but is not valid')]
        codec = "latin-1"
        text = content.decode(codec)
    reported = finding(
        "encoding-guessed",
        f'from here on, the text is not UTF-8; it was read as "{codec}"',
        hint=f'save it as UTF-8, or set the encoding in dateline.toml: [read] encoding = "{codec}"',
        file=name,
        line=line,
    )
    return text, [reported]
