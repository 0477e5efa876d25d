from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import Tensor

from mirnet_gui.errors import UsageError
from mirnet_gui.inference.backends.backend import Descriptors, Survey, Weighting
from mirnet_gui.inference.backends.guarded import Guarded
from mirnet_gui.inference.backends.openvino_runtime import available, supports_bf16
from mirnet_gui.inference.backends.torch_backend import TorchBackend
from mirnet_gui.inference.calibration import Measured, calibrate, fastest
from mirnet_gui.inference.engine import Candidate, Engine, candidates
from mirnet_gui.network.config import MirnetConfig
from mirnet_gui.network.mirnet import Mirnet
from mirnet_gui.progress import Look

CPU = torch.device("cpu")
TORCH, OPENVINO = Candidate("torch", "fp32", CPU), Candidate("openvino", "fp32", CPU)


def test_everything_that_a_cpu_can_is_tried() -> None:
    found = candidates(Engine(device="cpu"))
    assert found[0] == TORCH
    assert (OPENVINO in found) == available()
    assert (Candidate("openvino", "bf16", CPU) in found) == supports_bf16()


def test_what_the_user_asks_for_is_what_is_used() -> None:
    assert candidates(Engine("cpu", "torch", "fp32")) == [TORCH]
    assert {way.backend for way in candidates(Engine("cpu", "openvino"))} == {"openvino"}


@pytest.mark.parametrize(
    ("options", "word"),
    [
        ({"backend": "tensorrt"}, "tensorrt"),
        ({"precision": "int4"}, "int4"),
        ({"tile": "100"}, "100"),
        ({"tile": "all"}, "all"),
        ({"tile": "0"}, "0"),
        ({"memory": 20}, "20 MB"),
    ],
)
def test_what_there_is_not_is_said(options: dict[str, Any], word: str) -> None:
    with pytest.raises(UsageError, match=word):
        Engine(**options)


def test_what_this_computer_cannot_is_said() -> None:
    with pytest.raises(UsageError, match="fp16 with openvino on cpu"):
        candidates(Engine("cpu", "openvino", "fp16"))


_KEPT = {"backend": "torch", "precision": "fp32", "rate": 5.0, "agreement": 150.0}


@pytest.mark.parametrize(
    "kept",
    [
        "[" * 100_000,
        "[5]",
        "{}",
        "[null]",
        "[]",
        '[{"rate": 1.0}]',
        json.dumps([_KEPT | {"rate": "fast"}]),
        json.dumps([_KEPT | {"rate": True}]),
        json.dumps([_KEPT | {"rate": 0.0}]),
        json.dumps([_KEPT | {"rate": float("nan")}]),
        json.dumps([_KEPT | {"rate": 10**400}]),
        json.dumps([_KEPT | {"agreement": float("-inf")}]),
        json.dumps([_KEPT | {"agreement": None}]),
        json.dumps([_KEPT | {"precision": "fp8"}]),
        json.dumps([_KEPT, _KEPT]),
        json.dumps([[1, 2]]),
    ],
)
def test_what_no_measuring_kept_is_measured_anew(
    network: Mirnet, tmp_path: Path, kept: str
) -> None:
    calibrate(network, [TORCH], tmp_path)
    (file,) = tmp_path.iterdir()
    file.write_text(kept)
    measured = calibrate(network, [TORCH], tmp_path)
    assert 0.0 < measured[TORCH].rate < float("inf")
    assert measured[TORCH].rate != _KEPT["rate"]
    assert fastest(measured) == TORCH
    assert file.read_text() != kept, "the next start finds figures again"


def test_the_fastest_way_that_agrees_is_chosen() -> None:
    half = Candidate("torch", "bf16", CPU)
    measured = {
        TORCH: Measured("torch", "fp32", 100.0, 150.0),
        OPENVINO: Measured("openvino", "fp32", 300.0, 90.0),
        half: Measured("torch", "bf16", 900.0, 30.0),
    }
    assert fastest(measured) == OPENVINO
    measured[half] = Measured("torch", "bf16", 900.0, 50.0)
    assert fastest(measured) == half


def test_speed_is_measured_once_for_a_network(network: Mirnet, tmp_path: Path) -> None:
    ways = [TORCH, Candidate("torch", "bf16", CPU)]
    first = calibrate(network, ways, tmp_path)
    assert first[TORCH].agreement > 100
    assert 40 < first[ways[1]].agreement < 100
    # No two measurings give the same figures.
    assert calibrate(network, ways, tmp_path) == first


def test_damaged_figures_are_measured_anew(network: Mirnet, tmp_path: Path) -> None:
    calibrate(network, [TORCH], tmp_path)
    (kept,) = tmp_path.iterdir()
    kept.write_text("[{}]")
    assert calibrate(network, [TORCH], tmp_path)[TORCH].rate > 0
    assert json.loads(kept.read_text())[0]["backend"] == "torch"


def test_a_place_that_cannot_be_written_costs_nothing(network: Mirnet, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert calibrate(network, [TORCH], tmp_path / "file" / "below")[TORCH].rate > 0


class Overflowing(TorchBackend):
    """Half precision in which one value is no number."""

    def survey(self, picture: Tensor, weighting: Weighting, look: Look) -> Survey:
        actual = super().survey(picture, weighting, look)
        return actual._replace(restored=_overflowing(actual.restored))

    def restore(self, picture: Tensor, descriptors: Descriptors, look: Look) -> Tensor:
        return _overflowing(super().restore(picture, descriptors, look))


def _overflowing(restored: Tensor) -> Tensor:
    restored = restored.clone()
    restored[..., 3, 3] = torch.nan
    return restored


def test_what_overflows_is_computed_again_in_full() -> None:
    torch.manual_seed(3)
    network = Mirnet(MirnetConfig(8, 1, 1, 2, 1))
    opened: list[TorchBackend] = []

    def spare() -> TorchBackend:
        opened.append(TorchBackend(network, CPU))
        return opened[-1]

    picture, shares = torch.rand(1, 3, 16, 16), [0.0]
    look: Callable[[float], None] = shares.append
    full = TorchBackend(network, CPU).survey(picture, [], lambda _: None)
    guarded = Guarded(Overflowing(network, CPU), spare)
    survey: Survey = guarded.survey(picture, [], look)
    assert torch.equal(survey.restored, full.restored)
    assert torch.equal(guarded.restore(picture, survey.whole, look), full.restored)
    assert len(opened) == 1
    assert sum(shares) == pytest.approx(2.0), "what is done again is not counted twice"
