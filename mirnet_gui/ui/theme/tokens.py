"""The colours and measures of the window, once for dark and once for light."""

from __future__ import annotations

from dataclasses import dataclass

GRID = 4
"""All spacing is a multiple of this many pixels."""
PANEL_WIDTH = 316
RAIL_WIDTH = 76
BAR_HEIGHT = 48
STATUS_HEIGHT = 36
RADIUS = 7


@dataclass(frozen=True, slots=True)
class Tokens:
    """Colours as #rrggbb; ``quiet`` reaches 4.5 : 1 on every surface that carries text.

    ``field`` is what is written into, ``inactive`` what cannot be used now; ``red``, ``green`` and
    ``blue`` are the channels of a picture.
    """

    is_dark: bool
    canvas: str
    panel: str
    bar: str
    status: str
    well: str
    field: str
    inactive: str
    raised: str
    hover: str
    line: str
    text: str
    quiet: str
    accent: str
    accent_hover: str
    accent_line: str
    accent_text: str
    groove: str
    handle: str
    done: str
    failed: str
    red: str
    green: str
    blue: str


DARK = Tokens(
    is_dark=True,
    canvas="#2a2a2a",
    panel="#232323",
    bar="#232323",
    status="#181818",
    well="#1a1a1a",
    field="#1a1a1a",
    inactive="#2a2a2a",
    raised="#353535",
    hover="#404040",
    line="#151515",
    text="#dcdcdc",
    quiet="#a2a2a2",
    accent="#f4b95a",
    accent_hover="#f9c878",
    accent_line="#f4b95a",
    accent_text="#231a08",
    groove="#3c3c3c",
    handle="#e6e6ea",
    done="#6fcf8e",
    failed="#f08a7a",
    red="#ff6b5e",
    green="#63d47c",
    blue="#6aa8ff",
)

LIGHT = Tokens(
    is_dark=False,
    canvas="#d6d6d6",
    panel="#f3f3f3",
    bar="#f3f3f3",
    status="#e6e6e6",
    well="#e2e2e2",
    field="#ffffff",
    inactive="#e2e2e2",
    raised="#ffffff",
    hover="#ececec",
    line="#c2c2c2",
    text="#1f1f1f",
    quiet="#555555",
    accent="#f4b95a",
    accent_hover="#eaa93f",
    accent_line="#9c6206",
    accent_text="#231a08",
    groove="#c4c4c4",
    handle="#ffffff",
    done="#1c7a3e",
    failed="#b3261e",
    red="#b3261e",
    green="#17692f",
    blue="#1f5fc4",
)
