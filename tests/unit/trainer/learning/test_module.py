from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import torch
from pytorch_lightning import Trainer
from torch import Tensor
from torch.nn import functional

from mirnet_gui.trainer.config import Hardware, Loss, TrainingConfig
from mirnet_gui.trainer.learning.module import BAD_BATCH, NotFinite, Restoration


@pytest.fixture
def batch() -> tuple[Tensor, Tensor]:
    torch.manual_seed(0)
    high = torch.rand(2, 3, 32, 32)
    return high * 0.1, high


def _gradients(config: TrainingConfig, batch: tuple[Tensor, Tensor]) -> list[Tensor]:
    torch.manual_seed(0)
    module = Restoration(config, Path())
    module.loss(module(batch[0]), batch[1]).backward()
    return [weight.grad for weight in module.network.parameters() if weight.grad is not None]


def test_checkpointed_activations_give_the_same_gradients(
    config: TrainingConfig, batch: tuple[Tensor, Tensor]
) -> None:
    plain = _gradients(config, batch)
    saving = _gradients(replace(config, hardware=Hardware(checkpointing=True)), batch)
    assert len(plain) == len(saving) > 20
    for one, other in zip(plain, saving, strict=True):
        assert torch.allclose(one, other, atol=1e-7)


def test_checkpointing_keeps_fewer_activations(
    config: TrainingConfig, batch: tuple[Tensor, Tensor]
) -> None:
    def kept(checkpointing: bool) -> int:
        module = Restoration(
            replace(config, hardware=Hardware(checkpointing=checkpointing)), Path()
        )
        sizes = []
        with torch.autograd.graph.saved_tensors_hooks(
            lambda tensor: (sizes.append(tensor.numel()), tensor)[1], lambda tensor: tensor
        ):
            module(batch[0])
        return sum(sizes)

    assert kept(True) < 0.3 * kept(False)


def test_a_batch_whose_loss_is_not_finite_is_kept_and_said(
    config: TrainingConfig, batch: tuple[Tensor, Tensor], tmp_path: Path
) -> None:
    module = Restoration(config, tmp_path)
    low = batch[0].clone()
    low[1, 0, 3, 3] = float("nan")
    with pytest.raises(NotFinite, match=BAD_BATCH) as raised:
        module.finite_loss(low, batch[1])
    assert "learning_rate" in raised.value.hint
    kept = torch.load(tmp_path / BAD_BATCH, weights_only=True)
    assert torch.equal(kept["low"].isnan(), low.isnan())


def test_half_precision_that_overflows_is_done_again_in_full(
    config: TrainingConfig, batch: tuple[Tensor, Tensor], tmp_path: Path
) -> None:
    """Values beyond 65504 are no numbers in fp16; the loss of such a batch comes from fp32."""
    half = replace(config, hardware=Hardware(precision="fp16"))
    module = Restoration(half, tmp_path)
    with torch.no_grad():
        module.network.conv_in.weight.mul_(1e6)
        module.network.conv_out.weight.mul_(1e-6)
    with torch.autocast("cpu", dtype=torch.float16):
        assert not torch.isfinite(module.loss(module(batch[0]), batch[1]))
        assert torch.isfinite(module.finite_loss(*batch))


def test_half_precision_changes_neither_loss_nor_figures(
    config: TrainingConfig, batch: tuple[Tensor, Tensor], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What half a precision may cost is the network's arithmetic, never what it is judged by."""
    module = Restoration(replace(config, loss=Loss(edge=1.0, ms_ssim=1.0)), Path())
    for weight in module.network.parameters():
        weight.data.zero_()
    logged: dict[str, float] = {}
    monkeypatch.setattr(module, "log_dict", lambda figures, **_: logged.update(figures))
    module.trainer = Trainer(accelerator="cpu", logger=False)
    smooth = 0.45 + 0.1 * functional.interpolate(batch[1][:1], size=(128, 128), mode="bilinear")
    pair = (smooth + 0.01, smooth)
    losses, figures = [], []
    for half in (False, True):
        with torch.no_grad(), torch.autocast("cpu", torch.bfloat16, enabled=half):
            losses.append(module.finite_loss(*pair).item())
            module.validation_step(pair, 0)
        figures.append(dict(logged))
    assert losses[1] == pytest.approx(losses[0], abs=2e-3)
    assert figures[1]["ssim"] == pytest.approx(figures[0]["ssim"], abs=2e-3)
    assert figures[1]["psnr"] == pytest.approx(figures[0]["psnr"], abs=0.1)


def test_smaller_copies_count_by_their_weight(config: TrainingConfig) -> None:
    torch.manual_seed(0)
    high = torch.rand(2, 3, 96, 96) * 0.5 + 0.25
    low = high + 0.1
    losses = []
    for copies in (0.0, 0.5, 1.0):
        denoise = replace(config, task="denoise", loss=Loss(kind="l1", copies=copies))
        module = Restoration(denoise, Path())
        # A network that does nothing leaves the same difference at every size.
        for weight in module.network.parameters():
            weight.data.zero_()
        losses.append(module.finite_loss(low, high).item())
    assert losses == pytest.approx([0.1, 0.15, 0.2], abs=1e-4)
