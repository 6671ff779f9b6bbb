"""Pictures for tests, made when they are needed."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from PIL import Image

WIDTH, HEIGHT = 60, 40


def picture(width: int = WIDTH, height: int = HEIGHT, mode: str = "RGB") -> Image.Image:
    """Return a picture that is red on the left, blue on the right and lighter below."""
    left = Image.new("RGB", (width // 2, height), (200, 20, 20))
    made = Image.new("RGB", (width, height), (20, 20, 200))
    made.paste(left, (0, 0))
    made.paste(Image.new("RGB", (width, height // 2), (250, 240, 240)), (0, height - height // 2))
    return made.convert(mode)


def as_bytes(image: Image.Image, kind: str = "PNG", **options: Any) -> bytes:
    """Return a picture as a file."""
    target = io.BytesIO()
    image.save(target, kind, **options)
    return target.getvalue()


def write_picture(path: Path, image: Image.Image | None = None, **options: Any) -> Path:
    """Write a picture in the format of its suffix."""
    path.parent.mkdir(parents=True, exist_ok=True)
    (image or picture()).save(path, **options)
    return path
