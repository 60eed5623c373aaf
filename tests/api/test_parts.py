"""The tus protocol's core over HTTP: every rule of its text, cut connections, small pictures, and 413 that arrives."""

import struct

import pytest

from sothuhoso.db.queries import dossiers
from tests import rough_line
from tests.rough_line import Broken
from tests.services.making import Sending, absent, fresh_secret, photo, sha

BIG = b"".join(photo(n) for n in range(1, 40))  # no picture, but long


@pytest.fixture
def sending(client):
    made = Sending(photos=(photo(1), photo(2)))
    client.put(f"/api/submissions/{made.id}", json=made.manifest)
    return made


def address(sending, content):
    return f"/api/submissions/{sending.id}/photos/{sha(content)}/parts"


def head(sending, **more):
    return {"Tus-Resumable": "1.0.0", "Authorization": f"Draft {sending.secret}", **more}


def patch_head(sending, offset, **more):
    return head(sending, **{"Content-Type": "application/offset+octet-stream", "Upload-Offset": str(offset), **more})


def patch(client, sending, content, at=0, till=None, **more):
    return client.patch(address(sending, content), content=content[at:till], headers=patch_head(sending, at, **more))


def look(client, sending, content):
    return client.head(address(sending, content), headers=head(sending))


def told(answer):
    return answer.status_code, answer.headers.get("upload-offset"), answer.headers.get("upload-complete")


# --- the protocol --------------------------------------------------------------------------------------------------


def test_head_says_how_far_it_is_and_patch_goes_on(client, sending):
    content = sending.photos[0]
    before = look(client, sending, content)
    assert told(before) == (200, "0", "?0")
    assert before.headers["upload-length"] == str(len(content))
    assert before.headers["cache-control"] == "no-store"
    assert told(patch(client, sending, content, 0, 300)) == (204, "300", "?0")
    assert told(look(client, sending, content)) == (200, "300", "?0")
    done = patch(client, sending, content, 300)
    assert told(done) == (204, str(len(content)), "?1")
    assert done.content == b""
    assert told(look(client, sending, content)) == (200, str(len(content)), "?1")


def test_every_answer_names_the_version_and_closes_its_connection(client, sending):
    content = sending.photos[0]
    answers = [
        look(client, sending, content),
        patch(client, sending, content, 5),
        patch(client, sending, photo(60)),
        client.options(address(sending, content)),
        client.patch(address(sending, content), headers={"Tus-Resumable": "0.2.2"}),
        client.post(address(sending, content), headers=head(sending)),
        patch(client, sending, content),
    ]
    assert [answer.status_code for answer in answers] == [200, 409, 404, 204, 412, 405, 204]
    assert {answer.headers["tus-resumable"] for answer in answers} == {"1.0.0"}
    assert {answer.headers["connection"] for answer in answers} == {"close"}


def test_options_says_what_is_understood(client, sending, c):
    answer = client.options(address(sending, sending.photos[0]))
    assert answer.headers["tus-version"] == "1.0.0"
    assert answer.headers["tus-max-size"] == str(c.settings.max_photo_bytes)


def test_another_version_is_told_which_one(client, sending):
    for version in ({}, {"Tus-Resumable": "2.0.0"}):
        answer = client.head(address(sending, sending.photos[0]), headers=version)
        assert (answer.status_code, answer.headers["tus-version"]) == (412, "1.0.0")


def test_another_place_is_a_conflict_and_names_the_right_one(client, sending):
    content = sending.photos[0]
    patch(client, sending, content, 0, 100)
    answer = patch(client, sending, content, 0)
    assert (answer.status_code, answer.json()["key"], answer.json()["facts"]) == (409, "part.offset", {"offset": 100})


@pytest.mark.parametrize(
    ("more", "status", "key"),
    [
        ({"Content-Type": "image/jpeg"}, 415, "part.content_type"),
        ({"Upload-Offset": ""}, 400, "part.no_offset"),
        ({"Upload-Offset": "-1"}, 400, "part.no_offset"),
        ({"Upload-Offset": "9" * 20}, 400, "part.no_offset"),
        ({"Authorization": "Draft " + "x" * 22}, 404, "submission.unknown"),
    ],
)
def test_what_is_not_understood_is_refused_by_name(client, sending, more, status, key):
    answer = patch(client, sending, sending.photos[0], **more)
    assert (answer.status_code, answer.json()["key"]) == (status, key)


def test_without_a_secret_one_signs_in(client, sending):
    answer = client.patch(
        address(sending, sending.photos[0]),
        headers={"Tus-Resumable": "1.0.0", "Content-Type": "application/offset+octet-stream", "Upload-Offset": "0"},
    )
    assert (answer.status_code, answer.json()["key"]) == (401, "access.sign_in")


def test_a_browser_that_knows_no_patch_may_say_it_otherwise(client, sending):
    content = sending.photos[0]
    answer = client.post(
        address(sending, content),
        content=content,
        headers=patch_head(sending, 0, **{"X-HTTP-Method-Override": "PATCH"}),
    )
    assert told(answer) == (204, str(len(content)), "?1")


def test_more_than_was_promised_reaches_the_sender_as_413(client, sending):
    content = sending.photos[0]
    for body in (content + b"x", (part for part in (content, b"x"))):
        answer = client.patch(address(sending, content), content=body, headers=patch_head(sending, 0))
        assert (answer.status_code, answer.json()["key"]) == (413, "part.too_long")
        assert answer.json()["facts"] == {"limit": len(content)}
    assert told(look(client, sending, content))[2] == "?0"


def test_what_is_no_photo_is_refused_at_its_end_and_forgotten(client):
    made = Sending(photos=(BIG, photo(2)))
    client.put(f"/api/submissions/{made.id}", json=made.manifest)
    damaged = b"%PDF-1.7" + BIG[8:]
    answer = client.patch(address(made, BIG), content=damaged, headers=patch_head(made, 0))
    assert (answer.status_code, answer.json()["key"]) == (422, "photo.hash_mismatch")
    assert told(look(client, made, BIG)) == (200, "0", "?0")


def test_nothing_more_to_bring_is_an_empty_piece(client, sending, monkeypatch, c):
    """The server was killed between the last byte and the door."""
    content = sending.photos[0]
    writer = c.parts.open(str(sending.id), sha(content), 0)
    writer.write(content)
    writer.close()
    assert told(look(client, sending, content)) == (200, str(len(content)), "?0")
    assert told(patch(client, sending, content, len(content))) == (204, str(len(content)), "?1")


# --- a line that breaks --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("cut", [1, 4095, 4096, 20_000, 40_000])
async def test_what_came_before_the_break_is_kept(api, client, cut):
    made = Sending(photos=(BIG, photo(2)))
    client.put(f"/api/submissions/{made.id}", json=made.manifest)
    with pytest.raises(Broken):
        await rough_line.ask(api, "PATCH", address(made, BIG), headers=patch_head(made, 0), body=BIG, cut=cut)
    assert told(look(client, made, BIG)) == (200, str(cut), "?0")
    standing = client.get(f"/api/submissions/{made.id}", headers=head(made)).json()
    assert standing["offsets"] == {sha(BIG): cut}


async def test_an_answer_that_is_lost_costs_a_question(api, client, sending):
    content = sending.photos[0]
    with pytest.raises(Broken):
        await rough_line.ask(
            api, "PATCH", address(sending, content), headers=patch_head(sending, 0), body=content, lost=True
        )
    assert told(look(client, sending, content)) == (200, str(len(content)), "?1")


# --- where it stands, small pictures, clocks -----------------------------------------------------------------------


def framed(*pairs):
    return b"".join(struct.pack(">32sI", bytes.fromhex(name), len(content)) + content for name, content in pairs)


def put_small(client, sending, body, secret=None):
    headers = {"Authorization": f"Draft {secret or sending.secret}"}
    return client.put(f"/api/submissions/{sending.id}/thumbnails", content=body, headers=headers)


def test_small_pictures_come_together(client, sending):
    names = sorted(map(sha, sending.photos))
    answer = put_small(client, sending, framed(*[(name, photo(50 + n)) for n, name in enumerate(names)]))
    assert (answer.status_code, answer.json()) == (200, {"thumbnails": names})
    standing = client.get(f"/api/submissions/{sending.id}", headers=head(sending)).json()
    assert standing["thumbnails"] == names
    assert standing["missing"] == [sha(content) for content in sending.photos]


def test_one_that_is_no_picture_is_passed_over(client, sending):
    first, second = map(sha, sending.photos)
    body = framed((first, b"no picture"), (sha(photo(60)), photo(61)), (second, photo(50)))
    assert put_small(client, sending, body).json() == {"thumbnails": [second]}


@pytest.mark.parametrize("cut", [1, 35, 36, 500])
async def test_small_pictures_before_the_break_are_kept(api, client, sending, cut):
    first, second = map(sha, sending.photos)
    body = framed((first, photo(50)), (second, photo(51)))
    with pytest.raises(Broken):
        await rough_line.ask(
            api,
            "PUT",
            f"/api/submissions/{sending.id}/thumbnails",
            headers=head(sending),
            body=body,
            cut=len(framed((first, photo(50)))) + cut,
        )
    assert client.get(f"/api/submissions/{sending.id}", headers=head(sending)).json()["thumbnails"] == [first]


def test_too_large_a_small_picture_reaches_the_sender_as_413(client, sending):
    answer = put_small(client, sending, struct.pack(">32sI", bytes(32), 2**31) + bytes(200_000))
    assert (answer.status_code, answer.json()["key"]) == (413, "part.too_long")


def test_small_pictures_are_the_senders(client, sending):
    body = framed((sha(sending.photos[0]), photo(50)))
    assert put_small(client, sending, body, fresh_secret()).status_code == 404
    assert client.put(f"/api/submissions/{sending.id}/thumbnails", content=body).status_code == 401


def test_the_desk_sees_small_pictures_and_nobody_else(client, desk, sending):
    name = sha(sending.photos[0])
    put_small(client, sending, framed((name, photo(50))))
    shown = f"/api/arriving/{sending.id}/photos/{name}"
    answer = desk.get(shown)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/jpeg")
    assert answer.headers["cache-control"] == "private, max-age=300"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert client.get(shown).status_code == 401
    assert desk.get(shown.replace(name, "ab" * 32)).status_code == 404


def test_the_devices_clock_comes_with_the_text(client, c):
    sending = Sending(photos=(), components=[absent("giay_chung_sinh"), absent("to_khai_khai_sinh")])
    client.put(
        f"/api/submissions/{sending.id}", json=sending.manifest, headers={"Device-Time": "2026-11-23T04:00:00.000Z"}
    )
    with c.look() as uow:
        row = dossiers.get(uow.session, sending.id)
    assert row is not None
    assert row.device_at is not None
    assert row.announced_at is not None
    assert (row.device_at.hour, row.announced_at.hour) == (4, 3)
