"""One dossier at the desk: looking, comparing, deciding; with keys alone; two clerks; and people who may not."""

from __future__ import annotations

import re
from uuid import UUID

import pytest
from playwright.sync_api import expect

from sothuhoso.db.queries import audit, dossiers
from sothuhoso.domain.dossier_status import Status
from sothuhoso.domain.policy import Actor, Role
from sothuhoso.i18n.catalog import error_text, text
from sothuhoso.services import decisions
from tests.browser.desk import (
    NAME,
    ask,
    ask_supplement,
    dialog,
    open_from_list,
    panel,
    receive,
    rows,
    short,
    status_of,
)
from tests.browsing import AT_DESK, TABLET, session_of, until
from tests.rest import sending
from tests.services.making import MAI, UNKNOWN_LIMIT

# --- looking -------------------------------------------------------------------------------------------------------


def test_shows_the_person_and_the_papers_large(birth, desk):
    open_from_list(desk, birth)
    for shown in (NAME, "0191••••0017", "15/02/1999", birth.number, "Giấy chứng sinh"):
        expect(panel(desk).get_by_text(shown).first).to_be_visible()
    image = desk.locator("#mat img")
    expect(image).to_be_visible()
    assert image.evaluate("i => i.decode().then(() => i.naturalWidth)") == 1654
    assert image.bounding_box()["height"] > 300


def test_how_a_person_was_verified_is_written_down_with_name_and_time_and_taken_back(birth, desk):
    open_from_list(desk, birth)
    owner = panel(desk).locator("section").filter(has_text=NAME).filter(has_text=text("verified.not_yet")).first
    owner.get_by_text(text("verified.record")).click()
    owner.get_by_role("button", name=text("verified.how.card_seen")).click()
    verified = panel(desk).locator("section").filter(has_text=text("verified.how.card_seen")).filter(has_text="Thử")
    expect(verified.get_by_text("Nông Thị Thử")).to_be_visible()
    desk.reload()
    expect(verified.get_by_text("Nông Thị Thử")).to_be_visible()
    verified.get_by_role("button", name=text("verified.take_back")).click()
    expect(owner.get_by_text(text("verified.record"))).to_be_visible()


def test_a_page_is_enlarged_turned_and_followed_by_the_next(birth, desk):
    open_from_list(desk, birth)
    image, mat = desk.locator("#mat img"), desk.locator("#mat")
    until(desk, lambda: image.bounding_box()["height"] > 300)
    whole = image.bounding_box()
    press(desk, "zoom_in")
    until(desk, lambda: image.bounding_box()["width"] > whole["width"] * 1.4)
    press(desk, "zoom_out")
    until(desk, lambda: image.bounding_box() == whole)
    press(desk, "turn")
    until(desk, lambda: image.bounding_box()["width"] > image.bounding_box()["height"])
    assert image.bounding_box()["width"] <= mat.bounding_box()["width"]
    press(desk, "fit")
    until(desk, lambda: image.bounding_box() == whole)
    press(desk, "page_next")
    expect(desk.get_by_text(text("dossier.page_at", at=2, n=3))).to_be_visible()
    press(desk, "page_previous")
    expect(desk.get_by_text(text("dossier.page_at", at=1, n=3))).to_be_visible()
    desk.get_by_role("button", name="Tờ khai đăng ký khai sinh").click()
    expect(desk.get_by_text(text("dossier.page_at", at=2, n=3))).to_be_visible()


def press(page, name):
    page.get_by_role("button", name=text(f"dossier.{name}"), exact=True).click()


def test_a_clerk_works_with_the_keyboard_alone(office, birth, device, desk):
    device.send(short(office))
    expect(rows(desk)).to_have_count(2)
    keys = desk.keyboard
    keys.press("/")
    expect(desk.get_by_label(text("desk.search"))).to_be_focused()
    keys.press("Escape")
    keys.press("j")
    keys.press("j")
    keys.press("k")
    keys.press("j")
    expect(rows(desk).nth(1)).to_be_focused()
    keys.press("Enter")
    expect(panel(desk).get_by_text(birth.number)).to_be_visible()
    keys.press("ArrowRight")
    expect(desk.get_by_text(text("dossier.page_at", at=2, n=3))).to_be_visible()
    keys.press("ArrowLeft")
    expect(desk.get_by_text(text("dossier.page_at", at=1, n=3))).to_be_visible()
    keys.press("a")
    expect(dialog(desk)).to_be_visible()
    keys.press("Escape")
    expect(dialog(desk)).to_have_count(0)
    keys.press("a")
    answer = dialog(desk).get_by_role("button", name=re.compile("·"))
    expect(answer).to_be_focused()
    keys.press("Enter")
    expect(panel(desk).get_by_text(text("status_short.2")).first).to_be_visible()


def test_the_whole_number_is_shown_when_asked_and_written_down(birth, desk, house):
    open_from_list(desk, birth)
    expect(panel(desk).get_by_text(MAI)).to_have_count(0)
    desk.get_by_role("button", name=text("dossier.show_id")).first.click()
    expect(panel(desk).get_by_text(MAI)).to_be_visible()
    with house.look() as uow:
        said = [row.action for row in audit.of_object(uow.session, "dossier", birth.id)]
    assert said.count("dossier.view_id") == 1


def test_a_paper_compared_is_ticked_for_everybody(office, app, birth, desk, open_page):
    other = open_page(f"/ban?hs={birth.id}", sid=session_of(app, office.account()))
    open_from_list(desk, birth)
    expect(panel(other).get_by_text(text("dossier.not_compared"))).to_have_count(2)
    desk.get_by_role("checkbox").first.click()
    expect(panel(desk).get_by_text(text("dossier.compared"), exact=True)).to_have_count(1)
    expect(panel(other).get_by_text(text("dossier.compared"), exact=True)).to_have_count(1)
    desk.get_by_role("checkbox").first.click()
    expect(panel(other).get_by_text(text("dossier.not_compared"))).to_have_count(2)


# --- deciding ------------------------------------------------------------------------------------------------------


def test_receives_after_a_question_and_prints_the_receipt(birth, desk, house):
    open_from_list(desk, birth)
    asked = ask(desk, "receive")
    expect(asked).to_contain_text(text("dossier.not_all_compared", n=2))
    asked.get_by_role("button", name=text("dossier.cancel")).last.click()
    expect(dialog(desk)).to_have_count(0)
    assert status_of(house, birth) is Status.NEW
    receive(desk)
    expect(panel(desk).get_by_text(text("status_short.2")).first).to_be_visible()
    assert status_of(house, birth) is Status.RECEIVED
    link = desk.get_by_role("link", name=text("dossier.print_form.01"))
    answer = desk.request.get(link.get_attribute("href"))
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.body().startswith(b"%PDF-")
    expect(desk.get_by_role("button", name=text("dossier.refuse"), exact=True)).to_have_count(0)


def test_names_the_day_where_the_law_names_none(office, device, desk, house):
    sent = device.send(sending(unit=office.unit, procedure=UNKNOWN_LIMIT, subject=None, photos=(), components=[]))
    open_from_list(desk, sent)
    asked = ask(desk, "receive")
    answer = asked.get_by_role("button", name=text("dossier.receive"), exact=True)
    expect(answer).to_be_disabled()
    asked.get_by_label(text("dossier.due_date")).fill("2020-01-01")
    answer.click()
    expect(asked.get_by_role("alert")).to_have_text(error_text("dossier.due_date_impossible", "vi"))
    assert status_of(house, sent) is Status.NEW


def test_asks_once_for_supplements_and_warns_before_a_second_time(birth, desk, house):
    open_from_list(desk, birth)
    ask_supplement(desk)
    expect(dialog(desk)).to_have_count(0)
    expect(panel(desk).get_by_text(text("status_short.5")).first).to_be_visible()
    expect(panel(desk).get_by_text("Bản chính giấy chứng sinh")).to_be_visible()
    receive(desk)
    asked = ask_supplement(desk, "Tờ khai có chữ ký")
    expect(asked.get_by_role("alert").first).to_contain_text(text("dossier.second_title"))
    assert status_of(house, birth) is Status.RECEIVED
    asked.get_by_role("button", name=text("dossier.second_send")).click()
    expect(dialog(desk)).to_have_count(0)
    assert status_of(house, birth) is Status.SUPPLEMENT
    expect(desk.get_by_role("link", name=text("dossier.print_form.02"))).to_be_visible()


def test_refuses_with_a_reason(birth, desk, house):
    open_from_list(desk, birth)
    asked = ask(desk, "refuse")
    answer = asked.get_by_role("button", name=text("dossier.refuse_send"))
    expect(answer).to_be_disabled()
    reason = asked.get_by_label(text("dossier.refuse_reason"))
    reason.press_sequentially("Nơi sinh thuộc thẩm quyền của xã khác", delay=20)
    expect(reason).to_have_value("Nơi sinh thuộc thẩm quyền của xã khác")
    answer.click()
    expect(dialog(desk)).to_have_count(0)
    expect(panel(desk).get_by_text(text("status_short.3")).first).to_be_visible()
    expect(panel(desk).get_by_text("Nơi sinh thuộc thẩm quyền của xã khác")).to_be_visible()
    assert status_of(house, birth) is Status.REFUSED
    expect(desk.get_by_role("link", name=text("dossier.print_form.03"))).to_be_visible()


# --- two clerks ----------------------------------------------------------------------------------------------------


def test_the_second_clerk_learns_who_is_at_it(office, app, birth, desk, open_page):
    first = open_page(f"/ban?hs={birth.id}", sid=session_of(app, office.account(name="Lường Thị Một")))
    expect(first.locator("#mat img")).to_be_visible()
    desk.reload()
    expect(rows(desk).first).to_contain_text(text("desk.held_by", name="Lường Thị Một"))
    open_from_list(desk, birth)
    expect(panel(desk).get_by_text(text("desk.held_by", name="Lường Thị Một"))).to_be_visible()
    expect(panel(first).get_by_text(re.compile("đang xem"))).to_have_count(0)


def test_a_change_by_another_is_said_inside_the_open_question(office, app, birth, desk, open_page, house):
    other = open_page(f"/ban?hs={birth.id}", sid=session_of(app, office.account()))
    open_from_list(desk, birth)
    asked = ask(desk, "refuse")
    asked.get_by_label(text("dossier.refuse_reason")).fill("Thiếu giấy")
    ask_supplement(other)
    expect(asked.get_by_role("alert")).to_contain_text(text("dossier.changed"))
    asked.get_by_role("button", name=text("dossier.refuse_send")).click()
    expect(asked.get_by_role("alert")).to_contain_text(error_text("dossier.status_not_allowed", "vi"))
    assert status_of(house, birth) is Status.SUPPLEMENT


def test_a_decision_on_what_is_no_longer_so_is_refused(birth, desk, house):
    open_from_list(desk, birth)
    asked = ask(desk, "receive")
    decide_elsewhere(house, birth)
    asked.get_by_role("button", name=re.compile(f"^{text('dossier.receive')} ·")).click()
    expect(asked.get_by_role("alert")).to_contain_text(re.compile("Có người vừa thay đổi hồ sơ này lúc"))
    assert status_of(house, birth) is Status.SUPPLEMENT
    asked.get_by_role("button", name=text("dossier.cancel")).last.click()
    expect(panel(desk).get_by_text(text("status_short.5")).first).to_be_visible()


def decide_elsewhere(house, sent):
    """Another clerk decides, and the message of it gets lost: the screen still shows what was."""
    with house.look() as uow:
        row = dossiers.get(uow.session, UUID(sent.id))
    colleague = Actor(None, "Đặng Thị Hai", Role.CLERK, row.unit_code)
    decisions.ask_supplement(house, colleague, row.id, version=row.version, items=["Giấy chứng sinh"], reason="Mờ")


# --- who may not ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["{id}", "3f0d9f4e-0000-4000-8000-000000000000", "none-such"])
def test_what_is_not_this_units_is_not_here(app, birth, open_page, address):
    page = open_page(f"/ban?hs={address.format(id=birth.id)}", sid=session_of(app, "canbo.vonhai"))
    expect(page.get_by_text(text("desk.not_here"), exact=True)).to_be_visible()
    expect(page.get_by_text(NAME)).to_have_count(0)
    page.get_by_role("button", name=text("desk.back_to_list")).click()
    page.wait_for_url(AT_DESK)


def test_helpers_look_but_do_not_decide(office, app, birth, open_page):
    page = open_page(f"/ban?hs={birth.id}", sid=session_of(app, office.account("outreach")))
    expect(page.locator("#mat img")).to_be_visible()
    expect(page.get_by_text(text("desk.helper"))).to_be_visible()
    for action in ("receive", "supplement", "refuse", "show_id"):
        expect(page.get_by_role("button", name=text(f"dossier.{action}"), exact=True)).to_have_count(0)
    expect(page.get_by_role("checkbox")).to_have_count(0)


def test_who_sees_the_whole_province_sees_the_list_alone(office, app, birth, open_page):
    page = open_page("/ban", sid=session_of(app, office.account("province")))
    expect(rows(page).first).to_be_visible()
    page.goto(f"/ban?hs={birth.id}")
    expect(page.get_by_text(text("desk.not_here"), exact=True)).to_be_visible()


def test_an_administrator_is_told_that_dossiers_are_not_theirs(office, app, open_page):
    page = open_page("/ban", sid=session_of(app, office.account("admin")), **TABLET)
    expect(page.get_by_text(text("desk.refused"), exact=True)).to_be_visible()
    expect(page.get_by_text(text("desk.refused_hint"))).to_be_visible()
