"""Sample A4 papers that a dossier asks for, at 200 dpi: a notice of birth and a declaration, filled in."""

import textwrap

from PIL import Image, ImageDraw

from tests.samples.drawing import font, mark
from tests.samples.people import MAI, PA, Person

SIZE = (1654, 2339)
MARGIN = 200
INK = (24, 26, 32)
PEN = (28, 52, 140)


def birth_notice(mother: Person = MAI) -> Image.Image:
    """A notice of birth as a commune's health station gives it, stamped."""
    rows = (
        ("Họ và tên mẹ", mother.full_name),
        ("Số định danh cá nhân", mother.id_number),
        ("Nơi cư trú", mother.address),
        ("Đã sinh con vào lúc", "06 giờ 45 phút, ngày 12 tháng 11 năm 2026"),
        ("Tại", "Trạm Y tế xã Thần Sa"),
        ("Số con trong lần sinh này", "01 (một)"),
        ("Giới tính và cân nặng", "Nữ, 3.100 gam"),
        ("Dự định đặt tên con", "Hoàng Thị Mây"),
        ("Người đỡ đẻ", "Y sĩ Nông Thị Sao"),
    )
    return _paper("GIẤY CHỨNG SINH", "Số: 000/2026 - tờ vẽ mẫu", rows, "Trạm Y tế xã Thần Sa")


def declaration(parent: Person = PA) -> Image.Image:
    """A declaration for registering a birth, signed by hand."""
    rows = (
        ("Kính gửi", "Ủy ban nhân dân xã Thần Sa"),
        ("Họ, chữ đệm, tên người yêu cầu", parent.full_name),
        ("Số định danh cá nhân", parent.id_number),
        ("Nơi cư trú", parent.address),
        ("Quan hệ với người được khai sinh", "Cha"),
        ("Họ, chữ đệm, tên người được khai sinh", "Lý Thị Mây"),
        ("Ngày, tháng, năm sinh", "12/11/2026"),
        ("Giới tính, dân tộc, quốc tịch", "Nữ, Mông, Việt Nam"),
        ("Nơi sinh", "Trạm Y tế xã Thần Sa"),
        ("Cam đoan", "Tôi cam đoan những lời khai trên đây là đúng sự thật và chịu trách nhiệm về lời khai của mình."),
    )
    return _paper("TỜ KHAI ĐĂNG KÝ KHAI SINH", "Tờ vẽ mẫu", rows, "")


def register(rows: int = 14) -> Image.Image:
    """A table of four columns, most of whose cells are empty: more rules than print."""
    image = declaration().copy()
    draw = ImageDraw.Draw(image)
    left, right, top, high = MARGIN, SIZE[0] - MARGIN, 520, 100
    draw.rectangle((left - 20, top - 20, right + 20, top + rows * high + 20), fill=(252, 251, 247))
    for row in range(rows + 1):
        draw.line((left, top + row * high, right, top + row * high), fill=INK, width=2)
    for column in range(5):
        across = left + column * (right - left) // 4
        draw.line((across, top, across, top + rows * high), fill=INK, width=2)
    for row in range(rows):
        draw.text((left + 20, top + row * high + 30), f"Thửa {row + 1}", font=font(36, serif=True), fill=INK)
    return image


def _paper(title: str, under: str, rows: tuple[tuple[str, str], ...], stamp: str) -> Image.Image:
    image = Image.new("RGB", SIZE, (252, 251, 247))
    draw = ImageDraw.Draw(image)
    centre = SIZE[0] // 2
    head = font(36, bold=True, serif=True)
    draw.text((centre, 150), "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", font=head, fill=INK, anchor="ma")
    draw.text((centre, 200), "Độc lập - Tự do - Hạnh phúc", font=head, fill=INK, anchor="ma")
    draw.line((centre - 190, 256, centre + 190, 256), fill=INK, width=3)
    draw.text((centre, 340), title, font=font(54, bold=True, serif=True), fill=INK, anchor="ma")
    draw.text((centre, 416), under, font=font(34, serif=True), fill=INK, anchor="ma")
    _rows(draw, 520, rows)
    if stamp:
        _stamp(image, stamp)
    _signature(draw)
    mark(image, size=420)
    return image


def _rows(draw: ImageDraw.ImageDraw, top: int, rows: tuple[tuple[str, str], ...]) -> None:
    for label, value in rows:
        draw.text((MARGIN, top), f"{label}:", font=font(36, serif=True), fill=INK)
        for line in textwrap.wrap(value, 64):
            top += 50
            draw.text((MARGIN + 40, top), line, font=font(38, serif=True), fill=PEN)
        draw.line((MARGIN + 40, top + 48, SIZE[0] - MARGIN, top + 48), fill=(150, 150, 150), width=1)
        top += 76


def _stamp(image: Image.Image, words: str) -> None:
    layer = Image.new("RGBA", (420, 420), (0, 0, 0, 0))
    draw = ImageDraw.Draw(layer)
    red = (200, 24, 36, 190)
    draw.ellipse((10, 10, 410, 410), outline=red, width=9)
    draw.ellipse((60, 60, 360, 360), outline=red, width=4)
    draw.text((210, 190), "MẪU", font=font(80, bold=True), fill=red, anchor="mm")
    draw.text((210, 265), words, font=font(24, bold=True), fill=red, anchor="mm")
    image.paste(layer, (900, 1860), mask=layer)


def _signature(draw: ImageDraw.ImageDraw) -> None:
    draw.text((1200, 1790), "Người ký", font=font(36, bold=True, serif=True), fill=INK, anchor="ma")
    points = [(1060 + step * 14, 2010 + (-1) ** step * (20 + step * 3 % 37)) for step in range(22)]
    draw.line(points, fill=PEN, width=5, joint="curve")
