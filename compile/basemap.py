"""The base map ``_built/basemap.bin``: all lines and names that a page may use.

The file contains the length of a JSON head (four bytes, little-endian), the head, and the arrays
listed in the head, in its order, little-endian. It is not compressed, because every build of a map
reads it; the wheel compresses it. Vertices are multiples of :data:`UNIT_DEG`, each stored as the
difference from the previous one. Equal inputs give equal bytes.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

import inputs
import polygons
from basemap_labels import DRAINED, Label, build_labels
from basemap_lines import Line, lake_lines, land_lines, river_lines

FORMAT: Final = 2
#: The unit of coordinates in degrees, about 110 m.
UNIT_DEG: Final = 0.001
LAYERS: Final = ("land", "lakes", "rivers", "borders", "disputed")
KINDS: Final = ("country", "sea", "admin1", "disputed", "lake", "city")


def build_basemap(target: Path) -> None:
    """Compile the base map into ``target``.

    Raises:
        inputs.BuildInputError: An input is missing or has been changed.
    """
    lines = [
        *land_lines(polygons.atoms(inputs.path)),
        *lake_lines(r.geometry for r in polygons.lakes() if r.name not in DRAINED),
        *river_lines((r.geometry, r.scalerank) for r in polygons.rivers()),
    ]
    lines.sort(key=lambda line: LAYERS.index(line.layer))
    arrays = {**_line_arrays(lines), **(labels := _label_arrays(build_labels()))[0]}
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(_packed(arrays, labels[1]))


def _line_arrays(lines: Sequence[Line]) -> dict[str, NDArray[Any]]:
    xy = np.concatenate([line.xy for line in lines])
    whole = np.rint(xy / UNIT_DEG).astype(np.int32)
    return {
        "x": np.diff(whole[:, 0], prepend=np.int32(0)),
        "y": np.diff(whole[:, 1], prepend=np.int32(0)),
        "level": np.concatenate([line.level for line in lines]),
        "size": np.array([len(line.xy) for line in lines], np.int32),
        "layer": np.array([LAYERS.index(line.layer) for line in lines], np.uint8),
        "first": np.array([line.first for line in lines], np.uint8),
        "second": np.array([line.second for line in lines], np.uint8),
        "zoom": np.array([line.zoom for line in lines], np.uint8),
    }


def _label_arrays(labels: Sequence[Label]) -> tuple[dict[str, NDArray[Any]], list[str]]:
    ordered = sorted(labels, key=lambda label: KINDS.index(label.kind))
    return {
        "label_kind": np.array([KINDS.index(label.kind) for label in ordered], np.uint8),
        "label_x": _whole([label.lon for label in ordered]),
        "label_y": _whole([label.lat for label in ordered]),
        "label_zoom": np.array([round(label.zoom * 10) for label in ordered], np.uint8),
        "label_rank": np.array([label.rank for label in ordered], np.int32),
    }, [label.text for label in ordered]


def _whole(degrees: Sequence[float]) -> NDArray[np.int32]:
    return np.rint(np.array(degrees) / UNIT_DEG).astype(np.int32)


def _packed(arrays: Mapping[str, NDArray[Any]], texts: Sequence[str]) -> bytes:
    little = {name: a.astype(a.dtype.newbyteorder("<")) for name, a in arrays.items()}
    head = {
        "format": FORMAT,
        "unit_deg": UNIT_DEG,
        "layers": LAYERS,
        "kinds": KINDS,
        "texts": texts,
        "arrays": [[name, a.dtype.str, len(a)] for name, a in little.items()],
    }
    text = json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    body = b"".join(a.tobytes() for a in little.values())
    return struct.pack("<I", len(text)) + text + body


if __name__ == "__main__":
    build_basemap(inputs.BUILT / "basemap.bin")
