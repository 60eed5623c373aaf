"""Pages of a dossier as if the server had made and read them: a clean sheet with these words, and where they stand."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING
from uuid import UUID

import pikepdf
from PIL import Image, ImageDraw

from sothuhoso.db.queries import dossiers
from sothuhoso.db.tables import PageReadingRow
from sothuhoso.services import page_words
from tests.samples.drawing import font

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sothuhoso.services.container import Container
    from tests.rest import Sent
    from tests.samples.laid import Placed

WIDE, HIGH = 1240, 1754


def sheet(words: Sequence[Placed]) -> bytes:
    """A page's own PDF with these words on it."""
    image, jpeg, out = Image.new("L", (WIDE, HIGH), 255), io.BytesIO(), io.BytesIO()
    pen = ImageDraw.Draw(image)
    for word, left, top, _, height in words:
        pen.text((left * WIDE, top * HIGH), word, font=font(round(0.87 * height * HIGH), serif=True), fill=20)
    image.save(jpeg, "JPEG", quality=90)
    with pikepdf.Pdf.new() as pdf:
        pdf.add_blank_page(page_size=(595, 842))
        page, picture = pdf.pages[0], pikepdf.Stream(pdf, jpeg.getvalue())
        picture.Type, picture.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
        picture.Width, picture.Height, picture.BitsPerComponent = WIDE, HIGH, 8
        picture.ColorSpace, picture.Filter = pikepdf.Name.DeviceGray, pikepdf.Name.DCTDecode
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(P=picture))
        page.Contents = pikepdf.Stream(pdf, b"q 595 0 0 842 0 0 cm /P Do Q")
        pdf.save(out)
    return out.getvalue()


def read(house: Container, sent: Sent, pages: Sequence[Sequence[Placed]]) -> None:
    """Let these words have been read on the dossier's pages, in their order."""
    with house.work() as uow:
        for page, words in zip(dossiers.pages(uow.session, UUID(sent.id)), pages, strict=True):
            reading = PageReadingRow(
                page_id=page.id,
                dossier_id=page.dossier_id,
                component_id=page.component_id,
                verdict="good",
                dpi=300,
                turned=0,
                sheet_sha256=house.files.put(sheet(words)),
                words_enc=page_words.sealed(house, page.id, " ".join(word for word, *_ in words), words),
                made_at=house.clock.now(),
            )
            uow.session.add(reading)
            page_words.index(uow, reading, [word for word, *_ in words])
        uow.commit()
