from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sothuhoso.domain.identity import check_person
from sothuhoso.domain.people import PERSON_FIELDS, Slot
from sothuhoso.i18n.catalog import words
from tests.domain.vectors import named, vectors

CASES = vectors("identity_checks")


@pytest.mark.parametrize("case", **named(CASES))
def test_vectors(case: dict[str, Any]) -> None:
    found = check_person(
        case["fields"],
        slot=case["slot"],
        today=date.fromisoformat(case["today"]),
        procedure=case.get("procedure", ""),
    )
    assert [{"key": f.key, "field": f.field, "facts": f.facts} for f in found] == case["expect"]


def test_every_warning_is_in_the_table_and_has_words() -> None:
    shown = {expected["key"] for case in CASES for expected in case["expect"]}
    known = {key.removeprefix("warnings.") for key in words("vi") if key.startswith("warnings.")} - {"to_bring"}
    assert shown <= known
    ours = ("id_", "date_", "issued_", "owner_", "card_expired", "under_")
    assert {key for key in known if key.startswith(ours)} <= shown


@given(
    st.dictionaries(st.sampled_from(PERSON_FIELDS), st.text() | st.from_regex(r"[0-9/]{4,13}", fullmatch=True)),
    st.sampled_from(Slot),
    st.dates(date(1900, 1, 1), date(2198, 12, 31)),
)
def test_whatever_is_typed_there_are_only_warnings_beside_its_fields(
    fields: dict[str, str], slot: Slot, today: date
) -> None:
    for finding in check_person(fields, slot=slot, today=today):
        assert f"warnings.{finding.key}" in words("vi")
        assert finding.field in {"id_number", "birth_date", "sex", "issue_date"}
        assert set(finding.facts) <= {"age"}, "the age of a rule: nothing of the person"
