"""Make a picture fit for the page: decoded, turned upright, scaled down, and encoded again as WebP.

Only the pixels are kept: no position, time, name of a camera or thumbnail reaches the readers.
"""

from __future__ import annotations

import contextlib
import io
import math
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dateline.limits import PICTURE_PIXELS

if TYPE_CHECKING:
    from PIL import Image

#: What is read, by Pillow's names. Never SVG, which is a document with links and scripts.
_FORMATS: Final = {"JPEG": "JPEG", "PNG": "PNG", "WEBP": "WebP", "GIF": "GIF", "AVIF": "AVIF"}
_EXPECTED: Final = f"expected one of {', '.join(_FORMATS.values())}"

#: Modes that can be scaled down as they are.
_PLAIN_MODES: Final = frozenset({"L", "RGB", "RGBA", "CMYK"})

#: Qualities of WebP, which are tried until the picture is small enough.
_QUALITIES: Final = (82, 70, 58, 45)

_KILOBYTE: Final = 1_000


class PictureError(Exception):
    """Raised if a file cannot become a picture of the page.

    Attributes:
        message: What was seen and what was expected, to follow the name of the file; one line.
        hint: What to do; one line.
    """

    def __init__(self, message: str, *, hint: str) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of the page.

    Attributes:
        content: A WebP file without metadata.
        width: In pixels.
        height: In pixels.
    """

    content: bytes
    width: int
    height: int


def convert(content: bytes, *, side: int, most_kb: int) -> Picture:
    """Return the first frame of a picture as WebP; the same bytes give the same picture.

    The decoders may warn: see :func:`without_warnings`.

    Args:
        content: The file.
        side: The longest side, in pixels; a larger picture is scaled down.
        most_kb: The most kilobytes of the result.

    Raises:
        PictureError: It is not a picture that is read, is damaged, has too many pixels, or is
            still too large.
    """
    image = _open(content)
    try:
        made = _pixels(image, side)
    except Exception as error:  # decoders fail in many ways on hostile files
        kind = _FORMATS.get(str(image.format), "picture")
        raise PictureError(
            f"is damaged, expected a complete {kind} file",
            hint="open the picture in another program, and save it again",
        ) from error
    return _written(made, most_kb)


@contextlib.contextmanager
def without_warnings() -> Iterator[None]:
    """Ignore warnings, such as those of decoders about odd metadata, which is dropped anyway.

    Filters of warnings belong to the whole process, so this is for the thread that waits.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _open(content: bytes) -> Image.Image:
    from PIL import Image  # noqa: PLC0415 - only builds with pictures need it

    Image.init()
    many = f"has too many pixels, expected at most {PICTURE_PIXELS:,}"
    hint = "make the picture smaller in another program"
    try:
        known = [name for name in _FORMATS if name in Image.OPEN]
        image: Image.Image = Image.open(io.BytesIO(content), formats=known)
    except Image.DecompressionBombError as error:
        raise PictureError(many, hint=hint) from error
    except Exception as error:  # as above
        raise PictureError(
            f"is not a picture, {_EXPECTED}", hint="convert it to JPEG or PNG"
        ) from error
    # Only the head was read so far.
    if image.width * image.height > PICTURE_PIXELS:
        raise PictureError(many, hint=hint)
    return image


def _turn(image: Image.Image) -> Image.Transpose | None:
    """Return how a picture has to be turned to stand upright, by its EXIF data; None if it does."""
    from PIL import ExifTags, Image  # noqa: PLC0415

    turns = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_270,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_90,
    }
    try:
        return turns.get(image.getexif().get(ExifTags.Base.Orientation, 1))
    except Exception:  # noqa: BLE001 - damaged metadata says nothing, and the picture may be fine
        return None


def _pixels(image: Image.Image, side: int) -> Image.Image:
    """Return the pixels of a picture, upright, with sides of at most ``side``, in web colours."""
    from PIL import Image  # noqa: PLC0415

    turn, profile = _turn(image), image.info.get("icc_profile")
    made = image if image.mode in _PLAIN_MODES else _plain(image)
    made.thumbnail((side, side), Image.Resampling.LANCZOS)
    made = _in_srgb(made, profile)
    return made if turn is None else made.transpose(turn)


def _plain(image: Image.Image) -> Image.Image:
    """Return a picture of few colours, of 16 bits or of another kind in one of the plain modes."""
    if image.mode.startswith("I;16"):
        return image.point(lambda value: value * (1 / 256)).convert("L")
    return image.convert("RGBA" if image.has_transparency_data else "RGB")


def _in_srgb(image: Image.Image, profile: object) -> Image.Image:
    """Return a picture in the colours of the web, if it says which others it has."""
    from PIL import ImageCms  # noqa: PLC0415

    target = "RGBA" if image.mode == "RGBA" else "RGB"
    if isinstance(profile, bytes) and profile:
        # A profile that is damaged or of another kind of picture says nothing.
        with contextlib.suppress(ImageCms.PyCMSError, OSError, ValueError, TypeError):
            own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            web = ImageCms.createProfile("sRGB")
            made = ImageCms.profileToProfile(image, own, web, outputMode=target)
            if made is not None:
                return made
    return image.convert(target)


def _written(image: Image.Image, most_kb: int) -> Picture:
    """Return a picture as WebP, in the best quality that is small enough.

    Raises:
        PictureError: It is too large in every quality.
    """
    image.info.clear()
    size = 0
    for quality in _QUALITIES:
        target = io.BytesIO()
        image.save(target, "WEBP", quality=quality, method=4)
        size = target.tell()
        if size <= most_kb * _KILOBYTE:
            return Picture(target.getvalue(), image.width, image.height)
    raise PictureError(
        f"has {math.ceil(size / _KILOBYTE):,} kB after it was scaled down, expected at most "
        f"{most_kb:,} kB",
        hint="set media.max_pixels to a smaller number, or raise media.max_kb",
    )
