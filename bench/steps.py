"""Run a build and report what each step took: ``python bench/steps.py events.csv``.

The settings are those of the nearest ``dateline.toml``. One line of JSON is printed: seconds of
each step and of all of them, the largest memory of the process in megabytes, and the files.
"""

from __future__ import annotations

import json
import resource
import sys
import time

from dateline.pipeline import build
from dateline.progress import Stage


class Clock:
    """Notes when each step begins."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._step = ""
        self._since = time.perf_counter()

    def __call__(self, stage: Stage) -> None:
        """Add the time since the last note to the step that was under way."""
        now = time.perf_counter()
        if self._step:
            self.seconds[self._step] = self.seconds.get(self._step, 0) + now - self._since
        self._step, self._since = stage.step, now


def main() -> None:
    """Build and print what was noted."""
    clock = Clock()
    cpu = time.process_time()
    result = build(sys.argv[1], progress=clock)
    reported = {
        "steps": clock.seconds,
        "cpu_s": time.process_time() - cpu,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6,
        "outputs": {str(output.path): output.size for output in result.outputs},
    }
    print(json.dumps(reported))


if __name__ == "__main__":
    main()
