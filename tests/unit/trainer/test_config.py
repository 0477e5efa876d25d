from __future__ import annotations

from pathlib import Path

import pytest

from mirnet_gui.errors import UsageError
from mirnet_gui.network.config import MirnetConfig
from mirnet_gui.trainer.config import TrainingConfig, config_from_dict, read_config

MINIMAL = 'validation = "val"\n[[sources]]\nfolder = "a"\nkind = "pairs"\nshare = 1\n'


def _read(tmp_path: Path, text: str, **changes: str) -> TrainingConfig:
    path = tmp_path / "config.toml"
    path.write_text(text, encoding="utf-8")
    return read_config(path, changes)


def test_a_minimal_file_takes_the_defaults(tmp_path: Path) -> None:
    config = _read(tmp_path, MINIMAL)
    assert config.sources[0].folder == "a"
    assert config.network == MirnetConfig()
    assert config.steps == 5000


def test_changes_replace_what_the_file_says(tmp_path: Path) -> None:
    config = _read(tmp_path, "steps = 10\n" + MINIMAL, **{"steps": "20", "network.channels": "16"})
    assert config.steps == 20
    assert config.network.channels == 16


def test_a_configuration_comes_back_from_its_own_values(config: TrainingConfig) -> None:
    assert config_from_dict(config.to_dict()) == config


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("stepps = 5\n" + MINIMAL, "stepps"),
        ('steps = "many"\n' + MINIMAL, "steps"),
        ("steps = true\n" + MINIMAL, "steps"),
        ("steps = 0\n" + MINIMAL, "steps"),
        ("averaging = 1.0\n" + MINIMAL, "averaging"),
        ("smallest_scale = 0\n" + MINIMAL, "smallest_scale"),
        ('validation = "val"\n', "sources"),
        (MINIMAL.replace("validation", "validate"), "validate"),
        (MINIMAL.replace('"pairs"', '"movies"'), "kind"),
        (MINIMAL.replace("share = 1", "share = 0"), "share"),
        (MINIMAL.replace("share = 1", "portion = 1"), "portion"),
        (MINIMAL + "[network]\nwidth = 3\n", "width"),
        (MINIMAL + "[network]\nstreams = 1\n", "streams"),
        ("steps = = 3", "TOML"),
        (MINIMAL.replace("[[sources]]", "[sources]"), "sources"),
        ('validation = "val"\nsources = 5\n', "sources"),
        ("network = 5\n" + MINIMAL, "network"),
        ("learning_rate = 0\n" + MINIMAL, "learning_rate"),
        ("warm_up = -1\n" + MINIMAL, "warm_up"),
    ],
)
def test_a_mistake_is_named(tmp_path: Path, text: str, named: str) -> None:
    with pytest.raises(UsageError, match=named):
        _read(tmp_path, text)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"gone\.toml"):
        read_config(tmp_path / "gone.toml")


def test_the_shipped_recipe_is_valid() -> None:
    recipe = Path(__file__).resolve().parents[3] / "weights" / "lowlight.toml"
    assert {source.folder for source in read_config(recipe).sources} >= {"lol/train", "sice/train"}
