"""Smaller copies cleaned first."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor

from mirnet_gui.trainer.learning.coarse_first import cleaned_coarse_first, halved


class Darker:
    """A network that takes a tenth of white away, and remembers what it saw."""

    def __init__(self) -> None:
        self.seen: list[Tensor] = []
        self.share = torch.tensor(0.1, requires_grad=True)

    def __call__(self, picture: Tensor) -> Tensor:
        self.seen.append(picture.detach())
        return picture - self.share


@pytest.mark.parametrize("halvings", [0, 1, 2, 3])
def test_every_copy_is_half_of_the_next_and_begins_where_the_smaller_one_ended(
    halvings: int,
) -> None:
    picture = torch.rand((2, 3, 256, 384), generator=torch.Generator().manual_seed(0)) * 0.4 + 0.5
    network = Darker()
    results = cleaned_coarse_first(network, picture, halvings)
    assert [tuple(each.shape[-2:]) for each in results] == [
        (256 >> n, 384 >> n) for n in range(halvings + 1)
    ]
    assert [each.shape for each in network.seen] == [each.shape for each in reversed(results)]
    copy = picture
    for times, result in zip(range(halvings + 1, 0, -1), results, strict=True):
        assert torch.allclose(result, copy - 0.1 * times, atol=1e-5)
        copy = halved(copy)


def test_small_pictures_are_halved_as_often_as_they_can_be() -> None:
    picture = torch.full((1, 3, 72, 72), 0.5)
    assert [each.shape[-1] for each in cleaned_coarse_first(Darker(), picture, 3)] == [72, 36]
    picture = torch.full((1, 3, 50, 70), 0.5)
    assert [each.shape[-1] for each in cleaned_coarse_first(Darker(), picture, 3)] == [70]


def test_the_picture_teaches_what_its_copies_did() -> None:
    network = Darker()
    picture = cleaned_coarse_first(network, torch.full((1, 3, 128, 128), 0.5), 2)[0]
    picture.mean().backward()
    assert network.share.grad is not None
    assert float(network.share.grad) == pytest.approx(-3.0)
