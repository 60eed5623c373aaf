"""Invented people and what the codes on their cards say (seven fields in 2021, eleven in 2024)."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class Person:
    """One invented person; dates are ddmmyyyy as in the code."""

    id_number: str
    old_id_number: str
    full_name: str
    birth_date: str
    sex: str
    address: str
    issue_date: str

    @property
    def text_2021(self) -> str:
        """The code on the front of the card of 2021."""
        fields = (self.id_number, self.old_id_number, self.full_name, self.birth_date, self.sex, self.address)
        return "|".join((*fields, self.issue_date))

    @property
    def text_2024(self) -> str:
        """The code on the back of the card of 2024: four more fields, empty for an adult."""
        return f"{self.text_2021}||||"


MAI = Person(
    "019199000017",
    "091234567",
    "Hoàng Thị Mai",
    "15021999",
    "Nữ",
    "Xóm Mỏ Gà, Phú Thượng, Võ Nhai, Thái Nguyên",
    "10052021",
)
PA = Person(
    "019205000123",
    "",
    "Lý Văn Pá",
    "03092005",
    "Nam",
    "Xóm Khuổi Mèo, Sảng Mộc, Võ Nhai, Thái Nguyên",
    "21032022",
)
DUONG = Person(
    "019158000456",
    "090123456",
    "Nguyễn Thị Đường",
    "01061958",
    "Nữ",
    "Tổ 7, Phường Quan Triều, Thành phố Thái Nguyên, Thái Nguyên",
    "15082024",
)
EVERYONE = (MAI, PA, DUONG)

SURNAMES = ("Nguyễn", "Trần", "Hoàng", "Lý", "Nông", "Triệu", "Đặng", "Vi", "Mã", "Hứa", "Chu", "Đàm", "Giàng", "Bế")
MIDDLE = ("Thị", "Văn", "Xuân", "Minh", "Thúy", "Đức", "Ngọc Bảo", "Thị Kiều", "Hữu", "")
GIVEN = ("Mai", "Pá", "Đường", "Ước", "Nguyệt", "Quỳnh", "Hiền", "Thắng", "Sểnh", "Khuê", "Phượng", "Đỗ", "Ỷ", "Chẩn")
PLACES = (
    ("Xóm Mỏ Gà", "Tổ 7", "Thôn Lũng Luông", "Xóm Khuổi Mèo", "Bản Tèn", "Ấp Bình Hòa"),
    ("Phú Thượng", "Sảng Mộc", "Thần Sa", "Quan Triều", "Văn Lăng", "Đồng Hỷ"),
    ("Võ Nhai, Thái Nguyên", "Phú Bình, Thái Nguyên", "Na Rì, Bắc Kạn", "Thủ Đức, Thành phố Hồ Chí Minh"),
)


def somebody(random: np.random.Generator) -> Person:
    """An invented person, another for each state of ``random``; the number agrees with birth and sex."""
    year, month, day = (int(random.integers(*span)) for span in ((1930, 2013), (1, 13), (1, 29)))
    male = bool(random.integers(2))
    century = (year - 1900) // 100 * 2 + (not male)
    number = f"0{random.choice((19, 10, 26, 79, 40, 68))}{century}{year % 100:02}{random.integers(10**6):06}"
    name = " ".join(filter(None, (random.choice(SURNAMES), random.choice(MIDDLE), random.choice(GIVEN))))
    return Person(
        number,
        f"09{random.integers(10**7):07}" if random.integers(2) else "",
        name,
        f"{day:02}{month:02}{year}",
        "Nam" if male else "Nữ",
        ", ".join(str(random.choice(part)) for part in PLACES),
        f"{random.integers(1, 29):02}{random.integers(1, 13):02}{random.integers(2021, 2026)}",
    )
