"""Sample ID cards: both sides of 2021 and the back of 2024, with code and machine-readable lines where they belong.

Drawn at 20 pixels a millimetre (85.6 mm × 53.98 mm); a layout of our own that resembles, never copies.
"""

import textwrap

from PIL import Image, ImageDraw

from tests.samples import mrz
from tests.samples.drawing import code, font, mark, readable
from tests.samples.people import Person

SCALE = 20  # pixels a millimetre
SIZE = (1712, 1080)
CODE_SIDE = 11 * SCALE + 30  # 11 mm and its border
INK = (30, 34, 40)
PALE = (70, 84, 92)


def front_2021(person: Person, text: str | None = None) -> Image.Image:
    """The side with portrait, number and name; the code (``text`` or the person's) at the top right."""
    image = _ground((206, 226, 214), (184, 210, 198))
    draw = ImageDraw.Draw(image)
    draw.text((980, 60), "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", font=font(38, bold=True), fill=INK, anchor="ma")
    draw.text((980, 112), "Độc lập - Tự do - Hạnh phúc", font=font(34), fill=INK, anchor="ma")
    draw.text((900, 190), "CĂN CƯỚC CÔNG DÂN", font=font(64, bold=True), fill=(186, 32, 38), anchor="ma")
    draw.text((900, 268), "Thẻ vẽ mẫu, không có giá trị", font=font(34), fill=(186, 32, 38), anchor="ma")
    _portrait(draw, (90, 390, 470, 890))
    draw.text((540, 340), f"Số: {person.id_number}", font=font(62, bold=True), fill=INK)
    _lines(draw, (540, 440), _front_fields(person))
    return _finished(image, text or person.text_2021, (SIZE[0] - CODE_SIDE - 50, 40))


def back_2021(person: Person) -> Image.Image:
    """The side with the date of issue, two finger prints (empty frames here) and the machine-readable lines."""
    image = _ground((222, 230, 222), (200, 214, 204))
    draw = ImageDraw.Draw(image)
    draw.rounded_rectangle((110, 330, 340, 520), 24, fill=(206, 172, 88), outline=(150, 120, 50), width=4)
    for left in (1140, 1420):
        draw.rectangle((left, 90, left + 240, 400), outline=PALE, width=4)
    _lines(draw, (90, 60), (("Đặc điểm nhận dạng", "Thẻ vẽ mẫu"), ("Ngày, tháng, năm", _day(person.issue_date))))
    draw.text((420, 420), "Thẻ vẽ mẫu, không có giá trị", font=font(40), fill=(186, 32, 38))
    mark(image, size=330)
    return _zone(image, person)


def back_2024(person: Person, text: str | None = None) -> Image.Image:
    """The side with residence and dates; the code (``text`` or the person's) at the top right."""
    image = _ground((222, 226, 236), (202, 210, 226))
    draw = ImageDraw.Draw(image)
    draw.rounded_rectangle((1330, 400, 1560, 590), 24, fill=(206, 172, 88), outline=(150, 120, 50), width=4)
    _lines(draw, (90, 90), _back_fields(person))
    draw.text((90, 560), "Thẻ vẽ mẫu, không có giá trị", font=font(40), fill=(186, 32, 38))
    done = _finished(image, text or person.text_2024, (SIZE[0] - CODE_SIDE - 60, 60))
    return _zone(done, person)


def _front_fields(person: Person) -> tuple[tuple[str, str], ...]:
    return (
        ("Họ và tên", person.full_name.upper()),
        ("Ngày sinh", _day(person.birth_date)),
        ("Giới tính", f"{person.sex}      Quốc tịch: Việt Nam"),
        ("Nơi thường trú", person.address),
    )


def _back_fields(person: Person) -> tuple[tuple[str, str], ...]:
    return (
        ("Nơi cư trú", person.address),
        ("Ngày, tháng, năm cấp", _day(person.issue_date)),
        ("Nơi cấp", "BỘ CÔNG AN"),
    )


def _day(text: str) -> str:
    return f"{text[:2]}/{text[2:4]}/{text[4:]}"


def _ground(paper: tuple[int, int, int], line: tuple[int, int, int]) -> Image.Image:
    image = Image.new("RGB", SIZE, paper)
    draw = ImageDraw.Draw(image)
    for step in range(0, SIZE[0] * 2, 46):
        draw.arc((step - 1500, -500, step, 1600), 270, 90, fill=line, width=3)
        draw.line((step, 0, step - 900, SIZE[1]), fill=line, width=1)
    return image


def _portrait(draw: ImageDraw.ImageDraw, box: tuple[int, int, int, int]) -> None:
    """A plain shape of head and shoulders: nobody's face."""
    left, top, right, bottom = box
    centre = (left + right) // 2
    draw.rectangle(box, fill=(214, 222, 226))
    draw.ellipse((centre - 85, top + 70, centre + 85, top + 290), fill=(150, 160, 166))
    draw.pieslice((left + 30, top + 310, right - 30, bottom + 190), 180, 360, fill=(120, 132, 140))


def _lines(draw: ImageDraw.ImageDraw, start: tuple[int, int], fields: tuple[tuple[str, str], ...]) -> None:
    left, top = start
    for label, value in fields:
        draw.text((left, top), f"{label}:", font=font(30), fill=PALE)
        for line in textwrap.wrap(value, 44):
            draw.text((left, top + 38), line, font=font(44, bold=True), fill=INK)
            top += 54
        top += 72


def _zone(image: Image.Image, person: Person) -> Image.Image:
    """The lines of thirty signs, ten to the inch, across the lower part (ICAO Doc 9303-5)."""
    draw, pitch = ImageDraw.Draw(image), 2.54 * SCALE
    for row, line in enumerate(mrz.td1(person).splitlines()):
        for column, sign in enumerate(line):
            place = (round(95 + (column + 0.5) * pitch), 800 + row * 88)
            draw.text(place, sign, font=readable(), fill=INK, anchor="ms")
    return image


def _finished(image: Image.Image, text: str, place: tuple[int, int]) -> Image.Image:
    mark(image, size=330)
    image.paste(code(text, CODE_SIDE), place)
    return image
