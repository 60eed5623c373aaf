"""The web app manifest: by it a browser installs the app, with its name, icons and shortcuts."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

from sothuhoso.components.theme import token
from sothuhoso.i18n.catalog import DEFAULT, text
from sothuhoso.settings import ROOT

NAME = "manifest.webmanifest"
#: Shown by the browser before it installs; kept as pictures of the real screens (``scripts/screens``).
_SCREENS = ROOT / "docs" / "screens"
_SCREENSHOTS = (("phone-home-light", "720x1480", "narrow"), ("desk-dossier-light", "1280x800", "wide"))
_SHORTCUTS = (("capture", "/"), ("desk", "/ban"))


def write(static: Path) -> None:
    """Put the manifest into the build, with the pictures it names."""
    shown = [_screenshot(static, *shot) for shot in _SCREENSHOTS if (_SCREENS / f"{shot[0]}.webp").exists()]
    (static / NAME).write_text(json.dumps({**manifest(), "screenshots": shown}, ensure_ascii=False), "utf-8")


def manifest() -> dict[str, Any]:
    """Everything but the pictures."""
    return {
        "id": "/",
        "name": text("app.name"),
        "short_name": text("app.short_name"),
        "description": text("app.description"),
        "lang": DEFAULT,
        "dir": "ltr",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "theme_color": token("tea"),
        "background_color": token("paper"),
        "categories": ["government", "productivity"],
        "prefer_related_applications": False,
        "icons": [*_icons("app", "any"), *_icons("maskable", "maskable"), _icon("/icon.svg", "any", "any")],
        "shortcuts": [_shortcut(*shortcut) for shortcut in _SHORTCUTS],
    }


def _icons(name: str, purpose: str) -> list[dict[str, str]]:
    return [_icon(f"/icons/{name}-{size}.png", f"{size}x{size}", purpose) for size in (192, 512)]


def _icon(src: str, sizes: str, purpose: str) -> dict[str, str]:
    kind = "image/svg+xml" if src.endswith(".svg") else "image/png"
    return {"src": src, "sizes": sizes, "type": kind, "purpose": purpose}


def _shortcut(key: str, url: str) -> dict[str, Any]:
    name = text(f"app.shortcut.{key}")
    return {"name": name, "short_name": name, "url": url, "icons": [_icon(f"/icons/{key}-96.png", "96x96", "any")]}


def _screenshot(static: Path, name: str, sizes: str, form: str) -> dict[str, str]:
    folder = static / "screens"
    folder.mkdir(exist_ok=True)
    shutil.copy(_SCREENS / f"{name}.webp", folder)
    label = text(f"app.screen.{form}")
    return {"src": f"/screens/{name}.webp", "sizes": sizes, "type": "image/webp", "form_factor": form, "label": label}
