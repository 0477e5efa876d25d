"""What a network did on disk: a picture for each unit, and the numbers as JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np

from mirnet_gui.compare.export import Places, save_text
from mirnet_gui.compare.insight_pictures import Measure, map_picture, overlaid
from mirnet_gui.inference.insight import (
    FusionWeights,
    Insight,
    PassInsight,
    UnitAttention,
    UnitPlace,
)
from mirnet_gui.network.catalog import sha256_of
from mirnet_gui.photo.colour.srgb import to_bytes, to_srgb
from mirnet_gui.photo.photo import Photo
from mirnet_gui.photo.values import LUMINANCE, Floats, floats_of
from mirnet_gui.photo.writing import write_photo

_DIGITS = 6


def record_path(places: Places) -> Path:
    """Where :func:`save_insight` puts the numbers."""
    return places.folder / f"{places.stem}_insight.json"


def save_insight(
    insight: Insight, photo: Photo, model: str, places: Places, *, overwrite: bool
) -> Path:
    """Write everything to ``places``; ``model`` is what the weights are called.

    Pictures are maps over what the network was given, in grey. Gives back the path of the numbers,
    which are written last. Raises :class:`mirnet_gui.errors.PhotoError`.
    """
    passes = [_Writer(each, photo, places, overwrite=overwrite).record() for each in insight]
    record = {"photo": str(photo.path or places.stem), "model": model, "passes": passes}
    path = record_path(places)
    content = json.dumps(record, indent=2, ensure_ascii=True, allow_nan=False)
    save_text(content, path, overwrite=overwrite)
    return path


class _Writer:
    """Writes the pictures of one pass, and makes its record."""

    def __init__(self, each: PassInsight, photo: Photo, places: Places, *, overwrite: bool) -> None:
        self._pass, self._photo = each, photo
        self._folder, self._begin = places.folder, f"{places.stem}_{each.of.task}"
        self._overwrite = overwrite
        # Its own colours would be taken for those of the map.
        lit = floats_of(to_srgb(to_bytes(each.fed), photo.profile))
        self._grey = np.repeat((lit @ LUMINANCE)[..., None], 3, axis=-1)

    def record(self) -> dict[str, Any]:
        each = self._pass
        height, width = each.fed.shape[:2]
        record: dict[str, Any] = {
            "task": each.of.task,
            "weights": each.of.path.name,
            "sha256": sha256_of(each.of.path),
            "height": height,
            "width": width,
            "units": [self._unit(unit) for unit in each.units],
            "fusions": [_fusion(fusion) for fusion in each.fusions],
        }
        if each.light is not None:
            name = self._save(each.light, "light-map", "stops")
            record["light"] = {"stops": _spread(each.light), "picture": name}
        return record

    def _unit(self, unit: UnitAttention) -> dict[str, Any]:
        picture = self._save(self._pass.spread_out(unit), _short(unit.place), "share")
        return {
            "name": unit.place.name,
            **unit.place._asdict(),
            "spatial": _spread(unit.spatial),
            "channels": _rounded(unit.channels),
            "picture": picture,
        }

    def _save(self, values: Floats, what: str, measure: Measure) -> str:
        path = self._folder / f"{self._begin}_{what}.png"
        pixels = overlaid(map_picture(values, measure), self._grey)
        picture = Photo(pixels, path=self._photo.path)
        write_photo(picture, path, format="png", overwrite=self._overwrite)
        return path.name


def _short(place: UnitPlace) -> str:
    return f"rrg{place.group}-mrb{place.block}-dau{place.column}-stream{place.stream}"


def _fusion(fusion: FusionWeights) -> dict[str, Any]:
    return {
        "name": fusion.place.name,
        **fusion.place._asdict(),
        "mean_by_stream": [round(mean, _DIGITS) for mean in fusion.means],
        "spread_by_stream": [round(spread, _DIGITS) for spread in fusion.spreads],
        "weights": [_rounded(weights) for weights in fusion.weights],
    }


def _spread(values: Floats) -> dict[str, float]:
    ends = {"least": values.min(), "mean": values.mean(), "most": values.max()}
    return {name: round(float(value), _DIGITS) for name, value in ends.items()}


def _rounded(values: Floats) -> list[float]:
    return [float(value) for value in np.round(values.astype(np.float64), _DIGITS)]
