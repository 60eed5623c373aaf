"""Papers in a folder, named by the SHA-256 of their content, encrypted, outside the web root.

Several machines would share an S3-compatible store instead: the same port over ``obstore`` (``put`` with
``mode="create"``, the same sealed bytes under the same name, so that a folder can be copied over as it is).
"""

from __future__ import annotations

import hashlib
import re
import shutil
import time
from tempfile import TemporaryFile
from typing import TYPE_CHECKING

from sothuhoso.domain.errors import NotFound, Unavailable
from sothuhoso.integrations.durable import private_folder, replace_file

if TYPE_CHECKING:
    from pathlib import Path

    from sothuhoso.integrations.vault import Sealer

_LEAST_FREE = 200 * 1024 * 1024
_NAME = re.compile(r"[0-9a-f]{64}")


class FolderStore:
    """``domain.ports.FileStore``: two levels of folders (``ab/cd/abcd…``, 0700), each file whole or absent.

    Half-written files live in ``half/`` and are never looked at again; ``sweep`` clears old ones at start.
    """

    def __init__(self, root: Path, sealer: Sealer) -> None:
        self._root = private_folder(root)
        self._half = private_folder(root / "half")
        self._sealer = sealer

    def put(self, content: bytes) -> str:
        name = hashlib.sha256(content).hexdigest()
        path = self._path(name)
        if not path.exists():
            private_folder(path.parent)
            replace_file(path, self._sealer.seal(content, name), self._half)
        return name

    def get(self, sha256: str) -> bytes:
        if not _NAME.fullmatch(sha256):
            raise NotFound("file.unknown")
        try:
            sealed = self._path(sha256).read_bytes()
        except FileNotFoundError as error:
            raise NotFound("file.unknown") from error
        return self._sealer.open(sealed, sha256)

    def has(self, sha256: str) -> bool:
        return bool(_NAME.fullmatch(sha256)) and self._path(sha256).is_file()

    def remove(self, sha256: str) -> None:
        if _NAME.fullmatch(sha256):
            self._path(sha256).unlink(missing_ok=True)

    def check(self) -> None:
        try:
            with TemporaryFile(dir=self._half) as probe:
                probe.write(b"?")
            free = shutil.disk_usage(self._root).free
        except OSError as error:
            raise Unavailable("file.not_writable") from error
        if free < _LEAST_FREE:
            raise Unavailable("file.full")

    def sweep(self, older_than: float = 3600) -> int:
        """Delete what a killed process left half-written, in seconds of age; answers how many files that were."""
        limit = time.time() - older_than
        left = [path for path in self._half.iterdir() if path.stat().st_mtime < limit]
        for path in left:
            path.unlink(missing_ok=True)
        return len(left)

    def _path(self, name: str) -> Path:
        return self._root / name[:2] / name[2:4] / name
