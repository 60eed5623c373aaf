"""The names of the look for Tailwind; their values, light and dark, live in ``assets/theme.css``."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

_NAMES = (
    "paper", "card", "ink", "ink-2", "line", "tea", "tea-2", "tea-bg", "on-tea", "seal", "seal-bg",
    "amber", "amber-bg", "sky", "sky-bg", "grey-bg", "mat", "rail", "rail-2", "on-rail",
)  # fmt: skip

TAILWIND: dict[str, Any] = {
    "theme": {
        "extend": {
            "colors": {name: f"var(--{name})" for name in _NAMES},
            "borderRadius": {"card": "16px", "button": "14px"},
            "fontFamily": {"sans": ["Be Vietnam Pro", "system-ui", "sans-serif"]},
        }
    }
}

_THEME_CSS = Path(__file__).resolve().parents[2] / "assets" / "theme.css"


@cache
def token(name: str, *, dark: bool = False) -> str:
    """The value of a colour, for what cannot read a stylesheet: icons, manifest. ``KeyError`` for an unknown one."""
    values = re.search(
        r":root\.dark\b[^{]*\{(.*?)\}" if dark else r":root \{(.*?)\}", _THEME_CSS.read_text("utf-8"), re.DOTALL
    )
    assert values
    return dict(re.findall(r"--([\w-]+): (#\w+);", values[1]))[name]
