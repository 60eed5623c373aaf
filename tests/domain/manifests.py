"""A manifest as a device sends it, and a procedure it fits; invented people only."""

from copy import deepcopy
from datetime import date
from typing import Any

from sothuhoso.domain.procedures import (
    Component,
    ComponentKind,
    Condition,
    Procedure,
    Result,
    Subject,
    TimeLimit,
    TimeUnit,
)

PROCEDURE = Procedure(
    code="1.001193",
    version=1,
    name="Đăng ký khai sinh",
    name_en="Birth registration",
    field="ho_tich",
    effective_from=date(2025, 7, 1),
    time_limit=TimeLimit(TimeUnit.SAME_DAY),
    components=(
        Component("giay_chung_sinh", "Giấy chứng sinh", "Birth notice", group="chung_sinh"),
        Component("lam_chung", "Văn bản người làm chứng", "Witness statement", group="chung_sinh"),
        Component("to_khai", "Tờ khai", "Declaration"),
        Component("uy_quyen", "Văn bản ủy quyền", "Proxy", when="by_proxy"),
        Component("can_cuoc", "Căn cước", "ID card", ComponentKind.SHOW),
        Component("so_ket_hon", "Số giấy kết hôn", "Marriage number", ComponentKind.NUMBER, required=False),
        Component("cu_tru", "Giấy cư trú", "Residence paper", required=False, data_source="dan_cu"),
    ),
    results=(Result("Giấy khai sinh", "Birth certificate", "G15.000031"),),
    conditions=(Condition("by_proxy", "Có người làm thay không?", "Is somebody acting for you?"),),
    subject=Subject("Người được khai sinh", "The child"),
)


def page(n: int) -> dict[str, Any]:
    return {
        "id": f"00000000-0000-4000-8000-{n:012}",
        "sha256": f"{n:064x}",
        "bytes": 1000 + n,
        "media_type": "image/jpeg",
    }


def given(key: str, state: str, **more: Any) -> dict[str, Any]:
    return {"key": key, "state": state, "number": "", "reason": "", "pages": [], **more}


def value(text: str, origin: str = "typed") -> dict[str, str]:
    return {"value": text, "origin": origin}


_RAW: dict[str, Any] = {
    "format": 1,
    "procedure": "1.001193",
    "procedure_version": 1,
    "unit": "05725",
    "channel": "phone",
    "secret": "AbCdEfGhIjKlMnOpQrSt-_",
    "captured_at": "2026-11-23T02:31:00.000Z",
    "lang": "vi",
    "answers": {"by_proxy": False},
    "persons": {
        "owner": {
            "full_name": value("Hoàng Thị Mai", "qr"),
            "id_number": value("019199000017", "qr"),
            "sex": value("female", "qr"),
            "phone": value("0912 000 000"),
        },
        "submitter": None,
        "subject": {"full_name": value("Lý Hoàng An"), "birth_date": value("20/11/2026")},
    },
    "components": [
        given("giay_chung_sinh", "photographed", pages=[page(1), page(2)]),
        given("to_khai", "photographed", pages=[page(3)]),
        given("can_cuoc", "shown"),
    ],
    "notice": {"version": "1", "at": "2026-11-23T02:30:00.000Z"},
}


def manifest_json() -> dict[str, Any]:
    """A fresh copy, to be changed at will."""
    return deepcopy(_RAW)
