"""The production application on a port and a data folder of its own: built once, stopped and started at will.

Used by the tests in a browser, the journeys and the benches: what they meet is exactly what ``scripts/run`` serves.
"""

from __future__ import annotations

import atexit
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sothuhoso import serving
from sothuhoso.settings import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

_START_SECONDS = 40


@dataclass
class Production:
    """One server. ``env`` is added to the environment of every command."""

    folder: Path
    port: int
    env: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        return self.folder / "server.log"

    def command(self, *arguments: str) -> str:
        """One command of the command line, on this server's data; answers its output."""
        done = subprocess.run(
            [sys.executable, "-m", "sothuhoso", *arguments],
            cwd=ROOT,
            env=self._env(),
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            problem = f"{arguments}: {done.stdout}{done.stderr}"
            raise RuntimeError(problem)
        return done.stdout

    def start(self) -> None:
        """Serve, and wait until it answers."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "sothuhoso.serving", "serve"],
                cwd=ROOT,
                env=self._env(),
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        deadline = time.monotonic() + _START_SECONDS
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() > deadline:
                problem = f"the server did not start:\n{self.log.read_text('utf-8', 'replace')[-4000:]}"
                raise RuntimeError(problem)
            time.sleep(0.1)

    def answers(self) -> bool:
        """Whether the server says that it is well."""
        try:
            with urllib.request.urlopen(f"{self.url}/api/health", timeout=2) as answer:
                return answer.status == 200
        except (urllib.error.URLError, OSError):
            return False

    def stop(self) -> None:
        """Ask it to end, and wait."""
        self._signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it at once, worker processes too: what a power cut does."""
        self._signal(signal.SIGKILL)

    def _signal(self, number: signal.Signals) -> None:
        if self.process is None:
            return
        try:
            if number is signal.SIGKILL:
                os.killpg(self.process.pid, number)
            else:
                self.process.send_signal(number)
            self.process.wait(20)
        except ProcessLookupError:
            pass
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        self.process = None

    def _env(self) -> dict[str, str]:
        ours = {"DATA_DIR": str(self.folder / "data"), "PORT": str(self.port), "HOST": "127.0.0.1", "LANG": "C.UTF-8"}
        ours["MAKE_PAPERS"] = "0"  # seconds of a core for each page: whoever tests that asks for it
        outside = {
            k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "REDIS_URL", "PUBLIC_URL", "SECRET_KEY")
        }
        return {**outside, **ours, **self.env}


def free_port() -> int:
    """A port nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def seeded(app: Production) -> None:
    """Tables and reference data (and the demo, where it is wanted), as migrating and seeding make them, made once."""
    shutil.copytree(_seeded_once(app.env.get("DEMO", "0")), app.folder / "data")


@cache
def _seeded_once(demo: str) -> Path:
    folder = Path(tempfile.mkdtemp(prefix="sothuhoso-seeded-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    first = Production(folder, free_port(), {"DEMO": demo})
    first.command("migrate")
    first.command("seed")
    return folder / "data"


@contextmanager
def production(*, demo: bool = True, **env: str) -> Iterator[Production]:
    """A started server with reference data and, where wanted, the demo; gone afterwards."""
    serving.build()
    folder = Path(tempfile.mkdtemp(prefix="sothuhoso-"))
    app = Production(folder, free_port(), {"DEMO": "1" if demo else "0", **env})
    try:
        seeded(app)
        app.start()
        yield app
    finally:
        app.stop()
        shutil.rmtree(folder, ignore_errors=True)
