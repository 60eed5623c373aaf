"""The card is read with the server gone: nothing but the phone is there, and what it fetched once."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.citizen import Citizen
from tests.browser.walker import card_film, with_camera
from tests.browsing import pages_in
from tests.production import production
from tests.samples import cards
from tests.samples.people import DUONG, MAI, PA
from tests.samples.photo import Shot, as_file, photograph

pytestmark = pytest.mark.installed

AWAY = r"net::ERR_"


@pytest.fixture
def alone(playwright_, tmp_path, watch, request):
    """A phone whose camera sees Pá's card, and a server that can be killed."""
    watch.allow(AWAY)
    film = card_film(tmp_path / "card.y4m", PA)
    with (
        production(demo=False) as server,
        with_camera(playwright_, film) as browser,
        pages_in(browser, server, watch, request) as open_page,
    ):
        yield Citizen(open_page), server


def choose_card(citizen, image, slot="owner"):
    file = {"name": "the.jpg", "mimeType": "image/jpeg", "buffer": as_file(image)}
    citizen.page.locator(f"#{slot}-card-file").set_input_files([file])


def test_photo_and_camera_fill_in_with_the_server_killed(alone):
    citizen, server = alone
    page = citizen.begin().page
    # The reader comes with the first card; the phone keeps it.
    choose_card(citizen, cards.front_2021(DUONG))
    expect(page.locator("#owner-full_name")).to_have_value(DUONG.full_name, timeout=30_000)
    server.kill()

    choose_card(citizen, photograph(cards.back_2024(MAI), Shot(share=0.6)))
    expect(page.locator("#owner-full_name")).to_have_value(MAI.full_name, timeout=30_000)
    expect(page.locator("#owner-address")).to_have_value(MAI.address)

    citizen.button("who.scan").click()
    expect(page.locator("#owner-full_name")).to_have_value(PA.full_name, timeout=30_000)
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator("#owner-id_number")).to_have_value(PA.id_number)
    expect(citizen.words("card.filled")).to_be_visible()
    (draft,) = citizen.kept("drafts")
    assert {one["origin"] for one in draft["persons"]["owner"].values() if one["value"]} == {"qr"}

    choose_card(citizen, cards.front_2021(PA).crop((0, 300, 1200, 1080)))
    expect(citizen.words("card.unseen")).to_be_visible(timeout=30_000)
    expect(page.locator("#owner-full_name")).to_have_value(PA.full_name)
