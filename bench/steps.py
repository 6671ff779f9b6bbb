"""Run a build and report the cost of each step: ``python bench/steps.py events.csv``.

The settings come from the nearest ``dateline.toml``. Prints one line of JSON: seconds of each step,
CPU seconds in total, peak memory of the process in megabytes, and the sizes of the files.
"""

from __future__ import annotations

import json
import sys
import time

import measure

from dateline.pipeline import build
from dateline.progress import Stage


class Clock:
    """Records the duration of each step."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._step = ""
        self._since = time.perf_counter()

    def __call__(self, stage: Stage) -> None:
        """Add the time since the last call to the previous step."""
        now = time.perf_counter()
        if self._step:
            self.seconds[self._step] = self.seconds.get(self._step, 0) + now - self._since
        self._step, self._since = stage.step, now


def main() -> None:
    """Run the build and print the measurements."""
    clock = Clock()
    cpu = time.process_time()
    result = build(sys.argv[1], progress=clock)
    reported = {
        "steps": clock.seconds,
        "cpu_s": time.process_time() - cpu,
        "peak_mb": measure.own_peak_mb(),
        "outputs": {str(output.path): output.size for output in result.outputs},
    }
    print(json.dumps(reported))


if __name__ == "__main__":
    main()
