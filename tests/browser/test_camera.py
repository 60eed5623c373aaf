"""The live camera: a fake one that shows a card. Reading the card from a photo is the equal second way."""

from __future__ import annotations

import pytest
from PIL import Image
from playwright.sync_api import expect

from sothuhoso.i18n.catalog import error_text, text
from tests.browser.citizen import PAPER, Citizen, press_shutter
from tests.browsing import chromium, pages_in
from tests.samples import cards, drawing
from tests.samples.film import mjpeg
from tests.samples.people import MAI
from tests.samples.photo import Shot, as_file, photograph

AWAY = r"net::ERR_"


@pytest.fixture(scope="module")
def filmed(playwright_, tmp_path_factory):
    """A browser whose camera looks at the front of a card lying on a table."""
    lying = photograph(cards.front_2021(MAI), Shot(size=(1280, 960), share=0.85, noise=1.0))
    film = mjpeg(tmp_path_factory.mktemp("film") / "card.mjpeg", [lying] * 2, quality=95)
    flags = (
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={film}",
    )
    with chromium(playwright_, *flags) as browser:
        yield browser


@pytest.fixture
def with_camera(filmed, app, watch, request):
    with pages_in(filmed, app, watch, request) as open_page:
        yield Citizen(open_page)


def owner(citizen):
    (draft,) = citizen.kept("drafts")
    return {field: (one["value"], one["origin"]) for field, one in draft["persons"]["owner"].items()}


def shoot(citizen):
    """The button that opens the camera for the first paper."""
    return citizen.page.locator(f"button[aria-describedby='paper-{PAPER}']")


def card_file(image):
    return [{"name": "thẻ.jpg", "mimeType": "image/jpeg", "buffer": as_file(image)}]


def test_pointing_at_the_card_fills_in(with_camera):
    page = with_camera.begin().page
    with_camera.button("who.scan").click()
    expect(page.locator("#owner-full_name")).to_have_value(MAI.full_name, timeout=30_000)
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator("#owner-id_number")).to_have_value(MAI.id_number)
    expect(page.locator("#owner-birth_date")).to_have_value("15/02/1999")
    expect(page.locator("#owner-sex-female")).to_be_checked()
    expect(with_camera.words("card.filled")).to_be_visible()
    assert with_camera.kept("photos") == []


def test_the_shutter_takes_pages(with_camera):
    page = with_camera.begin().say_who().to_papers().page
    dialog = page.get_by_role("dialog")
    shoot(with_camera).click()
    dialog.get_by_role("button", name=text("camera.auto_on")).click()
    press_shutter(dialog)
    dialog.get_by_role("button", name=text("camera.done")).click()
    expect(with_camera.pages()).to_have_count(1)
    (row,) = with_camera.kept("photos")
    assert (row["width"], row["height"]) == (1280, 960)
    before = row["sha256"]

    page.get_by_role("button", name=text("papers.retake", n=1)).click()
    page.wait_for_timeout(300)  # another frame of the film has other grain
    press_shutter(dialog)
    expect(dialog).to_have_count(0)
    expect(with_camera.pages()).to_have_count(1)
    (draft,) = with_camera.kept("drafts")
    assert len(draft["components"][PAPER]["pages"]) == 1
    assert before in [kept["sha256"] for kept in with_camera.kept("photos")]


def test_no_camera_leaves_the_gallery(app, open_page):
    citizen = Citizen(open_page).begin().say_who().to_papers()
    shoot(citizen).click()
    dialog = citizen.page.get_by_role("dialog")
    expect(dialog.get_by_text(text("camera.none")).or_(dialog.get_by_text(text("camera.denied"))).first).to_be_visible()
    citizen.page.locator("#camera-files").set_input_files(card_file(cards.front_2021(MAI)))
    expect(dialog).to_have_count(0)
    expect(citizen.pages()).to_have_count(1)


def test_a_photo_of_the_card_fills_in_and_says_where_it_is_from(app, open_page):
    citizen = Citizen(open_page).begin()
    page = citizen.page
    page.locator("#owner-card-file").set_input_files(card_file(photograph(cards.back_2024(MAI), Shot(share=0.6))))
    expect(page.locator("#owner-full_name")).to_have_value(MAI.full_name, timeout=30_000)
    marks = page.get_by_text(text("origin.qr"), exact=True)
    expect(citizen.words("card.filled")).to_be_visible()
    filled = 7  # what the code says, all of it
    citizen.wait_kept(lambda: len(owner(citizen)) == filled)
    assert {origin for _, origin in owner(citizen).values()} == {"qr"}
    page.get_by_text(text("who.more")).click()
    expect(marks).to_have_count(filled)
    page.locator("#owner-full_name").fill("Hoàng Thị Mai Sửa")
    expect(marks).to_have_count(filled - 1)
    assert owner(citizen)["full_name"] == ("Hoàng Thị Mai Sửa", "typed")


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ("https://example.org/the", "qr.url"),
        (
            "DN4011912345678|486FC3A06E67205468E1BB8B204D6169|15/02/1999|2|58C3B36D204DE1BB8F|19 - 045|-|01/01/2026",
            "qr.bhyt",
        ),
        ("00020101021138540010A00000072701240006970436011001234567890208QRIBFTTA53037045802VN6304ABCD", "qr.payment"),
        ("Chỉ là mấy chữ", "qr.not_a_card"),
    ],
)
def test_another_code_says_what_it_is(app, open_page, said, key):
    citizen = Citizen(open_page).begin()
    code = Image.new("RGB", (1200, 900), "white")
    code.paste(drawing.code(said, 600), (300, 150))
    citizen.page.locator("#owner-card-file").set_input_files(card_file(code))
    expect(citizen.page.get_by_text(error_text(key))).to_be_visible(timeout=30_000)
    assert owner(citizen) == {}


def test_a_photo_without_a_code_and_no_photo_at_all(app, open_page):
    citizen = Citizen(open_page).begin()
    chooser = citizen.page.locator("#owner-card-file")
    chooser.set_input_files(card_file(Image.new("RGB", (800, 600), "white")))
    expect(citizen.page.get_by_text(error_text("qr.not_found"))).to_be_visible(timeout=30_000)
    chooser.set_input_files([{"name": "thẻ.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"}])
    expect(citizen.page.get_by_text(text("photo.refused.pdf", name="thẻ.pdf"))).to_be_visible()


def test_the_device_reads_the_card_and_asks_nobody(app, open_page):
    citizen = Citizen(open_page).begin()
    asked = []
    citizen.page.on("request", lambda request: "/api/card" in request.url and asked.append(request.url))
    citizen.page.locator("#owner-card-file").set_input_files(card_file(cards.front_2021(MAI)))
    expect(citizen.page.locator("#owner-full_name")).to_have_value(MAI.full_name, timeout=30_000)
    assert asked == []


def test_a_photo_the_device_cannot_read_is_tried_harder_by_the_server(app, open_page):
    citizen = Citizen(open_page).begin()
    with citizen.page.expect_request("**/api/card"):
        citizen.page.locator("#owner-card-file").set_input_files(card_file(Image.new("RGB", (800, 600), "white")))
    expect(citizen.page.get_by_text(error_text("qr.not_found"))).to_be_visible(timeout=30_000)


def test_without_a_line_an_unreadable_photo_says_what_to_do_and_typing_goes_on(app, open_page, watch):
    watch.allow(AWAY)
    citizen = Citizen(open_page).begin()
    citizen.page.route("**/api/card", lambda route: route.abort())
    citizen.page.locator("#owner-card-file").set_input_files(card_file(Image.new("RGB", (800, 600), "white")))
    expect(citizen.words("card.unseen")).to_be_visible(timeout=30_000)
    citizen.say_who().to_papers()


def test_where_the_reader_cannot_be_fetched_the_server_reads(app, open_page, watch):
    watch.allow(AWAY)
    watch.allow("reading 'addEventListener'")  # what Playwright leaves in the worker's place
    citizen = Citizen(open_page, service_workers="block").begin()  # which keeps the reader once it has it
    citizen.page.route("**/*.wasm", lambda route: route.abort())
    citizen.page.locator("#owner-card-file").set_input_files(card_file(cards.front_2021(MAI)))
    expect(citizen.page.locator("#owner-full_name")).to_have_value(MAI.full_name, timeout=30_000)
    citizen.page.route("**/api/card", lambda route: route.abort())
    citizen.page.locator("#owner-card-file").set_input_files(card_file(cards.front_2021(MAI)))
    expect(citizen.words("card.offline")).to_be_visible(timeout=30_000)
