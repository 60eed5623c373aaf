"""Finding by what is written: in a dossier and over the unit's papers, never another's, never by a long number."""

import io
import json
import time
from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from PIL import Image
from sqlmodel import select

from sothuhoso.db import tables
from sothuhoso.db.queries import audit, dossiers
from sothuhoso.domain.errors import Invalid, NotFound, Refused, Unavailable
from sothuhoso.domain.policy import Role
from sothuhoso.domain.ports import MadePage, SeenPage
from sothuhoso.imaging import pdf
from sothuhoso.imaging.page import make
from sothuhoso.services import dossier_view, paper_files, paper_search, paper_work
from tests.conftest import OTHER_UNIT, UNIT
from tests.services.making import MAI, absent, arrived, photo, photographed, refused
from tests.services.test_paper_files import WORDS, paper

FIRST = "GIẤY CHỨNG SINH Họ và tên mẹ Hoàng Thị Mai Số CCCD 019199000017 điện thoại 0912 345 678 xóm Khuổi Mèo"
SECOND = "TỜ KHAI ĐĂNG KÝ KHAI SINH cho bé Hoàng Thị Mây quê quán xã Thần Sa"
THIRD = "Trang hai của tờ khai, cam đoan đúng sự thật"


class Reading:
    """Makes pages that say what is given for their photo; where a word stands is told by its place in the row."""

    def __init__(self, said: dict[bytes, str], sheet: bytes = b"%PDF-1.7 a page") -> None:
        self.said, self.sheet = said, sheet

    def check(self, content, paper, *, corners=None, sure=None):
        return SeenPage((), None, 300.0, {})

    def make(self, content, paper, **asked):
        words = self.said[content].split()
        placed = tuple((word, at / 100, 0.1, 0.01, 0.02) for at, word in enumerate(words))
        return MadePage(self.sheet + content[:8], " ".join(words), placed, 300.0, 0)

    def bind(self, sheets, *, title):
        return b"%PDF-1.7 a paper"


def made(c, number: int, *texts: str, unit: str = UNIT):
    """A dossier whose first paper has one page and whose second has the others, read as ``texts``."""
    photos = tuple(photo(number * 10 + at) for at in range(len(texts)))
    given = [photographed("giay_chung_sinh", photos[0])]
    given.append(photographed("to_khai_khai_sinh", *photos[1:]) if photos[1:] else absent("to_khai_khai_sinh"))
    dossier = arrived(c, photos=photos, components=given, unit=unit)
    read(c, dict(zip(photos, texts, strict=True)))
    return dossier


def read(c, said: dict[bytes, str]) -> None:
    while paper_files.work_one(replace(c, pages=Reading(said))):
        pass


def shown(hits):
    return [(hit.paper_name.split()[0], hit.page) for hit in hits.hits]


def marked(hit):
    return [piece.text for piece in hit.excerpt if piece.found]


def plain(hit):
    return "".join(piece.text for piece in hit.excerpt)


@pytest.fixture
def dossier(c):
    return made(c, 1, FIRST, SECOND, THIRD)


def test_in_a_dossier_all_its_pages_are_found_in_the_order_of_its_papers(c, clerk, dossier):
    hits = paper_search.in_dossier(c, clerk, dossier.id, "hoang thi")
    assert [hit.page for hit in hits.hits] == [1, 1]
    assert [marked(hit) for hit in hits.hits] == [["Hoàng Thị"], ["Hoàng Thị"]]
    assert hits.hits[0].number == dossier.number
    assert (hits.more, hits.unread) == (False, 0)
    second_page = paper_search.in_dossier(c, clerk, dossier.id, "su that").hits
    assert [hit.page for hit in second_page] == [2]


def test_a_hit_says_where_its_words_stand(c, clerk, dossier):
    (hit,) = paper_search.in_dossier(c, clerk, dossier.id, '"khuoi meo"').hits
    at = FIRST.split().index("Khuổi")
    assert [(box.left, box.top) for box in hit.boxes] == [(at / 100, 0.1), ((at + 1) / 100, 0.1)]
    assert hit.picture_url == f"/api/dossiers/{dossier.id}/pages/{hit.id}/clean.jpg"


def test_accents_are_ignored_or_respected(c, clerk, dossier):
    assert len(paper_search.in_dossier(c, clerk, dossier.id, "mây").hits) == 1
    assert paper_search.in_dossier(c, clerk, dossier.id, "máy").hits
    assert not paper_search.in_dossier(c, clerk, dossier.id, "máy", exact=True).hits
    assert paper_search.in_dossier(c, clerk, dossier.id, "may", exact=True).hits


def test_over_the_desk_the_last_read_comes_first_and_pages_are_turned(c, clerk):
    numbers = [made(c, at, f"Tờ chung {at}").number for at in range(1, paper_search.MAX_SIZE + 3)]
    first, second, none = (paper_search.at_desk(c, clerk, "tờ chung", page=page) for page in (1, 2, 3))
    assert [hit.number for hit in (*first.hits, *second.hits)] == numbers[::-1]
    assert [(hits.more, hits.page) for hits in (first, second, none)] == [(True, 1), (False, 2), (False, 3)]
    assert none.hits == []
    assert [paper_search.at_desk(c, clerk, "tờ", page=page).page for page in (0, -5)] == [1, 1]


def test_another_units_papers_are_never_found(c, clerk, other_clerk, dossier):
    elsewhere = made(c, 2, SECOND.replace("bé", "cháu"), unit=OTHER_UNIT)
    assert {hit.number for hit in paper_search.at_desk(c, clerk, "khai").hits} == {dossier.number}
    assert {hit.number for hit in paper_search.at_desk(c, other_clerk, "khai").hits} == {elsewhere.number}
    with refused(Refused, "access.refused"):
        paper_search.in_dossier(c, clerk, elsewhere.id, "khai")
    with refused(NotFound, "dossier.unknown"):
        paper_search.in_dossier(c, clerk, uuid4(), "khai")


def test_who_sees_no_dossiers_searches_none(c, make_actor, dossier):
    for role in (Role.PROVINCE, Role.ADMIN):
        with refused(Refused, "access.refused"):
            paper_search.at_desk(c, make_actor(f"vai-{role}", role, None), "khai")


def test_long_numbers_are_neither_found_nor_shown(c, clerk, dossier):
    for asked in (MAI, "0912345678", "019 199 000 017"):
        with refused(Invalid, "search.number"):
            paper_search.at_desk(c, clerk, asked)
    for part in ("01919900", "19900001", "0912", "345", "678"):
        assert paper_search.at_desk(c, clerk, part).hits == []
    hit = paper_search.at_desk(c, clerk, "CCCD").hits[0]
    assert "•" in plain(hit)
    assert not any(part in plain(hit) for part in (MAI, "0912", "345", "678"))
    with c.look() as uow:
        kept = [text for row in uow.session.exec(select(tables.PageTextRow)) for text in (row.words, row.folded)]
        assert not any(part in text for text in kept for part in ("019199", "0912", "345"))


def test_who_searched_is_written_down_and_whose_papers_were_shown_but_not_what_was_asked(c, clerk, dossier):
    other = made(c, 2, SECOND)
    paper_search.at_desk(c, clerk, "hoàng mây")
    paper_search.in_dossier(c, clerk, dossier.id, "khuổi mèo")
    with c.look() as uow:
        said = [row for row in uow.session.exec(select(tables.AuditRow)) if row.action == "paper.search"]
        assert {(row.object_kind, row.object_id) for row in said} == {
            ("unit", UNIT),
            ("dossier", str(dossier.id)),
            ("dossier", str(other.id)),
        }
        assert next(row.facts for row in said) == {"pages": 2}
        everything = json.dumps([row.model_dump(mode="json") for row in said], ensure_ascii=False).lower()
    assert not any(word in everything for word in ("hoàng", "mây", "khuổi", "may"))


def test_what_is_refused_is_not_written_down_as_a_look(c, clerk, dossier):
    for asked in ("", "x" * 101, MAI):
        with pytest.raises(Invalid):
            paper_search.in_dossier(c, clerk, dossier.id, asked)
    with c.look() as uow:
        assert not [row for row in uow.session.exec(select(tables.AuditRow)) if row.action == "paper.search"]


def test_a_page_made_again_is_found_by_its_new_words(c, clerk, dossier):
    view = dossier_view.open_dossier(c, clerk, dossier.id).components[0]
    with c.work() as uow:
        row = paper_files.paper_files.get(uow.session, UUID(view.id), lock=True)
        reading = uow.session.get(tables.PageReadingRow, UUID(view.pages[0].id))
        reading.sheet_sha256, row.state = "0" * 64, "waiting"  # the sheet is lost: the page is made anew
        uow.session.add(reading)
        uow.session.add(row)
        uow.commit()
    read(c, {photo(10): "Giấy khác hẳn"})
    assert paper_search.in_dossier(c, clerk, dossier.id, "khuổi mèo").hits == []
    assert [marked(hit) for hit in paper_search.in_dossier(c, clerk, dossier.id, "khác hẳn").hits] == [["khác hẳn"]]
    with c.look() as uow:
        assert len(uow.session.exec(select(tables.PageTextRow)).all()) == 3


def test_a_deleted_dossier_is_gone_from_the_index(c, clerk, dossier):
    stays = made(c, 2, SECOND)
    with c.work() as uow:
        papers = (tables.PageReadingRow, tables.PaperVersionRow, tables.PaperFileRow, tables.DossierPageRow)
        for kind in (*papers, tables.DossierComponentRow):
            for row in uow.session.exec(select(kind).where(kind.dossier_id == dossier.id)):
                uow.session.delete(row)
            uow.session.flush()
        for kind in (tables.DossierPersonRow, tables.DossierEventRow):
            for row in uow.session.exec(select(kind).where(kind.dossier_id == dossier.id)):
                uow.session.delete(row)
        uow.session.flush()
        uow.session.delete(dossiers.get(uow.session, dossier.id))
        uow.commit()
    assert {hit.number for hit in paper_search.at_desk(c, clerk, "khai").hits} == {stays.number}
    with c.look() as uow:
        assert {row.dossier_id for row in uow.session.exec(select(tables.PageTextRow))} == {stays.id}


def test_pages_nobody_has_read_yet_are_told_of(c, clerk):
    waiting = arrived(c)
    hits = paper_search.in_dossier(c, clerk, waiting.id, "khai")
    assert (hits.hits, hits.unread) == ([], 3)


def test_what_was_read_before_there_was_an_index_is_found_after_the_start(c, clerk, monkeypatch):
    monkeypatch.setattr(paper_search, "_INDEXED_AT_ONCE", 2)
    old = made(c, 1, FIRST, SECOND, THIRD)
    with c.work() as uow:
        for row in uow.session.exec(select(tables.PageTextRow)):
            uow.session.delete(row)
        broken = uow.session.exec(select(tables.PageReadingRow)).all()[1]
        broken.words_enc = b"not to be opened"
        uow.session.add(broken)
        uow.commit()
    assert paper_search.at_desk(c, clerk, "khai").hits == []
    assert index_all(c) == 3  # two, one, none
    found = (
        paper_search.in_dossier(c, clerk, old.id, "khuổi").hits + paper_search.in_dossier(c, clerk, old.id, "khai").hits
    )
    assert found
    with c.look() as uow:
        kept = [row.id for row in uow.session.exec(select(tables.PageTextRow))]
        assert len(kept) == 2
    index_all(c)  # once more changes nothing
    with c.look() as uow:
        assert [row.id for row in uow.session.exec(select(tables.PageTextRow))] == kept


def test_a_running_server_lets_them_be_found(c, clerk):
    old = made(c, 1, FIRST, SECOND, THIRD)
    with c.work() as uow:
        for row in uow.session.exec(select(tables.PageTextRow)):
            uow.session.delete(row)
        uow.commit()
    with paper_work.working(c):
        end = time.monotonic() + 60
        while paper_search.in_dossier(c, clerk, old.id, "khuổi").unread and time.monotonic() < end:
            time.sleep(0.05)
    assert len(paper_search.in_dossier(c, clerk, old.id, "khuổi").hits) == 1


def index_all(c) -> int:
    rounds, after = 1, paper_search.index_some(c, None)
    while after is not None:
        rounds, after = rounds + 1, paper_search.index_some(c, after)
    return rounds


def test_the_clean_page_is_a_picture_and_the_look_is_written_down(c, clerk, dossier, real_sheet):
    page = paper_search.in_dossier(c, clerk, dossier.id, "khuổi").hits[0].id
    with refused(Unavailable, "page.not_drawn"):
        paper_files.clean_page(c, clerk, dossier.id, UUID(page))
    with c.work() as uow:
        reading = uow.session.get(tables.PageReadingRow, UUID(page))
        reading.sheet_sha256 = c.files.put(real_sheet)
        uow.session.add(reading)
        uow.commit()
    image = paper_files.clean_page(c, clerk, dossier.id, UUID(page))
    with Image.open(io.BytesIO(image.content)) as picture:
        assert (picture.format, image.media_type) == ("JPEG", "image/jpeg")
        assert max(picture.size) == 1754
        assert picture.convert("L").getextrema()[0] < 60  # there is print on it
    with c.look() as uow:
        assert [entry.action for entry in audit.of_object(uow.session, "page", page)] == ["page.view"]


@pytest.fixture(scope="session")
def real_sheet() -> bytes:
    return pdf.written([make(paper(WORDS[0]), read=False).sheet], title="")


def test_pages_that_are_not_there(c, clerk, dossier):
    waiting = arrived(c)
    page = dossier_view.open_dossier(c, clerk, waiting.id).components[0].pages[0]
    with refused(NotFound, "page.not_made"):
        paper_files.clean_page(c, clerk, waiting.id, UUID(page.id))
    with refused(NotFound, "page.unknown"):
        paper_files.clean_page(c, clerk, dossier.id, UUID(page.id))  # of another dossier
