"""Reading ID cards on the command line: ``id read FILE...`` and ``id text``, one JSON object a line.

The same workers and rules as behind the screens; no database is needed and nothing is kept. What stands on a card goes
to the output only, for that is what was asked; it is in no message and no log.
"""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Any

from sothuhoso.cli_files import content_of, imaging, milliseconds_since, say
from sothuhoso.domain import card_text
from sothuhoso.domain.card_text import CardReading, Said
from sothuhoso.domain.errors import DomainError
from sothuhoso.domain.ports import FoundCode
from sothuhoso.i18n.catalog import text
from sothuhoso.integrations.system import SystemClock
from sothuhoso.services.moments import local_day

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sothuhoso.domain.ports import CodeReader

_MOST_TEXT = 200_000  # characters taken from the input; what is longer is refused anyway


def read_files(paths: Sequence[str], lang: str) -> bool:
    """A line for each photo; answers whether each gave an identity."""
    with imaging() as workers:
        done = [_file(workers.codes, path, lang) for path in paths]
    return all(done)


def read_input(lang: str) -> bool:
    """The text on the standard input; answers whether it gave an identity."""
    started = time.perf_counter()
    given = sys.stdin.buffer.read(_MOST_TEXT).decode("utf-8", "replace")
    return _say("-", [], card_text.read_text(given, today=local_day(SystemClock().now())), lang, started)


def _file(codes: CodeReader, path: str, lang: str) -> bool:
    started = time.perf_counter()
    found: list[FoundCode] = []
    try:
        found = codes.read_card(content_of(path))
        reading = card_text.read_texts([(code.kind, code.text) for code in found], today=local_day(SystemClock().now()))
    except DomainError as error:
        reading = CardReading(problem=error.key)
    return _say(path, found, reading, lang, started)


def _say(file: str, found: list[FoundCode], reading: CardReading, lang: str, started: float) -> bool:
    identity = reading.fields and {name: _field(name, said, lang) for name, said in reading.fields.items()}
    say(
        {
            "file": file,
            "found": [{"kind": c.kind, "text": c.text, "engine": c.engine, "box": c.box} for c in found],
            "identity": identity,
            "missing": reading.missing,
            "problem": reading.problem,
            "ms": milliseconds_since(started),
        }
    )
    return identity is not None


def _field(name: str, said: Said, lang: str) -> dict[str, Any]:
    value = text(said.value, lang) if name == "issued_by" else said.value
    return {"value": value, "origin": said.origin, "warnings": said.warnings}
