"""Photos on the phone: upright, without place and camera, in order, and refused by name when they are none."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from pillow_heif import register_heif_opener
from playwright.sync_api import expect
from sqlmodel import select

from sothuhoso.db.tables import DossierPageRow, DossierRow
from sothuhoso.i18n.catalog import text
from tests.browser.citizen import PAPER, Citizen, picture
from tests.samples import papers
from tests.samples.photo import as_file

register_heif_opener()
CARD = f"article[aria-labelledby='paper-{PAPER}']"


@pytest.fixture
def at_papers(app, open_page):
    return Citizen(open_page).begin().say_who().to_papers()


def photo_of(row):
    return Image.open(io.BytesIO(row["blob"].encode("latin-1")))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_every_kind_comes_out_upright_as_jpeg(at_papers, kind):
    page = papers.birth_notice().resize((827, 1169))
    at_papers.add(as_file(page, kind, orientation=6 if kind == "JPEG" else 1))
    expect(at_papers.pages()).to_have_count(1)
    (row,) = at_papers.kept("photos")
    photo = photo_of(row)
    assert (photo.format, photo.size) == ("JPEG", page.size)
    assert (row["width"], row["height"], row["bytes"]) == (*page.size, len(row["blob"]))
    # The heading stands in the upper part of the paper, as it does in the upright one.
    assert abs(_ink(photo, 0.0, 0.12) - _ink(page, 0.0, 0.12)) < 0.02


def test_place_and_camera_never_leave_the_phone(at_papers):
    content = as_file(papers.birth_notice(), orientation=3, place=True)
    assert Image.open(io.BytesIO(content)).getexif()
    at_papers.add(content)
    expect(at_papers.pages()).to_have_count(1)
    (row,) = at_papers.kept("photos")
    assert not photo_of(row).getexif()
    assert "Exif" not in row["blob"][:4096]


def test_more_than_twelve_megapixels_are_made_smaller(at_papers):
    at_papers.add(picture(3, size=(5000, 4000)))
    expect(at_papers.pages()).to_have_count(1, timeout=30_000)
    (row,) = at_papers.kept("photos")
    assert 11_900_000 < row["width"] * row["height"] <= 12_010_000
    assert abs(row["width"] / row["height"] - 1.25) < 0.001


def test_a_heic_goes_as_it_is_and_the_server_opens_it(at_papers, house):
    content = as_file(papers.birth_notice().resize((827, 1169)), "HEIF")
    at_papers.add(content, name="IMG_0001.HEIC", kind="image/heic")
    expect(at_papers.pages()).to_have_count(1)
    expect(at_papers.words("papers.no_picture")).to_be_visible()
    (row,) = at_papers.kept("photos")
    assert (row["media_type"], row["blob"].encode("latin-1")) == ("image/heic", content)
    at_papers.to_review().choose_unit().agree().send()
    number = at_papers.number()
    with house.look() as uow:
        dossier = uow.session.exec(select(DossierRow).where(DossierRow.number == number)).one()
        kept = uow.session.exec(select(DossierPageRow).where(DossierPageRow.dossier_id == dossier.id)).one()
    assert (kept.width, kept.height) == (827, 1169)
    assert kept.media_type != "image/heic"


_PNG_60000 = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + (60_000).to_bytes(4, "big") * 2 + b"\x08\x02\x00\x00\x00" + b"\0" * 64
)


@pytest.mark.parametrize(
    ("name", "content", "key", "facts"),
    [
        ("tờ khai.pdf", b"%PDF-1.7 ...", "broken", {}),
        ("ảnh.jpg", b"%PDF-1.7 named as a photo", "broken", {}),
        ("hoa.gif", b"GIF89a....", "gif", {}),
        ("hình.svg", b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>', "svg", {}),
        ("thư.doc", b"\xd0\xcf\x11\xe0 something else", "not_a_photo", {}),
        ("rỗng.jpg", b"", "empty", {}),
        ("đứt.jpg", picture()[:900], "broken", {}),
        ("nặng.jpg", picture() + b"\0" * (26 * 1024 * 1024), "too_big", {"size": 27, "limit": 25}),
        ("rộng.png", _PNG_60000, "too_many_pixels", {"width": 60000, "height": 60000}),
    ],
)
def test_what_is_no_photo_is_refused_by_name(at_papers, name, content, key, facts):
    requests = []
    at_papers.page.on("request", lambda request: requests.append(request.url))
    at_papers.add(content, name=name, kind="application/octet-stream")
    expect(at_papers.page.locator(CARD)).to_contain_text(text(f"photo.refused.{key}", name=name, **facts))
    assert at_papers.kept("photos") == []
    assert not [url for url in requests if "/api/" in url and not url.endswith("/api/ping")]
    at_papers.add(picture())
    expect(at_papers.pages()).to_have_count(1)
    expect(at_papers.page.locator(CARD)).not_to_contain_text(name)


def test_good_ones_among_bad_ones_are_kept(at_papers):
    files = [
        {"name": "một.jpg", "mimeType": "image/jpeg", "buffer": picture(1)},
        {"name": "hai.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"},
        {"name": "ba.jpg", "mimeType": "image/jpeg", "buffer": picture(3)},
        {"name": "lại một.jpg", "mimeType": "image/jpeg", "buffer": picture(1)},
    ]
    at_papers.page.locator(f"#files-{PAPER}").set_input_files(files)
    expect(at_papers.pages()).to_have_count(2)
    expect(at_papers.page.locator(CARD)).to_contain_text(text("photo.refused.broken", name="hai.pdf"))
    expect(at_papers.page.locator(CARD)).to_contain_text(text("photo.refused.twice"))


def test_pages_are_ordered_deleted_and_brought_back(at_papers):
    page = at_papers.page
    at_papers.add(picture(1), picture(2), picture(3))
    expect(at_papers.pages()).to_have_count(3)
    first, second, third = _order(at_papers)

    page.get_by_role("button", name=text("papers.later", n=1), exact=True).press("Enter")
    at_papers.wait_kept(lambda: _order(at_papers) == [second, first, third])
    page.get_by_role("button", name=text("papers.earlier", n=3), exact=True).click()
    at_papers.wait_kept(lambda: _order(at_papers) == [second, third, first])
    expect(page.get_by_role("button", name=text("papers.earlier", n=1), exact=True)).to_be_disabled()
    expect(page.get_by_role("button", name=text("papers.later", n=3), exact=True)).to_be_disabled()

    page.get_by_role("button", name=text("papers.remove", n=2), exact=True).click()
    at_papers.wait_kept(lambda: _order(at_papers) == [second, first])
    at_papers.button("papers.undo").click()
    at_papers.wait_kept(lambda: _order(at_papers) == [second, third, first])
    expect(at_papers.pages()).to_have_count(3)


def test_a_page_can_be_looked_at_in_full(at_papers):
    at_papers.add(picture())
    page = at_papers.page
    opener = page.get_by_role("button", name=text("papers.look", n=1))
    opener.click()
    dialog = page.get_by_role("dialog")
    image = dialog.get_by_role("img")
    expect(image).to_be_visible()
    assert image.evaluate("(image) => image.naturalWidth") == 900
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(opener).to_be_focused()


def test_a_deleted_photo_leaves_the_phone_with_the_next_opening(at_papers):
    at_papers.add(picture(1), picture(2))
    expect(at_papers.pages()).to_have_count(2)
    at_papers.page.get_by_role("button", name=text("papers.remove", n=1), exact=True).click()
    expect(at_papers.pages()).to_have_count(1)
    assert len(at_papers.kept("photos")) == 2
    at_papers.page.reload()
    expect(at_papers.pages()).to_have_count(1)
    at_papers.wait_kept(lambda: len(at_papers.kept("photos")) == 1)


def _order(citizen):
    (draft,) = citizen.kept("drafts")
    return [one["sha256"] for one in draft["components"][PAPER]["pages"]]


def _ink(image, top, bottom):
    grey = image.convert("L")
    part = grey.crop((0, int(top * grey.height), grey.width, int(bottom * grey.height)))
    histogram = part.histogram()
    return sum(histogram[:128]) / sum(histogram)
