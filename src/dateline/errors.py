"""The exceptions of the house: raised when the *set-up* is broken, never for a fault in the data.

A fault in the data is a :class:`dateline.diagnostics.Diagnostic`, which is a value; see there.
"""

from __future__ import annotations

from typing import ClassVar


class DatelineError(Exception):
    """Base of every exception that dateline raises on purpose.

    Args:
        message: One line: what was seen and what was expected.
        hint: One line: an act the reader can do now. May be empty.

    Attributes:
        code: What ``--format json`` calls this kind of error.
    """

    code: ClassVar[str] = "error"

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        """Return the message, with the hint on a second line if there is one."""
        return f"{self.message}\n  hint: {self.hint}" if self.hint else self.message


class SettingsError(DatelineError):
    """``dateline.toml`` (or a setting given in code) is not valid."""

    code = "settings-error"


class GazetteerError(DatelineError):
    """The compiled gazetteer is missing, damaged, or of another version."""

    code = "gazetteer-error"


class OutputError(DatelineError):
    """An output cannot be written: no such folder, no permission, unknown format."""

    code = "output-error"


class InputError(DatelineError):
    """The input as a whole cannot be read: no such file, nothing in the folder."""

    code = "input-error"
