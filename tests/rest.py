"""A device that speaks REST to the running application: what the phone's store sends, without the phone."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

import httpx

from tests.samples import papers
from tests.samples.people import MAI, PA
from tests.services.making import Sending, sha

_SECONDS = 60


@dataclass(frozen=True)
class Sent:
    """A dossier that arrived."""

    id: str
    number: str
    secret: str
    follow_url: str


class Device:
    """One phone; ``base`` is the application's address."""

    def __init__(self, base: str, **options: Any) -> None:
        self.http = httpx.Client(base_url=base, timeout=_SECONDS, **options)

    def announce(self, sending: Sending) -> httpx.Response:
        """The manifest."""
        return self.http.put(f"/api/submissions/{sending.id}", json=sending.manifest)

    def photo(self, sending: Sending, content: bytes, name: str = "") -> httpx.Response:
        """One photo, under its SHA-256 or another name."""
        address = f"/api/submissions/{sending.id}/photos/{name or sha(content)}"
        headers = {"Authorization": f"Draft {sending.secret}", "Content-Type": "image/jpeg"}
        return self.http.put(address, content=content, headers=headers)

    def receipt(self, sending: Sending) -> httpx.Response:
        """What has arrived."""
        return self.http.get(f"/api/submissions/{sending.id}", headers={"Authorization": f"Draft {sending.secret}"})

    def send(self, sending: Sending) -> Sent:
        """All of it, as often as it takes; the dossier is whole afterwards."""
        self.announce(sending).raise_for_status()
        for content in sending.photos:
            self.photo(sending, content).raise_for_status()
        said = self.receipt(sending).raise_for_status().json()
        assert said["state"] == "whole", said
        return Sent(str(sending.id), said["number"], sending.secret, said["follow_url"])


def sending(**facts: Any) -> Sending:
    """A submission captured just now."""
    return Sending(captured_at=f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%S}.000Z", **facts)


@lru_cache(maxsize=1)
def drawn_papers() -> tuple[bytes, ...]:
    """Three pages as a phone sends them: a notice of birth, and declarations of two parents."""
    return tuple(_jpeg(page) for page in (papers.birth_notice(), papers.declaration(PA), papers.declaration(MAI)))


def _jpeg(image: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=85)
    return out.getvalue()
