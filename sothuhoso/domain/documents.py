"""What is printed on the forms of TT 03/2025/TT-VPCP, Phụ lục I: Mẫu 01, 02 and 03.

The facts are frozen when a form is issued and kept as JSON, so that a form printed again years later says the same.
They hold values, not sentences: the printer has the words. Times are aware UTC.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, ClassVar, Self

from sothuhoso.domain.manifest import ComponentState
from sothuhoso.domain.procedures import TimeLimit, TimeUnit


@dataclass(frozen=True, slots=True)
class FormHead:
    """The head that all three forms share.

    ``serial`` and ``year`` make the form's own number (``17``, 2026); ``unit_name`` is the whole name of the unit
    ("xã Thần Sa"), ``place`` what stands before the date; ``dossier_number`` is ours, ``official_code`` the mã hồ sơ
    of the national or provincial system or empty.
    """

    serial: int
    year: int
    unit_code: str
    unit_name: str
    province_name: str
    place: str
    issued_at: datetime
    dossier_number: str
    official_code: str
    procedure_code: str
    procedure_name: str
    officer_name: str


@dataclass(frozen=True, slots=True)
class FormPerson:
    """A person on a form; empty texts leave the dotted line."""

    full_name: str
    id_number: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class FormComponent:
    """One line of the list of papers."""

    name: str
    state: ComponentState
    originals: int = 1
    copies: int = 0
    number: str = ""


@dataclass(frozen=True, slots=True)
class ReceiptFacts:
    """Mẫu 01, Giấy tiếp nhận hồ sơ và hẹn trả kết quả. ``due_at`` is ``None`` where the clerk sets no date by law."""

    form: ClassVar[str] = "01"

    head: FormHead
    owner: FormPerson
    components: tuple[FormComponent, ...]
    time_limit: TimeLimit
    received_at: datetime
    due_at: datetime | None
    follow_url: str
    submitter_name: str
    proxy: FormPerson | None = None  # người được ủy quyền
    proxy_paper: str = ""
    sets: int = 1
    result_place: str = ""  # nơi đăng ký nhận kết quả; empty = at this desk
    book: str = ""  # sổ theo dõi: quyển số
    book_serial: str = ""  # số thứ tự
    signed_at: datetime | None = None  # by the submitter on the screen: a picture, said so and not printed

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values; moments as ISO text."""
        return _plain(self.form, asdict(self))

    @classmethod
    def from_json(cls, raw: dict[str, Any]) -> Self:
        """Inverse of ``to_json``."""
        rest: dict[str, Any] = {
            "components": tuple(_component(c) for c in raw["components"]),
            "time_limit": _time_limit(raw["time_limit"]),
            "received_at": datetime.fromisoformat(raw["received_at"]),
            "due_at": datetime.fromisoformat(raw["due_at"]) if raw["due_at"] else None,
            "proxy": FormPerson(**raw["proxy"]) if raw["proxy"] else None,
            "signed_at": datetime.fromisoformat(raw["signed_at"]) if raw.get("signed_at") else None,
        }
        return cls(**(_common(raw) | rest))


@dataclass(frozen=True, slots=True)
class SupplementFacts:
    """Mẫu 02, Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ: all of it at once (NĐ 309/2026 Điều 17.2a)."""

    form: ClassVar[str] = "02"

    head: FormHead
    owner: FormPerson
    items: tuple[str, ...]
    reason: str
    contact_name: str = ""
    contact_phone: str = ""
    follow_url: str = ""

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values; moments as ISO text."""
        return _plain(self.form, asdict(self))

    @classmethod
    def from_json(cls, raw: dict[str, Any]) -> Self:
        """Inverse of ``to_json``."""
        fields = _common(raw)
        fields["items"] = tuple(fields["items"])
        return cls(**fields)


@dataclass(frozen=True, slots=True)
class RefusalFacts:
    """Mẫu 03, Phiếu từ chối tiếp nhận giải quyết hồ sơ."""

    form: ClassVar[str] = "03"

    head: FormHead
    owner: FormPerson
    reason: str
    submitter_name: str = ""
    follow_url: str = ""

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values; moments as ISO text."""
        return _plain(self.form, asdict(self))

    @classmethod
    def from_json(cls, raw: dict[str, Any]) -> Self:
        """Inverse of ``to_json``."""
        return cls(**_common(raw))


FormFacts = ReceiptFacts | SupplementFacts | RefusalFacts

_KINDS: dict[str, type[FormFacts]] = {kind.form: kind for kind in (ReceiptFacts, SupplementFacts, RefusalFacts)}


def form_from_json(raw: dict[str, Any]) -> FormFacts:
    """The facts of whichever form it is; raises ``KeyError``/``TypeError``/``ValueError`` for anything else."""
    return _KINDS[raw["form"]].from_json(raw)


def _plain(form: str, fields: dict[str, Any]) -> dict[str, Any]:
    return {"form": form, **{key: _plain_value(value) for key, value in fields.items()}}


def _plain_value(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, dict):
        return {k: _plain_value(v) for k, v in value.items()}  # pyright: ignore[reportUnknownVariableType]
    if isinstance(value, (list, tuple)):
        return [_plain_value(v) for v in value]  # pyright: ignore[reportUnknownVariableType]
    return str(value) if isinstance(value, str) else value


def _common(raw: dict[str, Any]) -> dict[str, Any]:
    out = {key: value for key, value in raw.items() if key != "form"}
    head = dict(raw["head"])
    head["issued_at"] = datetime.fromisoformat(head["issued_at"])
    out["head"], out["owner"] = FormHead(**head), FormPerson(**raw["owner"])
    return out


def _component(raw: dict[str, Any]) -> FormComponent:
    fields = dict(raw)
    fields["state"] = ComponentState(fields["state"])
    return FormComponent(**fields)


def _time_limit(raw: dict[str, Any]) -> TimeLimit:
    fields = dict(raw)
    fields["unit"] = TimeUnit(fields["unit"])
    return TimeLimit(**fields)
