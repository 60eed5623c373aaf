"""Pages of files that people brought along: drawn when somebody looks, read, and told to the desk."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from sothuhoso.db.queries import dossiers, submissions
from sothuhoso.db.tables import DossierPageRow, DossierRow
from sothuhoso.db.unit_of_work import UnitOfWork
from sothuhoso.domain.brought import BroughtDocument, BroughtPage, BroughtSignature, document_of
from sothuhoso.domain.errors import NotFound
from sothuhoso.domain.manifest import PDF
from sothuhoso.domain.ports import Word
from sothuhoso.services.container import Container
from sothuhoso.services.dossier_views import BroughtSignatureView, BroughtView
from sothuhoso.services.stored_images import stored_thumbnail
from sothuhoso.services.views import ImageBytes


def page_image(c: Container, page: DossierPageRow, *, thumbnail: bool) -> ImageBytes:
    """The page as a picture, or a small one: drawn at the first look and kept. Raises as ``DocumentReader.picture``."""
    drawn = page if _is_drawn(c, page) else _draw(c, page)
    return stored_thumbnail(c, drawn.thumbnail_sha256 if thumbnail else drawn.drawn_sha256)


def _is_drawn(c: Container, page: DossierPageRow) -> bool:
    return bool(page.drawn_sha256) and c.files.has(page.drawn_sha256) and c.files.has(page.thumbnail_sha256)


def _draw(c: Container, page: DossierPageRow) -> DossierPageRow:
    picture, _ = c.documents.picture(c.files.get(page.file_sha256), page.file_page or 0)
    names = c.files.put(picture), c.files.put(c.images.clean(picture).thumbnail)
    with c.work() as uow:
        row = dossiers.page(uow.session, page.dossier_id, page.id)
        if row is None:
            raise NotFound("page.unknown")
        row.drawn_sha256, row.thumbnail_sha256 = names
        uow.session.add(row)
        uow.commit()
        return row


def facts(c: Container, page: DossierPageRow) -> BroughtPage:
    """What was seen of a page of a file when it came. Raises ``NotFound('page.unknown')``."""
    with c.look() as uow:
        photo = submissions.photo(uow.session, page.dossier_id, page.received_sha256)
    if photo is None or page.file_page is None:
        raise NotFound("page.unknown")
    return document_of(photo.document).pages[page.file_page]


def words(c: Container, page: DossierPageRow) -> tuple[Word, ...]:
    """What the file itself says that stands on the page; empty where it is a picture only."""
    if not facts(c, page).text:
        return ()
    return c.documents.words(c.files.get(page.file_sha256), page.file_page or 0)


def is_one_pdf(pages: Sequence[DossierPageRow]) -> bool:
    """Whether a paper is one PDF and nothing else: then that is its file, byte for byte."""
    files = {(page.received_sha256, page.media_type) for page in pages if page.file_page is not None}
    whole = [page.file_page for page in pages] == list(range(len(pages)))
    return whole and len(files) == 1 and all(media_type == PDF for _, media_type in files)


def views(uow: UnitOfWork, row: DossierRow, pages: Iterable[DossierPageRow]) -> list[BroughtView]:
    """The files among a paper's pages, in order, and what each of them says."""
    found: list[BroughtView] = []
    for sha256, group in groupby(pages, key=lambda page: page.file_page is not None and page.received_sha256):
        photo = submissions.photo(uow.session, row.id, sha256) if isinstance(sha256, str) else None
        if photo is not None:
            found.extend(_view(page, document_of(photo.document)) for page in group if page.file_page == 0)
    return found


def _view(first: DossierPageRow, seen: BroughtDocument) -> BroughtView:
    return BroughtView(
        kind=str(seen.kind),
        first=first.position + 1,
        last=first.position + len(seen.pages),
        pages=len(seen.pages),
        kilobytes=-(-first.bytes // 1000),
        url=f"/api/dossiers/{first.dossier_id}/originals/{first.id}",
        signatures=[_signature(one) for one in seen.signatures],
    )


def _signature(one: BroughtSignature) -> BroughtSignatureView:
    return BroughtSignatureView(str(one.says), one.signer, one.issuer, one.claimed_at)
