"""Invented people and what the codes on their cards say (seven fields in 2021, eleven in 2024)."""

from dataclasses import dataclass


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
