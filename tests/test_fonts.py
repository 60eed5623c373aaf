"""The alphabet of the subset, and that styles, pages and files name the same font files."""

import unicodedata

from sothuhoso import fonts
from sothuhoso.settings import ROOT

#: Every letter with every tone, as a Vietnamese primer lists them.
PRIMER = "aàáảãạ ăằắẳẵặ âầấẩẫậ eèéẻẽẹ êềếểễệ iìíỉĩị oòóỏõọ ôồốổỗộ ơờớởỡợ uùúủũụ ưừứửữự yỳýỷỹỵ đ bcdghklmnpqrstvx"


def test_the_whole_primer_in_both_cases():
    assert set(PRIMER + PRIMER.upper()) <= fonts.alphabet()


def test_letters_are_composed():
    assert all(unicodedata.is_normalized("NFC", letter) for letter in fonts.alphabet())


def test_figures_and_signs_of_forms():
    assert set("0123456789 .,:;/()–—“”…₫%+-@") <= fonts.alphabet()


def test_styles_name_the_files():
    styles = (ROOT / "assets" / "fonts.css").read_text("utf-8")
    assert [name for name in fonts.FONTS if f"/fonts/{name}" not in styles] == []
    assert all(fonts.VERSION in name for name in fonts.FONTS)
