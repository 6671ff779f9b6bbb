"""Which cell of a notebook is running, and which cells show maps that bring parts of the base map.

What a cell shows is replaced when the cell runs again, and gone when the cell is deleted, so then
its parts count as missing and the next map brings them.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

#: Modules of notebooks that show each output in a page of its own, where nothing can be shared.
_APART: Final = ("google.colab", "dbruntime")


def running_cell() -> str | None:
    """Return the id of the notebook cell that is running, or None outside of notebooks.

    Notebooks that do not say their ids are known by the text of the cell.
    """
    shell = _shell()
    if shell is None or any(name in sys.modules for name in _APART):
        return None
    return _cell(shell.get_parent())


def _shell() -> Any:
    """Return the shell of the notebook; that of a terminal has no kernel.

    A kernel that does not say what it runs counts as none.
    """
    asked = getattr(sys.modules.get("IPython"), "get_ipython", None)
    shell = asked() if asked else None
    is_known = all(hasattr(shell, name) for name in ("kernel", "get_parent", "events"))
    return shell if is_known else None


def _cell(request: Any) -> str | None:
    if not request or request.get("header", {}).get("msg_type") != "execute_request":
        return None  # such as the callback of a widget, whose output can change at any time
    named = request.get("metadata", {}).get("cellId")
    return str(named or request.get("content", {}).get("code", "")) or None


@dataclass(slots=True)
class Shown:
    """What the cells of the notebook show.

    Attributes:
        cells: For each part of the base map that a map brings, the cells of those maps.
    """

    cells: dict[str, set[str]] = field(default_factory=dict)
    _is_watching: bool = False

    def add(self, part: str, cell: str) -> None:
        """Record that a map in this cell brings a part."""
        self.cells.setdefault(part, set()).add(cell)
        if not self._is_watching:
            _shell().events.register("pre_run_cell", self._before_cell)
            self._is_watching = True

    def __contains__(self, part: object) -> bool:
        return bool(self.cells.get(str(part)))

    def __iter__(self) -> Iterator[str]:
        return (part for part, cells in self.cells.items() if cells)

    def _before_cell(self, _info: object = None) -> None:
        """Forget what the cell that runs now showed before, and what deleted cells showed."""
        request = _shell().get_parent()
        gone = {_cell(request), *request.get("metadata", {}).get("deletedCells", ())}
        for cells in self.cells.values():
            cells.difference_update(gone)


#: What is shown in the notebook of this process.
SHOWN: Final = Shown()
