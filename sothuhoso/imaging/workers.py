"""The doors that services are handed: photos are looked into by worker processes only. Called from threads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sothuhoso.domain.brought import (
    Batch,
    BatchPaper,
    BroughtDocument,
    document_of,
)
from sothuhoso.domain.errors import DomainError, Invalid, NotFound, TooLarge, Unavailable, WrongKind
from sothuhoso.domain.papers import OwnSize, Verdict
from sothuhoso.domain.ports import CleanImage, FoundCode, MadePage, PageReason, SeenPage
from sothuhoso.imaging.brought_kinds import brought_kind, document_kind
from sothuhoso.imaging.bundle import apart, together
from sothuhoso.imaging.kinds import kind_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sothuhoso.domain.papers import PaperSize
    from sothuhoso.domain.ports import Corners, Word
    from sothuhoso.imaging.pool import Answer, WorkerPool
    from sothuhoso.settings import Settings

READING_SECONDS = 1.2
_REFUSALS: dict[str, type[DomainError]] = {
    kind.__name__: kind for kind in (Invalid, TooLarge, WrongKind, NotFound, Unavailable)
}


class PooledImageDoor:
    """``ImageDoor`` in worker processes. What is no photo at all is refused without one."""

    def __init__(self, pool: WorkerPool, settings: Settings) -> None:
        self._pool = pool
        self._limits = {"max_bytes": settings.max_photo_bytes, "max_pixels": settings.max_photo_pixels}

    def clean(self, content: bytes) -> CleanImage:
        """See ``decode.clean``; further raises ``TooLarge('image.too_heavy')``, ``Unavailable('image.busy')``."""
        answer = _run(self._pool, {"job": "clean"} | self._limits, content)
        drawn, thumbnail = answer.parts
        told = answer.told["image"]
        return CleanImage(content=drawn if told["changed"] else content, thumbnail=thumbnail, **told)

    def picture(self, sheet: bytes) -> bytes:
        """See ``picture.drawn``; further raises as of ``clean``."""
        return _answered(self._pool.run({"job": "picture"}, sheet)).parts[0]

    def close(self) -> None:
        """End the worker processes."""
        self._pool.close()


class PooledCodeReader:
    """``CodeReader`` in worker processes."""

    def __init__(self, pool: WorkerPool, settings: Settings) -> None:
        self._pool = pool
        limits = {"max_bytes": settings.max_photo_bytes, "max_pixels": settings.max_photo_pixels}
        self._asked = {"seconds": READING_SECONDS} | limits

    def read(self, content: bytes) -> list[FoundCode]:
        """The codes in a photo, empty for none; refusals as of ``PooledImageDoor.clean``."""
        return self._found("read", content)

    def read_card(self, content: bytes) -> list[FoundCode]:
        """Codes and machine-readable lines (``imaging.card``); refusals as of ``PooledImageDoor.clean``."""
        return self._found("read_card", content)

    def _found(self, job: str, content: bytes) -> list[FoundCode]:
        found = _run(self._pool, {"job": job} | self._asked, content).told["codes"]
        return [FoundCode(**code | {"box": tuple((x, y) for x, y in code["box"])}) for code in found]

    def close(self) -> None:
        """End the worker processes."""
        self._pool.close()


class PooledPageMaker:
    """``PageMaker`` in worker processes of their own (``pool.PAGE_LIMITS``)."""

    def __init__(self, pool: WorkerPool, settings: Settings) -> None:
        self._pool = pool
        self._limits = {"max_bytes": settings.max_photo_bytes, "max_pixels": settings.max_photo_pixels}

    def check(
        self, content: bytes, paper: PaperSize | OwnSize, *, corners: Corners | None = None, sure: float | None = None
    ) -> SeenPage:
        """See ``page.check``."""
        asked = {"job": "check", "paper": _size(paper), "corners": corners, "sure": sure}
        seen = _run(self._pool, asked | self._limits, content).told["seen"]
        reasons = tuple(_reason(**one) for one in seen["reasons"])
        return SeenPage(**seen | {"reasons": reasons, "corners": _corners(seen["corners"])})

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
        """See ``page.make``."""
        how = {"corners": corners, "turn": turn, "compact": compact, "read": read}
        answer = _run(self._pool, {"job": "make", "paper": _size(paper)} | how | self._limits, content)
        told = answer.told["page"]
        return MadePage(sheet=answer.parts[0], **told | {"words": tuple(tuple(word) for word in told["words"])})

    def bind(self, sheets: Sequence[bytes], *, title: str) -> bytes:
        """See ``pdf.bound``."""
        return _answered(self._pool.run({"job": "bind", "title": title}, together(sheets))).parts[0]

    def check_reader(self) -> None:
        """See ``ocr_page.check``; a worker that does not start is ``Unavailable('image.busy')``."""
        _answered(self._pool.run({"job": "check_reader"}, b""))

    def close(self) -> None:
        """End the worker processes."""
        self._pool.close()


class PooledDocumentReader:
    """``DocumentReader`` in worker processes of their own (``pool.DOCUMENT_LIMITS``)."""

    def __init__(self, pool: WorkerPool, settings: Settings) -> None:
        self._pool = pool
        self._limits = {"max_pixels": settings.max_photo_pixels}

    def inspect(self, content: bytes) -> BroughtDocument:
        """See ``documents.inspect``; further raises ``TooLarge('document.too_heavy')``."""
        return document_of(self._run({"job": "inspect"}, content).told["document"])

    def is_document(self, content: bytes) -> bool:
        """See ``brought_kinds.document_kind``."""
        return document_kind(content) is not None

    def words(self, content: bytes, page: int) -> tuple[Word, ...]:
        """See ``documents.Pages.words``."""
        return tuple(
            (str(text), *box) for text, *box in self._run({"job": "words", "page": page}, content).told["words"]
        )

    def picture(self, content: bytes, page: int) -> tuple[bytes, float]:
        """See ``documents.Pages.picture``."""
        answer = self._run({"job": "picture", "page": page}, content)
        return answer.parts[0], answer.told["dpi"]

    def split(self, content: bytes, *, duplex: bool = False) -> tuple[Batch, list[bytes], list[bytes]]:
        """See ``batches.split``, ``documents.parted`` and ``PagePicture.small``."""
        answer = self._run({"job": "split", "duplex": duplex}, content)
        told = answer.told["batch"]
        papers = tuple(BatchPaper(tuple(one["pages"]), one["code"]) for one in told["papers"])
        files, small = map(apart, answer.parts)
        return Batch(papers, tuple(told["separators"]), tuple(told["backs"])), files, small

    def close(self) -> None:
        """End the worker processes."""
        self._pool.close()

    def _run(self, asked: dict[str, Any], content: bytes) -> Answer:
        brought_kind(content)
        try:
            return _answered(self._pool.run(asked | self._limits, content))
        except TooLarge as error:
            if error.key == "image.too_heavy":  # the pool's word for a worker that is gone
                raise TooLarge("document.too_heavy") from error
            raise


def _reason(key: str, verdict: str, box: list[int] | None) -> PageReason:
    left, top, right, bottom = box or (0, 0, 0, 0)
    return PageReason(key, Verdict(verdict), (left, top, right, bottom) if box else None)


def _size(paper: PaperSize | OwnSize) -> str | list[float]:
    return [paper.short, paper.long] if isinstance(paper, OwnSize) else str(paper)


def _corners(points: list[list[float]] | None) -> Corners | None:
    return tuple((x, y) for x, y in points) if points else None


def _run(pool: WorkerPool, asked: dict[str, Any], content: bytes) -> Answer:
    kind_of(content, max_bytes=asked["max_bytes"])
    return _answered(pool.run(asked, content))


def _answered(answer: Answer) -> Answer:
    if "key" in answer.told:
        raise _REFUSALS[answer.told["error"]](answer.told["key"], **answer.told["facts"])
    return answer
