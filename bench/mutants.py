"""Change the code in small ways and count which changes the tests notice: ``make mutants``.

mutmut changes the Python modules and StrykerJS those of the page, one group of
``mutants/groups.toml`` at a time, on a copy in ``.cache/mutants``. The counts are kept there as
they come, and ``bench/mutants.md`` is written from them. The reasons for changes that no test
notices are written by hand into that file, and are kept when it is written again.
"""

from __future__ import annotations

import argparse
import math
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import mutants_javascript
import mutants_python
from mutants_report import Options, Report

BENCH = Path(__file__).parent
CACHE = Path(os.environ.get("DATELINE_CACHE") or BENCH.parent / ".cache") / "mutants"
REPORT = BENCH / "mutants.md"
#: Fewer noticed changes than this fail the run, in percent.
LEAST = 90


def main(arguments: list[str]) -> int:
    """Run the groups asked for, write the report, and return 1 if too little is noticed."""
    groups = tomllib.loads((BENCH / "mutants" / "groups.toml").read_text(encoding="utf-8"))
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("groups", nargs="*", metavar="GROUP", help=", ".join(groups))
    parser.add_argument(
        "--digits",
        default="0123456789",
        help="only changes (of the page: lines) whose number ends in one of these: 37 is a fifth",
    )
    parser.add_argument(
        "--minutes", type=float, default=math.inf, help="try Python modules no longer than this"
    )
    parser.add_argument(
        "--left",
        action="store_true",
        help="try what no test noticed so far, and what was not tried",
    )
    parser.add_argument("--report", action="store_true", help="only write the report again")
    options = parser.parse_args(arguments)
    if unknown := set(options.groups) - set(groups):
        parser.error(
            f"no group is called {', '.join(sorted(unknown))}; there are {', '.join(groups)}"
        )
    report = Report(CACHE / "results.json", REPORT)
    for name in [] if options.report else options.groups or groups:
        print(f"== {name}", flush=True)
        group = groups[name]
        try:
            tool = mutants_python if group["language"] == "python" else mutants_javascript
            wanted = Options(options.digits, options.minutes, options.left)
            done = tool.run(group, CACHE / name, wanted)
        except subprocess.CalledProcessError as error:
            print(f"error: the changes of {name} could not be tried: {error}", file=sys.stderr)
            return 2
        report.keep(done)
    noticed = report.write()
    print(f"{noticed:.1f} % of the changes are noticed; the least is {LEAST} %: see {REPORT.name}")
    return 0 if noticed >= LEAST else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
