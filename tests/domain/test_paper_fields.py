"""What is suggested of a paper, and what is not: real-looking papers, slips of reading, and no guesses."""

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sothuhoso.domain.errors import Invalid
from sothuhoso.domain.names import fold
from sothuhoso.domain.page_lines import Word, lines_of, surroundings
from sothuhoso.domain.page_text import covered
from sothuhoso.domain.paper_fields import MOST, PaperField, checked, suggested
from tests.samples.laid import laid

TODAY = date(2026, 11, 23)
NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
BIRTH = f"""
BỆNH VIỆN ĐA KHOA VÕ NHAI | {NATION}
Số: 123/2026/GCS | Độc lập - Tự do - Hạnh phúc

^GIẤY CHỨNG SINH

Họ và tên mẹ: Hoàng Thị Mai
Năm sinh: 1999
Số căn cước: 019199000017 Ngày cấp: 10/05/2021
Họ và tên cha: LÝ VĂN PÁ
Đã sinh con vào lúc: 06 giờ 45 phút, ngày 12 tháng 11 năm 2026
Dự định đặt tên con là: Bế Thị Mây
Người đỡ đẻ: Y sĩ Nông Thị Sao
>Võ Nhai, ngày 13 tháng 11 năm 2026
>GIÁM ĐỐC
>Vi Thị Khuê
"""
anything = st.text(st.characters(codec=None), max_size=12)
share = st.floats(0, 1)
placed = st.builds(Word, anything, st.tuples(share, share, share, share))
VIETNAMESE = (
    "Số:",
    "45/UBND-TP",
    "ngày",
    "12",
    "tháng",
    "Tôi",
    "là",
    "Nguyễn",
    "Văn",
    "GIẤY",
    "KHAI",
    "UBND",
    "XÃ",
    "Họ,",
)


def words_of(text: str) -> list[Word]:
    words = laid(text)
    return [Word(said, word[1:]) for said, word in zip(covered([word[0] for word in words]), words, strict=True)]


def found(*pages: str, today: date = TODAY) -> dict[str, list[str]]:
    out: dict[str, list[str]] = {}
    for one in suggested([words_of(text) for text in pages], today=today):
        out.setdefault(one.field, []).append(one.value)
    return out


def only(field: str, *pages: str) -> list[str]:
    return found(*pages).get(field, [])


def test_a_whole_paper():
    assert found(BIRTH) == {
        "type_name": ["GIẤY CHỨNG SINH"],
        "code_number": ["123/2026"],
        "code_notation": ["GCS"],
        "issued_date": ["13/11/2026"],
        "organ_name": ["BỆNH VIỆN ĐA KHOA VÕ NHAI"],
        "names": ["Hoàng Thị Mai", "LÝ VĂN PÁ", "Bế Thị Mây"],
    }


def test_where_it_stands_is_told():
    words = words_of(BIRTH)
    name = next(one for one in suggested([[], words], today=TODAY) if one.field == "names")
    assert (name.page, name.read, name.clear) == (1, "Hoàng Thị Mai", True)
    of_it = [word.box for word in words if word.text in ("Hoàng", "Mai")]
    ((left, top, width, _),) = name.boxes
    assert (left, top) == of_it[0][:2]
    assert left + width == pytest.approx(of_it[1][0] + of_it[1][2])


@pytest.mark.parametrize(
    ("line", "number", "notation"),
    [
        ("Số: 45/UBND-TP", "45", "UBND-TP"),
        ("Sô: 45/UBND-TP", "45", "UBND-TP"),
        ("So 45/UBND-TP", "45", "UBND-TP"),
        ("Số:45/QĐ-UBND", "45", "QĐ-UBND"),
        ("Số: 123/2024/GKS", "123/2024", "GKS"),
        ("Số: 4O/XN-CAX", "40", "XN-CAX"),
        ("Số: l2/XN-CAX.", "12", "XN-CAX"),
        ("Số 07", "07", None),
        ("Số: 123/2024", "123/2024", None),
    ],
)
def test_numbers(line, number, notation):
    at = found(f"UBND XÃ THẦN SA | {NATION}\n{line} | Độc lập - Tự do - Hạnh phúc")
    assert (at.get("code_number"), at.get("code_notation")) == ([number], [notation] if notation else None)


def test_what_was_mended_is_not_called_clear():
    for line, clear in (("Số: 40/XN-CAX", True), ("Số: 4O/XN-CAX", False)):
        number = next(one for one in suggested([words_of(line)], today=TODAY) if one.field == "code_number")
        assert number.clear == clear


@pytest.mark.parametrize(
    "line",
    [
        "Số: ....../GKS",
        "Số: OOO/GKS",  # no digit
        "Số: 421UBND-XNTTHN",  # the stroke was lost: which of these are digits?
        "Số: 000/2026 - tờ vẽ mẫu",
        "Số định danh cá nhân: 019199000017",
        "Số: 019199000017",
        "Số: 0191 9900 0017",
        "Số điện thoại: 0912345678",
        "Số con trong lần sinh này: 01",
        "Mẫu số 01",
        "Quyển số: 01/2020",
        "Căn cứ Nghị định số 123/2015/NĐ-CP",
        "Số: 949 ngày 03/02/2019",
    ],
)
def test_what_is_not_the_papers_number(line):
    assert only("code_number", line) == []
    assert only("code_notation", line) == []


def test_two_numbers_are_none():
    assert only("code_number", "Số: 45/GKS\nSố: 46/GKS") == []
    assert only("code_number", "Số: 45/GKS\nSố: 45/GKS") == ["45"]


@pytest.mark.parametrize(
    ("line", "day"),
    [
        (">Thần Sa, ngày 05 tháng 8 năm 2026", "05/08/2026"),
        (">Thần Sa, ngay 05 thang 8 nam 2026", "05/08/2026"),
        (">Ngày O5 tháng l2 năm 2O25", "05/12/2025"),
        (">TP. Thái Nguyên, ngày 1 tháng 1 năm 2020.", "01/01/2020"),
        ("Ngày, tháng, năm đăng ký: 12/03/2025", "12/03/2025"),
        ("Ngày đăng ký: 12-3-2025", "12/03/2025"),
        ("Ngày, tháng, năm đăng ký: ngày 12 tháng 3 năm 2025", "12/03/2025"),
    ],
)
def test_dates(line, day):
    assert only("issued_date", line) == [day]


@pytest.mark.parametrize(
    "line",
    [
        ">Thần Sa, ngày 31 tháng 2 năm 2026",
        ">Thần Sa, ngày 12 tháng 13 năm 2026",
        ">Thần Sa, ngày 24 tháng 11 năm 2026",  # tomorrow
        ">Thần Sa, ngày … tháng … năm 2026",
        "Thần Sa, ngày 05 tháng 8 năm 2026",  # begins where text begins
        "Ngày sinh: | ngày 05 tháng 8 năm 1999",
        "Số căn cước 1, ngày cấp: 12/03/2025",
        "Ngày, tháng, năm sinh: 12/03/2025",
        "Căn cứ Quyết định số 20/2021/QĐ ngày 15 tháng 3 năm 2021",
        "Đã sinh con vào lúc: 06 giờ, ngày 12 tháng 11 năm 2025",
    ],
)
def test_what_is_not_the_papers_date(line):
    assert only("issued_date", line) == []


def test_the_day_of_signing_goes_before_a_labelled_one_and_two_are_none():
    signed = ">Thần Sa, ngày 05 tháng 8 năm 2026"
    assert only("issued_date", f"Ngày, tháng, năm đăng ký: 12/03/2025\n{signed}") == ["05/08/2026"]
    assert only("issued_date", f"{signed}\n>Võ Nhai, ngày 06 tháng 8 năm 2026") == []
    assert only("issued_date", "TRANG ĐẦU", signed) == ["05/08/2026"]
    assert only("issued_date", "TRANG ĐẦU", signed, "CUỐI") == []  # neither the first nor the last page


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ("UBND XÃ THẦN SA", "UBND XÃ THẦN SA"),
        ("ỦY BAN NHÂN DÂN\nXÃ THẦN SA", "ỦY BAN NHÂN DÂN XÃ THẦN SA"),
        ("UY BAN NHAN DAN\nXA THAN SA", "UY BAN NHAN DAN XA THAN SA"),
        ("CÔNG AN TỈNH THÁI NGUYÊN\nCÔNG AN XÃ THẦN SA", "CÔNG AN XÃ THẦN SA"),
        ("SỞ Y TẾ THÁI NGUYÊN\nTRUNG TÂM Y TẾ VÕ NHAI", "TRUNG TÂM Y TẾ VÕ NHAI"),
        ("SỞ TƯ PHÁP THÁI NGUYÊN", "SỞ TƯ PHÁP THÁI NGUYÊN"),
    ],
)
def test_issuing_bodies(head, body):
    first, *others = head.splitlines()
    whole = "\n".join([f"{first} | {NATION}", *others, "Số: 45/X", "", "^GIẤY XÁC NHẬN"])
    assert found(whole)["organ_name"] == [body]
    assert found(whole)["type_name"] == ["GIẤY XÁC NHẬN"]


def test_a_body_that_is_only_named_in_the_text():
    assert only("organ_name", "Nơi đăng ký: Ủy ban nhân dân xã Thần Sa") == ["Ủy ban nhân dân xã Thần Sa"]
    for text in (
        "Kính gửi: Ủy ban nhân dân xã Thần Sa",
        "Nơi đăng ký thường trú: Ủy ban nhân dân xã Thần Sa",
        "Nơi đăng ký: ........................",
        "UBND XÃ ..........",
        "Nơi đăng ký: Ủy ban nhân dân xã Thần Sa, huyện Võ Nhai, tỉnh",  # goes on beneath
        f"^{NATION}",
    ):
        assert only("organ_name", text) == []


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        ("^TỜ KHAI ĐĂNG KÝ KHAI SINH", ["TỜ KHAI ĐĂNG KÝ KHAI SINH"]),
        ("^GIẤY XÁC NHẬN\n^TÌNH TRẠNG HÔN NHÂN", ["GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN"]),
        ("^TRÍCH LỤC KHAI SINH\n^(BẢN SAO)", ["TRÍCH LỤC KHAI SINH"]),
        ("^QUYẾT ĐỊNH\n^Về việc trợ cấp", ["QUYẾT ĐỊNH"]),
        ("^GIAY CHUNG SINH", ["GIAY CHUNG SINH"]),
        ("^Giấy chứng sinh", []),
        ("^CHỦ TỊCH", []),
        ("GIẤY TỜ KÈM", []),  # on the left
    ],
)
def test_titles(lines, title):
    assert only("type_name", f"^{NATION}\n^Độc lập - Tự do - Hạnh phúc\n\n{lines}") == title


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Họ, chữ đệm, tên: Hoàng Thị Mai", ["Hoàng Thị Mai"]),
        ("Ho, chu dem, ten: Hoang Thi Mai", ["Hoang Thi Mai"]),
        ("1. Họ, chữ đệm và tên: HOÀNG THỊ MAI", ["HOÀNG THỊ MAI"]),
        ("Họ và tên:Hoàng Thị Mai", ["Hoàng Thị Mai"]),
        ("Họ và tên: ......Hoàng Thị Mai......", ["Hoàng Thị Mai"]),
        ("Họ và tên: ông Chu Văn Mai, sinh năm 1980", ["Chu Văn Mai"]),
        ("Họ và tên: Bé Thị Mai", ["Bé Thị Mai"]),
        ("Họ và tên Hoàng Thị Mai", ["Hoàng Thị Mai"]),
        ("Họ tên mẹ: Hoàng Thị Mai", ["Hoàng Thị Mai"]),
        ("Họ tên vợ hoặc chồng: Hoàng Thị Mai", ["Hoàng Thị Mai"]),
        ("Họ, chữ đệm, tên người yêu cầu: Hoàng Thị Mai", ["Hoàng Thị Mai"]),
        ("Họ và tên: Hoàng Thị Mai Giới tính: Nữ", ["Hoàng Thị Mai"]),
        ("Họ và tên: Hoàng Thị Mai Ngày sinh: 15/02/1999", ["Hoàng Thị Mai"]),
        ("Tôi là Lý Văn Pá, sinh ngày 03/09/2005", ["Lý Văn Pá"]),
        ("Tôi tên là: Lý Văn Pá sinh ngày 03/09/2005", ["Lý Văn Pá"]),
        ("Tên tôi là Lý Văn Pá", ["Lý Văn Pá"]),
        ("Ông/bà: Lý Văn Pá", ["Lý Văn Pá"]),
        ("Họ và tên: Ỷ Thị H'Mai", ["Ỷ Thị H'Mai"]),
    ],
)
def test_names(line, names):
    assert only("names", line) == names


@pytest.mark.parametrize(
    "line",
    [
        "Họ và tên: Hoàng Th1 Mai",
        "Họ và tên: ....................",
        "Họ và tên: Mai",
        "Họ và tên Ngày sinh Số căn cước",
        "Họ và tên | Ngày sinh | Số căn cước",
        "Họ và tên Hoàng Mai nơi sinh: Thái Nguyên",
        "Quê tôi là Võ Nhai, Thái Nguyên",
        "Tôi là Phó Chủ tịch xã",
        "Tôi là Trưởng Thôn, ở Thần Sa",
        "Tôi là người dân tộc Tày",
        "Họ và tên: Hoàng Thị đã mất",
        "Hoàng Thị Mai",
        "Người đỡ đẻ: Nông Thị Sao",
        "Họ và tên: NGuyễn Văn MAi",
    ],
)
def test_no_names(line):
    assert only("names", line) == []


def test_a_name_that_goes_on_beneath():
    begins = "Theo lời kể lại trước mọi người trong xóm. Tôi là Nông Thị"
    assert only("names", f"{begins}\nHiền, sinh năm 1980 tại đây") == ["Nông Thị Hiền"]
    assert only("names", f"{begins}\nHiền") == []  # who knows whether it ends there
    assert only("names", f"{begins}\nNăm sinh: 1980") == []


def test_a_person_is_named_once():
    assert only("names", "Họ và tên: Hoàng Thị Mai\nTôi là HOÀNG THỊ MAI, như trên") == ["Hoàng Thị Mai"]


def test_long_numbers_are_never_suggested():
    said = suggested([words_of(BIRTH)], today=TODAY)
    assert not any("019199" in one.value + one.read for one in said)


@pytest.mark.parametrize(
    ("field", "value", "key"),
    [
        ("subject", "x", "paper_field.unknown"),
        ("names", " \u200b", "paper_field.empty"),
        ("names", "Hoàng Thị Mai 2", "paper_field.digit_in_name"),
        ("code_number", "không số", "paper_field.no_digit"),
        ("code_number", "123456789", "paper_field.long_number"),
        ("organ_name", "UBND xã, ĐT 0912 345 678", "paper_field.long_number"),
        ("code_notation", "X" * 31, "paper_field.too_long"),
        ("issued_date", "31/02/2026", "date.impossible"),
        ("issued_date", "2026", "paper_field.date_not_whole"),
        ("issued_date", "24/11/2026", "paper_field.date_to_come"),
    ],
)
def test_what_is_not_taken(field, value, key):
    with pytest.raises(Invalid) as caught:
        checked(field, value, today=TODAY)
    assert caught.value.key == key


def test_what_is_taken_is_tidied_up():
    assert checked("names", "  Hoàng  Thi\u0323 Mai ", today=TODAY) == "Hoàng Thị Mai"
    assert checked("issued_date", "5-8-2026", today=TODAY) == "05/08/2026"


@given(st.lists(st.lists(placed, max_size=30), max_size=3))
@example([[Word("Số:", (0, 0, 0, 0)), Word("1", (0, 0, 0, 0))]])
def test_whatever_is_read_nothing_breaks_and_what_is_suggested_holds(pages):
    holds(pages)


@given(st.lists(st.builds(Word, st.sampled_from(VIETNAMESE), st.tuples(share, share, share, share)), max_size=25))
def test_words_of_papers_in_any_order(words):
    holds([words])


def holds(pages):
    for one in suggested(pages, today=TODAY):
        assert checked(one.field, one.value, today=TODAY) == one.value
        assert len(one.value) <= MOST[one.field]
        assert one.boxes
        assert 0 <= one.page < len(pages)
        if one.field == PaperField.NAMES:
            assert (
                "ten" in (text := fold(" ".join(word.text for word in pages[one.page]))) or "la" in text or "ba" in text
            )
            assert not any(sign.isdigit() for sign in one.value)


@given(st.lists(st.sampled_from(("Hoàng", "Thị", "Mai", "xã", "Thần", "Sa,", "ở", "12", "là")), max_size=30))
def test_no_names_out_of_thin_air(words):
    assert only("names", " ".join(words)) == []


@given(st.lists(placed, max_size=30))
def test_lines_lose_no_word(words):
    said = "".join(word.text for line in lines_of(words) for word in line.words)
    assert said == "".join(word.text for word in words)
    for line in lines_of(words):
        assert [word for part in line.segments for word in part.words] == list(line.words)


@given(st.tuples(share, share, share, share))
def test_a_cut_out_lies_on_the_page(box):
    left, top, width, height = surroundings(box)
    assert 0 <= left <= left + width <= 1 + 1e-9
    assert 0 <= top <= top + height <= 1 + 1e-9
    assert width > 0
    assert height > 0
