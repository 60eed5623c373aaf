"""The speaker button: what it says is really heard, ends when it should, and where it cannot be heard that is said."""

from __future__ import annotations

import json
import re
import shutil

import pytest
from playwright.sync_api import expect

from sothuhoso.i18n.catalog import text
from sothuhoso.i18n.voice import FOLDER, index
from tests.browser.citizen import BIRTH, PAPER, Citizen, picture, press_shutter
from tests.browser.handing import new_giver
from tests.browsing import PHONE, axe, chromium, pages_in
from tests.production import production

AWAY = r"net::ERR_"
LISTEN, FAILED = text("voice.listen"), text("voice.failed")

#: Every sound that the page makes is noted; nothing else is changed.
_NOTE_SOUNDS = """
window.heard = [];
const Plain = window.Audio;
window.Audio = function () { const sound = new Plain(); window.heard.push(sound); return sound; };
"""
_SOUND = "window.heard.map((sound) => ({ at: sound.currentTime, long: sound.duration, paused: sound.paused })).at(-1)"

#: In the place of a device's own Vietnamese voice, which Debian's Chromium has not. ``said``: what it was told to say.
_OWN_VOICE = """
window.said = [];
const voice = { lang: "vi_VN", name: "Giọng thử", localService: true };
let waiting = null;
window.SpeechSynthesisUtterance = function (line) { this.text = line; };
Object.defineProperty(window, "speechSynthesis", { value: {
  getVoices: () => [voice],
  speak(utterance) {
    if (window.mute) return;
    window.said.push(utterance.text);
    waiting = setTimeout(() => { utterance.onstart(); waiting = setTimeout(() => utterance.onend(), 150); }, 20);
  },
  cancel() { clearTimeout(waiting); },
} });
"""


@pytest.fixture
def phone(app, open_page):
    citizen = Citizen(open_page)
    citizen.page.context.add_init_script(_NOTE_SOUNDS)
    return citizen


def speaker(page):
    return page.locator("header").get_by_role("button", name=LISTEN)


def pressed(button, value=True):
    expect(button).to_have_attribute("aria-pressed", "true" if value else "false")


def sound(page):
    return page.evaluate(_SOUND)


def hear(page, button=None):
    """Tap, and wait until the sound is under way; answers whose sentence it is."""
    quiet(button or speaker(page))
    with page.expect_response(re.compile(r"/voice/\w+/\w+\.\w+$")) as told:
        (button or speaker(page)).click()
    pressed(button or speaker(page))
    page.wait_for_function("() => window.heard.at(-1)?.currentTime > 0.3")
    now = sound(page)
    assert not now["paused"]
    assert now["long"] > 1
    return told.value.url.rpartition("/")[2].partition(".")[0]


def quiet(button):
    if button.get_attribute("aria-pressed") == "true":
        button.click()
    pressed(button, value=False)


def test_a_tap_speaks_and_the_end_ends(phone):
    page = phone.page
    page.goto("/")
    button = speaker(page)
    pressed(button, value=False)
    assert hear(page) == "home"
    earlier = sound(page)["at"]
    page.wait_for_timeout(400)
    assert sound(page)["at"] > earlier
    assert axe(page) == []
    pressed(button, value=False)  # by itself, when the sentence is over
    assert sound(page)["at"] == pytest.approx(sound(page)["long"], abs=0.2)


def test_a_second_tap_is_silence_and_a_third_speaks_again(phone):
    page = phone.page
    page.goto("/")
    hear(page)
    speaker(page).click()
    pressed(speaker(page), value=False)
    assert sound(page)["paused"]
    speaker(page).click()
    pressed(speaker(page))
    page.wait_for_function("() => window.heard.at(-1).currentTime > 0.2")
    assert len(page.evaluate("window.heard.map((sound) => sound.src)")) == 3


def test_leaving_the_page_is_silence(phone):
    page = phone.page
    page.goto("/")
    hear(page)
    page.get_by_role("link", name="Khai sinh", exact=True).click()
    expect(phone.button("procedure.begin")).to_be_visible()
    page.wait_for_function("() => window.heard[0].paused")
    pressed(speaker(page), value=False)
    assert hear(page) == "procedure"


def test_each_step_says_what_to_do_now(phone, watch):
    watch.allow(AWAY)
    page = phone.page
    said = []
    phone.begin()
    said.append(hear(page))
    phone.button("who.to_papers").click()
    expect(page.locator("#needed")).to_be_visible()
    said.append(hear(page))
    phone.say_who().to_papers()
    said.append(hear(page))
    page.locator(f"button[aria-describedby='paper-{PAPER}']").click()
    dialog = page.get_by_role("dialog")
    said.append(hear(page, dialog.get_by_role("button", name=LISTEN)))
    page.keyboard.press("Escape")
    page.wait_for_function("() => window.heard.at(-1).paused")
    phone.add(picture())
    expect(phone.pages()).to_have_count(1)
    said.append(hear(page))
    phone.to_review()
    said.append(hear(page))
    page.route("**/api/submissions/**", lambda route: route.abort())
    phone.choose_unit().agree().send()
    expect(phone.heading("sent.waiting")).to_be_visible()
    said.append(hear(page))
    page.unroute("**/api/submissions/**")
    phone.number()
    said.append(hear(page))
    assert said == ["who", "missing", "papers", "camera_paper", "papers_done", "review", "waiting", "arrived"]


def test_whoever_shows_codes_to_another_device_is_told_to_hold_still(open_page):
    giver = new_giver(open_page, picture(1), picture(2)).show()
    dialog = giver.page.get_by_role("dialog")
    with giver.page.expect_response(re.compile(r"/voice/vi/handover\.mp3$")):
        dialog.get_by_role("button", name=LISTEN).click()
    pressed(dialog.get_by_role("button", name=LISTEN))


def test_what_needs_the_person_is_said(phone, watch):
    watch.allow("status of 409")
    phone.ready_to_send()
    refused = {"key": "submission.conflict", "facts": {}, "message": "…"}
    phone.page.route("**/api/submissions/**", lambda route: route.fulfill(status=409, json=refused))
    phone.send()
    expect(phone.heading("sent.parked")).to_be_visible()
    assert hear(phone.page) == "parked"


def test_no_line_is_said_in_words(phone, watch):
    watch.allow(AWAY)
    page = phone.page
    page.goto("/")
    page.route("**/voice/**", lambda route: route.abort())
    speaker(page).click()
    expect(page.get_by_text(FAILED)).to_be_visible()
    pressed(speaker(page), value=False)
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    page.unroute("**/voice/**")
    hear(page)
    expect(page.get_by_text(FAILED)).to_have_count(0)


def test_a_player_that_does_not_come_is_said_in_words(phone, watch):
    watch.allow(AWAY)
    page = phone.page
    page.goto("/")
    page.route("**/assets/voice-*.js", lambda route: route.abort())
    speaker(page).click()
    expect(page.get_by_text(FAILED)).to_be_visible()


def test_what_was_heard_once_is_heard_with_the_server_gone(browser, watch, request):
    watch.allow(AWAY)
    with production(demo=False) as server, pages_in(browser, server, watch, request) as open_page:
        page = open_page("", **PHONE)
        page.context.add_init_script(_NOTE_SOUNDS)
        page.goto("/")
        hear(page)
        speaker(page).click()
        server.kill()
        speaker(page).click()
        pressed(speaker(page))
        page.wait_for_function("() => window.heard.at(-1).currentTime > 0.3")


def test_all_that_is_listed_is_there(app, open_page):
    page = open_page("/", **PHONE)
    told = page.evaluate("fetch('/voice/index.json').then((answer) => answer.json())")
    assert told == json.loads(json.dumps(index()))
    answers = page.evaluate(
        """(files) => Promise.all(files.map(async (file) => {
          const answer = await fetch(file);
          return [answer.status, answer.headers.get("content-type"), (await answer.blob()).size];
        }))""",
        told["files"],
    )
    kinds = {kind.partition(";")[0] for _, kind, _ in answers}
    assert {status for status, _, _ in answers} == {200}
    assert kinds == {"application/json", "audio/mpeg"}


# --- the settings --------------------------------------------------------------------------------------------------


def choose(page, key):
    page.get_by_label(text(f"voice.{key}")).check()


def test_off_is_off_everywhere_and_stays(phone):
    page = phone.page
    page.goto("/cua-toi")
    expect(phone.words("voice.no_device")).to_be_visible()
    choose(page, "off")
    expect(page.get_by_role("button", name=text("voice.try"))).to_be_hidden()
    page.goto(f"/thu-tuc?ma={BIRTH}")
    expect(phone.button("procedure.begin")).to_be_visible()
    expect(speaker(page)).to_be_hidden()
    page.goto("/cua-toi")
    expect(page.get_by_label(text("voice.off"))).to_be_checked()
    choose(page, "files")
    hear(page, page.get_by_role("button", name=text("voice.try")))


def test_the_devices_own_voice_reads_a_procedure_whole(phone):
    page = phone.page
    page.context.add_init_script(_OWN_VOICE)
    page.goto("/cua-toi")
    choose(page, "device")
    page.goto("/")
    speaker(page).click()
    page.wait_for_function("() => window.said.length === 1")
    assert page.evaluate("window.said") == [index()["languages"]["vi"]["sentences"]["home"]["text"]]
    pressed(speaker(page), value=False)
    page.goto(f"/thu-tuc?ma={BIRTH}")
    expect(phone.button("procedure.begin")).to_be_visible()
    speaker(page).click()
    page.wait_for_function("() => window.said.length > 4")
    pressed(speaker(page))
    speaker(page).click()
    pressed(speaker(page), value=False)
    lines = page.evaluate("window.said")
    shown = page.locator("main").inner_text().split("\n")
    assert lines == [line.strip() for line in shown if line.strip()][: len(lines)]
    page.wait_for_timeout(400)
    assert page.evaluate("window.said.length") == len(lines)  # silence stays


def test_an_own_voice_that_does_not_begin_gives_way_to_the_file(phone):
    page = phone.page
    page.context.add_init_script(_OWN_VOICE)
    page.context.add_init_script("window.mute = true; localStorage.setItem('sothuhoso.voice', 'device')")
    page.goto("/")
    assert hear(page) == "home"


@pytest.fixture
def with_hmong(tmp_path):
    """The folders of languages, and one more: somebody recorded two sentences in Hmong, and wrote down one."""
    folder = tmp_path / "voice"
    shutil.copytree(FOLDER, folder)
    hmong = folder / "hmn"
    hmong.mkdir()
    (hmong / "voice.toml").write_text(
        'name = "Hmoob"\nsource = "recorded for a test"\nlicence = "CC0-1.0"\n[home]\ntext = "…"\n', "utf-8"
    )
    shutil.copy(folder / "vi" / "waiting.mp3", hmong / "home.mp3")
    shutil.copy(folder / "vi" / "waiting.mp3", hmong / "who.mp3")
    return folder


def test_a_folder_is_a_language(phone, with_hmong):
    page = phone.page
    page.route("**/voice/index.json", lambda route: route.fulfill(json=index(with_hmong)))
    page.route(
        "**/voice/hmn/*", lambda route: route.fulfill(path=with_hmong / "hmn" / route.request.url.rpartition("/")[2])
    )
    page.goto("/cua-toi")
    choice = page.get_by_role("group", name=text("voice.spoken")).get_by_label("Hmoob")
    choice.check()
    assert axe(page) == []
    page.goto("/")
    with page.expect_response(re.compile("/voice/hmn/home.mp3")):
        speaker(page).click()
    page.wait_for_function("() => window.heard.at(-1)?.currentTime > 0.3")
    page.goto(f"/thu-tuc?ma={BIRTH}")
    expect(phone.button("procedure.begin")).to_be_visible()
    with page.expect_response(re.compile("/voice/vi/procedure.mp3")):  # not said in Hmong
        speaker(page).click()
    page.wait_for_function("() => window.heard.at(-1)?.currentTime > 0.3")


def test_one_language_asks_for_no_choice(phone):
    phone.page.goto("/cua-toi")
    expect(phone.page.get_by_label(text("voice.files"))).to_be_checked()
    expect(phone.page.get_by_role("group", name=text("voice.spoken"))).to_have_count(0)


# --- the pictures --------------------------------------------------------------------------------------------------


def test_each_step_shows_its_picture_and_hides_no_action(phone, watch):
    watch.allow(AWAY)
    page = phone.page
    phone.begin()
    drawn(page, "main section", 1)
    in_sight(phone.button("who.to_papers"))
    phone.say_who().to_papers()
    drawn(page, "main", 1)
    in_sight(page.locator(f"button[aria-describedby='paper-{PAPER}']"))
    phone.add(picture())
    expect(phone.pages()).to_have_count(1)
    drawn(page, "main", 0)
    phone.to_review()
    drawn(page, "main", 1)
    in_sight(phone.button("review.send"))
    page.route("**/api/submissions/**", lambda route: route.abort())
    phone.choose_unit().agree().send()
    expect(phone.heading("sent.waiting")).to_be_visible()
    drawn(page, "main", 1)
    in_sight(phone.button("sent.try_now"))


def drawn(page, where, count):
    """So many pictures, each with something in it."""
    expect(page.locator(f"{where} span[aria-hidden] > svg[viewBox='0 0 120 90'] > *:first-child")).to_have_count(count)


def in_sight(locator):
    """Wholly within the first screen, before anybody scrolls."""
    page = locator.page
    assert page.evaluate("scrollY") == 0
    box = locator.bounding_box()
    assert box["y"] + box["height"] <= page.viewport_size["height"]


def test_the_camera_shows_how_until_the_first_shot(app, playwright_, watch, request):
    flags = ("--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream")
    with chromium(playwright_, *flags) as filming, pages_in(filming, app, watch, request) as open_page:
        phone = Citizen(open_page).begin().say_who().to_papers()
        page = phone.page
        page.locator(f"button[aria-describedby='paper-{PAPER}']").click()
        drawn(page, "dialog", 1)
        press_shutter(page.get_by_role("dialog"))
        drawn(page, "dialog", 0)
