"""Pictures are decoded, turned upright, scaled down, and written anew without metadata."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator

import pytest
from PIL import ExifTags, Image, features

from dateline.media.convert import PictureError, convert, without_warnings
from made_pictures import HEIGHT, WIDTH, as_bytes, picture


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    with without_warnings():
        yield


def made(content: bytes, *, side: int = 1_600, most_kb: int = 400) -> Image.Image:
    """Return the picture of the page, decoded."""
    found = convert(content, side=side, most_kb=most_kb)
    image = Image.open(io.BytesIO(found.content))
    image.load()
    assert (found.width, found.height) == image.size
    return image


def is_red(image: Image.Image, x: float, y: float) -> bool:
    spot = (int(x * image.width), int(y * image.height))
    red, _, blue = image.convert("RGB").getpixel(spot)  # type: ignore[misc]
    return red > blue + 60


FILES = {
    "jpeg": as_bytes(picture(), "JPEG"),
    "cmyk": as_bytes(picture(mode="CMYK"), "JPEG"),
    "png": as_bytes(picture()),
    "palette": as_bytes(picture(mode="P")),
    "webp": as_bytes(picture(), "WEBP"),
    "gif": as_bytes(
        picture(), "GIF", save_all=True, append_images=[Image.new("RGB", (WIDTH, HEIGHT))]
    ),
} | ({"avif": as_bytes(picture(), "AVIF")} if features.check("avif") else {})


@pytest.mark.parametrize("content", FILES.values(), ids=FILES)
def test_the_usual_formats_become_webp(content: bytes) -> None:
    """Every format gives a WebP of the same size and colours; of an animation, the first frame."""
    image = made(content)
    assert ("WEBP", (WIDTH, HEIGHT)) == (image.format, image.size)
    assert is_red(image, 0.2, 0.2)
    assert not is_red(image, 0.8, 0.2)


def test_what_is_transparent_stays_so() -> None:
    """An alpha channel and a transparent colour are kept."""
    clear = picture(mode="RGBA")
    clear.putalpha(0)
    few = picture().quantize(4)
    palette = as_bytes(few, transparency=few.getpixel((5, 5)))
    for content in (as_bytes(clear), palette):
        assert 0 == made(content).convert("RGBA").getpixel((5, 5))[3]  # type: ignore[index]


def test_a_picture_of_16_bits_keeps_its_tones() -> None:
    """Grey of 16 bits becomes grey of 8 bits; it isn't cut off."""
    grey = Image.new("I;16", (20, 20), 0x8000)
    red, green, blue = made(as_bytes(grey)).convert("RGB").getpixel((9, 9))  # type: ignore[misc]
    assert all(abs(one - 0x80) < 6 for one in (red, green, blue))


def test_a_picture_is_turned_upright_and_keeps_no_metadata() -> None:
    """A photo taken on its side is turned; position, camera, comment and profile are dropped."""
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    exif[ExifTags.Base.Make] = "CAMERA"
    exif.get_ifd(ExifTags.IFD.GPSInfo)[2] = (51.0, 30.0, 1.0)
    content = as_bytes(
        picture(), "JPEG", exif=exif, comment=b"COMMENT", xmp=b"<x:xmpmeta>XMP</x:xmpmeta>"
    )
    image = made(content)
    assert (HEIGHT, WIDTH) == image.size
    # What was on the left is on top.
    assert is_red(image, 0.8, 0.2)
    assert not is_red(image, 0.8, 0.8)
    written = convert(content, side=1_600, most_kb=400).content
    assert not any(mark in written for mark in (b"EXIF", b"XMP", b"ICCP", b"CAMERA", b"COMMENT"))


def test_damaged_metadata_does_not_hide_a_picture() -> None:
    """EXIF data and a profile that make no sense are ignored."""
    content = as_bytes(
        picture(), "JPEG", exif=b"Exif\0\0II*\0\xff\xff\xff", icc_profile=b"\0" * 200
    )
    assert (WIDTH, HEIGHT) == made(content).size


def test_a_large_picture_is_scaled_down() -> None:
    """The longest side is at most that of the settings; a small picture is never made larger."""
    assert (30, 20) == made(as_bytes(picture()), side=30).size
    assert (WIDTH, HEIGHT) == made(as_bytes(picture()), side=2 * WIDTH).size
    assert (1, 1_000) == made(as_bytes(Image.new("RGB", (2, 4_000))), side=1_000).size


def test_the_same_bytes_give_the_same_picture() -> None:
    """Two conversions give equal bytes."""
    first, second = (convert(FILES["jpeg"], side=50, most_kb=400) for _ in range(2))
    assert first == second


def test_a_picture_that_stays_too_large_is_refused() -> None:
    """Noise that no quality makes small enough is refused with its size; one that fits is not."""
    noise = as_bytes(Image.effect_noise((400, 400), 90))
    largest = len(convert(noise, side=400, most_kb=400).content)
    smaller = len(convert(noise, side=400, most_kb=largest // 1_000 - 1).content)
    assert smaller < largest
    with pytest.raises(PictureError, match=r"kB after it was scaled down, expected at most 1 kB"):
        convert(noise, side=400, most_kb=1)


def declared(width: int, height: int) -> bytes:
    """Return a PNG file that only declares its size."""
    head = struct.pack(">II5B", width, height, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 100)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


REFUSED = {
    "nothing": (b"", "is not a picture"),
    "text": (b"GIF of a cat", "is not a picture"),
    "page": (b"<!doctype html><script>alert(1)</script>", "is not a picture"),
    "svg": (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "is not a picture"),
    "bmp": (as_bytes(picture(), "BMP"), "is not a picture"),
    "tiff": (as_bytes(picture(), "TIFF"), "is not a picture"),
    "postscript": (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "is not a picture"),
    "cut": (as_bytes(Image.effect_noise((90, 90), 50))[:900], "is damaged"),
    "cut jpeg": (as_bytes(Image.effect_noise((90, 90), 50), "JPEG")[:900], "is damaged"),
    "too short": (declared(500, 500), "is damaged"),
    "large": (declared(9_000, 9_000), "has too many pixels"),
    "bomb": (declared(60_000, 60_000), "has too many pixels"),
    "wide": (declared(2**31 - 1, 2**31 - 1), "has too many pixels"),
}


@pytest.mark.parametrize(("content", "reason"), REFUSED.values(), ids=REFUSED)
def test_what_is_not_a_picture_is_refused(content: bytes, reason: str) -> None:
    """Other formats, damaged files and bombs are refused before they are unpacked."""
    with pytest.raises(PictureError, match=f"^{reason}"):
        convert(content, side=1_600, most_kb=400)
