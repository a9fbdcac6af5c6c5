"""Pictures as people photograph them, made upright and small enough to read; what the camera noted beside is left out.

Formats, sides and scans are bounded before anything is unpacked: a picture of a few kB may claim gigabytes.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Final

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

FORMATS: Final = {
    ".jpg": ("JPEG",),
    ".jpeg": ("JPEG",),
    ".png": ("PNG",),
    ".webp": ("WEBP",),
}
MAX_JPEG_PIXELS: Final = 220_000_000
MAX_PIXELS: Final = 50_000_000
"""A JPEG is unpacked at an eighth of its size, the others and a progressive JPEG only as a whole."""
MAX_SIDE: Final = 30_000
MAX_SCANS: Final = 100
READING_SIDE: Final = 2200
THUMB_SIDE: Final = 480
PAGE_SIDE: Final = 1400
_TURNED: Final = {
    90: Image.Transpose.ROTATE_270,
    180: Image.Transpose.ROTATE_180,
    270: Image.Transpose.ROTATE_90,
}

# The library warns from here on and refuses at twice as many; the exact bounds are ours.
Image.MAX_IMAGE_PIXELS = MAX_JPEG_PIXELS
# Otherwise WebP is not known before a file of an unknown kind was tried.
Image.init()


class PictureError(Exception):
    """`why` is "damaged", "too_large" or "moving"."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Measure:
    """Pixels of a picture that opens."""

    width: int
    height: int


def measure(content: bytes, ending: str) -> Measure:
    """Unpack the picture once as small as possible; raises PictureError when it is not whole or beyond the bounds."""
    with _guarded(content, FORMATS[ending]) as image:
        size = Measure(*image.size)
        if ending in {".png", ".webp"} and getattr(image, "n_frames", 1) > 1:
            raise PictureError("moving")
        _unpack(image, 64)
        return size


def reading_copy(content: bytes) -> bytes:
    """The picture upright, at most `READING_SIDE` long, as JPEG without position, camera or remarks."""
    return _jpeg(_upright(content, READING_SIDE), READING_SIDE, quality=80)


def thumbnail(content: bytes) -> bytes:
    """The picture upright and small, as JPEG."""
    return _jpeg(_upright(content, THUMB_SIDE), THUMB_SIDE, quality=72)


def turned(content: bytes, degrees: int) -> bytes:
    """The reading copy, turned further by 0, 90, 180 or 270 degrees clockwise."""
    image = _upright(content, READING_SIDE)
    if degrees in _TURNED:
        image = image.transpose(_TURNED[degrees])
    return _jpeg(image, READING_SIDE, quality=80)


def drawn_jpeg(image: Image.Image, side: int) -> bytes:
    """A drawn page, at most `side` pixels long."""
    return _jpeg(image.convert("RGB"), side, quality=72 if side == THUMB_SIDE else 85)


def _guarded(content: bytes, formats: tuple[str, ...]) -> Image.Image:
    try:
        image = Image.open(io.BytesIO(content), formats=formats)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as problem:
        raise PictureError("too_large") from problem
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, TypeError) as problem:
        raise PictureError("damaged") from problem
    in_parts = image.format in {"JPEG", "MPO"} and not image.info.get("progressive")
    most = MAX_JPEG_PIXELS if in_parts else MAX_PIXELS
    if image.width * image.height > most or max(image.size) > MAX_SIDE:
        raise PictureError("too_large")
    if image.info.get("progressive") and content.count(b"\xff\xda") > MAX_SCANS:
        raise PictureError("too_large")
    return image


def _unpack(image: Image.Image, side: int) -> None:
    try:
        image.draft("RGB", (side, side))
        image.load()
    except Exception as problem:  # each format breaks in its own way
        raise PictureError("damaged") from problem


def _upright(content: bytes, side: int) -> Image.Image:
    with _guarded(content, ("JPEG", "PNG", "WEBP")) as image:
        _unpack(image, side)
        upright = ImageOps.exif_transpose(image)
        flat = _flat(upright)
        profile = image.info.get("icc_profile")
    flat.thumbnail((side, side), Image.Resampling.LANCZOS)
    return _in_common_colours(flat, profile)


def _flat(image: Image.Image) -> Image.Image:
    """On white paper: a picture without transparent parts."""
    if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info:
        seen = image.convert("RGBA")
        paper = Image.new("RGB", seen.size, "white")
        paper.paste(seen, mask=seen.getchannel("A"))
        return paper
    return image.convert("RGB")


def _in_common_colours(image: Image.Image, profile: bytes | None) -> Image.Image:
    """In sRGB; a profile that cannot be used is as good as none."""
    if not profile:
        return image
    try:
        own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        changed = ImageCms.profileToProfile(image, own, ImageCms.createProfile("sRGB"))
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return image
    return changed if changed is not None else image


def _jpeg(image: Image.Image, side: int, quality: int) -> bytes:
    image.thumbnail((side, side), Image.Resampling.LANCZOS)
    bare = Image.frombytes("RGB", image.size, image.tobytes())
    out = io.BytesIO()
    bare.save(out, "JPEG", quality=quality, optimize=True)
    return out.getvalue()
