"""A scanner's batch cut into papers, for whoever takes dossiers in. Nothing of it is kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sothuhoso.domain import policy
from sothuhoso.domain.errors import Unavailable, WrongKind
from sothuhoso.domain.manifest import PDF, TIFF
from sothuhoso.domain.policy import Action
from sothuhoso.services import devices

if TYPE_CHECKING:
    from sothuhoso.domain.policy import Actor
    from sothuhoso.services.container import Container

_PDF_HEAD = b"%PDF"


@dataclass(frozen=True)
class CutPaper:
    """A paper of a batch: its pages there (from 1), its sticker's code or ``""``, its file, its first page as JPEG."""

    pages: tuple[int, ...]
    code: str
    media_type: str
    content: bytes
    picture: bytes


@dataclass(frozen=True)
class CutBatch:
    """A batch in papers; pages are counted from 1. ``backs``: blank backs that were left out."""

    pages: int
    papers: tuple[CutPaper, ...]
    separators: tuple[int, ...]
    backs: tuple[int, ...]


def allow_split(c: Container, actor: Actor, tablet: str) -> None:
    """Raise unless this is somebody who takes dossiers in, or a shared tablet (its cookie's token) of a desk.

    Raises ``SignInNeeded``, ``Refused``, ``Gone('device.revoked')``.
    """
    if not actor.signed_in and devices.contact(c, tablet) is not None:
        return
    policy.require(actor, Action.INTAKE_COUNTER, actor.unit_code)


def split_batch(c: Container, actor: Actor, tablet: str, content: bytes, *, duplex: bool) -> CutBatch:
    """The papers of a PDF or TIFF. May take minutes.

    Raises as ``allow_split`` and ``DocumentReader.split``; ``WrongKind('document.no_batch')`` for what is neither,
    ``Unavailable('document.busy')`` where too many wait.
    """
    allow_split(c, actor, tablet)
    if content and not c.documents.is_document(content):
        raise WrongKind("document.no_batch")
    try:
        batch, files, pictures = c.documents.split(content, duplex=duplex)
    except Unavailable as error:  # the reader's word for it speaks of a photo that waits to be sent
        raise Unavailable("document.busy") from error
    papers = tuple(
        CutPaper(_from_one(paper.pages), paper.code, _media_type(file), file, picture)
        for paper, file, picture in zip(batch.papers, files, pictures, strict=True)
    )
    count = sum(len(paper.pages) for paper in papers) + len(batch.separators) + len(batch.backs)
    return CutBatch(count, papers, _from_one(batch.separators), _from_one(batch.backs))


def _from_one(pages: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(at + 1 for at in pages)


def _media_type(file: bytes) -> str:
    """Of a file that we have cut out ourselves."""
    return PDF if file.startswith(_PDF_HEAD) else TIFF
