"""What the Compare page knows, apart from how it looks."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from mirnet_gui.compare.comparison import Subject
from mirnet_gui.compare.result import Failure
from mirnet_gui.jobs.compare_jobs import Compared, Reference
from mirnet_gui.jobs.difference_view import DifferenceKind
from mirnet_gui.jobs.photo_jobs import OpenedPhoto
from mirnet_gui.methods.method import Method
from mirnet_gui.methods.registry import label_of, text_of
from mirnet_gui.photo.photo import Pixels
from mirnet_gui.ui.viewer.pane import BEFORE

MOST_METHODS = 6
INPUT, REFERENCE = BEFORE, " reference"
"""Keys of the views that no method made; a method's text begins with neither."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A method of the list, by the text that is its key, too."""

    method: Method

    @property
    def key(self) -> str:
        """The method's text."""
        return text_of(self.method)

    @property
    def label(self) -> str:
        """What it is called."""
        return label_of(self.method)


@dataclass(frozen=True, slots=True)
class Difference:
    """What is shown in place of the pictures: how they differ from the view ``base``."""

    kind: DifferenceKind
    base: str = INPUT
    gain: float = 1.0


@dataclass(slots=True)
class ComparedPhotograph:
    """What is known of one photograph, by the methods' texts."""

    opened: OpenedPhoto
    subject: Subject
    reference: Reference | None = None
    found: dict[str, Compared] = field(default_factory=dict)
    stopped: set[str] = field(default_factory=set)

    def pixels(self, key: str) -> Pixels | None:
        """Of the result ``key``, as far as there are any."""
        compared = self.found.get(key)
        return None if compared is None else compared.pixels

    @classmethod
    def of(cls, opened: OpenedPhoto) -> ComparedPhotograph:
        """Nothing is known of it yet."""
        return cls(opened, Subject(opened.photo))

    def measure_against(self, reference: Reference | None) -> None:
        """What it should look like is another picture from now on, or not known."""
        truth = None if reference is None else reference.photo
        self.subject, self.reference = Subject(self.opened.photo, truth), reference

    def forget(self, keys: Iterable[str]) -> None:
        """Let them be computed anew."""
        for key in keys:
            self.found.pop(key, None)

    def missing(self, keys: Collection[str]) -> list[str]:
        """Those of ``keys`` that have come to no end yet, neither to a result nor to a failure."""
        return [key for key in keys if key not in self.found]

    def with_pixels(self, keys: Collection[str]) -> list[str]:
        """Those of ``keys`` that have a result."""
        return [key for key in keys if self.pixels(key) is not None]

    def reason(self, key: str) -> str:
        """Why the method failed, "" when it did not."""
        compared = self.found.get(key)
        if compared is None or not isinstance(compared.entry.result, Failure):
            return ""
        return compared.entry.result.reason
