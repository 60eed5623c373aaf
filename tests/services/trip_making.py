"""Trips for the service tests: a plan, the tablet that goes along, what is done on it."""

import base64
import io
import uuid
from dataclasses import dataclass, field
from functools import lru_cache

from PIL import Image, ImageDraw

from sothuhoso.services import trip_entries, trip_pack, trips
from tests.services.making import BIRTH, COPY

DAY = "2026-11-25"
TABLET = uuid.UUID("0a0b0c0d-0000-4000-8000-000000000001")
MADE_AT = "2026-11-25T02:10:00.000Z"


def plan(*members, **changes) -> dict:
    return {
        "name": "Lũng Luông tháng 11",
        "day": DAY,
        "hamlets": [{"name": "Xóm Lũng Luông"}, {"name": "Hạ Sơn Dao"}],
        "members": [str(member.account_id) for member in members],
        "procedures": ["1.003583", BIRTH, COPY],
        **changes,
    }


@lru_cache(maxsize=1)
def drawn_signature() -> str:
    """A stroke on white, as a tablet's pad gives it."""
    image = Image.new("RGB", (320, 140), "white")
    ImageDraw.Draw(image).line([(20, 110), (90, 30), (150, 100), (300, 60)], fill=(10, 20, 60), width=4)
    out = io.BytesIO()
    image.save(out, "PNG")
    return base64.b64encode(out.getvalue()).decode()


@dataclass
class Trip:
    """A trip that was made, and what its tablet sends."""

    c: object
    lead: object
    id: uuid.UUID = field(default_factory=uuid.uuid4)

    def make(self, *members, **changes):
        return trips.make_trip(self.c, self.lead, self.id, plan(*members, **changes))

    def view(self):
        return next(one for one in trips.list_trips(self.c, self.lead).trips if one.id == str(self.id))

    def pack(self, actor=None, tablet=TABLET):
        return trip_pack.pack(self.c, actor or self.lead, self.id, tablet)

    def entry(self, kind="note", queue=1, series="A", hamlet=0, **said) -> dict:
        """One entry as the tablet writes it, without its id."""
        needed = {
            "note": {"text": "Hỏi về trợ cấp hưu trí xã hội"},
            "turned_away": {"reason": "paper_missing", "person": "Triệu Mùi Phấy", "comes_again": True},
            "dossier": {},
            "handover": {"signer": "Lý Thị Mây"},
        }[kind]
        hamlets = self.view().hamlets
        where = hamlet if isinstance(hamlet, str) else hamlets[hamlet].id
        return {
            "format": 1,
            "hamlet": where,
            "series": series,
            "queue": queue,
            "kind": kind,
            "made_at": MADE_AT,
            **needed,
            **said,
        }

    def send(self, actor=None, entry_id=None, around=None, **said):
        """Send one entry; answers what was taken."""
        raw = {"entry": self.entry(**said), **(around or {})}
        return trip_entries.take_entry(self.c, actor or self.lead, self.id, entry_id or uuid.uuid4(), raw)
