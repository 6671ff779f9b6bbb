"""Exceptions for a broken *set-up*. A fault in the data never raises one.

A fault in the data is a value, a :class:`dateline.diagnostics.Diagnostic`.
"""

from __future__ import annotations

from typing import ClassVar

from dateline.one_line import one_line


class DatelineError(Exception):
    """Base class of all exceptions that dateline raises on purpose.

    Args:
        message: What was seen and what was expected; control characters and line breaks in it are
            escaped, because it may quote text from a file.
        hint: What to do; escaped in the same way, may be empty.

    Attributes:
        code: A slug for the JSON output of the command line.
    """

    code: ClassVar[str] = "error"

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(one_line(message))
        self.message = one_line(message)
        self.hint = one_line(hint)

    def __str__(self) -> str:
        """Return the message, with the hint on a second line if there is one."""
        return f"{self.message}\n  hint: {self.hint}" if self.hint else self.message


class SettingsError(DatelineError):
    """Raised if ``dateline.toml``, or a setting given in code, is not valid."""

    code = "settings-error"


class GazetteerError(DatelineError):
    """Raised if the compiled gazetteer is missing, damaged, or of another version."""

    code = "gazetteer-error"


class OutputError(DatelineError):
    """Raised if an output cannot be written: no such folder, no permission, unknown format."""

    code = "output-error"


class InputError(DatelineError):
    """Raised if the input as a whole cannot be read: no such file, nothing in the folder."""

    code = "input-error"
