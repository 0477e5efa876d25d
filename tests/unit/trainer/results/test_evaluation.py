"""How good a set of weights is on a folder of pairs: as the program would restore them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import torch

from mirnet_gui.methods.registry import create_method
from mirnet_gui.network.catalog import find_weights
from mirnet_gui.network.checkpoints import load_weights, save_weights
from mirnet_gui.network.config import MirnetConfig
from mirnet_gui.network.mirnet import Mirnet
from mirnet_gui.photo.reading import read_photo
from mirnet_gui.progress import CancelToken, silent
from mirnet_gui.quality.reference import psnr
from mirnet_gui.trainer.cli import main
from mirnet_gui.trainer.data.pairs import to_tensor
from mirnet_gui.trainer.results.evaluation import by_network, by_set, evaluate


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """``own-light`` and ``own-detail``; gives back what the set is called."""
    torch.manual_seed(1)
    for task in ("light", "detail"):
        config = MirnetConfig(8, 1, 1, 2, 1, exposed=task == "light", task=task)
        save_weights(Mirnet(config), tmp_path / f"own-{task}.safetensors")
    return tmp_path / "own"


def test_a_set_of_two_passes_is_measured_as_the_program_restores(own: Path, folders: Path) -> None:
    (figures,) = evaluate(by_set(find_weights(str(own)), "cpu"), folders / "val", lambda _: None)
    low, high = (read_photo(folders / "val" / side / "cat.png").pixels for side in ("low", "high"))
    method = create_method("mirnet", model=str(own), device="cpu")
    result = method.apply(low, silent, CancelToken())
    expected = psnr(*(to_tensor(each)[None] for each in (result, high)))
    assert figures.psnr == pytest.approx(expected, abs=1e-3)
    assert figures.psnr > figures.input_psnr + 2


def test_one_pass_is_measured_by_its_task(own: Path, folders: Path) -> None:
    """The detail of a picture relit by its reference: no light is missing, so much is right."""
    path = Path(f"{own}-detail.safetensors")
    (alone,) = evaluate(by_set(find_weights(str(path)), "cpu"), folders / "val", lambda _: None)
    network = load_weights(path)
    (same,) = evaluate(by_network(network, torch.device("cpu")), folders / "val", lambda _: None)
    assert alone == same
    assert alone.psnr > alone.input_psnr + 2


def test_the_command_measures_sets_and_single_passes(
    own: Path, folders: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = {}
    for model in (str(own), f"{own}-light.safetensors"):
        command = ["evaluate", "--model", model, "--pairs", str(folders / "val")]
        assert main([*command, "--device", "cpu", "--json"]) == 0
        found[model] = json.loads(capsys.readouterr().out)["psnr"]
    assert len(set(found.values())) == 2
