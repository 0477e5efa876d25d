"""The same method with other parameters, weights or devices."""

from __future__ import annotations

import pytest

from mirnet_gui.errors import UsageError
from mirnet_gui.methods.mirnet import MirnetMethod
from mirnet_gui.methods.registry import (
    create_method,
    parse_method,
    text_of,
)
from mirnet_gui.methods.variants import on_device, with_parameters, with_weights


def test_options_of_a_command_go_to_those_members_that_know_them() -> None:
    chain = parse_method("mirnet+he")
    assert text_of(with_parameters(chain, model="lol")) == "mirnet:model=lol+he"
    assert with_parameters(parse_method("mirnet"), strength=0.5) == MirnetMethod(strength=0.5)
    with pytest.raises(UsageError, match="he has no model"):
        with_parameters(parse_method("he"), model="lol")


def test_weights_go_to_those_members_that_name_none() -> None:
    chain = with_weights(parse_method("mirnet+gamma+mirnet:model=enlarge-2x"), "denoise")
    assert text_of(chain) == "mirnet:model=denoise+gamma+mirnet:model=enlarge-2x"
    assert text_of(with_weights(parse_method("mirnet:exposure=0.5"), "lol")) == (
        "mirnet:model=lol:exposure=0.5"
    )
    with pytest.raises(UsageError, match="names its weights itself: denoise"):
        with_weights(parse_method("mirnet:model=denoise"), "enlarge-2x")
    with pytest.raises(UsageError, match="has no model"):
        with_weights(parse_method("he"), "lol")


def test_only_networks_know_devices() -> None:
    on_gpu = on_device(create_method("mirnet"), "cuda:0")
    assert isinstance(on_gpu, MirnetMethod)
    assert on_gpu.device == "cuda:0"
    assert on_device(create_method("he"), "cuda:0") == create_method("he")
    chain = parse_method("lime+mirnet")
    assert text_of(on_device(chain, "cpu")) == "lime+mirnet:device=cpu"
