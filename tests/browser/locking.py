"""A tablet that several people use, in a real browser: a PIN each, the lock, and a look at what lies on its disk."""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING, Any

from playwright.sync_api import Locator, expect

from sothuhoso.i18n.catalog import text
from tests.browser.citizen import SINGLE, picture
from tests.browser.counter import Tablet
from tests.browsing import PASSWORD, sign_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.browsing import Office

PIN, OTHER_PIN, WRONG = "739204", "518362", "402917"
AT_LOCK, AT_TABLETS = re.compile(r"/khoa/?(\?|$)"), re.compile(r"/ban/may/?$")
#: how a JPEG begins: three bytes that all have, and the fourth of those with JFIF or EXIF
JPEG = (b"\xff\xd8\xff\xe0", b"\xff\xd8\xff\xe1", b"\xff\xd8\xff\xdb")
#: longer than anybody waits after a wrong PIN, and than the tablet's own question to the desk
LONG_ENOUGH = 301_000


class SharedTablet(Tablet):
    """A tablet with a clock that can be moved on; somebody of this office is signed in with their password."""

    def __init__(
        self, open_page: Callable[..., Page], office: Office, username: str, base: str = "", **options: Any
    ) -> None:
        super().__init__(open_page, office.unit, **options)
        self.base = base  # of the line it hangs on; "" for the application's own
        self.page.clock.install()
        if base:
            self.page.goto(f"{base}/dang-nhap")
            self.password(username)
            self.page.wait_for_url(re.compile(r"/ban/?$"))
        else:
            sign_in(self.page, username)

    # --- the PIN

    def password(self, username: str) -> SharedTablet:
        """On the sign-in page that is open."""
        self.page.get_by_label(text("sign_in.username")).fill(username)
        self.page.get_by_label(text("sign_in.password")).fill(PASSWORD)
        self.page.get_by_role("button", name=text("sign_in.submit")).click()
        return self

    def share(self, label: str, pin: str = PIN) -> SharedTablet:
        """From the desk: this tablet is to be shared, and this is my PIN."""
        self.page.goto(f"{self.base}/ban/may")
        self.page.get_by_role("link", name=text("tablets.share")).click()
        self.page.get_by_label(text("lock.label")).fill(label)
        self.choose_pin(pin)
        self.page.wait_for_url(AT_TABLETS)
        expect(self.page.get_by_role("heading", name=text("tablets.here_named", label=label))).to_be_visible()
        expect(self.words("tablets.loading")).to_have_count(0)
        return self

    def choose_pin(self, pin: str) -> SharedTablet:
        """Twice, as the lock's page asks."""
        self.entry.fill(pin)
        self.button("lock.go_on").click()
        expect(self.page.get_by_role("heading", name=text("lock.again"))).to_be_visible()
        self.entry.fill(pin)
        self.button("lock.set").click()
        return self

    @property
    def entry(self) -> Locator:
        return self.page.locator("#pin")

    @property
    def asks(self) -> Locator:
        """The lock's page, asking somebody for the PIN."""
        return self.page.get_by_role("heading", name=re.compile(re.escape(text("lock.pin", name="").lstrip(" ,"))))

    def enter(self, pin: str) -> SharedTablet:
        self.entry.fill(pin)
        self.button("lock.open").click()
        return self

    def exactly(self, key: str) -> Locator:
        """A sentence that is no part of a longer one."""
        return self.page.get_by_text(text(key), exact=True)

    def unlock(self, pin: str = PIN) -> SharedTablet:
        """The right PIN; ends when the lock's page is gone."""
        self.enter(pin)
        self.page.wait_for_url(lambda address: not AT_LOCK.search(address))
        return self

    def lock(self) -> SharedTablet:
        """By the button of the desk's rail."""
        self.page.goto(f"{self.base}/ban/may")
        self.page.get_by_role("main").get_by_role("button", name=text("tablets.lock_now"), exact=True).click()
        return self.is_locked()

    def is_locked(self) -> SharedTablet:
        """It asks for a PIN, or first whose turn it is."""
        expect(self.asks.or_(self.page.get_by_role("heading", name=text("lock.choose")))).to_be_visible()
        assert AT_LOCK.search(self.page.url)
        return self

    def idle(self, minutes: float) -> SharedTablet:
        """Nobody touches it for so long."""
        self.page.clock.fast_forward(round(minutes * 60_000))
        return self

    def wrong(self, left: int) -> SharedTablet:
        """A wrong PIN, told with what is left; then the wait until the next try is over."""
        self.enter(WRONG)
        expect(self.page.get_by_role("alert")).to_contain_text(text("lock.wrong", left=left))
        self.page.clock.fast_forward(LONG_ENOUGH)
        expect(self.page.get_by_text(re.compile(r"^Chờ \d+ giây"))).to_have_count(0)
        return self

    def ten_wrong(self) -> SharedTablet:
        """Ends on the page of a part that no PIN opens."""
        for left in range(9, 0, -1):
            self.wrong(left)
        self.enter(WRONG)
        return self

    # --- work

    def draft(self, *contents: bytes, name: str = "", number: str = "") -> SharedTablet:
        """A dossier as far as its papers."""
        self.begin(address=f"{self.base}/thu-tuc?ma={SINGLE}&kenh=quay&xa={self.unit}")
        who = [one for one in (name, number) if one]
        self.say_who(*who).to_papers().add(*(contents or (picture(),)))
        expect(self.pages()).to_have_count(len(contents) or 1)
        return self

    def hand_in(self, *contents: bytes, **who: str) -> SharedTablet:
        """And all the way into the outbox."""
        self.draft(*contents, **who).to_review().agree().send()
        expect(self.heading("sent.waiting")).to_be_visible()
        return self

    # --- its disk

    def disk(self) -> dict[str, bytes]:
        """``database/store`` → every key and value in it, as bytes: whatever a copy of the disk could show."""
        return {place: base64.b64decode(content) for place, content in self.page.evaluate(_DISK).items()}

    def sealed_hashes(self) -> list[str]:
        """The hashes of the photos in locked stores, whose keys lie in clear."""
        return sorted(self.page.evaluate(_HASHES))

    def databases(self) -> list[str]:
        return sorted(self.page.evaluate("async () => (await indexedDB.databases()).map((one) => one.name)"))

    def counts(self) -> dict[str, int]:
        """``store`` → rows in all people's locked stores together."""
        return self.page.evaluate(_COUNTS)


_WALK = """
const openIt = (name) => new Promise((done, failed) => {
  const opening = indexedDB.open(name);
  opening.onerror = () => failed(opening.error);
  opening.onsuccess = () => done(opening.result);
});
const asked = (request) => new Promise((done, failed) => {
  request.onsuccess = () => done(request.result);
  request.onerror = () => failed(request.error);
});
const everyStore = async (work, wanted = () => true) => {
  for (const { name } of await indexedDB.databases()) {
    if (!wanted(name)) continue;
    const db = await openIt(name);
    for (const store of db.objectStoreNames) {
      const source = db.transaction(store).objectStore(store);
      const [keys, values] = await Promise.all([asked(source.getAllKeys()), asked(source.getAll())]);
      await work(`${name}/${store}`, store, keys, values);
    }
    db.close();
  }
};
"""
_DISK = (
    """
async () => {
  const out = {};
  const letters = new TextEncoder();
  const pieces = async (value, into) => {
    if (value instanceof Blob) into.push(new Uint8Array(await value.arrayBuffer()));
    else if (value instanceof ArrayBuffer) into.push(new Uint8Array(value));
    else if (ArrayBuffer.isView(value)) into.push(new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
    else if (value instanceof CryptoKey) into.push(letters.encode(`[key extractable=${value.extractable}]`));
    else if (value !== null && typeof value === "object") {
      for (const [name, one] of Object.entries(value)) {
        into.push(letters.encode(`|${name}=`));
        await pieces(one, into);
      }
    } else into.push(letters.encode(String(value)));
    return into;
  };
"""
    + _WALK
    + """
  const text = (bytes) => {
    let letters = "";
    for (let at = 0; at < bytes.length; at += 8192) letters += String.fromCharCode(...bytes.subarray(at, at + 8192));
    return btoa(letters);
  };
  await everyStore(async (place, _store, keys, values) => {
    const blob = new Blob(await pieces([keys, values], []));
    out[place] = text(new Uint8Array(await blob.arrayBuffer()));
  });
  return out;
}
"""
)
_HASHES = (
    "async () => { const out = [];"
    + _WALK
    + """
  await everyStore(async (_place, store, keys) => {
    if (store === "photos") out.push(...keys.map(([, sha]) => sha));
  }, (name) => name !== "sothuhoso");
  return out;
}
"""
)
_COUNTS = (
    "async () => { const out = {};"
    + _WALK
    + """
  await everyStore(async (_place, store, keys) => {
    out[store] = (out[store] ?? 0) + keys.length;
  }, (name) => name !== "sothuhoso");
  return out;
}
"""
)
