"""Layer paths: the names of a layer and of those that it is in, from the top, joined by ``/``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator


def clean_path(layer: str) -> str:
    """Return a layer path with white space stripped from its names and empty names removed.

    >>> clean_path(" Ukraine / Kursk//")
    'Ukraine/Kursk'
    """
    return "/".join(name for name in (part.strip() for part in layer.split("/")) if name)


def ancestors(path: str) -> Iterator[str]:
    """Yield the paths of the layers that a layer is in, from the top, then its own.

    >>> list(ancestors("Ukraine/Kursk"))
    ['Ukraine', 'Ukraine/Kursk']
    """
    end = path.find("/")
    while end >= 0:
        yield path[:end]
        end = path.find("/", end + 1)
    yield path


def layers_above(paths: Iterable[str]) -> set[str]:
    """Return clean paths and those of the layers that they are in, without the empty path."""
    return {above for path in paths if path for above in ancestors(path)}
