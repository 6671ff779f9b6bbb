"""``make fuzz``: runs the properties of this folder with new examples until the time is up.

Whatever fails is printed as the shortest example that fails, and is kept in ``.fuzz/``: as text,
and as an example that the next run begins with. docs/decisions/0033-fuzz.md says what to do then.
"""

from __future__ import annotations

import argparse
import functools
import importlib
import os
import sys
import time
import traceback
import zlib
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import hypothesis
from hypothesis.database import DirectoryBasedExampleDatabase
from hypothesis.internal.conjecture import engine

HERE = Path(__file__).resolve().parent
FINDS = HERE.parents[1] / ".fuzz"
#: Hypothesis takes five minutes for each find, and has no setting for it.
SHRINKING_SECONDS = 30
AREAS = sorted(path.stem.removeprefix("test_") for path in HERE.glob("test_*.py"))


@dataclass
class Property:
    """One property, and what came of it.

    Attributes:
        name: Area and function.
        run: Draws examples; raises when some fail.
        examples: How many were drawn so far.
        seconds: CPU time that they took.
        faults: Where examples failed: the kind of the exception and the line that raised it.
    """

    name: str
    run: Any
    examples: int = 0
    seconds: float = 0
    faults: set[str] = field(default_factory=set)


def load(areas: list[str], factor: int) -> list[Property]:
    """Return the properties of some areas, ready to draw new examples."""
    os.environ["DATELINE_FUZZ_FACTOR"] = str(factor)
    hypothesis.settings.register_profile(
        "explore",
        database=DirectoryBasedExampleDatabase(FINDS / "examples"),
        deadline=None,
        derandomize=False,
        print_blob=True,
    )
    hypothesis.settings.load_profile("explore")
    engine.MAX_SHRINKING_SECONDS = SHRINKING_SECONDS
    sys.path[:0] = [str(HERE), str(HERE.parent)]
    return [
        Property(f"{area}: {name}", test)
        for area in areas
        for name, test in vars(importlib.import_module(f"test_{area}")).items()
        if hypothesis.is_hypothesis_test(test)
    ]


def explore(one: Property) -> None:
    """Run one property once, and keep and print what fails as nothing has failed before."""
    started = time.process_time()
    check = one.run.hypothesis.inner_test
    met: set[str] = set()

    @functools.wraps(check)
    def watched(*arguments: object, **named: object) -> None:
        one.examples += 1
        try:
            check(*arguments, **named)
        except hypothesis.errors.HypothesisException:
            raise
        except Exception as error:
            fault = place_of(error)
            if fault in one.faults:
                return
            if fault not in met:
                print(f"{one.name}: {fault}: {error}"[:300], flush=True)
            met.add(fault)
            raise

    one.run.hypothesis.inner_test = watched
    try:
        one.run()
    except Exception:  # noqa: BLE001 - whatever a property raises is a find
        text = traceback.format_exc()
        print(f"\n=== {one.name} ===\n{text}", flush=True)
        (FINDS / f"{one.run.__name__}-{zlib.crc32(text.encode()):08x}.txt").write_text(
            text, "utf-8"
        )
        one.faults |= met or {"not repeatable"}
    finally:
        one.run.hypothesis.inner_test = check
        one.seconds += time.process_time() - started


def place_of(error: BaseException) -> str:
    """Return the kind of an exception and the line of ours that it comes from."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "site-packages" not in frame.filename]
    return f"{type(error).__name__} in {Path(ours[-1].filename).name}:{ours[-1].lineno}"


def main() -> int:
    """Explore until the time is up; return 1 if an example failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("areas", nargs="*", help=f"of {', '.join(AREAS)}; all when left out")
    parser.add_argument("--minutes", type=float, default=10, help="how long to run")
    parser.add_argument(
        "--factor", type=int, default=4, help="examples of a turn, times those of make test"
    )
    given = parser.parse_args()
    unknown = [area for area in given.areas if area not in AREAS]
    if unknown:
        parser.error(f"there is no {', '.join(unknown)}; expected some of {', '.join(AREAS)}")
    until = time.monotonic() + given.minutes * 60
    properties = load(given.areas or AREAS, given.factor)
    FINDS.mkdir(exist_ok=True)
    with suppress(KeyboardInterrupt):
        while time.monotonic() < until:
            # The one that had least time so far: slow and fast ones get the same.
            explore(min(properties, key=lambda one: one.seconds))
    print("\n| property | CPU s | examples | failed in |\n|---|---|---|---|")
    for one in properties:
        faults = ", ".join(sorted(one.faults))
        print(f"| {one.name} | {one.seconds:.0f} | {one.examples} | {faults} |")
    return int(any(one.faults for one in properties))


if __name__ == "__main__":
    sys.exit(main())
