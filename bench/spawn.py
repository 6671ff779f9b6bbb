"""Run a command as a process of its own and print what it cost: ``python spawn.py COMMAND ...``.

Linux counts the memory of the process that starts a command as the command's own, so it is started
from this small one. Prints one line of JSON: exit code, seconds of wall clock and CPU, peak memory
as the system counts it, and the end of its stderr.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time


def main() -> None:
    """Run the command and print its cost."""
    with tempfile.TemporaryFile() as reported:
        started = time.perf_counter()
        process = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=reported)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        reported.seek(0)
        words = reported.read().decode(errors="replace")
    found = {
        "exit_code": process.returncode,
        "wall_s": wall,
        "cpu_s": usage.ru_utime + usage.ru_stime,
        "maxrss": usage.ru_maxrss,
        "stderr": words[-2000:],
    }
    print(json.dumps(found))


if __name__ == "__main__":
    main()
