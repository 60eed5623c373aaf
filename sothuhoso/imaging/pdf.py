"""One paper as one PDF/A-2b (ISO 19005-2): its pages in order and in their real size, the text unseen over the picture.

Nothing of the device, the place or the person is written into it but the title it is given. What is written is opened
again and checked before it is handed out.
"""

from __future__ import annotations

import io
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream, pdfa

from sothuhoso.domain.errors import Unavailable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sothuhoso.imaging.layers import Jpeg, Layers, Stencil

_POINTS = 72
_MAKER = "Sothuhoso"
_PLACED = b"q %.4f 0 0 %.4f 0 0 cm /%s Do Q\n"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page: what is seen of it, its size in inches, and its text layer (``ocr_page.PageText.layer``)."""

    seen: Layers
    inches: tuple[float, float]
    text: bytes | None


def written(sheets: Sequence[Sheet], *, title: str, language: str = "vi-VN") -> bytes:
    """The file. Raises ``Unavailable('pdf.not_archivable')`` should the check of it fail."""
    with Pdf.new() as pdf:
        for sheet in sheets:
            _add(pdf, sheet)
        return _archived(pdf, title, language)


def bound(files: Sequence[bytes], *, title: str, language: str = "vi-VN") -> bytes:
    """Files that ``written`` made, one behind the other, as one; errors as there."""
    with Pdf.new() as pdf, ExitStack() as opened:
        for file in files:
            pdf.pages.extend(opened.enter_context(Pdf.open(io.BytesIO(file))).pages)
        return _archived(pdf, title, language)


def _archived(pdf: Pdf, title: str, language: str) -> bytes:
    pdf.Root.Lang = language
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=True) as told:
        told["dc:title"] = title
        told["dc:language"] = {language}
        told["xmp:CreatorTool"] = _MAKER
    out = io.BytesIO()
    try:
        pdfa.save(pdf, out, "2b")
    except pdfa.PdfaError as error:
        raise Unavailable("pdf.not_archivable") from error
    return out.getvalue()


def _add(pdf: Pdf, sheet: Sheet) -> None:
    width, height = (side * _POINTS for side in sheet.inches)
    if sheet.text is None:
        page = pdf.add_blank_page(page_size=(width, height))
    else:
        with Pdf.open(io.BytesIO(sheet.text)) as text:
            pdf.pages.append(text.pages[0])
        page = pdf.pages[-1]
    _resize(page, width, height)
    pictures = _pictures(pdf, sheet.seen)
    if Name.Resources not in page:
        page.Resources = Dictionary()
    page.Resources.XObject = Dictionary({f"/{name}": pdf.make_indirect(one) for name, one in pictures.items()})
    drawn = b"".join(_PLACED % (width, height, name.encode()) for name in pictures)
    page.contents_add(Stream(pdf, drawn), prepend=True)


def _resize(page: pikepdf.Page, width: float, height: float) -> None:
    """The text comes in a page of whole pixels: it is stretched by less than one of them."""
    left, bottom, right, top = (float(side) for side in page.MediaBox)
    across, up = width / (right - left), height / (top - bottom)
    if (across, up) != (1, 1) and Name.Contents in page:
        page.contents_add(b"q %.6f 0 0 %.6f 0 0 cm\n" % (across, up), prepend=True)
        page.contents_add(b"\nQ", prepend=False)
    page.MediaBox = Array([0, 0, round(width, 4), round(height, 4)])


def _pictures(pdf: Pdf, seen: Layers) -> dict[str, Stream]:
    """In the order in which they are painted."""
    found = {}
    if seen.behind:
        found["Behind"] = _jpeg(pdf, seen.behind)
    if seen.ink and seen.stencil:
        found["Ink"] = _jpeg(pdf, seen.ink)
        found["Ink"][Name.Mask] = pdf.make_indirect(_stencil(pdf, seen.stencil))
    return found


def _jpeg(pdf: Pdf, picture: Jpeg) -> Stream:
    return _image(pdf, picture, BitsPerComponent=8, ColorSpace=Name.DeviceRGB, Filter=Name.DCTDecode)


def _stencil(pdf: Pdf, mask: Stencil) -> Stream:
    coded = Dictionary(K=-1, Columns=mask.width, Rows=mask.height, BlackIs1=mask.black_is_1)
    painted = Array([0, 1])  # where the bit is 0
    told = {"ImageMask": True, "Filter": Name.CCITTFaxDecode, "DecodeParms": coded, "Decode": painted}
    return _image(pdf, mask, BitsPerComponent=1, **told)


def _image(pdf: Pdf, picture: Jpeg | Stencil, **told: Any) -> Stream:
    size = {"Width": picture.width, "Height": picture.height}
    return Stream(pdf, picture.content, Type=Name.XObject, Subtype=Name.Image, **size, **told)
