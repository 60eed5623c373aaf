"""The service worker: what it keeps, read from the real build, and its script, bundled with the device's modules.

What is kept is named by address and content: a file whose name carries its hash needs nothing else, every other one a
revision. So a new version fetches only what changed, and an installation that broke off goes on where it stopped.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
from pathlib import Path

from sothuhoso.guards.headers import content_security_policy
from sothuhoso.pwa.pages import FALLBACK, address, inline_script_hashes
from sothuhoso.settings import ROOT

SCRIPT = "sw.js"
_SOURCE = ROOT / "sothuhoso" / "frontend"
#: Big, and not needed to open and capture: fetched once the app is at rest.
LARGE = {".wasm", ".mp3", ".m4a", ".ogg", ".opus", ".webm"}
_HASHED = ("/assets/", "/fonts/")
_SHELL = {".js", ".css", ".woff2"}
_UNHASHED = ("/icon.svg",)
#: Which sentences there are (useless without their sounds), and what old addresses are called today.
_LATER = {"/voice/index.json", "/addresses/table.json"}

_WORDS = re.compile(r"/words/\w+\.json")
_MANIFEST = re.compile(r"manifest-(\w+)\.js")
_HEX = 16


class WorkerError(RuntimeError):
    """The worker could not be bundled; the message is rolldown's."""


def write(static: Path, modules: Path) -> None:
    """Write ``/sw.js`` for what is in ``static``."""
    lists = {"version": version(static), **kept(static)}
    command = [shutil.which("node") or "node", str(_SOURCE / "bundle.mjs"), str(modules), str(static / SCRIPT)]
    done = subprocess.run(command, input=json.dumps(lists), capture_output=True, text=True, check=False)  # noqa: S603 - our own command
    if done.returncode:
        raise WorkerError(done.stdout + done.stderr)


def version(static: Path) -> str:
    """The build as its own pages know it (``__reactRouterManifest.version``): another one for any changed chunk."""
    (found,) = (
        match
        for file in (static / "assets").iterdir()
        if (match := _MANIFEST.fullmatch(file.name)) and _is_manifest(file)
    )
    return found[1]


def _is_manifest(file: Path) -> bool:
    return "__reactRouterManifest" in file.read_text("utf-8")


def kept(static: Path) -> dict[str, dict[str, str]]:
    """``shell`` and ``large``: address → revision, empty where the address already names the content."""
    shell, large = pages(static), {}
    for file in sorted(static.rglob("*")):
        path = f"/{file.relative_to(static).as_posix()}"
        if not file.is_file() or path.startswith("/external/"):
            continue
        revision = "" if path.startswith(_HASHED) else digest(file)
        if file.suffix in LARGE or path in _LATER:
            large[path] = revision
        elif (path.startswith(_HASHED) and file.suffix in _SHELL) or path in _UNHASHED or _WORDS.fullmatch(path):
            shell[path] = revision
    return {"shell": shell, "large": large}


def pages(static: Path) -> dict[str, str]:
    """Each page at the address where the server shows it. Its revision knows its policy too: that comes as a header."""
    hashes = inline_script_hashes(static)
    found = {}
    for page in sorted({*static.rglob("index.html"), static / f"{FALLBACK}.html"}):
        where = address(static, page)
        policy = hashlib.sha256(content_security_policy(hashes[where]).encode()).hexdigest()[:_HEX]
        found[f"{where.rstrip('/')}/" if where else f"/{FALLBACK}.html"] = f"{digest(page)}.{policy}"
    return found


def digest(file: Path) -> str:
    """The beginning of the content's SHA-256; the worker compares what it was given with it."""
    return hashlib.sha256(file.read_bytes()).hexdigest()[:_HEX]
