"""The demo data fits the reference data, and nobody in it contradicts their own number."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from sothuhoso.domain import citizen_number
from sothuhoso.domain.people import PERSON_FIELDS
from sothuhoso.domain.policy import Role
from sothuhoso.domain.procedures import ComponentKind, Procedure
from sothuhoso.seeds import reference

FOLDER = Path(reference.__file__).parent / "demo"
ACCOUNTS = tomllib.loads((FOLDER / "accounts.toml").read_text("utf-8"))
DOSSIERS = tomllib.loads((FOLDER / "dossiers.toml").read_text("utf-8"))["dossier"]
PEOPLE = [(d["key"], slot, d[slot]) for d in DOSSIERS for slot in ("owner", "submitter", "subject") if slot in d]
EVERY_DOSSIER = pytest.mark.parametrize("dossier", DOSSIERS, ids=lambda d: d["key"])


def procedure_of(dossier: dict[str, Any]) -> Procedure:
    return next(p for p in reference.procedures() if p.code == dossier["procedure"])


def test_accounts_cover_every_role_and_two_desks() -> None:
    accounts = ACCOUNTS["account"]
    assert len({a["username"] for a in accounts}) == len(accounts)
    assert {a["role"] for a in accounts} == set(Role)
    desks = {(a["role"], a.get("unit")) for a in accounts}
    assert {(role, unit) for role in ("clerk", "head") for unit in ("05725", "05716")} <= desks
    assert all(("unit" in a) == (a["role"] not in {"province", "admin"}) for a in accounts)
    assert len(ACCOUNTS["password"]) >= 12


def test_there_is_work_in_every_state_at_both_desks() -> None:
    assert len({d["key"] for d in DOSSIERS}) == len(DOSSIERS)
    assert sum(d["unit"] == "05725" for d in DOSSIERS) == 14
    assert {d["status"] for d in DOSSIERS if d["unit"] == "05725"} == {"new", "received", "supplement", "refused"}
    assert sum(d["unit"] == "05716" for d in DOSSIERS) >= 3


@EVERY_DOSSIER
def test_dossier_fits_its_procedure(dossier: dict[str, Any]) -> None:
    procedure = procedure_of(dossier)
    answers = dossier.get("answers", {})
    assert set(answers) <= {c.key for c in procedure.conditions}
    applies = {c.key: c for c in procedure.components_for(answers)}
    photographed = {*dossier.get("pages", {}), *dossier.get("choose", ())}
    assert photographed <= {k for k, c in applies.items() if c.kind is ComponentKind.SUBMIT}
    assert {applies[key].group for key in dossier.get("choose", ())} <= {c.group for c in applies.values()} - {""}
    numbers = dossier.get("numbers", {})
    assert set(numbers) <= {k for k, c in applies.items() if c.kind is ComponentKind.NUMBER}
    assert {k for k, c in applies.items() if c.kind is ComponentKind.NUMBER and c.required} <= set(numbers)
    assert set(dossier.get("missing", {})) <= set(applies) - photographed
    assert ("subject" in dossier) == (procedure.subject is not None)
    assert answers.get("by_proxy", False) == ("submitter" in dossier)


@EVERY_DOSSIER
def test_dossier_has_its_times_and_its_decision(dossier: dict[str, Any]) -> None:
    assert ("minutes_ago" in dossier) != ("days_ago" in dossier)
    assert dossier["channel"] in {"phone", "counter"}
    if dossier["status"] == "new":
        assert "decided_at" not in dossier
        return
    decider = next(a for a in ACCOUNTS["account"] if a["username"] == dossier["decided_by"])
    assert decider["unit"] == dossier["unit"]
    assert decider["role"] in {"clerk", "head"}
    sent, decided = (-dossier["days_ago"], dossier["at"]), (-dossier["decided_days_ago"], dossier["decided_at"])
    assert sent < decided
    assert ("reason" in dossier) == (dossier["status"] in {"supplement", "refused"})
    assert bool(dossier.get("items")) == (dossier["status"] == "supplement")


@pytest.mark.parametrize(("key", "slot", "person"), PEOPLE, ids=lambda v: v if isinstance(v, str) else "")
def test_person_agrees_with_their_number(key: str, slot: str, person: dict[str, Any]) -> None:
    assert set(person) <= {*PERSON_FIELDS, "birth_days_ago", "qr"}
    assert person["full_name"]
    assert ("birth_date" in person) != ("birth_days_ago" in person)
    if slot != "subject":
        assert person["id_number"]
        assert person["address"]
    if "id_number" in person:
        assert person["id_number"].startswith("019")
        year = int(person["birth_date"][-4:])
        today = date(2026, 11, 23)
        assert citizen_number.check(person["id_number"], sex=person["sex"], birth_year=year, today=today) == ()


def test_nobody_shares_a_number() -> None:
    numbers = [person["id_number"] for _, _, person in PEOPLE if "id_number" in person]
    assert len(set(numbers)) == len(numbers)
