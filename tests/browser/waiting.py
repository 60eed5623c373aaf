"""Dossiers that wait on a device, put into its database in one go, as capturing them would have left them there."""

from __future__ import annotations

import base64
import io
import json
import random
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from PIL import Image
from playwright.sync_api import Page

from tests.browser.citizen import PAPER, SINGLE, UNIT
from tests.services.making import fresh_secret, said, sha

_NAMES = ("Hoàng Thị Mai", "Triệu Văn Phúc", "Lý Thị Mảy", "Nông Văn Hải", "Ma Thị Lan", "Hầu A Tủa")


def noisy(number: int, size: int = 45_000) -> bytes:
    """A JPEG of roughly so many bytes, another one for every number; noise does not compress."""
    dice, side = random.Random(number), max(16, round((size / 0.687) ** 0.5))
    image = Image.frombytes("RGB", (side, side), dice.randbytes(side * side * 3))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=78, subsampling=2)
    return out.getvalue()


def thumb_of(content: bytes) -> bytes:
    """The small picture a device makes of it."""
    image = Image.open(io.BytesIO(content)).convert("RGB")
    image.thumbnail((240, 240))
    out = io.BytesIO()
    image.resize((60, 60)).resize(image.size).save(out, "JPEG", quality=75)
    return out.getvalue()


@dataclass
class Waiting:
    """One dossier of the outbox."""

    photos: tuple[bytes, ...]
    name: str = _NAMES[0]
    channel: str = "phone"
    unit: str = UNIT
    captured: datetime = field(default_factory=lambda: datetime.now(UTC))
    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    secret: str = field(default_factory=fresh_secret)
    more: dict[str, Any] = field(default_factory=dict)  # of the item, e.g. its state

    @property
    def hashes(self) -> list[str]:
        return [sha(content) for content in self.photos]

    @property
    def manifest(self) -> dict[str, Any]:
        at = f"{self.captured:%Y-%m-%dT%H:%M:%S}.000Z"
        pages = [
            {"id": str(uuid.uuid4()), "sha256": sha(content), "bytes": len(content), "media_type": "image/jpeg"}
            for content in self.photos
        ]
        paper = {"key": PAPER, "state": "photographed", "number": "", "reason": "", "pages": pages}
        later = {**paper, "state": "none", "reason": "Mang sau"}
        return {
            "format": 1,
            "procedure": SINGLE,
            "procedure_version": 1,
            "unit": self.unit,
            "channel": self.channel,
            "secret": self.secret,
            "captured_at": at,
            "lang": "vi",
            "answers": {},
            "persons": {
                "owner": said(full_name=self.name, id_number="019199000017"),
                "submitter": None,
                "subject": None,
            },
            "components": [paper if pages else later],
            "notice": {"version": "1", "at": at},
        }

    def rows(self, *, with_photos: bool = True) -> dict[str, Any]:
        """Draft, item and photos as the device keeps them; bytes as base64."""
        manifest = self.manifest
        created = manifest["captured_at"]
        draft = {
            "id": self.id, "submission": "", "rev": 3, "secret": self.secret,
            "createdAt": created, "changedAt": created, "status": "queued", "step": "xem-lai",
            "procedure": SINGLE, "procedureVersion": 1, "unit": self.unit, "channel": self.channel, "lang": "vi",
            "submitter": "same", "answers": {}, "components": {},
            "persons": {"owner": manifest["persons"]["owner"], "submitter": {}, "subject": {}},
            "notice": manifest["notice"], "receipt": None, "shared": None,
        }  # fmt: skip
        item = {
            "id": self.id, "draft": self.id, "createdAt": created, "manifest": manifest, "state": "waiting",
            "attempts": 0, "notBefore": 0, "problem": None, "announced": False, **self.more,
        }  # fmt: skip
        photos = [
            {
                "draft": self.id, "sha256": sha(content), "media_type": "image/jpeg", "bytes": len(content),
                "at": created, "width": 100, "height": 100, "blob": _text(content), "thumb": _text(thumb_of(content)),
            }
            for content in (self.photos if with_photos else ())
        ]  # fmt: skip
        return {"drafts": [draft], "outbox": [item], "photos": photos}


def several(count: int, photos: int, size: int = 45_000, seed: int = 1, **facts: Any) -> list[Waiting]:
    """So many dossiers with so many photos each, no two alike, captured one minute after the other."""
    begun = datetime.now(UTC) - timedelta(minutes=count)
    dice = random.Random(seed)
    return [
        Waiting(
            tuple(
                noisy(seed * 1_000_000 + n * 1000 + p, round(size * dice.uniform(0.85, 1.15))) for p in range(photos)
            ),
            name=_NAMES[n % len(_NAMES)],
            captured=begun + timedelta(minutes=n),
            **facts,
        )
        for n in range(count)
    ]


def put_on(page: Page, waiting: list[Waiting]) -> None:
    """Put them into the database of this page's device. The page does not know of them before it is opened again."""
    for one in waiting:
        put_rows(page, one.rows())


def put_rows(page: Page, rows: dict[str, Any]) -> None:
    """The same with rows that were changed. Opened before the app has made it, the database would be an empty one."""
    page.wait_for_function(_MADE)
    page.evaluate(_PUT, json.dumps(rows))


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode()


_MADE = """
async () => (await indexedDB.databases()).some((one) => one.name === "sothuhoso")
"""
_PUT = """
(text) => new Promise((done, failed) => {
  const blob = (text) => new Blob([Uint8Array.from(atob(text), (c) => c.charCodeAt(0))], { type: "image/jpeg" });
  const opening = indexedDB.open("sothuhoso");
  opening.onerror = () => failed(opening.error);
  opening.onsuccess = () => {
    const rows = JSON.parse(text);
    let all;
    try {
      all = opening.result.transaction(["drafts", "outbox", "photos"], "readwrite");
    } catch (problem) {
      opening.result.close();
      failed(problem);
      return;
    }
    for (const row of rows.drafts) all.objectStore("drafts").put(row);
    for (const row of rows.outbox) all.objectStore("outbox").put(row);
    const photos = rows.photos.map((row) => ({ ...row, blob: blob(row.blob), thumb: blob(row.thumb) }));
    for (const row of photos) all.objectStore("photos").put(row);
    all.onerror = () => failed(all.error);
    all.oncomplete = () => {
      opening.result.close();
      done();
    };
  };
})
"""
