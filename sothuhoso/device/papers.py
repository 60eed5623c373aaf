"""The papers of the open draft, bound: questions, cards with pages, camera and files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from reflex.vars.function import FunctionStringVar

from sothuhoso.device import binding

_LIBRARY = binding.module("papers_view.js")
_PHOTOS = binding.module("photos.js")
_CAMERA = binding.module("camera_view.js")
_PAPERS = binding.reader(_LIBRARY, "usePapers", "papers")
_LENS = binding.reader(_CAMERA, "useLens", "lens")


@dataclass
class Question:
    """A plain yes/no question of the procedure."""

    key: str
    question: str
    value: bool


@dataclass
class Problem:
    """Why a file was not taken: a key under "photo.refused" and its facts."""

    key: str
    facts: dict[str, str]


@dataclass
class Page:
    """A photographed page of the draft, or a ``file`` (PDF | TIFF) brought along; ``told``: why it was refused."""

    id: str
    sha256: str
    number: int
    edit: str  # the address of the page where it is put right
    note: bool
    lone: bool  # with its sticky note, and the photo without it is still to come
    thumb: str
    file: str
    size: str
    told: str
    counter: bool
    doubts: list[str]
    refused: bool
    kept: str
    away: bool
    first: bool
    last: bool


@dataclass
class Paper:
    """A paper and how it stands: one of the keys under "paper_state"."""

    key: str
    name: str
    note: str
    kind: str
    required: bool
    form: str
    state: str
    wants: str
    number: str
    reason: str
    byNumber: bool  # noqa: N815 - the name of the snapshot's member
    pages: list[Page]
    count: int  # of pages, a file as one
    files: int
    taken: bool  # whether there are any
    working: bool
    done: int
    step: int
    of: int
    refused: list[Problem]


@dataclass
class Block:
    """One paper, or a group of which one is enough."""

    key: str
    several: bool
    done: bool
    papers: list[Paper]


QUESTIONS: Any = binding.read(_PAPERS, "papers.questions", list[Question])
BLOCKS: Any = binding.read(_PAPERS, "papers.blocks", list[Block])
SHOWN: Any = binding.read(_PAPERS, "papers.shown", list[Paper])
MISSING: Any = binding.read(_PAPERS, "papers.missing", int)
DONE: Any = binding.read(_PAPERS, "papers.done", int)
ALL: Any = binding.read(_PAPERS, "papers.all", int)
REMOVED: Any = binding.read(_PAPERS, "papers.removed", bool)
REMOVED_FROM: Any = binding.read(_PAPERS, "papers.removedFrom")
VIEWING: Any = binding.read(_PAPERS, "papers.viewing", bool)
FULL: Any = binding.read(_PAPERS, "papers.full")
FULL_BOXES: Any = binding.read(_PAPERS, "papers.fullBoxes", list[list[float]])
FULL_WIDTH: Any = binding.read(_PAPERS, "papers.fullWidth", int)
FULL_HEIGHT: Any = binding.read(_PAPERS, "papers.fullHeight", int)
FULL_NUMBER: Any = binding.read(_PAPERS, "papers.fullNumber", int)
FULL_NAME: Any = binding.read(_PAPERS, "papers.fullName")

UNDO = binding.call(_PHOTOS, "() => undoRemove()", "undoRemove")
CLOSE_PAGE = binding.call(_PHOTOS, "() => closePage()", "closePage")
LEAVE = binding.call(_LIBRARY, "() => leavePapers()", "leavePapers")


def answer(key: Any, yes: bool) -> FunctionStringVar:
    """Trigger: the answer to a question."""
    return binding.call(_LIBRARY, f"() => setAnswer({key!s}, {'true' if yes else 'false'})", "setAnswer", uses=(key,))


def set_state(key: Any, state: str) -> FunctionStringVar:
    """Trigger: "I do not have it" (``none``), "number only" (``number``), or neither (``""``)."""
    return binding.call(_LIBRARY, f"() => setState({key!s}, '{state}')", "setState", uses=(key,))


def set_number(key: Any) -> FunctionStringVar:
    """Trigger: the number of a paper."""
    return binding.call(_LIBRARY, f"(value) => setNumber({key!s}, value)", "setNumber", uses=(key,))


def set_reason(key: Any) -> FunctionStringVar:
    """Trigger: why there is none."""
    return binding.call(_LIBRARY, f"(value) => setReason({key!s}, value)", "setReason", uses=(key,))


def add_files(key: Any) -> FunctionStringVar:
    """Trigger of a file chooser: photos of a paper."""
    return binding.call(_PHOTOS, f"(files) => addFiles({key!s}, files)", "addFiles", uses=(key,))


def classify(key: Any) -> FunctionStringVar:
    """Trigger: the paper is classified (tài liệu mật); its photos go at once."""
    return binding.call(_PHOTOS, f"() => classify({key!s})", "classify", uses=(key,))


def replace_file(key: Any, page: Any) -> FunctionStringVar:
    """Trigger of a file chooser: another file in the place of a page."""
    return binding.call(_PHOTOS, f"(files) => addFiles({key!s}, files, {page!s})", "addFiles", uses=(key, page))


def shoot(key: Any) -> FunctionStringVar:
    """Trigger: the live camera for a paper."""
    return binding.call(_CAMERA, f"() => openPaperCamera({key!s})", "openPaperCamera", uses=(key,))


def retake(key: Any, page: Any) -> FunctionStringVar:
    """Trigger: the live camera for one page again."""
    return binding.call(
        _CAMERA,
        f"() => openPaperCamera({key!s}, {page!s})",
        "openPaperCamera",
        uses=(
            key,
            page,
        ),
    )


def move(key: Any, page: Any, by: int) -> FunctionStringVar:
    """Trigger: a page one place earlier (-1) or later (1)."""
    return binding.call(
        _PHOTOS,
        f"() => movePage({key!s}, {page!s}, {by})",
        "movePage",
        uses=(
            key,
            page,
        ),
    )


def remove(key: Any, page: Any) -> FunctionStringVar:
    """Trigger: delete a page (it can be taken back)."""
    return binding.call(
        _PHOTOS,
        f"() => removePage({key!s}, {page!s})",
        "removePage",
        uses=(
            key,
            page,
        ),
    )


def look_at(key: Any, page: Any) -> FunctionStringVar:
    """Trigger: a page in full."""
    return binding.call(
        _PHOTOS,
        f"() => showPage({key!s}, {page!s})",
        "showPage",
        uses=(
            key,
            page,
        ),
    )


# --- the live camera
CAMERA_OPEN: Any = binding.read(_LENS, "lens.open", bool)
CAMERA_PURPOSE: Any = binding.read(_LENS, "lens.purpose")  # paper | card | join | handed
CAMERA_STATUS: Any = binding.read(_LENS, "lens.status")  # starting | live | denied | none
CAMERA_NAME: Any = binding.read(_LENS, "lens.name")
CAMERA_SHOTS: Any = binding.read(_LENS, "lens.shots", int)
CAMERA_LAST: Any = binding.read(_LENS, "lens.last")
CAMERA_BUSY: Any = binding.read(_LENS, "lens.busy", bool)
CAMERA_LIGHT: Any = binding.read(_LENS, "lens.light")  # none | off | on
CAMERA_ZOOM: Any = binding.read(_LENS, "lens.zoom", int)  # 0 (none) | 1 | 2
CAMERA_PROBLEM: Any = binding.read(_LENS, "lens.problem")
CAMERA_FACTS: Any = binding.read(_LENS, "lens.facts", dict[str, str])
CARD_STATUS: Any = binding.read(_LENS, "lens.cardStatus")
CARD_PROBLEM: Any = binding.read(_LENS, "lens.cardProblem")
CARD_MESSAGE: Any = binding.read(_LENS, "lens.cardMessage")
CAMERA_HINT: Any = binding.read(_LENS, "lens.hint")  # what the codes seen so far say: a key under "camera.hint"
CAMERA_PERCENT: Any = binding.read(_LENS, "lens.percent", int)

CLOSE_CAMERA = binding.call(_CAMERA, "() => closeCamera()", "closeCamera")
ZOOM = binding.call(_CAMERA, "() => switchZoom()", "switchZoom")
SHUTTER = binding.call(_CAMERA, "() => shoot()", "shoot")
LIGHT = binding.call(_CAMERA, "() => switchLight()", "switchLight")
CAMERA_FILES = binding.call(_CAMERA, "(files) => filesInstead(files)", "filesInstead")
