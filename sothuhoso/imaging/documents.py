"""The door for files that people bring: PDF, TIFF of several pages, or a photo. Bytes in, facts and pictures out.

As ``decode``, pure functions that may cost a hostile file's worth of memory and time: the product calls them in worker
processes only (``document_worker.py``). The file itself is kept untouched by whoever asks; a signature would break.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pikepdf
import pypdfium2
from pikepdf import Pdf
from PIL import Image

from sothuhoso.domain.brought import BroughtDocument, BroughtKind, BroughtPage, PageKind
from sothuhoso.domain.errors import DomainError, Invalid, NotFound, TooLarge
from sothuhoso.imaging import decode, pdf_facts, pdf_words, tiffs
from sothuhoso.imaging.brought_kinds import MAX_BYTES, brought_kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sothuhoso.domain.ports import Word

MAX_PAGES = 200
MAX_DPI = 300
_LEAST_DPI, _PLAIN_DPI = 100, 200
_INCH = 25.4
_JPEG_QUALITY = 90
SMALL_SIDE = 640  # pixels: the title of a page can be read


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A page as a picture: mode ``1``, ``L`` or ``RGB``, upright as the file says, at so many dots an inch."""

    image: Image.Image
    dpi: float

    def small(self) -> bytes:
        """A small JPEG, by which a page is told from another (long edge ≤ ``SMALL_SIDE``)."""
        out = io.BytesIO()
        image = self.image.convert("L" if self.image.mode == "1" else self.image.mode)
        image.thumbnail((SMALL_SIDE, SMALL_SIDE), Image.Resampling.BOX)
        image.save(out, "JPEG", quality=decode.THUMBNAIL_QUALITY)
        return out.getvalue()

    def coded(self) -> bytes:
        """PNG of black and white, else JPEG; with its dots an inch and nothing else."""
        out, dpi = io.BytesIO(), (self.dpi, self.dpi)
        if self.image.mode == "1":
            self.image.save(out, "PNG", dpi=dpi)
        else:
            self.image.save(out, "JPEG", quality=_JPEG_QUALITY, dpi=dpi, exif=b"", icc_profile=None, comment=b"")
        return out.getvalue()


def inspect(
    content: bytes,
    *,
    max_bytes: int = MAX_BYTES,
    max_pages: int = MAX_PAGES,
    max_pixels: int = decode.MAX_PIXELS,
) -> BroughtDocument:
    """What was brought, where it may be taken; pictures of a TIFF and a photo are decoded once, to prove them whole.

    Raises what ``brought_kind``, ``decode.clean``, ``tiffs.pages_of``, ``pdf_facts.opened`` and
    ``pdf_facts.facts_of`` raise.
    """
    match found := brought_kind(content, max_bytes=max_bytes):
        case BroughtKind.PDF:
            return _pdf(content, max_pages)
        case BroughtKind.TIFF:
            pages = tiffs.pages_of(content, max_pages=max_pages, max_pixels=max_pixels)
            for page in pages:
                tiffs.picture(content, page)
            return BroughtDocument(found, tuple(_scan(page) for page in pages))
        case BroughtKind.PHOTO:
            decode.clean(content, max_pixels=max_pixels)
            return BroughtDocument(found, (BroughtPage(0.0, 0.0, PageKind.SCAN),))


def _scan(page: tiffs.TiffPage) -> BroughtPage:
    across, down = page.dpi
    wide, high = page.width / across * _INCH, page.height / down * _INCH
    return BroughtPage(round(wide, 1), round(high, 1), PageKind.SCAN, round(min(page.dpi)))


@contextmanager
def _reading() -> Iterator[None]:
    """Every failure of a reader becomes a refusal by key."""
    try:
        yield
    except DomainError:
        raise
    except MemoryError as error:
        raise TooLarge("document.too_heavy") from error
    except Exception as error:  # readers answer hostile bytes with any exception there is
        raise Invalid("document.broken") from error


def _pdf(content: bytes, max_pages: int) -> BroughtDocument:
    with _reading():
        with pdf_facts.opened(content, max_pages=max_pages) as pdf:
            facts = pdf_facts.facts_of(pdf)
            count = sum(1 for _ in pdf_facts.leaves(pdf, most=max_pages))
        pages = pdf_facts.drawn_pages(content, count)
    signed = ()
    if facts.signed:
        from sothuhoso.imaging import signatures  # noqa: PLC0415 - 40 MB and most of a second, for signed files only

        signed = signatures.read(content, facts.signed)
    return BroughtDocument(
        BroughtKind.PDF,
        pages,
        pdfa=facts.pdfa,
        restricted=facts.restricted,
        repaired=facts.repaired,
        links=facts.links,
        fields=facts.fields,
        signatures=signed,
    )


class Pages:
    """A file's pages as pictures, one at a time; opened once. Raises what ``inspect`` does, but for single pages."""

    def __init__(
        self,
        content: bytes,
        *,
        max_bytes: int = MAX_BYTES,
        max_pages: int = MAX_PAGES,
        max_pixels: int = decode.MAX_PIXELS,
    ) -> None:
        self.kind = brought_kind(content, max_bytes=max_bytes)
        self.signed = False
        self._content, self._max_pixels = content, max_pixels
        self._tiff: list[tiffs.TiffPage] = []
        self._pdf: tuple[BroughtPage, ...] = ()
        if self.kind is BroughtKind.PDF:
            document = _pdf(content, max_pages)
            self._pdf, self.signed = document.pages, bool(document.signatures)
        elif self.kind is BroughtKind.TIFF:
            self._tiff = tiffs.pages_of(content, max_pages=max_pages, max_pixels=max_pixels)

    def __len__(self) -> int:
        return len(self._pdf) or len(self._tiff) or 1

    def picture(self, at: int, *, max_dpi: float = MAX_DPI) -> PagePicture:
        """Page ``at``, counted from 0, at its own dots an inch, at most ``max_dpi``.

        Raises ``NotFound('document.no_such_page')``, ``Invalid('document.broken')``.
        """
        if not 0 <= at < len(self):
            raise NotFound("document.no_such_page")
        match self.kind:
            case BroughtKind.PDF:
                return self._drawn(at, max_dpi)
            case BroughtKind.TIFF:
                return _moderate(_square(tiffs.picture(self._content, self._tiff[at]), self._tiff[at].dpi), max_dpi)
            case BroughtKind.PHOTO:
                pixels, _ = decode.colours(self._content, max_pixels=self._max_pixels)
                return PagePicture(Image.fromarray(pixels), 0.0)

    def words(self, at: int) -> tuple[Word, ...]:
        """What can be searched in page ``at`` of a PDF; empty where it has no letters. Raises as ``picture``."""
        if not 0 <= at < len(self):
            raise NotFound("document.no_such_page")
        if not (self._pdf and self._pdf[at].text):
            return ()
        with _reading():
            return pdf_words.read(self._content, at)

    def _drawn(self, at: int, max_dpi: float) -> PagePicture:
        page = self._pdf[at]
        own = page.dpi if page.kind is PageKind.SCAN else _PLAIN_DPI
        dpi = min(max(own, _LEAST_DPI), max_dpi)
        wide, high = page.width / _INCH, page.height / _INCH
        dpi = min(dpi, (self._max_pixels / (wide * high)) ** 0.5)
        with _reading(), pypdfium2.PdfDocument(self._content) as document:
            scale: Any = dpi / 72  # the library says int and means any number
            bitmap = document[at].render(scale=scale, may_draw_forms=False, rev_byteorder=True)
            return PagePicture(bitmap.to_pil().convert("RGB"), dpi)


def _square(image: Image.Image, dpi: tuple[float, float]) -> PagePicture:
    """With as many dots down as across: fax scans have half as many."""
    across, down = dpi
    if round(across) == round(down):
        return PagePicture(image, across)
    dots = min(across, down)
    size = (max(1, round(image.width * dots / across)), max(1, round(image.height * dots / down)))
    return PagePicture(image.convert("L" if image.mode == "1" else image.mode).resize(size), dots)


def _moderate(picture: PagePicture, max_dpi: float) -> PagePicture:
    if picture.dpi <= max_dpi:
        return picture
    size = [max(1, round(side * max_dpi / picture.dpi)) for side in picture.image.size]
    grey = picture.image.convert("L" if picture.image.mode == "1" else picture.image.mode)
    return PagePicture(grey.resize((size[0], size[1]), Image.Resampling.BOX), max_dpi)


def parted(content: bytes, papers: Sequence[Sequence[int]], *, max_pages: int = MAX_PAGES) -> list[bytes]:
    """Each paper's pages as a file of its own, their objects or coded pictures as they were.

    Raises ``Invalid('document.signed_whole')`` for what is signed, which a knife would spoil; else as ``inspect``.
    """
    match brought_kind(content):
        case BroughtKind.PDF:
            return _parted_pdf(content, papers, max_pages)
        case BroughtKind.TIFF:
            pages = tiffs.pages_of(content, max_pages=max_pages, max_pixels=decode.MAX_PIXELS)
            return [tiffs.extracted(content, [pages[at] for at in paper]) for paper in papers]
        case BroughtKind.PHOTO:
            return [content for _ in papers]


def _parted_pdf(content: bytes, papers: Sequence[Sequence[int]], max_pages: int) -> list[bytes]:
    with _reading():
        with pdf_facts.opened(content, max_pages=max_pages) as pdf:
            signed = pdf_facts.facts_of(pdf).signed
        if not signed:
            with Pdf.open(io.BytesIO(content)) as pdf:
                return [_cut_out(pdf, paper) for paper in papers]
    raise Invalid("document.signed_whole")


def _cut_out(pdf: Pdf, pages: Sequence[int]) -> bytes:
    out = io.BytesIO()
    with Pdf.new() as paper:
        paper.pages.extend(pdf.pages[at] for at in pages)
        paper.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
    return out.getvalue()
