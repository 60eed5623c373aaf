"""Sizes of paper, what the law wants of a copy, and what becomes of a photo that is one or is not."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

_INCH = 25.4


class PaperSize(StrEnum):
    """What may lie before the camera: A4 and A5 (ISO 216), an ID card (ISO/IEC 7810 ID-1)."""

    A4 = "A4"
    A5 = "A5"
    ID1 = "ID1"

    @property
    def millimetres(self) -> tuple[float, float]:
        """The short and the long side."""
        return _MILLIMETRES[self]

    @property
    def inches(self) -> tuple[float, float]:
        """The short and the long side."""
        short, long = _MILLIMETRES[self]
        return short / _INCH, long / _INCH


@dataclass(frozen=True, slots=True)
class OwnSize:
    """A page that says itself how large it is, in millimetres: of a file that was digital before."""

    short: float
    long: float

    @property
    def inches(self) -> tuple[float, float]:
        """The short and the long side."""
        return self.short / _INCH, self.long / _INCH


_MILLIMETRES = {PaperSize.A4: (210.0, 297.0), PaperSize.A5: (148.0, 210.0), PaperSize.ID1: (53.98, 85.6)}


class Verdict(StrEnum):
    """What becomes of the photo of a page: taken, taken with a reason, taken by a clerk with the original at hand."""

    GOOD = "good"
    WARN = "warn"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class Density:
    """Dots an inch of the page itself, before anything is enlarged (Thông tư 02/2019/TT-BNV: at least 200)."""

    good: int = 200
    least: int = 150


DENSITY = Density()
