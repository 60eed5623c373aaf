"""An ID card in a photo: the order in which its code and its machine-readable lines are looked for (decision 0026)."""

from __future__ import annotations

from PIL import Image

from sothuhoso.domain.id_qr import read_card_text
from sothuhoso.domain.ports import FoundCode
from sothuhoso.imaging import barcodes, decode, mrz
from sothuhoso.imaging.effort import Effort
from sothuhoso.imaging.regions import Corners

_LEAST = 0.6  # seconds for the rescue, however long finding lines took


def read_file(
    content: bytes,
    *,
    max_bytes: int = decode.MAX_BYTES,
    max_pixels: int = decode.MAX_PIXELS,
    seconds: float = barcodes.BUDGET,
) -> list[FoundCode]:
    """The same from a file's bytes: a JPEG at half its size first, which is opened in less than half the time.

    Raises what ``decode.grey`` raises.
    """
    half = decode.half_grey(content, max_bytes=max_bytes, max_pixels=max_pixels)
    codes = barcodes.glance(half) if half else []
    if any(read_card_text(code.text).identity for code in codes):
        return codes
    photo = decode.grey(content, max_bytes=max_bytes, max_pixels=max_pixels)
    return read(photo, glanced=half is not None, seconds=seconds)


def read(photo: Image.Image, *, glanced: bool = False, seconds: float = barcodes.BUDGET) -> list[FoundCode]:
    """Codes and, where none is a card's, the proven lines (kind ``mrz``) in an upright grey photo.

    A quick look for a code; then the lines, where something has their form; then the rescue of a code, which costs the
    most: ``seconds`` of computing. ``glanced``: half the size was tried in vain.
    """
    suspects, effort = list[Corners](), Effort(seconds)
    codes = barcodes.read(photo, rescue=False, glanced=glanced, suspects=suspects)
    if any(read_card_text(code.text).identity for code in codes):
        return codes
    lines = mrz.read(photo)
    return [*codes, *lines] if codes or lines else barcodes.rescued(photo, suspects, seconds=max(effort.left, _LEAST))
