"""A build of its own for one server, and the next version of it: what a deployment does to people whose pages are open.

The next version is the same pages under other names: every file with a hash gets another one, so that nothing of the
former build is there any more, and the worker and the policies are written anew.
"""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sothuhoso import serving
from sothuhoso.pwa import worker
from sothuhoso.pwa.pages import inline_script_hashes
from sothuhoso.settings import WEB
from tests.production import Production, free_port, seeded

_SERVED = ("build", "backend", "routes.json", "reflex.json", "env.json")
_HASH = 8


@contextmanager
def own_build() -> Iterator[tuple[Production, Path]]:
    """A server with reference data whose pages nobody else is served."""
    serving.build()
    folder = Path(tempfile.mkdtemp(prefix="sothuhoso-"))
    web = folder / ".web"
    for name in _SERVED:
        copy = shutil.copytree if (WEB / name).is_dir() else shutil.copy
        copy(WEB / name, _parent(web / name))
    app = Production(folder, free_port(), {"DEMO": "0", "REFLEX_WEB_WORKDIR": str(web)})
    try:
        seeded(app)
        app.start()
        yield app, web
    finally:
        app.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _parent(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def deploy(app: Production, web: Path, mark: str) -> str:
    """Stop, put the next version in the place of this one, start; answers the new version. ``mark``: two hex digits."""
    app.stop()
    static = web / "build" / "client"
    _rename_all(static, mark)
    hashes = inline_script_hashes(static)
    (web / "build" / "csp_hashes.json").write_text(json.dumps(hashes), "utf-8")
    worker.write(static, WEB / "node_modules")
    app.start()
    return worker.version(static)


def _rename_all(static: Path, mark: str) -> None:
    assets = static / "assets"
    hashes = {file.stem[-_HASH:] for file in assets.glob("*.js")}
    renamed = {old: mark + old[len(mark) :] for old in hashes}
    names = re.compile("|".join(map(re.escape, renamed)))
    for packed in [*static.rglob("*.br"), *static.rglob("*.gz")]:
        packed.unlink()
    for file in [*static.rglob("*.html"), *assets.glob("*.js")]:
        file.write_text(names.sub(lambda found: renamed[found[0]], file.read_text("utf-8")), "utf-8")
    for file in assets.glob("*.js"):
        file.rename(assets / names.sub(lambda found: renamed[found[0]], file.name))
