"""Every service function refuses whoever may not call it: the anonymous, the wrong unit, the wrong role.

The tables are compared with the code: a function that stands in neither fails the test.
"""

import importlib
import inspect
import io
import pkgutil
import uuid
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import pikepdf
import pytest

from sothuhoso import services
from sothuhoso.db.queries import paper_files as paper_file_rows
from sothuhoso.db.tables import DossierPageRow, PageReadingRow
from sothuhoso.domain.errors import Invalid, NotFound, Refused, SignInNeeded
from sothuhoso.domain.policy import ANONYMOUS, Actor, Role
from sothuhoso.services import (
    accounts,
    arriving,
    batches,
    calendar,
    comparing,
    decisions,
    desk_list,
    devices,
    dossier_view,
    forms,
    intake,
    leases,
    numbers,
    page_laid,
    paper_fields,
    paper_files,
    paper_search,
    recovery,
    resuming,
    shared_drafts,
    trip_entries,
    trip_pack,
    trip_progress,
    trips,
    verifying,
)
from sothuhoso.services.container import Container
from sothuhoso.services.paper_field_views import PlaceView, SuggestedView
from sothuhoso.services.search_views import BoxView
from sothuhoso.services.views import DeskQuery
from tests.conftest import OTHER_UNIT, UNIT
from tests.samples.brought import pdf_of
from tests.services.bundles import Tablet
from tests.services.making import MAI, SINGLE, Sending, absent, fresh_secret, photo, photographed, sha, simple
from tests.services.test_shared_drafts import Draft
from tests.services.trip_making import TABLET, Trip, drawn_signature, plan


@dataclass
class World:
    """A received dossier, drafts, and a clerk of the unit who has joined one of them."""

    c: Container
    clerk: Actor
    dossier: UUID
    page: UUID
    brought: UUID
    """A page of a file that was brought along."""
    component: UUID
    form: UUID
    draft: Draft
    coming: Sending
    """Joined by the clerk too, announced; its photos are under way."""
    trip: Trip
    signed: UUID
    tablet: Tablet

    @property
    def bundle(self) -> UUID:
        """What the clerk's tablet handed over just now."""
        made = self.tablet.bundle(simple())
        recovery.take_bundle(self.c, ANONYMOUS, self.tablet.token, made.head)
        return made.id

    def allow_reset(self) -> None:
        """The clerk may choose a new PIN."""
        manager = Actor(None, "", Role.ADMIN, None)
        devices.allow_reset(self.c, manager, self.tablet.id, self.clerk.account_id)

    @property
    def fresh(self) -> UUID:
        """Another dossier nobody has touched."""
        sending = Sending(photos=(), components=[absent("giay_chung_sinh")])
        sending.arrive(self.c)
        return sending.id

    @property
    def fresh_page(self) -> tuple[UUID, UUID]:
        """Another dossier nobody has touched, and its photographed page."""
        sending = Sending(photos=(photo(4),), components=[photographed("giay_chung_sinh", photo(4))])
        sending.arrive(self.c)
        paper = dossier_view.open_dossier(self.c, self.clerk, sending.id).components[0]
        return sending.id, UUID(paper.pages[0].id)

    @property
    def signed_dossier(self) -> UUID:
        """A dossier with a signature."""
        sending = simple(signed=photo(3))
        sending.arrive(self.c)
        return sending.id

    @property
    def version(self) -> int:
        return dossier_view.open_dossier(self.c, self.clerk, self.dossier).version

    @property
    def suggestion(self) -> SuggestedView:
        """A name on the dossier's page."""
        page = dossier_view.open_dossier(self.c, self.clerk, self.dossier).components[0].pages[0]
        place = PlaceView(page.id, 1, boxes=[BoxView(0.1, 0.1, 0.2, 0.1)], made=page.made)
        return SuggestedView("names-0", "names", "Lý Văn Pá", "", place, clear=True)

    @property
    def number(self) -> str:
        return dossier_view.open_dossier(self.c, self.clerk, self.dossier).number

    @property
    def planned(self) -> UUID:
        """Another trip nobody has been on."""
        other = Trip(self.c, self.trip.lead)
        other.make()
        return other.id

    @property
    def code(self) -> str:
        return Draft(self.c).code


@pytest.fixture
def world(c, clerk, make_actor) -> World:
    file = pdf_of(1)
    dossier = Sending(photos=(photo(1), file))
    dossier.arrive(c)
    received = decisions.receive(c, clerk, dossier.id, version=1)
    joined = Draft(c)
    shared_drafts.join(c, clerk, joined.code)
    intake.take_photo(c, ANONYMOUS, joined.id, joined.secret, sha256=sha(photo(1)), content=photo(1))
    under_way = Draft(c)
    shared_drafts.join(c, clerk, under_way.code)
    coming = Sending(id=under_way.id, secret=under_way.secret, photos=(photo(1), photo(2)))
    coming.announce(c)
    coming.put(c, photo(1))
    paper = received.components[0]
    finished(c, UUID(paper.id))
    trip = Trip(c, make_actor("truongdoan", Role.OUTREACH, UNIT))
    trip.make()
    signed = trip.send(kind="handover", dossier=str(dossier.id), signature=drawn_signature())
    return World(
        c=c,
        clerk=clerk,
        dossier=dossier.id,
        page=UUID(paper.pages[0].id),
        brought=UUID(received.components[1].pages[0].id),
        component=UUID(paper.id),
        form=UUID(received.forms[0].id),
        draft=joined,
        coming=coming,
        trip=trip,
        signed=UUID(signed.id),
        tablet=Tablet(c, clerk),
    )


def finished(c: Container, component_id: UUID) -> None:
    """The paper's file is there; what stands in it is nothing to these tests."""
    with c.work() as uow:
        file = paper_file_rows.get(uow.session, component_id, lock=True)
        file.state, file.version, file.file_sha256 = "ready", 1, c.files.put(b"%PDF-")
        uow.session.add(file)
        for page in paper_file_rows.pages(uow.session, component_id):
            uow.session.add(read_page(c, page))
        uow.commit()


def read_page(c: Container, page: DossierPageRow) -> PageReadingRow:
    """A page that was made clean, with nothing on it."""
    sheet = io.BytesIO()
    with pikepdf.Pdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(sheet)
    return PageReadingRow(
        page_id=page.id,
        dossier_id=page.dossier_id,
        component_id=page.component_id,
        verdict="good",
        dpi=300,
        turned=0,
        sheet_sha256=c.files.put(sheet.getvalue()),
        words_enc=b"",
        made_at=c.clock.now(),
    )


DESK = frozenset({Role.CLERK, Role.HEAD})
HELPERS = DESK | {Role.OUTREACH}
LISTERS = HELPERS | {Role.PROVINCE}
ADMIN = frozenset({Role.ADMIN})
#: of a trip that these roles do not go on, only the head knows
GOING_OR_HEAD = frozenset({Role.HEAD})
MANAGERS = frozenset({Role.HEAD, Role.ADMIN})
JOINED = "only the account that joined the draft"


def elsewhere(actor: Actor, found: list[object]) -> list[object]:
    """Lists show one's own unit; that another unit's is empty is its own refusal."""
    if actor.unit_code == OTHER_UNIT:
        assert found == []
        raise Refused("access.refused")
    return found


def take_part(c: Container, actor: Actor, world: World) -> object:
    """One part of a bundle that the tablet has begun."""
    made = world.tablet.bundle(Sending(photos=(photo(1),), components=[photographed("giay_chung_sinh", photo(1))]))
    recovery.take_bundle(c, ANONYMOUS, world.tablet.token, made.head)
    ((name, content),) = made.parts.items()
    return recovery.take_part(c, actor, "", made.id, sha256=name, content=content)


def data_key(c: Container, actor: Actor, world: World) -> object:
    """The clerk's own key, which the head has let the clerk have."""
    world.allow_reset()
    key_id = UUID(world.tablet.known.key_id)
    return recovery.data_key(c, actor, world.tablet.token, key_id=key_id, wrapped=world.tablet.wrapped())


TURNED = {"paper": "A4", "corners": None, "turn": 90, "note": False}

#: function → (call, roles that may call it in their own unit)
TABLE = {
    desk_list.list_desk: (lambda c, a, w: desk_list.list_desk(c, a, DeskQuery(unit=UNIT)), LISTERS),
    desk_list.open_of_person: (
        lambda c, a, w: desk_list.open_of_person(c, a, procedure=SINGLE, id_number=MAI),
        HELPERS,
    ),
    dossier_view.open_dossier: (lambda c, a, w: dossier_view.open_dossier(c, a, w.dossier), HELPERS),
    dossier_view.whole_id_number: (
        lambda c, a, w: dossier_view.whole_id_number(c, a, w.dossier, slot="owner", reason="đối chiếu"),
        DESK,
    ),
    dossier_view.page_image: (
        lambda c, a, w: dossier_view.page_image(c, a, w.dossier, w.page, thumbnail=False),
        HELPERS,
    ),
    paper_files.clean_page: (lambda c, a, w: paper_files.clean_page(c, a, w.dossier, w.page), HELPERS),
    page_laid.open_page: (lambda c, a, w: page_laid.open_page(c, a, w.dossier, w.page), DESK),
    page_laid.lay_again: (
        lambda c, a, w: page_laid.lay_again(c, a, *w.fresh_page, laid=TURNED, version=1),
        DESK,
    ),
    paper_search.in_dossier: (lambda c, a, w: paper_search.in_dossier(c, a, w.dossier, "khai"), HELPERS),
    paper_search.at_desk: (lambda c, a, w: paper_search.at_desk(c, a, "khai"), HELPERS),
    paper_fields.suggestions: (lambda c, a, w: paper_fields.suggestions(c, a, w.dossier, w.component), DESK),
    paper_fields.confirm: (
        lambda c, a, w: paper_fields.confirm(
            c, a, w.dossier, w.component, field="names", value="Hoàng Thị Mai", version=w.version
        ),
        DESK,
    ),
    paper_fields.set_aside: (
        lambda c, a, w: paper_fields.set_aside(
            c, a, w.dossier, w.component, suggestion=w.suggestion, version=w.version
        ),
        DESK,
    ),
    paper_files.make_again: (lambda c, a, w: paper_files.make_again(c, a, w.dossier, w.component), DESK),
    paper_files.original: (lambda c, a, w: paper_files.original(c, a, w.dossier, w.brought), HELPERS),
    paper_files.paper_pdf: (lambda c, a, w: paper_files.paper_pdf(c, a, w.dossier, w.component), HELPERS),
    dossier_view.signature_image: (lambda c, a, w: dossier_view.signature_image(c, a, w.signed_dossier), HELPERS),
    numbers.take_block: (lambda c, a, w: numbers.take_block(c, a, uuid.uuid4(), count=1, unit=UNIT), HELPERS),
    comparing.mark_compared: (
        lambda c, a, w: comparing.mark_compared(c, a, w.dossier, w.component, compared=True, version=w.version),
        DESK,
    ),
    verifying.record_verification: (
        lambda c, a, w: verifying.record_verification(
            c, a, w.dossier, slot="owner", how="card_seen", version=w.version
        ),
        DESK,
    ),
    decisions.preview_due: (lambda c, a, w: decisions.preview_due(c, a, w.fresh), DESK),
    decisions.receive: (lambda c, a, w: decisions.receive(c, a, w.fresh, version=1), DESK),
    decisions.ask_supplement: (
        lambda c, a, w: decisions.ask_supplement(c, a, w.fresh, version=1, items=["x"], reason="x"),
        DESK,
    ),
    decisions.refuse: (lambda c, a, w: decisions.refuse(c, a, w.fresh, version=1, reason="x"), DESK),
    forms.form_pdf: (lambda c, a, w: forms.form_pdf(c, a, w.dossier, w.form), HELPERS),
    leases.hold: (lambda c, a, w: leases.hold(c, a, w.dossier), HELPERS),
    leases.release: (lambda c, a, w: leases.release(c, a, w.dossier), HELPERS),
    # without the sender's secret: only a desk takes in at the counter, only the joined account touches a draft
    intake.announce: (lambda c, a, w: simple(channel="counter").announce(c, a), HELPERS),
    intake.take_photo: (
        lambda c, a, w: intake.take_photo(c, a, w.draft.id, None, sha256=sha(photo(2)), content=photo(2)),
        JOINED,
    ),
    intake.receipt: (lambda c, a, w: intake.receipt(c, a, w.draft.id, None), JOINED),
    intake.photo: (
        lambda c, a, w: intake.photo(c, a, w.draft.id, None, sha256=sha(photo(1)), thumbnail=False),
        JOINED,
    ),
    arriving.list_arriving: (lambda c, a, w: arriving.list_arriving(c, a, UNIT), LISTERS),
    arriving.open_arriving: (lambda c, a, w: arriving.open_arriving(c, a, w.coming.id), HELPERS),
    arriving.thumbnail: (lambda c, a, w: arriving.thumbnail(c, a, w.coming.id, sha(photo(1))), HELPERS),
    resuming.standing: (lambda c, a, w: resuming.standing(c, a, w.coming.id, None), JOINED),
    resuming.part_of: (lambda c, a, w: resuming.part_of(c, a, w.coming.id, None, sha256=sha(photo(2))), JOINED),
    resuming.begin_part: (
        lambda c, a, w: resuming.begin_part(c, a, w.coming.id, None, sha256=sha(photo(2)), offset=0, coming=1)[
            1
        ].close(),
        JOINED,
    ),
    resuming.end_part: (lambda c, a, w: resuming.end_part(c, a, w.coming.id, None, sha256=sha(photo(2))), JOINED),
    resuming.take_thumbnail: (
        lambda c, a, w: resuming.take_thumbnail(c, a, w.coming.id, None, sha256=sha(photo(2)), content=photo(9)),
        JOINED,
    ),
    shared_drafts.join: (lambda c, a, w: shared_drafts.join(c, a, w.code), HELPERS),
    shared_drafts.open_draft: (lambda c, a, w: shared_drafts.open_draft(c, a, w.draft.id, None), JOINED),
    shared_drafts.edit: (
        lambda c, a, w: shared_drafts.edit(c, a, w.draft.id, None, path="persons.owner.phone", value="1"),
        JOINED,
    ),
    shared_drafts.edit_all: (lambda c, a, w: shared_drafts.edit_all(c, a, w.draft.id, None, changes={}), JOINED),
    shared_drafts.hold_field: (lambda c, a, w: shared_drafts.hold_field(c, a, w.draft.id, None, path=""), JOINED),
    shared_drafts.put_page: (
        lambda c, a, w: shared_drafts.put_page(
            c,
            a,
            w.draft.id,
            None,
            component="to_khai",
            page={"id": str(uuid.UUID(int=1)), "sha256": "a" * 64, "bytes": 1, "media_type": "image/jpeg"},
        ),
        JOINED,
    ),
    shared_drafts.remove_page: (
        lambda c, a, w: shared_drafts.remove_page(c, a, w.draft.id, None, component="to_khai", page_id="x"),
        JOINED,
    ),
    shared_drafts.order_pages: (
        lambda c, a, w: shared_drafts.order_pages(c, a, w.draft.id, None, component="to_khai", page_ids=[]),
        JOINED,
    ),
    shared_drafts.send: (lambda c, a, w: shared_drafts.send(c, a, w.draft.id, None), JOINED),
    shared_drafts.close: (lambda c, a, w: shared_drafts.close(c, a, w.draft.id, None), JOINED),
    accounts.list_accounts: (lambda c, a, w: accounts.list_accounts(c, a), ADMIN),
    accounts.create_account: (
        lambda c, a, w: accounts.create_account(
            c,
            a,
            username="moi",
            display_name="Người mới",
            password="mật khẩu thật dài",
            role=Role.CLERK,
            unit_code=UNIT,
        ),
        ADMIN,
    ),
    accounts.reset_password: (lambda c, a, w: accounts.reset_password(c, a, "canbo", "mật khẩu thật dài"), ADMIN),
    accounts.deactivate: (lambda c, a, w: accounts.deactivate(c, a, "canbo"), ADMIN),
    devices.register: (lambda c, a, w: devices.register(c, a, Tablet(w.c, w.clerk).id, "Máy"), HELPERS),
    devices.list_devices: (lambda c, a, w: elsewhere(a, devices.list_devices(c, a)), MANAGERS),
    devices.revoke: (lambda c, a, w: devices.revoke(c, a, Tablet(w.c, w.clerk).id), MANAGERS),
    devices.allow_reset: (
        lambda c, a, w: devices.allow_reset(c, a, w.tablet.id, w.clerk.account_id),
        MANAGERS,
    ),
    # without the tablet's cookie: only who may open it brings a bundle
    recovery.take_bundle: (lambda c, a, w: recovery.take_bundle(c, a, "", w.tablet.bundle(simple()).head), MANAGERS),
    recovery.take_part: (take_part, MANAGERS),
    recovery.list_bundles: (lambda c, a, w: elsewhere(a, recovery.list_bundles(c, a)), MANAGERS),
    recovery.open_bundle: (lambda c, a, w: recovery.open_bundle(c, a, w.bundle), MANAGERS),
    recovery.data_key: (data_key, JOINED),
    batches.allow_split: (lambda c, a, w: batches.allow_split(c, a, ""), HELPERS),
    batches.split_batch: (lambda c, a, w: batches.split_batch(c, a, "", pdf_of(1), duplex=False), HELPERS),
    calendar.list_days: (lambda c, a, w: calendar.list_days(c, a), ADMIN),
    calendar.set_day: (lambda c, a, w: calendar.set_day(c, a, date(2026, 12, 24), working=False), ADMIN),
    trips.list_trips: (lambda c, a, w: trips.list_trips(c, a), HELPERS),
    trips.make_trip: (lambda c, a, w: trips.make_trip(c, a, w.trip.id, plan()), GOING_OR_HEAD),
    trips.change_trip: (
        lambda c, a, w: trips.change_trip(c, a, w.trip.id, plan(), version=w.trip.view().version),
        GOING_OR_HEAD,
    ),
    trips.cancel_trip: (lambda c, a, w: trips.cancel_trip(c, a, w.planned, version=1), GOING_OR_HEAD),
    trips.close_trip: (
        lambda c, a, w: trips.close_trip(c, a, w.trip.id, version=w.trip.view().version),
        GOING_OR_HEAD,
    ),
    trip_pack.pack: (lambda c, a, w: trip_pack.pack(c, a, w.planned, TABLET), GOING_OR_HEAD),
    trip_pack.choose_dossier: (
        lambda c, a, w: trip_pack.choose_dossier(c, a, w.planned, number=w.number, taken=True),
        GOING_OR_HEAD,
    ),
    trip_entries.take_entry: (
        lambda c, a, w: trip_entries.take_entry(c, a, w.trip.id, uuid.uuid4(), {"entry": w.trip.entry()}),
        GOING_OR_HEAD,
    ),
    trip_entries.hear_tablet: (
        lambda c, a, w: trip_entries.hear_tablet(c, a, w.trip.id, TABLET, waiting=1),
        GOING_OR_HEAD,
    ),
    trip_entries.signature: (lambda c, a, w: trip_entries.signature(c, a, w.trip.id, w.signed), GOING_OR_HEAD),
    trip_progress.progress: (lambda c, a, w: trip_progress.progress(c, a, w.trip.id), GOING_OR_HEAD),
    trip_progress.report_pdf: (lambda c, a, w: trip_progress.report_pdf(c, a, w.trip.id), GOING_OR_HEAD),
    calendar.remove_day: (lambda c, a, w: calendar.remove_day(c, a, date(2026, 1, 2)), ADMIN),
}

#: calls that change nothing others need
MANY_TIMES = {
    desk_list.list_desk,
    desk_list.open_of_person,
    dossier_view.open_dossier,
    dossier_view.page_image,
    paper_search.in_dossier,
    paper_search.at_desk,
    page_laid.open_page,
    paper_fields.suggestions,
    paper_files.clean_page,
    paper_files.make_again,
    paper_files.original,
    paper_files.paper_pdf,
    decisions.receive,
    forms.form_pdf,
    arriving.list_arriving,
    arriving.open_arriving,
    arriving.thumbnail,
    batches.allow_split,
    batches.split_batch,
}

#: these act for whoever holds a secret, or for everybody; their own tests say what a stranger gets
WITHOUT_ACTOR = {
    "accounts.actor_of",
    "accounts.sign_in",
    "accounts.sign_out",
    "card.read_card",
    "devices.contact",
    "devices.leave",
    "catalogue.catalogue",
    "follow.follow_by_number",
    "follow.follow_by_secret",
    "forms.form_pdf_for_citizen",
    "health.check",
    "housekeeping.keep_house",
    "paper_files.give_back",
    "paper_files.see_through",
    "paper_files.take",
    "paper_files.work_one",
    "paper_search.index_some",
    "paper_work.check",
    "paper_work.work_off",
    "paper_work.working",
    "housekeeping.purge_expired",
    "recovery.forget_opened",
    "shared_drafts.share",
}

#: pieces that other services are built of: no use case of their own, never called from above
PIECES = {
    "arrivals",
    "assembling",
    "audit",
    "brought_files",
    "capability",
    "container",
    "draft_content",
    "draft_view",
    "form_facts",
    "guard",
    "moments",
    "noted_fields",
    "numbering",
    "page_words",
    "paper_versions",
    "recovery_keys",
    "sealed",
    "stored_images",
    "trip_guard",
    "trip_views",
    "views",
}
OF_ONES_OWN_UNIT = {
    trips.list_trips,
    desk_list.open_of_person,
    paper_search.at_desk,
    batches.allow_split,
    batches.split_batch,
}
"""Name no unit, so there is no wrong one: they show what is the actor's own."""

OWN_ONLY = {"shared_drafts.close_joined"}
"""Acts on what the actor joined, so there is nothing of anybody else's to refuse; the anonymous joined nothing."""


def public_functions():
    for module in pkgutil.iter_modules(services.__path__):
        if module.name in PIECES:
            continue
        loaded = importlib.import_module(f"sothuhoso.services.{module.name}")
        for name, function in inspect.getmembers(loaded, inspect.isfunction):
            first = next(iter(inspect.signature(function).parameters), "")
            if function.__module__ == loaded.__name__ and not name.startswith("_") and first == "c":
                yield f"{module.name}.{name}", function


def takes_actor(function) -> bool:
    return "actor" in inspect.signature(function).parameters


def test_the_tables_are_complete():
    found = dict(public_functions())
    acting = {name for name, function in found.items() if takes_actor(function)}
    others = {name for name, function in found.items() if not takes_actor(function)}
    assert acting - OWN_ONLY == set(map(named, TABLE))
    assert others - {"calendar.calendar", "trip_entries.entry_of"} == WITHOUT_ACTOR


def test_leaving_touches_only_what_is_ones_own(c, other_clerk, world):
    for actor in (ANONYMOUS, other_clerk):
        shared_drafts.close_joined(c, actor)
    assert shared_drafts.open_draft(c, world.clerk, world.draft.id, None).closed is False


def named(function) -> str:
    return f"{function.__module__.rpartition('.')[2]}.{function.__name__}"


def refusals(c, world, actor, kinds, functions) -> list[str]:
    """The functions that did not refuse this actor in one of these ways."""
    wrong = []
    for function in functions:
        try:
            TABLE[function][0](c, actor, world)
        except kinds:
            continue
        wrong.append(named(function))
    return wrong


def unit_of(role: Role, unit: str) -> str | None:
    return None if role in (Role.ADMIN, Role.PROVINCE) else unit


def test_the_anonymous(c, world):
    assert refusals(c, world, ANONYMOUS, SignInNeeded, TABLE) == []


@pytest.mark.parametrize("role", [Role.CLERK, Role.HEAD, Role.OUTREACH])
def test_the_wrong_unit(c, world, make_actor, role):
    stranger = make_actor("nguoikhac", role, OTHER_UNIT)
    assert refusals(c, world, stranger, (Refused, NotFound), TABLE.keys() - OF_ONES_OWN_UNIT) == []
    assert trips.list_trips(c, stranger).trips == []


@pytest.mark.parametrize("role", list(Role))
def test_the_wrong_role(c, world, make_actor, role):
    actor = make_actor("vaitrokhac", role, unit_of(role, UNIT))
    forbidden = [f for f, (_, allowed) in TABLE.items() if allowed is JOINED or role not in allowed]
    assert forbidden
    assert refusals(c, world, actor, (Refused, NotFound), forbidden) == []


def test_whoever_may_is_let_in(c, world, make_actor):
    """So that the refusals above are about the person and not about the call."""
    by_role = {role: make_actor(f"dung-{role}", role, unit_of(role, UNIT)) for role in Role}
    for function, (call, allowed) in TABLE.items():
        if allowed is not JOINED:
            for role in allowed if function in MANY_TIMES else [min(allowed)]:
                call(c, by_role[role], world)
        elif function not in (shared_drafts.send, shared_drafts.close):
            call(c, world.clerk, world)
    with pytest.raises(Invalid):  # let in, and told that the draft is not complete
        shared_drafts.send(c, world.clerk, world.draft.id, None)
    shared_drafts.close(c, world.clerk, world.draft.id, None)


def test_a_joined_account_that_lost_its_role_is_out(c, world):
    shown = shared_drafts.open_draft(c, world.clerk, world.draft.id, None)
    assert shown.joined is True
    demoted = Actor(world.clerk.account_id, world.clerk.name, Role.ADMIN, None)
    with pytest.raises(Refused):
        shared_drafts.open_draft(c, demoted, world.draft.id, None)


def test_a_secret_of_another_is_no_key(c, world):
    with pytest.raises(NotFound):
        shared_drafts.open_draft(c, ANONYMOUS, world.draft.id, fresh_secret())
