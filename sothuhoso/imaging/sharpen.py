"""Undoing what a phone does to a small code: noise in the dark, a missed focus."""

from __future__ import annotations

import math

import numpy as np
from PIL import Image, ImageFilter

_NOISE_SHARE = 0.01  # of noise to signal, Wiener's constant


def calmed(image: Image.Image, scale: float) -> Image.Image:
    """Smoothed by 1.5 pixels, or more where the picture was enlarged: sensor noise goes, modules stay."""
    return image.filter(ImageFilter.GaussianBlur(1.5 * max(1.0, scale / 2)))


def crisped(image: Image.Image, scale: float) -> Image.Image:
    """Unsharp mask of two pixels of the photo."""
    return image.filter(ImageFilter.UnsharpMask(2 * scale, 150, 0))


def refocused(image: Image.Image, radius: float) -> Image.Image:
    """Wiener's deconvolution by a disk of ``radius`` pixels, the shadow of a lens out of focus. Grey in, grey out."""
    reach = math.ceil(radius)
    margin = 3 * reach
    pixels = np.pad(np.asarray(image, dtype=np.float32) / 255, margin, mode="edge")
    lens = np.fft.rfft2(_disk(radius, reach, pixels.shape))
    spectrum = np.fft.rfft2(pixels) * np.conj(lens) / (np.abs(lens) ** 2 + _NOISE_SHARE)
    sharp = np.fft.irfft2(spectrum, s=pixels.shape)[margin:-margin, margin:-margin]
    return Image.fromarray(np.clip(sharp * 255, 0, 255).astype(np.uint8))


def _disk(radius: float, reach: int, shape: tuple[int, ...]) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    """The disk around the corner of an otherwise empty field, its sum one."""
    rows, columns = np.mgrid[-reach : reach + 1, -reach : reach + 1]
    spot = (rows**2 + columns**2 <= radius**2).astype(np.float32)
    field = np.zeros(shape, np.float32)
    field[: spot.shape[0], : spot.shape[1]] = spot / spot.sum()
    return np.roll(field, (-reach, -reach), (0, 1))
