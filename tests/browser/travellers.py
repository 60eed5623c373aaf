"""A team and its tablet in a real browser: the moves that the tests of trips make again and again."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from playwright.sync_api import Locator, Page, expect

from sothuhoso.domain.policy import Actor, Role
from sothuhoso.i18n.catalog import text
from sothuhoso.services import decisions, trips
from sothuhoso.settings import VIETNAM
from tests.browser.citizen import _KEPT
from tests.browsing import TABLET, sign_in
from tests.rest import Device, Sent, sending
from tests.services.making import MAI, said

if TYPE_CHECKING:
    from collections.abc import Callable

    from sothuhoso.services.container import Container
    from tests.browsing import Office
    from tests.production import Production

HAMLETS = ("Xóm Lũng Luông", "Hạ Sơn Dao")
#: khai sinh lưu động, and the shortest procedure with one paper
BIRTH_AT_HOME, COPY = "1.003583", "2.000815"


def today() -> str:
    """The day in Vietnam."""
    return datetime.now(VIETNAM).date().isoformat()


def planned(office: Office, lead: str, *members: str, day: str = "") -> str:
    """A trip of today (or another day), planned by this lead; answers its id."""
    trip_id = uuid4()
    plan = {
        "name": "Lũng Luông",
        "day": day or today(),
        "hamlets": [{"name": name} for name in HAMLETS],
        "members": [str(actor_of(office, member).account_id) for member in members],
        "procedures": [BIRTH_AT_HOME, COPY],
    }
    trips.make_trip(office.house, actor_of(office, lead), trip_id, plan)
    return str(trip_id)


def actor_of(office: Office, username: str) -> Actor:
    """Who acts with this account."""
    from sothuhoso.db.queries import accounts  # noqa: PLC0415 - a look into the tables, for tests only

    with office.house.look() as uow:
        row = accounts.account_named(uow.session, username)
        assert row is not None
        return Actor(row.id, row.display_name, Role(row.role), row.unit_code)


def received(office: Office, clerk: str, hamlet: str = HAMLETS[0], name: str = "Hoàng Thị Mai") -> Sent:
    """A dossier of somebody in the hamlet, accepted, its result due today."""
    owner = said(full_name=name, id_number=MAI, address=f"{hamlet}, xã Thần Sa")
    sent = Device(office.app.url).send(
        sending(unit=office.unit, owner=owner, photos=(), components=[_absent("giay_chung_sinh")])
    )
    decisions.receive(office.house, actor_of(office, clerk), UUID(sent.id), version=1)
    _due_now(office.house, sent.id)
    return sent


def _absent(key: str) -> dict[str, Any]:
    return {"key": key, "state": "none", "number": "", "reason": "Sẽ mang đến sau", "pages": []}


def _due_now(house: Container, dossier_id: str) -> None:
    """Whatever the time of day is: a birth taken in after 15:00 is due tomorrow."""
    from sothuhoso.db.queries import dossiers  # noqa: PLC0415

    with house.work() as uow:
        row = dossiers.get(uow.session, UUID(dossier_id))
        assert row is not None
        row.due_at = house.clock.now()
        uow.session.add(row)
        uow.commit()


class Tablet:
    """One tablet, one browser; sentences are found by their keys."""

    def __init__(self, open_page: Callable[..., Page], app: Production, username: str, **options: Any) -> None:
        self.app, self.username = app, username
        self.page = open_page("", **{**TABLET, **options})
        sign_in(self.page, username)

    @classmethod
    def on(cls, page: Page) -> Tablet:
        """The same hands on a page that somebody is signed in on."""
        tablet = cls.__new__(cls)
        tablet.page = page
        return tablet

    def button(self, key: str, **facts: Any) -> Locator:
        return self.page.get_by_role("button", name=text(key, **facts), exact=True)

    def words(self, key: str, **facts: Any) -> Locator:
        return self.page.get_by_text(text(key, **facts))

    def prepare(self, trip: str) -> Tablet:
        """Take the trip along."""
        self.page.goto(f"/chuyen/chuan-bi?c={trip}")
        expect(self.page.get_by_role("heading", name=text("trip.prepare.dossiers"))).to_be_visible()
        expect(self.check("clock")).to_be_visible()
        return self

    def check(self, key: str) -> Locator:
        """One of the checks of the tablet."""
        return self.page.get_by_role("listitem").filter(
            has=self.page.get_by_role("heading", name=text(f"trip.check.{key}"))
        )

    def step(self, key: str) -> Tablet:
        """By the trip's own navigation."""
        self.page.get_by_role("navigation", name=text("trip.step.label")).get_by_role(
            "link", name=text(f"trip.step.{key}")
        ).click()
        return self

    def sit_down(self, trip: str = "") -> Tablet:
        """Open the desk in the hamlet."""
        if trip:
            self.page.goto(f"/chuyen/ban?c={trip}")
        else:
            self.step("desk")
        expect(self.button("trip.desk.give")).to_be_visible()
        return self

    def give(self, count: int = 1) -> Tablet:
        """Give out numbers."""
        for _ in range(count):
            before = self.given
            self.button("trip.desk.give").click()
            expect(self.page.get_by_text(f"A {before + 1}", exact=True).first).to_be_visible()
        return self

    @property
    def given(self) -> int:
        """The last number given in the hamlet we are in."""
        (row,) = self.kept("trips")
        return max((ticket["number"] for ticket in row["queues"].get(row["hamlet"], [])), default=0)

    def call(self, number: int) -> Tablet:
        self.page.get_by_role("button", name=text("trip.desk.call", number=f"A {number}"), exact=True).first.click()
        return self.called(number)

    def called(self, number: int) -> Tablet:
        """Whoever is called now."""
        expect(self.page.get_by_role("heading", name=text("trip.desk.what", number=f"A {number}"))).to_be_visible()
        return self

    def do(self, key: str) -> Tablet:
        self.button(f"trip.do.{key}").click()
        return self

    def note(self, words: str = "Hỏi về trợ cấp") -> Tablet:
        self.do("note")
        self.page.locator("#trip-text").fill(words)
        self.button("trip.desk.note_keep").click()
        expect(self.words("trip.desk.done")).to_be_visible()
        return self

    def turn_away(self, person: str = "Triệu Mùi Phấy") -> Tablet:
        self.do("turned_away")
        self.page.locator("#trip-person").fill(person)
        self.page.get_by_label(text("trip.reason.paper_missing")).check()
        self.page.locator("#trip-procedure").select_option(BIRTH_AT_HOME)
        self.page.get_by_label("Giấy chứng sinh", exact=True).check()
        self.button("trip.desk.away_keep").click()
        expect(self.words("trip.desk.done")).to_be_visible()
        return self

    def hand_over(self, number: str, signer: str = "Lý Thị Mây") -> Tablet:
        self.do("handover")
        self.page.get_by_role("button", name=number).click()
        self.page.locator("#trip-signer").fill(signer)
        self.button("trip.desk.handover_keep").click()
        expect(self.words("trip.need.signature")).to_be_visible()
        self.sign().button("trip.desk.handover_keep").click()
        expect(self.words("trip.desk.done")).to_be_visible()
        return self

    def write_name(self) -> Tablet:
        """On the pad, which stays open."""
        self.button("trip.desk.sign").click()
        box = self.page.get_by_role("img", name=text("signing.pad")).bounding_box()
        assert box is not None
        self.page.mouse.move(box["x"] + 40, box["y"] + 60)
        self.page.mouse.down()
        for n in range(1, 6):
            self.page.mouse.move(box["x"] + 40 + 30 * n, box["y"] + 60 + 20 * (n % 2), steps=4)
        self.page.mouse.up()
        return self

    def sign(self) -> Tablet:
        """On the pad, and done."""
        self.write_name().button("signing.done").click()
        expect(self.page.get_by_role("img", name=text("signing.alt"))).to_be_visible()
        return self

    def with_a_fingerprint(self, number: str, signer: str, witness: str) -> Tablet:
        """Handed over to somebody who cannot write."""
        self.do("handover")
        self.page.get_by_role("button", name=number).click()
        self.page.locator("#trip-signer").fill(signer)
        self.page.get_by_label(text("trip.how.fingerprint")).check()
        self.button("trip.desk.handover_keep").click()
        expect(self.words("trip.need.witness")).to_be_visible()
        self.page.locator("#trip-witness").fill(witness)
        self.button("trip.desk.handover_keep").click()
        expect(self.words("trip.desk.done")).to_be_visible()
        return self

    def state_of(self, key: str) -> Locator:
        """A deed of the called number that stands so."""
        return self.page.get_by_role("listitem").get_by_text(text(f"trip.state.{key}"), exact=True)

    def kept(self, store: str) -> list[dict[str, Any]]:
        """All rows of a store in the tablet's database."""
        return json.loads(self.page.evaluate(_KEPT, store))

    def wait_entries(self, *states: str) -> list[dict[str, Any]]:
        """Until the kept entries stand so, in any order; answers them."""
        for _ in range(300):
            entries = self.kept("entries")
            if sorted(entry["state"] for entry in entries) == sorted(states):
                return entries
            self.page.wait_for_timeout(100)
        raise AssertionError(entries)
