"""Administrative procedures (thủ tục hành chính): what to bring, how long, what it costs, what comes out.

A dossier keeps the version of the procedure it was submitted under (Luật Hộ tịch 03/2026 changes many
of them on 1/3/2027), so these values are frozen and serialise to and from plain JSON.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Self


class ComponentKind(StrEnum):
    """How a component of the dossier (thành phần hồ sơ) is given. TT 03/2025 Điều 5: only ``SUBMIT`` is copied."""

    SUBMIT = "submit"  # nộp
    SHOW = "show"  # xuất trình
    NUMBER = "number"  # chỉ cung cấp số


class TimeUnit(StrEnum):
    """Units of a time limit."""

    SAME_DAY = "same_day"  # trong ngày
    HOURS = "hours"
    DAYS = "days"  # ngày (theo lịch)
    WORKING_DAYS = "working_days"  # ngày làm việc
    MONTHS = "months"
    UNKNOWN = "unknown"  # the law names none that could be confirmed: the clerk sets the date


@dataclass(frozen=True, slots=True)
class TimeLimit:
    """Thời hạn giải quyết. ``amount`` is 0 for ``SAME_DAY`` and ``UNKNOWN``; ``confirmed`` is shown when false."""

    unit: TimeUnit
    amount: int = 0
    confirmed: bool = True
    note: str = ""
    note_en: str = ""


@dataclass(frozen=True, slots=True)
class Fee:
    """Phí, lệ phí. ``amount`` in đồng, ``None`` where the provincial council decides (HĐND tỉnh)."""

    amount: int | None
    per: str = "case"  # case | copy | page
    name: str = ""
    name_en: str = ""
    channel: str = "any"  # any | online | counter
    note: str = ""
    note_en: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """Kết quả; ``code`` as ``KQ.`` code without the prefix (``G15.000031``) or empty."""

    name: str
    name_en: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class Condition:
    """One plain yes/no question that decides which components are needed (``if by proxy``)."""

    key: str
    question: str
    question_en: str
    default: bool = False


@dataclass(frozen=True, slots=True)
class Component:
    """Thành phần hồ sơ.

    Components with the same ``group`` are "one of these"; ``when`` names a condition, ``!key`` its negation; empty
    means always.
    """

    key: str
    name: str
    name_en: str
    kind: ComponentKind = ComponentKind.SUBMIT
    required: bool = True
    originals: int = 1
    copies: int = 0
    group: str = ""
    when: str = ""
    note: str = ""
    note_en: str = ""
    form: str = ""  # number of the printed form, e.g. CT01
    data_source: str = ""  # database that may replace the paper (NĐ 309/2026 Điều 4.2a)


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom the dossier is about, when that is neither owner nor submitter (the newborn, the deceased)."""

    label: str
    label_en: str
    fields: tuple[str, ...] = ("full_name", "birth_date", "sex")


@dataclass(frozen=True, slots=True)
class Procedure:
    """One version of one procedure. ``code`` is the national code (``1.001193``)."""

    code: str
    version: int
    name: str
    name_en: str
    field: str  # lĩnh vực key, see Field
    effective_from: date
    time_limit: TimeLimit
    components: tuple[Component, ...]
    results: tuple[Result, ...]
    fees: tuple[Fee, ...] = ()
    conditions: tuple[Condition, ...] = ()
    subject: Subject | None = None
    owner_label: str = ""
    owner_label_en: str = ""
    popular: tuple[str, ...] = ()  # the words people use
    effective_to: date | None = None
    agency: str = "ubnd_xa"  # ubnd_xa | cong_an_xa
    in_person: bool = False
    legal_basis: str = ""
    note: str = ""
    note_en: str = ""
    common: int = 0  # 1..6: place among the commonest on the home page, 0 = not there
    icon: str = ""

    def in_force(self, day: date) -> bool:
        """Whether this version applies on ``day`` (both ends included)."""
        return self.effective_from <= day and (self.effective_to is None or day <= self.effective_to)

    def components_for(self, answers: dict[str, bool]) -> tuple[Component, ...]:
        """The components that apply for these answers, in order; unanswered conditions take their default."""
        given = {c.key: answers.get(c.key, c.default) for c in self.conditions}
        return tuple(c for c in self.components if _applies(c.when, given))

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values; dates as ISO text."""
        out = asdict(self)
        out["effective_from"] = self.effective_from.isoformat()
        out["effective_to"] = self.effective_to.isoformat() if self.effective_to else None
        return out

    @classmethod
    def from_json(cls, raw: dict[str, Any]) -> Self:
        """Inverse of ``to_json``, also for parsed TOML; ``TypeError``, ``ValueError``, ``KeyError`` on bad data."""
        data = dict(raw)
        data["effective_from"] = _as_date(data["effective_from"])
        data["effective_to"] = _as_date(data["effective_to"]) if data.get("effective_to") else None
        data["time_limit"] = _time_limit(**data["time_limit"])
        data["components"] = tuple(_component(**c) for c in data.get("components", ()))
        data["results"] = tuple(Result(**r) for r in data.get("results", ()))
        data["fees"] = tuple(Fee(**f) for f in data.get("fees", ()))
        data["conditions"] = tuple(Condition(**c) for c in data.get("conditions", ()))
        data["subject"] = _subject(**data["subject"]) if data.get("subject") else None
        data["popular"] = tuple(data.get("popular", ()))
        return cls(**data)


@dataclass(frozen=True, slots=True)
class FamilyOption:
    """One answer of a family's question: leads to one procedure."""

    label: str
    label_en: str
    code: str


@dataclass(frozen=True, slots=True)
class Family:
    """Procedures that people confuse (mai táng, trợ cấp); one question tells them apart."""

    key: str
    question: str
    question_en: str
    words: tuple[str, ...]
    options: tuple[FamilyOption, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """Lĩnh vực."""

    key: str
    name: str
    name_en: str
    icon: str
    words: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class ReferenceData:
    """What the catalogue needs besides the procedures: it does not change while the process runs."""

    fields: tuple[Field, ...] = ()
    families: tuple[Family, ...] = ()


def _applies(when: str, given: dict[str, bool]) -> bool:
    if not when:
        return True
    if when.startswith("!"):
        return not given.get(when[1:], False)
    return given.get(when, False)


def _as_date(value: str | date) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)


def _time_limit(unit: str, **rest: Any) -> TimeLimit:
    return TimeLimit(unit=TimeUnit(unit), **rest)


def _component(kind: str = "submit", **rest: Any) -> Component:
    return Component(kind=ComponentKind(kind), **rest)


def _subject(label: str, label_en: str, fields: list[str]) -> Subject:
    return Subject(label=label, label_en=label_en, fields=tuple(fields))
