from datetime import date
from uuid import UUID

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sothuhoso.domain.dossier_code import (
    MAX_SERIAL,
    Beforehand,
    beforehand_number,
    ids_of_local_code,
    internal_number,
    is_internal,
    is_official,
    local_code,
    normalise,
    read_beforehand,
)
from tests.domain.vectors import vectors

units = st.from_regex(r"[0-9]{5}", fullmatch=True)
days = st.dates(date(2026, 1, 1), date(2099, 12, 31))
serials = st.integers(1, 10**6)
given_out = st.integers(1, MAX_SERIAL)
dashes = st.sampled_from(["-", "–", "—", " ", "", " - ", "\u2011"])
TABLE = vectors("numbers")


def test_the_number_of_the_example() -> None:
    assert internal_number("05725", date(2026, 11, 23), 17) == "SH-05725-261123-0017"


@given(units, days, serials)
def test_our_numbers_are_ours_and_never_pass_for_official_ones(unit: str, day: date, serial: int) -> None:
    number = internal_number(unit, day, serial)
    assert is_internal(number)
    assert not is_official(number)
    assert normalise(number) == number


@given(units, days, serials, dashes, st.booleans())
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


# --- numbers given out beforehand ----------------------------------------------------------------------------------


@pytest.mark.parametrize("case", TABLE["beforehand"], ids=lambda case: case["number"])
def test_the_table_that_the_tablets_read_too(case) -> None:
    day = date.fromisoformat(case["day"])
    assert beforehand_number(case["unit"], day, case["serial"]) == case["number"]
    assert read_beforehand(case["number"]) == Beforehand(case["unit"], day, case["serial"])


@given(units, days, given_out, dashes, st.booleans())
def test_a_number_given_out_is_ours_not_official_and_read_back(unit, day, serial, dash, small) -> None:
    number = beforehand_number(unit, day, serial)
    typed = number.replace("-", dash)
    assert is_internal(number)
    assert not is_official(number)
    assert normalise(typed.lower() if small else typed) == number
    assert read_beforehand(number) == Beforehand(unit, day, serial)


@given(units, units, days, days, given_out, given_out)
def test_no_number_given_out_is_another_or_one_of_the_desk(a, b, d, e, m, n) -> None:
    number = beforehand_number(a, d, m)
    assert (number == beforehand_number(b, e, n)) is ((a, d, m) == (b, e, n))
    assert number != internal_number(b, e, n)
    assert read_beforehand(internal_number(a, d, m)) is None


@pytest.mark.parametrize("number", TABLE["not_beforehand"])
def test_what_is_no_number_given_out(number) -> None:
    assert read_beforehand(number) is None


@given(st.text())
def test_any_text_can_be_asked(text) -> None:
    read = read_beforehand(text)
    assert read is None or beforehand_number(read.unit_code, read.day, read.serial) == text


# --- the code of a phone -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", TABLE["local"], ids=lambda case: case["code"])
def test_the_code_of_a_phone(case) -> None:
    assert local_code(UUID(case["id"])) == case["code"]


@given(made=st.uuids(), dash=dashes, small=st.booleans())
@example(made=UUID(int=0), dash="-", small=False)
@example(made=UUID(int=2**128 - 1), dash="-", small=True)
def test_the_code_leads_back_to_the_id(made, dash, small) -> None:
    code = local_code(made)
    typed = code.replace("-", dash)
    found = ids_of_local_code(typed.lower() if small else typed)
    assert found is not None
    assert found[0] <= made <= found[1]
    assert local_code(found[0]) == local_code(found[1]) == code
    assert not is_internal(code)
    assert not is_official(code)
    assert normalise(code) == code


@pytest.mark.parametrize("text", ["", "TM", "TM-6710-8864", "TM-9999-9999", "TM-0471-293", "SH-0471-2938", "0471-2938"])
def test_what_is_no_code_of_a_phone(text) -> None:
    assert ids_of_local_code(text) is None
