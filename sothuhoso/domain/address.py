"""Today's unit of an address as a card names it: three levels until 1 July 2025, two since, by any hand.

The old text is kept by whoever asks; this says what would stand there today. What is not told for certain is asked:
communes that were divided (all parts), names that exist twice, what is written otherwise than the table has it.
Sources: NQ 202/2025/QH15 (provinces), NQ 1656 to 1687/NQ-UBTVQH15 (communes); docs/decisions/0025-address.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sothuhoso.domain.address_reading import Reader
from sothuhoso.domain.address_table import TODAY
from sothuhoso.domain.address_words import words_of
from sothuhoso.domain.names import collapse, nfc

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sothuhoso.domain.address_reading import Hit
    from sothuhoso.domain.address_table import Table, Unit
    from sothuhoso.domain.address_words import Word

MAX_TEXT = 500  # characters; a card holds far fewer
MAX_CANDIDATES = 12  # more are no question anybody could answer
_SEPARATORS = " ,;:.-–—/|(\n\t"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What was found. ``kept``: hamlet and street as they stand; ``old``: the part that names commune and above.

    ``why``: ``merged`` | ``new`` (the text names a unit of today): certain, one candidate. To be asked: ``split`` |
    ``same_name`` (several candidates), ``unclear`` (one candidate, doubtful). ``unknown``: none.
    """

    kept: str = ""
    old: str = ""
    candidates: tuple[Unit, ...] = ()
    certain: bool = False
    why: str = "unknown"


def suggest(text: str, table: Table) -> Suggestion:
    """The units an address may lie in today. Never raises; text longer than ``MAX_TEXT`` is no address."""
    if len(text) > MAX_TEXT:
        return Suggestion()
    line = nfc(text)
    words = words_of(line, table.glued)
    reader = Reader(words, table)
    for level in (reader.whole, reader.mixed, reader.pair, reader.alone):
        hits = _fitting(level())
        if hits:
            return _answer(line, words, hits, table)
    return Suggestion()


def _fitting(hits: Iterable[Hit]) -> list[Hit]:
    """Those that are written as they should be, if any is."""
    found = list(hits)
    least = min((hit.wrong for hit in found), default=0)
    return [hit for hit in found if hit.wrong == least]


def _answer(line: str, words: Sequence[Word], hits: Sequence[Hit], table: Table) -> Suggestion:
    codes = sorted({code for hit in hits for code in hit.commune.codes})
    if len(codes) > MAX_CANDIDATES:
        return Suggestion()
    begin = words[max(hit.start for hit in hits)].first
    certain = len(codes) == 1 and any(not hit.doubt and not hit.wrong for hit in hits)
    return Suggestion(
        kept=collapse(line[:begin].rstrip(_SEPARATORS)),
        old=collapse(line[begin:]),
        candidates=tuple(table.units[code] for code in codes),
        certain=certain,
        why=_why(hits, codes, certain=certain),
    )


def _why(hits: Sequence[Hit], codes: Sequence[str], *, certain: bool) -> str:
    if certain:
        return "new" if any(hit.commune.district == TODAY for hit in hits) else "merged"
    if len(codes) == 1:
        return "unclear"
    return "split" if any(len(hit.commune.codes) == len(codes) for hit in hits) else "same_name"
