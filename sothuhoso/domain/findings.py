"""A finding: something odd or missing about a field, named by key. Findings never stop anyone by themselves."""

from __future__ import annotations

import dataclasses


@dataclasses.dataclass(frozen=True, slots=True)
class Finding:
    """``key`` names the sentence under ``warnings`` (``errors`` where it refuses); ``field`` says where it is shown.

    ``facts`` fill the sentence's blanks and hold nothing personal: no number, no name, no date of a person.
    """

    key: str
    field: str
    facts: dict[str, str | int] = dataclasses.field(default_factory=dict[str, str | int])
