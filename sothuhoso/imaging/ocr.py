"""Reading letters with tesseract, a program of Debian's: a picture goes in by a pipe, text comes out by another.

Nothing is written to a file. One thread, a time limit, and none of the words of a language: what is read are codes.
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess

from PIL import Image

_PROGRAM = "tesseract"
_SETTINGS = ("load_system_dawg=0", "load_freq_dawg=0", "tessedit_do_invert=0")


def installed() -> bool:
    """Whether tesseract is here."""
    return shutil.which(_PROGRAM) is not None


def lines(image: Image.Image, *, signs: str, seconds: float) -> str:
    """The text of a block of even lines in a grey image, made of these signs only.

    Empty where nothing is read, the time ran out or tesseract is not installed.
    """
    options = [part for setting in (*_SETTINGS, f"tessedit_char_whitelist={signs}") for part in ("-c", setting)]
    try:
        done = subprocess.run(  # noqa: S603 - a fixed program, nothing of a stranger's in its arguments
            [_PROGRAM, "stdin", "stdout", "-l", "eng", "--oem", "1", "--psm", "6", "--dpi", "400", *options],
            input=_pgm(image),
            capture_output=True,
            timeout=seconds,
            check=False,
            env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8", "OMP_THREAD_LIMIT": "1"},
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else ""


def _pgm(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "PPM")
    return out.getvalue()
