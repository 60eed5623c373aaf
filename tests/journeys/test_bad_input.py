"""What is wrong with what people send: named, with what to do instead; nothing of it kept, nobody else held up.

Two tabs on one draft are in ``tests/browser/test_capture``, two clerks on one dossier in ``test_desk_dossier``, and the
server killed while sending or receiving in ``test_killed``.
"""

from __future__ import annotations

import json
import socket
import struct
import threading
import uuid
import zlib
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from playwright.sync_api import expect

from sothuhoso.i18n.catalog import error_text, text
from tests.browser.walker import Walker, file, shot
from tests.browsing import file_count, row_counts
from tests.imaging.files import bomb, png_chunk
from tests.rest import Device, drawn_papers, sending
from tests.samples import cards, papers, photo
from tests.samples.people import MAI, PA
from tests.services.making import said, sha

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "id_qr.json").read_text("utf-8"))
MEGABYTE = 1 << 20


@pytest.fixture
def device(app):
    return Device(app.url, headers={"Accept-Language": "vi"})


@pytest.fixture
def person(open_page):
    return Walker(open_page)


@pytest.fixture
def nothing_kept(app, house):
    """The database's rows and the stored files are the same after the test as when ``begin`` was called."""

    class Kept:
        def begin(self):
            self.before = self._now()

        def _now(self):
            return row_counts(house), file_count(app)

    kept = Kept()
    kept.begin()
    yield kept
    assert kept._now() == kept.before


def card_saying(said: str, seed: int = 1) -> bytes:
    """A phone's photo of a drawn card whose code says this."""
    seen = photo.Shot(size=(1080, 1440), share=0.94, slant=0.01, seed=seed)
    return photo.as_file(photo.photograph(cards.front_2021(MAI, said), seen), quality=88)


# --- the card ------------------------------------------------------------------------------------------------------

_OTHER_CODES = {
    "qr.bhyt": "BHYT",
    "qr.vneid": "VNeID-like token",
    "qr.payment": "VietQR",
    "qr.url": "URL",
    "qr.own_receipt": "our own receipt",
    "qr.covid": "PC-Covid",
}


def test_a_code_that_is_no_card_is_named_beside_the_form(person, nothing_kept):
    person.begin("1.001193")
    for key, name in _OTHER_CODES.items():
        told = next(vector["text"] for vector in VECTORS if vector["name"] == name)
        person.page.locator("#owner-card-file").set_input_files([file("the.jpg", card_saying(told))])
        expect(person.person("owner").get_by_text(error_text(key, "vi"))).to_be_visible(timeout=30_000)
        assert person.field("owner", "id_number").input_value() == ""


def test_a_photo_without_a_code_says_how_to_take_a_better_one(person, nothing_kept):
    person.begin("1.001193")
    person.page.locator("#owner-card-file").set_input_files([file("giay.jpg", shot(papers.declaration(PA)))])
    expect(person.person("owner").get_by_text(error_text("qr.not_found", "vi"))).to_be_visible(timeout=30_000)


def drawable(text):
    """Whether a code can say it: half a letter of UTF-16 is no byte."""
    return text.strip() and not any("\ud800" <= letter <= "\udfff" for letter in text)


@pytest.mark.parametrize("vector", [v for v in VECTORS if drawable(v["text"])], ids=lambda v: v["name"])
def test_a_cards_text_is_read_as_far_as_it_is_sound(device, vector, nothing_kept):
    """Garbled, cut off, eleven fields, empty old number, 00 in a date, BOM, NFD: through photo, decoder and rules."""
    answer = device.http.post("/api/card", content=card_saying(vector["text"])).json()
    wanted = vector["expect"]
    assert answer["problem"] == wanted["problem"]
    assert answer["missing"] == wanted["missing"]
    if wanted["identity"] is None:
        assert answer["identity"] is None
        assert answer["message"] == error_text(wanted["problem"], "vi")
    else:
        assert told_of(answer["identity"]) == told_of(wanted["identity"])


def told_of(identity: dict[str, str]) -> dict[str, str]:
    """What the card itself says; who issued it follows from the day, in the asker's language."""
    return {name: value for name, value in identity.items() if value and name != "issued_by"}


# --- photos --------------------------------------------------------------------------------------------------------


@cache
def whole_png(side: int) -> bytes:
    """A true PNG of ``side`` × ``side`` black pixels, one bit each: half a megabyte that unfolds into gigabytes."""
    packer = zlib.compressobj(6)
    rows = bytes(1 + side // 8)
    packed = b"".join(packer.compress(rows * 1000) for _ in range(side // 1000)) + packer.flush()
    head = png_chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + png_chunk(b"IDAT", packed) + png_chunk(b"IEND", b"")


SVG = b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n"

BAD_PHOTOS = {
    "not an image": (lambda: b"just some words, no picture", 415, "image.not_an_image"),
    "truncated JPEG": (lambda: drawn_papers()[0][:40_000], 422, "image.truncated"),
    "60,000 x 60,000 PNG": (lambda: whole_png(60_000), 413, "image.too_many_pixels"),
    "81 megapixels in ten kilobytes": (bomb, 413, "image.too_many_pixels"),
    "SVG": (lambda: SVG, 415, "image.svg"),
    "PDF cut off": (lambda: PDF, 422, "document.broken"),
}


def announced(device, content):
    made = sending(photos=(content,))
    device.announce(made).raise_for_status()
    return made


@pytest.mark.parametrize("name", BAD_PHOTOS)
def test_a_bad_photo_is_refused_by_name_and_nothing_is_kept(device, nothing_kept, name):
    make, status, key = BAD_PHOTOS[name]
    content = make()
    made = announced(device, content)
    nothing_kept.begin()
    answer = device.photo(made, content)
    assert (answer.status_code, answer.json()["key"]) == (status, key)
    assert answer.json()["message"] == error_text(key, "vi", **answer.json()["facts"])
    assert "{" not in answer.json()["message"]
    assert device.receipt(made).json()["received"] == []


def test_bad_files_are_refused_on_the_phone_by_their_names(person, tmp_path, nothing_kept):
    heavy = tmp_path / "nang.jpg"
    with heavy.open("wb") as out:
        out.write(drawn_papers()[0])
        out.truncate(200 * MEGABYTE)
    person.begin("1.001193").say_who()
    person.field("subject", "full_name").fill("Hoàng Thị Mây")
    person.to_papers()
    key = "giay_chung_sinh"
    person.add_files(
        key,
        file("ghi chu.txt", b"just some words, no picture", "text/plain"),
        file("cat.jpg", drawn_papers()[0][:40_000]),
        file("to.png", whole_png(60_000), "image/png"),
        file("ve.svg", SVG, "image/svg+xml"),
        file("don.pdf", PDF, "application/pdf"),
    )
    wanted = (
        text("photo.refused.not_a_photo", name="ghi chu.txt"),
        text("photo.refused.broken", name="cat.jpg"),
        text("photo.refused.svg", name="ve.svg"),
        text("photo.refused.broken", name="don.pdf"),
    )
    for sentence in wanted:
        expect(person.paper(key).get_by_text(sentence)).to_be_visible()
    expect(person.paper(key)).to_contain_text("“to.png”")
    expect(person.paper(key)).to_contain_text("60")
    person.page.locator(f"#files-{key}").set_input_files(heavy)
    refusal = text("photo.refused.too_big", name="nang.jpg", size=200, limit=25)
    expect(person.paper(key).get_by_text(refusal)).to_be_visible()
    expect(person.pages(key)).to_have_count(0)


# --- size, and the others ------------------------------------------------------------------------------------------


def raw(app, address: str, secret: str, length: str) -> socket.socket:
    """The head of an upload on a bare socket; the body is the caller's."""
    made = urlsplit(app.url)
    line = socket.create_connection((made.hostname, made.port), timeout=60)
    head = (
        f"PUT {address} HTTP/1.1",
        f"Host: {made.netloc}",
        f"Authorization: Draft {secret}",
        "Connection: close",
        length,
    )
    line.sendall("\r\n".join((*head, "", "")).encode())
    return line


@pytest.mark.parametrize("length", [f"Content-Length: {200 * MEGABYTE}", "Transfer-Encoding: chunked"])
def test_200_megabytes_are_refused_and_others_are_answered_meanwhile(app, device, nothing_kept, length):
    content = drawn_papers()[0]
    made = announced(device, content)
    nothing_kept.begin()
    line = raw(app, f"/api/submissions/{made.id}/photos/{sha(content)}", made.secret, length)
    block = bytes(MEGABYTE)
    piece = b"%x\r\n%b\r\n" % (len(block), block) if "chunked" in length else block
    for _ in range(100):
        line.sendall(piece)
    assert httpx.get(f"{app.url}/api/health").status_code == 200  # in the middle of it
    assert device.receipt(made).json()["missing"] == [sha(content)]
    for _ in range(100):
        line.sendall(piece)
    if "chunked" in length:
        line.sendall(b"0\r\n\r\n")
    answer = line.makefile("rb").read(4000).decode()
    line.close()
    assert answer.startswith("HTTP/1.1 413")
    assert "image.too_many_bytes" in answer
    assert error_text("image.too_many_bytes", "vi", megabytes=25) in answer


def test_many_bombs_at_once_hold_nobody_up(app, device, nothing_kept):
    heavy = photo.as_file(papers.declaration(PA).resize((6000, 8000)), "PNG", compress_level=1)[:-5000]
    all_made = [announced(device, content) for content in (whole_png(60_000), heavy) * 8]
    nothing_kept.begin()
    done = threading.Event()

    def put(made):
        return Device(app.url).photo(made, made.photos[0]).status_code

    def look():
        answered = 0
        while not done.is_set():
            assert httpx.get(f"{app.url}/api/catalogue", timeout=10).status_code == 200
            answered += 1
        return answered

    with ThreadPoolExecutor(20) as pool:
        looking = pool.submit(look)
        answers = list(pool.map(put, all_made))
        done.set()
    assert set(answers) <= {413, 422, 503}  # too many pixels, cut off, come back later
    assert looking.result() > 0


def test_a_manifest_too_large_or_not_readable_is_refused(device, nothing_kept):
    address = f"/api/submissions/{uuid.uuid4()}"
    large = device.http.put(address, content=b'{"x":"' + b"a" * 300_000 + b'"}')
    assert (large.status_code, large.json()["key"]) == (413, "submission.too_large")
    for content in (b"{", b"[]", b"\xff\xfe", b'{"a":NaN}', b"[" * 100_000):
        answer = device.http.put(address, content=content)
        assert (answer.status_code, answer.json()["key"]) == (400, "request.not_json")
    empty = device.http.put(address, content=b"{}")
    assert (empty.status_code, empty.json()["message"]) == (422, error_text("submission.format", "vi"))


# --- the same id, other content ------------------------------------------------------------------------------------


def test_the_same_id_with_other_content_is_refused_and_both_are_kept_apart(device, house):
    made = sending(photos=drawn_papers())
    sent = device.send(made)
    before = row_counts(house)
    made.owner = said(full_name="Người Khác", id_number=PA.id_number)
    for _ in range(2):  # said twice, kept once
        answer = device.announce(made)
        assert (answer.status_code, answer.json()["key"]) == (409, "submission.conflict")
        assert answer.json()["message"] == error_text("submission.conflict", "vi")
    after = row_counts(house)
    assert after["submission_conflict"] == before["submission_conflict"] + 1
    assert (after["dossier"], after["submission"]) == (before["dossier"], before["submission"])
    assert device.receipt(made).json()["number"] == sent.number
    stranger = sending(photos=drawn_papers(), id=made.id)
    answer = device.announce(stranger)  # another secret: not even told that it is there
    assert (answer.status_code, answer.json()["key"]) == (404, "submission.unknown")
