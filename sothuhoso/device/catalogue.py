"""The catalogue on the device, bound: searching, browsing by field, the commonest procedures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sothuhoso.device import binding

_LIBRARY = binding.module("catalogue.js")
_HOME = binding.reader(_LIBRARY, "useHome", "home")


@dataclass
class Found:
    """A procedure in a list; ``short`` is what people call it, ``address`` its page."""

    code: str
    name: str
    short: str
    icon: str
    address: str


@dataclass
class FieldItem:
    """A field (lĩnh vực)."""

    key: str
    name: str
    icon: str
    address: str


@dataclass
class Option:
    """One answer of a family's question."""

    code: str
    label: str
    address: str


@dataclass
class FamilyItem:
    """Procedures that people confuse, told apart by one question."""

    key: str
    question: str
    options: list[Option]


STATUS: Any = binding.read(_HOME, "home.status")  # loading | ready | failed
QUERY: Any = binding.read(_HOME, "home.query")
ASKED: Any = binding.read(_HOME, "home.asked", bool)
FIELD: Any = binding.read(_HOME, "home.field")
FIELD_NAME: Any = binding.read(_HOME, "home.fieldName")
COMMON: Any = binding.read(_HOME, "home.common", list[Found])
FIELDS: Any = binding.read(_HOME, "home.fields", list[FieldItem])
FAMILIES: Any = binding.read(_HOME, "home.families", list[FamilyItem])
RESULTS: Any = binding.read(_HOME, "home.results", list[Found])
COUNTER: Any = binding.read(_HOME, "home.counter", bool)
UNIT: Any = binding.read(_HOME, "home.unit")
UNIT_KIND: Any = binding.read(_HOME, "home.unitKind")
ALL: Any = binding.read(_HOME, "home.all")  # the home page without a field

SET_QUERY = binding.call(_LIBRARY, "(value) => setQuery(value)", "setQuery")
CLEAR = binding.call(_LIBRARY, "() => setQuery('')", "setQuery")
RETRY = binding.call(_LIBRARY, "() => retryCatalogue()", "retryCatalogue")
