from datetime import date

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from sothuhoso.domain.identity import check_person
from tests.device.node import run, vectors

# Each example is a process of its own that takes many cases: making a failing one smaller would take minutes.
_NO_SHRINKING = (Phase.explicit, Phase.reuse, Phase.generate)
_DATES = st.one_of(
    st.dates(date(1890, 1, 1), date(2040, 1, 1)).map(lambda day: day.strftime("%d/%m/%Y")),
    st.from_regex(r"[0-9]{1,2}[/.-][0-9]{1,2}[/.-][0-9]{4}", fullmatch=True),
    st.from_regex(r"(00|0[0-9]|1[0-9])[/]?(19|20)[0-9]{2}", fullmatch=True),
    st.from_regex(r"[0-9]{8}|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}", fullmatch=True),
    st.text(max_size=8),
)
_PERSONS = st.fixed_dictionaries(
    {},
    optional={
        "id_number": st.one_of(
            st.from_regex(r"0[0-9]{11}|[0-9]{9}", fullmatch=True), st.text("0123456789 x", max_size=14)
        ),
        "birth_date": _DATES,
        "issue_date": _DATES,
        "sex": st.sampled_from(["", "male", "female"]),
    },
)
_CASES = st.lists(st.tuples(_PERSONS, st.sampled_from(["owner", "submitter", "subject"])), min_size=80, max_size=80)


MARRIAGE = "1.000894"


def _asked(fields, slot, today, procedure):
    return [fields, {"slot": slot, "today": today, "procedure": procedure}]


def _on_device(cases, today, procedure):
    return run("people.js", "checkPerson", *[_asked(fields, slot, today, procedure) for fields, slot in cases])


def test_the_table_both_sides_read():
    cases = vectors("identity_checks")
    asked = [_asked(case["fields"], case["slot"], case["today"], case.get("procedure", "")) for case in cases]
    told = dict(zip([case["name"] for case in cases], run("people.js", "checkPerson", *asked), strict=True))
    assert told == {case["name"]: case["expect"] for case in cases}


@settings(max_examples=8, deadline=None, phases=_NO_SHRINKING)
@given(_CASES)
def test_finds_what_the_server_finds(cases):
    today = date(2026, 11, 23)
    server = [
        [
            {"key": finding.key, "field": finding.field, "facts": finding.facts}
            for finding in check_person(fields, slot=slot, today=today, procedure=MARRIAGE)
        ]
        for fields, slot in cases
    ]
    assert _on_device(cases, today.isoformat(), MARRIAGE) == server
