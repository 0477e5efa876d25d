"""What the Enhance page knows of the photograph that it shows."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from mirnet_gui.jobs.photo_jobs import EnhancedPhoto, OpenedPhoto


@dataclass(slots=True)
class CurrentPhotograph:
    """The photograph on the page and its result, if there is one yet.

    ``previewed`` says that a preview stands in the place of the result.
    """

    opened: OpenedPhoto | None = None
    enhanced: EnhancedPhoto | None = None
    previewed: bool = False

    def is_of(self, path: Path | None) -> bool:
        """Whether it is the one at ``path``; None is one without a file."""
        return self.opened is not None and self.opened.photo.path == path
