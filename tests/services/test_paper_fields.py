"""What clerks note of papers: suggested beside the page, kept once confirmed, corrected by another version, sealed."""

import json
from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from sqlmodel import select

from sothuhoso.db import tables
from sothuhoso.db.queries import audit
from sothuhoso.domain.errors import Conflict, Invalid, NotFound, Refused
from sothuhoso.domain.policy import Role
from sothuhoso.domain.ports import MadePage
from sothuhoso.services import decisions, dossier_view, paper_fields, paper_files, paper_search
from tests.conftest import OTHER_UNIT, UNIT
from tests.samples.laid import laid
from tests.services.making import absent, arrived, photo, photographed, refused
from tests.services.test_paper_search import Reading

PAPER = """
BỆNH VIỆN ĐA KHOA VÕ NHAI | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Số: 123/GCS | Độc lập - Tự do - Hạnh phúc

^GIẤY CHỨNG SINH

Họ và tên mẹ: Hoàng Thị Mai
Số căn cước: 019199000017
Họ và tên cha: Lý Văn Pá
>Võ Nhai, ngày 13 tháng 11 năm 2026
"""
SUGGESTED = {
    "type_name": "GIẤY CHỨNG SINH",
    "code_number": "123",
    "code_notation": "GCS",
    "issued_date": "13/11/2026",
    "organ_name": "BỆNH VIỆN ĐA KHOA VÕ NHAI",
}


class Laying(Reading):
    """Makes pages on which the text given for their photo lies as a paper's does."""

    def make(self, content, paper, **asked):
        made = super().make(content, paper, **asked)
        text = self.said[content]
        return MadePage(made.sheet, text, tuple(laid(text)), 300.0, 0)


def dossier_with(c, text: str = PAPER):
    """A dossier whose first paper says this; its second is still to be brought."""
    made = arrived(
        c,
        photos=(photo(1),),
        components=[photographed("giay_chung_sinh", photo(1)), absent("to_khai_khai_sinh")],
    )
    while paper_files.work_one(replace(c, pages=Laying({photo(1): text}))):
        pass
    return made


@pytest.fixture
def dossier(c):
    return dossier_with(c)


class At:
    """A clerk with a paper open."""

    def __init__(self, c, clerk, dossier) -> None:
        self.c, self.clerk, self.id = c, clerk, dossier.id
        self.paper = UUID(self.view.components[0].id)

    @property
    def view(self):
        return dossier_view.open_dossier(self.c, self.clerk, self.id)

    @property
    def fields(self):
        return self.view.components[0].fields

    @property
    def suggested(self):
        return paper_fields.suggestions(self.c, self.clerk, self.id, self.paper)

    def one(self, field: str):
        return next(one for one in self.suggested if one.field == field)

    def noted(self, field: str):
        return next(one for one in self.fields if one.field == field)

    def confirm(self, field: str, value: str, *, clerk=None, version: int = 0, **facts):
        return paper_fields.confirm(
            self.c,
            clerk or self.clerk,
            self.id,
            self.paper,
            field=field,
            value=value,
            version=version or self.view.version,
            **facts,
        )

    def skip(self, one):
        return paper_fields.set_aside(
            self.c, self.clerk, self.id, self.paper, suggestion=one, version=self.view.version
        )


@pytest.fixture
def at(c, clerk, dossier) -> At:
    return At(c, clerk, dossier)


def rows(c) -> list[tables.PaperFieldRow]:
    with c.look() as uow:
        return list(uow.session.exec(select(tables.PaperFieldRow).order_by(tables.PaperFieldRow.version)))


def test_what_stands_on_the_paper_is_suggested_with_its_place(at):
    assert at.view.components[0].read == 1
    said = at.suggested
    assert {one.field: one.value for one in said if one.field != "names"} == SUGGESTED
    names = [one for one in said if one.field == "names"]
    assert [(one.value, one.other) for one in names] == [("Hoàng Thị Mai", False), ("Lý Văn Pá", True)]
    place = names[0].place
    assert (place.page, place.page_id) == (1, at.view.components[0].pages[0].id)
    assert place.picture_url.endswith(f"{place.page_id}/clean.jpg")
    (box,) = place.boxes
    around = place.around
    assert around.left <= box.left <= box.left + box.width <= around.left + around.width
    assert around.top <= box.top <= box.top + box.height <= around.top + around.height
    assert "019199" not in json.dumps([repr(one) for one in said])


def test_nothing_is_kept_before_somebody_says_so(c, at):
    before = at.view
    assert at.suggested
    assert rows(c) == []
    assert at.view == before
    assert before.components[0].fields == []


def test_confirmed_as_suggested(c, clerk, at):
    view = at.confirm("code_number", "123", suggestion=at.one("code_number"))
    (noted,) = view.components[0].fields
    assert (noted.field, noted.value, noted.origin, noted.version) == ("code_number", "123", "suggested", 1)
    assert (noted.by, noted.at, noted.place.page) == (clerk.name, "2026-11-23T03:00:00Z", 1)
    assert view.version == 2
    assert at.view == view
    assert "code_number" not in [one.field for one in at.suggested]


def test_corrected_before_and_after(at):
    at.confirm("organ_name", "Bệnh viện Võ Nhai", suggestion=at.one("organ_name"))
    first = at.noted("organ_name")
    assert (first.origin, first.version) == ("corrected", 1)
    at.confirm("organ_name", "Bệnh viện đa khoa Võ Nhai", noted=first)
    second = at.noted("organ_name")
    assert (second.value, second.origin, second.version) == ("Bệnh viện đa khoa Võ Nhai", "corrected", 2)
    assert second.place == first.place  # it still stands there
    assert [row.version for row in rows(at.c)] == [1, 2]


def test_typed_by_hand(at):
    at.confirm("issued_date", "5/8/2026")
    noted = at.noted("issued_date")
    assert (noted.value, noted.origin, noted.place.page_id) == ("05/08/2026", "typed", "")


def test_what_is_not_on_the_paper_is_asked_no_more(at):
    at.skip(at.one("type_name"))
    at.skip(next(one for one in at.suggested if one.value == "Lý Văn Pá"))
    assert [one.value for one in at.suggested if one.field in ("type_name", "names")] == ["Hoàng Thị Mai"]
    assert [(one.field, one.origin, one.value) for one in at.fields] == [("type_name", "absent", "")]
    at.confirm("type_name", "Giấy chứng sinh", noted=at.noted("type_name"))
    assert (at.noted("type_name").value, at.noted("type_name").version) == ("Giấy chứng sinh", 2)


def test_a_paper_names_several_people_and_a_corrected_one_is_not_suggested_again(at):
    for value in ("Hoàng Thị Mại", "Lý Văn Pá"):
        one = next(one for one in at.suggested if one.field == "names")
        at.confirm("names", value, suggestion=one)
    at.confirm("names", "Vi Thị Khuê")
    assert [(one.value, one.item, one.origin) for one in at.fields] == [
        ("Hoàng Thị Mại", 1, "corrected"),
        ("Lý Văn Pá", 2, "suggested"),
        ("Vi Thị Khuê", 3, "typed"),
    ]
    assert [one for one in at.suggested if one.field == "names"] == []
    at.confirm("names", "Hoàng Thị Mai", noted=at.fields[0])
    assert [(one.value, one.version) for one in at.fields][:2] == [("Hoàng Thị Mai", 2), ("Lý Văn Pá", 1)]


def test_at_rest_and_in_the_audit_nothing_can_be_read(c, at):
    at.confirm("names", "Lý Văn Pá")
    at.confirm("code_number", "123", suggestion=at.one("code_number"))
    kept = rows(c)
    assert not any("Lý Văn Pá".encode() in row.value_enc or row.value_enc == b"123" for row in kept)
    with c.look() as uow:
        said = audit.of_object(uow.session, "paper_field", str(at.paper))
        everything = json.dumps([row.facts for row in said], ensure_ascii=False)
        looks = audit.of_object(uow.session, "paper_fields", str(at.paper))
    assert [row.action for row in said] == ["dossier.compare", "dossier.compare"]
    assert said[0].facts == {
        "dossier": str(at.id),
        "key": "giay_chung_sinh",
        "field": "names",
        "origin": "typed",
        "version": 1,
    }
    assert "Pá" not in everything
    assert "123" not in everything.replace(str(at.id), "")
    assert {row.action for row in looks} == {"page.view"}


def test_a_value_is_bound_to_its_place(c, at):
    """What was sealed for one field opens as no other."""
    at.confirm("code_number", "123")
    at.confirm("code_notation", "GCS")
    with c.work() as uow:
        number, notation = uow.session.exec(
            select(tables.PaperFieldRow).order_by(tables.PaperFieldRow.field.desc())
        ).all()
        number.value_enc = notation.value_enc
        uow.session.add(number)
        uow.commit()
    with refused(Exception, "vault.unreadable"):
        _ = at.view


def test_who_was_slower_is_told(at, make_actor):
    other = make_actor("dongnghiep", Role.CLERK, UNIT)
    seen = at.view.version
    one = at.one("code_number")
    at.confirm("code_number", "124", clerk=other, suggestion=one)
    with refused(Conflict, "dossier.changed"):
        at.confirm("code_number", "123", suggestion=one, version=seen)
    with refused(Conflict, "paper_field.noted"):  # the dossier was read again, the suggestion is an old one
        at.confirm("code_number", "123", suggestion=one)
    with refused(Conflict, "paper_field.noted"):
        at.skip(one)
    first = at.noted("code_number")
    at.confirm("code_number", "125", noted=first)
    with refused(Conflict, "paper_field.noted"):
        at.confirm("code_number", "126", noted=first)
    assert at.noted("code_number").value == "125"


@pytest.mark.parametrize(
    ("field", "value", "key"),
    [
        ("names", "Mai 2", "paper_field.digit_in_name"),
        ("code_number", "019199000017", "paper_field.too_long"),
        ("organ_name", "ĐT 0912 345 678", "paper_field.long_number"),
        ("issued_date", "24/11/2026", "paper_field.date_to_come"),
        ("id_number", "1", "paper_field.unknown"),
        ("type_name", "", "paper_field.empty"),
    ],
)
def test_what_cannot_be_is_refused_and_leaves_nothing(c, at, field, value, key):
    with refused(Invalid, key):
        at.confirm(field, value)
    assert (rows(c), at.view.version) == ([], 1)


def test_not_where_there_is_nothing_to_compare_any_more(c, clerk, at):
    one = at.one("code_number")
    decisions.refuse(c, clerk, at.id, version=1, reason="Không đúng nơi nhận")
    with refused(Conflict, "dossier.status_not_allowed"):
        at.confirm("code_number", "123", suggestion=one)
    with refused(Conflict, "dossier.status_not_allowed"):
        at.skip(one)
    assert rows(c) == []


def test_papers_and_pages_of_other_dossiers(c, clerk, at):
    other = At(c, clerk, dossier_with(c))
    at.paper = other.paper
    with refused(NotFound, "component.unknown"):
        at.confirm("code_number", "1")
    with refused(NotFound, "component.unknown"):
        _ = at.suggested
    foreign = At(c, clerk, at).one("code_number")
    with refused(NotFound, "page.unknown"):
        other.confirm("code_number", "123", suggestion=foreign)
    at.paper = uuid4()
    with refused(NotFound, "component.unknown"):
        at.confirm("code_number", "1")


def test_helpers_look_and_do_not_note(c, at, make_actor):
    one = at.one("code_number")
    helper = make_actor("hotro", Role.OUTREACH, UNIT)
    stranger = make_actor("noikhac", Role.CLERK, OTHER_UNIT)
    at.confirm("code_number", "123", suggestion=one)
    seen = dossier_view.open_dossier(c, helper, at.id).components[0].fields
    assert [field.value for field in seen] == ["123"]
    for who in (helper, stranger):
        with pytest.raises(Refused):
            paper_fields.suggestions(c, who, at.id, at.paper)
        with pytest.raises(Refused):
            at.confirm("type_name", "Giấy chứng sinh", clerk=who)


def test_a_page_that_is_not_read_or_not_to_be_opened_suggests_nothing(c, clerk, at):
    waiting = At(c, clerk, arrived(c))
    assert (waiting.view.components[0].read, waiting.suggested) == (0, [])
    with c.work() as uow:
        for reading in uow.session.exec(select(tables.PageReadingRow)):
            reading.words_enc = b"not to be opened"
            uow.session.add(reading)
        uow.commit()
    assert at.suggested == []
    at.confirm("code_number", "123")  # by hand it goes on
    assert at.noted("code_number").origin == "typed"


def test_what_is_noted_is_not_searched_for(c, clerk, at):
    at.confirm("names", "Giàng Thị Dợ")
    assert paper_search.in_dossier(c, clerk, at.id, "giàng").hits == []
