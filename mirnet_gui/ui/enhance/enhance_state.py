"""What the Enhance page knows of the photograph that it shows."""

from __future__ import annotations

from dataclasses import dataclass

from mirnet_gui.jobs.photo_jobs import EnhancedPhoto, OpenedPhoto


@dataclass(slots=True)
class CurrentPhotograph:
    """The photograph on the page and its result, if there is one yet.

    ``stand_in`` stands in the place of a result that is still to come: a preview of it, or what
    the same method gave by other parameters.
    """

    opened: OpenedPhoto | None = None
    enhanced: EnhancedPhoto | None = None
    stand_in: EnhancedPhoto | None = None
