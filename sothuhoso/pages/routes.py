"""The table of pages: which address shows which page. The app module calls ``register`` once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sothuhoso.i18n.catalog import text
from sothuhoso.pages import (
    batch,
    desk,
    follow,
    hand_over,
    home,
    lock,
    my_dossiers,
    not_found,
    numbers,
    outbox,
    page_edit,
    papers,
    procedure,
    receive,
    review,
    sent,
    sign_in,
    tablets,
    together,
    trip_desk,
    trip_prepare,
    trip_summary,
    trips,
    who,
)
from sothuhoso.state.desk import Desk
from sothuhoso.state.desk_arriving import DeskArriving
from sothuhoso.state.desk_dossier import DeskDossier
from sothuhoso.state.follow import Follow

if TYPE_CHECKING:
    import reflex as rx


def register(app: rx.App) -> None:
    """Add every page to the app."""
    _citizen(app)
    app.add_page(not_found.page, route="404", title=text("page.unknown.title"))
    app.add_page(sign_in.page, route="/dang-nhap", title=text("title.sign_in"))
    app.add_page(
        desk.page, route="/ban", title=text("title.desk"), on_load=[Desk.load, DeskDossier.load, DeskArriving.load]
    )
    app.add_page(together.page, route="/ban/cung-lam", title=text("title.together"), on_load=Desk.load)
    app.add_page(numbers.page, route="/ban/so", title=text("numbers.title"), on_load=Desk.load)
    app.add_page(tablets.page, route="/ban/may", title=text("tablets.title"), on_load=Desk.load)
    app.add_page(lock.page, route="/khoa", title=text("lock.title"))
    _trips(app)


def _trips(app: rx.App) -> None:
    """Trips to hamlets: pages of the tablet's own store, as those of the flow (docs/decisions/0011, 0022)."""
    app.add_page(trips.page, route="/chuyen", title=text("trip.title.list"))
    app.add_page(trip_prepare.page, route="/chuyen/chuan-bi", title=text("trip.title.prepare"))
    app.add_page(trip_desk.page, route="/chuyen/ban", title=text("trip.title.desk"))
    app.add_page(trip_summary.page, route="/chuyen/tong-ket", title=text("trip.title.summary"))


def _citizen(app: rx.App) -> None:
    """The citizen's pages: static addresses, so that each is a page of its own with no line (docs/decisions/0011)."""
    app.add_page(home.page, route="/", title=text("title.home"))
    app.add_page(procedure.page, route="/thu-tuc", title=text("title.procedure"))
    app.add_page(who.page, route="/ho-so/ai", title=text("title.who"))
    app.add_page(papers.page, route="/ho-so/giay-to", title=text("title.papers"))
    app.add_page(batch.page, route="/ho-so/xap", title=text("title.batch"))
    app.add_page(page_edit.page, route="/ho-so/trang", title=text("title.edit"))
    app.add_page(review.page, route="/ho-so/xem-lai", title=text("title.review"))
    app.add_page(sent.page, route="/ho-so/xong", title=text("title.sent"))
    app.add_page(my_dossiers.page, route="/cua-toi", title=text("title.mine"))
    app.add_page(hand_over.page, route="/ho-so/chuyen", title=text("title.give"))
    app.add_page(receive.page, route="/nhan-ho-so", title=text("title.receive"))
    app.add_page(outbox.page, route="/cho-gui", title=text("title.outbox"))
    app.add_page(follow.page, route="/theo-doi", title=text("title.follow"), on_load=Follow.again)
