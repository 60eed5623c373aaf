"""Photos in pieces: where they stand, going on, the door at the end, small pictures before; nothing left behind."""

import os
import uuid
from datetime import UTC, datetime

import pytest

from sothuhoso.db.queries import dossiers, submissions
from sothuhoso.domain.errors import Conflict, Invalid, NotFound, SignInNeeded, TooLarge, Unavailable, WrongKind
from sothuhoso.domain.policy import ANONYMOUS
from sothuhoso.services import dossier_view, housekeeping, intake, resuming
from tests.services.making import Sending, fresh_secret, photo, refused, sha


def part(c, sending, content):
    return resuming.part_of(c, ANONYMOUS, sending.id, sending.secret, sha256=sha(content))


def piece(c, sending, content, at, till=None, *, name=None, coming=None):
    """One connection that brings the bytes from ``at`` on."""
    who = (c, ANONYMOUS, sending.id, sending.secret)
    name = name or sha(content)
    _, writer = resuming.begin_part(*who, sha256=name, offset=at, coming=coming)
    writer.write(content[at:till])
    writer.close()
    return resuming.end_part(*who, sha256=name)


def small(c, sending, content, picture=None):
    return resuming.take_thumbnail(
        c, ANONYMOUS, sending.id, sending.secret, sha256=sha(content), content=picture or photo(40)
    )


@pytest.fixture
def sending(c):
    made = Sending(photos=(photo(1), photo(2)))
    made.announce(c)
    return made


def test_a_photo_in_pieces_is_as_good_as_one_in_whole(c, sending):
    first, second = sending.photos
    assert part(c, sending, first) == resuming.Part(len(first), 0, arrived=False)
    assert piece(c, sending, first, 0, 200) == resuming.Part(len(first), 200, arrived=False)
    assert piece(c, sending, first, 200, 500).offset == 500
    assert piece(c, sending, first, 500) == resuming.Part(len(first), len(first), arrived=True)
    assert piece(c, sending, second, 0).arrived
    assert intake.receipt(c, ANONYMOUS, sending.id, sending.secret).state == "whole"
    with c.look() as uow:
        row = dossiers.get(uow.session, sending.id)
    assert row is not None
    assert c.parts.sizes(str(sending.id)) == {}


def test_the_wrong_place_is_told(c, sending):
    content = sending.photos[0]
    piece(c, sending, content, 0, 300)
    for wrong in (0, 299, 301, len(content)):
        with refused(Conflict, "part.offset") as caught:
            piece(c, sending, content, wrong)
        assert caught.value.facts == {"offset": 300}
    piece(c, sending, content, 300)
    with refused(Conflict, "part.offset") as caught:
        piece(c, sending, content, 0)
    assert caught.value.facts == {"offset": len(content)}


def test_more_than_was_promised_is_refused(c, sending):
    content = sending.photos[0]
    with refused(TooLarge, "part.too_long"):
        piece(c, sending, content, 0, coming=len(content) + 1)
    assert part(c, sending, content).offset == 0


def test_where_it_stands_names_all_of_it(c, sending):
    first, second = sending.photos
    piece(c, sending, first, 0)
    piece(c, sending, second, 0, 100)
    small(c, sending, second)
    found = resuming.standing(c, ANONYMOUS, sending.id, sending.secret)
    assert found.receipt == intake.receipt(c, ANONYMOUS, sending.id, sending.secret)
    assert (found.thumbnails, found.offsets) == ([sha(second)], {sha(second): 100})


def test_bytes_that_are_other_ones_begin_anew(c, sending):
    content = sending.photos[0]
    damaged = content[:300] + bytes([content[300] ^ 255]) + content[301:]
    with refused(Invalid, "photo.hash_mismatch"):
        piece(c, sending, damaged, 0, name=sha(content))
    assert part(c, sending, content).offset == 0
    assert piece(c, sending, content, 0).arrived


def test_bytes_that_are_no_photo_are_refused_and_forgotten(c):
    content = b"%PDF-1.7 no photo at all" * 10
    made = Sending(photos=(content, photo(2)))
    made.announce(c)
    with refused(Invalid, "document.broken"):
        piece(c, made, content, 0)
    assert c.parts.sizes(str(made.id)) == {}


def test_damage_on_the_disk_begins_anew(c, sending):
    content = sending.photos[0]
    piece(c, sending, content, 0, 300)
    (file,) = (c.settings.data_dir / "parts" / str(sending.id)).iterdir()
    sealed = bytearray(file.read_bytes())
    sealed[100] ^= 1
    file.write_bytes(sealed)
    with refused(Invalid, "photo.hash_mismatch"):
        piece(c, sending, content, 300)
    assert piece(c, sending, content, 0).arrived


def test_a_busy_server_keeps_the_bytes(c, sending, monkeypatch):
    content = sending.photos[0]

    def busy(*_args, **_kwargs):
        raise Unavailable("image.busy")

    monkeypatch.setattr(intake, "take_photo", busy)
    with refused(Unavailable, "image.busy"):
        piece(c, sending, content, 0)
    monkeypatch.undo()
    assert part(c, sending, content) == resuming.Part(len(content), len(content), arrived=False)
    done = resuming.end_part(c, ANONYMOUS, sending.id, sending.secret, sha256=sha(content))  # nothing more to bring
    assert done.arrived


def test_a_photo_that_came_whole_meanwhile_leaves_no_beginning(c, sending):
    content = sending.photos[0]
    piece(c, sending, content, 0, 300)
    sending.put(c, content)
    assert c.parts.sizes(str(sending.id)) == {}
    assert part(c, sending, content).arrived


def test_a_connection_that_comes_too_late_leaves_nothing_behind(c, sending):
    content = sending.photos[0]
    who = (c, ANONYMOUS, sending.id, sending.secret)
    _, writer = resuming.begin_part(*who, sha256=sha(content), offset=0, coming=None)
    sending.put(c, content)
    _, late = resuming.part_of(*who, sha256=sha(content)), c.parts.open(str(sending.id), sha(content), 0)
    for one in (writer, late):
        one.write(content[:100])
        one.close()
        assert resuming.end_part(*who, sha256=sha(content)).arrived
    assert c.parts.sizes(str(sending.id)) == {}


@pytest.mark.parametrize("at", [0, 300])
def test_one_that_arrives_between_looking_and_opening_leaves_nothing_behind(c, sending, monkeypatch, at):
    content, opening = sending.photos[0], c.parts.open
    if at:
        piece(c, sending, content, 0, at)

    def arrives_meanwhile(*where):
        sending.put(c, content)
        return opening(*where)

    monkeypatch.setattr(c.parts, "open", arrives_meanwhile)
    with refused(Conflict, "part.offset"):
        resuming.begin_part(c, ANONYMOUS, sending.id, sending.secret, sha256=sha(content), offset=at, coming=None)
    assert not list((c.settings.data_dir / "parts").glob("*"))


def test_only_what_was_promised_and_by_whoever_promised_it(c, sending):
    stranger = Sending(id=sending.id, secret=fresh_secret(), photos=sending.photos)
    for act in (
        lambda: part(c, stranger, sending.photos[0]),
        lambda: piece(c, stranger, sending.photos[0], 0),
        lambda: small(c, stranger, sending.photos[0]),
        lambda: resuming.standing(c, ANONYMOUS, sending.id, stranger.secret),
        lambda: resuming.standing(c, ANONYMOUS, uuid.uuid4(), sending.secret),
        lambda: piece(c, Sending(), photo(1), 0),
    ):
        with refused(NotFound, "submission.unknown"):
            act()
    with refused(NotFound, "photo.unknown"):
        piece(c, sending, photo(60), 0)
    with pytest.raises(SignInNeeded):
        resuming.part_of(c, ANONYMOUS, sending.id, None, sha256=sha(sending.photos[0]))
    assert not (c.settings.data_dir / "parts" / str(sending.id)).exists()


def test_before_the_text_nothing_can_come_in_pieces(c):
    sending = Sending()
    sending.put(c, sending.photos[0])  # it may come whole: an old app
    with refused(NotFound, "photo.unknown"):
        piece(c, sending, sending.photos[1], 0)


# --- small pictures ------------------------------------------------------------------------------------------------


def files(c) -> set[str]:
    return {path.name for path in (c.settings.data_dir / "files").rglob("*") if path.is_file()}


def test_a_small_picture_goes_when_the_photo_is_here(c, sending):
    content = sending.photos[0]
    before = files(c)
    assert small(c, sending, content)
    assert small(c, sending, content)  # once more does no harm
    assert len(files(c) - before) == 1
    sending.put(c, content)
    assert small(c, sending, content) is False
    with c.look() as uow:
        assert submissions.thumbnails(uow.session, sending.id) == []
        kept = submissions.photo(uow.session, sending.id, sha(content))
    assert kept is not None
    assert files(c) - before == {kept.file_sha256, kept.thumbnail_sha256}


def test_small_pictures_alike_are_kept_for_whoever_still_needs_them(c, sending):
    first, second = sending.photos
    small(c, sending, first, photo(40))
    small(c, sending, second, photo(40))
    sending.put(c, first)
    with c.look() as uow:
        (left,) = submissions.thumbnails(uow.session, sending.id)
    assert c.files.has(left.file_sha256)


def test_a_small_picture_is_a_picture_and_small(c, sending):
    with pytest.raises(WrongKind):
        small(c, sending, sending.photos[0], b"no picture")
    with refused(TooLarge, "image.too_many_bytes"):
        small(c, sending, sending.photos[0], bytes(resuming.MAX_THUMBNAIL_BYTES + 1))
    with refused(NotFound, "photo.unknown"):
        small(c, sending, photo(60))


# --- clocks and housekeeping ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("device", "minutes"),
    [
        ("2026-11-23T03:04:00.000Z", 0),
        ("2026-11-23T03:12:00.000Z", 12),
        ("2026-11-22T15:00:00Z", -720),
        ("", 0),
        ("midnight", 0),
    ],
)
def test_the_devices_clock_stands_beside_the_servers(c, clock, clerk, device, minutes):
    sending = Sending(photos=(photo(1),))
    intake.announce(c, ANONYMOUS, sending.id, sending.manifest, device_time=device)
    clock.move(hours=2)
    sending.put(c, photo(1))
    view = dossier_view.open_dossier(c, clerk, sending.id)
    assert view.clock_minutes == minutes
    assert view.submitted_at == "2026-11-23T05:00:00Z"
    with c.look() as uow:
        row = dossiers.get(uow.session, sending.id)
    assert row is not None
    assert row.announced_at == datetime(2026, 11, 23, 3, 0, tzinfo=UTC)


def test_each_contact_is_noted(c, sending, clock):
    def seen():
        with c.look() as uow:
            row = submissions.get(uow.session, sending.id)
            assert row is not None
            return row.seen_at

    for act in (
        lambda: sending.announce(c),
        lambda: small(c, sending, sending.photos[0]),
        lambda: piece(c, sending, sending.photos[0], 0, 100),
        lambda: sending.put(c, sending.photos[1]),
    ):
        clock.move(minutes=3)
        act()
        assert seen() == clock.now()


def test_what_nobody_goes_on_with_is_forgotten(c, sending):
    piece(c, sending, sending.photos[0], 0, 300)
    assert housekeeping.purge_expired(c) == 0
    (file,) = (c.settings.data_dir / "parts" / str(sending.id)).iterdir()
    week = housekeeping.UNFINISHED_AFTER.total_seconds()
    os.utime(file, (file.stat().st_atime, file.stat().st_mtime - week - 60))
    assert housekeeping.purge_expired(c) == 1
    assert part(c, sending, sending.photos[0]).offset == 0


def test_an_abandoned_submission_takes_everything_along(c, sending, clock):
    before = files(c)
    piece(c, sending, sending.photos[0], 0, 300)
    small(c, sending, sending.photos[1])
    assert files(c) != before
    clock.move(days=31)
    assert housekeeping.purge_expired(c) == 1
    assert not (c.settings.data_dir / "parts" / str(sending.id)).exists()
    assert files(c) == before
    with c.look() as uow:
        assert submissions.thumbnails(uow.session, sending.id) == []
