"""Reading JSON that strangers sent: one value at a time, each with the path that an error names.

Everything that is not as agreed raises ``Invalid('submission.…', field=path)`` or ``TooLarge``; nothing else
leaves these functions whatever the input is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeGuard

from sothuhoso.domain.errors import Invalid, TooLarge
from sothuhoso.domain.names import collapse

if TYPE_CHECKING:
    from enum import StrEnum
    from typing import TypeVar

    E = TypeVar("E", bound=StrEnum)

MAX_TEXT = 300
UUID_TEXT = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
SHA256_TEXT = re.compile(r"[0-9a-f]{64}")
PROCEDURE_CODE = re.compile(r"[0-9]\.[0-9]{6}")
KEY_TEXT = re.compile(r"[a-z0-9_]{1,60}")
"""A key of our own reference data, e.g. of a component."""


@dataclass(frozen=True, slots=True)
class Untrusted:
    """A JSON value and where it stood (``components.2.key``)."""

    value: object
    path: str

    def get(self, key: str) -> Untrusted:
        """The member of an object, ``None`` inside when absent."""
        if not _is_object(self.value):
            raise self.unreadable()
        return Untrusted(self.value.get(key), f"{self.path}.{key}".lstrip("."))

    def items(self, limit: int) -> dict[str, Untrusted]:
        """All members of an object with at most ``limit`` of them; absent means none."""
        if self.value is None:
            return {}
        if not _is_object(self.value):
            raise self.unreadable()
        if len(self.value) > limit:
            raise self.too_many(limit)
        return {key: Untrusted(value, self.path) for key, value in self.value.items()}

    def elements(self, limit: int) -> list[Untrusted]:
        """All elements of a list with at most ``limit`` of them; absent means none."""
        if self.value is None:
            return []
        if not _is_list(self.value):
            raise self.unreadable()
        if len(self.value) > limit:
            raise self.too_many(limit)
        return [Untrusted(element, f"{self.path}.{i}") for i, element in enumerate(self.value)]

    def text(self, limit: int = MAX_TEXT) -> str:
        """A text in one line, composed, without invisible characters; absent means empty."""
        if self.value is None:
            return ""
        if not isinstance(self.value, str):
            raise self.unreadable()
        if len(self.value) > limit:
            raise Invalid("submission.text_too_long", field=self.path, limit=limit)
        return collapse(self.value)

    def matching(self, pattern: re.Pattern[str]) -> str:
        """A text that the whole pattern describes."""
        if not isinstance(self.value, str) or not pattern.fullmatch(self.value):
            raise self.unreadable()
        return self.value

    def one_of(self, kind: type[E]) -> E:
        """A member of an enumeration."""
        if not isinstance(self.value, str) or self.value not in [str(member) for member in kind]:
            raise self.unreadable()
        return kind(self.value)

    def whole(self, least: int, most: int) -> int:
        """A whole number within bounds (``true`` is not a number here)."""
        if not isinstance(self.value, int) or isinstance(self.value, bool) or not least <= self.value <= most:
            raise self.unreadable()
        return self.value

    def flag(self) -> bool:
        """``true`` or ``false``."""
        if not isinstance(self.value, bool):
            raise self.unreadable()
        return self.value

    def moment(self) -> datetime:
        """An ISO 8601 moment with its offset, as UTC."""
        try:
            read = datetime.fromisoformat(self.matching(_MOMENT))
            return read.astimezone(UTC)
        except (ValueError, OverflowError):
            raise self.unreadable() from None

    def unreadable(self) -> Invalid:
        """The error that names this place."""
        return Invalid("submission.not_readable", field=self.path)

    def too_many(self, limit: int) -> TooLarge:
        """The error that names this place and its limit."""
        return TooLarge("submission.too_many", field=self.path, limit=limit)


def _is_object(value: Any) -> TypeGuard[dict[str, Any]]:
    return isinstance(value, dict)


def _is_list(value: Any) -> TypeGuard[list[Any]]:
    return isinstance(value, list)


_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)", re.ASCII)
