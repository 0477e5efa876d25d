"""What a method writes into the results that it makes."""

from __future__ import annotations

from collections.abc import Sequence

from mirnet_gui.errors import WeightsError
from mirnet_gui.language import mark
from mirnet_gui.methods.method import Method
from mirnet_gui.methods.registry import label_of, models_of, text_of
from mirnet_gui.methods.variants import without_execution_options
from mirnet_gui.network.catalog import Pass, find_weights, sha256_of
from mirnet_gui.photo.provenance import Provenance


def provenance_of(method: Method) -> Provenance:
    """What was done by ``method``, whatever it was computed on. Raises WeightsError."""
    sets = [find_weights(model) for model in models_of(method)]
    return Provenance(
        text_of(without_execution_options(method)),
        label_of(method, mark),
        ", ".join(weights.name for weights in sets),
        _checksums([file for weights in sets for file in weights.files.items()]),
    )


def weights_of(method: Method) -> str:
    """The sets of weights with their checksums; "" where there are none, also none any more."""
    try:
        done = provenance_of(method)
    except WeightsError:
        # Said when the work begins.
        return ""
    return f"{done.weights}: {done.sha256}" if done.weights else ""


def _checksums(files: Sequence[tuple[str, Pass]]) -> str:
    sums = [(part, each.sha256 or sha256_of(each.path)) for part, each in files]
    if not sums:
        return ""
    return sums[0][1] if len(sums) == 1 else ", ".join(f"{part} {sha256}" for part, sha256 in sums)
