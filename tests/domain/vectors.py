"""Reads the tables of test vectors that the browser's tests read too."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sothuhoso.domain.working_days import WorkingCalendar
from sothuhoso.i18n.catalog import error_text, text

FOLDER = Path(__file__).parent.parent / "vectors"


def vectors(name: str) -> Any:
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


def named(cases: list[dict[str, Any]]) -> dict[str, Any]:
    """Arguments for ``parametrize``: the cases with their names as ids."""
    names = [case["name"] for case in cases]
    assert len(set(names)) == len(names)
    return {"argvalues": cases, "ids": names}


def vietnam_calendar() -> WorkingCalendar:
    """The days off and made-up days of 2026 and 2027 as the vectors list them."""
    raw = vectors("deadlines")
    days_off, made_up = ({date.fromisoformat(day) for day in raw[key]} for key in ("days_off", "made_up"))
    return WorkingCalendar(frozenset(days_off), frozenset(made_up))


def vietnam_time(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+07:00")


def all_have_words(cases: list[dict[str, Any]]) -> None:
    """Every problem and warning of a table of readings has a sentence."""
    for case in cases:
        expected = case["expect"]
        if expected["problem"]:
            assert error_text(expected["problem"])
        for warning in expected["warnings"]:
            assert text(f"warnings.{warning['key']}")
