"""The card against the form, its two sides against each other, and what is advised while pointing."""

import pytest

from tests.device.node import run

QR = {"full_name": "Hoàng Thị Mai", "id_number": "019199000017", "birth_date": "15/02/1999", "sex": "female"}
MRZ = {**QR, "full_name": "HOANG THI MAI"}


def findings(fields, read):
    (found,) = run("card_compare.js", "checkAgainstCard", [fields, read])
    return [(one["key"], one["field"]) for one in found]


@pytest.mark.parametrize("name", ["Hoàng Thị Mai", "HOÀNG THỊ MAI", "hoang thi mai", "Hoàng  Thị Mai", "Hoàng ThịMai"])
def test_accents_and_spacing_apart_it_is_the_same_name(name):
    assert findings({"full_name": name}, {"qr": QR}) == []


def test_what_differs_from_the_card_is_told_beside_its_field():
    fields = {"full_name": "Hoàng Mai", "id_number": "019 199 000 018", "birth_date": "1999", "sex": "male"}
    assert findings(fields, {"qr": QR}) == [
        ("name_differs_from_card", "full_name"),
        ("differs_from_card", "id_number"),
        ("differs_from_card", "birth_date"),
        ("differs_from_card", "sex"),
    ]


def test_the_sides_of_a_card_are_held_against_each_other():
    assert findings(QR, {"qr": QR, "mrz": MRZ}) == []
    other = {**MRZ, "birth_date": "16/02/1999"}
    assert findings(QR, {"qr": QR, "mrz": other}) == [("card_sides_differ", "birth_date")]


def test_a_name_that_the_line_cut_off_is_the_same():
    long = "Công Tằng Tôn Nữ Thị Hồng Nhung Phương"
    assert findings({"full_name": long}, {"mrz": {"full_name": "CONG TANG TON NU THI HONG NHUN"}}) == []


def test_another_card_takes_the_place_of_the_first():
    other = {"full_name": "Lý Văn Pá", "id_number": "019205000123", "birth_date": "03/09/2005", "sex": "male"}
    kept, replaced = run("card_compare.js", "remembered", [{"qr": QR}, "mrz", MRZ], [{"qr": QR}, "mrz", other])
    assert kept == {"qr": QR, "mrz": MRZ}
    assert replaced == {"mrz": other}


@pytest.mark.parametrize(
    ("picture", "advice"),
    [
        ({"waited": 300}, ""),
        ({"waited": 900, "mean": 20}, "dark"),
        ({"waited": 900, "seen": 60}, "closer"),
        ({"waited": 900, "seen": 160}, "steady"),
        ({"waited": 900, "bright": 0.3}, "glare"),
        ({"waited": 900}, "closer"),
        ({"waited": 4500}, "turn_over"),
    ],
)
def test_while_pointing_it_says_what_to_change(picture, advice):
    assert run("hints.js", "hintFor", [{"mean": 120, "bright": 0, "seen": 0, **picture}]) == [advice]
