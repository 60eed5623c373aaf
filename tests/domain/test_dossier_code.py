from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sothuhoso.domain.dossier_code import internal_number, is_internal, is_official, normalise

units = st.from_regex(r"[0-9]{5}", fullmatch=True)
days = st.dates(date(2026, 1, 1), date(2099, 12, 31))
serials = st.integers(1, 10**6)


def test_the_number_of_the_example() -> None:
    assert internal_number("05725", date(2026, 11, 23), 17) == "SH-05725-261123-0017"


@given(units, days, serials)
def test_our_numbers_are_ours_and_never_pass_for_official_ones(unit: str, day: date, serial: int) -> None:
    number = internal_number(unit, day, serial)
    assert is_internal(number)
    assert not is_official(number)
    assert normalise(number) == number


@given(units, days, serials, st.sampled_from(["-", "–", "—", " ", "", " - ", "\u2011"]), st.booleans())
def test_however_it_is_typed_it_is_the_same_number(unit: str, day: date, serial: int, dash: str, small: bool) -> None:
    number = internal_number(unit, day, serial)
    typed = number.replace("-", dash)
    assert normalise(typed.lower() if small else typed) == number


@given(units, units, days, days, serials, serials)
def test_different_dossiers_have_different_numbers(a: str, b: str, d: date, e: date, m: int, n: int) -> None:
    assert (internal_number(a, d, m) == internal_number(b, e, n)) is ((a, d, m) == (b, e, n))


@pytest.mark.parametrize(
    "code",
    ["000.00.19.H55-230408-0001", "H57.132-260804-0583", "G09.20-20260609-0092637", "H55-261123-AB0001"],
)
def test_official_codes_of_all_generations(code: str) -> None:
    assert is_official(code)
    assert not is_internal(code)
    assert normalise(f" {code.lower()} ") == code


@pytest.mark.parametrize("code", ["", "H55", "H55-2611-0001", "H55-261123-001", "h55-261123-0001", "55-261123-0001"])
def test_what_is_no_official_code(code: str) -> None:
    assert not is_official(code)


@given(st.text())
def test_any_text_settles_after_once(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)
