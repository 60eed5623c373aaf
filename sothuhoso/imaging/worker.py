"""The program of a worker process: photos in, pictures and texts out, one at a time, with little memory and no rights.

Started by ``workers.py`` with the number of its end of a pipe. It shares nothing with the server but that pipe, and
answers in JSON and plain bytes, so that a decoder taken over by a hostile file still cannot speak Python to us.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict
from multiprocessing.connection import Connection
from typing import Any

from sothuhoso.domain.errors import DomainError, TooLarge
from sothuhoso.imaging import barcodes, card, decode, picture, zbar

Answer = tuple[dict[str, Any], tuple[bytes, ...]]
_NICENESS = 5  # the server's answers go before photos


def serve(jobs: Mapping[str, Callable[..., Answer]]) -> None:
    """Serve jobs until the other end closes."""
    pipe, memory, file = Connection(int(sys.argv[1])), int(sys.argv[2]), int(sys.argv[3])
    _confine(memory, file)
    pipe.send_bytes(b"ready")
    while True:
        try:
            asked = json.loads(pipe.recv_bytes())
            content = pipe.recv_bytes()
        except EOFError:
            return
        told, parts = _answer(jobs[asked.pop("job")], asked, content)
        pipe.send_bytes(json.dumps(told | {"parts": len(parts)}).encode())
        for part in parts:
            pipe.send_bytes(part)


def _confine(memory: int, file: int) -> None:
    """No more address space than ``memory`` bytes, no larger file than ``file``, no memory dumped on a crash."""
    os.nice(_NICENESS)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (file, file))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _answer(job: Callable[..., Answer], asked: dict[str, Any], content: bytes) -> Answer:
    try:
        return job(content, **asked)
    except MemoryError:
        return _refusal(TooLarge("image.too_heavy")), ()
    except DomainError as error:
        return _refusal(error), ()


def _refusal(error: DomainError) -> dict[str, Any]:
    return {"error": type(error).__name__, "key": error.key, "facts": error.facts}


def _clean(content: bytes, *, max_bytes: int, max_pixels: int) -> Answer:
    image = decode.clean(content, max_bytes=max_bytes, max_pixels=max_pixels)
    told = {key: getattr(image, key) for key in ("media_type", "width", "height", "changed")}
    return {"image": told}, (image.content if image.changed else b"", image.thumbnail)


def _read(content: bytes, *, max_bytes: int, max_pixels: int, seconds: float) -> Answer:
    photo = decode.grey(content, max_bytes=max_bytes, max_pixels=max_pixels)
    return {"codes": [asdict(code) for code in barcodes.read(photo, seconds=seconds)]}, ()


def _read_card(content: bytes, *, max_bytes: int, max_pixels: int, seconds: float) -> Answer:
    found = card.read_file(content, max_bytes=max_bytes, max_pixels=max_pixels, seconds=seconds)
    return {"codes": [asdict(code) for code in found]}, ()


def _picture(content: bytes) -> Answer:
    return {}, (picture.drawn(content),)


_JOBS: dict[str, Callable[..., Answer]] = {
    "clean": _clean,
    "read": _read,
    "read_card": _read_card,
    "picture": _picture,
}

if __name__ == "__main__":
    zbar.installed()  # loads the library while that is still allowed
    serve(_JOBS)
