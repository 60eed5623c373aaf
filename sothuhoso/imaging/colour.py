"""Colours as a screen means them: every picture becomes sRGB (or grey), eight bits, without a see-through part.

Phones save Display P3 and scanners profiles of their own; once the profile is dropped, only sRGB looks right.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, cast

from PIL import Image, ImageCms

if TYPE_CHECKING:
    from PIL._imagingcms import CmsProfile


_WHITE = (255, 255, 255)
_PLAIN_MODES = frozenset({"L", "RGB"})
_SIXTEEN_BITS = frozenset({"I", "I;16", "I;16B", "I;16L", "I;16N"})
_SEE_THROUGH = frozenset({"RGBA", "LA", "PA", "RGBa", "La"})
_SRGB = ImageCms.createProfile("sRGB")


def is_srgb(image: Image.Image) -> bool:
    """Whether dropping the colour profile leaves the colours as they are."""
    profile = _profile(image)
    return profile is None or "srgb" in ImageCms.getProfileDescription(profile).lower()


def to_plain(image: Image.Image) -> Image.Image:
    """The picture in sRGB or grey, see-through parts on white. Image in, image out; loads it."""
    profile = _profile(image)
    image.load()
    solid = _solid(image)
    if profile is None or is_srgb(image) or not _fits(profile, solid.mode):
        return solid if solid.mode in _PLAIN_MODES else solid.convert("RGB")
    converted = ImageCms.profileToProfile(solid, profile, _SRGB, outputMode="RGB")
    return converted or solid.convert("RGB")


def to_grey(image: Image.Image) -> Image.Image:
    """The picture's brightness, one byte a pixel, see-through parts on white."""
    return _solid(image).convert("L")


def _solid(image: Image.Image) -> Image.Image:
    """The picture in a mode of eight bits without transparency (L, RGB, CMYK, YCbCr, LAB)."""
    if image.mode in _SIXTEEN_BITS:
        return image.point(lambda value: value * (1 / 256)).convert("L")
    if image.mode in {"1", "F"}:
        return image.convert("L")
    if image.mode in _SEE_THROUGH or "transparency" in image.info:
        layer = image.convert("RGBA")
        ground = Image.new("RGB", image.size, _WHITE)
        ground.paste(layer, mask=layer.getchannel("A"))
        return ground
    return image.convert("RGB") if image.mode == "P" else image


def _profile(image: Image.Image) -> ImageCms.ImageCmsProfile | None:
    """The profile inside the file; a broken one counts as none, as browsers do."""
    data = image.info.get("icc_profile")
    if not data:
        return None
    try:
        return ImageCms.ImageCmsProfile(io.BytesIO(data))
    except (OSError, ImageCms.PyCMSError):
        return None


def _fits(profile: ImageCms.ImageCmsProfile, mode: str) -> bool:
    core = cast("CmsProfile", profile.profile)
    return {"RGB": "RGB", "GRAY": "L", "CMYK": "CMYK"}.get(core.xcolor_space.strip()) == mode
