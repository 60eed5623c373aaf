"""What the service tests send: invented people, drawn photos, a manifest that is complete, and the whole way in."""

import hashlib
import io
import itertools
import uuid
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache

import pytest
from PIL import Image

from sothuhoso.domain.policy import ANONYMOUS
from sothuhoso.services import intake
from tests.conftest import UNIT

BIRTH, COPY, UNKNOWN_LIMIT, SINGLE = "1.001193", "2.000635", "2.002516", "1.004873"
MAI = "019199000017"
PA = "019205000123"
_secrets = itertools.count(1)


@lru_cache(maxsize=64)
def photo(number: int = 1) -> bytes:
    """A small JPEG, another one for every number."""
    image = Image.new("RGB", (120, 160), (250, 250, 245))
    for row in range(16):
        image.putpixel((row, row), (255 * (number >> row & 1), 40, 40))
    image.paste((number * 37 % 256, number * 91 % 256, 60), (20, 20, 100, 60))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=90)
    return out.getvalue()


@contextmanager
def refused(kind, key: str):
    """What is inside must be refused, in this way and under this key."""
    with pytest.raises(kind) as caught:
        yield caught
    assert caught.value.key == key


def sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def fresh_secret() -> str:
    return f"{next(_secrets):022d}"


def page(content: bytes) -> dict:
    return {"id": str(uuid.uuid4()), "sha256": sha(content), "bytes": len(content), "media_type": "image/jpeg"}


def said(**fields: str) -> dict:
    return {name: {"value": value, "origin": "typed"} for name, value in fields.items()}


def photographed(key: str, *contents: bytes) -> dict:
    pages = [page(content) for content in contents]
    return {"key": key, "state": "photographed", "number": "", "reason": "", "pages": pages}


def absent(key: str, reason: str = "Sẽ mang đến sau") -> dict:
    return {"key": key, "state": "none", "number": "", "reason": reason, "pages": []}


@dataclass
class Sending:
    """One submission as a device would make it."""

    photos: tuple[bytes, ...] = (photo(1), photo(2), photo(3))
    procedure: str = BIRTH
    unit: str = UNIT
    channel: str = "phone"
    owner: dict = field(
        default_factory=lambda: said(full_name="Hoàng Thị Mai", id_number=MAI, birth_date="15/02/1999", sex="female")
    )
    submitter: dict | None = None
    subject: dict | None = field(default_factory=lambda: said(full_name="Hoàng Thị Mây", birth_date="12/11/2026"))
    components: list | None = None
    answers: dict = field(default_factory=dict)
    captured_at: str = "2026-11-23T02:31:00.000Z"
    id: uuid.UUID = field(default_factory=uuid.uuid4)
    secret: str = field(default_factory=fresh_secret)
    number: str = ""
    signed: bytes | None = None
    signer: str = "owner"
    unsigned: dict | None = None
    format: int = 1

    def __post_init__(self) -> None:
        if self.components is None:
            first, *rest = self.photos
            self.components = [photographed("giay_chung_sinh", first), photographed("to_khai_khai_sinh", *rest)]
            if not rest:
                self.components[1] = absent("to_khai_khai_sinh")

    @property
    def manifest(self) -> dict:
        """Format 2 where something of it is used, 3 where that is asked for."""
        if not (self.number or self.signed or self.unsigned or self.format > 1):
            return self._first_format
        signature = self.signed and {"page": page(self.signed), "at": self.captured_at, "signer": self.signer}
        if signature:
            signature["page"]["id"] = str(uuid.UUID(int=self.id.int ^ 1))
        second = {
            "format": max(2, self.format),
            "number": self.number,
            "signature": signature,
            "unsigned": self.unsigned,
        }
        return self._first_format | second

    @property
    def _first_format(self) -> dict:
        return {
            "format": 1,
            "procedure": self.procedure,
            "procedure_version": 1,
            "unit": self.unit,
            "channel": self.channel,
            "secret": self.secret,
            "captured_at": self.captured_at,
            "lang": "vi",
            "answers": self.answers,
            "persons": {"owner": self.owner, "submitter": self.submitter, "subject": self.subject},
            "components": self.components,
            "notice": {"version": "1", "at": self.captured_at},
        }

    def announce(self, c, actor=ANONYMOUS):
        return intake.announce(c, actor, self.id, self.manifest)

    def put(self, c, content: bytes, actor=ANONYMOUS):
        return intake.take_photo(c, actor, self.id, self.secret, sha256=sha(content), content=content)

    def arrive(self, c, actor=ANONYMOUS):
        """The whole way; answers the receipt of a whole dossier."""
        self.announce(c, actor)
        for content in (*self.photos, *([self.signed] if self.signed else [])):
            self.put(c, content, actor)
        receipt = intake.receipt(c, actor, self.id, self.secret)
        assert receipt.state == "whole"
        return receipt


def simple(**facts) -> Sending:
    """The shortest dossier: one procedure without a third person, no photo."""
    return Sending(procedure=SINGLE, subject=None, photos=(), components=[], **facts)


@dataclass
class Whole:
    """A dossier that has arrived."""

    sending: Sending
    number: str

    @property
    def id(self) -> uuid.UUID:
        return self.sending.id


def arrived(c, **facts) -> Whole:
    sending = Sending(**facts)
    return Whole(sending, sending.arrive(c).number)
