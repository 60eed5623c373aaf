"""A scanner's batch, drawn: pages of print, our own printed separator sheet, a sticker, blank sheets and backs."""

from __future__ import annotations

from functools import cache

import pypdfium2
from PIL import Image

from sothuhoso.integrations.forms_pdf import TypstForms
from tests.samples import brought, notes


def blank() -> Image.Image:
    """Another one each time: Pillow leaves on an image how it was last written."""
    return Image.new("RGB", notes.SIZE, "white")


def sheet(*lines: str, sticker: str = "") -> Image.Image:
    """A page of print, with the sticker of a dossier where one is named."""
    page = notes.note(*lines).convert("RGB")
    if sticker:
        page.paste(brought.sheet_with(sticker, (300, 300), scale=6).convert("RGB"), (300, 700))
    return page


def separator() -> Image.Image:
    """The separator sheet as a printer puts it on paper."""
    return _printed().copy()


@cache
def _printed() -> Image.Image:
    with pypdfium2.PdfDocument(TypstForms().separator_sheet()) as pdf:
        drawn = pdf[0].render(scale=150 / 72).to_pil()  # pyright: ignore[reportArgumentType]
        return drawn.convert("RGB").resize(notes.SIZE)
