"""Every old commune of the committed table, as an address would name it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from sothuhoso.seeds import addresses

RAW: dict[str, Any] = json.loads(addresses.FILE.read_text("utf-8"))
_SAID = {(level, letter): words[0] for level, letter, words in RAW["kinds"]}


@dataclass(frozen=True)
class Place:
    kind: str
    name: str
    district_kind: str
    district: str
    province: str
    codes: tuple[str, ...]

    @property
    def is_island(self) -> bool:
        """A district without communes."""
        return ("commune", self.kind) not in _SAID

    def written(self, *, bare: bool = False) -> str:
        """Whole; ``bare`` without kinds but before a figure, where nobody leaves them out."""
        district = self._said("district", self.district_kind, self.district, bare=bare and not self.is_island)
        commune = self._said("commune", self.kind, self.name, bare=bare)
        return ", ".join([*([] if self.is_island else [commune]), district, self.province])

    @staticmethod
    def _said(level: str, letter: str, name: str, *, bare: bool) -> str:
        return name if bare and not name.isdigit() else f"{_SAID.get((level, letter), '')} {name}"


PLACES = [
    Place(one[0], one[1:], kind, district, province, tuple(codes.split()))
    for province, _, _, districts in RAW["old"]
    for kind, district, _, communes, _ in districts
    for codes, names in communes.items()
    for one in names.split("|")
]
