from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from mirnet_gui.errors import UsageError
from mirnet_gui.network.config import MirnetConfig
from mirnet_gui.trainer.config import Stage, TrainingConfig
from mirnet_gui.trainer.recipes import config_from_dict, read_config

WEIGHTS = Path(__file__).resolve().parents[3] / "weights"
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


def test_changes_reach_into_lists(tmp_path: Path) -> None:
    text = MINIMAL + "[[stages]]\npatch = 64\nuntil = 0.5\n[[stages]]\npatch = 96\n"
    config = _read(tmp_path, text, **{"stages.1.batch": "2", "sources.0.folder": "elsewhere"})
    assert [stage.batch for stage in config.stages] == [8, 2]
    assert config.sources[0].folder == "elsewhere"


@pytest.mark.parametrize("key", ["stages.1.batch", "sources.folder", "validation.name", "stages"])
def test_a_place_that_is_not_there_cannot_be_set(tmp_path: Path, key: str) -> None:
    with pytest.raises(UsageError, match=key.partition(".")[0]):
        _read(tmp_path, MINIMAL, **{key: "2"})


def test_an_entry_of_a_list_must_be_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"as in sources\.0\.share\."):
        _read(tmp_path, MINIMAL, **{"sources.share": "0.5"})


def test_a_misspelt_size_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"network: .*chanels unknown"):
        _read(tmp_path, MINIMAL, **{"network.chanels": "16"})


def test_a_network_that_enlarges_says_by_how_much(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"network\.scale is 1"):
        _read(tmp_path, MINIMAL, task='"enlarge"')
    config = _read(tmp_path, MINIMAL, **{"task": '"enlarge"', "network.scale": "3"})
    assert config.network.scale == 3


def test_a_step_belongs_to_its_stage(config: TrainingConfig) -> None:
    stages = (Stage(patch=32, until=0.25), Stage(patch=48, until=0.5), Stage(patch=64))
    longer = replace(config, steps=8, stages=stages)
    assert [longer.stage_of(step).patch for step in range(8)] == [32, 32, 48, 48, 64, 64, 64, 64]


def test_a_configuration_comes_back_from_its_own_values(config: TrainingConfig) -> None:
    assert config_from_dict(config.to_dict()) == config


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("stepps = 5\n" + MINIMAL, "stepps"),
        ('steps = "many"\n' + MINIMAL, "steps"),
        ("steps = true\n" + MINIMAL, "steps"),
        ("steps = 0\n" + MINIMAL, "steps"),
        (MINIMAL + "[optimization]\naveraging = 1.0\n", r"optimization\.averaging"),
        (MINIMAL + "[augmentation]\nsmallest_scale = 0\n", r"augmentation\.smallest_scale"),
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
        (MINIMAL + "[[stages]]\nuntil = 0.5\n", "stages.*end at 1.0"),
        (MINIMAL + "[[stages]]\nuntil = 0.5\n[[stages]]\nuntil = 0.5\n", "stages.*grow"),
        (MINIMAL + "[[stages]]\npatch = 8\n", r"stages\.0\.patch"),
        (MINIMAL + '[hardware]\nprecision = "fp8"\n', r"hardware\.precision.*bf16"),
        (MINIMAL + "[loss]\nedge = nan\n", r"loss\.edge"),
        (MINIMAL + "[optimization]\nlearning_rate = 0\n", r"optimization\.learning_rate"),
        (MINIMAL + "[optimization]\nwarm_up = -1\n", r"optimization\.warm_up"),
    ],
)
def test_a_mistake_is_named(tmp_path: Path, text: str, named: str) -> None:
    with pytest.raises(UsageError, match=named):
        _read(tmp_path, text)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"gone\.toml"):
        read_config(tmp_path / "gone.toml")


@pytest.mark.parametrize(
    "recipe", sorted(p for p in WEIGHTS.glob("*.toml") if p.name != "catalog.toml")
)
def test_the_shipped_recipes_are_valid(recipe: Path) -> None:
    known = {"lol/train", "lol/val", "sice/train", "clean", "large/train", "real_noise"}
    # What its own lines say how to make.
    made = ("lol", "sice", "dark", "real_noise")
    known |= {"sharp/clean", "sharp/large", "sharp/small", "sharp/pages", "sharp/patterns"}
    known |= {"levelled", "taught"}
    known |= {f"{kind}/{name}" for kind in ("relit", "toned", "cleaned") for name in made}
    known |= {
        "relit-lol/train",
        "relit-lol/val",
        "sice/train/high",
        "lol/train/high",
        "lol/val/high",
    }
    assert {source.folder for source in read_config(recipe).sources} <= known


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("steps = 1979-05-27\n" + MINIMAL, "steps is .*1979-05-27"),
        ("steps = 12:00:00\n" + MINIMAL, "steps is .*12:00:00"),
        (MINIMAL.replace('"a"', "1979-05-27"), r"sources\.0\.folder is .*1979-05-27"),
        ("seed = 1180591620717411303424\n" + MINIMAL, "seed is .*less than 4294967296"),
        ("steps = 0x" + "f" * 9000 + "\n" + MINIMAL, "thousands of digits"),
        ("steps = " + "9" * 9000 + "\n" + MINIMAL, "TOML"),
        ("steps = " + "[" * 5000 + "\n" + MINIMAL, "too deep"),
        ("a" + ".a" * 5000 + " = 1\n" + MINIMAL, "too deep"),
        ("steps = 10000000000\n" + MINIMAL, "steps is 10000000000"),
        (MINIMAL + "[network]\nstreams = 30\n", "streams must be .* from 2 to 6"),
        (MINIMAL + "[network]\ngroups = 1000000\n", "groups must be"),
        (MINIMAL + "[network]\nchannels = 100000\n", "channels must be"),
        (MINIMAL + "[network]\ngroups = 64\nblocks = 64\n", "too large"),
        (MINIMAL + "[[stages]]\nbatch = 1000000000\n", r"stages\.0\.batch is 1000000000"),
        (MINIMAL + "[[stages]]\npatch = 1000000000\n", r"stages\.0\.patch is 1000000000"),
        (MINIMAL + "[hardware]\nthreads = 1000000000\n", r"hardware\.threads"),
        (MINIMAL + "[hardware]\nworkers = 1000000000\n", r"hardware\.workers"),
        (MINIMAL + "[optimization]\ncycles = 1000000000\n", r"optimization\.cycles"),
        (MINIMAL + "[optimization]\naccumulate = 1000000000\n", r"optimization\.accumulate"),
        (MINIMAL.replace('"a"', '"a\\u0000"'), r"sources\.0\.folder.*NUL"),
        ("# " + "x" * 1_000_000 + "\n" + MINIMAL, "larger than a megabyte"),
    ],
)
def test_what_no_computer_can_do_is_told(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        _read(tmp_path, text)


@pytest.mark.parametrize("value", ["[" * 5000, "9" * 9000, "1979-05-27", "1e999"])
def test_a_change_that_makes_no_sense_is_told(tmp_path: Path, value: str) -> None:
    with pytest.raises(UsageError, match="steps is"):
        _read(tmp_path, MINIMAL, steps=value)


def test_what_is_darkened_on_the_fly_is_not_lit(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"detail\.lit"):
        _read(
            tmp_path,
            MINIMAL,
            **{"task": "detail", "detail.lit": "true", "sources.0.kind": '"clean"'},
        )
