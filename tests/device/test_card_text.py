"""Understanding a card's text on the device: the server's table, and whatever else text can be."""

from dataclasses import asdict
from datetime import date

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from sothuhoso.domain.id_qr import read_card_text
from tests.device.node import run, told, vectors

TODAY = date(2026, 11, 23)
MAI = "019199000017|091234567|Hoàng Thị Mai|15021999|Nữ|Xóm Mỏ Gà, Phú Thượng, Võ Nhai, Thái Nguyên|10052021"
# Each example is a process of its own that takes many cases: making a failing one smaller would take minutes.
_NO_SHRINKING = (Phase.explicit, Phase.reuse, Phase.generate)
_LETTERS = st.characters(max_codepoint=0x1EF9, exclude_categories=["Cn"])
_PARTS = st.one_of(
    st.from_regex(r"[0-9]{8,13}|[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}|(Nam|Nữ|NU|nữ )", fullmatch=True),
    st.sampled_from(MAI.split("|")),
    st.text(_LETTERS, max_size=12),
    st.from_regex(r"([0-9A-F]{2}){3,9}", fullmatch=True),
)
_DAMAGE = st.tuples(st.integers(0, len(MAI)), st.sampled_from(["?", "\ufffd", "", "|", "\x00", "0", "\u200b", "Ã"]))
_TEXTS = st.one_of(
    st.lists(_PARTS, max_size=13).map("|".join),
    _DAMAGE.map(lambda hit: MAI[: hit[0]] + hit[1] + MAI[hit[0] + 1 :]),
    st.integers(0, len(MAI)).map(lambda length: MAI[:length]),
    st.binary(max_size=40).map(lambda raw: raw.decode("latin-1")),
    st.sampled_from(["https://", "www.x", "00020101", "SH-05725-261123-0017", "vneid:", "A" * 64]).flatmap(
        lambda start: st.text(_LETTERS, max_size=5).map(lambda end: start + end)
    ),
)


def _plain(said):
    """An answer of the device as the table has it."""
    return {
        "identity": said["identity"],
        "problem": said["problem"] or None,
        "missing": said["missing"],
        "extra_raw": said["extra"],
        "warnings": told(said["warnings"]),
    }


def _given_only(identity):
    return {name: value for name, value in identity.items() if value} if identity else None


def _server(text):
    reading = read_card_text(text, today=TODAY)
    return {
        "identity": _given_only(asdict(reading.identity)) if reading.identity else None,
        "problem": reading.problem,
        "missing": list(reading.missing),
        "extra_raw": list(reading.extra_raw),
        "warnings": told(reading.warnings),
    }


def test_the_table_both_sides_read():
    cases = vectors("id_qr")
    found = run("card_text.js", "readCardText", *[[case["text"], case["today"]] for case in cases])
    wrong = []
    for case, said in zip(cases, found, strict=True):
        expected = {**case["expect"], "identity": _given_only(case["expect"]["identity"])}
        if _plain(said) != expected:
            wrong.append((case["name"], _plain(said), expected))
    assert not wrong


@settings(max_examples=12, deadline=None, phases=_NO_SHRINKING)
@given(st.lists(_TEXTS, min_size=120, max_size=120))
def test_reads_what_the_server_reads(texts):
    found = run("card_text.js", "readCardText", *[[text, TODAY.isoformat()] for text in texts])
    assert [_plain(said) for said in found] == [_server(text) for text in texts]


def test_a_card_among_other_codes_is_found():
    others = ["https://example.org/the", "Chỉ là mấy chữ"]
    day = TODAY.isoformat()
    (card,), (nothing,), (foreign,) = run(
        "card_text.js", "readCardTexts", [[*others, MAI, MAI], day], [[], day], [others, day]
    )
    assert card["identity"]["id_number"] == "019199000017"
    assert nothing["problem"] == "qr.not_found"
    assert foreign["problem"] == "qr.url"


def test_cards_of_two_people_are_both_told():
    other = "019205000123||Lý Văn Pá|03092005|Nam|Xóm Khuổi Mèo, Sảng Mộc, Võ Nhai, Thái Nguyên|21032022"
    (told,) = run("card_text.js", "readCardTexts", [[MAI, other, MAI], TODAY.isoformat()])
    assert [one["identity"]["full_name"] for one in told] == ["Hoàng Thị Mai", "Lý Văn Pá"]


def test_a_text_without_end_is_an_answer_too():
    long, bars = run("card_text.js", "readCardText", ["a" * 100_000, "2026-11-23"], ["|" * 100_000, "2026-11-23"])
    assert long["problem"] == "qr.vneid"
    assert bars["problem"] == "qr.garbled"
