"""Bad files, made here and sent through the product's own door: what is said, how long, how much memory, who lives.

    python bench/bad_files.py [--only WORD]

Files go to the worker of files brought along (``document check``), photos of pages to the worker of pages (``page
check``), each kind of door in a fresh process of its own, warmed with one good file. ``ms``: until the answer; ``MB``:
by how much the worker's greatest memory grew (VmHWM; whole, where it was lost); ``alive``: whether the same worker
takes the next file. Exit 0: every file is answered as expected, nobody died who should not, and the bomb of 89
megapixels costs at most 50 ms and 60 MB.
"""

from __future__ import annotations

import argparse
import io
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import numpy as np
from PIL import Image, ImageFilter

from sothuhoso.domain.brought import BroughtDocument
from sothuhoso.domain.errors import DomainError
from sothuhoso.domain.papers import PaperSize
from sothuhoso.imaging.pool import DOCUMENT_LIMITS, PAGE_LIMITS, Limits, WorkerPool
from sothuhoso.imaging.workers import PooledDocumentReader, PooledPageMaker
from sothuhoso.settings import read_settings
from tests.imaging import files
from tests.samples import brought, notes
from tests.samples.page_scenes import Scene
from tests.samples.photo import as_file

BOMB, BOMB_MS, BOMB_MB = "bomb PNG 89 MP", 50, 60
MOST_MS, MOST_MB = 15_000, 1_500  # of any
SETTINGS = read_settings({})
Ask = Callable[[WorkerPool, bytes], list[str]]


@dataclass(frozen=True)
class Bad:
    """A bad file: how it is made, which door it comes to, and what is to be said (one of these keys)."""

    name: str
    made: Callable[[], bytes]
    door: Callable[[], tuple[Limits, Ask]]
    said: tuple[str, ...]


def _documents() -> tuple[Limits, Ask]:
    return DOCUMENT_LIMITS, lambda pool, content: _kinds(PooledDocumentReader(pool, SETTINGS).inspect(content))


def _pages() -> tuple[Limits, Ask]:
    def ask(pool: WorkerPool, content: bytes) -> list[str]:
        seen = PooledPageMaker(pool, SETTINGS).check(content, PaperSize.A5)
        return [one.key for one in seen.reasons] or ["good"]

    return PAGE_LIMITS, ask


def _kinds(found: BroughtDocument) -> list[str]:
    says = [str(one.says) for one in found.signatures]
    return says or ["taken"]


def _png(width: int, height: int) -> bytes:
    out = io.BytesIO()
    Image.new("1", (width, height)).save(out, "PNG", optimize=True)
    return out.getvalue()


def _gif() -> bytes:
    out = io.BytesIO()
    frames = [Image.new("L", (8, 8), shade * 97 % 256) for shade in range(10_000)]  # alike ones would be left out
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:], duration=20)
    return out.getvalue()


def _scene(condition: str) -> Image.Image:
    return Image.fromarray(Scene(22, condition, size=(1500, 2000)).pixels())


def _note() -> Image.Image:
    return Image.open(io.BytesIO(notes.photo(*["Kính gửi: Ủy ban nhân dân xã Thần Sa"] * 10, width=1440)))


def _turned(how: Image.Transpose) -> bytes:
    return as_file(_scene("good12").transpose(how))


def _mirror() -> bytes:
    """Through a front camera that is not quite in focus: where print is sharp, nobody asks the reader."""
    flipped = _scene("good12").transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    return as_file(flipped.filter(ImageFilter.GaussianBlur(1.3)))


def _screen() -> bytes:
    """A page on a screen: its dots a bit more than two pixels wide."""
    photo = np.asarray(_scene("good12"), np.float32)
    rows, columns = np.mgrid[: photo.shape[0], : photo.shape[1]]
    grid = 1 + 0.18 * np.cos(2 * np.pi * columns / 2.6) * np.cos(2 * np.pi * rows / 2.6)
    return as_file(Image.fromarray(np.clip(photo * grid[..., None], 0, 255).astype(np.uint8)))


def _half() -> bytes:
    """The upper half of a page."""
    photo = _scene("good12")
    return as_file(photo.crop((0, 0, photo.width, photo.height // 2)))


def _blank() -> bytes:
    return notes.photo(width=1440)


BAD = (
    Bad(BOMB, lambda: _png(9434, 9434), _documents, ("image.too_many_pixels",)),
    Bad("PNG of 60,000 by 60,000", lambda: files.png_claiming(60_000, 60_000), _documents, ("image.too_many_pixels",)),
    Bad("PNG 60,000 wide", lambda: _png(60_000, 300), _documents, ("image.too_many_pixels",)),
    Bad("GIF of 10,000 frames", _gif, _documents, ("image.gif",)),
    Bad(
        "TIFF that claims 60,000", lambda: brought.tiff_lying(60_000, 60_000), _documents, ("document.page_too_large",)
    ),
    Bad("TIFF that lies", lambda: brought.tiff_lying(7000, 7000, packed=5), _documents, ("document.broken",)),
    Bad("TIFF in a circle", brought.tiff_in_a_circle, _documents, ("document.broken",)),
    Bad("PDF with a password", brought.locked, _documents, ("document.encrypted",)),
    Bad("PDF cut off", lambda: brought.pdf_of(3)[:-60], _documents, ("document.broken",)),
    Bad("PDF of 2,000 pages", lambda: brought.pdf_of(2000), _documents, ("document.too_many_pages",)),
    Bad("PDF tree in a circle", brought.endless_tree, _documents, ("document.too_many_pages", "document.broken")),
    Bad("PDF with a script", lambda: brought.pdf_of(1, brought.script), _documents, ("document.script",)),
    Bad("PDF with a file in it", lambda: brought.pdf_of(1, brought.attachment), _documents, ("document.attachment",)),
    Bad("PDF with XFA", lambda: brought.pdf_of(1, brought.xfa), _documents, ("document.xfa",)),
    Bad("PDF stream of 1 GB", lambda: brought.pdf_of(1, brought.blown_up(1024)), _documents, ("document.too_heavy",)),
    Bad("PDF table of 1 GB", lambda: brought.blown_table(1024), _documents, ("document.too_heavy", "document.broken")),
    Bad(
        "PDF picture of 60,000",
        lambda: brought.pdf_of(1, brought.huge_picture),
        _documents,
        ("document.page_too_large",),
    ),
    Bad(
        "PDF changed after signing",
        lambda: brought.updated(brought.signed(brought.pdf_of(1))),
        _documents,
        ("changed_after",),
    ),
    Bad("photo of a screen", _screen, _pages, ("screen",)),
    Bad("blank page", _blank, _pages, ("blank",)),
    Bad("upside down", lambda: _turned(Image.Transpose.ROTATE_180), _pages, ("good",)),
    Bad("in a mirror, not sharp", _mirror, _pages, ("mirrored",)),
    Bad("half a page", _half, _pages, ("cut", "no_page")),
)


def main() -> int:
    """Print a line for each; answer the exit code."""
    only = argparse.ArgumentParser(description=__doc__)
    only.add_argument("--only", default="")
    wanted = [bad for bad in BAD if only.parse_args().only in bad.name]
    print(f"{'file':28}{'bytes':>10}  {'said':26}{'ms':>7}{'MB':>7}  alive")
    done = [_tried(bad) for bad in wanted]
    return 0 if all(done) else 1


def _tried(bad: Bad) -> bool:
    content = bad.made()
    limits, ask = bad.door()
    pool = WorkerPool(limits)
    try:
        with suppress(DomainError):
            ask(pool, as_file(Image.new("RGB", (64, 64), "white")))
        worker, before = _worker(pool), _peak(_worker(pool))
        began = time.perf_counter()
        try:
            said = ask(pool, content)
        except DomainError as error:
            said = [error.key]
        ms = 1000 * (time.perf_counter() - began)
        alive = _worker(pool) == worker and _peak(worker) > 0
        more = _peak(worker) - before if alive else 0.0
    finally:
        pool.close()
    goal = (BOMB_MS, BOMB_MB) if bad.name == BOMB else (MOST_MS, MOST_MB)
    good = alive and set(said) & set(bad.said) and ms <= goal[0] and more <= goal[1]
    print(
        f"{bad.name:28}{len(content):>10,}  {','.join(said):26}{ms:>7.0f}{more:>7.0f}  {'yes' if alive else 'no'}"
        f"{'' if good else '   MISSED'}",
        flush=True,
    )
    return bool(good)


def _worker(pool: WorkerPool) -> int:
    worker = next((one for one in list(pool._free.queue) if one), None)  # noqa: SLF001 - the one that was asked
    return worker.process.pid if worker else 0


def _peak(process: int) -> float:
    """The greatest memory that a process has had, in MB; 0 where it is gone."""
    with suppress(OSError, StopIteration):
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
        return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) / 1024
    return 0.0


if __name__ == "__main__":
    sys.exit(main())
