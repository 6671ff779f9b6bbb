"""Writes ``mutants.md``: how many changes of each module the tests notice, and which they miss."""

from __future__ import annotations

import dataclasses
import json
import re
from pathlib import Path

_OPEN = "no reason yet"
_ROW = re.compile(r"^\| (?P<change>`.*`) \| (?P<reason>[^|]+) \|$")
_HEAD = """\
# What the tests notice

`make mutants` changes the code in small ways, one at a time, and runs the tests of the module.
A `<` becomes `<=`, an argument `None`, a condition its opposite.
A change that no test notices is a test that is missing, or a change that makes no difference.
The tools are those of [decision 0032](../docs/decisions/0032-mutation-testing.md).
[mutants/groups.toml](mutants/groups.toml) says which tests belong to which modules.

*Noticed* counts changes that failed a test or went past its time.
*Tried* is the share of all changes that was run.
A part is a fair sample: what fits into a given time, in a shuffled order, or the changes (of the
page: lines) whose number ends in given digits.
The reasons below are written by hand and kept when this file is written again.

| module | changes | tried | noticed | of which by time | not noticed | noticed, % |
|---|---:|---:|---:|---:|---:|---:|
"""


@dataclasses.dataclass(frozen=True)
class Options:
    """Which changes are tried, and for how long.

    Attributes:
        digits: Only changes (of the page: lines) whose number ends in one of these.
        minutes: For how long, of Python modules.
        goes_on: Whether only what an earlier run left is tried, with the tests as they are now.
    """

    digits: str
    minutes: float
    goes_on: bool


@dataclasses.dataclass
class Module:
    """What became of the changes of one module.

    Attributes:
        path: From the root of the repository.
        count: All changes there are; 0 if only some lines were looked at.
        killed: Changes that failed a test.
        timeouts: Changes that went past the time.
        survivors: The others, as ``before → after``.
    """

    path: str
    count: int
    killed: int
    timeouts: int
    survivors: list[str]

    @property
    def noticed(self) -> int:
        """Changes that some test noticed."""
        return self.killed + self.timeouts

    @property
    def tried(self) -> int:
        """Changes that were run."""
        return self.noticed + len(self.survivors)


def change(before: str, after: str) -> str:
    """Return a change as a cell of a table: code, in one line, of bounded length."""
    texts = [" ".join(text.split()).replace("`", "'").replace("|", "¦") for text in (before, after)]
    return " → ".join(f"`{text if len(text) <= 110 else text[:109] + '…'}`" for text in texts)


class Report:
    """The counts of all groups, kept from one run to the next."""

    def __init__(self, store: Path, page: Path) -> None:
        """Read what was kept."""
        self._store, self._page = store, page
        kept = json.loads(store.read_text(encoding="utf-8")) if store.is_file() else []
        self._modules = {module["path"]: Module(**module) for module in kept}

    def keep(self, modules: list[Module]) -> None:
        """Add the counts of a group, or replace them."""
        self._modules |= {module.path: module for module in modules}
        self._store.parent.mkdir(parents=True, exist_ok=True)
        kept = [dataclasses.asdict(module) for module in self._modules.values()]
        self._store.write_text(json.dumps(kept, indent=1), encoding="utf-8")

    def write(self) -> float:
        """Write the page and return the percentage of changes that are noticed."""
        modules = [m for _, m in sorted(self._modules.items()) if m.tried]
        whole = Module("**all**", 0, 0, 0, [])
        for module in modules:
            whole.count += module.count or module.tried
            whole.killed += module.killed
            whole.timeouts += module.timeouts
            whole.survivors += module.survivors
        reasons = self._reasons()
        text = _HEAD + "".join(map(_row, [*modules, whole])) + "\n## Changes that no test notices\n"
        for module in (m for m in modules if m.survivors):
            text += f"\n### {module.path}\n\n| change | why |\n|---|---|\n"
            for survivor in module.survivors:
                why = reasons.get((module.path, survivor), _OPEN)
                text += f"| {survivor} | {why} |\n"
        self._page.write_text(text, encoding="utf-8")
        return 100 * whole.noticed / max(whole.tried, 1)

    def _reasons(self) -> dict[tuple[str, str], str]:
        reasons, module = {}, ""
        lines = self._page.read_text(encoding="utf-8").splitlines() if self._page.is_file() else []
        for line in lines:
            if line.startswith("### "):
                module = line.removeprefix("### ")
            elif row := _ROW.match(line):
                reasons[module, row["change"]] = row["reason"].strip()
        return reasons


def _row(module: Module) -> str:
    tried = f"{100 * module.tried / module.count:.0f} %" if module.count else "some lines"
    noticed = f"{100 * module.noticed / max(module.tried, 1):.1f}"
    return (
        f"| {module.path} | {module.count or '?'} | {tried} | {module.noticed} | {module.timeouts} "
        f"| {len(module.survivors)} | {noticed} |\n"
    )
