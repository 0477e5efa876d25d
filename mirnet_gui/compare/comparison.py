"""Several methods on one photograph, one after the other."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from mirnet_gui.compare.figures import Figures, figures_of
from mirnet_gui.compare.result import Failure, Result, attempt
from mirnet_gui.logs import library_noise_of
from mirnet_gui.methods.method import Method
from mirnet_gui.photo.pairs import Pair, check_reference, in_colours_of
from mirnet_gui.photo.photo import Photo, Pixels
from mirnet_gui.photo.reading import read_photo
from mirnet_gui.progress import CancelToken, ProgressCallback, share_of


@dataclass(frozen=True, slots=True, eq=False)
class Subject:
    """The photograph that methods are compared on, and what it should look like, if known."""

    photo: Photo
    reference: Photo | None = None

    @property
    def reference_pixels(self) -> Pixels | None:
        """Of the reference, if there is one."""
        return self.reference.pixels if self.reference else None


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """A method's result with its figures, or why there is none."""

    result: Result | Failure
    figures: Figures | None = None

    @property
    def method(self) -> str:
        """The method's text."""
        return self.result.method


def read_subject(path: Path, reference: Path | None, scales: Collection[int] = (1,)) -> Subject:
    """Read a photograph and its reference, as large as results of one of ``scales``.

    Results of the others have no figures that need a reference. Raises
    :class:`mirnet_gui.errors.PhotoError`, and :class:`mirnet_gui.errors.DataError` for other
    sizes.
    """
    with library_noise_of(path):
        photo = read_photo(path)
    if reference is None:
        return Subject(photo)
    truth = read_photo(reference)
    check_reference(Pair(path, reference), photo.pixels, truth.pixels, scales)
    return Subject(photo, in_colours_of(truth, photo))


def compare(
    subject: Subject,
    methods: Sequence[Method],
    progress: ProgressCallback,
    cancel: CancelToken,
) -> Iterator[Entry]:
    """An entry for each of ``methods``, as it is done; one that fails does not stop the others.

    Raises :class:`mirnet_gui.errors.Cancelled` within a second of ``cancel``.
    """
    for number, method in enumerate(methods):
        share = share_of(progress, number, len(methods), "method")
        result = attempt(method, subject.photo, share, cancel)
        if isinstance(result, Failure):
            yield Entry(result)
        else:
            yield Entry(result, figures_of(result.pixels, subject.reference_pixels))
