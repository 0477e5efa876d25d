"""What a network may make of light: no fog, and nothing darker or paler than before."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from mirnet_gui.photo.values import Floats

_LUMINANCE = np.array([0.2126, 0.7152, 0.0722], dtype=np.float32)
# What a network may make of what is still dark after exposure, as luminance of a window.
_MOST_RAISED, _BLACK, _WINDOW = 5.0, 0.03, (9, 9)
# Colour is compared in larger windows, so that noise has none. How far what became paler is
# brought back (as an exponent), and by how much at most.
_COLOUR_WINDOW, _BROUGHT_BACK, _MOST_COLOUR = (15, 15), 0.6, 2.0
# Colours below the first luminance are the camera's noise and black level; from the sum of both
# on they are believed.
_COLOURLESS, _TO_COLOURED = 0.02, 0.06
_GREY = 0.02


def limited(wanted: Floats, exposed: Floats, before: Floats) -> Floats:
    """``wanted`` of a copy, within reason: what was ``exposed``, and ``before`` that, (h, w, 3).

    What exposure leaves black holds nothing but noise and what compression made of it; raised
    further, nights turn to fog. Three times would change nothing on LOL's validation pairs yet.
    And light is let in, never taken away: a white page stays white. Nor is colour: networks
    that are unsure of it make grey.
    """
    least, dark, light = (
        cv2.blur(each @ _LUMINANCE, _WINDOW) for each in (before, exposed, wanted)
    )
    most = np.maximum(_MOST_RAISED * dark + _BLACK, least)
    light = np.maximum(light, _BLACK)
    share = light.clip(least, most) / light
    lit: Floats = (wanted * share[..., None]).astype(np.float32)
    result: Floats = _coloured(lit, before).clip(0.0, 1.0).astype(np.float32)
    return result


def _coloured(lit: Floats, before: Floats) -> Floats:
    """``lit`` with most of the colour that ``before`` had in proportion to its luminance."""
    luminance = before @ _LUMINANCE
    paler = (_colourfulness(before) + _GREY) / (_colourfulness(lit) + _GREY)
    factor = paler.clip(1.0, _MOST_COLOUR) ** _BROUGHT_BACK
    believed = (cv2.blur(luminance, _COLOUR_WINDOW) - _COLOURLESS) / _TO_COLOURED
    more = cv2.blur((factor - 1.0) * believed.clip(0.0, 1.0), _COLOUR_WINDOW)
    grey = (lit @ _LUMINANCE)[..., None]
    result: Floats = grey + (lit - grey) * (1.0 + more[..., None])
    return result


def _colourfulness(copy: Floats) -> npt.NDArray[np.float32]:
    grey = (copy @ _LUMINANCE)[..., None]
    colour = cv2.blur((copy - grey) / (grey + _GREY), _COLOUR_WINDOW)
    length: npt.NDArray[np.float32] = np.linalg.norm(colour, axis=-1)
    return length
