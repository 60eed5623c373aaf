"""Dense A4 papers of a commune's desk, drawn at 300 dpi by a seed, with every word known: what OCR is measured on."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw

from tests.samples.drawing import font

DPI = 300
SIZES = {"A4": (2480, 3508), "A5": (1748, 2480)}
PAPERS = ((255, 255, 255), (252, 251, 246), (246, 244, 236), (240, 238, 232))
INK, PEN, SEAL = (22, 22, 26), (30, 56, 150), (200, 24, 40)

_TITLES = (
    "ĐƠN XIN XÁC NHẬN TÌNH TRẠNG HÔN NHÂN",
    "TỜ KHAI ĐĂNG KÝ KHAI TỬ",
    "ĐƠN ĐỀ NGHỊ TRỢ GIÚP XÃ HỘI",
    "BIÊN BẢN HỌP XÓM",
    "GIẤY ỦY QUYỀN",
)
_FAMILY = ("Nông", "Lý", "Hoàng", "Triệu", "Ma", "Dương", "Lường", "Đàm", "Vi", "Bàn")
_MIDDLE = ("Văn", "Thị", "Đức", "Minh", "Ngọc", "Hữu", "Thúy")
_GIVEN = ("Sỏi", "Mảy", "Thượng", "Quyết", "Hiền", "Lưu", "Phượng", "Tuấn", "Nhẫn", "Ẩn")
_PLACES = (
    "xã Thần Sa",
    "xã Võ Nhai",
    "xã Nghinh Tường",
    "xã Quang Sơn",
    "xã Phú Lương",
    "xã Định Hóa",
    "xã Bằng Thành",
)
_HAMLETS = ("xóm Khau Cuộm", "xóm Nà Lẹng", "tổ 5", "thôn Bản Rẫy", "xóm Tân Kim", "thôn Nà Ỏi", "xóm Đồng Mỏ")
_SENTENCES = (
    "Tôi là {person}, sinh ngày {day}, số định danh cá nhân {number}, hiện cư trú tại {hamlet}, {place}, tỉnh Thái Nguyên.",
    "Căn cứ Luật Hộ tịch và các văn bản hướng dẫn thi hành, nay tôi làm đơn này đề nghị Ủy ban nhân dân {place} xem xét.",
    "Gia đình ông {person} có {n} nhân khẩu, thuộc diện hộ cận nghèo theo kết quả rà soát năm {year} của {hamlet}.",
    "Thời hạn giải quyết là {n} ngày làm việc kể từ ngày nhận đủ hồ sơ hợp lệ; quá hạn thì cơ quan phải có văn bản xin lỗi.",
    "Thửa đất số {n}, tờ bản đồ số {m}, diện tích {area} m², nguồn gốc: nhận thừa kế, sử dụng ổn định từ trước năm {year}.",
    "Các thành viên dự họp đã nghe, thảo luận và nhất trí hoàn toàn với nội dung trên; không ai có ý kiến gì khác.",
    "Bà {person} được ủy quyền thay mặt gia đình nộp hồ sơ, nộp phí, lệ phí và nhận kết quả tại bộ phận một cửa {place}.",
    "Tôi xin cam đoan những lời khai trên là đúng sự thật, nếu sai tôi hoàn toàn chịu trách nhiệm trước pháp luật.",
    "Kèm theo đơn có: 01 bản chụp giấy chứng sinh, 01 bản sao giấy chứng nhận kết hôn, 02 ảnh cỡ 3 x 4 và sổ theo dõi.",
    "Trường hợp cần xác minh thêm, đề nghị quý cơ quan liên hệ qua số điện thoại {phone} trong giờ hành chính.",
    "Người chết: {person}, chết hồi {n} giờ {m} phút, ngày {day}, tại nhà riêng ở {hamlet}, {place}, nguyên nhân do tuổi già.",
    "Mức trợ cấp đề nghị là {money} đồng mỗi tháng, hưởng kể từ tháng ký quyết định và chi trả qua bưu điện văn hóa xã.",
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A drawn paper and what stands on it, line by line."""

    image: Image.Image
    text: str
    paper: str


def sheet(seed: int, paper: str = "A4") -> Sheet:
    """One paper; the same for the same seed."""
    random = np.random.default_rng([seed, 5])
    size = SIZES[paper]
    ground = PAPERS[int(random.integers(len(PAPERS)))]
    image = Image.new("RGB", size, ground)
    draw = ImageDraw.Draw(image)
    points = float(random.choice((12, 13, 14))) if paper == "A4" else 12.0
    em = round(points * DPI / 72)
    margin = round(random.uniform(0.095, 0.13) * size[0])
    lines: list[str] = []
    top = round(random.uniform(0.05, 0.075) * size[1])
    for words, bold, scale in (
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", True, 1.0),
        ("Độc lập - Tự do - Hạnh phúc", True, 1.0),
        (str(random.choice(_TITLES)), True, 1.12),
        (f"Kính gửi: Ủy ban nhân dân {random.choice(_PLACES)}", False, 1.0),
    ):
        face = font(round(em * scale), bold=bold, serif=True)
        draw.text((size[0] // 2, top), words, font=face, fill=INK, anchor="ma")
        lines.append(words)
        top += round(em * (1.5 if scale == 1.0 else 2.1))
    face, leading = font(em, serif=True), em * random.uniform(1.28, 1.5)
    bottom = size[1] * 0.83
    order = random.permutation(len(_SENTENCES))
    at = 0
    while top < bottom:
        for line in _wrapped(_said(_SENTENCES[order[at % len(order)]], random), face, size[0] - 2 * margin - em):
            if top >= bottom:
                break
            draw.text((margin, top), line, font=face, fill=INK)
            lines.append(line)
            top += leading
        top += leading * 0.2
        at += 1
    _signed(draw, size, em, lines)
    _mark(image, em)
    return Sheet(image, unicodedata.normalize("NFC", "\n".join(lines)), paper)


def _said(sentence: str, random: np.random.Generator) -> str:
    person = " ".join(str(random.choice(part)) for part in (_FAMILY, _MIDDLE, _GIVEN))
    facts = {
        "person": person,
        "day": f"{random.integers(1, 29):02d}/{random.integers(1, 13):02d}/{random.integers(1940, 2025)}",
        "number": "0" + "".join(str(d) for d in random.integers(0, 10, 11)),
        "hamlet": random.choice(_HAMLETS),
        "place": random.choice(_PLACES),
        "n": random.integers(2, 24),
        "m": random.integers(1, 60),
        "area": random.integers(60, 900),
        "year": random.integers(1993, 2026),
        "phone": "09" + "".join(str(d) for d in random.integers(0, 10, 8)),
        "money": f"{random.integers(3, 12) * 90}.000",
    }
    return sentence.format(**facts)


def _wrapped(text: str, face, width: float) -> list[str]:
    out, line = [], ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if line and face.getlength(longer) > width:
            out.append(line)
            line = word
        else:
            line = longer
    return [*out, line]


def _signed(draw: ImageDraw.ImageDraw, size: tuple[int, int], em: int, lines: list[str]) -> None:
    centre, top = round(size[0] * 0.68), round(size[1] * 0.86)
    draw.text((centre, top), "NGƯỜI LÀM ĐƠN", font=font(em, bold=True, serif=True), fill=INK, anchor="ma")
    lines.append("NGƯỜI LÀM ĐƠN")
    middle, radius = top + round(em * 3.4), round(em * 1.9)
    for shrunk in (1.0, 0.62):
        r = radius * shrunk
        draw.ellipse((centre - r, middle - r, centre + r, middle + r), outline=SEAL, width=max(4, em // 9))
    x = np.linspace(-2.6, 2.6, 60)
    points = [(centre + v * em, middle + em * 0.9 * np.sin(5 * v) * np.exp(-abs(v) / 2)) for v in x]
    draw.line(points, fill=PEN, width=max(4, em // 9), joint="curve")


def _mark(image: Image.Image, em: int) -> None:
    """ "MẪU" in pale red at the foot: nobody takes it for the real thing, and no reader for text."""
    ImageDraw.Draw(image).text((em, image.height - em), "MẪU", font=font(em), fill=(246, 222, 222), anchor="ls")
