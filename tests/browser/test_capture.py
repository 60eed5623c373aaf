"""The capture flow on a phone, against the production application: the whole way, and what goes wrong on it."""

from __future__ import annotations

import re
from uuid import UUID

import httpx
import pytest
from playwright.sync_api import expect
from sqlmodel import func, select

from sothuhoso.db.tables import DossierPageRow, DossierPersonRow, DossierRow
from sothuhoso.i18n.catalog import error_text, text
from tests.browser.citizen import BIRTH, PAPER, SINGLE, UNIT, Citizen, picture
from tests.browsing import DESK, opened, pages_in, session_of
from tests.production import production
from tests.samples.people import MAI

# While the server is away the browser says so itself, once for every try.
AWAY = r"net::ERR_(CONNECTION_REFUSED|EMPTY_RESPONSE|CONNECTION_RESET|SOCKET_NOT_CONNECTED)|WebSocket connection"


@pytest.fixture
def citizen(app, open_page):
    return Citizen(open_page)


@pytest.fixture
def dossiers(house):
    """How many dossiers there are more than when the test began."""

    def now() -> int:
        with house.look() as uow:
            return uow.session.exec(select(func.count()).select_from(DossierRow)).one()

    before = now()
    return lambda: now() - before


def dossier(house, number):
    with house.look() as uow:
        return uow.session.exec(select(DossierRow).where(DossierRow.number == number)).one()


def rows(house, table, row):
    with house.look() as uow:
        return uow.session.exec(select(table).where(table.dossier_id == row.id)).all()


# --- the way -------------------------------------------------------------------------------------------------------


def test_from_a_word_to_a_number(citizen, house):
    page = citizen.page
    page.goto("/")
    expect(citizen.heading("home.heading")).to_be_visible()
    page.get_by_label(text("home.search")).fill("lam khai sinh cho con")
    page.get_by_role("link", name="Đăng ký khai sinh", exact=True).click()
    expect(page.get_by_role("heading", level=1, name="Đăng ký khai sinh")).to_be_visible()
    expect(citizen.words("limit.same_day").first).to_be_visible()
    citizen.button("procedure.begin").click()
    citizen.say_who()
    page.locator("#subject-full_name").fill("Hoàng Thị Mây")
    citizen.to_papers().add(picture(1), picture(2), paper="giay_chung_sinh")
    expect(citizen.pages("giay_chung_sinh")).to_have_count(2)
    citizen.to_review().choose_unit().agree().send()
    number = citizen.number()
    assert re.fullmatch(rf"SH-{UNIT}-\d{{6}}-\d{{4}}", number)

    row = dossier(house, number)
    assert (row.procedure_code, row.unit_code, row.channel) == (BIRTH, UNIT, "phone")
    assert len(rows(house, DossierPageRow, row)) == 2
    names = {person.slot: person.full_name for person in rows(house, DossierPersonRow, row)}
    assert names == {"owner": MAI.full_name, "subject": "Hoàng Thị Mây"}


def test_what_arrived_leaves_the_phone_and_can_be_followed(citizen):
    citizen.ready_to_send().send()
    number = citizen.number()
    (draft,) = citizen.kept("drafts")
    assert (draft["status"], draft["receipt"]["number"]) == ("sent", number)
    assert draft["persons"] == {"owner": {}, "submitter": {}, "subject": {}}
    assert citizen.kept("photos") == citizen.kept("outbox") == []
    code = citizen.page.get_by_role("img", name=text("sent.qr_alt", number=number))
    expect(code).to_be_visible()
    citizen.page.get_by_role("link", name=text("sent.follow")).click()
    expect(citizen.page.get_by_text(number)).to_be_visible()
    expect(citizen.page.locator("#status")).to_contain_text(text("follow.status.1"))


def test_what_is_missing_is_said_and_led_to(citizen):
    page = citizen.begin().page
    citizen.button("who.to_papers").click()
    needed = page.locator("#needed")
    expect(needed).to_be_focused()
    expect(needed.get_by_role("button")).to_have_count(3)
    needed.get_by_role("button", name=text("needed.owner_number")).click()
    expect(page.locator("#owner-id_number")).to_be_focused()
    citizen.say_who(number="0191990")
    expect(needed.get_by_role("button")).to_have_count(1)
    page.locator("#owner-id_number").fill(MAI.id_number)
    expect(needed).to_have_count(0)

    citizen.to_papers().to_review().send()
    paper = needed.get_by_role("button", name=re.compile("Giấy"))
    expect(needed.get_by_role("button")).to_have_count(3)
    paper.first.click()
    expect(citizen.heading("papers.heading")).to_be_visible()


def test_a_paper_that_comes_later_needs_a_reason_and_walls_nobody_off(citizen, house):
    citizen.begin().say_who().to_papers()
    page = citizen.page
    citizen.button("papers.no_paper").click()
    citizen.to_review()
    page.get_by_role("link", name=text("review.edit_papers")).click()
    page.locator(f"#reason-{PAPER}").fill("Thứ Hai tôi mang xuống")
    expect(page.locator(f"article[aria-labelledby='paper-{PAPER}']")).to_contain_text(text("paper_state.later"))
    citizen.to_review().choose_unit().agree().send()
    assert rows(house, DossierPageRow, dossier(house, citizen.number())) == []


def test_doubts_stand_beside_the_fields_and_stop_nobody(citizen):
    page = citizen.begin().say_who().page
    page.locator("#owner-birth_date").fill("15/02/1989")
    page.locator("label[for=owner-sex-male]").click()
    expect(page.locator("#owner-birth_date-warning")).to_have_text(text("warnings.id_year_differs"))
    expect(page.locator("#owner-sex-warning")).to_have_text(text("warnings.id_sex_differs"))
    page.locator("#owner-birth_date").fill("15/02/1999")
    expect(page.locator("#owner-birth_date-warning")).to_be_empty()
    citizen.to_papers()


def test_answers_decide_which_papers_are_asked_for(citizen):
    page = citizen.begin(BIRTH).say_who().page
    page.locator("#subject-full_name").fill("Hoàng Thị Mây")
    citizen.to_papers()
    proxy = page.locator("article[aria-labelledby='paper-van_ban_uy_quyen']")
    expect(proxy).to_have_count(0)
    page.locator("label[for=answer-by_proxy-yes]").click()
    expect(proxy).to_be_visible()
    page.locator("label[for=answer-abandoned-yes]").click()
    expect(page.locator("article[aria-labelledby='paper-giay_chung_sinh']")).to_have_count(0)


def test_handing_in_for_another_asks_for_both(citizen, house):
    page = citizen.begin().page
    page.get_by_label(text("who.other")).check()
    page.locator("#owner-full_name").fill(MAI.full_name)
    page.locator("#owner-id_number").fill(MAI.id_number)
    page.locator("#submitter-full_name").fill("Lý Văn Pá")
    citizen.to_papers()
    citizen.add(picture()).to_review().choose_unit().agree().send()
    slots = {person.slot for person in rows(house, DossierPersonRow, dossier(house, citizen.number()))}
    assert slots == {"owner", "submitter"}


def test_the_desks_link_names_the_commune(citizen):
    citizen.begin(address=f"/thu-tuc?ma={SINGLE}&xa={UNIT}").say_who().to_papers().to_review()
    expect(citizen.page.locator("#unit-query")).to_have_count(0)
    expect(citizen.words("review.unit_change")).to_be_visible()


def test_the_language_changes_in_place(citizen):
    page = citizen.page
    page.goto("/cua-toi")
    page.get_by_label("English").click()
    expect(page.get_by_role("heading", level=1, name=text("mine.heading", "en"))).to_be_visible()
    page.get_by_role("link", name=text("nav.home", "en")).click()
    expect(page.get_by_role("heading", level=1, name=text("home.heading", "en"))).to_be_visible()
    page.get_by_label(text("home.search", "en")).fill("birth")
    page.get_by_role("link", name="Birth registration", exact=True).click()
    expect(page.get_by_role("heading", level=1, name="Birth registration", exact=True)).to_be_visible()
    page.reload()
    expect(page.get_by_role("button", name=text("procedure.begin", "en"))).to_be_visible()
    assert page.evaluate("document.documentElement.lang") == "en"


def test_the_look_is_kept(citizen):
    page = citizen.page
    page.goto("/cua-toi")
    page.get_by_label(text("settings.dark")).check()
    dark = "getComputedStyle(document.documentElement).getPropertyValue('--paper').trim()"
    assert page.evaluate(dark) == "#121815"
    page.reload()
    expect(page.get_by_label(text("settings.dark"))).to_be_checked()
    assert page.evaluate(dark) == "#121815"


# --- nothing is lost -----------------------------------------------------------------------------------------------


def test_a_reload_in_the_middle_keeps_all(citizen):
    page = citizen.begin().say_who().page
    page.locator("#owner-address").fill("Xóm Mỏ Gà")
    citizen.wait_kept(
        lambda: citizen.kept("drafts")[0]["persons"]["owner"].get("address", {}).get("value") == "Xóm Mỏ Gà"
    )
    page.reload()
    expect(page.locator("#owner-full_name")).to_have_value(MAI.full_name)
    expect(page.locator("#owner-address")).to_have_value("Xóm Mỏ Gà")
    citizen.to_papers().add(picture(1), picture(2))
    expect(citizen.pages()).to_have_count(2)
    page.reload()
    expect(citizen.pages().locator("img")).to_have_count(2)
    page.goto("/")
    page.locator("section").filter(has_text=text("home.under_way")).get_by_role("link").click()
    expect(citizen.heading("papers.heading")).to_be_visible()
    expect(citizen.pages()).to_have_count(2)


@pytest.mark.installed
def test_the_server_stops_and_it_goes_on_and_sends_itself(watch, request, browser):
    watch.allow(AWAY)
    with production(demo=False) as own, opened(own) as house, pages_in(browser, own, watch, request) as open_page:
        citizen = Citizen(open_page)
        page = citizen.page
        page.goto("/")
        expect(page.get_by_role("link", name="Khai sinh", exact=True)).to_be_visible()
        page.wait_for_timeout(4000)  # the code of the next pages comes when this one rests
        own.kill()
        page.get_by_label(text("home.search")).fill("sao y ban chinh")
        page.get_by_role("link", name=re.compile("Chứng thực bản sao")).first.click()
        citizen.button("procedure.begin").click()
        citizen.say_who().to_papers().add(picture(1), picture(2))
        expect(citizen.pages()).to_have_count(2)
        citizen.to_review().choose_unit().agree().send()
        expect(citizen.heading("sent.waiting")).to_be_visible()
        expect(citizen.page.get_by_text(text("line.offline"), exact=True)).to_be_visible()
        assert [item["state"] for item in citizen.kept("outbox")] == ["waiting"]
        own.start()
        number = citizen.number()
        assert len(rows(house, DossierPageRow, dossier(house, number))) == 2
        expect(citizen.page.get_by_text(text("line.online"), exact=True)).to_be_visible()


def test_tapping_twice_makes_one(citizen, dossiers):
    page = citizen.page
    page.goto(f"/thu-tuc?ma={SINGLE}")
    begin = citizen.button("procedure.begin")
    expect(begin).to_be_visible()
    begin.evaluate("(button) => { button.click(); button.click(); }")
    expect(citizen.heading("who.heading")).to_be_visible()
    assert len(citizen.kept("drafts")) == 1
    citizen.say_who().to_papers().add(picture())
    expect(citizen.pages()).to_have_count(1)
    citizen.to_review().choose_unit().agree()
    citizen.button("review.send").evaluate("(button) => { button.click(); button.click(); button.click(); }")
    citizen.number()
    page.go_back()
    expect(citizen.words("flow.sent_already")).to_be_visible()
    assert dossiers() == 1


def test_two_tabs_on_one_draft(citizen):
    first = citizen.begin().say_who().page
    citizen.wait_kept(lambda: "id_number" in citizen.kept("drafts")[0]["persons"]["owner"])
    second = first.context.new_page()
    second.goto(first.url)
    notice = text("flow.elsewhere")
    expect(second.get_by_text(notice)).to_be_visible()
    expect(second.locator("#owner-full_name")).to_be_disabled()
    expect(second.locator("#owner-full_name")).to_have_value(MAI.full_name)
    first.locator("#owner-phone").fill("0912000000")
    expect(second.locator("#owner-phone")).to_have_value("0912000000")

    second.get_by_role("button", name=text("flow.take_over")).click()
    expect(second.locator("#owner-full_name")).to_be_enabled()
    expect(first.get_by_text(notice)).to_be_visible()
    expect(first.locator("#owner-full_name")).to_be_disabled()
    second.locator("#owner-full_name").fill("Nguyễn Thị Đường")
    expect(first.locator("#owner-full_name")).to_have_value("Nguyễn Thị Đường")

    second.close()
    expect(first.get_by_text(notice)).to_have_count(0)
    expect(first.locator("#owner-full_name")).to_be_enabled()
    expect(first.locator("#owner-full_name")).to_have_value("Nguyễn Thị Đường")


def test_a_server_in_trouble_is_tried_again(citizen, watch, dossiers):
    watch.allow("status of 503")
    citizen.ready_to_send()
    tries = []

    def refuse(route):
        tries.append(route.request.url)
        if len(tries) <= 2:
            route.fulfill(status=503, json={"key": "server.trouble", "facts": {}, "message": ""})
        else:
            route.continue_()

    citizen.page.route("**/api/submissions/**", refuse)
    citizen.send()
    expect(citizen.words("sent.waiting_server")).to_be_visible()
    citizen.button("sent.try_now").click()
    citizen.number()
    assert dossiers() == 1


def test_a_lost_answer_makes_no_second_dossier(citizen, watch, dossiers):
    watch.allow(r"net::ERR_")
    citizen.ready_to_send()
    lost = []

    def lose(route):
        if not lost:
            lost.append(route.fetch().status)  # it arrives, the answer does not
            route.abort()
        else:
            route.continue_()

    citizen.page.route("**/photos/**", lose)
    citizen.send()
    citizen.number()
    assert lost == [201]
    assert dossiers() == 1


def test_an_id_that_is_taken_goes_as_a_new_dossier(citizen, app, watch, dossiers):
    watch.allow("status of 409")
    citizen.ready_to_send()
    taken = _other_content(citizen.kept("drafts")[0]["secret"])
    httpx.put(f"{app.url}/api/submissions/{citizen.draft_id}", json=taken).raise_for_status()
    citizen.send()
    expect(citizen.words("sent.conflict")).to_be_visible()
    (parked,) = citizen.kept("outbox")
    assert (parked["state"], parked["problem"]["status"]) == ("parked", 409)
    citizen.button("sent.as_new").click()
    citizen.number()
    (draft,) = citizen.kept("drafts")
    assert UUID(draft["receipt"]["id"]) != UUID(draft["id"])
    assert dossiers() == 1


def test_what_the_server_refuses_says_why_and_can_be_put_right(citizen, watch, dossiers):
    watch.allow("status of 422")
    citizen.ready_to_send()
    reason = error_text("submission.name_missing")

    def refuse(route):
        route.fulfill(status=422, json={"key": "submission.name_missing", "facts": {}, "message": reason})

    citizen.page.route("**/api/submissions/**", refuse, times=1)
    citizen.send()
    expect(citizen.heading("sent.parked")).to_be_visible()
    expect(citizen.page.get_by_text(reason)).to_be_visible()
    citizen.page.goto("/")
    expect(citizen.words("home.parked")).to_be_visible()
    citizen.page.get_by_role("link", name=re.compile(text("home.parked"))).click()
    citizen.button("sent.correct").click()
    expect(citizen.heading("review.heading")).to_be_visible()
    citizen.agree().send()
    citizen.number()
    assert dossiers() == 1


def test_a_draft_can_be_deleted_after_a_question(citizen):
    citizen.begin().say_who().to_papers().add(picture())
    expect(citizen.pages()).to_have_count(1)
    page = citizen.page
    page.goto("/cua-toi")
    page.get_by_role("button", name=re.compile("^Xóa hồ sơ")).click()
    page.get_by_role("dialog").get_by_role("button", name=text("mine.delete_no")).click()
    assert len(citizen.kept("drafts")) == 1
    page.get_by_role("button", name=re.compile("^Xóa hồ sơ")).click()
    page.get_by_role("dialog").get_by_role("button", name=text("mine.delete_yes")).click()
    expect(citizen.words("mine.empty")).to_be_visible()
    assert citizen.kept("drafts") == citizen.kept("photos") == []


def test_a_draft_of_another_phone_is_not_here(citizen):
    citizen.page.goto("/ho-so/giay-to?hs=00000000-0000-4000-8000-000000000000")
    expect(citizen.words("flow.gone").first).to_be_visible()


# --- at the counter ------------------------------------------------------------------------------------------------


def test_a_clerk_takes_a_dossier_in_at_the_counter(open_page, app, office, house):
    clerk = Citizen(open_page, sid=session_of(app, office.account()), **DESK)
    page = clerk.page
    page.goto(f"/?kenh=quay&xa={office.unit}")
    expect(clerk.words("home.counter")).to_be_visible()
    page.get_by_label(text("home.search")).fill("sao y ban chinh")
    page.get_by_role("link", name=re.compile("Chứng thực bản sao")).first.click()
    clerk.button("procedure.begin").click()
    expect(clerk.words("flow.counter")).to_be_visible()
    clerk.say_who().to_papers().add(picture()).to_review().agree().send()
    row = dossier(house, clerk.number())
    assert (row.channel, row.unit_code) == ("counter", office.unit)


def test_at_the_counter_an_ended_session_waits_for_signing_in(open_page, app, office, house, watch):
    watch.allow("status of 401")
    clerk = Citizen(open_page, **DESK)
    page = clerk.page
    clerk.begin(address=f"/thu-tuc?ma={SINGLE}&kenh=quay&xa={office.unit}").say_who().to_papers().add(picture())
    clerk.to_review().agree().send()
    expect(clerk.words("sent.sign_in")).to_be_visible()
    sid = session_of(app, office.account())
    page.context.add_cookies([{"name": "sid", "value": sid, "url": app.url, "httpOnly": True, "sameSite": "Strict"}])
    page.reload()
    assert dossier(house, clerk.number()).channel == "counter"


def test_an_id_of_somebody_else_goes_as_a_new_dossier_too(citizen, app, watch, dossiers):
    watch.allow("status of 404")
    citizen.ready_to_send()
    httpx.put(f"{app.url}/api/submissions/{citizen.draft_id}", json=_other_content("B" * 22)).raise_for_status()
    citizen.send()
    citizen.button("sent.as_new").click()
    citizen.number()
    assert dossiers() == 1


def _other_content(secret):
    person = {
        "full_name": {"value": "Người Khác", "origin": "typed"},
        "id_number": {"value": "019205000123", "origin": "typed"},
    }
    return {
        "format": 1,
        "procedure": SINGLE,
        "procedure_version": 1,
        "unit": UNIT,
        "channel": "phone",
        "secret": secret,
        "captured_at": "2026-11-23T02:31:00.000Z",
        "lang": "vi",
        "answers": {},
        "persons": {"owner": person, "submitter": None, "subject": None},
        "components": [
            {
                "key": PAPER,
                "state": "photographed",
                "number": "",
                "reason": "",
                "pages": [
                    {
                        "id": "00000000-0000-4000-8000-000000000001",
                        "sha256": "ab" * 32,
                        "bytes": 10,
                        "media_type": "image/jpeg",
                    }
                ],
            }
        ],
        "notice": {"version": "1", "at": "2026-11-23T02:31:00.000Z"},
    }
