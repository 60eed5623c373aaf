"""Whatever is sent again, in whatever order: one dossier, never two, nothing overwritten, receipts that are true."""

import uuid

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sothuhoso.db.queries import dossiers, submissions
from sothuhoso.domain.errors import Conflict, Invalid
from tests.services.making import Sending, photo, photographed, refused, sha

PHOTOS = (photo(11), photo(12), photo(13))
STRANGER = photo(14)

steps = st.lists(
    st.one_of(
        st.tuples(st.just("announce"), st.sampled_from("AB")),
        st.tuples(st.just("photo"), st.sampled_from([0, 1, 2, "x"])),
    ),
    max_size=12,
)


class Model:
    """What should be true, told in the simplest way."""

    def __init__(self) -> None:
        self.announced: str | None = None
        self.here: set[object] = set()

    @property
    def state(self) -> str:
        if self.announced is None:
            return "open"
        return "whole" if {0, 1, 2} <= self.here else "arriving"


@given(steps)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_order_any_number_of_times(c, order):
    sending = Sending(id=uuid.uuid4(), photos=PHOTOS)
    other = Sending(id=sending.id, secret=sending.secret, photos=PHOTOS)
    other.components = [photographed("giay_cam_doan_viec_sinh", *PHOTOS)]
    model = Model()
    for kind, what in order:
        _step(c, sending, other, model, kind=kind, what=what)
    with c.look() as uow:
        row = dossiers.get(uow.session, sending.id)
        assert (row is not None) is (model.state == "whole")
        kept = {p.received_sha256 for p in submissions.photos(uow.session, sending.id)}
        pages = dossiers.pages(uow.session, sending.id)
    assert kept == {_name(what) for what in model.here}
    assert len(pages) == (3 if model.state == "whole" else 0)
    assert all(c.files.has(page.file_sha256) and c.files.has(page.thumbnail_sha256) for page in pages)


def _step(c, sending, other, model, *, kind, what) -> None:
    if kind == "announce":
        chosen = sending if what == "A" else other
        if model.announced not in (None, what):
            with refused(Conflict, "submission.conflict"):
                chosen.announce(c)
            return
        receipt = chosen.announce(c)
        assert receipt.created is (model.announced is None)
        model.announced = what
    else:
        content = STRANGER if what == "x" else PHOTOS[what]
        if what not in model.here and what == "x" and model.announced is not None:
            with refused(Invalid, "photo.not_announced"):
                sending.put(c, content)
            return
        receipt = sending.put(c, content).receipt
        assert receipt.created is (what not in model.here)
        model.here.add(what)
    _check(model, receipt)


def _check(model, receipt) -> None:
    assert receipt.state == model.state
    assert set(receipt.received) == {_name(what) for what in model.here}
    promised = {0, 1, 2} if model.announced else set()
    assert set(receipt.missing) == {_name(what) for what in promised - model.here}
    assert bool(receipt.number) is (model.state == "whole")


def _name(what) -> str:
    return sha(STRANGER if what == "x" else PHOTOS[what])
