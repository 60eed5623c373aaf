"""The draft's secret: whoever has it may act as the person who made the draft. Its blind index is what is searched."""

from __future__ import annotations

import re
from dataclasses import dataclass
from hmac import compare_digest
from uuid import UUID

from sothuhoso.db.queries import shared_drafts, submissions
from sothuhoso.db.tables import SharedDraftRow, SubmissionRow
from sothuhoso.db.unit_of_work import UnitOfWork
from sothuhoso.domain import policy
from sothuhoso.domain.errors import NotFound, SignInNeeded
from sothuhoso.domain.policy import Action, Actor
from sothuhoso.services.container import Container

FOLLOW_PATH = "/theo-doi"

_SECRET = re.compile(r"[A-Za-z0-9_-]{22}")


@dataclass(frozen=True, slots=True)
class Held:
    """A submission the caller may act on: its row, if it has one yet, and the index of its secret."""

    row: SubmissionRow | None
    index: str


def secret_index(c: Container, secret: str) -> str:
    """What is stored and searched instead of the secret."""
    return c.vault.blind_index(secret, "submission.secret")


def follow_url(c: Container, secret: str) -> str:
    """The address of the follow-up page. The secret stands in the fragment, which no server log ever sees."""
    return f"{c.settings.public_url}{FOLLOW_PATH}#{secret}"


def is_secret(text: str | None) -> bool:
    """Whether this has the shape of a secret (128 bits, base64url)."""
    return text is not None and _SECRET.fullmatch(text) is not None


def opens(c: Container, secret: str | None, index: str) -> bool:
    """Whether this secret belongs to that index; takes the same time for every wrong one."""
    return secret is not None and compare_digest(secret_index(c, secret), index)


def authorised(uow: UnitOfWork, c: Container, actor: Actor, submission_id: UUID, secret: str | None) -> Held:
    """Let in the holder of the secret and the account that joined the shared draft.

    An id nobody has used yet belongs to whoever comes first with a secret. Raises
    ``NotFound('submission.unknown')`` alike for a wrong secret and a foreign account, ``SignInNeeded``, ``Refused``.
    """
    row = submissions.get(uow.session, submission_id)
    draft = shared_drafts.get(uow.session, submission_id)
    known = row.secret_index if row else draft.secret_index if draft else None
    if secret is not None:
        if not is_secret(secret) or (known is not None and not opens(c, secret, known)):
            raise NotFound("submission.unknown")
        return Held(row, known or secret_index(c, secret))
    require_joined(draft, actor)
    assert known is not None
    return Held(row, known)


def require_joined(draft: SharedDraftRow | None, actor: Actor) -> SharedDraftRow:
    """The draft, for the one account that joined it; errors as in ``authorised``."""
    if not actor.signed_in:
        raise SignInNeeded("access.sign_in")
    if draft is None or draft.joined_account_id is None or draft.joined_account_id != actor.account_id:
        raise NotFound("submission.unknown")
    policy.require(actor, Action.DRAFT_JOIN, draft.unit_code)
    return draft
