from __future__ import annotations

import pytest
import torch

from mirnet_gui.errors import DeviceError, UsageError
from mirnet_gui.inference.devices import choose_device, list_devices


def test_the_cpu_is_always_there_and_has_a_name() -> None:
    cpu = list_devices()[-1]
    assert cpu.id == "cpu"
    assert cpu.name


def test_auto_takes_the_cpu_when_there_is_no_gpu(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    assert choose_device("auto") == torch.device("cpu")


def test_auto_takes_a_gpu_when_there_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 2)
    assert choose_device("auto") == torch.device("cuda:0")
    assert choose_device("cuda:1") == torch.device("cuda:1")


def test_a_gpu_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 1)
    with pytest.raises(DeviceError, match="cuda:1"):
        choose_device("cuda:1")


@pytest.mark.parametrize("name", ["gpu", "cuda:x", "cuda:-1", "", "CPU"])
def test_names_that_are_none_are_wrong_usage(name: str) -> None:
    with pytest.raises(UsageError):
        choose_device(name)
