"""An ID card in a photo: the order in which its code and its machine-readable lines are looked for (decision 0026)."""

from __future__ import annotations

from PIL import Image

from sothuhoso.domain.id_qr import read_card_text
from sothuhoso.domain.ports import FoundCode
from sothuhoso.imaging import barcodes, mrz


def read(photo: Image.Image, *, seconds: float = barcodes.BUDGET) -> list[FoundCode]:
    """Codes and, where none is a card's, the proven lines (kind ``mrz``) in an upright grey photo.

    A quick look for a code; then the lines, where something has their form; then the rescue of a code, which costs the
    most: ``seconds`` of computing.
    """
    codes = barcodes.read(photo, rescue=False)
    if any(read_card_text(code.text).identity for code in codes):
        return codes
    lines = mrz.read(photo)
    return [*codes, *lines] if codes or lines else barcodes.read(photo, seconds=seconds)
