from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sothuhoso.domain.dates import PartialDate, parse_partial
from sothuhoso.domain.errors import Invalid

real_days = st.dates(date(1800, 1, 1), date(2199, 12, 31))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("15021999", "15/02/1999"),
        ("15/02/1999", "15/02/1999"),
        ("5/2/1999", "05/02/1999"),
        ("5.2.1999", "05/02/1999"),
        ("05-02-1999", "05/02/1999"),
        (" 1999-02-15 ", "15/02/1999"),
        ("2/1999", "02/1999"),
        ("1999", "1999"),
        ("00021999", "02/1999"),
        ("00001999", "1999"),
        ("00/00/1999", "1999"),
        ("00/1999", "1999"),
        ("1999-00-00", "1999"),
        ("29/02/2000", "29/02/2000"),
    ],
)
def test_readable_dates(text: str, shown: str) -> None:
    assert parse_partial(text).text == shown


IMPOSSIBLE = """x 29/02/1999 31/04/2000 13/1999 15/00/1999 15001999 1799 2200 15/02/99 0000 ٢٠٠٠ 199 19990 99999999"""


@pytest.mark.parametrize("text", ["", " ", "15/02/1999 ?", "1502 1999", *IMPOSSIBLE.split()])
def test_impossible_dates(text: str) -> None:
    with pytest.raises(Invalid) as caught:
        parse_partial(text)
    assert caught.value.key == "date.impossible"


@given(real_days)
def test_every_way_of_writing_a_day_is_the_same_day(day: date) -> None:
    written = [f"{day:%d%m%Y}", f"{day:%d/%m/%Y}", f"{day.day}/{day.month}/{day.year}", day.isoformat()]
    assert {parse_partial(text) for text in written} == {PartialDate(day.year, day.month, day.day)}
    assert parse_partial(written[0]).exact == day


@given(real_days, st.sampled_from(["day", "month", "year"]))
def test_the_shown_text_reads_back_and_the_span_holds_the_day(day: date, known: str) -> None:
    partial = {
        "day": PartialDate(day.year, day.month, day.day),
        "month": PartialDate(day.year, day.month),
        "year": PartialDate(day.year),
    }[known]
    assert parse_partial(partial.text) == partial
    assert partial.earliest <= day <= partial.latest
    assert (partial.exact == day) is (known == "day")
    assert (partial.latest - partial.earliest).days + 1 in {"day": {1}, "month": {28, 29, 30, 31}, "year": {365, 366}}[
        known
    ]


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        read = parse_partial(text)
    except Invalid:
        return
    assert 1800 <= read.year <= 2199
