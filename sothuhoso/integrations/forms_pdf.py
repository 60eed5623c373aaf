"""Forms of TT 03/2025/TT-VPCP and reports as PDF/A-2b: Typst sets the templates in ``forms/``, the facts go in as data.

The words of a form belong to the form and stand in its template. Nothing a person typed becomes markup: Typst gets
JSON and shows strings.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any, cast

import segno
import typst
import zxingcpp
from fontTools.ttLib import TTFont, TTLibError

from sothuhoso.domain.brought import SEPARATOR
from sothuhoso.domain.documents import FormFacts
from sothuhoso.domain.errors import Unavailable
from sothuhoso.domain.names import collapse
from sothuhoso.domain.trip_report import TripReportFacts
from sothuhoso.settings import FONT_DIRS, VIETNAM

TEMPLATES = Path(__file__).parent / "forms"
FAMILIES = ("Tinos", "Liberation Serif")  # as wide as Times New Roman, letter by letter (NĐ 30/2020, Phụ lục I)

_QUIET_MODULES = 4  # ISO/IEC 18004
_NO_GLYPH = "□"
_FRAME = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 90" width="300" height="90">'
    '<image width="300" height="90" preserveAspectRatio="xMinYMid meet" '
    'href="data:image/{kind};base64,{content}"/></svg>'
)
_PNG = "iVBOR"  # how a PNG begins in base64
_DOCTYPE = re.compile(r"<!DOCTYPE[^>]*>")
_DRAWN_AT = datetime(2026, 1, 1, tzinfo=UTC)  # of what is the same every day
_PLACE = re.compile(r"\w+\.typ:\d+:\d+")


class TypstForms:
    """Implements ``domain.ports.FormPrinter``. One instance serves all threads; fonts are looked up once.

    ``font_dirs`` are searched for the first of ``FAMILIES``. Without one, every form raises
    ``Unavailable('form.fonts_missing')``, the rest of the product goes on working.
    """

    def __init__(self, font_dirs: Sequence[Path] = FONT_DIRS) -> None:
        present = [str(folder) for folder in font_dirs if folder.is_dir()]
        self._fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=present)

    def pdf(self, facts: FormFacts) -> bytes:
        """The form as PDF/A-2b: A4, fonts embedded, tagged, no personal data in its metadata.

        The same facts give the same bytes. Raises ``Unavailable('form.fonts_missing' | 'form.not_printed')``.
        """
        return self._set(f"form_{facts.form}", self._inputs(facts), facts.head.issued_at, form=facts.form)

    def trip_report(self, facts: TripReportFacts) -> bytes:
        """The report of a trip, in the same way; errors as ``pdf``."""
        values = facts.to_json() | {"printed": _parts(facts.printed_at), "on": _day(facts.day)}
        values["next"] = _day(facts.next_visit) if facts.next_visit else None
        for one in values["handovers"]:
            one["signature"] = _framed(one["signature"])
        inputs = {"facts": json.dumps(self._printable(values)), "font": self._family}
        return self._set("trip_report", inputs, facts.printed_at, form="trip_report")

    def separator_sheet(self) -> bytes:
        """The sheet between two papers of a scanner's batch, with its code as QR and Code 128; errors as ``pdf``."""
        return self._separator

    @cached_property
    def _separator(self) -> bytes:
        inputs = {"font": self._family, "code": SEPARATOR, "qr": _draw_code(SEPARATOR)[0], "stripes": _draw_stripes()}
        return self._set("separator", inputs, _DRAWN_AT, form="separator")

    def _set(self, template: str, inputs: dict[str, str], at: datetime, *, form: str) -> bytes:
        # A compiler of its own for every call: one instance refuses a second thread ("Already borrowed")
        # and would remember the last person's facts. It costs a millisecond; the fonts are shared.
        compiler = typst.Compiler(TEMPLATES / f"{template}.typ", root=TEMPLATES, font_paths=self._fonts)
        try:
            made = compiler.compile(
                format="pdf", sys_inputs=inputs, pdf_standards="a-2b", timestamp=int(at.timestamp())
            )
        except typst.TypstError as problem:
            # The compiler's message may quote the person's text: only the place in the template travels on.
            raise Unavailable("form.not_printed", form=form, at=_place(problem)) from None
        return cast("bytes", made)  # no output file and one format: the bytes

    def _inputs(self, facts: FormFacts) -> dict[str, str]:
        drawing, share = _draw_code(facts.follow_url)
        values = self._printable(_with_local_times(facts))
        return {
            "facts": json.dumps(values),
            "font": self._family,
            "qr": drawing,
            "qr_share": str(share),
            "url": facts.follow_url,
        }

    def _printable(self, value: Any) -> Any:
        """The value with every text in it made safe to set: see ``_printable_text``."""
        if isinstance(value, str):
            return _printable_text(value, self._letters)
        if isinstance(value, dict):
            return {key: self._printable(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [self._printable(inner) for inner in value]
        return value

    @cached_property
    def _family(self) -> str:
        found = set(self._fonts.families())
        for family in FAMILIES:
            if family in found:
                return family
        raise Unavailable("form.fonts_missing")

    @cached_property
    def _letters(self) -> frozenset[int]:
        """The characters that every cut (upright, bold, italic) of the family can show."""
        family = self._family
        paths = [font.path for font in self._fonts.fonts() if font.family == family and font.path]
        return frozenset.intersection(*(_covered(path) for path in paths))


def _place(problem: typst.TypstError) -> str:
    found = _PLACE.search(problem.diagnostic)
    return found[0] if found else ""


def _covered(path: str) -> frozenset[int]:
    try:
        with TTFont(path, lazy=True) as font:
            return frozenset(font.getBestCmap() or {})
    except (TTLibError, OSError) as problem:
        raise Unavailable("form.fonts_missing") from problem


def _printable_text(text: str, letters: frozenset[int]) -> str:
    """NFC lines without control characters; what the font lacks becomes a box, since PDF/A refuses missing glyphs."""
    lines = (collapse(line) for line in text.splitlines())
    shown = "\n".join(line for line in lines if line)
    return "".join(c if c == "\n" or ord(c) in letters else _NO_GLYPH for c in shown)


def _framed(picture: str) -> str:
    """A picture (base64) as a drawing of one size: the compiler takes text only. Empty for none."""
    kind = "png" if picture.startswith(_PNG) else "jpeg"
    return _FRAME.format(kind=kind, content=picture) if picture else ""


def _with_local_times(facts: FormFacts) -> dict[str, Any]:
    """The facts as JSON, with the moments the forms show as giờ, phút, ngày, tháng, năm of Vietnam."""
    values = facts.to_json()
    values["head"]["issued"] = _parts(facts.head.issued_at)
    for name in ("received", "due", "signed"):
        values[name] = _parts(getattr(facts, f"{name}_at", None))
    return values


def _parts(moment: datetime | None) -> dict[str, int] | None:
    if moment is None:
        return None
    local = moment.astimezone(VIETNAM)
    return {part: getattr(local, part) for part in ("hour", "minute", "day", "month", "year")}


def _day(day: date) -> dict[str, int]:
    return {part: getattr(day, part) for part in ("day", "month", "year")}


def _draw_stripes() -> str:
    """The separator's code as Code 128, in SVG."""
    drawn = zxingcpp.create_barcode(SEPARATOR, zxingcpp.BarcodeFormat.Code128)
    return _DOCTYPE.sub("", drawn.to_svg())


def _draw_code(url: str) -> tuple[str, float]:
    """The QR code as SVG with its quiet zone, and how much wider that makes it than the bare symbol."""
    if not url:
        return "", 1.0
    code = segno.make_qr(url, error="m")
    modules = code.symbol_size(border=0)[0]
    drawing = code.svg_inline(border=_QUIET_MODULES, omitsize=True)
    return drawing, (modules + 2 * _QUIET_MODULES) / modules
