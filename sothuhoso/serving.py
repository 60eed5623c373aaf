"""Builds the pages once and serves them: ``python -m sothuhoso.serving build | serve``.

Unchanged sources start granian directly, in two seconds and without Node. What Reflex calls its internals is named
here and nowhere else.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import TYPE_CHECKING

from sothuhoso.settings import ROOT, WEB, settings

if TYPE_CHECKING:
    from collections.abc import Iterator

STAMP = WEB / "build" / "stamp"
BUILD_LOG = ROOT / ".web-build.log"

#: Folders and files that enter the pages. Python below the screens does not, but a screen's views come from there.
_SOURCES = ("sothuhoso", "assets", "reflex.lock", "rxconfig.py", ".npmrc", "requirements.txt")
_NOT_SOURCES = {"__pycache__", "external"}
#: Reflex's own names (environment.py of 0.10): run what was compiled, and serve the pages with the API.
_PRODUCTION = {
    "REFLEX_ENV_MODE": "prod",
    "__REFLEX_SKIP_COMPILE": "1",
    "__REFLEX_MOUNT_FRONTEND_COMPILED_APP": "1",
}
_LOG_LINES = 40


class BuildError(RuntimeError):
    """The pages could not be built; the message says what to do."""


def fingerprint(root: Path = ROOT) -> str:
    """SHA-256 over names and contents of everything that enters the build."""
    digest = hashlib.sha256()
    for file in _source_files(root):
        digest.update(f"{file.relative_to(root)}\0".encode())
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def is_built() -> bool:
    """Whether the pages on disk come from the sources as they are now."""
    return STAMP.exists() and STAMP.read_text("ascii") == fingerprint()


def build() -> None:
    """Build the pages unless they are up to date. Raises ``BuildError``."""
    if is_built():
        return
    had_web = WEB.exists()
    if not _export() and had_web:
        # Leftovers of another version (a plugin that is gone, a half-done installation) can break a build.
        shutil.rmtree(WEB)
        _export()
    if not (WEB / "build" / "client" / "index.html").exists():
        last = "\n".join(BUILD_LOG.read_text("utf-8", "replace").splitlines()[-_LOG_LINES:])
        hint = " Is there a line to npm's registry?" if "npm error" in last or "npm ERR" in last else ""
        message = f"{last}\n\n✗ The pages could not be built. The whole log is in {BUILD_LOG}.{hint}"
        raise BuildError(message)
    STAMP.write_text(fingerprint(), "ascii")


def serve() -> None:
    """Replace this process by the server. Returns never: signals go straight to it."""
    config = settings()
    granian = Path(sysconfig.get_path("scripts")) / "granian"
    workers = os.environ.get("WORKERS") or "1" if config.redis_url else "1"  # without Redis a second one knows nothing
    command = [
        *(str(granian), "--interface", "asgi", "--factory", "--loop", "uvloop"),
        *("--host", config.host, "--port", str(config.port), "--workers", workers),
        *("--backpressure", "8192", "--log-level", "warning", "--workers-kill-timeout", "10"),
        "sothuhoso.sothuhoso:app",
    ]
    os.chdir(ROOT)
    os.execve(command[0], command, {**os.environ, **_PRODUCTION})  # noqa: S606 - our own program, our own arguments


def _export() -> bool:
    command = [sys.executable, "-m", "reflex", "export", "--frontend-only", "--no-zip", "--loglevel", "info"]
    with BUILD_LOG.open("w", encoding="utf-8") as log:
        done = subprocess.run(  # noqa: S603 - our own command
            command, cwd=ROOT, stdout=log, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, check=False
        )
    return done.returncode == 0


def _source_files(root: Path) -> Iterator[Path]:
    for name in _SOURCES:
        top = root / name
        if top.is_file():
            yield top
            continue
        for file in sorted(top.rglob("*")):
            if file.is_file() and not _NOT_SOURCES & set(file.relative_to(root).parts):
                yield file


def main() -> int:
    """``build`` or ``serve`` from the command line."""
    match sys.argv[1:]:
        case ["build"]:
            try:
                build()
            except BuildError as failed:
                sys.stderr.write(f"{failed}\n")
                return 1
        case ["serve"]:
            serve()
        case _:
            sys.stderr.write("usage: python -m sothuhoso.serving build | serve\n")
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
