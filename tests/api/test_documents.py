"""A scanner's batch at the REST door: who may, its papers as the browser gets them, refusals by key, nothing kept."""

import asyncio
import json
import time
from dataclasses import replace
from email import message_from_bytes
from email.policy import HTTP

import httpx
import pytest
from PIL import Image

from sothuhoso.api import asking, create_api, documents
from sothuhoso.domain.errors import Unavailable
from sothuhoso.domain.manifest import PDF, TIFF
from sothuhoso.domain.policy import Role
from sothuhoso.imaging import batches
from sothuhoso.imaging.documents import PagePicture, Pages, inspect
from tests.api.conftest import ORIGIN
from tests.api.test_tablets import register, signed_in
from tests.browsing import row_counts
from tests.conftest import OTHER_UNIT
from tests.samples import batch, brought
from tests.services.making import photo

CODE = "SH-05725-261123-0017"
SPLIT = "/api/documents/split"


def images():
    """Two sheets, a separator, one sheet with a sticker."""
    return [batch.sheet("Tờ khai"), batch.sheet("Trang 2"), batch.separator(), batch.sheet("Đơn", sticker=CODE)]


@pytest.fixture(scope="module")
def scan():
    return brought.scan_of(*images())


def parts(answer):
    """The answer's parts, taken apart by another reader than ours: name → [(type, file's name, bytes)]."""
    head = f"Content-Type: {answer.headers['content-type']}\r\n\r\n".encode()
    found = {}
    for part in message_from_bytes(head + answer.content, policy=HTTP).iter_parts():
        name = part.get_param("name", header="content-disposition")
        found.setdefault(name, []).append((part.get_content_type(), part.get_filename(), part.get_payload(decode=True)))
    return found


def told(answer):
    assert answer.status_code == 200
    return json.loads(parts(answer)["batch"][0][2])


def refusal(answer):
    return answer.status_code, answer.json()["key"]


@pytest.mark.parametrize(("form", "kind"), [("pdf", PDF), ("tiff", TIFF)])
def test_each_paper_comes_as_a_file_with_its_first_page(desk, scan, form, kind):
    content = scan if form == "pdf" else brought.tiff_of(*images(), packed="tiff_lzw")
    answer = desk.post(SPLIT, content=content)
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    found = parts(answer)
    assert told(answer) == {
        "pages": 4,
        "separators": [3],
        "backs": [],
        "papers": [{"pages": [1, 2], "code": "", "kind": kind}, {"pages": [4], "code": CODE, "kind": kind}],
    }
    assert [(one[0], one[1]) for one in found["paper"]] == [(kind, "001"), (kind, "002")]
    assert [len(inspect(content).pages) for _, _, content in found["paper"]] == [2, 1]
    assert [(one[0], one[1]) for one in found["picture"]] == [("image/jpeg", "001.jpg"), ("image/jpeg", "002.jpg")]
    assert all(one[2].startswith(b"\xff\xd8") for one in found["picture"])


def test_blank_backs_are_dropped_where_both_sides_were_scanned(desk):
    content = brought.scan_of(batch.sheet("Một"), batch.blank(), batch.sheet("Hai"), batch.blank())
    said = told(desk.post(f"{SPLIT}?duplex=1", content=content))
    assert ([paper["pages"] for paper in said["papers"]], said["backs"]) == ([[1, 3]], [2, 4])
    said = told(desk.post(SPLIT, content=content))
    assert ([paper["pages"] for paper in said["papers"]], said["separators"]) == ([[1], [3]], [2, 4])


def test_a_batch_of_blank_sheets_is_no_paper(desk):
    said = told(desk.post(SPLIT, content=brought.scan_of(batch.blank(), batch.blank())))
    assert (said["papers"], said["pages"], said["separators"]) == ([], 2, [1, 2])


@pytest.mark.parametrize(
    ("content", "refused"),
    [
        (brought.locked(), (422, "document.encrypted")),
        (brought.pdf_of(1, brought.script), (422, "document.script")),
        (brought.pdf_of(2000), (413, "document.too_many_pages")),
        (brought.pdf_of(2)[:-400], (422, "document.broken")),
        (brought.signed(brought.pdf_of(2)), (422, "document.signed_whole")),
        (b"hello", (415, "document.no_batch")),
        (photo(1), (415, "document.no_batch")),
        (b"", (422, "image.empty")),
    ],
)
def test_refusals_come_by_key(desk, api, content, refused):
    answer = desk.post(SPLIT, content=content)
    assert refusal(answer) == refused
    assert answer.json()["message"]
    assert (api.state.batches.held, api.state.budget.held) == (0, 0)


def test_too_large_a_file_is_read_away_and_refused(desk, api, scan, monkeypatch):
    monkeypatch.setattr(documents, "LARGEST", 1000)
    assert refusal(desk.post(SPLIT, content=scan)) == (413, "document.too_many_bytes")
    assert refusal(desk.post(SPLIT, content=iter([scan]))) == (413, "document.too_many_bytes")
    assert (api.state.batches.held, api.state.budget.held) == (0, 0)


def test_citizens_are_refused(client, scan):
    assert refusal(client.post(SPLIT, content=scan)) == (401, "access.sign_in")
    client.cookies.set("sid", "x" * 43)
    client.cookies.set("tablet", "x" * 43)
    client.cookies.set("holder", "x" * 36)
    assert refusal(client.post(SPLIT, content=scan)) == (401, "access.sign_in")


@pytest.mark.parametrize("role", [Role.PROVINCE, Role.ADMIN])
def test_whoever_takes_nothing_in_is_refused(api, make_actor, scan, role):
    browser = signed_in(api, make_actor, "khac", role, None)
    assert refusal(browser.post(SPLIT, content=scan)) == (403, "access.refused")


@pytest.mark.parametrize("role", [Role.HEAD, Role.OUTREACH])
def test_everybody_who_takes_dossiers_in_may(api, make_actor, scan, role):
    browser = signed_in(api, make_actor, "khac", role, OTHER_UNIT)
    assert len(told(browser.post(SPLIT, content=scan))["papers"]) == 2


def test_a_shared_tablet_that_is_unlocked_may_without_a_session(desk, scan):
    account = register(desk).json()["account_id"]
    del desk.cookies["sid"]
    desk.cookies.set("holder", account)
    assert len(told(desk.post(SPLIT, content=scan))["papers"]) == 2
    desk.cookies.set("holder", "-")
    assert refusal(desk.post(SPLIT, content=scan)) == (401, "access.sign_in")


def test_a_revoked_tablet_is_told_so(desk, api, make_actor, scan):
    known = register(desk).json()
    head = signed_in(api, make_actor, "phutrach", Role.HEAD, known["unit_code"])
    assert head.post(f"/api/devices/{known['id']}/revoke").status_code == 200
    desk.cookies.set("holder", known["account_id"])
    assert refusal(desk.post(SPLIT, content=scan)) == (410, "device.revoked")


def test_another_site_is_refused(desk, scan):
    answer = desk.post(SPLIT, content=scan, headers={"Origin": "https://elsewhere.example"})
    assert answer.status_code == 403


def test_where_too_much_is_under_way_one_is_asked_to_come_back(desk, api, scan):
    api.state.batches.take(documents.ALL_OF_THEM)
    assert refusal(desk.post(SPLIT, content=scan)) == (503, "document.busy")
    api.state.batches.give_back(documents.ALL_OF_THEM)
    assert desk.post(SPLIT, content=scan).status_code == 200
    assert (api.state.batches.held, api.state.budget.held) == (0, 0)


def test_one_address_asks_so_often_and_no_more(desk, c, scan):
    allowed = asking.BATCHES
    for _ in range(allowed.amount):
        c.limits.take(allowed.name, "testclient", amount=allowed.amount, seconds=allowed.seconds)
    assert refusal(desk.post(SPLIT, content=scan)) == (429, "access.too_many")


async def test_a_thick_batch_holds_up_nobody(c, clerk):
    class Slow:
        is_document = c.documents.is_document

        def split(self, _content: bytes, *, duplex: bool) -> None:
            assert not duplex
            time.sleep(1.5)
            raise Unavailable("image.busy")

    transport = httpx.ASGITransport(create_api(replace(c, documents=Slow())))
    async with httpx.AsyncClient(transport=transport, base_url=ORIGIN) as browser:
        said = {"username": "canbo", "password": "mật khẩu của canbo"}
        assert (await browser.post("/api/session", json=said)).status_code == 200
        under_way = [asyncio.create_task(browser.post(SPLIT, content=brought.pdf_of(1))) for _ in range(6)]
        await asyncio.sleep(0.3)
        # photos have threads of their own: six batches leave them all free
        card = await browser.post("/api/card", content=photo(1))
        assert (card.status_code, card.json()["problem"]) == (200, "qr.not_found")
        assert not all(task.done() for task in under_way)
        assert {refusal(await task) for task in under_way} == {(503, "document.busy")}


def test_nothing_of_it_is_kept(desk, c, scan):
    before = row_counts(c), sorted(c.settings.data_dir.rglob("*"))
    assert desk.post(SPLIT, content=scan).status_code == 200
    assert (row_counts(c), sorted(c.settings.data_dir.rglob("*"))) == before


def test_the_separator_sheet_is_there_for_everybody_and_is_one(client):
    answer = client.get("/api/documents/separator.pdf")
    assert (answer.status_code, answer.headers["content-type"]) == (200, PDF)
    (page,) = inspect(answer.content).pages
    assert (round(page.width), round(page.height)) == (210, 297)
    picture = Pages(answer.content).picture(0, max_dpi=batches.DPI)
    assert batches.seen(PagePicture(picture.image.convert("L").rotate(180), picture.dpi)).separator
    assert isinstance(picture.image, Image.Image)
