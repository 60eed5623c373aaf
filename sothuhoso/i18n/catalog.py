"""The word lists as flat dictionaries: ``text("errors.image.truncated", lang, **facts)``.

``vi.toml`` is the source; a key missing there is a programming error and raises, so it fails a test or the
build, never the user. A key missing in another language falls back to Vietnamese.
"""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from pathlib import Path

LANGUAGES = ("vi", "en")
DEFAULT = "vi"
_HERE = Path(__file__).parent
_BLANK = re.compile(r"\{(\w+)\}")


@lru_cache(maxsize=len(LANGUAGES))
def words(lang: str) -> dict[str, str]:
    """All words of a language, keys joined by dots."""
    with (_HERE / f"{lang}.toml").open("rb") as file:
        return dict(_flat(tomllib.load(file)))


def text(key: str, lang: str = DEFAULT, **facts: object) -> str:
    """The sentence for ``key`` with its blanks filled. Raises ``KeyError`` where Vietnamese has no such key."""
    sentence = words(lang).get(key) or words(DEFAULT)[key]
    return _BLANK.sub(lambda m: str(facts.get(m[1], m[0])), sentence)


def error_text(key: str, lang: str = DEFAULT, **facts: object) -> str:
    """The sentence of a ``DomainError``."""
    return text(f"errors.{key}", lang, **facts)


def _flat(tree: dict[str, object], prefix: str = "") -> list[tuple[str, str]]:
    out: list[tuple[str, str]] = []
    for key, value in tree.items():
        if isinstance(value, dict):
            out.extend(_flat(value, f"{prefix}{key}."))  # pyright: ignore[reportUnknownArgumentType]
        else:
            out.append((f"{prefix}{key}", str(value)))
    return out
