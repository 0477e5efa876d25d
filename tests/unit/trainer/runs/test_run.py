from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from torch import Tensor

from mirnet_gui.errors import Cancelled, DataError, UsageError, WeightsError
from mirnet_gui.network.catalog import task_in_header
from mirnet_gui.network.checkpoints import load_weights, save_weights
from mirnet_gui.network.config import TASKS, MirnetConfig, NetworkTask
from mirnet_gui.network.mirnet import Mirnet
from mirnet_gui.trainer.cli import main
from mirnet_gui.trainer.config import Detail, Hardware, Light, Optimization, TrainingConfig
from mirnet_gui.trainer.data.patches import PatchDataset, PatchKey
from mirnet_gui.trainer.learning.module import NotFinite
from mirnet_gui.trainer.results.evaluation import by_network, evaluate
from mirnet_gui.trainer.results.export import network_of
from mirnet_gui.trainer.runs import run as training
from mirnet_gui.trainer.runs.callbacks import SaveAtTheEnd
from mirnet_gui.trainer.runs.folder import LAST_CHECKPOINT, RunFolder
from mirnet_gui.trainer.runs.records import read_metrics

RECIPE = """
validation = "val"
steps = {steps}
[network]
channels = 8
groups = 1
blocks = 1
streams = 2
columns = 1
[[sources]]
folder = "pairs"
kind = "pairs"
[[stages]]
patch = 32
batch = 2
[augmentation]
smallest_scale = 0.5
mixup = 0.5
[optimization]
learning_rate = 2e-3
warm_up = 2
averaging = 0.5
[keeping]
validate_every = 1000
checkpoint_every = 2
"""


def _same(one: Path, other: Path) -> bool:
    states = [network_of(path).state_dict() for path in (one, other)]
    return all(torch.equal(states[0][key], states[1][key]) for key in states[0])


def test_training_learns_and_leaves_its_traces(
    config: TrainingConfig, folders: Path, tmp_path: Path
) -> None:
    run = tmp_path / "run"
    long = replace(
        config,
        sources=config.sources[:1],
        steps=60,
        optimization=replace(config.optimization, learning_rate=1e-2),
        keeping=replace(config.keeping, validate_every=20),
    )
    training.start(long, folders, run, "nothing")
    assert RunFolder(run).read() == (long, folders.resolve())
    rows = read_metrics(RunFolder(run).metrics)
    assert [row["step"] for row in rows if "psnr" in row] == [20, 40, 60]
    psnr = [row["psnr"] for row in rows if "psnr" in row]
    assert psnr[-1] > psnr[0] + 2
    assert list(run.glob("logs/events.out.tfevents.*"))
    best = RunFolder(run).best
    assert best is not None
    assert best.name == f"best-000060-{psnr[-1]:.2f}.ckpt"


def test_a_run_may_begin_with_weights(
    config: TrainingConfig, folders: Path, tmp_path: Path
) -> None:
    weights = tmp_path / "own.safetensors"
    save_weights(Mirnet(config.network), weights)
    frozen = Optimization(learning_rate=1e-30, final_rate=1e-30)
    still = replace(config, initial=str(weights), steps=1, optimization=frozen)
    training.start(still, folders, tmp_path / "run", "nothing")
    begun = load_weights(weights).state_dict()
    ended = network_of(tmp_path / "run").state_dict()
    assert all(torch.equal(begun[key], ended[key]) for key in begun)
    other = replace(still, network=MirnetConfig(24, 1, 1, 2, 1))
    with pytest.raises(UsageError, match="of another size"):
        training.start(other, folders, tmp_path / "other", "nothing")


def test_a_run_may_begin_with_the_first_groups_of_larger_weights(
    config: TrainingConfig, folders: Path, tmp_path: Path
) -> None:
    """And of another task: what restores all at once knows something of detail, too."""
    weights = tmp_path / "large.safetensors"
    save_weights(Mirnet(replace(config.network, groups=3)), weights)
    frozen = Optimization(learning_rate=1e-30, final_rate=1e-30)
    still = replace(
        config, initial=str(weights), steps=1, optimization=frozen, task="light",
        light=Light(smallest_side=32),
    )  # fmt: skip
    training.start(still, folders, tmp_path / "run", "nothing")
    begun = load_weights(weights).state_dict()
    ended = network_of(tmp_path / "run").state_dict()
    assert ended.keys() < begun.keys()
    assert all(torch.equal(begun[key], ended[key]) for key in ended)


def test_a_deeper_network_begins_with_what_the_weights_do(
    config: TrainingConfig, folders: Path, tmp_path: Path
) -> None:
    """Its further group changes nothing at first, and learns."""
    given = Mirnet(config.network)
    weights = tmp_path / "small.safetensors"
    save_weights(given, weights)
    frozen = Optimization(learning_rate=1e-30, final_rate=1e-30)
    deeper = replace(
        config,
        initial=str(weights),
        steps=1,
        optimization=frozen,
        network=replace(config.network, groups=2),
    )
    training.start(deeper, folders, tmp_path / "still", "nothing")
    picture = torch.rand(1, 3, 32, 32, generator=torch.Generator().manual_seed(1))
    grown = network_of(tmp_path / "still")
    with torch.inference_mode():
        assert torch.allclose(grown(picture), given(picture), atol=1e-6)
    learning = replace(deeper, steps=4, optimization=Optimization(learning_rate=1e-3))
    training.start(learning, folders, tmp_path / "learning", "nothing")
    learnt = network_of(tmp_path / "learning").state_dict()
    for name in ("groups.1.conv.weight", "groups.1.blocks.0.conv.weight"):
        assert not torch.equal(learnt[name], grown.state_dict()[name])


def test_a_wider_network_begins_with_what_the_weights_do(
    config: TrainingConfig, folders: Path, tmp_path: Path
) -> None:
    """The two copies of a channel are the same at first, and part ways."""
    given = Mirnet(replace(config.network, streams=3, columns=2))
    weights = tmp_path / "narrow.safetensors"
    save_weights(given, weights)
    frozen = Optimization(learning_rate=1e-30, final_rate=1e-30)
    wide = replace(given.config, channels=2 * given.config.channels)
    still = replace(config, initial=str(weights), steps=1, optimization=frozen, network=wide)
    training.start(still, folders, tmp_path / "still", "nothing")
    picture = torch.rand(1, 3, 32, 32, generator=torch.Generator().manual_seed(1))
    with torch.inference_mode():
        assert torch.allclose(network_of(tmp_path / "still")(picture), given(picture), atol=1e-5)
    learning = replace(still, steps=4, optimization=Optimization(learning_rate=1e-3))
    training.start(learning, folders, tmp_path / "learning", "nothing")
    first = network_of(tmp_path / "learning").state_dict()["conv_in.weight"]
    assert not torch.allclose(first[0::2], first[1::2], rtol=1e-3)


def test_a_run_may_begin_with_weights_of_another_scale(
    config: TrainingConfig, folders: Path, tmp_path: Path
) -> None:
    """All but the last layer, without which the picture is enlarged bicubically."""
    twice = replace(config.network, task="enlarge", scale=2)
    weights = tmp_path / "twice.safetensors"
    save_weights(Mirnet(twice), weights)
    frozen = Optimization(learning_rate=1e-30, final_rate=1e-30)
    still = replace(
        config, initial=str(weights), steps=1, optimization=frozen, task="enlarge",
        network=replace(twice, scale=3), validation="pairs/high",
        sources=(replace(config.sources[0], kind="clean", folder="pairs/high"),),
    )  # fmt: skip
    training.start(still, folders, tmp_path / "run", "nothing")
    begun, ended = load_weights(weights), network_of(tmp_path / "run")
    old, new = begun.state_dict(), ended.state_dict()
    assert all(torch.equal(old[key], new[key]) for key in old if key != "conv_out.weight")
    picture = torch.rand(1, 3, 16, 16)
    bicubic = torch.nn.functional.interpolate(picture, scale_factor=3, mode="bicubic")
    assert torch.allclose(ended(picture), bicubic, atol=1e-5)


def test_a_set_of_two_passes_is_no_beginning(
    config: TrainingConfig, folders: Path, tmp_path: Path
) -> None:
    with pytest.raises(WeightsError, match="lowlight have 2 passes") as refused:
        training.start(replace(config, initial="lowlight"), folders, tmp_path / "run", "nothing")
    assert "lowlight-light.safetensors and " in refused.value.hint
    assert "lowlight-detail.safetensors" in refused.value.hint


def _of_task(config: TrainingConfig, task: NetworkTask) -> TrainingConfig:
    """Six steps; small pictures leave no room for maps of a coarse scale.

    One thread, since the order of a sum depends on their number.
    """
    if task == "enlarge":
        network = replace(config.network, scale=2)
        config = replace(config, sources=config.sources[1:], validation="clean", network=network)
    return replace(
        config,
        task=task,
        hardware=Hardware(threads=1),
        network=replace(config.network, exposed=task == "light"),
        light=Light(smallest_side=24),
        detail=Detail(smallest_map=0.5, largest_map=0.65),
    )


def _interrupted_at(
    step: int, place: int = 0
) -> Callable[[PatchDataset, PatchKey], tuple[Tensor, Tensor]]:
    """Somebody presses Ctrl+C while that step is made ready."""
    read = PatchDataset.__getitem__

    def interrupted(dataset: PatchDataset, key: PatchKey) -> tuple[Tensor, Tensor]:
        if (key.step, key.place) == (step, place):
            signal.raise_signal(signal.SIGINT)
        return read(dataset, key)

    return interrupted


@pytest.mark.parametrize("task", TASKS)
def test_every_task_trains_resumes_and_exports(
    config: TrainingConfig,
    folders: Path,
    tmp_path: Path,
    task: NetworkTask,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    of_task = _of_task(config, task)
    unbroken, stopped = tmp_path / "unbroken", tmp_path / "stopped"
    training.start(of_task, folders, unbroken, "nothing")
    rows = read_metrics(RunFolder(unbroken).metrics)
    assert [row["step"] for row in rows if "psnr" in row] == [3, 6]
    with monkeypatch.context() as patched:
        patched.setattr(PatchDataset, "__getitem__", _interrupted_at(4))
        with pytest.raises(Cancelled):
            training.start(of_task, folders, stopped, "nothing")
    assert 0 < RunFolder(stopped).steps_done() < 6
    assert main(["fit", "--resume", str(stopped), "--quiet", "--threads", "1"]) == 0
    assert _same(unbroken / LAST_CHECKPOINT, stopped / LAST_CHECKPOINT)
    weights = tmp_path / f"own-{task}.safetensors"
    assert main(["export", str(unbroken), "--output", str(weights)]) == 0
    assert task_in_header(weights) == task
    assert load_weights(weights).config == replace(of_task.network, task=task)


def test_a_run_that_is_stopped_amid_a_step_of_several_batches_ends_with_the_same_weights(
    config: TrainingConfig, folders: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    optimization = replace(config.optimization, accumulate=3)
    several = replace(config, optimization=optimization, hardware=Hardware(threads=1))
    unbroken, stopped = tmp_path / "unbroken", tmp_path / "stopped"
    training.start(several, folders, unbroken, "nothing")
    second_batch = several.stages[0].batch
    with monkeypatch.context() as patched:
        patched.setattr(PatchDataset, "__getitem__", _interrupted_at(2, second_batch))
        with pytest.raises(Cancelled):
            training.start(several, folders, stopped, "nothing")
    assert 0 < RunFolder(stopped).steps_done() < several.steps
    assert main(["fit", "--resume", str(stopped), "--quiet", "--threads", "1"]) == 0
    assert _same(unbroken / LAST_CHECKPOINT, stopped / LAST_CHECKPOINT)


def test_pairs_that_cannot_be_learnt_from_are_passed_over_where_that_is_asked_for(
    config: TrainingConfig, folders: Path, tmp_path: Path
) -> None:
    pairs, clean = config.sources
    (folders / pairs.folder / "low" / "cup.png").rename(
        folders / pairs.folder / "low" / "alone.png"
    )
    with pytest.raises(DataError, match="stands in only one"):
        training.start(config, folders, tmp_path / "strict", "nothing")
    usable = replace(config, sources=(replace(pairs, usable_only=True), clean))
    training.start(usable, folders, tmp_path / "run", "nothing")
    assert RunFolder(tmp_path / "run").steps_done() == config.steps


def test_a_standing_run_is_not_overwritten(
    config: TrainingConfig, folders: Path, tmp_path: Path
) -> None:
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "config.toml").write_text("{}")
    with pytest.raises(UsageError, match="already"):
        training.start(config, folders, tmp_path / "run", "nothing")


def test_a_killed_run_ends_with_the_same_weights(folders: Path, tmp_path: Path) -> None:
    recipe = tmp_path / "recipe.toml"
    recipe.write_text(RECIPE.format(steps=40), encoding="utf-8")
    command = [
        sys.executable, "-m", "mirnet_gui.trainer", "fit", "--config", str(recipe),
        "--data", str(folders), "--quiet", "--run",
    ]  # fmt: skip
    unbroken, killed = tmp_path / "unbroken", tmp_path / "killed"
    subprocess.run([*command, str(unbroken)], check=True, capture_output=True)
    process = subprocess.Popen(
        [*command, str(killed)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    checkpoint = killed / LAST_CHECKPOINT
    while not checkpoint.exists() and process.poll() is None:
        time.sleep(0.02)
    os.kill(process.pid, signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
    process.wait()
    stood_at = torch.load(checkpoint, weights_only=True)["global_step"]
    assert 0 < stood_at < 40
    assert main(["fit", "--resume", str(killed), "--quiet"]) == 0
    assert _same(unbroken / LAST_CHECKPOINT, checkpoint)


def test_the_last_step_is_measured_whenever_it_comes(
    config: TrainingConfig, folders: Path, tmp_path: Path
) -> None:
    odd = replace(config, steps=4, keeping=replace(config.keeping, validate_every=3))
    training.start(odd, folders, tmp_path / "run", "nothing")
    rows = read_metrics(RunFolder(tmp_path / "run").metrics)
    measured = {row["step"]: row["psnr"] for row in rows if "psnr" in row}
    assert list(measured) == [3, 4]
    last = network_of(tmp_path / "run" / LAST_CHECKPOINT)
    (figures,) = evaluate(by_network(last, torch.device("cpu")), folders / "val", lambda _: None)
    assert measured[4] == pytest.approx(figures.psnr, abs=1e-3)


def test_a_run_that_failed_before_its_first_step_can_be_begun_again(
    config: TrainingConfig, folders: Path, tmp_path: Path
) -> None:
    too_large = replace(config, stages=(replace(config.stages[0], patch=512),))
    with pytest.raises(DataError, match="smaller than the patch"):
        training.start(too_large, folders, tmp_path / "run", "nothing")
    training.start(config, folders, tmp_path / "run", "nothing")
    assert RunFolder(tmp_path / "run").steps_done() == config.steps
    with pytest.raises(UsageError, match="already"):
        training.start(config, folders, tmp_path / "run", "nothing")


def test_weights_remember_that_their_pictures_are_exposed(
    config: TrainingConfig, folders: Path, tmp_path: Path
) -> None:
    exposed = replace(config, network=replace(config.network, exposed=True))
    training.start(exposed, folders, tmp_path / "run", "nothing")
    weights = tmp_path / "weights.safetensors"
    assert main(["export", str(tmp_path / "run"), "--output", str(weights)]) == 0
    assert load_weights(weights).config == exposed.network
    going_on = replace(exposed, initial=str(weights))
    training.start(going_on, folders, tmp_path / "again", "nothing")
    with pytest.raises(UsageError, match="another size"):
        training.start(replace(config, initial=str(weights)), folders, tmp_path / "no", "nothing")


def test_two_processes_learn_what_one_learns_from_twice_the_batches(
    folders: Path, tmp_path: Path
) -> None:
    recipe = tmp_path / "recipe.toml"
    recipe.write_text(RECIPE.format(steps=4).replace("mixup = 0.5", ""), encoding="utf-8")
    command = [
        sys.executable, "-m", "mirnet_gui.trainer", "fit", "--config", str(recipe), "--quiet",
        "--data", str(folders), "--set", 'hardware.device="cpu"', "--run",
    ]  # fmt: skip
    alone, both = tmp_path / "alone", tmp_path / "both"
    for more in ([str(alone), "--set", "optimization.accumulate=2"], [str(both), "--devices", "2"]):
        subprocess.run([*command, *more], check=True, capture_output=True, timeout=300)
    one, other = (network_of(run / LAST_CHECKPOINT).state_dict() for run in (alone, both))
    for key, value in one.items():
        assert torch.allclose(value, other[key], atol=1e-4), key


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signals between processes")
@pytest.mark.parametrize(("name", "code"), [("SIGINT", 130), ("SIGTERM", 143), ("SIGHUP", 129)])
def test_a_signal_keeps_a_checkpoint_and_ends_in_words(
    folders: Path, tmp_path: Path, name: str, code: int
) -> None:
    recipe, run = tmp_path / "recipe.toml", tmp_path / "run"
    recipe.write_text(RECIPE.format(steps=5000), encoding="utf-8")
    command = [sys.executable, "-m", "mirnet_gui.trainer", "fit", "--config", str(recipe)]
    command += ["--data", str(folders), "--quiet", "--run", str(run)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    checkpoint = run / LAST_CHECKPOINT
    while not checkpoint.exists() and process.poll() is None:
        time.sleep(0.02)
    process.send_signal(getattr(signal, name))
    output, _ = process.communicate()
    assert process.returncode == code
    kept = f"What was learnt is kept. To go on: mirnet-train fit --resume {run}"
    assert output.decode() == f"mirnet-train: Cancelled. {kept}\n", (
        "and Lightning keeps its advice to itself"
    )
    assert torch.load(checkpoint, weights_only=True)["global_step"] > 0


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signals between processes")
def test_a_signal_that_lightning_hears_first_keeps_a_checkpoint_too(
    config: TrainingConfig, folders: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def terminate(*_: object) -> None:
        os.kill(os.getpid(), signal.SIGTERM)

    # The last callback of a step: the token is looked at by an earlier one.
    monkeypatch.setattr(SaveAtTheEnd, "on_train_batch_end", terminate)
    with pytest.raises(Cancelled):
        training.start(config, folders, tmp_path / "run", "nothing")
    assert RunFolder(tmp_path / "run").steps_done() == 1


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signals between processes")
def test_a_signal_while_it_loads_ends_it_in_words() -> None:
    program = (
        "import os, signal, sys\n"
        "class AtLoading:\n"
        "    def find_spec(self, name, *_):\n"
        "        if name == 'mirnet_gui.trainer.cli':\n"
        "            os.kill(os.getpid(), signal.SIGTERM)\n"
        "            signal.pause()\n"
        "sys.meta_path.insert(0, AtLoading())\n"
        "from mirnet_gui.trainer.__main__ import run\n"
        "run()\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (143, b"mirnet-train: Cancelled.\n")


def test_a_damaged_checkpoint_is_named(
    config: TrainingConfig, folders: Path, tmp_path: Path
) -> None:
    training.start(config, folders, tmp_path / "run", "nothing")
    (tmp_path / "run" / LAST_CHECKPOINT).write_bytes(b"nothing")
    with pytest.raises(WeightsError, match=r"last\.ckpt is damaged"):
        training.resume(tmp_path / "run", "nothing")


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("state_dict", None),
        ("state_dict", {}),
        ("optimizer_states", None),
        ("optimizer_states", []),
        ("optimizer_states", [{}]),
        ("lr_schedulers", [5]),
        ("loops", {}),
        ("loops", 5),
        ("callbacks", 5),
        ("global_step", "many"),
        ("network", {"channels": 10**9}),
        ("network", None),
    ],
)
def test_a_checkpoint_without_its_parts_is_named(
    config: TrainingConfig, folders: Path, tmp_path: Path, part: str, value: object
) -> None:
    run = stopped(config, folders, tmp_path / "run")
    kept = torch.load(run / LAST_CHECKPOINT, weights_only=True)
    kept[part] = value
    if value is None:
        del kept[part]
    torch.save(kept, run / LAST_CHECKPOINT)
    with pytest.raises(WeightsError, match=r"last\.ckpt is damaged"):
        training.resume(run, "nothing")


def test_a_network_that_was_changed_cannot_be_gone_on_with(
    config: TrainingConfig, folders: Path, tmp_path: Path
) -> None:
    run = stopped(config, folders, tmp_path / "run")
    recipe = run / "config.toml"
    recipe.write_text(recipe.read_text().replace("channels = 8", "channels = 16"))
    with pytest.raises(UsageError, match=r"config\.toml was changed: channels is 16, but 8"):
        training.resume(run, "nothing")


def test_a_loss_that_is_no_number_says_what_is_left(
    config: TrainingConfig, folders: Path, tmp_path: Path
) -> None:
    wild = replace(
        config,
        loss=replace(config.loss, edge=1e308),
        keeping=replace(config.keeping, checkpoint_every=2),
    )
    with pytest.raises(NotFinite) as raised:
        training.start(wild, folders, tmp_path / "wild", "nothing")
    assert "There is no checkpoint yet." in raised.value.hint
    assert "good" not in raised.value.hint
    run = stopped(config, folders, tmp_path / "run")
    recipe = run / "config.toml"
    recipe.write_text(recipe.read_text().replace("edge = 0.0", "edge = 1e308"))
    with pytest.raises(NotFinite) as raised:
        training.resume(run, "nothing")
    assert "The checkpoint of step 4 is good." in raised.value.hint
    kept = torch.load(run / LAST_CHECKPOINT, weights_only=True)
    name = next(key for key in kept["state_dict"] if key.startswith("network."))
    kept["state_dict"][name].fill_(float("nan"))
    torch.save(kept, run / LAST_CHECKPOINT)
    with pytest.raises(NotFinite) as raised:
        training.resume(run, "nothing")
    assert "spoilt" in raised.value.hint


def stopped(config: TrainingConfig, folders: Path, run: Path) -> Path:
    """A run of six steps that has done four."""
    training.start(replace(config, steps=4), folders, run, "nothing")
    recipe = run / "config.toml"
    recipe.write_text(recipe.read_text().replace("steps = 4", "steps = 6"))
    return run


def test_a_start_that_failed_leaves_no_run(
    config: TrainingConfig, folders: Path, tmp_path: Path
) -> None:
    with pytest.raises(DataError):
        training.start(config, tmp_path / "gone", tmp_path / "run", "nothing")
    assert not (tmp_path / "run").exists()
    (tmp_path / "file").touch()
    with pytest.raises(UsageError, match="file"):
        training.start(config, folders, tmp_path / "file", "nothing")


def test_the_bar_shows_steps_and_figures(
    config: TrainingConfig, folders: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    training.start(config, folders, tmp_path / "run", "bar")
    assert "step 6 of 6" in capsys.readouterr().err


def test_a_finished_run_cannot_be_resumed(
    config: TrainingConfig, folders: Path, tmp_path: Path
) -> None:
    training.start(config, folders, tmp_path / "run", "nothing")
    with pytest.raises(UsageError, match="finished"):
        training.resume(tmp_path / "run", "nothing")


def test_two_trainings_never_go_on_in_one_folder(
    config: TrainingConfig, folders: Path, tmp_path: Path
) -> None:
    """They would write over each other's checkpoints."""
    run = RunFolder(tmp_path / "run")
    run.create(config, folders)
    with run.held(), pytest.raises(UsageError, match="Another training goes on"):
        training.resume(run.path, "nothing")
    assert not run.last.exists()
    training.resume(run.path, "nothing")
    assert run.last.exists()


def test_what_is_no_run_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="not a training run"):
        training.resume(tmp_path, "nothing")


def test_exported_weights_measure_as_the_run_did(
    config: TrainingConfig, folders: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    training.start(config, folders, tmp_path / "run", "nothing")
    weights = tmp_path / "own.safetensors"
    assert main(["export", str(tmp_path / "run"), "--output", str(weights)]) == 0
    assert load_weights(weights).config == config.network
    capsys.readouterr()
    pairs = ["--pairs", str(folders / "val"), "--json"]
    assert main(["evaluate", "--model", str(weights), "--device", "cpu", *pairs]) == 0
    record = json.loads(capsys.readouterr().out)
    assert record["pictures"] == 1
    text = RunFolder(tmp_path / "run").metrics.read_text()
    assert f"{record['psnr']:.3f}"[:-1] in text
    assert 0 < record["ssim"] < 1
    assert record["input_psnr"] < 12


def test_a_checkpoint_that_is_none_is_named(tmp_path: Path) -> None:
    (tmp_path / "broken.ckpt").write_bytes(b"nothing")
    with pytest.raises(WeightsError, match=r"broken\.ckpt"):
        network_of(tmp_path / "broken.ckpt")
    with pytest.raises(WeightsError, match=r"last\.ckpt is not there"):
        network_of(tmp_path)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ([], 2),
        (["fit"], 2),
        (["fit", "--config", "gone.toml", "--run", "r"], 2),
        (["fit", "--config", "gone.toml", "--run", "r", "--set", "steps"], 2),
        (["fit", "--resume", "r", "--run", "s"], 2),
        (["fit", "--resume", "r", "--devices", "2"], 2),
        (["fit", "--config", "gone.toml", "--run", "r", "--threads", "0"], 2),
        (["evaluate", "--model", "nope", "--pairs", "."], 2),
        (["evaluate", "--model", "lowlight", "--pairs", "gone"], 1),
        (["--help"], 0),
    ],
)
def test_exit_codes(arguments: list[str], code: int) -> None:
    assert main(arguments) == code
