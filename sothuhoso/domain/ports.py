"""What the services need of the outside, as protocols. Adapters live in ``integrations`` and ``imaging``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from sothuhoso.domain.papers import OwnSize, PaperSize, Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date, datetime
    from uuid import UUID

    from sothuhoso.domain.brought import Batch, BroughtDocument
    from sothuhoso.domain.documents import FormFacts
    from sothuhoso.domain.trip_report import TripReportFacts
    from sothuhoso.domain.working_days import WorkingCalendar


class Clock(Protocol):
    """The time, always timezone-aware UTC."""

    def now(self) -> datetime: ...


class Ids(Protocol):
    """Fresh identifiers and secrets."""

    def uuid(self) -> UUID: ...

    def secret(self) -> str:
        """128 random bits, URL-safe base64 without padding (22 characters)."""
        ...

    def short_code(self) -> str:
        """A code a person reads aloud: 6 digits."""
        ...


class Vault(Protocol):
    """Keeps personal values unreadable at rest."""

    def seal(self, plain: bytes, context: str) -> bytes:
        """AES-GCM; ``context`` (e.g. the row's id) is bound in and must be given again to open."""
        ...

    def open(self, sealed: bytes, context: str) -> bytes:
        """Raises ``Unavailable('vault.unreadable')`` for another key, context or damaged bytes."""
        ...

    def blind_index(self, value: str, purpose: str) -> str:
        """HMAC-SHA-256 (hex) of the value: the same value is found, nobody reads it back."""
        ...


class RecoveryBox(Protocol):
    """The desk's recovery key: what a tablet wraps for it can be opened here and nowhere else."""

    def make_pair(self) -> tuple[bytes, bytes]:
        """A fresh pair: public key (DER, SubjectPublicKeyInfo) and private key (DER, PKCS #8)."""
        ...

    def unwrap(self, private: bytes, wrapped: bytes, label: str) -> bytes:
        """The data key of a tablet's store. Raises ``Invalid('recovery.unreadable')`` for another key or label."""
        ...

    def open(self, key: bytes, sealed: bytes, context: str) -> bytes:
        """One sealed value of that store. Raises ``Invalid('recovery.unreadable')``."""
        ...


class FileStore(Protocol):
    """Content-addressed bytes, encrypted at rest, outside the web root."""

    def put(self, content: bytes) -> str:
        """Store durably and answer the SHA-256 (hex) of the plain content. Storing twice is harmless."""
        ...

    def get(self, sha256: str) -> bytes:
        """Raises ``NotFound('file.unknown')``."""
        ...

    def has(self, sha256: str) -> bool: ...

    def check(self) -> None:
        """Raises ``Unavailable('file.not_writable' | 'file.full')`` where nothing could be put."""
        ...

    def remove(self, sha256: str) -> None:
        """Forget the bytes; nothing happens where there are none. The caller knows that no row names them."""
        ...


class PartWriter(Protocol):
    """Adds bytes to one unfinished upload, behind ``offset``."""

    offset: int

    def write(self, content: bytes) -> None:
        """Keep these bytes. Raises ``Conflict('part.offset')`` where another connection was faster."""
        ...

    def close(self) -> None:
        """Make what was written durable."""
        ...


class PartStore(Protocol):
    """Photos of which only the beginning is here, encrypted at rest, outside the web root.

    ``folder`` is the submission, ``name`` the SHA-256 of the whole photo. What a killed process or a power cut left is
    what the next look finds: whole pieces only, never a torn one.
    """

    def size(self, folder: str, name: str) -> int:
        """How many bytes are here, from the first on; 0 where there are none."""
        ...

    def sizes(self, folder: str) -> dict[str, int]:
        """The same for all of a submission's unfinished photos."""
        ...

    def open(self, folder: str, name: str, offset: int) -> PartWriter:
        """Go on behind ``offset``.

        Raises ``Conflict('part.offset', offset=…)`` where another number is here, ``Unavailable('file.full')``.
        """
        ...

    def read(self, folder: str, name: str) -> bytes:
        """All that is here. Raises ``Unavailable('vault.unreadable')`` where it is damaged."""
        ...

    def remove(self, folder: str, name: str = "") -> None:
        """Forget one photo's bytes, without ``name`` the whole submission's; nothing happens where there are none."""
        ...

    def sweep(self, older_than: float) -> int:
        """Forget what nobody added to for so many seconds; answers how many photos that were."""
        ...


@dataclass(frozen=True, slots=True)
class CleanImage:
    """One photo after the door: upright, without metadata, with its thumbnail.

    ``content`` is JPEG, WebP or PNG bytes, ``thumbnail`` JPEG; sizes in pixels; ``changed`` says whether the
    bytes differ from those that came in (rotated, re-encoded, metadata removed).
    """

    content: bytes
    media_type: str
    width: int
    height: int
    thumbnail: bytes
    changed: bool


class ImageDoor(Protocol):
    """The only way in for untrusted image bytes."""

    def clean(self, content: bytes) -> CleanImage:
        """Decode in a worker of limited memory and time.

        Raises ``WrongKind('image.not_an_image' | 'image.kind_not_taken' | 'image.pdf' | 'image.svg' | …)``,
        ``Invalid('image.truncated' | 'image.empty')``,
        ``TooLarge('image.too_many_pixels' | 'image.too_many_bytes' | 'image.too_heavy')``,
        ``Unavailable('image.busy')``.
        """
        ...

    def picture(self, sheet: bytes) -> bytes:
        """The page that ``PageMaker`` made, as a JPEG for a screen.

        Raises ``Unavailable('page.not_drawn' | 'image.busy')``, ``TooLarge('image.too_heavy')``.
        """
        ...


@dataclass(frozen=True, slots=True)
class FoundCode:
    """A bar code in a photo: its text, kind (``qrcode``, ``code128``, ``pdf417``), engine, corner points in pixels.

    Kind ``mrz``: three machine-readable lines of a card, all check digits proven.
    """

    text: str
    kind: str
    engine: str
    box: tuple[tuple[int, int], ...]


class CodeReader(Protocol):
    """Reads QR and bar codes from photo bytes (untrusted: goes through the same door)."""

    def read(self, content: bytes) -> list[FoundCode]: ...

    def read_card(self, content: bytes) -> list[FoundCode]:
        """The codes and, where none is an ID card's, its machine-readable lines."""
        ...


Corners = tuple[tuple[float, float], ...]
"""Four points in pixels of a photo: top left, top right, bottom right, bottom left of the page."""


@dataclass(frozen=True, slots=True)
class PageReason:
    """Why a photo of a page is doubted: ``key`` under ``page.reason``, how gravely, where in the photo (pixels)."""

    key: str
    verdict: Verdict
    box: tuple[int, int, int, int] | None = None


@dataclass(frozen=True, slots=True)
class SeenPage:
    """What was seen of a page in a photo. ``dpi``: dots an inch of the page itself; ``measured``: figures by name."""

    reasons: tuple[PageReason, ...]
    corners: Corners | None
    dpi: float
    measured: dict[str, float]

    @property
    def verdict(self) -> Verdict:
        """The strictest of the reasons."""
        found = {reason.verdict for reason in self.reasons}
        return next((one for one in (Verdict.REFUSE, Verdict.WARN) if one in found), Verdict.GOOD)


Word = tuple[str, float, float, float, float]
"""Text, left, top, width, height, as shares of the page."""


@dataclass(frozen=True, slots=True)
class MadePage:
    """A clean page: ``sheet`` is a PDF/A of one page with its text layer. ``turned``: degrees clockwise.

    ``sure``: how sure the reader is of its letters, 0 to 100; ``None`` where nobody read.
    """

    sheet: bytes
    text: str
    words: tuple[Word, ...]
    dpi: float
    turned: int
    sure: float | None = None


class PageMaker(Protocol):
    """From photos of pages (untrusted: the same door) to papers. Takes seconds: called by jobs, not before a screen."""

    def check(
        self, content: bytes, paper: PaperSize | OwnSize, *, corners: Corners | None = None, sure: float | None = None
    ) -> SeenPage:
        """Whether the photo will do, or the scan, which has its ``OwnSize``; errors as of ``ImageDoor.clean``.

        ``sure``: of the page that was made of it, so that it need not be read again.
        """
        ...

    def make(
        self,
        content: bytes,
        paper: PaperSize | OwnSize,
        *,
        corners: Corners | None = None,
        turn: int | None = None,
        compact: bool = True,
        read: bool = True,
    ) -> MadePage:
        """The clean page; one of its ``OwnSize`` fills its picture.

        Errors as of ``ImageDoor.clean``, and ``Unavailable('ocr.…' | 'pdf.not_archivable')``.
        """
        ...

    def bind(self, sheets: Sequence[bytes], *, title: str) -> bytes:
        """Sheets as one PDF/A-2b, in their order."""
        ...

    def check_reader(self) -> None:
        """Raises ``Unavailable('ocr.missing')`` where nothing here reads Vietnamese."""
        ...


class DocumentReader(Protocol):
    """Files that people bring instead of photographing (untrusted: the same door). The file itself stays as it is."""

    def inspect(self, content: bytes) -> BroughtDocument:
        """What it is and what its signatures say.

        Raises ``WrongKind('image.…' | 'document.tiff_unusual')``, ``Invalid('document.encrypted' | 'document.broken' |
        'document.script' | 'document.attachment' | 'document.xfa' | 'image.…')``,
        ``TooLarge('document.too_many_bytes' | 'document.too_many_pages' | 'document.page_too_large' |
        'document.too_heavy' | 'image.…')``, ``Unavailable('image.busy')``.
        """
        ...

    def is_document(self, content: bytes) -> bool:
        """Whether its first bytes are those of a PDF or TIFF; everything else is for the door of the photos."""
        ...

    def words(self, content: bytes, page: int) -> tuple[Word, ...]:
        """What can be searched in a page (from 0) of a PDF, in the order in which it is written; empty for a TIFF."""
        ...

    def picture(self, content: bytes, page: int) -> tuple[bytes, float]:
        """A page (from 0) as JPEG or PNG, and its dots an inch: its own, at most 300; 0 where a photo does not say."""
        ...

    def split(self, content: bytes, *, duplex: bool = False) -> tuple[Batch, list[bytes], list[bytes]]:
        """A batch in papers; each paper as a file of the same kind, and its first page as a small JPEG.

        Further raises ``Invalid('document.signed_whole')`` for what is signed.
        """
        ...


class FormPrinter(Protocol):
    """Typesets the forms of TT 03/2025/TT-VPCP as PDF, and the report of a trip."""

    def pdf(self, facts: FormFacts) -> bytes: ...

    def trip_report(self, facts: TripReportFacts) -> bytes: ...

    def separator_sheet(self) -> bytes:
        """The sheet that is laid between two papers of a scanner's batch: its code is ``brought.SEPARATOR``."""
        ...


class HolidaySource(Protocol):
    """Public holidays and exchanged days of a year."""

    def calendar(self, years: range, days_off: set[date], made_up: set[date]) -> WorkingCalendar: ...


class Broadcaster(Protocol):
    """Tells the open screens that something changed. Called after commit; carries topics, no data."""

    def subscribe(self, listener: Callable[[tuple[str, ...]], None]) -> Callable[[], None]:
        """Call ``listener``, in the publisher's thread, with the topics of every publication; the answer ends that."""
        ...

    def publish(self, *topics: str) -> None:
        """Tell it; never raises. Topics: ``unit:<code>``, ``arriving:<code>``, ``dossier:<uuid>``, ``draft:<uuid>``.

        ``*``: all may have changed.
        """
        ...


class RateLimiter(Protocol):
    """Counts tries over a sliding window, so that guessing and flooding cost time."""

    def take(self, name: str, *who: str, amount: int, seconds: int) -> int:
        """Count one try of ``who`` at ``name``, unless the window of ``amount`` in ``seconds`` is full.

        Answers 0, or the seconds to wait; a refused try is not counted.
        """
        ...

    def forget(self, name: str, *who: str, amount: int, seconds: int) -> None:
        """Start the count anew, e.g. after the right password."""
        ...
