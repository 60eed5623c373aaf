"""The tablet writes the numbers that the server reads."""

from datetime import date
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from sothuhoso.domain.dossier_code import MAX_SERIAL, Beforehand, local_code, read_beforehand
from tests.device.node import run, vectors

_TABLE = vectors("numbers")
_MANY = st.lists(
    st.tuples(
        st.from_regex(r"[0-9]{5}", fullmatch=True),
        st.dates(date(2026, 1, 1), date(2099, 12, 31)),
        st.integers(1, MAX_SERIAL),
        st.uuids(version=4),
    ),
    min_size=60,
    max_size=60,
)


def test_the_table_both_sides_read():
    numbers = [[case["unit"], case["day"], case["serial"]] for case in _TABLE["beforehand"]]
    assert run("dossier_code.js", "beforehandNumber", *numbers) == [case["number"] for case in _TABLE["beforehand"]]
    codes = run("dossier_code.js", "localCode", *[[case["id"]] for case in _TABLE["local"]])
    assert codes == [case["code"] for case in _TABLE["local"]]


def test_a_name_on_a_receipt():
    shown = run("dossier_code.js", "maskedName", *[[case["name"]] for case in _TABLE["masked"]])
    assert shown == [case["shown"] for case in _TABLE["masked"]]


@settings(max_examples=6, deadline=None)
@given(_MANY)
def test_whatever_the_tablet_writes_the_server_reads(cases):
    numbers = run("dossier_code.js", "beforehandNumber", *[[unit, day.isoformat(), n] for unit, day, n, _ in cases])
    assert [read_beforehand(number) for number in numbers] == [Beforehand(unit, day, n) for unit, day, n, _ in cases]
    codes = run("dossier_code.js", "localCode", *[[str(made)] for *_, made in cases])
    assert codes == [local_code(UUID(str(made))) for *_, made in cases]
