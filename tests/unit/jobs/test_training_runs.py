"""The folder of trainings, as lists, curves and weights; damaged ones spoil nothing."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from mirnet_gui import locations
from mirnet_gui.errors import Cancelled, DataError, UsageError
from mirnet_gui.jobs.training_curves import Curves
from mirnet_gui.jobs.training_data import TrainingData, look_job
from mirnet_gui.jobs.training_recipes import RECIPES, fitting, proposed, recipe_of
from mirnet_gui.jobs.training_runs import (
    Sample,
    Training,
    free_name,
    new_training,
    samples_job,
    state_of,
    trainings_job,
    use_job,
)
from mirnet_gui.network.catalog import find_weights
from mirnet_gui.progress import CancelToken, silent


def made(root: Path, name: str, recipe: str = "denoise") -> Training:
    data = root / "pictures"
    return new_training(root, name=name, recipe=recipe, kind="pairs", data=data, steps=100)


def learnt(training: Training, rows: str, below: str = "") -> Path:
    """What the trainer leaves in a pass's folder."""
    run = training.run / below if below else training.run
    (run / "logs").mkdir(parents=True, exist_ok=True)
    (training.run / "finetuning.json").write_text("{}")
    (run / "config.toml").write_text("steps = 100\n")
    (run / "logs" / "metrics.csv").write_text(f"step,loss,rate,psnr,ssim\n{rows}")
    return run


def test_a_training_is_found_again_with_its_curves_and_can_be_resumed(tmp_path: Path) -> None:
    training = made(tmp_path, "mine")
    learnt(training, "0,,,20.0,0.5\n10,0.5,0.1,,\n20,0.25,0.1,,\n20,,,21.5,0.75\n30,0.1,0.")
    (tmp_path / "foreign").mkdir()
    (tmp_path / "damaged").mkdir()
    (tmp_path / "damaged" / "training.json").write_text('{"name": 1')
    (state,) = trainings_job(tmp_path)(silent, CancelToken())
    assert state.training == training
    assert state.curves[""].loss == ((10.0, 0.5), (20.0, 0.25))
    assert state.curves[""].psnr == ((0.0, 20.0), (20.0, 21.5))
    assert state.gains == {"": (20.0, 21.5)}
    assert (state.steps_done, state.training.steps_of_all_passes) == (20, 100)
    assert state.can_resume
    assert not state.is_done


def test_passes_have_curves_of_their_own(tmp_path: Path) -> None:
    training = made(tmp_path, "mine", "brighten")
    learnt(training, "100,0.5,0.1,,\n", "light")
    learnt(training, "10,0.5,0.1,,\n", "detail")
    state = state_of(training)
    assert list(state.curves) == ["light", "detail"]
    assert (state.steps_done, state.training.steps_of_all_passes) == (110, 200)


def test_what_a_resumed_run_does_again_replaces_what_it_did() -> None:
    curves = Curves(loss=((1.0, 0.5), (2.0, 0.4), (3.0, 0.3)))
    assert curves.with_points(loss=(2.0, 0.45)).loss == ((1.0, 0.5), (2.0, 0.45))


def test_tuned_weights_become_the_users_own(tmp_path: Path) -> None:
    training = made(tmp_path, "my-camera")
    run = learnt(training, "100,0.5,0.1,,\n")
    with pytest.raises(UsageError, match="no weights yet"):
        use_job(training)(silent, CancelToken())
    shutil.copy(locations.shipped_weights() / "denoise.safetensors", run / "finetuned.safetensors")
    assert state_of(training).is_done
    assert use_job(training)(silent, CancelToken()) == "my-camera"
    assert find_weights("my-camera").tasks == ("denoise",)
    assert use_job(training)(silent, CancelToken()) == "my-camera-2", "nothing is replaced"


def test_passes_become_the_users_own_together_or_not_at_all(tmp_path: Path) -> None:
    class CancelledAtTheSecond(CancelToken):
        looks = 0

        def raise_if_cancelled(self) -> None:
            self.looks += 1
            if self.looks == 2:
                raise Cancelled

    training = made(tmp_path, "mine", "brighten")
    learnt(training, "100,0.5,0.1,,\n", "light")
    for part in ("coarse", "detail", "light"):
        shipped = locations.shipped_weights() / f"lowlight-{part}.safetensors"
        shutil.copy(shipped, training.run / f"finetuned-{part}.safetensors")
    with pytest.raises(Cancelled):
        use_job(training)(silent, CancelledAtTheSecond())
    assert not list(locations.user_weights().glob("*"))
    used = find_weights(str(use_job(training)(silent, CancelToken())))
    assert [*used.files] == ["light", "coarse", "detail"]


def test_names_are_free_and_good(tmp_path: Path) -> None:
    assert free_name("Nächte in Köln!", tmp_path) == "Nächte-in-Köln"
    assert free_name("lowlight", tmp_path) == "lowlight-2"
    assert free_name("...", tmp_path) == "training"
    made(tmp_path, "mine")
    assert free_name("mine", tmp_path) == "mine-2"


def test_the_newest_samples_are_shown(tmp_path: Path) -> None:
    training = made(tmp_path, "mine")
    folder = learnt(training, "") / "samples" / "cat"
    folder.mkdir(parents=True)
    for name in ("input", "reference", "step-000000", "step-000120"):
        Image.fromarray(np.full((8, 8, 3), 90, np.uint8)).save(folder / f"{name}.png")
    (folder / "step-000200.png").write_bytes(b"cut short")
    (sample,) = samples_job(training, "")(silent, CancelToken())
    assert isinstance(sample, Sample)
    assert (sample.name, sample.step) == ("cat", 200)
    assert sample.before.startswith(b"\xff\xd8")
    assert sample.now == b""


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    folder = tmp_path / "pictures"
    for side, scale in (("low", 1), ("high", 2)):
        (folder / side).mkdir(parents=True)
        for name in ("a", "b", "c"):
            size = (40 * scale, 60 * scale, 3)
            Image.fromarray(np.full(size, 90, np.uint8)).save(folder / side / f"{name}.png")
    (folder / "low" / "alone.png").write_bytes(b"no picture")
    return folder


def test_pairs_are_counted_and_what_fits_them_is_proposed(pictures: Path) -> None:
    data = look_job(pictures, "pairs")(silent, CancelToken())
    assert isinstance(data, TrainingData)
    assert (data.count, data.scale, data.smallest) == (3, 2, (60, 40))
    assert [len(row) for row in data.pictures] == [2, 2, 2]
    assert [each.key for each in fitting("pairs", data.scale)] == ["enlarge-2x"]
    assert fitting("pairs", 1)[0].key == "brighten"
    assert fitting("photographs", 1) == RECIPES


@pytest.mark.parametrize(("light", "wanted"), [(0.2, "brighten"), (1.0, "denoise")])
def test_what_is_proposed_first_is_what_the_pairs_show(
    tmp_path: Path, light: float, wanted: str
) -> None:
    rng = np.random.default_rng(0)
    for number in range(3):
        high = rng.uniform(20, 180, (48, 64, 3))
        low = (high * light + rng.normal(0, 12, high.shape)).clip(0, 255)
        for side, pixels in (("low", low), ("high", high)):
            (tmp_path / side).mkdir(exist_ok=True)
            Image.fromarray(pixels.astype(np.uint8)).save(tmp_path / side / f"{number}.png")
    data = look_job(tmp_path, "pairs")(silent, CancelToken())
    assert isinstance(data, TrainingData)
    recipes = fitting("pairs", data.scale)
    chosen = proposed(recipes, is_as_bright=data.is_as_bright)
    assert chosen is not None
    assert chosen.key == wanted


def test_a_folder_of_the_other_kind_is_refused_in_words(pictures: Path) -> None:
    with pytest.raises(DataError, match="holds no pairs"):
        look_job(pictures / "low", "pairs")(silent, CancelToken())
    with pytest.raises(DataError, match="holds pairs"):
        look_job(pictures, "photographs")(silent, CancelToken())


def test_every_recipe_stands_on_what_ships() -> None:
    for recipe in RECIPES:
        assert (locations.shipped_weights() / recipe.config).is_file()
        assert recipe_of(recipe.key) is recipe
        assert not recipe.model or find_weights(recipe.model).scale == recipe.scale
