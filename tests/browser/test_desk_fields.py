"""What a paper says, at the desk: looked at beside its picture, confirmed or corrected, there after a reload."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlmodel import select

from sothuhoso.db.tables import AuditRow, PaperFieldRow
from sothuhoso.i18n.catalog import text
from tests.browser.desk import open_from_list, panel
from tests.browser.reading import read
from tests.browsing import PHONE, axe_in, session_of
from tests.samples.laid import laid

if TYPE_CHECKING:
    from sothuhoso.services.container import Container
    from tests.rest import Sent

NOTICE = """
BỆNH VIỆN ĐA KHOA VÕ NHAI | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Số: 12O/GCS | Độc lập - Tự do - Hạnh phúc

^GIẤY CHỨNG SINH

Họ và tên mẹ: Hoàng Thị Mai
Số căn cước: 019199000017
Họ và tên cha: Lý Văn Pá
>Võ Nhai, ngày 13 tháng 11 năm 2025
"""
NOTHING = "Trang này chỉ có vài chữ"


@pytest.fixture
def birth_read(birth: Sent, house: Container) -> Sent:
    read(house, birth, [laid(NOTICE), laid(NOTHING), laid(NOTHING)])
    return birth


def opener(page: Page, at: int = 0) -> Locator:
    """What opens the panel of the first paper, or of another."""
    return panel(page).get_by_role("button", name=text("paper_field.title")).nth(at)


def suggested(page: Page, field: str) -> Locator:
    return panel(page).locator(f"[data-suggested={field}]")


def noted(page: Page, field: str) -> Locator:
    return panel(page).locator(f"[data-noted={field}]")


def answer(line: Locator, key: str) -> Locator:
    return line.get_by_role("button", name=text(f"paper_field.{key}")).first


def shows(page: Page, line: Locator) -> dict[str, Any]:
    """What the cut-out of a suggestion shows, once its picture is here, and how much print lies under its mark."""
    line.scroll_into_view_if_needed()
    cut = line.locator("[data-cut] img")
    expect(cut).to_be_visible()
    page.wait_for_function("image => image.naturalWidth > 0", arg=cut.element_handle())
    return cut.evaluate(
        """image => {
            const frame = image.parentElement.getBoundingClientRect(), whole = image.getBoundingClientRect();
            const mark = image.parentElement.querySelector("span").getBoundingClientRect();
            const [wide, high] = [image.naturalWidth / whole.width, image.naturalHeight / whole.height];
            const canvas = document.createElement("canvas");
            [canvas.width, canvas.height] = [mark.width * wide, mark.height * high].map(Math.round);
            const pen = canvas.getContext("2d");
            pen.drawImage(image, (whole.left - mark.left) * wide, (whole.top - mark.top) * high);
            const { data } = pen.getImageData(0, 0, canvas.width, canvas.height);
            const dark = data.filter((value, at) => at % 4 === 0 && value < 120).length;
            const across = mark.left >= frame.left && mark.right <= frame.right;
            const inside = across && mark.top >= frame.top && mark.bottom <= frame.bottom;
            return { dark, inside, stretch: wide / high, high: frame.height };
        }"""
    )


def test_looked_at_confirmed_and_there_after_a_reload(desk, birth_read, house):
    open_from_list(desk, birth_read)
    opener(desk).click()
    expect(panel(desk).locator("[data-suggested]")).to_have_count(7)
    organ = suggested(desk, "organ_name")
    expect(organ).to_contain_text("BỆNH VIỆN ĐA KHOA VÕ NHAI")
    for field in ("organ_name", "code_number", "type_name"):
        seen = shows(desk, suggested(desk, field))
        assert seen["dark"] > 20  # letters, and not the empty paper beside them
        assert seen["inside"]
        assert seen["stretch"] == pytest.approx(1, abs=0.02)
        assert 30 < seen["high"] < 160
    assert axe_in(desk) == []
    assert "019199" not in panel(desk).inner_text()
    with house.look() as uow:
        kept = select(PaperFieldRow).where(PaperFieldRow.dossier_id == UUID(birth_read.id))
        assert uow.session.exec(kept).all() == []
    answer(organ, "right").click()
    expect(organ).to_have_count(0)
    expect(noted(desk, "organ_name")).to_contain_text(text("paper_field.origin.suggested"))
    desk.reload()
    expect(noted(desk, "organ_name")).to_contain_text("BỆNH VIỆN ĐA KHOA VÕ NHAI")
    expect(panel(desk).locator("[data-suggested]")).to_have_count(6)
    assert axe_in(desk) == []
    with house.look() as uow:
        rows = uow.session.exec(select(AuditRow).where(AuditRow.object_kind == "paper_field")).all()
        said = [row for row in rows if row.facts["dossier"] == birth_read.id]
        assert [row.facts["field"] for row in said] == ["organ_name"]
        assert "BỆNH" not in json.dumps([row.facts for row in said], ensure_ascii=False)


def test_a_doubtful_one_is_corrected_and_corrected_again(desk, birth_read):
    open_from_list(desk, birth_read)
    opener(desk).click()
    number = suggested(desk, "code_number")
    expect(number).to_contain_text(text("paper_field.unclear"))
    answer(number, "edit").click()
    written = number.get_by_role("textbox")
    expect(written).to_be_focused()
    expect(written).to_have_value("120")
    written.fill("không có số")
    written.press("Enter")
    expect(panel(desk).get_by_role("alert").filter(has_text=text("errors.paper_field.no_digit"))).to_be_visible()
    assert axe_in(desk) == []
    written.fill("125")
    written.press("Enter")
    kept = noted(desk, "code_number")
    expect(kept).to_contain_text("125")
    expect(kept).to_contain_text(text("paper_field.origin.corrected"))
    answer(kept, "edit").click()
    kept.get_by_role("textbox").fill("126")
    kept.get_by_role("button", name=text("paper_field.save")).click()
    expect(kept).to_contain_text("126")


def test_by_keyboard_alone(desk, birth_read):
    open_from_list(desk, birth_read)
    opener(desk).focus()
    desk.keyboard.press("Enter")
    answers = panel(desk).locator("[data-answer]")
    expect(answers).to_have_count(7)
    answers.first.focus()
    for left in (6, 5):
        desk.keyboard.press("Enter")
        expect(answers).to_have_count(left)
        expect(answers.first).to_be_focused()  # where the next one is answered
    desk.keyboard.press("Tab")
    expect(answer(panel(desk).locator("[data-suggested]").first, "edit")).to_be_focused()
    desk.keyboard.press("Tab")
    desk.keyboard.press("Enter")  # Bỏ qua
    expect(answers).to_have_count(4)
    expect(panel(desk).get_by_text(text("paper_field.absent"))).to_be_visible()


def test_a_name_that_is_not_the_dossiers_is_said_softly_and_hinders_nothing(desk, birth_read):
    open_from_list(desk, birth_read)
    opener(desk).click()
    names = suggested(desk, "names")
    expect(names).to_have_count(2)
    other = names.filter(has_text="Lý Văn Pá")
    expect(other).to_contain_text(text("paper_field.other_name"))
    expect(names.filter(has_text="Hoàng Thị Mai")).not_to_contain_text(text("paper_field.other_name"))
    answer(other, "right").click()
    expect(noted(desk, "names")).to_contain_text("Lý Văn Pá")


def test_the_place_is_shown_on_the_whole_page(desk, birth_read):
    open_from_list(desk, birth_read)
    opener(desk).click()
    suggested(desk, "issued_date").get_by_role("button").first.click()
    expect(desk.locator("[data-clean] img")).to_be_visible()
    expect(desk.locator("[data-mark]")).to_have_count(1)
    desk.wait_for_function("() => document.querySelector('[data-clean] img')?.naturalWidth > 0")
    mark, page = desk.locator("[data-mark]").bounding_box(), desk.locator("[data-clean] img").bounding_box()
    assert (mark["x"] - page["x"]) / page["width"] > 0.5  # on the right, where the date is


def test_where_nothing_was_found_it_is_typed(desk, birth_read):
    open_from_list(desk, birth_read)
    opener(desk, 1).click()
    expect(panel(desk).get_by_text(text("paper_field.nothing"))).to_be_visible()
    panel(desk).get_by_text(text("paper_field.by_hand"), exact=True).click()
    assert axe_in(desk) == []
    panel(desk).get_by_label(text("paper_field.which"), exact=True).select_option("issued_date")
    panel(desk).get_by_label(text("paper_field.value"), exact=True).fill("5/8/2025")
    panel(desk).get_by_label(text("paper_field.value"), exact=True).press("Enter")
    expect(noted(desk, "issued_date")).to_contain_text("05/08/2025")
    expect(noted(desk, "issued_date")).to_contain_text(text("paper_field.origin.typed"))


def test_helpers_see_what_was_noted_and_note_nothing(open_page, app, office, desk, birth_read):
    open_from_list(desk, birth_read)
    opener(desk).click()
    answer(suggested(desk, "type_name"), "right").click()
    expect(noted(desk, "type_name")).to_be_visible()
    page = open_page(f"/ban?hs={birth_read.id}", sid=session_of(app, office.account("outreach")))
    expect(noted(page, "type_name")).to_contain_text("GIẤY CHỨNG SINH")
    expect(opener(page)).to_have_count(0)
    expect(noted(page, "type_name").get_by_role("button", name=text("paper_field.edit"))).to_have_count(0)


def test_on_a_phone(open_page, app, office, birth_read):
    page = open_page(f"/ban?hs={birth_read.id}", sid=session_of(app, office.account()), **PHONE)
    opener(page).click()
    organ = suggested(page, "organ_name")
    shows(page, organ)
    assert axe_in(page) == []
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 360
    answer(organ, "right").click()
    expect(noted(page, "organ_name")).to_be_visible()
    assert axe_in(page) == []
