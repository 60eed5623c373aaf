"""A shared draft as one of its two sides sees it."""

from __future__ import annotations

from uuid import UUID

from sothuhoso.db.queries import dossiers, submissions
from sothuhoso.db.tables import SharedDraftRow
from sothuhoso.db.unit_of_work import UnitOfWork
from sothuhoso.domain.shared_draft import Page, SharedDraft, Side
from sothuhoso.services.container import Container
from sothuhoso.services.draft_content import unseal
from sothuhoso.services.draft_views import ClaimView, DraftField, DraftPage, DraftPages, DraftView
from sothuhoso.services.moments import iso


def draft_view(uow: UnitOfWork, c: Container, row: SharedDraftRow, side: Side) -> DraftView:
    """The whole draft; claims that ran out are left away, the sender's secret is not in it."""
    draft, _ = unseal(c, row)
    dossier = dossiers.get(uow.session, row.id)
    arrived = {photo.received_sha256 for photo in submissions.photos(uow.session, row.id)}
    return DraftView(
        id=str(row.id),
        side=str(side),
        unit=row.unit_code,
        procedure=draft.procedure,
        procedure_version=draft.procedure_version,
        version=row.version,
        joined=row.joined_account_id is not None,
        joined_name=row.joined_name,
        sent=dossier is not None,
        number=dossier.number if dossier else "",
        closed=row.closed_at is not None,
        expires_at=iso(row.expires_at),
        fields=[DraftField(path, v.value, v.origin, v.at, v.by) for path, v in draft.fields.items()],
        pages=[
            DraftPages(component, [_page(row.id, page, arrived) for page in pages])
            for component, pages in draft.pages.items()
        ],
        claims=_claims(c, draft),
    )


def _claims(c: Container, draft: SharedDraft) -> list[ClaimView]:
    now = c.clock.now()
    return [ClaimView(held.path, side, iso(held.until)) for side, held in draft.claims.items() if held.until > now]


def _page(draft_id: UUID, page: Page, arrived: set[str]) -> DraftPage:
    address = f"/api/submissions/{draft_id}/photos/{page.sha256}"
    return DraftPage(
        id=page.id,
        sha256=page.sha256,
        bytes=page.bytes,
        media_type=page.media_type,
        arrived=page.sha256 in arrived,
        thumb_url=f"{address}?size=thumb",
        full_url=f"{address}?size=full",
    )
