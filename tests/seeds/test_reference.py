"""The reference data as a careful reader would check it: whole, consistent, in both languages, findable."""

from __future__ import annotations

import re
from dataclasses import fields as dataclass_fields
from dataclasses import is_dataclass
from datetime import date, timedelta

import holidays
import pytest

from sothuhoso.domain.names import fold
from sothuhoso.domain.people import PERSON_FIELDS
from sothuhoso.domain.procedures import Component, ComponentKind, Procedure, TimeUnit
from sothuhoso.seeds import reference

PROCEDURES = reference.procedures()
CODES = {p.code for p in PROCEDURES}
TODAY = date(2026, 11, 23)
EVERY_PROCEDURE = pytest.mark.parametrize("procedure", PROCEDURES, ids=lambda p: p.code)
DATA_SOURCES = {
    "csdl_dan_cu",
    "csdl_ho_tich",
    "csdl_giay_chung_sinh",
    "csdl_giay_bao_tu",
    "csdl_ho_kinh_doanh",
    "csdl_dat_dai",
    "csdl_ho_ngheo",
    "csdl_thue",
}


def found(words: str) -> set[str]:
    """Codes of the procedures one of whose search terms holds the words, typed without accents."""
    return {p.code for p in PROCEDURES if any(fold(words) in term for term in reference.search_terms(p))}


def untranslated(value: object, path: str = "") -> list[str]:
    """Paths where only one of a Vietnamese text and its ``_en`` twin is filled."""
    if isinstance(value, tuple):
        return [problem for i, item in enumerate(value) for problem in untranslated(item, f"{path}[{i}]")]
    if not is_dataclass(value):
        return []
    out: list[str] = []
    for name in (f.name for f in dataclass_fields(value)):
        english = getattr(value, f"{name}_en", None)
        if english is not None and bool(english) != bool(getattr(value, name)):
            out.append(f"{path}.{name}")
        out.extend(untranslated(getattr(value, name), f"{path}.{name}"))
    return out


def by_group(procedure: Procedure) -> dict[str, list[Component]]:
    groups: dict[str, list[Component]] = {}
    for component in procedure.components:
        if component.group:
            groups.setdefault(component.group, []).append(component)
    return groups


def test_there_are_enough_procedures_and_each_once() -> None:
    assert len(PROCEDURES) >= 36
    assert len({(p.code, p.version) for p in PROCEDURES}) == len(PROCEDURES)


def test_every_procedure_applies_today() -> None:
    assert [p.code for p in PROCEDURES if not p.in_force(TODAY)] == []


@EVERY_PROCEDURE
def test_procedure_survives_json(procedure: Procedure) -> None:
    assert Procedure.from_json(procedure.to_json()) == procedure


@EVERY_PROCEDURE
def test_procedure_is_named_and_placed(procedure: Procedure) -> None:
    assert re.fullmatch(r"\d\.\d{6}", procedure.code)
    assert procedure.field in {f.key for f in reference.fields()}
    assert procedure.name
    assert procedure.owner_label
    assert procedure.legal_basis
    assert procedure.fees
    assert procedure.results
    assert re.fullmatch(r"[a-z]+(-[a-z0-9]+)*", procedure.icon)
    assert procedure.agency in {"ubnd_xa", "cong_an_xa"}


@EVERY_PROCEDURE
def test_procedure_speaks_both_languages(procedure: Procedure) -> None:
    assert untranslated(procedure) == []


@EVERY_PROCEDURE
def test_components_are_told_apart(procedure: Procedure) -> None:
    keys = [c.key for c in procedure.components]
    assert keys
    assert len(set(keys)) == len(keys) <= 20
    assert [key for key in keys if not re.fullmatch(r"[a-z][a-z0-9_]*", key)] == []
    assert {c.data_source for c in procedure.components} - {""} <= DATA_SOURCES
    assert all(c.originals + c.copies > 0 for c in procedure.components)


@EVERY_PROCEDURE
def test_conditions_and_components_name_each_other(procedure: Procedure) -> None:
    asked = {c.key for c in procedure.conditions}
    used = {c.when.removeprefix("!") for c in procedure.components if c.when}
    assert used == asked
    assert all(c.question.endswith("?") and c.question_en.endswith("?") for c in procedure.conditions)


@EVERY_PROCEDURE
def test_a_group_is_one_choice(procedure: Procedure) -> None:
    for members in by_group(procedure).values():
        assert len(members) >= 2
        assert len({(m.when, m.kind, m.required) for m in members}) == 1
        first = procedure.components.index(members[0])
        assert procedure.components[first : first + len(members)] == tuple(members)


@EVERY_PROCEDURE
def test_id_cards_are_never_photographed(procedure: Procedure) -> None:
    photographed = [c.key for c in procedure.components if c.kind is ComponentKind.SUBMIT]
    assert [key for key in photographed if "can_cuoc" in key or "dinh_danh" in key] == []


@EVERY_PROCEDURE
def test_acting_for_another_needs_an_authorisation(procedure: Procedure) -> None:
    asked = any(c.key == "by_proxy" for c in procedure.conditions)
    letters = [c.when for c in procedure.components if c.key == "van_ban_uy_quyen"]
    assert letters == (["by_proxy"] if asked else [])


@EVERY_PROCEDURE
def test_time_limit_is_honest(procedure: Procedure) -> None:
    limit = procedure.time_limit
    counted = limit.unit not in {TimeUnit.SAME_DAY, TimeUnit.UNKNOWN}
    assert (limit.amount > 0) == counted
    if limit.unit is TimeUnit.UNKNOWN:
        assert not limit.confirmed
        assert limit.note


@EVERY_PROCEDURE
def test_fees_say_who_decides(procedure: Procedure) -> None:
    for fee in procedure.fees:
        assert fee.name
        assert fee.note or fee.amount
        assert fee.per in {"case", "copy", "page"}
        assert fee.channel in {"any", "online", "counter"}


@EVERY_PROCEDURE
def test_result_codes_have_the_national_shape(procedure: Procedure) -> None:
    assert [r.code for r in procedure.results if r.code and not re.fullmatch(r"[A-Z]\d{2}\.\d{6}", r.code)] == []


@EVERY_PROCEDURE
def test_subject_asks_known_fields(procedure: Procedure) -> None:
    if procedure.subject is not None:
        assert procedure.subject.fields[0] == "full_name"
        assert set(procedure.subject.fields) <= set(PERSON_FIELDS)


def test_civil_status_ends_when_the_new_law_begins() -> None:
    assert {p.effective_to for p in PROCEDURES if p.field == "ho_tich"} == {date(2027, 2, 28)}


def test_six_common_ones_in_order() -> None:
    common = sorted((p.common, p.code, p.icon) for p in PROCEDURES if p.common)
    assert common == [
        (1, "1.001193", "baby"),
        (2, "1.000894", "heart"),
        (3, "2.000815", "stamp"),
        (4, "1.004222", "house"),
        (5, "1.014027", "heart-handshake"),
        (6, "1.001612", "store"),
    ]


def test_birth_of_an_abandoned_child_needs_the_record_not_the_birth_notice() -> None:
    birth = next(p for p in PROCEDURES if p.code == "1.001193")
    keys = {c.key for c in birth.components_for({"abandoned": True})}
    assert "bien_ban_tre_bi_bo_roi" in keys
    assert not keys & {"giay_chung_sinh", "can_cuoc_cha_me", "so_dinh_danh_cha_me"}


@EVERY_PROCEDURE
def test_search_terms_are_folded_and_many(procedure: Procedure) -> None:
    terms = reference.search_terms(procedure)
    assert procedure.popular
    assert len(terms) >= 5
    assert len(set(terms)) == len(terms)
    assert all(term == fold(term) and term for term in terms)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("làm khai sinh cho con", "1.001193"),
        ("lam khai sinh cho con", "1.001193"),
        ("công chứng", "2.000815"),
        ("sao y", "2.000815"),
        ("giay doc than", "1.004873"),
        ("trích lục", "2.000635"),
        ("mở quán", "1.001612"),
        ("tiền già", "1.014027"),
        ("hộ nghèo", "1.011607"),
        ("nhap ho khau", "1.004222"),
        ("sửa khai sinh", "1.004859"),
    ],
)
def test_people_find_it_by_their_own_words(words: str, code: str) -> None:
    assert code in found(words)


def test_funeral_money_is_ambiguous_and_its_family_holds_all_of_it() -> None:
    family = next(f for f in reference.families() if f.key == "mai_tang")
    assert {o.code for o in family.options} == found("mai táng phí")
    assert len(family.options) == 3


def test_families_lead_to_procedures() -> None:
    for family in reference.families():
        assert {o.code for o in family.options} <= CODES
        assert len(family.options) >= 2
        assert len({o.label for o in family.options}) == len(family.options)
        assert family.words
        assert untranslated(family) == []
    assert {"khai_sinh", "chung_thuc", "tro_cap", "mai_tang"} <= {f.key for f in reference.families()}


def test_fields_are_all_used() -> None:
    assert {f.key for f in reference.fields()} == {p.field for p in PROCEDURES}
    assert all(f.name_en and f.icon and f.words for f in reference.fields())


def test_units_are_the_92_of_thai_nguyen() -> None:
    units = reference.units()
    codes = [u.code for u in units]
    assert len(units) == 92
    assert codes == sorted(set(codes))
    assert all(re.fullmatch(r"\d{5}", code) for code in codes)
    assert {u.kind for u in units} == {"xa", "phuong"}
    assert {u.province_code for u in units} == {"19"}
    assert {u.code: u.name for u in units}["05725"] == "Thần Sa"
    assert {u.code: (u.name, u.kind) for u in units}["05443"] == ("Phan Đình Phùng", "phuong")


def test_exchanged_days_differ_from_week_and_holidays() -> None:
    known = holidays.country_holidays("VN", years=range(2026, 2028))
    for exchanged in reference.exchanged_days():
        usual = exchanged.day.weekday() < 5 and exchanged.day not in known
        assert exchanged.working != usual, exchanged.day


def test_the_package_knows_the_days_we_do_not_list() -> None:
    known = holidays.country_holidays("VN", years=range(2026, 2028))
    tet = [date(2027, 2, 4) + timedelta(days=n) for n in range(7)]
    assert {date(2026, 8, 31), date(2026, 9, 1), date(2026, 11, 24), date(2027, 5, 3), *tet} <= set(known)
