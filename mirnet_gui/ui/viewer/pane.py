"""What is shown in one place of the canvas."""

from __future__ import annotations

from dataclasses import dataclass

from mirnet_gui.jobs.developing import DevelopedShot
from mirnet_gui.jobs.display import DisplayPicture
from mirnet_gui.jobs.histogram import ChannelHistograms

BEFORE = ""
"""The key of the photograph as it was, which is shown in every place while a key is held."""


@dataclass(frozen=True, slots=True, eq=False)
class Pane:
    """A picture and what stands on it, or what is said where there is none yet.

    ``developed`` is how ``picture`` is seen, where that is otherwise than it is, ``closeup``
    how it is under the loupe. It covers ``below``, if there is one, as much as ``opacity`` (0..1)
    says. A pane that ``stands_in`` shows another one's picture until it has its own. Pictures may
    differ in size: all are drawn as large as the first of them.
    """

    key: str
    label: str
    picture: DisplayPicture | None = None
    developed: DevelopedShot | None = None
    closeup: DevelopedShot | None = None
    below: DisplayPicture | None = None
    opacity: float = 1.0
    stands_in: bool = False
    lines: tuple[str, ...] = ()
    histograms: ChannelHistograms | None = None
    pending: str = ""
