"""Papers on the command line: ``page check FILE...`` and ``page make FILE... --out OUT.pdf``.

The same workers as behind the screens; no database is needed and nothing is kept.
"""

from __future__ import annotations

import sys
import time
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sothuhoso.cli_files import content_of, imaging, milliseconds_since, say, write
from sothuhoso.domain.errors import DomainError
from sothuhoso.domain.page_lines import Word
from sothuhoso.domain.page_text import covered
from sothuhoso.domain.paper_fields import suggested
from sothuhoso.i18n.catalog import error_text, text
from sothuhoso.settings import VIETNAM

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sothuhoso.domain.papers import PaperSize
    from sothuhoso.domain.ports import MadePage, PageMaker


FIGURES = ("sharpness", "light", "noise", "glare")
"""What is measured of a page that was found; null of anything else."""


def check(files: Sequence[str], paper: PaperSize, lang: str) -> bool:
    """A line of JSON for each photo; answers whether none is refused."""
    with imaging() as workers:
        done = [_checked(workers.pages, file, paper, lang) for file in files]
    return all(done)


def make(files: Sequence[str], out: str, paper: PaperSize, *, read: bool, plain: bool, as_json: bool) -> None:
    """One PDF of the photos, in their order. Raises what a photo is refused for."""
    began = time.perf_counter()
    with imaging() as workers:
        made = [_made(workers.pages, file, paper, read=read, compact=not plain) for file in files]
        content = workers.pages.bind([one.sheet for one in made], title=Path(out).stem)
    Path(out).write_bytes(content)
    ms = milliseconds_since(began)
    if as_json:
        line: dict[str, Any] = {"file": out, "pages": len(made), "bytes": len(content), "ms": ms}
        line |= {"dpi": [round(one.dpi) for one in made], "turned": [one.turned for one in made]}
        say(line | {"text": [one.text for one in made], "fields": _fields(made)})
        return
    write(f"{out}\t{len(made)}\t{len(content)}\t{ms}\n" + "\n\f\n".join(one.text for one in made) + "\n")


def _fields(made: Sequence[MadePage]) -> list[dict[str, Any]]:
    """What may be noted of the paper, for somebody who sees it; long numbers never are."""
    pages = [
        [
            Word(shown, (left, top, width, height))
            for shown, (_, left, top, width, height) in zip(
                covered([word for word, *_ in one.words]), one.words, strict=True
            )
        ]
        for one in made
    ]
    found = suggested(pages, today=datetime.now(VIETNAM).date())
    return [asdict(one) | {"page": one.page + 1} for one in found]


def _checked(pages: PageMaker, file: str, paper: PaperSize, lang: str) -> bool:
    began = time.perf_counter()
    line: dict[str, Any] = {"file": file, "verdict": "refuse", "reasons": [], "quad": None, "effective_dpi": 0}
    line |= dict.fromkeys(FIGURES)
    try:
        seen = pages.check(content_of(file), paper)
    except DomainError as error:
        line["reasons"] = [{"key": error.key, "box": None, "message": error_text(error.key, lang, **error.facts)}]
    else:
        line["verdict"] = seen.verdict
        line["reasons"] = [
            {"key": one.key, "box": one.box, "message": text(f"page.reason.{one.key}", lang)} for one in seen.reasons
        ]
        line["quad"] = seen.corners and [[round(x, 1), round(y, 1)] for x, y in seen.corners]
        line |= {"effective_dpi": round(seen.dpi)} | {name: round(value, 2) for name, value in seen.measured.items()}
    say(line | {"ms": milliseconds_since(began)})
    return line["verdict"] != "refuse"


def _made(pages: PageMaker, file: str, paper: PaperSize, *, read: bool, compact: bool) -> MadePage:
    """One page; which photo it was is said before the reason."""
    try:
        return pages.make(content_of(file), paper, read=read, compact=compact)
    except DomainError:
        sys.stderr.write(f"{file}: ")
        raise
