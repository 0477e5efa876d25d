from __future__ import annotations

import os
import pickle
import zipfile
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import save_file
from torch.nn import functional

from mirnet_gui.errors import UsageError, WeightsError
from mirnet_gui.network.checkpoints import (
    config_from_shapes,
    load_weights,
    save_weights,
    sha256_of,
)
from mirnet_gui.network.config import MirnetConfig
from mirnet_gui.network.mirnet import Mirnet, expected_shapes
from mirnet_gui.network.official import load_official, official_key


def test_weights_come_back_as_they_went(network: Mirnet, tmp_path: Path) -> None:
    save_weights(network, tmp_path / "own.safetensors")
    again = load_weights(tmp_path / "own.safetensors")
    picture = torch.rand(1, 3, 16, 16)
    assert again.config == network.config
    assert torch.equal(again(picture), network(picture))


def test_half_precision_files_load_as_full(network: Mirnet, tmp_path: Path) -> None:
    save_weights(network, tmp_path / "half.safetensors", dtype=torch.float16)
    assert {p.dtype for p in load_weights(tmp_path / "half.safetensors").parameters()} == {
        torch.float32
    }


@pytest.mark.parametrize(
    "config",
    [MirnetConfig(8, 1, 1, 2, 1), MirnetConfig(16, 2, 3, 4, 1), MirnetConfig(8, 3, 2, 3, 3)],
)
def test_the_configuration_is_read_back_from_shapes(config: MirnetConfig) -> None:
    assert config_from_shapes(Mirnet(config).state_dict()) == config


def test_a_file_without_configuration_still_loads(network: Mirnet, tmp_path: Path) -> None:
    state = {key: value.contiguous() for key, value in network.state_dict().items()}
    save_file(state, tmp_path / "bare.safetensors")
    assert load_weights(tmp_path / "bare.safetensors").config == network.config


def test_standing_weights_are_not_overwritten_unasked(network: Mirnet, tmp_path: Path) -> None:
    target = tmp_path / "own.safetensors"
    target.write_bytes(b"precious")
    with pytest.raises(WeightsError, match=r"own\.safetensors.*exists"):
        save_weights(network, target)
    assert target.read_bytes() == b"precious"


@pytest.mark.parametrize("content", [b"", b"no weights at all", bytes(range(256)) * 40])
def test_damaged_weights_are_named(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "broken.safetensors"
    path.write_bytes(content)
    with pytest.raises(WeightsError, match=r"broken\.safetensors"):
        load_weights(path)


def test_cut_short_weights_are_named(network: Mirnet, tmp_path: Path) -> None:
    path = tmp_path / "cut.safetensors"
    save_weights(network, path)
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(WeightsError, match=r"cut\.safetensors.*damaged"):
        load_weights(path)


def test_weights_of_another_network_are_refused(tmp_path: Path) -> None:
    save_file({"encoder.weight": torch.rand(3, 3)}, tmp_path / "other.safetensors")
    with pytest.raises(WeightsError, match=r"other\.safetensors.*another network"):
        load_weights(tmp_path / "other.safetensors")


def test_a_changed_file_is_refused_by_its_checksum(network: Mirnet, tmp_path: Path) -> None:
    path = tmp_path / "own.safetensors"
    save_weights(network, path)
    load_weights(path, sha256_of(path))
    with pytest.raises(WeightsError, match="not the file that shipped"):
        load_weights(path, "0" * 64)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match=r"gone\.safetensors"):
        load_weights(tmp_path / "gone.safetensors")


def test_official_checkpoints_give_their_own_output(shared: Path) -> None:
    network = load_official(shared / "parity" / "official_format_c16.pth")
    known = np.load(shared / "parity" / "official_format_c16_io.npz")
    with torch.inference_mode():
        output = network(torch.from_numpy(known["input"])).numpy()
    assert np.abs(output - known["output"]).max() < 1e-5


def test_official_checkpoints_for_other_tasks_enlarge_first(shared: Path, tmp_path: Path) -> None:
    path = shared / "parity" / "official_format_c16.pth"
    plain, enlarging = load_official(path), load_official(path, "enlarge", 3)
    picture = torch.rand(1, 3, 20, 28)
    larger = functional.interpolate(picture, scale_factor=3, mode="bicubic")
    with torch.inference_mode():
        assert torch.allclose(enlarging(picture), plain(larger), atol=1e-5)
    save_weights(enlarging, tmp_path / "own.safetensors")
    assert load_weights(tmp_path / "own.safetensors").config == enlarging.config
    assert load_official(path, "denoise").config.task == "denoise"
    for task, scale in (("enlarge", 1), ("enlarge", 5), ("whole", 2), ("light", 1), ("whole", 0)):
        with pytest.raises(UsageError, match=f"No checkpoint for {task} at scale {scale}"):
            load_official(path, task, scale)


def test_every_official_key_of_the_published_size_is_used(shared: Path) -> None:
    table = (shared / "parity" / "official_checkpoint_keys.tsv").read_text().splitlines()[1:]
    official = dict(line.split("\t") for line in table)
    network = Mirnet()
    used = {}
    for key, value in network.state_dict().items():
        used[official_key(key, network.config)] = "x".join(map(str, value.shape))
    # The blur kernels are fixed and no parameters of ours.
    assert used == {key: shape for key, shape in official.items() if not key.endswith(".filt")}


def _official_state(network: Mirnet) -> dict[str, torch.Tensor]:
    return {official_key(k, network.config): v for k, v in network.state_dict().items()}


@pytest.mark.parametrize("prefix", ["", "module."])
@pytest.mark.parametrize(
    "config",
    [MirnetConfig(8, 2, 1, 2, 2), MirnetConfig(16, 1, 2, 3, 1), MirnetConfig(8, 1, 1, 4, 2)],
)
def test_other_sizes_in_the_official_format_load(
    config: MirnetConfig, prefix: str, tmp_path: Path
) -> None:
    source = Mirnet(config)
    state = {prefix + key: value for key, value in _official_state(source).items()}
    torch.save({"epoch": 3, "state_dict": state}, tmp_path / "own.pth")
    network = load_official(tmp_path / "own.pth")
    assert network.config == config
    renamed = _official_state(network)
    assert all(torch.equal(renamed[key], state[prefix + key]) for key in renamed)


class _Bomb:
    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, (str(self.mark),)


@pytest.mark.parametrize("way", ["torch", "pickle"])
def test_a_pickle_that_carries_code_is_refused_and_runs_nothing(tmp_path: Path, way: str) -> None:
    mark, path = tmp_path / "it-ran", tmp_path / "evil.pth"
    if way == "torch":
        torch.save({"state_dict": _Bomb(mark)}, path)
    else:
        path.write_bytes(pickle.dumps({"state_dict": _Bomb(mark)}))
    with pytest.raises(WeightsError, match=r"evil\.pth was refused.*could run code"):
        load_official(path)
    assert not mark.exists()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK\x03\x04 but no archive",
        b"a text",
        b"<!DOCTYPE html><html><body>404</body></html>",
        b"version https://git-lfs.github.com/spec/v1",
        b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01",
        b"\x89PNG\r\n\x1a\n",
        bytes(range(256)),
    ],
)
def test_files_that_are_no_checkpoint_are_named(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "broken.pth"
    path.write_bytes(content)
    with pytest.raises(WeightsError, match=r"broken\.pth is damaged or no checkpoint"):
        load_official(path)


@pytest.mark.parametrize(
    "checkpoint",
    [{"state_dict": {"conv.weight": torch.rand(2)}}, {"epoch": 3}, [1, 2], {"state_dict": {}}],
)
def test_checkpoints_of_another_network_are_refused(tmp_path: Path, checkpoint: object) -> None:
    torch.save(checkpoint, tmp_path / "other.pth")
    with pytest.raises(WeightsError, match=r"other\.pth"):
        load_official(tmp_path / "other.pth")


def test_a_checkpoint_with_a_part_missing_is_refused(network: Mirnet, tmp_path: Path) -> None:
    state = _official_state(network)
    del state["body.0.body.0.conv_out.weight"]
    torch.save({"state_dict": state}, tmp_path / "part.pth")
    with pytest.raises(WeightsError, match=r"body\.0\.body\.0\.conv_out\.weight"):
        load_official(tmp_path / "part.pth")


@pytest.mark.parametrize(
    "message",
    ['{"channels": 3000}', '{"streams": 40}', "[" * 100_000, "no json", '{"width": 3}', "[3]", ""],
)
def test_a_header_that_lies_is_refused_before_it_fills_the_memory(
    network: Mirnet, tmp_path: Path, message: str
) -> None:
    state = {key: value.contiguous() for key, value in network.state_dict().items()}
    save_file(state, tmp_path / "liar.safetensors", metadata={"config": message})
    with pytest.raises(WeightsError, match=r"liar\.safetensors holds weights of another network"):
        load_weights(tmp_path / "liar.safetensors")


def test_names_that_lie_are_refused_before_they_fill_the_memory(tmp_path: Path) -> None:
    huge = {
        "conv_in.weight": torch.rand(8, 3, 3, 3),
        "groups.99999.blocks.9999.attentions.9.9.merge.weight": torch.rand(1),
    }
    save_file(huge, tmp_path / "huge.safetensors")
    with pytest.raises(WeightsError, match=r"huge\.safetensors"):
        load_weights(tmp_path / "huge.safetensors")
    official = {
        "conv_in.weight": torch.rand(8, 3, 3, 3),
        "body.99999.body.9999.blocks.9.9.conv1x1.weight": torch.rand(1),
    }
    torch.save(official, tmp_path / "huge.pth")
    with pytest.raises(WeightsError, match=r"huge\.pth"):
        load_official(tmp_path / "huge.pth")


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_weights_that_are_no_numbers_are_refused(
    network: Mirnet, tmp_path: Path, number: float
) -> None:
    with torch.no_grad():
        network.conv_in.weight[0, 0, 0, 0] = number
    save_weights(network, tmp_path / "black.safetensors")
    torch.save(_official_state(network), tmp_path / "black.pth")
    with pytest.raises(WeightsError, match=r"black\.safetensors is damaged"):
        load_weights(tmp_path / "black.safetensors")
    with pytest.raises(WeightsError, match=r"black\.pth is damaged"):
        load_official(tmp_path / "black.pth")


def test_a_few_numbers_that_claim_to_be_many_are_refused(tmp_path: Path) -> None:
    # One number, seen from everywhere: three gigabytes of network in a file of some kilobytes.
    config = MirnetConfig(channels=512, groups=4, blocks=2, streams=3, columns=1)
    one = torch.zeros(1)
    many = {official_key(k, config): one.expand(s) for k, s in expected_shapes(config).items()}
    torch.save(many, tmp_path / "one.pth")
    assert (tmp_path / "one.pth").stat().st_size < 1_000_000
    with pytest.raises(WeightsError, match=r"one\.pth holds far less"):
        load_official(tmp_path / "one.pth")


def test_a_checkpoint_that_unpacks_to_the_memory_s_end_is_refused(
    network: Mirnet, tmp_path: Path
) -> None:
    torch.save(_official_state(network) | {"more": torch.zeros(5_000_000)}, tmp_path / "own.pth")
    with (
        zipfile.ZipFile(tmp_path / "own.pth") as own,
        zipfile.ZipFile(tmp_path / "bomb.pth", "w", zipfile.ZIP_DEFLATED) as bomb,
    ):
        for entry in own.infolist():
            bomb.writestr(entry.filename, own.read(entry))
    with pytest.raises(WeightsError, match=r"bomb\.pth is damaged"):
        load_official(tmp_path / "bomb.pth")


@pytest.mark.parametrize(
    "key", ["body.{}.body.0.blocks.0.0.x", "body.0.body.0.blocks.{}.0.x", "conv_{}.weight"]
)
def test_names_with_numbers_without_end_are_refused(
    network: Mirnet, tmp_path: Path, key: str
) -> None:
    torch.save({key.format("9" * 9000): torch.zeros(1)}, tmp_path / "long.pth")
    with pytest.raises(WeightsError, match=r"long\.pth"):
        load_official(tmp_path / "long.pth")


@pytest.mark.parametrize("kind", [torch.int64, torch.float8_e4m3fn, torch.complex64])
def test_weights_that_are_no_plain_numbers_are_refused(
    network: Mirnet, tmp_path: Path, kind: torch.dtype
) -> None:
    state = {key: value.to(kind) for key, value in network.state_dict().items()}
    save_file(state, tmp_path / "own.safetensors")
    with pytest.raises(WeightsError, match=r"own\.safetensors"):
        load_weights(tmp_path / "own.safetensors")
    sparse = {key: value.to_sparse() for key, value in _official_state(network).items()}
    torch.save(sparse, tmp_path / "sparse.pth")
    with pytest.raises(WeightsError, match=r"sparse\.pth"):
        load_official(tmp_path / "sparse.pth")


def test_a_first_weight_without_sides_is_refused(network: Mirnet, tmp_path: Path) -> None:
    state = {key: value.contiguous() for key, value in network.state_dict().items()}
    save_file(state | {"conv_in.weight": torch.tensor(1.0)}, tmp_path / "own.safetensors")
    with pytest.raises(WeightsError, match="another network"):
        load_weights(tmp_path / "own.safetensors")
