from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file

from mirnet_gui import locations
from mirnet_gui.errors import WeightsError
from mirnet_gui.network.catalog import (
    Pass,
    find_weights,
    list_weights,
    only_pass,
    sha256_of,
    task_in_header,
)
from mirnet_gui.network.checkpoints import load_weights, save_weights
from mirnet_gui.network.config import MirnetConfig, NetworkTask
from mirnet_gui.network.mirnet import Mirnet


@pytest.fixture
def own() -> Path:
    """The folder of the user's own weights."""
    folder = locations.user_weights()
    folder.mkdir(parents=True)
    return folder


def _save(path: Path, task: NetworkTask = "whole") -> Path:
    torch.manual_seed(0)
    save_weights(Mirnet(MirnetConfig(8, 1, 1, 2, 1, task=task)), path)
    return path


def test_all_shipped_weights_are_the_catalog_s_and_load() -> None:
    shipped = {entry.name: entry for entry in list_weights() if entry.shipped}
    assert shipped["lowlight"].tasks == ("light", "detail")
    assert [*shipped["lowlight"].files] == ["light", "coarse", "detail"]
    assert shipped["lol"].tasks == ("light", "detail")
    assert shipped["lol-one-pass"].tasks == ("whole",)
    assert shipped["denoise"].tasks == ("denoise",)
    assert [shipped[f"enlarge-{scale}x"].scale for scale in (2, 3, 4)] == [2, 3, 4]
    for entry in shipped.values():
        for each in entry.files.values():
            config = load_weights(each.path, each.sha256).config
            assert (config.task, config.scale) == (each.task, each.scale)
        card = locations.shipped_weights() / f"{entry.name}.md"
        assert card.is_file(), "every set has its model card"


def test_the_user_s_own_weights_are_listed(network: Mirnet, own: Path) -> None:
    save_weights(network, own / "mine.safetensors")
    found = find_weights("mine")
    assert found.passes == (Pass("whole", own / "mine.safetensors"),)
    assert not found.shipped


def test_weights_that_enlarge_say_how_much(own: Path) -> None:
    for scale in (1, 3):
        network = Mirnet(MirnetConfig(8, 1, 1, 2, 1, task="enlarge", scale=scale))
        save_weights(network, own / f"mine-{scale}x.safetensors")
    assert [find_weights(f"mine-{scale}x").scale for scale in (1, 3)] == [1, 3]
    assert find_weights("mine-3x").tasks == ("enlarge",)
    assert find_weights("lowlight").scale == 1


def test_what_cleans_smaller_copies_belongs_to_the_set_of_its_name(own: Path) -> None:
    paths = {
        part: _save(own / f"mine-{part}.safetensors", "light" if part == "light" else "detail")
        for part in ("light", "coarse", "detail")
    }
    (entry,) = (entry for entry in list_weights() if not entry.shipped)
    assert {part: each.path for part, each in entry.files.items()} == paths
    assert entry.tasks == ("light", "detail")
    paths["detail"].unlink()
    left = [entry.name for entry in list_weights() if not entry.shipped]
    assert left == ["mine-coarse", "mine-light"], "each by itself"


def test_light_and_detail_of_one_name_are_a_set(own: Path) -> None:
    passes = tuple(
        Pass(task, _save(own / f"mine-{task}.safetensors", task)) for task in ("light", "detail")
    )
    assert find_weights("mine").passes == passes
    assert [entry.name for entry in list_weights() if not entry.shipped] == ["mine"]


def test_half_a_set_stands_alone(own: Path) -> None:
    _save(own / "mine-light.safetensors", "light")
    found = find_weights("mine-light")
    assert found.tasks == ("light",)
    with pytest.raises(WeightsError, match=r"no weights called mine\."):
        find_weights("mine")


def test_a_file_of_the_set_s_name_hides_neither(own: Path) -> None:
    for name in ("mine", "mine-light", "mine-detail"):
        task = next((task for task in ("light", "detail") if name.endswith(task)), "whole")
        _save(own / f"{name}.safetensors", task)
    names = {entry.name: entry.tasks for entry in list_weights() if not entry.shipped}
    assert names == {"mine": ("whole",), "mine-detail": ("detail",), "mine-light": ("light",)}


@pytest.mark.parametrize("task", ["whole", "light", "detail"])
def test_a_single_file_s_task_stands_in_its_header(tmp_path: Path, task: NetworkTask) -> None:
    path = _save(tmp_path / "other.safetensors", task)
    found = find_weights(str(path))
    assert (found.name, found.tasks) == ("other", (task,))
    assert only_pass(found) == Pass(task, path)


def test_a_file_may_be_named_without_its_suffix(tmp_path: Path) -> None:
    """As the two of a set are, and as `mirnet-train finetune` says."""
    path = _save(tmp_path / "finetuned.safetensors", "denoise")
    assert find_weights(str(tmp_path / "finetuned")) == find_weights(str(path))


def test_two_files_will_do_as_well(tmp_path: Path) -> None:
    for task in ("light", "detail"):
        _save(tmp_path / f"other-{task}.safetensors", task)
    found = find_weights(str(tmp_path / "other"))
    assert (found.name, found.tasks) == ("other", ("light", "detail"))
    assert not found.shipped


def test_headers_that_say_nothing_are_of_one_pass(tmp_path: Path) -> None:
    plain, odd = tmp_path / "plain.safetensors", tmp_path / "odd.safetensors"
    save_file({"a": torch.zeros(1)}, plain)
    save_file({"a": torch.zeros(1)}, odd, metadata={"config": '{"task": ["magic"]}'})
    damaged = tmp_path / "damaged.safetensors"
    damaged.write_bytes(b"nothing")
    for path in (plain, odd, damaged, tmp_path / "gone.safetensors"):
        assert task_in_header(path) == "whole"


def test_a_header_may_be_older_than_tasks(tmp_path: Path) -> None:
    path = _save(tmp_path / "new.safetensors", "light")
    network = load_weights(path)
    config = network.config.to_dict()
    del config["task"]
    older = tmp_path / "old.safetensors"
    state = {key: value.contiguous() for key, value in network.state_dict().items()}
    save_file(state, older, metadata={"network": "mirnet", "config": str(config).replace("'", '"')
                                      .replace("False", "false")})  # fmt: skip
    assert task_in_header(older) == "whole"
    assert load_weights(older).config == replace(network.config, task="whole")


def test_one_of_two_passes_must_be_named() -> None:
    with pytest.raises(WeightsError, match=r"The weights lowlight have 2 passes\.") as refused:
        only_pass(find_weights("lowlight"))
    for each in find_weights("lowlight").passes:
        assert str(each.path) in refused.value.hint
        assert only_pass(find_weights(str(each.path))).task == each.task


def test_unknown_weights_are_answered_with_those_there_are() -> None:
    with pytest.raises(WeightsError, match=r"no weights called nope.*lowlight"):
        find_weights("nope")


def test_a_checkpoint_is_answered_with_how_to_export_it(tmp_path: Path) -> None:
    (tmp_path / "last.ckpt").write_bytes(b"anything")
    for name in (tmp_path / "last.ckpt", tmp_path):
        with pytest.raises(WeightsError, match="is not a weights file") as refused:
            find_weights(str(name))
        assert f"mirnet-train export {name}" in refused.value.hint


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    missing = tmp_path / "gone.safetensors"
    with pytest.raises(WeightsError, match=r"no file .*gone\.safetensors"):
        find_weights(str(missing))


@pytest.mark.parametrize(
    "catalog",
    [
        "[weights.lowlight]\nfile = 3",
        "[weights]\nlowlight = 3",
        "[weights.lowlight.light]\nfile = 'a.safetensors'\nsha256 = 'a'",
        "[weights.lowlight]\npurpose = ''\ntraining_data = ''\nlicence = ''\nfigures = ''",
        "not TOML",
    ],
)
def test_a_damaged_catalog_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, catalog: str
) -> None:
    (tmp_path / "catalog.toml").write_text(catalog)
    monkeypatch.setattr(locations, "shipped_weights", lambda: tmp_path)
    with pytest.raises(WeightsError, match=r"catalog\.toml is missing or damaged"):
        list_weights()


def test_the_shipped_checksums_are_those_of_the_files() -> None:
    for entry in list_weights():
        for each in entry.passes:
            assert sha256_of(each.path) == each.sha256
