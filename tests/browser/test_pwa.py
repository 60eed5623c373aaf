"""The app on the device: it opens and captures with no server, a new version is offered and never forced."""

from __future__ import annotations

import json
import re
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Page, expect

from sothuhoso.i18n.catalog import text
from sothuhoso.pwa import worker
from sothuhoso.settings import WEB
from tests.browser.citizen import UNIT, Citizen, picture
from tests.browsing import CHROMIUM, DESK, FLAGS, PHONE, Office, axe, opened, pages_in, session_of
from tests.deploying import deploy, own_build
from tests.production import production
from tests.proxy import Mode, Proxy
from tests.samples.people import MAI

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import BrowserContext, Locator

    from tests.browsing import Watch
    from tests.production import Production

pytestmark = pytest.mark.installed

# With the server away the browser says so itself, once for every try.
AWAY = r"net::ERR_|WebSocket connection|Failed to load"
CITIZENS = ("/", "/thu-tuc?ma=1.001193", "/ho-so/ai", "/ho-so/giay-to", "/ho-so/xem-lai", "/ho-so/xong", "/cua-toi")
FOLLOW, DESKS = "/theo-doi", ("/ban", "/ban/cung-lam", "/dang-nhap")

_KEPT = """async () => {
  const names = [];
  for (const cache of await caches.keys()) {
    for (const { url } of await (await caches.open(cache)).keys()) names.push(url.slice(location.origin.length));
  }
  return names;
}"""
_READY = "async () => (await navigator.serviceWorker.ready).active.state === 'activated'"
_CONTROLLED = "() => Boolean(navigator.serviceWorker.controller)"
_VERSION = "() => window.__reactRouterManifest?.version"


def until(page: Page, true: str, seconds: float = 20) -> Any:
    """Wait until the page's own function answers something true (our policy forbids Playwright's way)."""
    end = time.monotonic() + seconds
    while not (answer := page.evaluate(true)):
        assert time.monotonic() < end, f"did not become true: {true}"
        page.wait_for_timeout(100)
    return answer


def installed(page: Page) -> Page:
    """The worker is there and has everything it keeps."""
    until(page, _CONTROLLED)
    until(page, _READY)
    return page


def running(page: Page) -> str:
    """The version of the code that runs in the page, once it does: a page is on the screen before its code came."""
    return until(page, _VERSION)


@pytest.fixture
def own(watch: Watch, browser: Any, request: Any) -> Iterator[tuple[Production, Callable[..., Page]]]:
    """A server of one's own that may be killed, and pages of it."""
    watch.allow(AWAY)
    with production(demo=False) as app, pages_in(browser, app, watch, request) as open_page:
        yield app, open_page


# --- what is kept --------------------------------------------------------------------------------------------------

LARGE = re.compile(r"\.wasm$|^/(voice|addresses)/")


def test_the_worker_keeps_exactly_the_app(open_page):
    page = installed(open_page("/", **PHONE))
    static = WEB / "build" / "client"
    files = {f"/{f.relative_to(static).as_posix()}" for f in static.rglob("*") if f.is_file()}
    code = {name for name in files if re.fullmatch(r"/assets/.*\.(js|css)|/fonts/.*\.woff2", name)}
    shown = {
        f"{name.removesuffix('index.html')}" for name in files if name.endswith("/index.html") and name != "/404.html"
    }
    kept = [name.partition("?")[0] for name in page.evaluate(_KEPT)]
    kept = [name for name in kept if not LARGE.search(name)]  # of the second list, which is filled meanwhile
    assert sorted(kept) == sorted({*code, *shown, "/__spa-fallback.html", "/words/en.json", "/icon.svg", "/kept"})
    assert len(code) > 30
    assert {"/", "/ban/", "/ban/cung-lam/", "/theo-doi/", "/ho-so/giay-to/"} <= shown


def test_the_list_in_the_worker_is_the_one_of_this_build(app):
    script = httpx.get(f"{app.url}/sw.js")
    lists = worker.kept(WEB / "build" / "client")
    assert all(f'"{path}"' in script.text or f"`{path}`" in script.text for path in lists["shell"])
    assert worker.version(WEB / "build" / "client") in script.text
    assert script.headers["cache-control"] == "no-cache"
    assert script.headers["content-type"].startswith("text/javascript")


def test_nothing_people_say_or_are_told_is_kept(open_page, app):
    citizen = Citizen(open_page)
    citizen.page.goto("/")
    installed(citizen.page)
    citizen.ready_to_send().send()
    number = citizen.number()
    page = citizen.page
    assert [name for name in page.evaluate(_KEPT) if name.startswith(("/api", "/_event"))] == []
    said = page.evaluate(
        """async () => {
          let all = "";
          for (const cache of await caches.keys()) {
            const open = await caches.open(cache);
            for (const request of await open.keys()) all += await (await open.match(request)).text();
          }
          return all;
        }"""
    )
    assert [word for word in (number, MAI.full_name, MAI.id_number) if word in said] == []


def test_a_kept_page_brings_its_policy_along(own):
    app, open_page = own
    page = installed(open_page("/cua-toi", **PHONE))
    online = httpx.get(f"{app.url}/cua-toi").headers
    app.kill()
    answer = page.goto("/cua-toi")
    assert answer is not None
    assert answer.from_service_worker
    names = ("content-security-policy", "permissions-policy", "x-frame-options", "cross-origin-opener-policy")
    assert {name: answer.headers[name] for name in names} == {name: online[name] for name in names}


def test_a_part_of_a_kept_file_can_be_asked_for(open_page):
    """As a player of sounds does, which takes no whole file for an answer."""
    page = installed(open_page("/", **PHONE))
    asked = """async (range) => {
      const answer = await fetch("/icon.svg", { headers: { range } });
      return [answer.status, answer.headers.get("content-range"), await answer.text()];
    }"""
    whole = page.evaluate("async () => (await fetch('/icon.svg')).text()")
    assert page.evaluate(asked, "bytes=0-3") == [206, f"bytes 0-3/{len(whole)}", whole[:4]]
    assert page.evaluate(asked, "bytes=10-") == [206, f"bytes 10-{len(whole) - 1}/{len(whole)}", whole[10:]]
    assert page.evaluate(asked, "bytes=-5")[2] == whole[-5:]


# --- with no server ------------------------------------------------------------------------------------------------


def test_every_page_opens_and_reloads_with_the_server_killed(own):
    app, open_page = own
    page = installed(open_page("/", **PHONE))
    expect(page.get_by_role("link", name="Khai sinh", exact=True)).to_be_visible()
    app.kill()
    for path in (*CITIZENS, FOLLOW, *DESKS):
        plain, _, query = path.partition("?")
        for address in (path, f"{plain.rstrip('/')}/?{query}&x=1"):
            page.goto(address)
            expect(page.locator("h1").first).to_be_attached()
            expect(page).to_have_title(re.compile("Sổ thủ hồ sơ"))
        page.reload()
        expect(page.locator("h1").first).to_be_attached()
    page.goto("/khong-co/trang-nay")
    expect(page.get_by_role("heading", level=1, name=text("page.unknown.title"))).to_be_visible()


def test_it_opens_by_its_icon_after_a_restart_in_airplane_mode_and_captures(playwright_, tmp_path, watch):
    watch.allow(AWAY)
    with production(demo=False) as app:
        with _phone(playwright_, tmp_path, app, watch) as phone:
            page = phone.pages[0]
            page.goto("/")
            installed(page)
            expect(page.get_by_role("link", name="Khai sinh", exact=True)).to_be_visible()
            start = httpx.get(f"{app.url}/manifest.webmanifest").json()["start_url"]
        app.kill()
        with _phone(playwright_, tmp_path, app, watch) as phone:
            phone.set_offline(True)
            citizen = Citizen(lambda *_, **__: phone.pages[0])
            citizen.page.goto(start)
            expect(citizen.heading("home.heading")).to_be_visible()
            expect(citizen.page.get_by_text(text("line.offline"), exact=True)).to_be_visible()
            citizen.page.get_by_label(text("home.search")).fill("sao y ban chinh")
            citizen.page.get_by_role("link", name=re.compile("Chứng thực bản sao")).first.click()
            citizen.button("procedure.begin").click()
            citizen.say_who().to_papers().add(picture(1), picture(2))
            expect(citizen.pages()).to_have_count(2)
            citizen.to_review().choose_unit().agree().send()
            expect(citizen.heading("sent.waiting")).to_be_visible()
        app.start()
        with _phone(playwright_, tmp_path, app, watch) as phone:
            citizen = Citizen(lambda *_, **__: phone.pages[0])
            citizen.page.goto("/cua-toi")
            expect(citizen.words("mine.arrived", at="").first).to_be_visible(timeout=30_000)


class _phone:  # noqa: N801 - reads as what it is: with _phone(…) as phone
    """A phone whose storage outlives the browser."""

    def __init__(self, driver: Any, folder: Path, app: Production, watch: Watch) -> None:
        self.context: BrowserContext = driver.chromium.launch_persistent_context(
            folder / "profile",
            executable_path=CHROMIUM,
            args=list(FLAGS),
            base_url=app.url,
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
            **PHONE,
        )
        self.context.set_default_timeout(15_000)
        for page in self.context.pages:
            watch.hear(page)

    def __enter__(self) -> BrowserContext:
        return self.context

    def __exit__(self, *_: object) -> None:
        self.context.close()


def test_the_language_is_there_with_no_server(own):
    app, open_page = own
    page = installed(open_page("/cua-toi", **PHONE))
    app.kill()
    page.get_by_label("English").click()
    expect(page.get_by_role("heading", level=1, name=text("mine.heading", "en"))).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", level=1, name=text("mine.heading", "en"))).to_be_visible()


def test_a_line_that_swallows_does_not_keep_the_page_back(own):
    app, open_page = own
    with Proxy(app.port) as line:
        page = open_page("", **PHONE)
        page.goto(line.url)
        installed(page)
        line.mode = Mode.HOLE
        began = time.monotonic()
        page.goto(f"{line.url}/cua-toi", wait_until="commit")
        expect(page.get_by_role("heading", level=1, name=text("mine.heading"))).to_be_visible()
        assert time.monotonic() - began < 5, "nobody waits for an answer that never comes"


# --- a new version -------------------------------------------------------------------------------------------------


@pytest.fixture
def deployed(watch: Watch, browser: Any, request: Any) -> Iterator[Any]:
    """``(app, folder of its build, open_page)``: a server whose version may change."""
    watch.allow(AWAY)
    watch.allow(r"status of 404|MIME type|dynamically imported")
    with own_build() as (app, web), pages_in(browser, app, watch, request) as open_page:
        yield app, web, open_page


def _offer(page: Page) -> Locator:
    return page.locator("#new-version")


def _look_for_it(page: Page) -> None:
    """What the framework tells a page whose server has another version than it was built for."""
    page.evaluate("() => window.dispatchEvent(new CustomEvent('sothuhoso:new-version'))")


def _until_version(page: Page, version: str) -> None:
    """Until the page itself is of this version; it may be loading just now."""
    for _ in range(200):
        with suppress(PlaywrightError):
            if page.evaluate(_VERSION) == version:
                return
        page.wait_for_timeout(100)
    raise AssertionError(page.url)


def _open_anew(page: Page, version: str) -> None:
    """Until the server's page comes: where it takes too long, the kept one is shown instead."""
    for _ in range(20):
        page.reload()
        if running(page) == version:
            return
        page.wait_for_timeout(500)
    raise AssertionError(version)


def _until_kept(page: Page, version: str) -> None:
    """Until the worker of this version is the one that answers."""
    noted = "async () => (await (await caches.open('app-notes')).match('/kept')).json()"
    for _ in range(300):
        if page.evaluate(noted)["version"] == version:
            return
        page.wait_for_timeout(100)
    raise AssertionError(version)


def test_a_new_version_is_offered_and_typed_text_survives_it(deployed):
    app, web, open_page = deployed
    page = installed(open_page("/", **PHONE))
    before = running(page)
    page.evaluate("window.marked = true")
    page.get_by_label(text("home.search")).fill("khai sinh cho")
    version = deploy(app, web, "a2")
    _look_for_it(page)
    expect(_offer(page)).to_be_visible(timeout=30_000)
    assert axe(page) == []
    page.wait_for_timeout(1500)
    assert page.evaluate("window.marked"), "nothing reloads by itself"
    expect(page.get_by_label(text("home.search"))).to_have_value("khai sinh cho")
    assert running(page) == before

    page.get_by_role("button", name=text("app.update_now"), exact=True).click()
    _until_version(page, version)
    assert page.evaluate("window.marked") is None
    expect(page.get_by_label(text("home.search"))).to_have_value("khai sinh cho")
    page.wait_for_timeout(2500)
    expect(_offer(page)).to_have_count(0)
    assert running(page) == version


def test_a_draft_survives_a_new_version(deployed):
    app, web, open_page = deployed
    citizen = Citizen(open_page)
    citizen.begin().say_who(name="Lý Thị Máy").to_papers().add(picture())
    expect(citizen.pages()).to_have_count(1)
    page = installed(citizen.page)
    version = deploy(app, web, "a2")
    _look_for_it(page)
    page.get_by_role("button", name=text("app.update_now"), exact=True).click(timeout=30_000)
    _until_version(page, version)
    expect(citizen.pages()).to_have_count(1)
    page.go_back()
    expect(page.locator("#owner-full_name")).to_have_value("Lý Thị Máy")


def test_put_off_it_waits_in_the_settings(deployed):
    app, web, open_page = deployed
    page = installed(open_page("/cua-toi", **PHONE))
    version = deploy(app, web, "a2")
    _look_for_it(page)
    page.get_by_role("button", name=text("app.update_later"), exact=True).click(timeout=30_000)
    card = page.locator("section").filter(has_text=text("app.heading"))
    expect(card.get_by_text(text("app.update_hint"))).to_be_visible()
    card.get_by_role("button", name=text("app.update_now"), exact=True).click()
    _until_version(page, version)


def test_another_tab_is_not_reloaded_and_goes_on_with_its_own_version(deployed):
    app, web, open_page = deployed
    page = installed(open_page("/", **PHONE))
    other = page.context.new_page()
    other.goto("/cua-toi")
    other.evaluate("window.marked = true")
    version = deploy(app, web, "a2")
    _look_for_it(page)
    page.get_by_role("button", name=text("app.update_now"), exact=True).click(timeout=30_000)
    _until_version(page, version)
    expect(_offer(other)).to_be_visible(timeout=15_000)
    # Following is not fetched ahead: its code of the former version comes from what the worker still keeps.
    other.locator("a[href='/theo-doi']").click()
    expect(other.get_by_role("heading", level=1, name=text("follow.heading"))).to_be_visible()
    assert other.evaluate("window.marked")
    other.get_by_role("button", name=text("app.update_now"), exact=True).click()
    _until_version(other, version)


def test_whoever_opens_the_page_anew_has_the_new_version_and_is_asked_nothing(deployed):
    app, web, open_page = deployed
    page = installed(open_page("/", **PHONE))
    version = deploy(app, web, "a2")
    _open_anew(page, version)
    _until_kept(page, version)
    expect(_offer(page)).to_have_count(0)
    kept = {name.partition("?")[0] for name in page.evaluate(_KEPT)}
    former = {
        name
        for name in kept
        if name.startswith("/assets/") and not LARGE.search(name) and not re.search(r"-a2.{6}\.js$", name)
    }
    assert former, "the former version's files stay one version longer"
    version = deploy(app, web, "b3")
    _open_anew(page, version)
    _until_kept(page, version)
    page.wait_for_timeout(500)
    assert former & {name.partition("?")[0] for name in page.evaluate(_KEPT)} == set()


def test_code_of_a_former_build_that_is_gone_strands_nobody(deployed, browser, watch):
    """No worker here: the page's next part is asked of a server that has another version."""
    app, web, _ = deployed
    with pages_in(browser, app, watch) as open_page:
        page = open_page("/", service_workers="block", **PHONE)
        page.route(re.compile(r"/assets/.*theo-doi"), lambda route: route.continue_())
        before = running(page)
        version = deploy(app, web, "a2")
        page.locator("a[href='/theo-doi']").click()
        expect(page.get_by_role("heading", level=1, name=text("follow.heading"))).to_be_visible()
        assert before != running(page) == version


# --- installing, room ----------------------------------------------------------------------------------------------

_PROMPT = """() => {
  const event = new Event("beforeinstallprompt", { cancelable: true });
  event.prompt = () => { window.asked = true; };
  event.userChoice = Promise.resolve({ outcome: "accepted" });
  window.dispatchEvent(event);
  window.prevented = event.defaultPrevented;
}"""


def _card(page: Page) -> Locator:
    return page.locator("section").filter(has_text=text("app.heading"))


def test_the_browser_finds_an_app_that_can_be_installed(open_page, app):
    page = installed(open_page("/", **PHONE))
    wire = page.context.new_cdp_session(page)
    found = {error["errorId"] for error in wire.send("Page.getInstallabilityErrors")["installabilityErrors"]}
    assert found <= {"in-incognito"}, "the test's own window; nothing else stands against it"
    manifest = wire.send("Page.getAppManifest")
    assert manifest["errors"] == []
    assert json.loads(manifest["data"])["name"] == text("app.name")
    for icon in json.loads(manifest["data"])["icons"]:
        assert httpx.get(app.url + icon["src"]).headers["content-type"] == icon["type"]


def test_installing_is_offered_once_by_our_own_card(open_page):
    page = open_page("/cua-toi", **PHONE)
    expect(_card(page).get_by_role("button", name=text("app.install"))).to_have_count(0)
    page.evaluate(_PROMPT)
    assert page.evaluate("window.prevented")
    _card(page).get_by_role("button", name=text("app.install")).click()
    expect(_card(page).get_by_role("button", name=text("app.install"))).to_have_count(0)
    assert page.evaluate("window.asked")


_SPLASH = """
() => Promise.all([...document.querySelectorAll("link[rel=apple-touch-startup-image]")].map(async (link) => {
  const image = new Image();
  image.src = link.href;
  await image.decode();
  const pen = Object.assign(document.createElement("canvas"), { width: 1480, height: 1480 }).getContext("2d");
  pen.drawImage(image, 0, 0);
  const at = (x, y) => [...pen.getImageData(x, y, 1, 1).data].slice(0, 3);
  const { width, height } = image;
  return { width, height, ground: at(2, 2), mark: at(width / 2 - 88, height / 2) };
}))
"""


def test_on_an_iphone_the_card_says_how(open_page):
    iphone = (
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile Safari/604.1"
    )
    page = open_page("/cua-toi", user_agent=iphone, **PHONE)
    expect(_card(page).get_by_text(text("app.ios_share"))).to_be_visible()
    expect(_card(page).get_by_text(text("app.ios_add"))).to_be_visible()
    splash = page.locator("link[rel=apple-touch-startup-image]")
    expect(splash).to_have_count(4)
    sizes = page.evaluate(_SPLASH)
    assert [(one["width"], one["height"]) for one in sizes] == [(720, 1480), (1480, 720)] * 2
    assert [one["ground"] for one in sizes] == [[251, 249, 244]] * 2 + [[18, 24, 21]] * 2
    assert all(one["mark"] != one["ground"] for one in sizes)


def test_the_card_says_what_is_kept_and_how_much_room_is_left(open_page):
    citizen = Citizen(open_page)
    citizen.begin().say_who().to_papers().add(picture(1), picture(2))
    expect(citizen.pages()).to_have_count(2)
    page = citizen.page
    page.goto("/cua-toi")
    expect(_card(page).get_by_text(text("app.holds", drafts=1, photos=2))).to_be_visible()
    expect(_card(page).get_by_text(re.compile(r"còn chỗ cho [\d,.]+ (MB|GB)"))).to_be_visible()
    expect(_card(page).get_by_text(text("app.offline_ready"))).to_be_visible()
    assert axe(page) == []
    # A browser without a profile promises nothing; then it is said so.
    _card(page).get_by_role("button", name=text("app.keep")).click()
    expect(_card(page).get_by_text(re.compile(f"{text('app.kept_refused')}|{text('app.kept')}"))).to_be_visible()


def test_the_desk_offers_a_new_version_too(deployed):
    app, web, open_page = deployed
    with opened(app) as house:
        username = Office(app, house, UNIT).account()
    page = installed(open_page("/ban", sid=session_of(app, username), **DESK))
    expect(page.get_by_text(text("desk.online"))).to_be_visible()
    version = deploy(app, web, "a2")
    _look_for_it(page)
    expect(_offer(page)).to_be_visible(timeout=30_000)
    assert axe(page) == []
    page.get_by_role("button", name=text("app.update_now"), exact=True).click()
    _until_version(page, version)
    expect(page.get_by_text(text("desk.online"))).to_be_visible()
