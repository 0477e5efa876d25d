"""Which part of a picture a view shows, and which of its copies that is drawn from."""

from __future__ import annotations

from mirnet_gui.inference.tile_observer import Region
from mirnet_gui.jobs.developing import Shot
from mirnet_gui.jobs.display import DisplayPicture
from mirnet_gui.ui.viewer.view_transform import ViewTransform, level_for


def region_in(view: ViewTransform) -> Region:
    """The rectangle of the picture that ``view`` speaks of which is to be seen."""
    return Region(*(round(edge) for edge in _edges(view)))


def shot_in(view: ViewTransform, picture: DisplayPicture) -> Shot:
    """What ``view`` shows of ``picture``, which is drawn as large as the one it speaks of."""
    times = picture.width / max(view.picture.width, 1.0)
    region = Region(*(round(edge * times) for edge in _edges(view)))
    return Shot(region, level_for(view.scale / times, len(picture.levels)))


def _edges(view: ViewTransform) -> tuple[float, float, float, float]:
    """Top, left, bottom and right of what ``view`` shows, in pixels of its picture."""
    seen = view.visible()
    left, top = view.to_picture(seen.left, seen.top)
    right, bottom = view.to_picture(seen.right, seen.bottom)
    return top, left, bottom, right
