"""From photos of pages to PDF/A: outlines, verdicts, characters, kilobytes and seconds, beside OCRmyPDF and img2pdf.

    python bench/papers.py FOLDER… [--only WORD] [--outlines] [--verdicts] [--no-peers] [--phone] [--quick]

A folder holds photos, a ``.txt`` beside each with what the page says, and a manifest.json, a list of
``{"file", "condition", "quad"}`` with the page's true corners (``python -m tests.samples.page_scenes`` draws one). For
each photo: corner error (mean distance, of the diagonal), IoU with the true page, verdict, characters wrong
(Levenshtein distance over NFC text, white space as one blank) of the PDF's own text layer, characters lost (of the
truth's words, in no order, what no word that was read has: what stands between them or elsewhere is not lost), KB, and
CPU seconds with those of tesseract. What is refused is made and read all the same: what would be lost is what the
verdict is to foretell. With ``--phone`` the phone's own look at the same photo, in Node, stands beside. The peers get
it too: OCRmyPDF with its deskewing and cleaning for a page, img2pdf as it comes. Exit 0: every goal that could be
measured holds.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

os.environ.setdefault("OMP_THREAD_LIMIT", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")
ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import cv2
import numpy as np
import pypdfium2
from PIL import Image, ImageOps
from rapidfuzz.distance import Levenshtein

from sothuhoso.domain.papers import PaperSize
from sothuhoso.imaging import outline, page, pdf
from tests.device.phone import looked_at

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

LEGIBLE = ("good", "shadow", "lowlight", "dark", "far", "tilt")  # whose text layer has a goal
IOU, FOUND, MILLISECONDS = 0.95, 97.0, 150
_BEYOND = 10  # pixels: a bent or slanted page may be so far out without being cut
NO_PAPER = ("screen", "none")
LOST, KEPT = 5.0, 1.0  # per cent of the characters: lost; not lost
WRONG = 0.5
Answer = TypeVar("Answer")


@dataclass(slots=True)
class Looked:
    """What came of one photo."""

    file: str
    condition: str
    iou: float | None = None
    corner: float | None = None
    outline_ms: float = 0
    verdict: str = ""
    reasons: tuple[str, ...] = ()
    wrong: float | None = None
    lost: float | None = None
    kilobytes: dict[str, float] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    peer_wrong: float | None = None
    phone_iou: float | None = None
    phone: str = ""


def main() -> int:
    """Print a line for each photo and the sums; answer the exit code."""
    given = _arguments()
    cv2.setNumThreads(1)
    looked = []
    for folder, told in _photos(given):
        one = _look(folder, told, given)
        looked.append(one)
        print(_line(one), flush=True)
    return _sums(looked)


def _photos(given: argparse.Namespace) -> Iterator[tuple[Path, dict[str, Any]]]:
    for folder in given.folder:
        manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
        wanted = [one for one in manifest if given.only in one["file"]]
        yield from ((folder, one) for one in (wanted[:2] if given.quick else wanted))


def _look(folder: Path, told: dict[str, Any], given: argparse.Namespace) -> Looked:
    path = folder / told["file"]
    content = path.read_bytes()
    paper = PaperSize(told.get("paper") or "A4")
    found = Looked(told["file"], told["condition"])
    began = time.perf_counter()
    seen = outline.find_in(content)
    found.outline_ms = 1000 * (time.perf_counter() - began)
    _phone(found, content, told, given)
    if told.get("quad") and not told.get("cut"):
        found.iou = overlap(seen.corners if seen else None, told["quad"], _size(content))
        found.corner = _corner_error(seen.corners if seen else None, told["quad"])
    if given.outlines:
        return found
    truth = path.with_suffix(".txt")
    if given.verdicts and not truth.exists():
        return found
    for name, compact in (("compact", True),) if given.verdicts else (("compact", True), ("plain", False)):
        made, found.seconds[name] = _timed(lambda compact=compact: _made(content, paper, compact=compact))
        found.kilobytes[name] = len(made.file) / 1000
        if truth.exists():
            read, said = _text(made.file), truth.read_text("utf-8")
            found.wrong = max(found.wrong or 0, _wrong(read, said))
            found.lost = max(found.lost or 0, lost(read, said))
        if compact:  # as the product does: what was read is not read again
            sure = made.sure
            judged, found.seconds["verdict"] = _timed(lambda sure=sure: page.check(content, paper, sure=sure))
            found.verdict, found.reasons = str(judged.verdict), tuple(reason.key for reason in judged.reasons)
    if not given.verdicts and not given.no_peers:
        _peers(path, found, truth)
    return found


def _phone(found: Looked, content: bytes, told: dict[str, Any], given: argparse.Namespace) -> None:
    """The same photo as the phone sees it (``device/page_outline.js``, ``page_look.js``)."""
    if not given.phone:
        return
    with Image.open(io.BytesIO(content)) as photo:
        seen = looked_at(ImageOps.exif_transpose(photo), paper=str(told.get("paper") or "A4"))
    found.phone = seen["verdict"]
    if told.get("quad") and not told.get("cut"):
        found.phone_iou = overlap(seen["corners"], told["quad"], _size(content))


@dataclass(frozen=True, slots=True)
class Written:
    """A page as a file, and how sure the reader was of its letters."""

    file: bytes
    sure: float | None


def _made(content: bytes, paper: PaperSize, *, compact: bool) -> Written:
    made = page.make(content, paper, compact=compact)
    return Written(pdf.written([made.sheet], title=""), made.sure)


def _peers(path: Path, found: Looked, truth: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out.pdf"
        command = ["ocrmypdf", "-l", "vie", "--image-dpi", "300", "--deskew", "--clean", "--output-type", "pdfa"]
        if shutil.which("ocrmypdf"):
            file, found.seconds["ocrmypdf"] = _timed(
                lambda: _program([*command, "--jobs", "1", str(path), str(out)], out)
            )
            found.kilobytes["ocrmypdf"] = len(file) / 1000
            if file and truth.exists():
                found.peer_wrong = _wrong(_text(file), truth.read_text("utf-8"))
        if shutil.which("img2pdf"):
            file, found.seconds["img2pdf"] = _timed(lambda: _program(["img2pdf", str(path), "-o", str(out)], out))
            found.kilobytes["img2pdf"] = len(file) / 1000


def _program(command: list[str], out: Path) -> bytes:
    subprocess.run(command, check=False, capture_output=True, env={**os.environ, "OMP_THREAD_LIMIT": "1"})
    return out.read_bytes() if out.exists() else b""


def _timed(run: Callable[[], Answer]) -> tuple[Answer, float]:
    """What it made, and the processor's seconds it took, children included."""
    began = _spent()
    made = run()
    return made, _spent() - began


def _spent() -> float:
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def _text(file: bytes) -> str:
    with pypdfium2.PdfDocument(io.BytesIO(file)) as document:
        return "\n".join(one.get_textpage().get_text_bounded() for one in document)


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def _wrong(read: str, truth: str) -> float:
    """Per cent of the characters of the truth."""
    wanted = _plain(truth)
    return 100 * Levenshtein.distance(_plain(read), wanted) / max(1, len(wanted))


def lost(read: str, truth: str) -> float:
    """Per cent of the letters of the truth's words that no word has which was read; each of those is taken once."""
    wanted, seen = (Counter(_plain(text).split()) for text in (truth, read))
    missing, left = list((wanted - seen).elements()), list((seen - wanted).elements())
    pairs = sorted((Levenshtein.distance(a, b), i, j) for i, a in enumerate(missing) for j, b in enumerate(left))
    letters = dict(enumerate(map(len, missing)))  # of each missing word, what is lost of it
    paired: set[int] = set()
    taken: set[int] = set()
    for far, i, j in pairs:
        if i not in paired and j not in taken and far < letters[i]:
            letters[i] = far
            paired.add(i)
            taken.add(j)
    return 100 * sum(letters.values()) / max(1, sum(len(word) * count for word, count in wanted.items()))


def _size(content: bytes) -> tuple[int, int]:
    with Image.open(io.BytesIO(content)) as photo:
        return ImageOps.exif_transpose(photo).size


def overlap(found: Any, truth: list[list[float]], size: tuple[int, int]) -> float:
    """What they share of what they cover together; of a page that goes on beyond the frame, what the frame shows."""
    if found is None:
        return 0.0
    one, other = (np.array(quad, np.float32) for quad in (found, truth))
    if (other < -_BEYOND).any() or (other > np.array(size) + _BEYOND).any():
        frame = np.array([(0, 0), (size[0], 0), size, (0, size[1])], np.float32)
        one, other = (cv2.intersectConvexConvex(quad, frame)[1] for quad in (one, other))
        if one is None or other is None:
            return 0.0
    shared, _ = cv2.intersectConvexConvex(one, other)
    return float(shared / (cv2.contourArea(one) + cv2.contourArea(other) - shared))


def _corner_error(found: Any, truth: list[list[float]]) -> float | None:
    """Mean distance of the corners over the page's diagonal, per cent; which of them is the first does not matter."""
    if found is None:
        return None
    wanted, seen = np.array(truth, float), np.array(found, float)
    off = min(float(np.linalg.norm(np.roll(seen, turn, 0) - wanted, axis=1).mean()) for turn in range(4))
    return 100 * off / float(np.linalg.norm(wanted[0] - wanted[2]))


def _line(one: Looked) -> str:
    iou = "" if one.iou is None else f"iou {one.iou:.3f} corner {one.corner or 0:5.2f} %"
    wrong = "" if one.wrong is None else f"wrong {one.wrong:6.2f} % lost {one.lost or 0:6.2f} %"
    peer = "" if one.peer_wrong is None else f"(peer {one.peer_wrong:.2f} %)"
    size = " ".join(f"{name} {value:.0f} KB" for name, value in one.kilobytes.items())
    spent = " ".join(f"{name} {value:.2f} s" for name, value in one.seconds.items())
    phone = f" (phone {one.phone} {one.phone_iou or 0:.3f})" if one.phone else ""
    told = f"{one.outline_ms:4.0f} ms {one.verdict:6} {','.join(one.reasons)}{phone}"
    return f"{one.file:26} {iou:27} {told:32} {wrong} {peer} | {size} | {spent}"


def _sums(looked: list[Looked]) -> int:
    for condition in sorted({one.condition for one in looked}):
        group = [one for one in looked if one.condition == condition]
        verdicts = {name: sum(one.verdict == name for one in group) for name in ("good", "warn", "refuse")}
        ious = [one.iou for one in group if one.iou is not None]
        wrong = [one.wrong for one in group if one.wrong is not None]
        print(
            f"{condition:12} {len(group):3} | found {sum(iou >= IOU for iou in ious)} of {len(ious)} "
            f"least {min(ious, default=1):.3f} | {verdicts} | wrong {np.mean(wrong) if wrong else 0:.2f} %"
        )
    return _goals(looked)


def _goals(looked: list[Looked]) -> int:
    ious = [one.iou for one in looked if one.iou is not None]
    share = 100 * sum(iou >= IOU for iou in ious) / max(1, len(ious))
    took = float(np.median([one.outline_ms for one in looked])) if looked else 0
    judged = [one for one in looked if one.wrong is not None and one.verdict]
    bad = [one for one in judged if one.lost is not None and one.lost > LOST]
    # a photo of a screen or of a bare table is refused for what it is, however well it can be read
    fine = [
        one for one in judged if one.lost is not None and one.lost < KEPT and not one.condition.startswith(NO_PAPER)
    ]
    caught = 100 * sum(one.verdict == "refuse" for one in bad) / max(1, len(bad))
    turned_away = 100 * sum(one.verdict == "refuse" for one in fine) / max(1, len(fine))
    legible = [one for one in judged if one.condition.startswith(LEGIBLE) and one.verdict != "refuse"]
    wrong = float(np.mean([one.wrong for one in legible])) if legible else 0
    beaten = [
        one
        for one in legible
        if one.peer_wrong is not None and one.wrong is not None and one.wrong > one.peer_wrong + 0.05
    ]
    median = _medians(one.kilobytes for one in looked)
    spent = _medians(one.seconds for one in looked)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    phone_ious = [one.phone_iou for one in looked if one.phone_iou is not None]
    if phone_ious:
        found = 100 * sum(iou >= IOU for iou in phone_ious) / len(phone_ious)
        caught_there, lost_there = (sum(one.phone == "refuse" for one in group) for group in (bad, fine))
        print(f"phone found={found:.1f}%of{len(phone_ious)} refused_bad={caught_there} refused_fine={lost_there}")
    figures = " ".join(f"{name}_kb={size:.0f}" for name, size in median.items())
    figures += "".join(f" {name}_s={seconds:.2f}" for name, seconds in spent.items())
    print(
        f"papers photos={len(looked)} load={os.getloadavg()[0]:.1f} found={share:.1f}% outline_ms={took:.0f} "
        f"refused_bad={caught:.1f}%of{len(bad)} refused_fine={turned_away:.1f}%of{len(fine)} wrong={wrong:.2f}% "
        f"above_peer={len(beaten)} {figures} peak_mb={peak:.0f}"
    )
    held = share >= FOUND and took <= MILLISECONDS
    if judged:
        held = held and caught >= 95 and turned_away < 2 and wrong <= WRONG
    return 0 if held else 1


def _medians(told: Iterable[dict[str, float]]) -> dict[str, float]:
    all_of: dict[str, list[float]] = {}
    for one in told:
        for name, value in one.items():
            all_of.setdefault(name, []).append(value)
    return {name: float(np.median(values)) for name, values in all_of.items()}


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="+")
    parser.add_argument("--only", default="", help="photos with this in their name")
    parser.add_argument("--outlines", action="store_true", help="nothing but the outlines")
    parser.add_argument("--verdicts", action="store_true", help="and the verdicts, with what would be lost")
    parser.add_argument("--no-peers", action="store_true")
    parser.add_argument("--phone", action="store_true", help="the phone's own look at the same photo")
    parser.add_argument("--quick", action="store_true", help="two photos of each folder")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
