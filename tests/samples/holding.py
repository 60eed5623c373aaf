"""How a phone is held over a page: near or far, slanted, turned, or so that part of the text is out of the frame."""

import numpy as np

from tests.samples.camera import Pose, View

CUTS = ("left", "right", "top", "bottom", "corner")


def pose(condition: str, strength: float, random: np.random.Generator) -> Pose:
    """Nearly straight from above for most photos; ``strength`` where the condition is the pose itself."""
    place = (random.uniform(0.2, 0.8), random.uniform(0.2, 0.8))
    share, turn, tilt, yaw = (random.uniform(*span) for span in ((0.82, 0.94), (-2.5, 2.5), (0, 9), (-5, 5)))
    match condition:
        case "far12":
            share = strength
        case "tilt12":
            tilt, yaw, share = strength, random.uniform(-14, 14), share * 0.97
        case "turned12":
            turn = strength * float(random.choice((-1, 1)))
        case "sideways12":
            turn += float(random.choice((90, -90)))
            share *= 1.03
        case "upside12":
            turn += 180
        case _:
            pass
    return Pose(share, turn, tilt, yaw, place)


def cut(seen: View, text: np.ndarray, where: str, part: float, random: np.random.Generator) -> View:
    """Moved until that part of the text (its corners in millimetres) is out at one side or at a corner."""
    spots = seen.seen(text)
    low, high = spots.min(axis=0), spots.max(axis=0)
    lost = part * (high - low)
    across = {"left": -low[0] - lost[0], "right": seen.size[0] - high[0] + lost[0]}
    down = {"top": -low[1] - lost[1], "bottom": seen.size[1] - high[1] + lost[1]}
    if where == "corner":
        return seen.moved(across[str(random.choice(tuple(across)))], down[str(random.choice(tuple(down)))])
    return seen.moved(across.get(where, 0.0), down.get(where, 0.0))
