"""The two kinds of array that pictures are: bytes, and numbers to compute with (OpenCV answers of several widths)."""

from __future__ import annotations

from typing import Any

import numpy as np

Pixels = np.ndarray[Any, np.dtype[np.uint8]]
Floats = np.ndarray[Any, np.dtype[Any]]
