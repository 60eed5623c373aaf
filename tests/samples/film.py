"""A film of still frames for Chromium's fake camera (``--use-file-for-fake-video-capture``)."""

import io
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from PIL import Image


def y4m(path: Path, frames: Iterable[Image.Image], *, rate: int = 10) -> Path:
    """Writes the frames (all of one even size) as raw video, 4:2:0; about 1.4 MB a frame at 1280 × 720."""
    with path.open("wb") as file:
        for index, frame in enumerate(frames):
            if index == 0:
                file.write(f"YUV4MPEG2 W{frame.width} H{frame.height} F{rate}:1 Ip A1:1 C420jpeg\n".encode())
            file.write(b"FRAME\n" + _planes(frame))
    return path


def mjpeg(path: Path, frames: Iterable[Image.Image], *, quality: int = 92) -> Path:
    """Writes the frames as one JPEG after another: small, and a little less sharp."""
    with path.open("wb") as file:
        for frame in frames:
            out = io.BytesIO()
            frame.convert("RGB").save(out, "JPEG", quality=quality)
            file.write(out.getvalue())
    return path


def _planes(frame: Image.Image) -> bytes:
    light, *colours = frame.convert("YCbCr").split()
    halves = [colour.reduce(2) for colour in colours]
    return b"".join(np.asarray(plane).tobytes() for plane in (light, *halves))
