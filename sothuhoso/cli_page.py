"""Papers on the command line: ``page check FILE...`` and ``page make FILE... --out OUT.pdf``.

The same workers as behind the screens; no database is needed and nothing is kept.
"""

from __future__ import annotations

import json
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sothuhoso.domain.errors import DomainError, NotFound
from sothuhoso.i18n.catalog import error_text, text
from sothuhoso.settings import settings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sothuhoso.domain.papers import PaperSize
    from sothuhoso.domain.ports import MadePage, PageMaker


FIGURES = ("sharpness", "light", "noise", "glare")
"""What is measured of a page that was found; null of anything else."""


def check(files: Sequence[str], paper: PaperSize, lang: str) -> bool:
    """A line of JSON for each photo; answers whether none is refused."""
    with _workers() as pages:
        done = [_checked(pages, file, paper, lang) for file in files]
    return all(done)


def make(files: Sequence[str], out: str, paper: PaperSize, *, read: bool, plain: bool, as_json: bool) -> None:
    """One PDF of the photos, in their order. Raises what a photo is refused for."""
    began = time.perf_counter()
    with _workers() as pages:
        made = [_made(pages, file, paper, read=read, compact=not plain) for file in files]
        content = pages.bind([one.sheet for one in made], title=Path(out).stem)
    Path(out).write_bytes(content)
    ms = round((time.perf_counter() - began) * 1000)
    if as_json:
        line: dict[str, Any] = {"file": out, "pages": len(made), "bytes": len(content), "ms": ms}
        line |= {"dpi": [round(one.dpi) for one in made], "turned": [one.turned for one in made]}
        _say(line | {"text": [one.text for one in made]})
        return
    _write(f"{out}\t{len(made)}\t{len(content)}\t{ms}\n" + "\n\f\n".join(one.text for one in made) + "\n")


def _checked(pages: PageMaker, file: str, paper: PaperSize, lang: str) -> bool:
    began = time.perf_counter()
    line: dict[str, Any] = {"file": file, "verdict": "refuse", "reasons": [], "quad": None, "effective_dpi": 0}
    line |= dict.fromkeys(FIGURES)
    try:
        seen = pages.check(_content(file), paper)
    except DomainError as error:
        line["reasons"] = [{"key": error.key, "box": None, "message": error_text(error.key, lang, **error.facts)}]
    else:
        line["verdict"] = seen.verdict
        line["reasons"] = [
            {"key": one.key, "box": one.box, "message": text(f"page.reason.{one.key}", lang)} for one in seen.reasons
        ]
        line["quad"] = seen.corners and [[round(x, 1), round(y, 1)] for x, y in seen.corners]
        line |= {"effective_dpi": round(seen.dpi)} | {name: round(value, 2) for name, value in seen.measured.items()}
    _say(line | {"ms": round((time.perf_counter() - began) * 1000)})
    return line["verdict"] != "refuse"


def _made(pages: PageMaker, file: str, paper: PaperSize, *, read: bool, compact: bool) -> MadePage:
    """One page; which photo it was is said before the reason."""
    try:
        return pages.make(_content(file), paper, read=read, compact=compact)
    except DomainError:
        sys.stderr.write(f"{file}: ")
        raise


def _content(file: str) -> bytes:
    try:
        return Path(file).read_bytes()
    except OSError as error:
        raise NotFound("file.unknown") from error


@contextmanager
def _workers() -> Iterator[PageMaker]:
    from sothuhoso import bootstrap  # noqa: PLC0415 - help must not wait for the imaging libraries

    imaging = bootstrap.open_imaging(settings())
    try:
        yield imaging.pages
    finally:
        imaging.close()


def _say(line: dict[str, Any]) -> None:
    _write(json.dumps(line, ensure_ascii=False) + "\n")


def _write(text: str) -> None:
    # a file's name may be no text at all: what cannot be written in UTF-8 is written as an escape
    sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace"))
    sys.stdout.buffer.flush()
