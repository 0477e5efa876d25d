"""What the network looks at, as the Compare page asks for it: a plain function."""

from __future__ import annotations

from dataclasses import dataclass

from mirnet_gui.compare.insight import insight_into
from mirnet_gui.compare.insight_views import InsightView, insight_views
from mirnet_gui.jobs.display import DisplayPicture, display
from mirnet_gui.jobs.worker import Job
from mirnet_gui.methods.mirnet import MirnetMethod
from mirnet_gui.photo.photo import Photo
from mirnet_gui.progress import CancelToken, ProgressCallback


@dataclass(frozen=True, slots=True, eq=False)
class ShownInsight:
    """A view of a network at work, and its map as a screen shows it."""

    view: InsightView
    picture: DisplayPicture


ShownInsights = tuple[ShownInsight, ...]
"""All that can be chosen from; none where no network runs."""


def insight_job(photo: Photo, method: MirnetMethod) -> Job:
    """Looks on while the networks of ``method`` run; gives back :data:`ShownInsights`."""

    def job(progress: ProgressCallback, cancel: CancelToken) -> ShownInsights:
        views = insight_views(insight_into(method, photo.pixels, progress, cancel))
        return tuple(ShownInsight(view, display(Photo(view.picture.pixels))) for view in views)

    return job
