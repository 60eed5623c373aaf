"""From a slanted or bent flat thing in a photo to one that lies straight."""

from __future__ import annotations

import numpy as np
from PIL import Image

from sothuhoso.domain.ports import Corners

Floats = np.ndarray[tuple[int, ...], np.dtype[np.float64]]
Quad = Corners

_UNIT = ((0, 0), (1, 0), (1, 1), (0, 1))
CELLS = 8  # a side; within a cell the picture is taken as flat


def plane(corners: Quad) -> Floats:
    """The projection of the unit square onto four corners (top left, top right, bottom right, bottom left), 3×3.

    Raises ``numpy.linalg.LinAlgError`` where three of them lie in a line.
    """
    rows, values = [], []
    for (u, v), (x, y) in zip(_UNIT, corners, strict=True):
        rows += [[u, v, 1, 0, 0, 0, -x * u, -x * v], [0, 0, 0, u, v, 1, -y * u, -y * v]]
        values += [x, y]
    return np.append(np.linalg.solve(np.array(rows, float), np.array(values, float)), 1).reshape(3, 3)


def straightened(
    photo: Image.Image,
    corners: Quad,
    size: tuple[int, int],
    *,
    margin: float = 0,
    bow: tuple[float, float] = (0, 0),
    cells: int = CELLS,
) -> Image.Image:
    """What lies within the corners, ``size`` pixels, with a ``margin`` around it (of its sides).

    ``bow``: how far the middle of the upright and of the level lines is bent out, in sides. For a rectangle one of
    ``cells`` is enough.
    """
    across, down = np.meshgrid(np.linspace(-margin, 1 + margin, cells + 1), np.linspace(-margin, 1 + margin, cells + 1))
    u = across + bow[0] * np.sin(np.pi * np.clip(down, 0, 1))
    v = down + bow[1] * np.sin(np.pi * np.clip(across, 0, 1))
    x, y, z = np.tensordot(plane(corners), np.stack([u, v, np.ones_like(u)]), 1)
    at = np.stack([x / z, y / z], axis=-1)
    rows, columns = (np.linspace(0, side, cells + 1).round().astype(int) for side in size[::-1])
    mesh = [
        (
            (columns[i], rows[j], columns[i + 1], rows[j + 1]),
            (*at[j, i], *at[j + 1, i], *at[j + 1, i + 1], *at[j, i + 1]),
        )
        for j in range(cells)
        for i in range(cells)
    ]
    return photo.transform(size, Image.Transform.MESH, mesh, Image.Resampling.BILINEAR)
