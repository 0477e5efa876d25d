"""A network that looks at every picture in several ways, turned and mirrored, and gives their mean.

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


# Two of them are a quarter of a turn apart, four are those that are not mirrored.
_VIEWS = tuple(_View(quarters, mirrored) for mirrored, quarters in product((False, True), range(4)))
ALL_VIEWS = len(_VIEWS)
"""How many there are."""


class MeanOfViews:
    """``backend`` over ``views`` of them, for which it takes so many times as long.

    See :class:`mirnet_gui.inference.backends.backend.Backend`. Its descriptors are (views, C, 1,
    1), of one view after the other: a network's pools differ in them.
    """

    def __init__(self, backend: Backend, views: int = ALL_VIEWS) -> None:
        self.config = backend.config
        self._backend = backend
        self._views = _VIEWS[:views]
        self._whole: Descriptors = []
        self._by_view: list[Descriptors] = []

    @property
    def name(self) -> str:
        """Engine and precision, and that each picture is computed several times."""
        return f"{self._backend.name} x {len(self._views)}"

    def survey(self, picture: Tensor, weighting: Weighting, look: Look) -> Survey:
        """Run the one ``picture`` whole and tell its descriptors."""
        whole: list[Descriptors] = []
        parts: list[Descriptors] = []

        def restored(_at: int, view: _View) -> Tensor:
            turned = [view.of(each) for each in weighting]
            survey = self._backend.survey(view.of(picture), turned, self._part(look))
            whole.append(survey.whole)
            parts.append(survey.parts)
            return view.undone(survey.restored)

        return Survey(self._mean(restored), _joined(whole), _joined(parts))

    def correct(
        self, crops: Tensor, weighting: Weighting, offsets: Descriptors, look: Look
    ) -> Descriptors:
        """Run ``crops`` together and tell the picture's descriptors."""
        return _joined(
            [
                self._backend.correct(
                    view.of(crops), [view.of(each) for each in weighting], of_view, self._part(look)
                )
                for view, of_view in zip(self._views, self._parted(offsets), strict=True)
            ]
        )

    def restore(self, picture: Tensor, descriptors: Descriptors, look: Look) -> Tensor:
        """Run ``picture`` with ``descriptors`` in place of its own."""
        if descriptors is not self._whole:
            # Backends know descriptors again by the list that they are in.
            self._whole, self._by_view = descriptors, self._parted(descriptors)

        def restored(at: int, view: _View) -> Tensor:
            return view.undone(
                self._backend.restore(view.of(picture), self._by_view[at], self._part(look))
            )

        return self._mean(restored)

    def release_memory(self) -> None:
        """Give back what passes have worked in."""
        self._backend.release_memory()
        self._whole, self._by_view = [], []

    def _mean(self, result: Callable[[int, _View], Tensor]) -> Tensor:
        total = result(0, self._views[0]).clone()
        for at, view in enumerate(self._views[1:], start=1):
            total += result(at, view)
        return total.div_(len(self._views))

    def _parted(self, descriptors: Descriptors) -> list[Descriptors]:
        return [[each[at : at + 1] for each in descriptors] for at in range(len(self._views))]

    def _part(self, look: Look) -> Look:
        return lambda share: look(share / len(self._views))


def _joined(by_view: list[Descriptors]) -> Descriptors:
    return [torch.cat(of_pool) for of_pool in zip(*by_view, strict=True)]
