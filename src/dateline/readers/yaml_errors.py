"""Errors of YAML texts in dateline's own words.

Versions of the YAML library have different messages and limits, so none of its words are shown;
they only select one of ours.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import yaml

#: 1-based line and column.
Position = tuple[int, int]


class TreeError(Exception):
    """Raised for a text that is not YAML or uses a feature that is refused."""

    def __init__(
        self, message: str, at: Position, *, hint: str = "", code: str = "yaml-syntax"
    ) -> None:
        super().__init__(message)
        self.message = message
        self.at = at
        self.hint = hint
        self.code = code


class LimitError(TreeError):
    """Raised for a text that exceeds a limit."""

    def __init__(
        self, message: str, at: Position, *, hint: str = "", code: str = "limit-exceeded"
    ) -> None:
        super().__init__(message, at, hint=hint, code=code)


class _Fault(NamedTuple):
    """One kind of fault.

    Attributes:
        sign: Words in the library's message that identify it.
        message: What it is.
        hint: What to do.
        is_opening: Whether it is reported where something opened, not where it was noticed.
    """

    sign: str
    message: str
    hint: str
    is_opening: bool = False


_QUOTES: Final = "add the closing quote"
_INDENT: Final = "check the indentation and the quotes here; text with a colon or # needs quotes"
_SIGN: Final = "quote text that starts with a character such as @, `, %, & or *"
_BLOCK: Final = "put | or > at the end of the line, and the text below it"
_ESCAPE: Final = "write a backslash twice, or use single quotes"

#: The first that matches is used.
_FAULTS: Final = (
    _Fault(
        "mapping values are not allowed",
        'a ":" is not allowed here',
        "quote text that contains a colon, or indent this line like the one above",
    ),
    _Fault(
        "sequence entries are not allowed",
        "a list cannot start here",
        "start the list on a new line, or quote the text",
    ),
    _Fault("mapping keys are not allowed", 'a "?" is not allowed here', _INDENT),
    _Fault("end of stream", "the quotes that start here are not closed", _QUOTES, is_opening=True),
    _Fault(
        "unexpected document", "the quotes that start here are not closed", _QUOTES, is_opening=True
    ),
    _Fault("tab character", "a tab is used for indentation", "indent with spaces, not tabs"),
    _Fault("cannot start any token", "a value starts with a character that needs quotes", _SIGN),
    _Fault("alphabetic or numeric", 'a name is missing after "&" or "*"', _SIGN),
    _Fault("escape", "this is not a valid escape after a backslash", _ESCAPE),
    _Fault("hexa", "this is not a valid escape after a backslash", _ESCAPE),
    _Fault("hexdec", "this is not a valid escape after a backslash", _ESCAPE),
    _Fault("chomping", "there is text after | or >", _BLOCK),
    _Fault("comment or line break", "there is text after | or >", _BLOCK),
    _Fault("expected ':'", 'a ":" is missing after the key', _INDENT),
    _Fault("incompatible", "the file uses another version of YAML", "delete the %YAML line"),
    _Fault("directive", "this % line is not supported", "delete the line"),
    _Fault("tag", "the tag is not supported", "delete the tag"),
    _Fault("URI", "the tag is not supported", "delete the tag"),
    _Fault("expected '>'", "the tag is not supported", "delete the tag"),
    _Fault("document start", "there is text after the end of the document", _INDENT),
    _Fault("expected key", "this line does not continue the mapping above it", _INDENT),
    _Fault("<block end>", "this line does not continue what is above it", _INDENT),
    _Fault("'-' indicator", "this line does not continue the list above it", 'start it with "- "'),
)
_UNKNOWN: Final = _Fault("", "the text cannot be parsed from here on", _INDENT)

#: The library's words, what is open, and the character that continues or closes it.
_BRACKETS: Final = (("',' or ']'", "list", "]"), ("',' or '}'", "mapping", "}"))


def syntax_error(text: str, error: yaml.MarkedYAMLError) -> TreeError:
    """Return the error that says where and why a text is not YAML."""
    problem = str(error.problem or error.context or "")
    mark = error.problem_mark or error.context_mark
    at = position(mark) if mark is not None else (0, 0)
    opened = position(error.context_mark) if error.context_mark is not None else at
    for sign, what, closing in _BRACKETS:
        if sign in problem:
            is_cut = mark is not None and not text[mark.index :].strip()
            if is_cut:
                hint = f'add the missing "{closing}"'
                return TreeError(
                    f"invalid YAML: the {what} that starts here is not closed", opened, hint=hint
                )
            return TreeError(f'invalid YAML: expected "," or "{closing}"', at, hint=_INDENT)
    if _begins_with_tab(text, mark):
        problem = "tab character"
    fault = next((fault for fault in _FAULTS if fault.sign in problem), _UNKNOWN)
    return TreeError(
        f"invalid YAML: {fault.message}", opened if fault.is_opening else at, hint=fault.hint
    )


def _begins_with_tab(text: str, mark: Any) -> bool:
    return mark is not None and text[mark.index : mark.index + 1] == "\t"


def reader_error(text: str, error: yaml.reader.ReaderError) -> TreeError:
    """Return the error for a character that YAML does not allow, with its position."""
    code = error.character if isinstance(error.character, int) else ord(str(error.character)[:1])
    # The library counts in bytes or characters; this is the first occurrence in any case.
    before = text[: max(0, text.find(chr(code)))]
    at = (before.count("\n") + 1, len(before) - before.rfind("\n"))
    return TreeError(
        f"invalid YAML: the character U+{code:04X} is not allowed", at, hint="delete that character"
    )


def position(mark: Any) -> Position:
    """Return the 1-based line and column of a mark of the library."""
    return mark.line + 1, mark.column + 1
