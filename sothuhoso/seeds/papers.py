"""Draws the papers of the demo: sheets that anyone sees are samples, photographed on a table."""

from __future__ import annotations

import io
import json
import random
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

import typst
from PIL import Image, ImageFilter

_TEMPLATE = Path(__file__).parent / "demo" / "paper.typ"
_PPI = 118  # about 976 × 1380 pixels: enough to compare, small enough to load a desk full of them
_TABLE = (92, 74, 58)
_BORDER = 46


@dataclass(frozen=True, slots=True)
class Paper:
    """One sheet: its title, rows of label and value, who signed where and when (``day`` as dd/mm/yyyy)."""

    title: str
    rows: tuple[tuple[str, str], ...]
    signer: str
    place: str
    day: str
    page: int = 1
    pages: int = 1
    lines: int = 6  # empty ruled lines below


def photo(paper: Paper) -> bytes:
    """The sheet as a JPEG, lying a little askew; the same sheet gives the same bytes."""
    sheet = _sheet(paper)
    chance = random.Random(f"{paper.title}{paper.signer}{paper.page}")  # noqa: S311 - how askew it lies is no secret
    table = Image.new("RGB", (sheet.width + 2 * _BORDER, sheet.height + 2 * _BORDER), _TABLE)
    turned = sheet.convert("RGBA").rotate(chance.uniform(-1.1, 1.1), Image.Resampling.BICUBIC, expand=True)
    corner = (table.width - turned.width) // 2, (table.height - turned.height) // 2
    shadow = Image.new("RGBA", turned.size, (0, 0, 0, 0))
    shadow.putalpha(turned.getchannel("A").point([alpha * 2 // 5 for alpha in range(256)]))
    table.paste(shadow.filter(ImageFilter.GaussianBlur(9)), (corner[0] + 7, corner[1] + 9), shadow)
    table.paste(turned, corner, turned)
    out = io.BytesIO()
    table.save(out, "JPEG", quality=82)
    return out.getvalue()


def _sheet(paper: Paper) -> Image.Image:
    compiler = typst.Compiler(_TEMPLATE, root=_TEMPLATE.parent, font_paths=_fonts())
    made = compiler.compile(format="png", ppi=_PPI, sys_inputs={"paper": json.dumps(asdict(paper))})
    first = made if isinstance(made, bytes) else next(page for page in made or () if page)
    return Image.open(io.BytesIO(first)).convert("RGB")


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)
