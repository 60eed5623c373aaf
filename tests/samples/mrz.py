"""The machine-readable zone of an invented person's card (TD1), with check digits computed apart from the product."""

import unicodedata

from tests.samples.people import Person

WEIGHTS = "731"


def td1(person: Person, expiry: str = "") -> str:
    """Three lines of thirty. ``expiry`` is YYMMDD, by itself the birthday fifteen years after the issue."""
    number = person.id_number
    birth = person.birth_date[6:] + person.birth_date[2:4] + person.birth_date[:2]
    expiry = expiry or f"{(int(person.issue_date[6:]) + 15) % 100:02}{birth[2:]}"
    first = f"{checked(number[3:])}{number}<<{digit(number)}"
    sex = {"Nam": "M", "Nữ": "F"}[person.sex]
    composite = digit(first + checked(birth) + checked(expiry) + "<" * 11)
    second = f"{checked(birth)}{sex}{checked(expiry)}VNM{'<' * 11}{composite}"
    return "\n".join((f"IDVNM{first}", second, name_line(person.full_name)))


def name_line(full_name: str) -> str:
    """Surname, two fillers, the other names."""
    bare = unicodedata.normalize("NFD", full_name.upper().replace("Đ", "D")).encode("ascii", "ignore").decode()
    surname, _, others = bare.partition(" ")
    return f"{surname}<<{others.replace(' ', '<')}"[:30].ljust(30, "<")


def checked(field: str) -> str:
    return field + digit(field)


def digit(field: str) -> str:
    values = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    return str(sum(values.find(sign) * int(WEIGHTS[at % 3]) for at, sign in enumerate(field) if sign != "<") % 10)
