from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from skimage import data

from mirnet_gui.errors import UsageError, WeightsError
from mirnet_gui.methods.method import Layered, Timed
from mirnet_gui.methods.mirnet import MirnetMethod, with_choice
from mirnet_gui.methods.provenance import provenance_of
from mirnet_gui.methods.registry import create_method, parse_method, text_of
from mirnet_gui.network.catalog import find_weights, sha256_of
from mirnet_gui.network.checkpoints import save_weights
from mirnet_gui.network.config import MirnetConfig, NetworkTask
from mirnet_gui.network.mirnet import Mirnet
from mirnet_gui.photo.photo import Pixels
from mirnet_gui.photo.sizes import enlarged
from mirnet_gui.progress import CancelToken, silent
from mirnet_gui.tone.controls import Controls
from mirnet_gui.tone.layers import Choice


@pytest.fixture(scope="module")
def dark() -> Pixels:
    return (data.chelsea()[:120, :160] * 0.2).astype(np.uint8)


Apply = Callable[..., Pixels]


@pytest.fixture
def mirnet(dark: Pixels) -> Apply:
    def apply(**parameters: object) -> Pixels:
        return create_method("mirnet", **parameters).apply(dark, silent, CancelToken())

    return apply


def _own(folder: Path, task: NetworkTask) -> Path:
    torch.manual_seed(1)
    path = folder / f"own-{task}.safetensors"
    save_weights(Mirnet(MirnetConfig(8, 1, 1, 2, 1, exposed=task == "light", task=task)), path)
    return path


def test_mirnet_brightens_a_dark_photograph(dark: Pixels, mirnet: Apply) -> None:
    bright = mirnet()
    assert bright.shape == dark.shape
    assert bright.dtype == dark.dtype
    assert bright.mean() > 2 * dark.mean()


def test_strength_lies_between_the_photograph_and_the_result(dark: Pixels, mirnet: Apply) -> None:
    full, half, none = (mirnet(strength=strength) for strength in (1.0, 0.5, 0.0))
    assert np.abs(half - (dark.astype(float) + full) / 2).max() <= 0.5
    assert np.array_equal(none, dark)


def test_the_preview_is_the_result_without_its_denoising(mirnet: Apply) -> None:
    preview, noisy, full = mirnet(speed="fast"), mirnet(denoise=0.0), mirnet()
    assert np.array_equal(preview, noisy)
    assert not np.array_equal(noisy, full)
    assert np.abs(preview.mean(axis=(0, 1)) - full.mean(axis=(0, 1))).max() < 1


def test_controls_act_on_the_preview_as_on_the_result(mirnet: Apply) -> None:
    chosen = {"exposure": 0.8, "warmth": -0.5, "shadows": 0.4, "colour": 0.3, "denoise": 0.0}
    assert np.array_equal(mirnet(speed="fast", **chosen), mirnet(**chosen))


def test_every_control_does_something(mirnet: Apply) -> None:
    plain = mirnet().astype(int)
    for name in ("exposure", "shadows", "highlights", "contrast", "warmth", "colour"):
        low, high = (mirnet(**{name: value}).astype(int) for value in (-1.0, 1.0))
        assert np.abs(low - plain).mean() > 1, name
        assert np.abs(high - plain).mean() > 1, name
        assert np.abs(high - low).mean() > np.abs(high - plain).mean(), name
    assert mirnet(exposure=1.0).mean() > plain.mean() > mirnet(exposure=-1.0).mean()


def test_weights_of_light_alone_leave_the_noise(dark: Pixels, tmp_path: Path) -> None:
    model = str(_own(tmp_path, "light"))
    results = [
        create_method("mirnet", model=model, **more).apply(dark, silent, CancelToken())
        for more in ({}, {"denoise": 0.0}, {"speed": "fast"})
    ]
    assert np.array_equal(results[0], results[1])
    assert np.array_equal(results[0], results[2])
    assert results[0].mean() > 2 * dark.mean()


def test_the_best_result_is_as_bright_as_the_full_one_but_not_the_same(mirnet: Apply) -> None:
    full, best = mirnet(), mirnet(speed="best")
    assert not np.array_equal(full, best)
    assert np.abs(full.astype(int) - best).mean() < 3
    assert np.array_equal(mirnet(speed="best", denoise=0.0), mirnet(denoise=0.0)), "one light"


def test_weights_of_detail_alone_leave_the_light(dark: Pixels, tmp_path: Path) -> None:
    method = create_method("mirnet", model=str(_own(tmp_path, "detail")))
    result = method.apply(dark, silent, CancelToken())
    assert result.mean() == pytest.approx(dark.mean(), abs=1)
    assert not np.array_equal(result, dark)
    assert method.preview() is None, "it would be the photograph itself"
    fast = replace(method, speed="fast")
    assert np.array_equal(fast.apply(dark, silent, CancelToken()), result), "there is no light"


def test_two_files_of_one_s_own_are_light_then_detail(
    dark: Pixels, tmp_path: Path, mirnet: Apply
) -> None:
    light, _ = (_own(tmp_path, task) for task in ("light", "detail"))
    both, lit = mirnet(model=str(tmp_path / "own")), mirnet(model=str(light))
    assert np.array_equal(mirnet(model=str(tmp_path / "own"), denoise=0.0), lit)
    assert np.abs(both.astype(int) - lit).mean() > 0.5


def test_provenance_names_the_checksum_of_every_pass() -> None:
    light, coarse, detail = find_weights("lowlight").files.values()
    done = provenance_of(create_method("mirnet"))
    assert done.weights == "lowlight"
    sums = f"light {light.sha256}, coarse {coarse.sha256}, detail {detail.sha256}"
    assert done.sha256 == sums
    assert sha256_of(light.path) in done.sha256
    (whole,) = find_weights("lol-one-pass").passes
    assert provenance_of(create_method("mirnet", model="lol-one-pass")).sha256 == whole.sha256
    assert provenance_of(create_method("clahe")).sha256 == ""


def test_provenance_of_a_chain_names_all_its_weights() -> None:
    method = parse_method("mirnet+gamma+mirnet:model=enlarge-2x")
    done = provenance_of(method)
    (enlarging,) = find_weights("enlarge-2x").passes
    assert done.weights == "lowlight, enlarge-2x"
    assert done.sha256.endswith(f", enlarge {enlarging.sha256}")
    assert method.scale == 2


def test_provenance_of_own_weights_names_what_they_are_now(tmp_path: Path) -> None:
    paths = [_own(tmp_path, task) for task in ("light", "detail")]
    done = provenance_of(create_method("mirnet", model=str(tmp_path / "own")))
    assert done.sha256 == f"light {sha256_of(paths[0])}, detail {sha256_of(paths[1])}"


def test_provenance_tells_what_was_chosen_but_not_how_it_was_computed() -> None:
    done = provenance_of(parse_method("mirnet:exposure=0.5:denoise=0.4:device=cpu:tile=128"))
    assert done.method == "mirnet:exposure=0.5:denoise=0.4"


def test_what_is_chosen_has_a_text() -> None:
    text = "mirnet:model=lol:exposure=-0.5:shadows=0.3:warmth=0.1:denoise=0.4:strength=0.9"
    method = parse_method(text)
    assert isinstance(method, MirnetMethod)
    assert text_of(method) == text
    assert method.choice == Choice(
        Controls(exposure=-0.5, shadows=0.3, warmth=0.1), denoise=0.4, strength=0.9
    )


def test_a_method_develops_by_another_choice() -> None:
    method = MirnetMethod("lol", tile="128", contrast=0.5)
    choice = Choice(Controls(highlights=-0.7, colour=0.2), denoise=0.1, strength=0.6)
    other = with_choice(method, choice)
    assert other.choice == choice
    assert with_choice(other, method.choice) == method
    with pytest.raises(UsageError, match="shadows is 3"):
        with_choice(method, Choice(Controls(shadows=3.0)))


def test_a_preview_is_made_by_the_same_choice() -> None:
    method = MirnetMethod(exposure=0.5, denoise=0.3)
    assert method.preview() == replace(method, speed="fast")
    assert replace(method, speed="fast").preview() is None


def test_nothing_takes_no_time() -> None:
    method = MirnetMethod(strength=0.0)
    assert isinstance(method, Timed)
    assert isinstance(method, Layered)
    assert method.seconds(3000, 4000) == 0.0


def test_unknown_methods_and_parameters_are_named() -> None:
    with pytest.raises(UsageError, match=r"no method called magic.*mirnet"):
        create_method("magic")
    with pytest.raises(UsageError, match="no color"):
        create_method("mirnet", color=3)
    with pytest.raises(UsageError, match="speed is slow, but must be full, fast or best"):
        create_method("mirnet", speed="slow")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("strength", -0.1),
        ("strength", 1.5),
        ("strength", float("nan")),
        ("denoise", 1.1),
        ("exposure", 2.5),
        ("shadows", -1.1),
        ("highlights", 1.1),
        ("contrast", 2.0),
        ("warmth", -2.0),
        ("colour", 3.0),
    ],
)
def test_a_value_out_of_range_is_wrong_usage(name: str, value: float) -> None:
    with pytest.raises(UsageError, match=name):
        create_method("mirnet", **{name: value})


def test_unknown_weights_are_named(dark: Pixels) -> None:
    with pytest.raises(WeightsError, match="nope"):
        create_method("mirnet", model="nope").apply(dark, silent, CancelToken())


def test_a_method_says_how_many_times_as_large_its_result_is(dark: Pixels) -> None:
    method = parse_method("enlarge+gamma+enlarge:factor=3:kernel=lanczos")
    assert method.scale == 6
    assert text_of(method) == "enlarge+gamma+enlarge:factor=3:kernel=lanczos"
    result = method.apply(dark, silent, CancelToken())
    assert (result.shape, result.dtype) == ((720, 960, 3), np.uint8)
    assert create_method("gamma").scale == create_method("mirnet").scale == 1
    with pytest.raises(UsageError, match="factor is 5, but must lie between 2 and 4"):
        create_method("enlarge", factor=5)


def test_amounts_of_noise_mean_nothing_to_weights_that_enlarge() -> None:
    """Nothing is taken away apart from the rest: there is no noise that could stay."""
    small = np.ascontiguousarray(data.chelsea()[:40, :48])
    whole = create_method("mirnet", model="enlarge-2x")
    wanted = whole.apply(small, silent, CancelToken())
    for amounts in ({"denoise": 0.0}, {"grain": 0.8}):
        changed = create_method("mirnet", model="enlarge-2x", **amounts)
        assert np.array_equal(changed.apply(small, silent, CancelToken()), wanted)
    none = create_method("mirnet", model="enlarge-2x", strength=0.0)
    assert np.array_equal(none.apply(small, silent, CancelToken()), enlarged(small, 2))
