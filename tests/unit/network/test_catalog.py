from __future__ import annotations

from pathlib import Path

import pytest

from mirnet_gui import locations
from mirnet_gui.errors import WeightsError
from mirnet_gui.network.catalog import find_weights, list_weights
from mirnet_gui.network.checkpoints import load_weights, save_weights
from mirnet_gui.network.mirnet import Mirnet


def test_all_shipped_weights_are_the_catalog_s_and_load() -> None:
    shipped = [entry for entry in list_weights() if entry.shipped]
    assert "lowlight" in [entry.name for entry in shipped]
    for entry in shipped:
        load_weights(entry.path, entry.sha256)
        assert entry.path.with_suffix(".md").is_file(), "every weights file has its model card"


def test_the_user_s_own_weights_are_listed(network: Mirnet) -> None:
    folder = locations.user_weights()
    folder.mkdir(parents=True)
    save_weights(network, folder / "mine.safetensors")
    assert find_weights("mine").path == folder / "mine.safetensors"
    assert not find_weights("mine").shipped


def test_a_file_will_do_as_well(network: Mirnet, tmp_path: Path) -> None:
    save_weights(network, tmp_path / "other.safetensors")
    assert find_weights(str(tmp_path / "other.safetensors")).name == "other"


def test_unknown_weights_are_answered_with_those_there_are() -> None:
    with pytest.raises(WeightsError, match=r"no weights called nope.*lowlight"):
        find_weights("nope")


def test_a_checkpoint_is_answered_with_how_to_export_it(tmp_path: Path) -> None:
    (tmp_path / "last.ckpt").write_bytes(b"anything")
    for name in (tmp_path / "last.ckpt", tmp_path):
        with pytest.raises(WeightsError, match="is no weights file") as refused:
            find_weights(str(name))
        assert f"mirnet-train export {name}" in refused.value.hint


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    missing = tmp_path / "gone.safetensors"
    with pytest.raises(WeightsError, match=r"no file .*gone\.safetensors"):
        find_weights(str(missing))


def test_a_damaged_catalog_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "catalog.toml").write_text("[weights.lowlight]\nfile = 3")
    monkeypatch.setattr(locations, "shipped_weights", lambda: tmp_path)
    with pytest.raises(WeightsError, match=r"catalog\.toml is missing or damaged"):
        list_weights()
