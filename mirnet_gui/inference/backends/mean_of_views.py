"""A network that looks at every picture in eight ways, turned and mirrored, and gives their mean.

A network's errors are not the same for all of them, and partly cancel: the geometric self-ensemble
of Timofte et al., "Seven ways to improve example-based single image super resolution" (CVPR 2016),
section 3.6.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from typing import NamedTuple

import torch
from torch import Tensor

from mirnet_gui.inference.backends.backend import Backend, Descriptors, Survey, Weighting
from mirnet_gui.progress import Look


class _View(NamedTuple):
    """``quarters`` of a turn, then perhaps ``mirrored`` from left to right."""

    quarters: int
    mirrored: bool

    def of(self, picture: Tensor) -> Tensor:
        """``picture`` (N, C, H, W) as it is seen."""
        turned = torch.rot90(picture, self.quarters, (-2, -1))
        return (turned.flip(-1) if self.mirrored else turned).contiguous()

    def undone(self, picture: Tensor) -> Tensor:
        """What ``picture`` was seen as, as it was."""
        turned = picture.flip(-1) if self.mirrored else picture
        return torch.rot90(turned, -self.quarters, (-2, -1))


_VIEWS = tuple(_View(*view) for view in product(range(4), (False, True)))
VIEWS = len(_VIEWS)
"""How many there are: so many times as long it takes."""


class EightViews:
    """``backend`` over all views; see :class:`mirnet_gui.inference.backends.backend.Backend`.

    Its descriptors are (8, C, 1, 1), of one view after the other: a network's pools differ in them.
    """

    def __init__(self, backend: Backend) -> None:
        self.config = backend.config
        self._backend = backend
        self._whole: Descriptors = []
        self._by_view: list[Descriptors] = []

    @property
    def name(self) -> str:
        """Engine and precision, and that each picture is computed several times."""
        return f"{self._backend.name} x {VIEWS}"

    def survey(self, picture: Tensor, weighting: Weighting, look: Look) -> Survey:
        """Run the one ``picture`` whole and tell its descriptors."""
        whole: list[Descriptors] = []
        parts: list[Descriptors] = []

        def restored(_at: int, view: _View) -> Tensor:
            turned = [view.of(each) for each in weighting]
            survey = self._backend.survey(view.of(picture), turned, _part(look))
            whole.append(survey.whole)
            parts.append(survey.parts)
            return view.undone(survey.restored)

        return Survey(_mean(restored), _joined(whole), _joined(parts))

    def correct(
        self, crops: Tensor, weighting: Weighting, offsets: Descriptors, look: Look
    ) -> Descriptors:
        """Run ``crops`` together and tell the picture's descriptors."""
        return _joined(
            [
                self._backend.correct(
                    view.of(crops), [view.of(each) for each in weighting], of_view, _part(look)
                )
                for view, of_view in zip(_VIEWS, _parted(offsets), strict=True)
            ]
        )

    def restore(self, picture: Tensor, descriptors: Descriptors, look: Look) -> Tensor:
        """Run ``picture`` with ``descriptors`` in place of its own."""
        if descriptors is not self._whole:
            # Backends know descriptors again by the list that they are in.
            self._whole, self._by_view = descriptors, _parted(descriptors)

        def restored(at: int, view: _View) -> Tensor:
            return view.undone(
                self._backend.restore(view.of(picture), self._by_view[at], _part(look))
            )

        return _mean(restored)

    def release_memory(self) -> None:
        """Give back what passes have worked in."""
        self._backend.release_memory()
        self._whole, self._by_view = [], []


def _mean(result: Callable[[int, _View], Tensor]) -> Tensor:
    total = result(0, _VIEWS[0]).clone()
    for at, view in enumerate(_VIEWS[1:], start=1):
        total += result(at, view)
    return total.div_(VIEWS)


def _joined(by_view: list[Descriptors]) -> Descriptors:
    return [torch.cat(of_pool) for of_pool in zip(*by_view, strict=True)]


def _parted(descriptors: Descriptors) -> list[Descriptors]:
    return [[each[at : at + 1] for each in descriptors] for at in range(VIEWS)]


def _part(look: Look) -> Look:
    return lambda share: look(share / VIEWS)
