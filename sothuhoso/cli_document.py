"""Files brought along, on the command line: ``document check FILE...``, ``split FILE --out FOLDER``, ``separator``.

The same worker as behind the product; no database is needed and nothing else is kept.
"""

from __future__ import annotations

import time
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sothuhoso.bootstrap import open_forms
from sothuhoso.cli_files import content_of, imaging, milliseconds_since, say
from sothuhoso.domain.errors import DomainError
from sothuhoso.i18n.catalog import error_text, text
from sothuhoso.settings import settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sothuhoso.domain.brought import BroughtDocument, BroughtSignature
    from sothuhoso.domain.ports import DocumentReader


_ENDINGS = {
    b"%PDF": "pdf",
    b"II*\0": "tif",
    b"MM\0*": "tif",
    b"\x89PNG": "png",
    b"RIFF": "webp",
    b"\xff\xd8\xff": "jpg",
}


def check(files: Sequence[str], lang: str) -> bool:
    """A line of JSON for each file; answers whether none is refused."""
    with imaging() as workers:
        done = [_checked(workers.documents, file, lang) for file in files]
    return all(done)


def split(file: str, out: str, *, duplex: bool) -> None:
    """Each paper of a batch as a file in the folder ``out``, and a line of JSON. Raises what it is refused for."""
    began = time.perf_counter()
    folder = Path(out)
    with imaging() as workers:
        batch, contents, _ = workers.documents.split(content_of(file), duplex=duplex)
    folder.mkdir(parents=True, exist_ok=True)
    papers = []
    for number, (paper, content) in enumerate(zip(batch.papers, contents, strict=True), 1):
        name = f"{number:03}.{_ending(content)}"  # no code in the name: a folder's list is seen by more people
        (folder / name).write_bytes(content)
        papers.append({"file": str(folder / name), "pages": [at + 1 for at in paper.pages], "code": paper.code})
    line = {"file": file, "papers": papers, "separators": [at + 1 for at in batch.separators]}
    line |= {"backs": [at + 1 for at in batch.backs], "problem": None, "message": "", "ms": milliseconds_since(began)}
    say(line)


def separator(out: str) -> None:
    """The separator sheet as PDF. Raises ``Unavailable('form.fonts_missing')``."""
    Path(out).write_bytes(open_forms(settings()).separator_sheet())


def _ending(content: bytes) -> str:
    return next((ending for head, ending in _ENDINGS.items() if content.startswith(head)), "bin")


def _checked(documents: DocumentReader, file: str, lang: str) -> bool:
    began = time.perf_counter()
    line: dict[str, Any] = {"file": file, "kind": None, "pages": [], "signatures": [], "problem": None, "message": ""}
    try:
        found = documents.inspect(content_of(file))
    except DomainError as error:
        line |= {"problem": error.key, "message": error_text(error.key, lang, **error.facts)}
    else:
        line |= _told(found, lang)
    say(line | {"ms": milliseconds_since(began)})
    return line["problem"] is None


def _told(found: BroughtDocument, lang: str) -> dict[str, Any]:
    plain = asdict(found)
    signatures = [_signature(one, lang) for one in found.signatures]
    return {name: plain[name] for name in ("kind", "pages")} | {
        "signatures": signatures,
        **{name: plain[name] for name in ("pdfa", "restricted", "repaired", "links", "fields")},
    }


def _signature(one: BroughtSignature, lang: str) -> dict[str, Any]:
    said = text(f"brought.says.{one.says}", lang)
    return asdict(one) | {"trust": "unchecked", "message": f"{said} {text('brought.trust_unchecked', lang)}"}
