"""What a network may make of light: no fog, and nothing darker or paler than before."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from mirnet_gui.photo.values import LUMINANCE, Floats

Shares = npt.NDArray[np.float32]

# What a network may make of what is still dark after exposure, as luminance of a window.
_MOST_RAISED, _BLACK, _WINDOW = 5.0, 0.03, (9, 9)
# Less of it where even exposure left a photograph dark: highlights or crushed blacks bounded it, so
# it is a night. Up to the first mean by the last factor, from the second mean on by all of it. What
# is brighter than a lamp's light on a wall counts no more than that: lamps make no day.
_NIGHT, _DUSK, _RAISED_BY_NIGHT, _LAMPLIGHT = 0.09, 0.12, 1.5, 0.3
_EXPOSED = 1.1
# Colour is compared in larger windows, so that noise has none.
_COLOUR_WINDOW, _GREY = (15, 15), 0.02
# A place that has lost a third of its colour gets back that of the exposed photograph. Exposure
# itself makes colours paler: of that, this exponent is brought back, and by this factor at most.
_RETURNED, _BROUGHT_BACK, _MOST_COLOUR = 3.0, 0.3, 2.0
# Dark colours are the camera's noise and black level, believed in copies of large photographs only,
# whose pixels are the mean of many: luminance over scale from which it begins, and up to where.
_COLOURLESS, _TO_COLOURED = 0.06, 0.2


def limited(wanted: Floats, exposed: Floats, before: Floats, scale: float) -> Floats:
    """``wanted`` of a copy, within reason: what was ``exposed``, and ``before`` that, (h, w, 3).

    ``scale`` in (0, 1] is that of the copy. What exposure leaves black holds nothing but noise and
    what compression made of it; raised further, nights turn to fog. Three times would change
    nothing on LOL's validation pairs yet. And light is let in, never taken away: a white page stays
    white. Nor is colour: a network that is unsure of it makes grey.
    """
    least, dark, light = (cv2.blur(each @ LUMINANCE, _WINDOW) for each in (before, exposed, wanted))
    most = np.maximum(_raised(exposed, before) * dark + _BLACK, least)
    light = np.maximum(light, _BLACK)
    share = light.clip(least, most) / light
    lit: Floats = (wanted * share[..., None]).astype(np.float32)
    believed = (cv2.blur(before @ LUMINANCE, _COLOUR_WINDOW) / scale - _COLOURLESS) / _TO_COLOURED
    result: Floats = _coloured(lit, exposed, before, believed.clip(0.0, 1.0)).clip(0.0, 1.0)
    return result


def _raised(exposed: Floats, before: Floats) -> float:
    """How many times as bright the dark may become."""
    luminance = exposed @ LUMINANCE
    if float(luminance.mean()) <= _EXPOSED * float((before @ LUMINANCE).mean()):
        # Its weights want the photograph as it is: how dark that is says nothing.
        return _MOST_RAISED
    mean = float(np.minimum(luminance, _LAMPLIGHT).mean())
    return float(np.interp(mean, (_NIGHT, _DUSK), (_RAISED_BY_NIGHT, _MOST_RAISED)))


def _coloured(lit: Floats, exposed: Floats, before: Floats, believed: Shares) -> Floats:
    """``lit`` with the colours that it should not have lost."""
    colour, own = _mean_colour(lit), _mean_colour(exposed)
    strength = _strength(colour)
    lost = 1.0 - np.minimum(strength / _strength(own), 1.0)
    share = cv2.blur(np.minimum(_RETURNED * lost, 1.0) * believed, _COLOUR_WINDOW)
    grey = (lit @ LUMINANCE)[..., None]
    returned: Floats = lit + (grey + _GREY) * share[..., None] * (own - colour)
    paler = _strength(_mean_colour(before)) / _strength(_mean_colour(returned))
    more = (paler.clip(1.0, _MOST_COLOUR) ** _BROUGHT_BACK - 1.0) * believed
    factor = 1.0 + cv2.blur(more, _COLOUR_WINDOW)[..., None]
    result: Floats = (grey + (returned - grey) * factor).astype(np.float32)
    return result


def _mean_colour(copy: Floats) -> Floats:
    """How far the channels are from grey in proportion to it, as means of windows."""
    grey = (copy @ LUMINANCE)[..., None]
    result: Floats = cv2.blur((copy - grey) / (grey + _GREY), _COLOUR_WINDOW).astype(np.float32)
    return result


def _strength(colour: Floats) -> Shares:
    length: Shares = np.linalg.norm(colour, axis=-1)
    return length + np.float32(_GREY)
