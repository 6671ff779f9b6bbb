"""A time limit for a piece of work, so that an endless loop fails a test."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager

#: Far more than anything here takes, on however slow a machine.
SECONDS = 30


class TooLongError(BaseException):
    """Raised when the time is up; the code under test cannot catch it as an Exception."""


def _stop(*_: object) -> None:
    raise TooLongError


@contextmanager
def deadline(seconds: float = SECONDS) -> Iterator[None]:
    """Stop the work after some seconds; on systems without the signal, wait for its end."""
    if not hasattr(signal, "SIGALRM"):
        yield
        return
    before = signal.signal(signal.SIGALRM, _stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
