"""Files that people bring instead of photographing: what was seen in them, and what a signature inside says.

Facts only; the words are under ``brought`` in the word lists. Whether a signer may be trusted is not decided here: no
certificate of any authority is shipped and none is fetched.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

SEPARATOR = "SOTHUHOSO-TACH"
"""What stands in the code (QR or Code 128) of a sheet that is laid between two papers of a scanner's batch."""


class BroughtKind(StrEnum):
    """What a file is, told by its content."""

    PDF = "pdf"
    TIFF = "tiff"
    PHOTO = "photo"


class PageKind(StrEnum):
    """How a page came to be: a picture of paper, or written by a program."""

    SCAN = "scan"
    DIGITAL = "digital"


class Says(StrEnum):
    """What a signature says of the file that carries it."""

    INTACT = "intact"
    """Nothing was changed since, nothing added."""
    ADDED = "added"
    """What was signed is unchanged; behind it further signatures, time stamps or filled fields were added."""
    CHANGED_AFTER = "changed_after"
    """What was signed is unchanged, but the file shows something else now: more was added than a signer allows for."""
    BROKEN = "broken"
    """The signed bytes are not those that were signed, or the signature is none of that certificate's key."""
    UNREADABLE = "unreadable"
    """There is a signature of a kind that cannot be read here."""


@dataclass(frozen=True, slots=True)
class BroughtSignature:
    """One signature: ``signer`` and ``issuer`` are common names of its certificate, as they stand there, unproven.

    ``claimed_at``: ISO time that the signer's machine wrote; ``stamped``: whether a time stamp came with it (not
    checked either); ``later``: how many times something was added to the file afterwards.
    """

    says: Says
    field: str = ""
    signer: str = ""
    issuer: str = ""
    claimed_at: str = ""
    stamped: bool = False
    later: int = 0


@dataclass(frozen=True, slots=True)
class BroughtPage:
    """A page as it is shown: millimetres (0 where a photo does not say), and the dots an inch of a scan (else 0).

    ``text``: letters can be searched in it, whether seen or behind the picture.
    """

    width: float
    height: float
    kind: PageKind
    dpi: float = 0.0
    text: bool = False


@dataclass(frozen=True, slots=True)
class BroughtDocument:
    """A file that may be taken.

    ``pdfa``: the archive profile it claims, such as ``2B``, unproven; ``restricted``: opens without a password, but
    forbids copying or printing; ``repaired``: its table of contents was damaged and could be made again;
    ``links`` lead out of the document, ``fields`` can be filled in.
    """

    kind: BroughtKind
    pages: tuple[BroughtPage, ...]
    pdfa: str = ""
    restricted: bool = False
    repaired: bool = False
    links: int = 0
    fields: int = 0
    signatures: tuple[BroughtSignature, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values; ``document_of`` reads them back to an equal document."""
        return asdict(self)


def document_of(told: Mapping[str, Any]) -> BroughtDocument:
    """What ``to_json`` wrote."""
    pages = tuple(BroughtPage(**page | {"kind": PageKind(page["kind"])}) for page in told["pages"])
    signatures = tuple(BroughtSignature(**one | {"says": Says(one["says"])}) for one in told["signatures"])
    read: dict[str, Any] = {"kind": BroughtKind(told["kind"]), "pages": pages, "signatures": signatures}
    return BroughtDocument(**{**told, **read})


@dataclass(frozen=True, slots=True)
class BatchPaper:
    """A paper cut out of a batch: its pages (counted from 0) and the code of its sticker, or empty."""

    pages: tuple[int, ...]
    code: str = ""


@dataclass(frozen=True, slots=True)
class Batch:
    """A scanner's batch in papers; each page is in one of the three. ``backs``: blank backs that were left out."""

    papers: tuple[BatchPaper, ...]
    separators: tuple[int, ...] = ()
    backs: tuple[int, ...] = ()
