"""A page is put right at the desk: cut otherwise, found by its new words, and every earlier file is still there."""

import io
import json
from dataclasses import replace
from uuid import UUID, uuid4

import pypdfium2
import pytest
from PIL import Image, ImageDraw

from sothuhoso.db.queries import audit, dossiers
from sothuhoso.db.queries import paper_files as rows
from sothuhoso.domain.dossier_status import Status
from sothuhoso.domain.errors import Conflict, Invalid, NotFound, Unavailable
from sothuhoso.domain.names import fold
from sothuhoso.services import (
    comparing,
    decisions,
    dossier_view,
    page_laid,
    paper_fields,
    paper_files,
    paper_search,
)
from sothuhoso.services.paper_field_views import PlaceView, SuggestedView
from sothuhoso.services.search_views import BoxView
from tests.samples.brought import pdf_of
from tests.samples.drawing import font
from tests.services.making import arrived, photographed, refused, sha

TOP = [[0.08, 0.05], [0.92, 0.05], [0.92, 0.5], [0.08, 0.5]]
"""The upper half of the sheet, where the first word is, and not the second."""
ABOVE, BELOW = "Lương", "Khuổi"
WHOLE = {"paper": "A4", "corners": None, "turn": None, "note": False}


def sheet_photo() -> bytes:
    """A sheet on a dark table, one word large in its upper half and another in its lower one."""
    table, sheet = Image.new("RGB", (1200, 1600), (60, 50, 46)), Image.new("RGB", (1008, 1440), (250, 249, 245))
    for word, top in ((ABOVE, 120), (BELOW, 840)):
        for line in range(4):
            where = (90, top + 130 * line)
            ImageDraw.Draw(sheet).text(where, f"{word} {word} {word}", font=font(76, serif=True), fill=(20, 20, 24))
    table.paste(sheet, (96, 80))
    out = io.BytesIO()
    table.save(out, "JPEG", quality=92)
    return out.getvalue()


PHOTO = sheet_photo()


def other_photo() -> bytes:
    """The same sheet, photographed a second time."""
    out = io.BytesIO()
    Image.open(io.BytesIO(PHOTO)).save(out, "JPEG", quality=80)
    return out.getvalue()


OTHER = other_photo()


@pytest.fixture
def dossier(c):
    """A dossier of one paper of two pages."""
    return arrived(c, photos=(PHOTO, OTHER), components=[photographed("giay_chung_sinh", PHOTO, OTHER)])


def paper_of(c, clerk, dossier):
    return dossier_view.open_dossier(c, clerk, dossier.id).components[0]


def page_id(c, clerk, dossier, at=0) -> UUID:
    return UUID(paper_of(c, clerk, dossier).pages[at].id)


def lay(c, clerk, dossier, at=0, version=None, **said):
    seen = dossier_view.open_dossier(c, clerk, dossier.id)
    page_of = UUID(seen.components[0].pages[at].id)
    version = seen.version if version is None else version
    return page_laid.lay_again(c, clerk, dossier.id, page_of, laid=WHOLE | said, version=version)


def made(c) -> None:
    while paper_files.work_one(c):
        pass


def sides(c, clerk, dossier, version=None, at=0):
    """Millimetres of a page in the paper's file."""
    component = UUID(paper_of(c, clerk, dossier).id)
    with pypdfium2.PdfDocument(paper_files.paper_pdf(c, clerk, dossier.id, component, version).content) as file:
        return tuple(round(side / 72 * 25.4) for side in file[at].get_size())


def finds(c, clerk, dossier, word) -> list[int]:
    return [hit.page for hit in paper_search.in_dossier(c, clerk, dossier.id, word).hits]


def test_a_page_cut_otherwise_becomes_the_next_version_and_the_first_one_stays(c, clerk, clock, dossier):
    made(c)
    assert paper_of(c, clerk, dossier).file.version == 1
    clock.move(minutes=5)
    seen = lay(c, clerk, dossier, paper="A5", corners=TOP, turn=0)
    file = seen.components[0].file
    assert (file.state, file.done, file.of, file.version) == ("waiting", 1, 2, 1)
    assert [one.version for one in file.earlier] == [1]  # what is there can be looked at meanwhile
    made(c)
    file = paper_of(c, clerk, dossier).file
    assert (file.state, file.version, [one.version for one in file.earlier]) == ("ready", 2, [1])
    assert (sides(c, clerk, dossier), sides(c, clerk, dossier, version=1)) == ((210, 148), (210, 297))
    assert sides(c, clerk, dossier, at=1) == (210, 297)
    component = UUID(paper_of(c, clerk, dossier).id)
    names = [paper_files.paper_pdf(c, clerk, dossier.id, component, number).name for number in (1, 2, None)]
    assert [name.rpartition("_V")[2] for name in names] == ["1.pdf", "2.pdf", "2.pdf"]


class Counting:
    """A page maker that says what it made, and lets something else happen over it."""

    def __init__(self, pages, meanwhile=lambda _at: None, fails=None) -> None:
        self.pages, self.made, self.meanwhile, self.fails = pages, 0, meanwhile, fails

    def check(self, *given, **more):
        return self.pages.check(*given, **more)

    def make(self, *given, **more):
        self.made += 1
        page_made = self.pages.make(*given, **more)
        self.meanwhile(self.made)
        if self.fails:
            raise self.fails
        return page_made

    def bind(self, *given, **more):
        self.meanwhile("bind")
        return self.pages.bind(*given, **more)


def test_the_other_pages_keep_what_was_made_of_them(c, clerk, dossier):
    made(c)
    before = paper_of(c, clerk, dossier).pages
    lay(c, clerk, dossier, corners=TOP)
    counting = Counting(c.pages)
    made(replace(c, pages=counting))
    assert counting.made == 1
    assert paper_of(c, clerk, dossier).pages[1].made == before[1].made


def test_words_of_the_old_cut_are_not_found_any_more(c, clerk, dossier):
    made(c)
    assert (finds(c, clerk, dossier, ABOVE), finds(c, clerk, dossier, BELOW)) == ([1, 2], [1, 2])
    lay(c, clerk, dossier, corners=TOP, turn=0)
    assert (finds(c, clerk, dossier, ABOVE), finds(c, clerk, dossier, BELOW)) == ([2], [2])
    assert paper_search.in_dossier(c, clerk, dossier.id, ABOVE).unread == 1
    with refused(NotFound, "page.not_made"):
        paper_files.clean_page(c, clerk, dossier.id, page_id(c, clerk, dossier))
    made(c)
    assert (finds(c, clerk, dossier, ABOVE), finds(c, clerk, dossier, BELOW)) == ([1, 2], [2])
    with pypdfium2.PdfDocument(
        paper_files.paper_pdf(c, clerk, dossier.id, UUID(paper_of(c, clerk, dossier).id)).content
    ) as file:
        assert fold(BELOW) not in fold(file[0].get_textpage().get_text_bounded())


def test_as_found_puts_it_back_to_what_the_machine_finds(c, clerk, dossier):
    made(c)
    found = page_laid.open_page(c, clerk, dossier.id, page_id(c, clerk, dossier)).found
    assert found == [pytest.approx(one, abs=0.01) for one in ([0.08, 0.05], [0.92, 0.05], [0.92, 0.95], [0.08, 0.95])]
    lay(c, clerk, dossier, corners=TOP, turn=180)
    made(c)
    laid = page_laid.open_page(c, clerk, dossier.id, page_id(c, clerk, dossier))
    assert (laid.corners, laid.turn, laid.found, laid.turned) == (TOP, 180, None, 180)
    lay(c, clerk, dossier)
    made(c)
    laid = page_laid.open_page(c, clerk, dossier.id, page_id(c, clerk, dossier))
    assert (laid.corners, laid.turn, laid.found, laid.turned) == (None, None, found, 0)
    with c.look() as uow:
        assert dossiers.page(uow.session, dossier.id, UUID(laid.id)).laid == {}
    assert paper_of(c, clerk, dossier).file.version == 3


def test_each_version_says_of_which_untouched_photos_it_was_made_and_how_they_lay(c, clerk, dossier):
    made(c)
    lay(c, clerk, dossier, corners=TOP, turn=90, paper="A5")
    made(c)
    paper = paper_of(c, clerk, dossier)
    with c.look() as uow:
        kept = rows.versions(uow.session, dossier.id)
        file = rows.get(uow.session, UUID(paper.id))
        stored = [one.file_sha256 for one in rows.pages(uow.session, UUID(paper.id))]
    assert [one.version for one in kept] == [2, 1]
    assert (kept[0].file_sha256, kept[0].bytes) == (file.file_sha256, file.bytes)
    second, first = (version.pages[0] for version in kept)
    assert first["laid"] == {}
    assert second["laid"] == {"paper": "A5", "corners": TOP, "turn": 90, "note": False}
    assert (second["corners"], second["turned"], second["file_page"]) == (TOP, 90, None)
    assert first["corners"] != TOP
    for version in kept:
        assert [one["sha256"] for one in version.pages] == stored
    assert c.files.get(stored[0]) == PHOTO  # nothing of the photo was touched
    assert stored[0] == sha(PHOTO)


def test_who_and_which_page_before_and_after_is_written_down_and_looks_at_earlier_versions(c, clerk, dossier):
    made(c)
    lay(c, clerk, dossier, corners=TOP)
    paper = paper_of(c, clerk, dossier)
    paper_files.paper_pdf(c, clerk, dossier.id, UUID(paper.id), 1)
    with c.look() as uow:
        (said,) = audit.of_object(uow.session, "page_laid", paper.pages[0].id)
        (looked,) = audit.of_object(uow.session, "paper_file", paper.id)
    assert (said.actor_id, said.action, said.unit_code) == (clerk.account_id, "dossier.compare", clerk.unit_code)
    assert (json.loads(said.facts["before"]), json.loads(said.facts["after"])["corners"]) == ({}, TOP)
    assert (looked.action, looked.facts["version"]) == ("page.view", 1)


def test_what_was_compared_stays_so_for_the_photo_stayed(c, clerk, dossier):
    paper = paper_of(c, clerk, dossier)
    comparing.mark_compared(c, clerk, dossier.id, UUID(paper.id), compared=True, version=1)
    assert lay(c, clerk, dossier, corners=TOP).components[0].compared


def test_the_same_once_more_makes_nothing_anew(c, clerk, dossier):
    made(c)
    before = dossier_view.open_dossier(c, clerk, dossier.id)
    assert lay(c, clerk, dossier) == before
    assert not paper_files.work_one(c)


def test_a_sticky_note_stays_as_it_was_said(c, clerk):
    given = photographed("giay_chung_sinh", PHOTO, OTHER)
    for one, note in zip(given["pages"], (True, False), strict=True):
        one |= {"laid": WHOLE | {"note": note}, "doubts": None}
    noted = arrived(c, photos=(PHOTO, OTHER), components=[given], format=3)
    seen = lay(c, clerk, noted, turn=90, note=False)
    assert [one.note for one in seen.components[0].pages] == [True, False]


def test_an_older_dossier_without_an_order_gets_one(c, clerk, dossier):
    with c.work() as uow:
        uow.session.delete(rows.get(uow.session, UUID(paper_of(c, clerk, dossier).id), lock=True))
        uow.commit()
    file = lay(c, clerk, dossier, corners=TOP).components[0].file
    assert (file.state, file.of) == ("waiting", 2)


# --- refusals ------------------------------------------------------------------------------------------------------


def unchanged(c, clerk, dossier, before):
    after = dossier_view.open_dossier(c, clerk, dossier.id)
    assert after == before
    assert not paper_files.work_one(c)


NO_PAGES = {
    "crossed": [[0.1, 0.1], [0.9, 0.9], [0.9, 0.1], [0.1, 0.9]],
    "the other way round": TOP[::-1],
    "a dot": [[0.5, 0.5], [0.51, 0.5], [0.51, 0.51], [0.5, 0.51]],
    "a triangle": TOP[:3],
}


@pytest.mark.parametrize("corners", NO_PAGES.values(), ids=NO_PAGES)
def test_corners_that_are_no_page(c, clerk, dossier, corners):
    made(c)
    before = dossier_view.open_dossier(c, clerk, dossier.id)
    with refused(Invalid, "submission.corners"):
        lay(c, clerk, dossier, corners=corners)
    unchanged(c, clerk, dossier, before)


@pytest.mark.parametrize(
    "said",
    [
        {"corners": [[9, 9], *TOP[1:]]},
        {"corners": [["0.1", 0], *TOP[1:]]},
        {"corners": [[float("nan"), 0], *TOP[1:]]},
        {"turn": 45},
        {"turn": "90"},
        {"paper": "A3"},
        {"note": None},
    ],
    ids=str,
)
def test_what_nobody_can_say_of_a_page(c, clerk, dossier, said):
    made(c)
    before = dossier_view.open_dossier(c, clerk, dossier.id)
    with refused(Invalid, "submission.not_readable"):
        lay(c, clerk, dossier, **said)
    unchanged(c, clerk, dossier, before)


@pytest.mark.parametrize("said", [7, "A4", [], [WHOLE]], ids=str)
def test_what_is_no_object_at_all(c, clerk, dossier, said):
    with refused(Invalid, "submission.not_readable"):
        page_laid.lay_again(c, clerk, dossier.id, page_id(c, clerk, dossier), laid=said, version=1)


def test_unknown_pages_and_those_of_another_dossier(c, clerk, dossier):
    other = arrived(c)
    for wanted in (uuid4(), page_id(c, clerk, other)):
        with refused(NotFound, "page.unknown"):
            page_laid.lay_again(c, clerk, dossier.id, wanted, laid=WHOLE, version=1)
        with refused(NotFound, "page.unknown"):
            page_laid.open_page(c, clerk, dossier.id, wanted)
    with refused(NotFound, "dossier.unknown"):
        page_laid.lay_again(c, clerk, uuid4(), page_id(c, clerk, dossier), laid=WHOLE, version=1)


def test_of_a_file_that_was_brought_along_nothing_is_cut(c, clerk):
    file = pdf_of(1)
    given = photographed("giay_chung_sinh", file)
    given["pages"][0]["media_type"] = "application/pdf"
    given["pages"][0] |= {"laid": None, "doubts": None}
    brought = arrived(c, photos=(file,), components=[given], format=3)
    with refused(Invalid, "page.of_file"):
        lay(c, clerk, brought, corners=TOP)
    with refused(Invalid, "page.of_file"):
        page_laid.open_page(c, clerk, brought.id, page_id(c, clerk, brought))
    assert not paper_of(c, clerk, brought).pages[0].photo


def test_somebody_else_was_faster(c, clerk, dossier):
    paper = paper_of(c, clerk, dossier)
    comparing.mark_compared(c, clerk, dossier.id, UUID(paper.id), compared=True, version=1)
    made(c)
    before = dossier_view.open_dossier(c, clerk, dossier.id)
    with refused(Conflict, "dossier.changed"):
        lay(c, clerk, dossier, version=1, corners=TOP)
    unchanged(c, clerk, dossier, before)


def test_of_a_dossier_that_is_closed(c, clerk, dossier):
    made(c)
    closed = decisions.refuse(c, clerk, dossier.id, version=1, reason="Không thuộc thẩm quyền")
    assert closed.status == Status.REFUSED
    with refused(Conflict, "dossier.status_not_allowed"):
        lay(c, clerk, dossier, corners=TOP)
    with refused(Conflict, "dossier.status_not_allowed"):
        page_laid.open_page(c, clerk, dossier.id, page_id(c, clerk, dossier))
    unchanged(c, clerk, dossier, closed)


def test_versions_that_never_were(c, clerk, dossier):
    component = UUID(paper_of(c, clerk, dossier).id)
    for version in (1, 0, -1, 7):
        with refused(NotFound, "paper_file.unknown"):
            paper_files.paper_pdf(c, clerk, dossier.id, component, version)


# --- what was noted --------------------------------------------------------------------------------------------------


def test_what_was_noted_stays_but_not_its_place_on_the_old_cut(c, clerk, clock, dossier):
    made(c)
    paper = paper_of(c, clerk, dossier)
    suggestion = _suggestion(_place(c, clerk, dossier), "names", "Lương Khuổi")
    clock.move(minutes=1)
    noted = paper_fields.confirm(
        c, clerk, dossier.id, UUID(paper.id), field="names", value="Lương Khuổi", version=1, suggestion=suggestion
    )
    assert noted.components[0].fields[0].place.page_id == str(page_id(c, clerk, dossier))
    clock.move(minutes=1)
    seen = lay(c, clerk, dossier, corners=TOP).components[0].fields[0]
    assert (seen.value, seen.origin, seen.version, seen.place.page_id) == ("Lương Khuổi", "suggested", 1, "")
    clock.move(minutes=1)
    made(c)
    assert paper_of(c, clerk, dossier).fields[0].place.page_id == ""
    # a correction does not bring the old place back
    now = dossier_view.open_dossier(c, clerk, dossier.id)
    corrected = paper_fields.confirm(
        c, clerk, dossier.id, UUID(paper.id), field="names", value="Lương Văn Khuổi", version=now.version, noted=seen
    )
    assert [(one.value, one.place.page_id) for one in corrected.components[0].fields] == [("Lương Văn Khuổi", "")]


def _place(c, clerk, dossier):
    first = paper_of(c, clerk, dossier).pages[0]
    return PlaceView(page_id=first.id, page=1, boxes=[BoxView(0.1, 0.1, 0.3, 0.05)], made=first.made)


def _suggestion(place, field, value):
    return SuggestedView(id=f"{field}-0", field=field, value=value, read="", place=place, clear=True)


def test_what_was_suggested_by_the_old_cut_is_not_noted_any_more(c, clerk, clock, dossier):
    made(c)
    suggestion = _suggestion(_place(c, clerk, dossier), "names", "Lương Khuổi")
    paper = paper_of(c, clerk, dossier)
    clock.move(minutes=1)
    seen = lay(c, clerk, dossier, corners=TOP)
    for make in (lambda _c: None, made):
        make(c)
        with refused(Conflict, "paper_field.other_page"):
            paper_fields.confirm(
                c,
                clerk,
                dossier.id,
                UUID(paper.id),
                field="names",
                value="Lương Khuổi",
                version=seen.version,
                suggestion=suggestion,
            )


# --- while a worker has the paper -----------------------------------------------------------------------------------


@pytest.mark.parametrize("when", [1, 2, "bind"], ids=str)
def test_a_worker_that_is_under_way_brings_nothing_of_the_old_cut(c, clerk, clock, dossier, when):
    """The page is put right while the first page, the second or the whole is made; then the next worker comes."""

    def meanwhile(at) -> None:
        if at == when:
            clock.move(seconds=1)
            lay(c, clerk, dossier, paper="A5", corners=TOP, turn=0)

    slow = Counting(c.pages, meanwhile)
    assert paper_files.work_one(replace(c, pages=slow))
    file = paper_of(c, clerk, dossier).file
    assert (file.state, file.version, file.url) == ("waiting", 0, "")
    with c.look() as uow:
        assert rows.reading(uow.session, page_id(c, clerk, dossier)) is None
        assert rows.versions(uow.session, dossier.id) == []
    counting = Counting(c.pages)
    assert paper_files.work_one(replace(c, pages=counting))
    assert counting.made == (2 if when in (1, 2) else 1)  # what was kept before is not made twice
    assert not paper_files.work_one(c)
    file = paper_of(c, clerk, dossier).file
    assert (file.state, file.version, file.done) == ("ready", 1, 2)
    assert (sides(c, clerk, dossier), finds(c, clerk, dossier, BELOW)) == ((210, 148), [2])


def test_a_worker_that_fails_over_the_old_cut_takes_nothing_from_the_new_order(c, clerk, dossier):
    failing = Counting(
        c.pages, lambda at: at == 1 and lay(c, clerk, dossier, corners=TOP), fails=Invalid("image.truncated")
    )
    assert paper_files.work_one(replace(c, pages=failing))
    assert paper_of(c, clerk, dossier).file.state == "waiting"
    made(c)
    assert paper_of(c, clerk, dossier).file.state == "ready"


def test_a_slow_worker_whose_order_was_taken_by_another_writes_over_nothing(c, clerk, clock, dossier):
    def meanwhile(at) -> None:
        if at == 1:
            clock.move(seconds=paper_files.LEASE.total_seconds())
            assert paper_files.work_one(c)

    assert paper_files.work_one(replace(c, pages=Counting(c.pages, meanwhile)))
    file = paper_of(c, clerk, dossier).file
    assert (file.state, file.version, file.earlier) == ("ready", 1, [])


def test_a_paper_that_could_not_be_made_is_tried_anew_when_its_page_was_put_right(c, clerk, dossier):
    broken = Counting(c.pages, fails=Invalid("image.truncated"))
    paper_files.work_one(replace(c, pages=broken))
    assert paper_of(c, clerk, dossier).file.state == "failed"
    lay(c, clerk, dossier, corners=TOP)
    file = paper_of(c, clerk, dossier).file
    assert (file.state, file.problem) == ("waiting", "")


def test_where_the_next_version_fails_the_earlier_one_can_still_be_opened(c, clerk, clock, dossier):
    made(c)
    lay(c, clerk, dossier, corners=TOP)
    broken = replace(c, pages=Counting(c.pages, fails=Unavailable("ocr.missing")))
    for _ in range(paper_files.TRIES):
        paper_files.work_one(broken)
        clock.move(minutes=30)
    file = paper_of(c, clerk, dossier).file
    assert (file.state, [one.version for one in file.earlier]) == ("failed", [1])
    assert sides(c, clerk, dossier, version=1) == (210, 297)
