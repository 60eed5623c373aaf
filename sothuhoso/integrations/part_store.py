"""The beginnings of photos: a folder for each submission, a file for each photo, sealed piece by piece as it comes.

A photographed card must not lie readable on a disk for the hours that a bad line takes, so every piece is sealed on its
own (AES-GCM, bound to its place) and appended: length, sealed bytes. A piece that a power cut tore is not whole and is
cut off at the next look; a connection that was cut, or a killed process, costs what was not yet a piece.
"""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import struct
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from sothuhoso.domain.errors import Conflict, NotFound, Unavailable
from sothuhoso.integrations.durable import private_folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sothuhoso.integrations.vault import Sealer

_HEAD = struct.Struct(">I")
_FOLDER, _NAME = re.compile(r"[0-9a-f-]{36}"), re.compile(r"[0-9a-f]{64}")
_LEAST_FREE = 200 * 1024 * 1024
_TRIES = 5


class FolderParts:
    """``domain.ports.PartStore``: ``<submission>/<sha256>``, 0700 and 0600."""

    def __init__(self, root: Path, sealer: Sealer) -> None:
        self._root = private_folder(root)
        self._sealer = sealer

    def size(self, folder: str, name: str) -> int:
        try:
            with self._path(folder, name).open("rb") as file:
                return _end(file.fileno(), self._sealer.overhead)[0]
        except FileNotFoundError:
            return 0

    def sizes(self, folder: str) -> dict[str, int]:
        names = [path.name for path in _files(self._folder(folder))]
        return {name: size for name in names if (size := self.size(folder, name))}

    def open(self, folder: str, name: str, offset: int) -> SealedWriter:
        if shutil.disk_usage(self._root).free < _LEAST_FREE:
            raise Unavailable("file.full")
        for _ in range(_TRIES):
            private_folder(self._folder(folder))
            try:
                return SealedWriter(self._path(folder, name), name, self._sealer, offset)
            except FileNotFoundError:
                if offset:
                    _drop_empty(self._folder(folder))
                    raise Conflict("part.offset", offset=0) from None
                # Another photo of the same dossier was the last in the folder and took it along.
                continue
        raise Unavailable("file.not_writable")

    def read(self, folder: str, name: str) -> bytes:
        try:
            sealed = self._path(folder, name).read_bytes()
        except FileNotFoundError:
            return b""
        out, at, offset = [], 0, 0
        while at + _HEAD.size <= len(sealed):
            (length,) = _HEAD.unpack_from(sealed, at)
            piece = sealed[at + _HEAD.size : at + _HEAD.size + length]
            if len(piece) < length:
                break
            out.append(self._sealer.open(piece, _context(name, offset)))
            offset += len(out[-1])
            at += _HEAD.size + length
        return b"".join(out)

    def remove(self, folder: str, name: str = "") -> None:
        place = self._folder(folder)
        if name:
            self._path(folder, name).unlink(missing_ok=True)
        else:
            shutil.rmtree(place, ignore_errors=True)
        _drop_empty(place)

    def sweep(self, older_than: float) -> int:
        limit, gone = time.time() - older_than, 0
        for place in [path for path in self._root.iterdir() if path.is_dir()]:
            for path in _files(place):
                with suppress(FileNotFoundError):  # somebody else was done with it just now
                    if path.stat().st_mtime < limit:
                        path.unlink()
                        gone += 1
            _drop_empty(place)
        return gone

    def _folder(self, folder: str) -> Path:
        if not _FOLDER.fullmatch(folder):
            raise NotFound("file.unknown")
        return self._root / folder

    def _path(self, folder: str, name: str) -> Path:
        if not _NAME.fullmatch(name):
            raise NotFound("file.unknown")
        return self._folder(folder) / name


class SealedWriter:
    """``domain.ports.PartWriter``. No lock is held between two pieces.

    An old connection that nobody has noticed to be dead must not shut out the new one; whoever finds the file longer
    than they left it has been overtaken.
    """

    def __init__(self, path: Path, name: str, sealer: Sealer, offset: int) -> None:
        self._name, self._sealer = name, sealer
        # Only a beginning makes the file: who would go on with one that is gone leaves nothing behind.
        self._file = os.open(path, os.O_RDWR | (0 if offset else os.O_CREAT), 0o600)
        with _locked(self._file):
            self.offset, self._end = _end(self._file, sealer.overhead)
            if self.offset == offset:
                os.ftruncate(self._file, self._end)  # a torn piece, if there is one
                return
        self.close()
        raise Conflict("part.offset", offset=self.offset)

    def write(self, content: bytes) -> None:
        sealed = self._sealer.seal(content, _context(self._name, self.offset))
        piece = _HEAD.pack(len(sealed)) + sealed
        with _locked(self._file):
            if os.fstat(self._file).st_size != self._end:
                raise Conflict("part.offset", offset=_end(self._file, self._sealer.overhead)[0])
            try:
                whole = os.pwrite(self._file, piece, self._end) == len(piece)
            except OSError as error:
                raise Unavailable("file.full") from error
        if not whole:
            raise Unavailable("file.full")  # the half of it is cut off by whoever goes on
        self._end += len(piece)
        self.offset += len(content)

    def close(self) -> None:
        if self._file >= 0:
            os.fsync(self._file)
            os.close(self._file)
            self._file = -1


def _context(name: str, offset: int) -> str:
    return f"part:{name}:{offset}"


def _end(file: int, overhead: int) -> tuple[int, int]:
    """Plain bytes in whole pieces, and where in the file the last of them ends."""
    length, at, plain = os.fstat(file).st_size, 0, 0
    while at + _HEAD.size <= length:
        (sealed,) = _HEAD.unpack(os.pread(file, _HEAD.size, at))
        if at + _HEAD.size + sealed > length or sealed <= overhead:
            break
        at += _HEAD.size + sealed
        plain += sealed - overhead
    return plain, at


def _files(place: Path) -> list[Path]:
    try:
        return sorted(place.iterdir())
    except FileNotFoundError:
        return []


def _drop_empty(place: Path) -> None:
    """The folder of a submission of which nothing is unfinished any more."""
    try:
        place.rmdir()
    except OSError:
        return  # there is something in it, or it is gone


@contextmanager
def _locked(file: int) -> Iterator[None]:
    fcntl.flock(file, fcntl.LOCK_EX)
    try:
        yield
    finally:
        fcntl.flock(file, fcntl.LOCK_UN)
