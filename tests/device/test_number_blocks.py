"""Which number comes next, how many are left, when it is time for more."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.device.node import run

NOW = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)
UNIT, OTHER = "05725", "05716"


def stamp(moment):
    return moment.isoformat().replace("+00:00", "Z")


def block(first=1, size=10, given_away=0, unit=UNIT, day="2026-11-25", days=30, issued=NOW):
    return {
        "id": f"block:{unit}:{day}:{first}",
        "unit": unit,
        "day": day,
        "first": first,
        "last": first + size - 1,
        "next": first + given_away,
        "issued_at": stamp(issued),
        "expires_at": stamp(issued + timedelta(days=days)),
        "follow": "https://x/theo-doi",
    }


def milliseconds(moment=NOW):
    return int(moment.timestamp() * 1000)


def ask(function, *arguments):
    (answer,) = run("number_blocks.js", function, list(arguments))
    return answer


def number(blocks, unit=UNIT, now=NOW):
    given_out = ask("give", blocks, unit, milliseconds(now))
    return given_out and given_out["number"]


def test_one_after_the_other():
    given_out = ask("give", [block(given_away=3)], UNIT, milliseconds())
    assert given_out["number"] == "SH-05725-261125-A0004"
    assert given_out["block"] == block(given_away=4)


def test_a_used_up_block_gives_none():
    assert number([block(given_away=10)]) is None
    assert number([]) is None


def test_an_expired_block_gives_none():
    old = block(day="2026-10-20", issued=NOW - timedelta(days=30))
    assert number([old]) is None
    assert number([old], now=NOW - timedelta(seconds=1)) == "SH-05725-261020-A0001"


def test_a_block_of_another_unit_gives_none():
    assert number([block(unit=OTHER)]) is None
    assert number([block(unit=OTHER)], unit=OTHER) == "SH-05716-261125-A0001"


def test_what_ends_first_goes_first():
    older = block(first=41, day="2026-11-20", issued=NOW - timedelta(days=5), given_away=2)
    assert number([block(), older]) == "SH-05725-261120-A0043"
    assert number([block(first=11), block(first=1)]) == "SH-05725-261125-A0001"


def test_more_is_wanted_under_a_fifth():
    now = milliseconds()
    assert [ask("wanted", [block(size=20, given_away=n)], UNIT, now) for n in (0, 16, 17, 20)] == [0, 0, 20, 20]
    assert ask("wanted", [block(given_away=10), block(first=11)], UNIT, now) == 0
    assert ask("wanted", [block(unit=OTHER, given_away=10)], UNIT, now) == 0  # nobody asked for any here
    assert ask("wanted", [block(issued=NOW - timedelta(days=28))], UNIT, now) == 10  # runs out in two days
    assert [ask("isLow", [block(size=20, given_away=n)], UNIT, now) for n in (16, 17)] == [False, True]


def test_how_a_block_stands():
    now = milliseconds()
    given_out = [block(), block(given_away=9), block(given_away=10), block(issued=NOW - timedelta(days=31))]
    assert [ask("standingOf", one, now) for one in given_out] == ["good", "low", "used", "expired"]
    kept = block(given_away=10, issued=NOW - timedelta(days=59))
    assert ask("isOld", kept, now) is False
    assert ask("isOld", kept, milliseconds(NOW + timedelta(days=2))) is True
    assert ask("isOld", block(issued=NOW - timedelta(days=20)), now) is False


_BLOCKS = st.lists(
    st.tuples(st.sampled_from([UNIT, OTHER]), st.integers(1, 4), st.integers(0, 4), st.integers(-5, 30)),
    max_size=4,
)


@settings(max_examples=8, deadline=None)
@given(_BLOCKS)
def test_no_number_is_given_twice_and_all_are_given(drawn):
    kept, first = [], 1
    for unit, size, away, days in drawn:
        kept.append(block(first, size, min(away, size), unit, days=days))
        first += size
    left, given_out = ask("leftFor", kept, UNIT, milliseconds()), []
    for _ in range(left):
        step = ask("give", kept, UNIT, milliseconds())
        kept = [step["block"] if one["id"] == step["block"]["id"] else one for one in kept]
        given_out.append(step["number"])
    assert number(kept) is None
    assert len(set(given_out)) == left
    assert all(one["next"] <= one["last"] + 1 for one in kept)
