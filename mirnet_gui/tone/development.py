"""A result made of a photograph's layers by a person's choice, here and there otherwise."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from mirnet_gui.photo.photo import Pixels
from mirnet_gui.photo.values import Floats, floats_of, from_floats
from mirnet_gui.progress import Look
from mirnet_gui.tone.controls import ControlledTones, brightness_at_large
from mirnet_gui.tone.layers import Choice, Layers, denoised, mixed
from mirnet_gui.tone.regions import AdjustedRegion, RegionMask, Slices
from mirnet_gui.tone.strips import in_strips


def developed(layers: Layers, choice: Choice, look: Look) -> Pixels:
    """The result, (H, W, 3) of the photograph's dtype; ``look`` sums to 1."""
    if choice.keeps_the_photograph:
        return layers.before
    plain = choice.controls.is_neutral and choice.strength == 1.0 and not choice.changing
    if plain and (not choice.leaves_noise or layers.finished is layers.relit):
        return layers.finished
    height, width = layers.before.shape[:2]
    development = Development(choice, layers, (height, width), layers.before.dtype)
    result = np.empty_like(layers.before)

    def work(rows: slice) -> None:
        part = (rows, slice(0, width))
        layers_there = (layers.relit[part], layers.finished[part], layers.before[part])
        result[part] = development.applied(part, *layers_there)

    in_strips(height, work, look)
    return result


@dataclass(frozen=True, slots=True)
class _RegionAtWork:
    mask: RegionMask
    tones: ControlledTones

    @property
    def region(self) -> AdjustedRegion:
        return self.mask.region


@dataclass(frozen=True, slots=True, eq=False)
class _Touched:
    """What a region does ``within`` rows and columns of a part: ``mask`` is (h, w, 1)."""

    at_work: _RegionAtWork
    within: Slices
    mask: Floats
    brightness: Floats | None

    @property
    def region(self) -> AdjustedRegion:
        return self.at_work.region


class Development:
    """A choice at work on pictures of one size; all parts by the same rules."""

    def __init__(
        self, choice: Choice, layers: Layers, size: tuple[int, int], dtype: np.dtype[Any]
    ) -> None:
        self._choice = choice
        self._base = layers.base
        self._size = size
        self._tones = ControlledTones(choice.controls, layers.base, size)
        self._regions = [
            _RegionAtWork(
                RegionMask(each, layers.brushes, size),
                ControlledTones(each.controls, layers.base, size),
            )
            for each in choice.changing
        ]
        self._tones.prepare(dtype)
        for region in self._regions:
            region.tones.prepare(np.dtype(np.float32))

    def applied(
        self, part: Slices, relit: Pixels, finished: Pixels, before: Pixels | None
    ) -> Pixels:
        """The result for rows and columns ``part`` of the picture, (h, w, 3) of the same dtype.

        The layers (h, w, 3) are those of that part; without ``before`` it has its full strength.
        """
        touched = self._touched(part, finished)
        if not touched:
            restored = denoised(relit, finished, self._choice)
            made = self._tones.applied(restored, part)
            return made if before is None else mixed(before, made, self._choice.strength)
        values = self._values(part, relit, finished, touched)
        if before is not None:
            added = [(each, each.region.strength) for each in touched]
            strength = _amounts(self._choice.strength, added, values.shape)
            original = floats_of(before)
            values = original + strength * (values - original)
        return from_floats(values, finished.dtype)

    def _values(
        self, part: Slices, relit: Pixels, finished: Pixels, touched: list[_Touched]
    ) -> Floats:
        """The controls on what is left of the noise, in [0, 1] and not rounded."""
        choice = self._choice
        restored: Pixels = denoised(relit, finished, choice)
        if relit is not finished and any(each.region.denoise for each in touched):
            clean = floats_of(denoised(relit, finished, replace(choice, denoise=1.0)))
            noisy = floats_of(relit)
            added = [(each, each.region.denoise) for each in touched]
            share = _amounts(choice.denoise, added, noisy.shape)
            restored = noisy + share * (clean - noisy)
        if choice.controls.is_neutral:
            values = floats_of(restored)
        else:
            brightness = None
            if choice.controls.is_local:
                brightness = brightness_at_large(restored, part, self._base, self._size)
            values = self._tones.values(restored, brightness)
        for each in touched:
            if not each.region.controls.is_neutral:
                here = values[each.within]
                changed = each.at_work.tones.values(here, each.brightness)
                # In place: sliders act at once, and new arrays of this size take their time.
                changed -= here
                changed *= each.mask
                here += changed
        return values

    def _touched(self, part: Slices, finished: Pixels) -> list[_Touched]:
        """The regions that reach into ``part``."""
        found = []
        brightness: Floats | None = None
        for each in self._regions:
            reached = each.mask.touched(part)
            if reached is None:
                continue
            rows, columns = (
                slice(inner.start - outer.start, inner.stop - outer.start)
                for inner, outer in zip(reached, part, strict=True)
            )
            there: Floats | None = None
            if each.region.asks_for_brightness:
                if brightness is None:
                    brightness = brightness_at_large(finished, part, self._base, self._size)
                there = brightness[rows, columns]
            mask = each.mask.of(reached, there)[..., None]
            found.append(_Touched(each, (rows, columns), mask, there))
        return found


def _amounts(
    everywhere: float, added: list[tuple[_Touched, float]], shape: tuple[int, ...]
) -> Floats:
    """An amount in [0, 1] for each place, (h, w, 1): what regions add to that of ``everywhere``."""
    amounts = np.full((*shape[:2], 1), everywhere, np.float32)
    for touched, amount in added:
        if amount != 0.0:
            amounts[touched.within] += touched.mask * np.float32(amount)
    return np.clip(amounts, 0.0, 1.0, out=amounts)
