"""What a computer cannot carry is told at once, before memory is taken or a process started."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Literal

import pytest
import torch

from mirnet_gui.errors import DeviceError, MirnetGuiError, OutOfMemory, UsageError
from mirnet_gui.network.config import MirnetConfig
from mirnet_gui.network.mirnet import Mirnet, weight_count
from mirnet_gui.trainer.cli import main
from mirnet_gui.trainer.config import Hardware, Stage, TrainingConfig
from mirnet_gui.trainer.learning.module import Restoration
from mirnet_gui.trainer.results.export import network_of
from mirnet_gui.trainer.runs import run as training
from mirnet_gui.trainer.runs.capacity import check_capacity, precision_here
from mirnet_gui.trainer.runs.folder import RunFolder

CPU = Hardware(device="cpu")


def test_what_fits_is_let_through(config: TrainingConfig) -> None:
    check_capacity(replace(config, hardware=CPU))
    check_capacity(replace(config, hardware=replace(CPU, devices=2, workers=4)))


@pytest.mark.parametrize(
    ("changes", "kind", "message"),
    [
        ({"hardware": Hardware(device="cpu", devices=1024)}, DeviceError, "1024 devices"),
        ({"hardware": Hardware(device="cpu", workers=1024)}, UsageError, "1024 worker"),
        ({"hardware": Hardware(device="cpu", nodes=7)}, UsageError, "7 machines.*torchrun"),
        (
            {"hardware": CPU, "network": MirnetConfig(channels=1024, streams=6)},
            OutOfMemory,
            "network of these sizes takes",
        ),
        (
            {"hardware": CPU, "stages": (Stage(patch=4096, batch=4096),)},
            OutOfMemory,
            "4096 patches of 4096 pixels",
        ),
    ],
)
def test_what_cannot_fit_is_told(
    config: TrainingConfig,
    folders: Path,
    tmp_path: Path,
    changes: dict[str, object],
    kind: type[MirnetGuiError],
    message: str,
) -> None:
    with pytest.raises(kind, match=message) as raised:
        training.start(replace(config, **changes), folders, tmp_path / "run", "nothing")
    assert raised.value.hint
    assert not (tmp_path / "run").exists()


@pytest.mark.skipif(torch.cuda.is_available(), reason="there is a graphics card")
def test_ninety_nine_cards_that_are_not_there(
    folders: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if (os.cpu_count() or 1) > 49:
        pytest.skip("there are that many processors")
    recipe = folders / "recipe.toml"
    recipe.write_text('validation = "val"\n[[sources]]\nfolder = "pairs"\nkind = "pairs"\n')
    arguments = ["fit", "--config", str(recipe), "--run", str(tmp_path / "run")]
    assert main([*arguments, "--devices", "99"]) == 1
    assert "no graphics card" in capsys.readouterr().err
    cpu = ["--set", "hardware.device=cpu"]
    assert main([*arguments, "--devices", "99", *cpu]) == 1
    assert "99 devices were asked for" in capsys.readouterr().err


def test_weights_are_counted_without_being_made() -> None:
    config = MirnetConfig(8, 1, 1, 2, 1)
    made = Mirnet(config)
    assert weight_count(config) == sum(each.numel() for each in made.state_dict().values())


@pytest.mark.parametrize("sizes", [(8, 1, 1, 2, 1), (8, 2, 2, 3, 2), (16, 1, 2, 2, 1)])
def test_the_bound_is_less_than_a_step_keeps(
    sizes: tuple[int, ...], config: TrainingConfig, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage = Stage(patch=64, batch=2)
    asked = replace(config, network=MirnetConfig(*sizes), hardware=CPU, stages=(stage,))
    module = Restoration(asked, Path())
    kept: dict[int, int] = {}

    def keep(tensor: torch.Tensor) -> torch.Tensor:
        kept[tensor.untyped_storage().data_ptr()] = tensor.untyped_storage().nbytes()
        return tensor

    picture = torch.rand(stage.batch, 3, stage.patch, stage.patch)
    with torch.autograd.graph.saved_tensors_hooks(keep, lambda tensor: tensor):
        restored = module(picture)
    weights = sum(each.untyped_storage().nbytes() for each in module.parameters())
    assert restored.requires_grad
    # Of each weight there are itself, its gradient and two moments.
    trained, activations = 4 * weights, sum(kept.values()) - weights
    saving = replace(asked, hardware=replace(CPU, checkpointing=True))

    def with_memory(total: int) -> None:
        monkeypatch.setattr("psutil.virtual_memory", lambda: SimpleNamespace(total=total))

    with_memory(trained + activations)
    check_capacity(asked)
    check_capacity(saving)
    with_memory(trained + sum(kept.values()) // 10)
    with pytest.raises(OutOfMemory, match="2 patches of 64 pixels"):
        check_capacity(asked)
    with_memory(trained)
    with pytest.raises(OutOfMemory, match="2 patches of 64 pixels"):
        check_capacity(saving)


@pytest.mark.parametrize("asked", ["bf16", "fp16"])
def test_a_precision_that_the_processor_does_not_know_is_computed_in_full(
    config: TrainingConfig,
    folders: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    asked: Literal["bf16", "fp16"],
) -> None:
    monkeypatch.setattr(torch.backends.cpu, "get_cpu_capability", lambda: "AVX2")
    few = replace(config, steps=2)
    for name, precision in ("full", "fp32"), ("half", asked):
        hardware = replace(CPU, precision=precision)
        training.start(replace(few, hardware=hardware), folders, tmp_path / name, "nothing")
    full, half = (network_of(tmp_path / name).state_dict() for name in ("full", "half"))
    assert all(torch.equal(full[key], half[key]) for key in full)
    assert RunFolder(tmp_path / "half").read_environment()["precision"] == "fp32"


def test_a_precision_that_the_processor_knows_is_computed_in(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(torch.backends.cpu, "get_cpu_capability", lambda: "AVX512")
    assert precision_here(replace(CPU, precision="bf16")) == "bf16"
    assert precision_here(CPU) == "fp32"
