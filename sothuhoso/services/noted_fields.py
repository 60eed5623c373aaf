"""Opens what was noted of papers, for the view of a dossier and for those who note."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from sothuhoso.db.tables import DossierPageRow, PageReadingRow, PaperFieldRow
from sothuhoso.domain.page_lines import box_around, surroundings
from sothuhoso.domain.paper_fields import PaperField
from sothuhoso.services.container import Container
from sothuhoso.services.moments import iso
from sothuhoso.services.paper_field_views import PaperFieldView, PlaceView
from sothuhoso.services.search_views import BoxView


def seal(c: Container, row: PaperFieldRow, value: str) -> bytes:
    """A value as its row keeps it."""
    return c.vault.seal(value.encode(), _context(row))


def noted_value(c: Container, row: PaperFieldRow) -> str:
    """A value in clear. Raises ``Unavailable('vault.unreadable')``."""
    return c.vault.open(row.value_enc, _context(row)).decode()


def noted_fields(
    c: Container,
    rows: Sequence[PaperFieldRow],
    pages: Sequence[DossierPageRow],
    readings: Mapping[UUID, PageReadingRow],
) -> list[PaperFieldView]:
    """What was noted of one paper, in the order of the screens; names that are not on it are left out."""
    order = list(PaperField)
    places = {page.id: page for page in pages}
    shown = [row for row in rows if row.field != PaperField.NAMES or row.origin != "absent"]
    return [
        PaperFieldView(
            id=f"{row.field}.{row.item}",
            field=row.field,
            item=row.item,
            version=row.version,
            value=noted_value(c, row),
            origin=row.origin,
            by=row.actor_name,
            at=iso(row.at),
            place=_place(row, places, readings),
        )
        for row in sorted(shown, key=lambda row: (order.index(PaperField(row.field)), row.item))
    ]


def still_there(row: PaperFieldRow, reading: PageReadingRow | None) -> bool:
    """Whether the place that was noted is one of the page as it is cut today."""
    return reading is not None and reading.made_at <= row.at


def _place(
    row: PaperFieldRow, pages: Mapping[UUID, DossierPageRow], readings: Mapping[UUID, PageReadingRow]
) -> PlaceView:
    reading = readings.get(row.page_id) if row.page_id else None
    return (
        place_of(pages[reading.page_id], row.boxes, reading) if reading and still_there(row, reading) else PlaceView()
    )


def place_of(page: DossierPageRow, boxes: Sequence[Sequence[float]], reading: PageReadingRow | None) -> PlaceView:
    """Where these boxes are, and what is cut out around them."""
    whole = [(left, top, width, height) for left, top, width, height in boxes]
    around = surroundings(box_around(whole))
    from_left, from_top, wide, high = around
    return PlaceView(
        page_id=str(page.id),
        page=page.position + 1,
        boxes=[BoxView(*box) for box in whole],
        around=BoxView(*around),
        marks=[BoxView((x - from_left) / wide, (y - from_top) / high, w / wide, h / high) for x, y, w, h in whole],
        picture_url=f"/api/dossiers/{page.dossier_id}/pages/{page.id}/clean.jpg",
        made=iso(reading.made_at) if reading else "",
    )


def _context(row: PaperFieldRow) -> str:
    return f"paper_field:{row.component_id}:{row.field}:{row.item}:{row.version}"
