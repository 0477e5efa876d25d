"""The mean of two sets of weights, as a file that the program can use."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import torch

from mirnet_gui.network.checkpoints import load_weights, save_weights
from mirnet_gui.network.config import MirnetConfig
from mirnet_gui.network.mirnet import Mirnet
from mirnet_gui.trainer.cli import main

SMALL = MirnetConfig(channels=8, groups=1, blocks=1, streams=2, columns=1)


def weights(folder: Path, name: str, config: MirnetConfig, seed: int) -> Path:
    torch.manual_seed(seed)
    path = folder / f"{name}.safetensors"
    save_weights(Mirnet(config), path)
    return path


def test_the_mean_lies_between_the_two_as_asked(tmp_path: Path) -> None:
    one, other = (weights(tmp_path, name, SMALL, seed) for seed, name in enumerate(("a", "b")))
    mean = tmp_path / "mean.safetensors"
    command = ["export", str(one), "--mean-with", str(other), "--output", str(mean)]
    assert main([*command, "--share", "0.25"]) == 0
    parts = [load_weights(path).state_dict() for path in (one, other, mean)]
    for name, value in parts[2].items():
        assert torch.allclose(value, 0.75 * parts[0][name] + 0.25 * parts[1][name], atol=1e-6)
    assert load_weights(mean).config == SMALL


def test_the_mean_halves_as_often_as_both_do_in_the_mean(tmp_path: Path) -> None:
    learnt = replace(SMALL, task="detail", more_halvings=2)
    one = weights(tmp_path, "a", learnt, 0)
    other = weights(tmp_path, "b", replace(learnt, more_halvings=0), 1)
    for share, expected in ((0.1, 2), (0.65, 1), (0.9, 0)):
        mean = tmp_path / f"mean-{expected}.safetensors"
        command = ["export", str(one), "--mean-with", str(other), "--output", str(mean)]
        assert main([*command, "--share", str(share)]) == 0
        assert load_weights(mean).config == replace(learnt, more_halvings=expected)


def test_unlike_networks_have_no_mean(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one = weights(tmp_path, "a", SMALL, 0)
    other = weights(tmp_path, "b", replace(SMALL, channels=16), 0)
    mean = tmp_path / "mean.safetensors"
    assert main(["export", str(one), "--mean-with", str(other), "--output", str(mean)]) == 2
    assert "unlike networks" in capsys.readouterr().err
    assert not mean.exists()
