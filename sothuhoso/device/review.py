"""The review of the open draft, bound: all of it readable, the notice, sending."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from reflex.vars.function import FunctionStringVar

from sothuhoso.device import binding

_LIBRARY = binding.module("review_view.js")
_REVIEW = binding.reader(_LIBRARY, "useReview", "review")


@dataclass
class Row:
    """One field of a person."""

    field: str
    value: str
    origin: str


@dataclass
class Party:
    """One person: owner | submitter | subject."""

    slot: str
    label: str
    rows: list[Row]


@dataclass
class GivenPaper:
    """A paper as it will be sent."""

    key: str
    name: str
    kind: str
    state: str
    number: str
    reason: str
    count: int
    files: int
    thumbs: list[str]


@dataclass
class Needed:
    """Something missing and the step (``where``) or the field (``field``) to put it right."""

    key: str
    slot: str
    field: str
    where: str
    name: str


@dataclass
class Answer:
    """An answered question."""

    key: str
    question: str
    value: bool


PEOPLE: Any = binding.read(_REVIEW, "review.people", list[Party])
PAPERS: Any = binding.read(_REVIEW, "review.papers", list[GivenPaper])
ANSWERS: Any = binding.read(_REVIEW, "review.answers", list[Answer])
READ: Any = binding.read(_REVIEW, "review.read", bool)
SENDING: Any = binding.read(_REVIEW, "review.sending", bool)
GIVE: Any = binding.read(_REVIEW, "review.give")  # where it is handed to another device, "" where it cannot be
NEEDED: Any = binding.read(_REVIEW, "review.needed", list[Needed])

ENTER = binding.call(_LIBRARY, "(asked) => enterReview(asked)", "enterReview")
SET_READ = binding.call(_LIBRARY, "(value) => setRead(value)", "setRead")
SEND = binding.call(_LIBRARY, "() => send()", "send")


def put_right(where: Any, slot: Any, field: Any) -> FunctionStringVar:
    """Trigger: lead to what is missing, on this page or on its step."""
    return binding.call(
        _LIBRARY,
        f"() => putRight({where!s}, {slot!s}, {field!s})",
        "putRight",
        uses=(
            where,
            slot,
            field,
        ),
    )
