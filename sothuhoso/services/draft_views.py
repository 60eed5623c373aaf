"""A draft that is worked on together, as it leaves the services; as ``services/views`` says."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ShareCode:
    """Six digits for the desk, single use; ``expires_at`` is five minutes away."""

    draft_id: str
    code: str
    expires_at: str


@dataclass(frozen=True)
class JoinedDraft:
    """The draft a clerk has joined: enough for the tablet to begin its own copy before the fields are here."""

    id: str
    unit: str
    procedure: str
    procedure_version: int
    captured_at: str


@dataclass(frozen=True)
class DraftField:
    """One value of a shared draft; ``by``: ``citizen`` | ``clerk``.

    ``path``: ``persons.owner.full_name``, ``answers.by_proxy``, ``components.giay_chung_sinh.state`` (``.number``,
    ``.reason``).
    """

    path: str
    value: str
    origin: str
    at: str
    by: str


@dataclass(frozen=True)
class DraftPage:
    """A page of a shared draft. ``arrived`` once the photo's bytes are on the server, then the addresses work."""

    id: str
    sha256: str
    bytes: int
    media_type: str
    arrived: bool
    thumb_url: str
    full_url: str


@dataclass(frozen=True)
class DraftPages:
    """The pages of one component, in order."""

    component: str
    pages: list[DraftPage]


@dataclass(frozen=True)
class ClaimView:
    """Who holds a field just now: ``side`` is ``citizen`` or ``clerk``."""

    path: str
    side: str
    until: str


@dataclass(frozen=True)
class DraftView:
    """A draft that phone and tablet work on together. ``version`` grows with every change.

    ``side`` is who is looking. ``sent`` once a dossier exists (``number`` names it); ``closed`` when nobody may edit
    any more.
    """

    id: str
    side: str
    unit: str
    procedure: str
    procedure_version: int
    version: int
    joined: bool
    joined_name: str
    sent: bool
    number: str
    closed: bool
    expires_at: str
    fields: list[DraftField]
    pages: list[DraftPages]
    claims: list[ClaimView]


@dataclass(frozen=True)
class RefusedEdit:
    """A change that was not taken. ``path``: the field, or ``components.<key>.pages``; ``key``: the error's."""

    path: str
    key: str


@dataclass(frozen=True)
class EditedDraft:
    """The draft after one side's changes, and those of them that were not taken."""

    draft: DraftView
    refused: list[RefusedEdit]
