"""What a stranger's PDF is made of (ISO 32000-1), before it is shown or kept: no page is drawn and no script run.

Refused: what asks for a password, what is broken or too long, what does something by itself (scripts, programs,
moving media), what carries other files, and forms that only one maker's program can draw (XFA). Links and ordinary
fields are facts. Every object is looked at wherever it hangs: an action is one by its own words, not by its place.
"""

from __future__ import annotations

import base64
import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pikepdf
import pypdfium2
from pikepdf import Array, Dictionary, Name, Pdf, Stream
from pypdfium2 import raw

from sothuhoso.domain.brought import BroughtPage, PageKind
from sothuhoso.domain.errors import Invalid, TooLarge

MAX_UNPACKED = 64 * 1024 * 1024
"""Bytes of one stream that is no picture, unpacked; a page's own drawing has a few hundred kilobytes."""

_MAX_ALL_UNPACKED = 256 * 1024 * 1024
_MAX_OBJECTS = 200_000
_DEEPEST = 60  # levels of a tree of pages, or of values within one object
_END, _TAIL = b"%%EOF", 2048
_MM = 25.4 / 72
_SMALLEST, _LARGEST = 3.0, 14_400.0  # points of a side
_WHOLE = 0.85  # of the page: a picture that large is the page
_UNSEEN = 3  # text render mode: for searching only
_FEW = 40  # lines and frames that a scanning program may draw over its picture

_DOES = frozenset({"/JavaScript", "/Launch", "/ImportData", "/Rendition", "/Movie", "/Sound", "/RichMediaExecute"})
_MOVES = frozenset({"/RichMedia", "/3D", "/Movie", "/Sound", "/Screen"})
_LINKS = frozenset({"/URI", "/GoToR", "/SubmitForm"})
_PACKED = frozenset({"/FlateDecode", "/Fl", "/LZWDecode", "/LZW", "/RunLengthDecode", "/RL"})
_FLATE = frozenset({"/FlateDecode", "/Fl"})


@dataclass(frozen=True, slots=True)
class PdfFacts:
    """What is not told page by page. ``signed``: how many signatures there are."""

    pdfa: str
    restricted: bool
    repaired: bool
    links: int
    fields: int
    signed: int


def opened(content: bytes, *, max_pages: int) -> Pdf:
    """The file open, its pages counted. Close it.

    Raises ``Invalid('document.encrypted' | 'document.broken')``, ``TooLarge('document.too_many_pages')``.
    """
    try:
        # page attributes are not pushed down: that would walk all of a tree that may be endless
        pdf = Pdf.open(io.BytesIO(content), inherit_page_attributes=False)
    except pikepdf.PasswordError as error:
        raise Invalid("document.encrypted") from error
    except pikepdf.PdfError as error:
        raise Invalid("document.broken") from error
    try:
        _require_whole(pdf, content, max_pages)
    except BaseException:
        pdf.close()
        raise
    return pdf


def _require_whole(pdf: Pdf, content: bytes, max_pages: int) -> None:
    if _END not in content[-_TAIL:]:
        raise Invalid("document.broken")  # cut off: what could be saved may lack pages
    try:
        claimed = int(pdf.Root.Pages.Count)
        if claimed > max_pages:
            raise TooLarge("document.too_many_pages", limit=max_pages)
        found = sum(1 for _ in leaves(pdf, most=max_pages + 1))
    except (AttributeError, KeyError, TypeError, ValueError, pikepdf.PdfError) as error:
        raise Invalid("document.broken") from error
    if found > max_pages:
        raise TooLarge("document.too_many_pages", limit=max_pages)
    if not found or found != claimed:
        raise Invalid("document.broken")


def leaves(pdf: Pdf, *, most: int) -> Iterator[Any]:
    """Page dictionaries in order; no more than ``most``, however many are claimed."""
    stack: list[tuple[Any, int]] = [(pdf.Root.Pages, 0)]
    looked = 0
    while stack and most:
        node, depth = stack.pop()
        looked += 1
        if depth > _DEEPEST or looked > _MAX_OBJECTS:
            raise Invalid("document.broken")
        if "/Kids" in node:
            kids = node.Kids
            stack += [(kids[at], depth + 1) for at in range(min(len(kids), _MAX_OBJECTS) - 1, -1, -1)]
        else:
            most -= 1
            yield node


def facts_of(pdf: Pdf) -> PdfFacts:
    """What it does and carries.

    Raises ``Invalid('document.script' | 'document.attachment' | 'document.xfa' | 'document.broken')``,
    ``TooLarge('document.too_heavy' | 'document.page_too_large')``.
    """
    seen = _Seen()
    try:
        if len(pdf.objects) > _MAX_OBJECTS:
            raise TooLarge("document.too_heavy")
        for one in (*pdf.objects, pdf.trailer):
            _look(one, seen, 0)
    except pikepdf.PdfError as error:
        raise Invalid("document.broken") from error
    if seen.does:
        raise Invalid("document.script")
    if seen.files:
        raise Invalid("document.attachment")
    if seen.xfa:
        raise Invalid("document.xfa")
    pdfa = _claim(pdf)
    repaired = any("damaged" in warning or "reconstruct" in warning for warning in map(str, pdf.get_warnings()))
    return PdfFacts(pdfa, pdf.is_encrypted, repaired, seen.links, seen.fields, seen.signed)


@dataclass(slots=True)
class _Seen:
    """Counts while all objects are gone through; ``unpacked`` in bytes."""

    does: int = 0
    files: int = 0
    xfa: int = 0
    links: int = 0
    fields: int = 0
    signed: int = 0
    unpacked: int = 0


def _look(one: Any, seen: _Seen, depth: int) -> None:
    """An object and the values within it; what it refers to has its own turn."""
    if depth > _DEEPEST:
        raise Invalid("document.broken")
    if isinstance(one, Stream):
        _measure(one, seen)
    if isinstance(one, (Dictionary, Stream)):
        told = dict(one.items())
        _judge(told, seen)
        inner = list(told.values())
    elif isinstance(one, Array):
        inner = list(one)
    else:
        return
    for value in inner:
        if isinstance(value, (Dictionary, Array)) and not value.is_indirect:
            _look(value, seen, depth + 1)


def _judge(told: dict[str, Any], seen: _Seen) -> None:
    action = _name(told.get("/S"))
    seen.does += action in _DOES or "/JS" in told or "/JavaScript" in told or _name(told.get("/Subtype")) in _MOVES
    seen.files += "/EF" in told or "/EmbeddedFiles" in told or _name(told.get("/Type")) == "/EmbeddedFile"
    seen.xfa += "/XFA" in told
    seen.links += action in _LINKS
    kind = _name(told.get("/FT"))
    seen.fields += bool(kind) and kind != "/Sig"
    seen.signed += "/ByteRange" in told and "/Contents" in told


def _name(value: Any) -> str:
    try:
        return str(value) if isinstance(value, Name) else ""
    except UnicodeDecodeError:  # no name that means anything: those that do are ASCII
        return ""


def _measure(stream: Any, seen: _Seen) -> None:
    """Refuse what a few bytes blow up to: measured piece by piece, nothing is kept of it."""
    filters = stream.get("/Filter")
    names = [_name(one) for one in (filters if isinstance(filters, Array) else [filters])]
    packed = [name for name in names if name in _PACKED]
    if len(packed) > 1:
        raise TooLarge("document.too_heavy")  # packed twice, as only bombs are
    if _name(stream.get("/Subtype")) == "/Image":
        _require_moderate(stream)
        return
    if not packed or packed[0] not in _FLATE:
        return
    seen.unpacked += _unpacked(_without_letters(stream, names))
    if seen.unpacked > _MAX_ALL_UNPACKED:
        raise TooLarge("document.too_heavy")


def _without_letters(stream: Any, names: list[str]) -> bytes:
    """The packed bytes of a stream that may be written in hexadecimal or base 85 on top of it."""
    data = bytes(stream.read_raw_bytes())
    try:
        for name in names[: next(at for at, name in enumerate(names) if name in _FLATE)]:
            match name:
                case "/ASCIIHexDecode" | "/AHx":
                    digits = b"".join(data.split(b">")[0].split())
                    data = bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii"))
                case "/ASCII85Decode" | "/A85":
                    data = base64.a85decode(data.strip().removeprefix(b"<~").split(b"~")[0])
                case _:
                    raise TooLarge("document.too_heavy")
    except ValueError as error:
        raise Invalid("document.broken") from error
    return data


def _require_moderate(picture: Any) -> None:
    try:
        width, height = int(picture.get("/Width", 0)), int(picture.get("/Height", 0))
    except (TypeError, ValueError) as error:
        raise Invalid("document.broken") from error
    if width * height > _MAX_PIXELS:
        raise TooLarge("document.page_too_large", megapixels=_MAX_PIXELS // 1_000_000)


_MAX_PIXELS = 120_000_000  # of one picture: A3 in 600 dots an inch has 70; it is drawn at 300 only


def _unpacked(data: bytes) -> int:
    """Bytes that it unpacks to; what follows a damaged place is not counted."""
    unpacker, size = zlib.decompressobj(), 0
    left = data
    try:
        while left and not unpacker.eof:
            size += len(unpacker.decompress(left, 1 << 20))
            left = unpacker.unconsumed_tail
            if size > MAX_UNPACKED:
                raise TooLarge("document.too_heavy")
    except zlib.error:
        return size
    return size


def _claim(pdf: Pdf) -> str:
    try:
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as told:
            return str(told.pdfa_status)[:4]
    except Exception:  # noqa: BLE001 - a claim that cannot be read is none
        return ""


def drawn_pages(content: bytes, count: int) -> tuple[BroughtPage, ...]:
    """Each page's size as shown, and what it is made of. Raises ``Invalid('document.broken')``."""
    try:
        with pypdfium2.PdfDocument(content) as document:
            if len(document) != count:
                raise Invalid("document.broken")
            return tuple(_page(document[at]) for at in range(count))
    except pypdfium2.PdfiumError as error:
        raise Invalid("document.broken") from error


def _page(page: pypdfium2.PdfPage) -> BroughtPage:
    width, height = (min(max(side, _SMALLEST), _LARGEST) for side in page.get_size())
    scanned, dpi, seen, text, lines = 0.0, 0.0, False, False, 0
    one: Any
    for one in page.get_objects(max_depth=4):
        match one.type:
            case raw.FPDF_PAGEOBJ_IMAGE:
                share, dots = _picture(one, width * height)
                scanned = max(scanned, share)
                dpi = max(dpi, dots) if share >= _WHOLE else dpi
            case raw.FPDF_PAGEOBJ_TEXT:
                text = True
                seen = seen or raw.FPDFTextObj_GetTextRenderMode(one.raw) != _UNSEEN
            case raw.FPDF_PAGEOBJ_PATH:
                lines += 1
    scan = scanned >= _WHOLE and not seen and lines <= _FEW
    kind = PageKind.SCAN if scan else PageKind.DIGITAL
    return BroughtPage(round(width * _MM, 1), round(height * _MM, 1), kind, round(dpi) if scan else 0.0, text)


def _picture(one: Any, area: float) -> tuple[float, float]:
    """The share of the page that a picture's frame takes, and its own dots an inch."""
    left, bottom, right, top = one.get_bounds()
    wide, high = abs(right - left), abs(top - bottom)
    across, down = one.get_px_size()
    if not wide or not high:
        return 0.0, 0.0
    # it may lie on its side: the longer row of dots goes with the longer side
    return wide * high / area, 72 * max(across, down) / max(wide, high)
