"""An ID card in a photo: the order in which its code and its machine-readable lines are looked for (decision 0026)."""

from __future__ import annotations

import time

from PIL import Image

from sothuhoso.domain.id_qr import read_card_text
from sothuhoso.domain.ports import FoundCode
from sothuhoso.imaging import barcodes, mrz

_UNLIKELY = 1.0  # seconds for what hardly looks like lines


def read(photo: Image.Image, *, seconds: float = barcodes.BUDGET) -> list[FoundCode]:
    """Codes and, where none is a card's, the proven lines (kind ``mrz``) in an upright grey photo.

    A quick look for a code; then the lines, where something has their form; then the rescue of a code, which costs the
    most; then lines in what hardly has their form. ``seconds`` of computing for the codes.
    """
    codes = barcodes.read(photo, rescue=False)
    if any(read_card_text(code.text).identity for code in codes):
        return codes
    zones = mrz.find_zones(photo)
    lines = mrz.read_zones([zone for zone in zones if zone.likely], time.monotonic() + mrz.BUDGET)
    if lines:
        return [*codes, *lines]
    codes = codes or barcodes.read(photo, seconds=seconds)
    return codes or mrz.read_zones([zone for zone in zones if not zone.likely], time.monotonic() + _UNLIKELY)
