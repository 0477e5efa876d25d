"""What the Enhance page knows of the photograph that it shows."""

from __future__ import annotations

from dataclasses import dataclass

from mirnet_gui.jobs.photo_jobs import EnhancedPhoto, OpenedPhoto


@dataclass(slots=True)
class CurrentPhotograph:
    """The photograph on the page and its result, if there is one yet.

    ``previewed`` says that a preview stands in the place of the result.
    """

    opened: OpenedPhoto | None = None
    enhanced: EnhancedPhoto | None = None
    previewed: bool = False
