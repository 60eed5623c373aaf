from dataclasses import asdict
from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from sothuhoso.domain.mrz import MAX_TEXT, MrzReading, check_digit, read_mrz
from sothuhoso.domain.mrz_lines import is_zone
from sothuhoso.domain.names import fold
from sothuhoso.i18n.catalog import error_text
from tests.domain.vectors import all_have_words, named, vectors
from tests.samples import mrz, people

TODAY = date(2026, 11, 23)
CASES = vectors("mrz")
PLAIN = "IDVNM1990000173019199000017<<5\n9902152F3902150VNM<<<<<<<<<<<2\nHOANG<<THI<MAI<<<<<<<<<<<<<<<<"
SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<"

persons = st.integers(0, 2**32).map(lambda seed: people.somebody(np.random.default_rng(seed)))


@pytest.mark.parametrize("case", **named(CASES))
def test_vectors(case: dict[str, Any]) -> None:
    reading = read_mrz(case["text"], today=date.fromisoformat(case["today"]))
    expected = case["expect"]
    said = {name: value for name, value in asdict(reading.identity).items() if value} if reading.identity else None
    assert said == expected["identity"]
    assert (reading.expiry_date, reading.problem) == (expected["expiry_date"], expected["problem"])
    assert (list(reading.failed), list(reading.missing)) == (expected["failed"], expected["missing"])
    assert [{"key": f.key, "field": f.field} for f in reading.warnings] == expected["warnings"]


def test_every_answer_has_words() -> None:
    all_have_words(CASES)


@pytest.mark.parametrize(
    ("field", "digit"),
    [("D23145890734", "9"), ("740812", "2"), ("120415", "9"), ("L898902C<", "3")],
    ids=["ICAO 9303-5", "ICAO 9303 birth", "ICAO 9303 expiry", "filler"],
)
def test_check_digits_are_those_of_the_standard(field: str, digit: str) -> None:
    assert check_digit(field) == digit == mrz.digit(field)


def test_the_samples_are_drawn_as_the_standard_says() -> None:
    assert mrz.td1(people.MAI, "390215") == PLAIN


@given(persons)
def test_everybody_comes_back(person: people.Person) -> None:
    zone = mrz.td1(person)
    reading = read_mrz(zone, today=TODAY)
    assert reading.identity is not None
    assert reading.text == zone
    assert reading.identity.id_number == person.id_number
    assert fold(reading.identity.full_name) == fold(person.full_name)
    assert reading.identity.birth_date.replace("/", "") == person.birth_date
    assert reading.warnings == ()


@given(persons, st.integers(0, 91), st.sampled_from(SIGNS))
def test_a_wrong_sign_never_gives_a_wrong_digit(person: people.Person, place: int, sign: str) -> None:
    zone = mrz.td1(person)
    assume(zone[place] not in ("\n", sign))
    seen = read_mrz(zone[:place] + sign + zone[place + 1 :], today=TODAY)
    if seen.identity:
        right = read_mrz(zone, today=TODAY)
        assert right.identity
        assert seen.identity.id_number == right.identity.id_number
        assert (seen.identity.birth_date, seen.expiry_date) == (right.identity.birth_date, right.expiry_date)


@given(persons, st.data())
def test_two_wrong_digits_in_the_number_never_give_another(person: people.Person, data: st.DataObject) -> None:
    """Both copies would have to be wrong alike."""
    zone = list(mrz.td1(person))
    for place in data.draw(st.lists(st.integers(5, 13), min_size=1, max_size=2, unique=True)):
        zone[place] = data.draw(st.sampled_from("0123456789"))
    seen = read_mrz("".join(zone), today=TODAY)
    assert seen.identity is None or seen.identity.id_number == person.id_number


@given(persons, st.data())
def test_letters_that_look_like_digits_are_put_right_or_refused(person: people.Person, data: st.DataObject) -> None:
    zone = list(mrz.td1(person))
    alike = {"0": "ODQ", "1": "IL", "5": "S", "8": "B", "2": "Z", "6": "G"}
    places = [at for at in range(5, 27) if zone[at] in alike]
    for place in data.draw(st.lists(st.sampled_from(places or [5]), max_size=6, unique=True)):
        zone[place] = data.draw(st.sampled_from(alike.get(zone[place], zone[place])))
    seen = read_mrz("".join(zone), today=TODAY)
    assert seen.identity is None or seen.identity.id_number == person.id_number


@given(st.one_of(st.text(st.characters(codec=None)), st.text(SIGNS + "\n", max_size=200)))
@example("IDVNM" + "O" * 25 + "\n" + "O" * 30)
@example("IDVNM" + "9" * 25 + "\n" + "<" * 30)
@example("I0VNM1990000173019199000017<<5\n<<<<<<<F<<<<<<<VNM<<<<<<<<<<<0\n")
@example("<" * MAX_TEXT)
@example("9" * MAX_TEXT)
@example("\ud800" * 30)
def test_no_text_makes_it_fail(raw: str) -> None:
    sound(read_mrz(raw, today=TODAY))
    sound(read_mrz(raw))
    is_zone(raw)


def sound(reading: MrzReading) -> None:
    assert (reading.identity is None) == (reading.problem is not None)
    if reading.problem:
        assert error_text(reading.problem)
    if reading.identity:
        assert len(reading.identity.id_number) == 12
        assert [len(line) for line in reading.text.splitlines()] == [30, 30, 30]


def test_without_a_day_nothing_is_warned_of() -> None:
    odd = next(case["text"] for case in CASES if case["name"] == "number and sex differ")
    assert read_mrz(odd, today=TODAY).warnings
    assert read_mrz(odd).warnings == ()
