"""What a method writes into the results that it makes."""

from __future__ import annotations

from mirnet_gui.language import mark
from mirnet_gui.methods.method import Method
from mirnet_gui.methods.registry import essence_of, label_of, model_of, text_of
from mirnet_gui.network.catalog import WeightsEntry, find_weights, sha256_of
from mirnet_gui.photo.provenance import Provenance


def provenance_of(method: Method) -> Provenance:
    """What was done by ``method``, whatever it was computed on. Raises WeightsError."""
    model = model_of(method)
    weights = find_weights(model) if model else None
    return Provenance(
        text_of(essence_of(method)),
        label_of(method, mark),
        weights.name if weights else "",
        _checksums(weights) if weights else "",
    )


def _checksums(weights: WeightsEntry) -> str:
    sums = [(each.task, each.sha256 or sha256_of(each.path)) for each in weights.passes]
    return sums[0][1] if len(sums) == 1 else ", ".join(f"{task} {sha256}" for task, sha256 in sums)
