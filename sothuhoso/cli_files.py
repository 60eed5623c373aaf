"""What the command line's ways with files share: reading them, the workers they are looked at by, and lines of JSON."""

from __future__ import annotations

import json
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sothuhoso.domain.errors import NotFound
from sothuhoso.settings import settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sothuhoso.bootstrap import Imaging


def content_of(file: str) -> bytes:
    """The bytes of a file. Raises ``NotFound('file.unknown')``."""
    try:
        return Path(file).read_bytes()
    except OSError as error:
        raise NotFound("file.unknown") from error


@contextmanager
def imaging() -> Iterator[Imaging]:
    """The workers behind the screens, for as long as they are needed."""
    from sothuhoso import bootstrap  # noqa: PLC0415 - help must not wait for the imaging libraries

    opened = bootstrap.open_imaging(settings())
    try:
        yield opened
    finally:
        opened.close()


def milliseconds_since(began: float) -> int:
    """Since a moment of ``time.perf_counter``."""
    return round((time.perf_counter() - began) * 1000)


def say(line: dict[str, Any]) -> None:
    """One line of JSON."""
    write(json.dumps(line, ensure_ascii=False) + "\n")


def write(text: str) -> None:
    """To standard output, at once. A file's name may be no text at all: what is none in UTF-8 is written escaped."""
    sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace"))
    sys.stdout.buffer.flush()
