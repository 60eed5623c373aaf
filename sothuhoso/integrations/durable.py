"""Writing a file so that it is whole or absent, whatever stops the machine."""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import mkstemp

PRIVATE_DIR = 0o700


def private_folder(path: Path) -> Path:
    """Make the folder (0700) and its parents, their names on the disk before anything is put inside."""
    if not path.is_dir():
        private_folder(path.parent)
        path.mkdir(mode=PRIVATE_DIR, exist_ok=True)
        _sync(path.parent)
    return path


def replace_file(path: Path, content: bytes, workshop: Path) -> None:
    """Write ``content`` to ``path`` (0600), over what was there; ``workshop`` is a folder on the same disk."""
    half = _write(content, workshop)
    half.replace(path)
    _sync(path.parent)


def create_file(path: Path, content: bytes) -> None:
    """Write ``content`` to ``path`` (0600) unless there is a file already, which then stays as it is."""
    half = _write(content, path.parent)
    try:
        os.link(half, path)
    except FileExistsError:
        pass
    finally:
        half.unlink()
    _sync(path.parent)


def _write(content: bytes, workshop: Path) -> Path:
    handle, name = mkstemp(dir=workshop, prefix="half-")
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return Path(name)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
