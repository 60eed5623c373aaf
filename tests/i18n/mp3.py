"""The frames of an MP3, read from their headers: as much as tells how long a sound is and on how many channels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

#: MPEG-2 and 2.5, Layer III.
_KBITS = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
_RATES = {2: (22_050, 24_000, 16_000), 0: (11_025, 12_000, 8_000)}
_SAMPLES = 576
_LAYER_III, _MONO = 1, 3


@dataclass(frozen=True)
class Frame:
    seconds: float
    channels: int


def frames(content: bytes) -> Iterator[Frame]:
    """All frames, which must follow each other to the end."""
    at = 0
    while at < len(content):
        word = int.from_bytes(content[at : at + 4], "big")
        assert word >> 21 == 0x7FF, f"no frame at {at}"
        assert (word >> 17) & 3 == _LAYER_III
        rate = _RATES[(word >> 19) & 3][(word >> 10) & 3]
        kbits = _KBITS[(word >> 12) & 15]
        yield Frame(_SAMPLES / rate, 1 if (word >> 6) & 3 == _MONO else 2)
        at += _SAMPLES // 8 * kbits * 1000 // rate + ((word >> 9) & 1)
