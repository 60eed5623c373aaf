"""The names of the look for Tailwind; their values, light and dark, live in ``assets/theme.css``."""

from __future__ import annotations

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
