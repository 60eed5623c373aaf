"""Papers that offices issue, drawn at 200 dpi with invented people, and what a clerk would note of each.

Numbers, dates, offices and persons also stand in them that are not the paper's own: what it refers to, who signs.
"""

import textwrap
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw

from tests.samples.drawing import font, mark
from tests.samples.papers import INK, MARGIN, PEN, SIZE
from tests.samples.people import PLACES, somebody

Lines = tuple[str, ...]
Rows = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Issued:
    """One paper: how it looks and, by field (``domain.paper_fields``), what stands there, if anything."""

    kind: str
    image: Image.Image
    truth: dict[str, tuple[str, ...]]


def paper(kind: str, seed: int) -> Issued:
    """The paper of that kind (``KINDS``) and seed: the same each time."""
    random = np.random.default_rng([seed, list(KINDS).index(kind), 61])
    return KINDS[kind](random)


def _notice_of_birth(random: np.random.Generator) -> Issued:
    mother, father, child = (somebody(random) for _ in range(3))
    house = f"BỆNH VIỆN ĐA KHOA {_place(random).upper()}"
    number, notation, day = f"{_number(random)}/2026", "GCS", _day(random)
    rows = (
        ("Họ và tên mẹ", mother.full_name),
        ("Năm sinh", mother.birth_date[-4:]),
        ("Số căn cước", f"{mother.id_number}   Ngày cấp: {_slashed(mother.issue_date)}"),
        ("Nơi thường trú", mother.address),
        ("Họ và tên cha", father.full_name),
        ("Đã sinh con vào lúc", "06 giờ 45 phút, ngày 12 tháng 11 năm 2026"),
        ("Tại", house.title()),
        ("Số con trong lần sinh này", "01 (một)"),
        ("Dự định đặt tên con là", child.full_name),
        ("Người đỡ đẻ", "Y sĩ Nông Thị Sao"),
    )
    sheet = _Sheet((house, f"Số: {number}/{notation}"))
    sheet.title("GIẤY CHỨNG SINH")
    sheet.rows(rows)
    sheet.signed(_dated(random, day), "THỦ TRƯỞNG CƠ SỞ Y TẾ", "Vi Thị Khuê")
    names = (mother.full_name, father.full_name, child.full_name)
    return sheet.issued("notice_of_birth", house, number, notation, day, names)


def _extract(random: np.random.Generator) -> Issued:
    child, father, mother = (somebody(random) for _ in range(3))
    office, number, notation, day = _people(random), _number(random), "TLKS-BS", _day(random)
    sheet = _Sheet((office, f"Số: {number}/{notation}"))
    sheet.title("TRÍCH LỤC KHAI SINH", "(BẢN SAO)")
    sheet.rows(
        (
            ("Họ, chữ đệm, tên", child.full_name),
            ("Ngày, tháng, năm sinh", _slashed(child.birth_date)),
            ("Giới tính", "Nữ        Dân tộc: Tày        Quốc tịch: Việt Nam"),
            ("Nơi sinh", "Trạm Y tế xã Thần Sa"),
            ("Họ, chữ đệm, tên người mẹ", mother.full_name),
            ("Năm sinh", mother.birth_date[-4:]),
            ("Họ, chữ đệm, tên người cha", father.full_name),
            ("Đăng ký khai sinh tại", f"Ủy ban nhân dân xã {_place(random)}"),
            ("Số", f"{_number(random)} ngày 03/02/2019"),
        )
    )
    sheet.signed(_dated(random, day), "CHỦ TỊCH", "Đàm Minh Thắng")
    names = (child.full_name, mother.full_name, father.full_name)
    return sheet.issued("extract", office, number, notation, day, names)


def _unmarried(random: np.random.Generator) -> Issued:
    person, number, notation, day = somebody(random), _number(random), "UBND-XNTTHN", _day(random)
    place = _place(random)
    sheet = _Sheet(("ỦY BAN NHÂN DÂN", f"XÃ {place.upper()}", f"Số: {number}/{notation}"))
    sheet.title("GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN")
    sheet.line("Căn cứ Nghị định số 123/2015/NĐ-CP ngày 15 tháng 11 năm 2015 của Chính phủ;")
    sheet.line(f"Xét đề nghị của ông/bà {somebody(random).full_name}, đơn số 12 ngày 03/02/2026,")
    sheet.rows(
        (
            ("Họ, chữ đệm, tên", person.full_name),
            ("Ngày, tháng, năm sinh", _slashed(person.birth_date)),
            ("Giấy tờ tùy thân", f"Căn cước số {person.id_number} cấp ngày {_slashed(person.issue_date)}"),
            ("Nơi cư trú", person.address),
            ("Tình trạng hôn nhân", "Chưa đăng ký kết hôn với ai"),
            ("Giấy này được cấp để", "làm thủ tục đăng ký kết hôn"),
        )
    )
    sheet.signed(_dated(random, day), "PHÓ CHỦ TỊCH", "Chu Ngọc Bảo Hiền")
    office = f"ỦY BAN NHÂN DÂN XÃ {place.upper()}"
    return sheet.issued("unmarried", office, number, notation, day, (person.full_name,))


def _marriage(random: np.random.Generator) -> Issued:
    wife, husband = somebody(random), somebody(random)
    office, number, day = f"Ủy ban nhân dân xã {_place(random)}", f"{random.integers(1, 99):02}", _day(random)
    sheet = _Sheet(())
    sheet.title("GIẤY CHỨNG NHẬN KẾT HÔN", f"Số {number}")
    for who, person in (("vợ", wife), ("chồng", husband)):
        sheet.rows(
            (
                (f"Họ, chữ đệm, tên {who}", person.full_name),
                ("Ngày, tháng, năm sinh", _slashed(person.birth_date)),
                ("Nơi cư trú", person.address),
                ("Giấy tờ tùy thân", f"Căn cước số {person.id_number}"),
            )
        )
    sheet.rows((("Nơi đăng ký kết hôn", office), ("Ngày, tháng, năm đăng ký", f"{day[0]:02}/{day[1]:02}/{day[2]}")))
    sheet.signed("", "NGƯỜI KÝ GIẤY CHỨNG NHẬN", "Mã Thị Phượng")
    return sheet.issued("marriage", office, number, "", day, (wife.full_name, husband.full_name))


def _residence(random: np.random.Generator) -> Issued:
    person, number, notation, day = somebody(random), _number(random), "XN-CAX", _day(random)
    office = f"CÔNG AN XÃ {_place(random).upper()}"
    sheet = _Sheet(("CÔNG AN TỈNH THÁI NGUYÊN", office, f"Số: {number}/{notation}"))
    sheet.title("XÁC NHẬN THÔNG TIN VỀ CƯ TRÚ")
    sheet.rows(
        (
            ("1. Họ, chữ đệm và tên", person.full_name),
            ("2. Ngày, tháng, năm sinh", _slashed(person.birth_date)),
            ("3. Số định danh cá nhân", person.id_number),
            ("4. Nơi thường trú", person.address),
            ("5. Nơi ở hiện tại", person.address),
            ("6. Nội dung xác nhận", "có đăng ký thường trú tại địa chỉ nêu trên từ ngày 12/03/2011"),
        )
    )
    sheet.signed(_dated(random, day), "TRƯỞNG CÔNG AN XÃ", "Hứa Xuân Đỗ")
    return sheet.issued("residence", office, number, notation, day, (person.full_name,))


def _decision(random: np.random.Generator) -> Issued:
    office, number, notation, day = _people(random), _number(random), "QĐ-UBND", _day(random)
    sheet = _Sheet((office, f"Số: {number}/{notation}"))
    sheet.title("QUYẾT ĐỊNH", "Về việc trợ cấp xã hội hằng tháng")
    for text in (
        "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;",
        "Căn cứ Nghị định số 20/2021/NĐ-CP ngày 15 tháng 3 năm 2021 của Chính phủ quy định chính sách trợ giúp;",
        f"Theo đề nghị của ông {somebody(random).full_name} tại Tờ trình số 71/TTr-VHXH ngày 02/03/2026,",
        f"Điều 1. Trợ cấp cho bà {somebody(random).full_name}, trú tại {somebody(random).address},",
        "mỗi tháng 500.000 đồng kể từ ngày 01 tháng 4 năm 2026.",
        "Điều 2. Quyết định này có hiệu lực kể từ ngày ký.",
    ):
        sheet.line(text)
    sheet.signed("", "CHỦ TỊCH", "Giàng Hữu Khuê", head=_dated(random, day))
    return sheet.issued("decision", office, number, notation, day, ())


KINDS: dict[str, Callable[[np.random.Generator], Issued]] = {
    "notice_of_birth": _notice_of_birth,
    "extract": _extract,
    "unmarried": _unmarried,
    "marriage": _marriage,
    "residence": _residence,
    "decision": _decision,
}


class _Sheet:
    """A paper as it is written, from top to bottom."""

    def __init__(self, head: Lines) -> None:
        self._image = Image.new("RGB", SIZE, (252, 251, 247))
        self._draw = ImageDraw.Draw(self._image)
        self._kind = ""
        for row, text in enumerate(head):
            bold = not text.startswith("Số")
            self._draw.text((470, 130 + 52 * row), text, font=font(30, bold=bold, serif=True), fill=INK, anchor="ma")
        for row, text in enumerate(("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")):
            across = 1170 if head else SIZE[0] // 2
            face = font(28, bold=True, serif=True)
            self._draw.text((across, 130 + 46 * row), text, font=face, fill=INK, anchor="ma")
        self._down = 400

    def title(self, title: str, under: str = "") -> None:
        self._kind = title
        self._draw.text((SIZE[0] // 2, self._down), title, font=font(46, bold=True, serif=True), fill=INK, anchor="ma")
        self._draw.text((SIZE[0] // 2, self._down + 66), under, font=font(34, serif=True), fill=INK, anchor="ma")
        self._down += 150

    def rows(self, rows: Rows) -> None:
        for label, value in rows:
            start = MARGIN + self._draw.textlength(f"{label}: ", font=font(36, serif=True))
            self._draw.text((MARGIN, self._down), f"{label}:", font=font(36, serif=True), fill=INK)
            for row, text in enumerate(textwrap.wrap(value, 48, drop_whitespace=False)):
                across = start if row == 0 else MARGIN
                self._draw.text((across, self._down), text, font=font(36, serif=True), fill=PEN)
                self._down += 56
            self._down += 14

    def line(self, text: str) -> None:
        for part in textwrap.wrap(text, 72):
            self._draw.text((MARGIN, self._down), part, font=font(36, serif=True), fill=INK)
            self._down += 56

    def signed(self, dated: str, office: str, name: str, head: str = "") -> None:
        face = font(34, serif=True)
        self._draw.text((1170, 250), head, font=face, fill=INK, anchor="ma")
        self._down = max(self._down + 60, 1500)
        for row, text in enumerate((dated, office)):
            self._draw.text((1150, self._down + 52 * row), text, font=face, fill=INK, anchor="ma")
        self._draw.text((1150, self._down + 330), name, font=font(34, bold=True, serif=True), fill=INK, anchor="ma")

    def issued(
        self, kind: str, office: str, number: str, notation: str, day: tuple[int, int, int], names: Lines
    ) -> Issued:
        mark(self._image, size=420)
        single = {"code_number": number, "code_notation": notation, "organ_name": office, "type_name": self._kind}
        single["issued_date"] = f"{day[0]:02}/{day[1]:02}/{day[2]}"
        truth = {field: (value,) if value else () for field, value in single.items()}
        return Issued(kind, self._image, truth | {"names": names})


def _place(random: np.random.Generator) -> str:
    return str(random.choice(PLACES[1]))


def _people(random: np.random.Generator) -> str:
    return f"UBND XÃ {_place(random).upper()}"


def _number(random: np.random.Generator) -> str:
    return str(random.integers(1, 980))


def _day(random: np.random.Generator) -> tuple[int, int, int]:
    return int(random.integers(1, 29)), int(random.integers(1, 13)), int(random.integers(2019, 2027))


def _slashed(digits: str) -> str:
    return f"{digits[:2]}/{digits[2:4]}/{digits[4:]}"


def _dated(random: np.random.Generator, day: tuple[int, int, int]) -> str:
    return f"{_place(random)}, ngày {day[0]:02} tháng {day[1]:02} năm {day[2]}"
