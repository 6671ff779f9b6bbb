"""Tries the changes that mutmut made, all of them from one pytest session: run in a work folder.

mutmut collects the tests anew for each change, which takes longer than most tests. Here they are
collected once. Each change is tried in a fork of that process, which runs the tests that reach it,
quickest first. What is not tried within the time stays untried.

    python mutants_session.py MINUTES [CHANGE ...]
"""

from __future__ import annotations

import math
import os
import random
import resource
import signal
import sys
import time
from typing import Any, NamedTuple

import mutmut.__main__
import pytest
from mutmut.mutation.trampoline import set_mutant_under_test
from mutmut.runners.harness import PytestRunner
from mutmut.utils.file_utils import change_cwd
from mutmut.workers.isolation import ForkRunner, MutantResult

#: A change may take this many seconds of CPU, and this many times what its tests take.
_SECONDS, _TIMES = 5, 4
#: A change may take this many times as long by the clock, as the machine may be busy.
_BUSY = 20


class _Change(NamedTuple):
    name: str
    tests: list[str]
    seconds: float


class Session(ForkRunner):
    """Collects the changes to try, and tries them when all are there."""

    def __init__(self, minutes: float) -> None:
        """Prepare to try changes for some minutes."""
        super().__init__(1, PytestRunner())
        self._minutes = minutes
        self._changes: list[_Change] = []
        self._results: list[MutantResult] = []

    def has_capacity(self) -> bool:
        """Return True: changes only queue up."""
        return True

    def submit(  # noqa: PLR0917 - as the base class has it
        self, mutant_name: str, tests: list[str], cpu_time_limit: int, estimated_time: float
    ) -> None:
        """Add a change to the queue."""
        del cpu_time_limit
        durations = mutmut.__main__.state().duration_by_test
        ordered = sorted(tests, key=lambda test: (durations[test], test))
        self._changes.append(_Change(mutant_name, ordered, estimated_time))

    def signal_work_complete(self) -> None:
        """Try the changes."""
        settings = mutmut.__main__.config()
        with change_cwd("mutants"):
            self.test_runner.execute_pytest(
                ["-q", *settings.pytest_add_cli_args_test_selection], plugins=[self]
            )

    def pending_count(self) -> int:
        """Return how many results have not been taken."""
        return len(self._results)

    def wait_for_result(self, timeout: float | None = None) -> MutantResult:
        """Return the next result."""
        del timeout
        return self._results.pop(0)

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Try the changes in any order, so that a part of them stands for all."""
        items = {item.nodeid: item for item in session.items}
        end = time.monotonic() + 60 * self._minutes
        random.Random(0).shuffle(self._changes)
        _forget()
        for change in self._changes:
            if time.monotonic() > end:
                break
            begin = time.monotonic()
            process = os.fork()
            if not process:
                _try(change, [items[test] for test in change.tests if test in items])
            _, status = os.waitpid(process, 0)
            code = os.waitstatus_to_exitcode(status)
            self._results.append(MutantResult(change.name, code, time.monotonic() - begin))
        return True


def _try(change: _Change, items: list[Any]) -> None:
    """Run the tests in this process, and end it: with 1 if one fails, with 0 if none does."""
    set_mutant_under_test(change.name)
    seconds = math.ceil(_SECONDS + _TIMES * change.seconds)
    used = math.ceil(time.process_time())
    resource.setrlimit(resource.RLIMIT_CPU, (used + seconds, used + 2 * seconds))
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(_BUSY * seconds)
    try:
        for item, following in zip(items, [*items[1:], None], strict=True):
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            if item.session.testsfailed:
                os._exit(1)
    except BaseException:  # noqa: BLE001 - whatever ends the tests is noticed
        os._exit(3)
    os._exit(0 if items else 33)


def _forget() -> None:
    """Drop what functions keep of earlier runs, or a changed function would never be called."""
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] == "dateline":
            for value in list(vars(module).values()):
                if hasattr(value, "cache_clear"):
                    value.cache_clear()


if __name__ == "__main__":
    session = Session(float(sys.argv[1]))
    mutmut.__main__.get_mutant_runner = lambda _children: session
    mutmut.__main__.cli(["run", "--max-children", "1", *sys.argv[2:]])
