"""A draft that the citizen's phone and the clerk's tablet fill in together. The row in the database is the truth.

The phone shows a code of six digits, good for five minutes, for one clerk of the named unit. Afterwards only that
account and whoever holds the secret may open the draft. ID numbers are whole here: both sides type them; the joining is
written down.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from sothuhoso.db.queries import shared_drafts, submissions, units
from sothuhoso.db.tables import SharedDraftRow
from sothuhoso.db.unit_of_work import UnitOfWork
from sothuhoso.domain import draft_changes, policy, shared_draft
from sothuhoso.domain.draft_changes import RefusedChange
from sothuhoso.domain.errors import Conflict, Invalid, NotFound, SignInNeeded, TooMany, Unavailable
from sothuhoso.domain.policy import ANONYMOUS, Action, Actor
from sothuhoso.domain.shared_draft import SharedDraft, Side
from sothuhoso.domain.submission import parse_manifest
from sothuhoso.services import audit, capability, draft_content, intake
from sothuhoso.services.container import Container
from sothuhoso.services.draft_view import draft_view
from sothuhoso.services.draft_views import DraftView, EditedDraft, JoinedDraft, RefusedEdit, ShareCode
from sothuhoso.services.moments import iso
from sothuhoso.services.views import Receipt

LIVES = timedelta(hours=12)
"""How long a draft stays shared: a day at the desk. The phone keeps its own copy."""

JOIN_TRIES, JOIN_SECONDS = 10, 600
SHARE_TRIES, SHARE_SECONDS = 20, 600
_DRAWS = 20

Change = Callable[[SharedDraft, Side], SharedDraft]


def share(c: Container, draft_id: UUID, secret: str, unit: str, content: object) -> ShareCode:
    """Give the draft a fresh code for a clerk of ``unit``; an earlier code and an earlier clerk are let go.

    ``content`` as in ``shared_draft.begin``. Raises ``NotFound('submission.unknown')`` for another secret,
    ``Invalid('submission.unit_unknown')``, ``Conflict('draft.sent')``, ``TooMany('draft.too_many')``.
    """
    if wait := c.limits.take("draft.share", str(draft_id), amount=SHARE_TRIES, seconds=SHARE_SECONDS):
        raise TooMany("draft.too_many", seconds=wait)
    draft = shared_draft.begin(content, c.clock.now())
    with c.work() as uow:
        held = capability.authorised(uow, c, ANONYMOUS, draft_id, secret)
        if held.row is not None and held.row.content_hash is not None:
            raise Conflict("draft.sent")
        if units.unit(uow.session, unit) is None:
            raise Invalid("submission.unit_unknown", unit=unit)
        row = shared_drafts.get(uow.session, draft_id, lock=True) or _fresh(c, draft_id, held.index, unit)
        row.unit_code, row.joined_account_id, row.joined_name, row.joined_at = unit, None, "", None
        row.content_enc, row.closed_at = draft_content.seal(c, draft_id, draft, secret), None
        code = _give_code(uow, c, row)
        row.expires_at = c.clock.now() + LIVES
        _keep(uow, row)
        audit.record(uow, c, ANONYMOUS, "draft.share", "draft", draft_id, unit)
        uow.commit()
        return ShareCode(draft_id=str(draft_id), code=code, expires_at=iso(row.code_expires_at))


def join(c: Container, actor: Actor, code: str) -> JoinedDraft:
    """Take up the draft behind this code; it then works for nobody else.

    Raises ``NotFound('draft.code_unknown')`` alike for a wrong, used, outdated code and one meant for another unit,
    ``TooMany('draft.too_many')``.
    """
    policy.require(actor, Action.DRAFT_JOIN, actor.unit_code)
    if wait := c.limits.take("draft.join", str(actor.account_id), amount=JOIN_TRIES, seconds=JOIN_SECONDS):
        raise TooMany("draft.too_many", seconds=wait)
    now = c.clock.now()
    with c.work() as uow:
        row = shared_drafts.by_code(uow.session, _code_index(c, "".join(code.split())))
        if row is None or row.unit_code != actor.unit_code or not _may_be_joined(row, now):
            audit.record(uow, c, actor, "draft.join_failed", "draft", "", actor.unit_code)
            uow.commit()
            raise NotFound("draft.code_unknown")
        row.code_index = row.code_expires_at = None
        row.joined_account_id, row.joined_name, row.joined_at = actor.account_id, actor.name, now
        _keep(uow, row)
        audit.record(uow, c, actor, Action.DRAFT_JOIN, "draft", row.id, row.unit_code)
        draft, _ = draft_content.unseal(c, row)
        uow.commit()
    c.limits.forget("draft.join", str(actor.account_id), amount=JOIN_TRIES, seconds=JOIN_SECONDS)
    return JoinedDraft(
        id=str(row.id),
        unit=row.unit_code,
        procedure=draft.procedure,
        procedure_version=draft.procedure_version,
        captured_at=draft.captured_at,
    )


def open_draft(c: Container, actor: Actor, draft_id: UUID, secret: str | None) -> DraftView:
    """The draft as this side sees it. Raises ``NotFound('submission.unknown')``, ``SignInNeeded``, ``Refused``."""
    with c.look() as uow:
        row, side = _entered(uow, c, actor, draft_id, secret)
        return draft_view(uow, c, row, side)


def edit(
    c: Container, actor: Actor, draft_id: UUID, secret: str | None, *, path: str, value: str, origin: str = "typed"
) -> DraftView:
    """Set one field and hold it for a few seconds.

    Raises ``Conflict('draft.field_held')`` while the other side holds it, ``Conflict('draft.closed')``,
    ``Invalid('draft.path_unknown' | 'submission.text_too_long' | 'submission.not_readable')`` and as ``open_draft``.
    """
    return _change(
        c,
        actor,
        draft_id,
        secret,
        lambda draft, side: shared_draft.edit(draft, path, value, origin, side=side, now=c.clock.now()),
    )


def edit_all(c: Container, actor: Actor, draft_id: UUID, secret: str | None, *, changes: object) -> EditedDraft:
    """Take all that one side changed since it last looked; what cannot be taken is named in the answer.

    ``changes`` as in ``draft_changes.apply``, and so are the errors; else as ``edit``.
    """
    refused: tuple[RefusedChange, ...] = ()

    def change(draft: SharedDraft, side: Side) -> SharedDraft:
        nonlocal refused
        draft, refused = draft_changes.apply(draft, changes, side=side, now=c.clock.now())
        return draft

    view = _change(c, actor, draft_id, secret, change)
    return EditedDraft(draft=view, refused=[RefusedEdit(one.path, one.key) for one in refused])


def hold_field(c: Container, actor: Actor, draft_id: UUID, secret: str | None, *, path: str) -> DraftView:
    """Hold a field (``""``: let go of all), so that the other side sees who is typing; errors as ``edit``."""
    return _change(
        c,
        actor,
        draft_id,
        secret,
        lambda draft, side: (
            shared_draft.claim(draft, path, side, c.clock.now()) if path else shared_draft.release(draft, side)
        ),
    )


def put_page(
    c: Container, actor: Actor, draft_id: UUID, secret: str | None, *, component: str, page: object
) -> DraftView:
    """Add a page (or replace the one with its id); its bytes come by ``intake.take_photo``. Errors as ``edit``."""
    return _change(c, actor, draft_id, secret, lambda draft, _: shared_draft.put_page(draft, component, page))


def remove_page(
    c: Container, actor: Actor, draft_id: UUID, secret: str | None, *, component: str, page_id: str
) -> DraftView:
    """Take a page out; errors as ``edit``."""
    return _change(c, actor, draft_id, secret, lambda draft, _: shared_draft.remove_page(draft, component, page_id))


def order_pages(
    c: Container, actor: Actor, draft_id: UUID, secret: str | None, *, component: str, page_ids: list[str]
) -> DraftView:
    """Put the pages of a component in order; errors as ``edit``."""
    return _change(c, actor, draft_id, secret, lambda draft, _: shared_draft.order_pages(draft, component, page_ids))


def send(c: Container, actor: Actor, draft_id: UUID, secret: str | None) -> Receipt:
    """Send the draft as it stands: the clerk as ``counter``, the citizen as ``phone``.

    Raises what ``intake.announce`` raises, and as ``open_draft``. The draft closes when the dossier exists.
    """
    with c.work() as uow:
        row, side = _entered(uow, c, actor, draft_id, secret, lock=True)
        draft, own_secret = draft_content.unseal(c, row)
        channel = "counter" if side is Side.CLERK else "phone"
        raw = shared_draft.manifest_of(draft, unit=row.unit_code, secret=own_secret, channel=channel)
        receipt = intake.announce_within(uow, c, actor, draft_id, parse_manifest(raw))
        uow.tell(f"draft:{draft_id}")
        uow.commit()
    if receipt is None:
        raise Conflict("submission.conflict")
    return receipt


def close(c: Container, actor: Actor, draft_id: UUID, secret: str | None) -> None:
    """Stop sharing: the code is void, the clerk is out; the phone goes on alone. Errors as ``open_draft``."""
    with c.work() as uow:
        row, side = _entered(uow, c, actor, draft_id, secret, lock=True)
        _close(uow, c, actor, row, side)
        uow.commit()


def close_joined(c: Container, actor: Actor) -> None:
    """Leave every draft this account has joined: whoever signs out leaves the people at the desk alone with it."""
    if not actor.signed_in:
        return
    with c.work() as uow:
        for row in shared_drafts.joined_by(uow.session, actor.account_id):
            _close(uow, c, actor, row, Side.CLERK)
        uow.commit()


def _entered(
    uow: UnitOfWork, c: Container, actor: Actor, draft_id: UUID, secret: str | None, *, lock: bool = False
) -> tuple[SharedDraftRow, Side]:
    """The draft for the holder of its secret or the account that joined it; everyone else learns nothing."""
    row = shared_drafts.get(uow.session, draft_id, lock=lock)
    live = row is not None and row.expires_at > c.clock.now()
    if secret is not None:
        if row is None or not live or not capability.opens(c, secret, row.secret_index):
            raise NotFound("submission.unknown")
        return row, Side.CITIZEN
    if not actor.signed_in:
        raise SignInNeeded("access.sign_in")
    return capability.require_joined(row if live else None, actor), Side.CLERK


def _change(c: Container, actor: Actor, draft_id: UUID, secret: str | None, change: Change) -> DraftView:
    with c.work() as uow:
        row, side = _entered(uow, c, actor, draft_id, secret, lock=True)
        _check_open(uow, row)
        draft, own_secret = draft_content.unseal(c, row)
        row.content_enc = draft_content.seal(c, draft_id, change(draft, side), own_secret)
        _keep(uow, row)
        view = draft_view(uow, c, row, side)
        uow.commit()
        return view


def _close(uow: UnitOfWork, c: Container, actor: Actor, row: SharedDraftRow, side: Side) -> None:
    row.closed_at = row.closed_at or c.clock.now()
    row.code_index, row.joined_account_id, row.joined_name = None, None, ""
    _keep(uow, row)
    audit.record(uow, c, actor, "draft.close", "draft", row.id, row.unit_code, side=str(side))


def _check_open(uow: UnitOfWork, row: SharedDraftRow) -> None:
    submission = submissions.get(uow.session, row.id)
    if submission is not None and submission.content_hash is not None:
        raise Conflict("draft.sent")
    if row.closed_at is not None:
        raise Conflict("draft.closed")


def _fresh(c: Container, draft_id: UUID, index: str, unit: str) -> SharedDraftRow:
    now = c.clock.now()
    return SharedDraftRow(
        id=draft_id,
        unit_code=unit,
        secret_index=index,
        version=0,
        content_enc=b"",
        created_at=now,
        expires_at=now + LIVES,
    )


def _keep(uow: UnitOfWork, row: SharedDraftRow) -> None:
    row.version += 1
    uow.session.add(row)
    uow.tell(f"draft:{row.id}")


def _may_be_joined(row: SharedDraftRow, now: datetime) -> bool:
    return row.closed_at is None and row.code_expires_at is not None and row.code_expires_at > now


def _give_code(uow: UnitOfWork, c: Container, row: SharedDraftRow) -> str:
    """A code nobody waits on; those that ran out are free again."""
    now = c.clock.now()
    for _ in range(_DRAWS):
        code = c.ids.short_code()
        taken = shared_drafts.by_code(uow.session, _code_index(c, code))
        if taken is not None and taken.id != row.id:
            if taken.code_expires_at is not None and taken.code_expires_at > now:
                continue
            taken.code_index = None
            uow.session.add(taken)
            uow.session.flush()
        row.code_index = _code_index(c, code)
        row.code_expires_at = now + timedelta(minutes=c.settings.share_code_minutes)
        return code
    raise Unavailable("draft.no_code")


def _code_index(c: Container, code: str) -> str:
    return c.vault.blind_index(code, "draft.code")
