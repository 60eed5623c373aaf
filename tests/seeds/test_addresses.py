"""The committed table of old addresses: whole, consistent, and what the exceptions say."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
import tomllib
from collections import Counter

import brotli
import pytest

from sothuhoso.seeds import addresses, reference
from sothuhoso.settings import ROOT
from tests.seeds.address_places import PLACES, RAW

EXCEPTIONS = tomllib.loads((addresses.FILE.parent / "exceptions.toml").read_text("utf-8"))
TABLE = addresses.table()
DISTRICTS = {(province, one[1]): one for province, _, _, districts in RAW["old"] for one in districts}
_CODES = "01 04 08 11 12 14 15 19 20 22 24 25 31 33 37 38 40 42 44 46 48 51 52 56 66 68 75 79 80 82 86 91 92 96"
PROVINCES = _CODES.split()


def test_the_country_is_whole() -> None:
    assert [code for code, *_ in RAW["provinces"]] == PROVINCES
    assert len(TABLE.units) == 3321
    assert Counter(unit.kind for unit in TABLE.units.values()) == {"xa": 2621, "phuong": 687, "dac_khu": 13}
    assert len(RAW["old"]) == 63
    assert len(PLACES) == 10_041  # 10,035 communes, 5 islands without any, one spelled in two ways


def test_every_old_commune_lies_somewhere_and_every_unit_is_made_of_some() -> None:
    assert all(place.codes for place in PLACES)
    assert {code for place in PLACES for code in place.codes} == set(TABLE.units)
    assert {code for one in DISTRICTS.values() for codes in one[4] for code in codes.split()} <= set(TABLE.units)


def test_communes_stay_in_the_province_theirs_became() -> None:
    became = {name: code for name, _, code, _ in RAW["old"]}
    assert set(became.values()) == set(PROVINCES)
    strayed = [
        place
        for place in PLACES
        if {TABLE.units[code].province_code for code in place.codes} != {became[place.province]}
    ]
    assert strayed == []


def test_thai_nguyen_is_as_the_reference_data_has_it() -> None:
    ours = {(unit.code, unit.name, unit.kind) for unit in reference.units()}
    assert {(u.code, u.name, u.kind) for u in TABLE.units.values() if u.province_code == "19"} == ours


@pytest.mark.parametrize(
    ("unit", "communes"),
    [
        ("05725", "Thượng Nung, Thần Sa, Thần Xa"),
        ("05716", "Lâu Thượng, Phú Thượng, Đình Cả"),
        ("05719", "Sảng Mộc"),
        ("05569", "Bảo Linh, Chợ Chu, Phúc Chu, Đồng Thịnh"),
        ("05602", "Phú Đình, Điềm Mặc"),
        ("05587", "Bình Yên, Thanh Định, Trung Lương, Định Biên"),
        ("05563", "Phượng Tiến, Tân Dương, Tân Thịnh"),
        ("05482", "Quan Triều, Quang Vinh, Sơn Cẩm, Tân Long"),
        ("05680", "Khe Mo, Văn Hán"),
        ("05707", "Cây Thị, Nam Hòa"),
    ],
)
def test_communes_that_were_checked_by_hand(unit: str, communes: str) -> None:
    assert ", ".join(sorted({place.name for place in PLACES if unit in place.codes})) == communes


def test_what_the_exceptions_say_is_in_the_table() -> None:
    assert [[one["level"], one["letter"], one["words"]] for one in EXCEPTIONS["kind"]] == RAW["kinds"]
    assert EXCEPTIONS["countries"] == RAW["countries"]
    also = {name: others for name, others, *_ in RAW["old"]}
    assert {one["name"]: one["also"] for one in EXCEPTIONS["province"]} == {k: v for k, v in also.items() if v}
    assert all(TABLE.units[one["code"]].name == one["name"] for one in EXCEPTIONS["unit"])
    before = {(key, name) for key, one in DISTRICTS.items() for name in one[2]}
    assert before == {((e["province"], now), e["name"]) for e in EXCEPTIONS["district"] for now in e["now"]}
    for one in EXCEPTIONS["name"]:
        same = [p.codes for p in PLACES if (p.province, p.district) == (one["province"], one["district"])
                and p.name in {one["commune"], *one["also"]}]  # fmt: skip
        assert len(same) == 1 + len(one["also"])
        assert len(set(same)) == 1


def test_what_is_to_be_asked_is_asked() -> None:
    for one in EXCEPTIONS["asked"]:
        _, _, _, communes, earlier = DISTRICTS[one["province"], one["district"]]
        codes = " ".join(one["codes"])
        now = [name[1:] for name in communes.get(codes, "").split("|")]
        assert one["commune"] in earlier.get(codes, "").split("|") or (len(one["codes"]) > 1 and one["commune"] in now)
        assert one["source"]


def test_it_is_small_enough_for_a_phone() -> None:
    assert len(brotli.compress(addresses.FILE.read_bytes())) < 100_000


@pytest.mark.skipif(
    importlib.util.find_spec("vietnamadminunits") is None,
    reason="the published table is not installed here; it changes with its pin only",
)
def test_it_is_what_the_sources_make() -> None:
    command = [sys.executable, str(ROOT / "scripts" / "address_table"), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
