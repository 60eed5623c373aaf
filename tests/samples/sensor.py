"""What lens, hand and sensor do to a photo: out of focus, shaken, noisy, smeared by the phone itself, sharpened.

Lengths are pixels of the photo in hand.
"""

import cv2
import numpy as np

Pixels = np.ndarray
_STRIP = 256  # rows worked at once


def defocused(photo: Pixels, sigma: float, *, disc: bool) -> Pixels:
    """Out of focus: evenly round as a wide lens does, or softly; both spread equally far."""
    if not disc:
        return cv2.GaussianBlur(photo, (0, 0), sigma)
    radius = 2 * sigma
    side = np.arange(-int(radius + 2), int(radius + 2) + 1)
    kernel = np.clip(radius + 0.5 - np.hypot(side[:, None], side[None, :]), 0, 1)
    return cv2.filter2D(photo, -1, kernel / kernel.sum())


def shaken(photo: Pixels, length: float, heading: float, bow: float) -> Pixels:
    """The hand moved while the shutter was open: along a line that bows a little."""
    step = np.linspace(-0.5, 0.5, 64)
    along, aside = length * step, bow * length * (0.25 - step**2)
    angle = np.deg2rad(heading)
    points = np.stack((along * np.cos(angle) - aside * np.sin(angle), along * np.sin(angle) + aside * np.cos(angle)))
    reach = int(length / 2 + 3)
    kernel = np.zeros((2 * reach + 1, 2 * reach + 1))
    low = np.floor(points).astype(int)
    part = points - low
    for right, down in ((0, 0), (1, 0), (0, 1), (1, 1)):
        weight = np.abs(1 - right - part[0]) * np.abs(1 - down - part[1])
        np.add.at(kernel, (low[1] + down + reach, low[0] + right + reach), weight)
    return cv2.filter2D(photo, -1, kernel / kernel.sum())


def noisy(photo: Pixels, sigma: float, random: np.random.Generator) -> Pixels:
    """The sensor's noise, stronger where there is more light."""
    rougher = (sigma * np.sqrt(0.35 + np.arange(256) / 200)).astype(np.float32)
    out = np.empty_like(photo)
    for top in range(0, len(photo), _STRIP):
        strip = photo[top : top + _STRIP]
        noise = random.standard_normal(strip.shape, dtype=np.float32)
        noise *= cv2.LUT(strip, rougher)
        out[top : top + _STRIP] = cv2.add(strip, noise, dtype=cv2.CV_8U)
    return out


def cleaned(photo: Pixels) -> Pixels:
    """What phones make of noise: colours washed out, fine strokes smeared, edges kept."""
    light, *colours = cv2.split(cv2.cvtColor(photo, cv2.COLOR_RGB2YCrCb))
    smooth = cv2.addWeighted(cv2.medianBlur(light, 5), 0.6, cv2.GaussianBlur(light, (0, 0), 1.3), 0.4, 0)
    light = cv2.addWeighted(smooth, 0.82, light, 0.18, 0)  # some of the noise stays
    return cv2.cvtColor(cv2.merge([light, *(cv2.blur(one, (9, 9)) for one in colours)]), cv2.COLOR_YCrCb2RGB)


def sharpened(photo: Pixels, amount: float) -> Pixels:
    """The bright and dark rims that phones add to every edge."""
    return cv2.addWeighted(photo, 1 + amount, cv2.GaussianBlur(photo, (0, 0), 1.3), -amount, 0)


def on_screen(page: Pixels, across: int) -> Pixels:
    """The page as a monitor shows it: ``across`` dots wide, each dot of a red, a green and a blue stripe."""
    down = round(len(page) * across / page.shape[1])
    shown = cv2.resize(page, (across, down), interpolation=cv2.INTER_AREA)
    dots = cv2.resize(shown, (across * 3, down * 3), interpolation=cv2.INTER_NEAREST)
    stripes = np.tile(np.array(((1.0, 0.5, 0.42), (0.45, 1.0, 0.5), (0.42, 0.55, 1.08)), np.float32), (across, 1))
    rows = np.tile(np.array((1.0, 1.0, 0.74), np.float32), down)
    grid = rows[:, None, None] * stripes[None, :, :] * np.float32(1.3)
    return cv2.multiply(dots, grid, dtype=cv2.CV_8U)
