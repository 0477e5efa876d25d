from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
import torch
from torch import Tensor
from torch.nn import functional

from mirnet_gui.errors import Cancelled
from mirnet_gui.inference.backends.backend import Descriptors, Weighting
from mirnet_gui.inference.backends.openvino_backend import OpenvinoBackend
from mirnet_gui.inference.backends.openvino_runtime import available, supports_bf16
from mirnet_gui.inference.backends.torch_backend import TorchBackend
from mirnet_gui.network.config import MirnetConfig
from mirnet_gui.network.mirnet import Mirnet
from mirnet_gui.quality.reference import psnr

pytestmark = pytest.mark.skipif(not available(), reason="OpenVINO is not installed")

CONFIGS = [
    (MirnetConfig(channels=8, groups=1, blocks=1, streams=2, columns=1), (32, 48)),
    (MirnetConfig(channels=8, groups=1, blocks=2, streams=3, columns=2), (64, 64)),
    (MirnetConfig(channels=16, groups=2, blocks=1, streams=3, columns=1), (32, 48)),
    (MirnetConfig(channels=8, groups=1, blocks=1, streams=4, columns=2), (48, 32)),
    (MirnetConfig(channels=16, groups=1, blocks=1, streams=2, columns=3), (2, 4)),
    (MirnetConfig(8, 1, 1, 2, 1, task="enlarge", scale=2), (32, 48)),
    (MirnetConfig(8, 1, 1, 2, 1, task="enlarge", scale=3), (32, 48)),
    (MirnetConfig(8, 1, 1, 2, 1, task="enlarge", scale=2, enlarge_first=True), (32, 48)),
]
SMALL = CONFIGS[0][0]


class Pair(NamedTuple):
    """The same network on what is tested and on what is right."""

    openvino: OpenvinoBackend
    torch: TorchBackend


def network_of(config: MirnetConfig) -> Mirnet:
    """Every weight random and large enough to tell, so that no path can be left out unseen."""
    torch.manual_seed(5)
    network = Mirnet(config).eval()
    for weight in network.parameters():
        spread = weight.shape[1:].numel() ** -0.5 if weight.ndim > 1 else 0.5
        torch.nn.init.normal_(weight, std=spread)
    return network


def pair_of(config: MirnetConfig) -> Pair:
    network = network_of(config)
    return Pair(OpenvinoBackend(network), TorchBackend(network, torch.device("cpu")))


def picture_of(size: tuple[int, int], count: int = 1) -> Tensor:
    """Laid out as the session's, with channels last."""
    generator = torch.Generator().manual_seed(7)
    return torch.rand(count, *size, 3, generator=generator).permute(0, 3, 1, 2)


def weighting_of(config: MirnetConfig, size: tuple[int, int]) -> Weighting:
    maps = [
        torch.rand(1, 1, *(side * config.inner_scale >> k for side in size))
        for k in range(config.streams)
    ]
    return [each / each.sum() for each in maps]


def _enlarged(picture: Tensor, scale: int) -> Tensor:
    return functional.interpolate(picture, scale_factor=scale, mode="bicubic")


def unseen(_share: float) -> None:
    pass


def counted(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """The kinds of graphs that are compiled from now on."""
    kinds: list[object] = []
    compile_as_before = OpenvinoBackend._compile

    def compile_and_count(self: OpenvinoBackend, kind: Any) -> Any:
        kinds.append(kind)
        return compile_as_before(self, kind)

    monkeypatch.setattr(OpenvinoBackend, "_compile", compile_and_count)
    return kinds


def are_close(actual: Descriptors, right: Descriptors) -> bool:
    same = zip(actual, right, strict=True)
    return len(right) > 0 and all(
        torch.allclose(one, other, atol=1e-4, rtol=1e-5) for one, other in same
    )


@pytest.mark.parametrize(("config", "size"), CONFIGS)
def test_surveys_as_torch_does(config: MirnetConfig, size: tuple[int, int]) -> None:
    pair = pair_of(config)
    weighting = weighting_of(config, size)
    actual, right = (each.survey(picture_of(size), weighting, unseen) for each in pair)
    assert (right.restored - _enlarged(picture_of(size), config.scale)).abs().mean() > 0.1
    assert are_close([actual.restored], [right.restored])
    assert are_close(actual.whole, right.whole)
    assert are_close(actual.parts, right.parts)


def test_surveys_without_parts() -> None:
    actual, right = (each.survey(picture_of((32, 48)), [], unseen) for each in pair_of(SMALL))
    assert are_close([actual.restored], [right.restored])
    assert are_close(actual.whole, right.whole)
    assert actual.parts == []


@pytest.mark.parametrize(("config", "size"), CONFIGS)
def test_corrects_and_restores_as_torch_does(config: MirnetConfig, size: tuple[int, int]) -> None:
    pair = pair_of(config)
    weighting = weighting_of(config, size)
    whole = pair.torch.survey(picture_of(size), [], unseen).whole
    offsets = [torch.randn_like(each) for each in whole]
    crops = picture_of(size, count=3)
    actual, right = (each.correct(crops, weighting, offsets, unseen) for each in pair)
    assert are_close(actual, right)
    # Crops with offsets are far from the picture, so its own descriptors would be noticed.
    restored = [each.restore(picture_of(size), right, unseen) for each in pair]
    assert are_close(restored[:1], restored[1:])


def test_one_backend_takes_pictures_of_any_size_and_methods_in_any_order() -> None:
    pair = pair_of(SMALL)
    for size in [(32, 48), (64, 32), (16, 16), (32, 48)]:
        actual, right = (each.survey(picture_of(size), [], unseen) for each in pair)
        assert are_close([actual.restored], [right.restored])
        restored = [each.restore(picture_of(size), right.whole, unseen) for each in pair]
        assert are_close(restored[:1], restored[1:])


def test_what_is_compiled_serves_the_next_picture_too(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled = counted(monkeypatch)
    backend, picture = pair_of(SMALL).openvino, picture_of((32, 48))
    for _ in range(3):
        whole = backend.survey(picture, [], unseen).whole
        for _ in range(2):
            backend.restore(picture, whole, unseen)
    assert compiled.count("survey") == 1
    assert len(compiled) == 1 + 3, "one for the descriptors of each picture"


def test_as_many_restoring_graphs_stay_as_views_take_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled = counted(monkeypatch)
    pair, picture = pair_of(SMALL), picture_of((32, 48))
    backend = OpenvinoBackend(network_of(SMALL), graphs=4)
    views = [pair.torch.survey(torch.rand_like(picture), [], unseen).whole for _ in range(4)]
    for _ in range(3):
        for whole in views:
            backend.restore(picture, whole, unseen)
    assert len(compiled) == 4


@pytest.mark.skipif(not available() or not supports_bf16(), reason="no bfloat16 on this CPU")
def test_agrees_in_bf16_to_45_db() -> None:
    torch.manual_seed(3)
    network = Mirnet(CONFIGS[1][0]).eval()
    right = TorchBackend(network, torch.device("cpu"))
    actual = OpenvinoBackend(network, "bf16")
    picture = picture_of((64, 64))
    survey = right.survey(picture, [], unseen)
    assert psnr(actual.survey(picture, [], unseen).restored, survey.restored) >= 45.0
    assert psnr(actual.restore(picture, survey.whole, unseen), survey.restored) >= 45.0


def test_tells_engine_and_precision() -> None:
    assert OpenvinoBackend(network_of(SMALL)).name == "openvino fp32"
    assert OpenvinoBackend(network_of(SMALL), "bf16").name == "openvino bf16"


def test_looks_while_it_computes_and_tells_the_whole_share() -> None:
    shares: list[float] = []
    OpenvinoBackend(network_of(SMALL)).survey(picture_of((256, 256)), [], shares.append)
    assert sum(shares) == 1.0
    assert shares[-1] == 1.0


def test_a_cancelled_pass_spoils_none_after_it() -> None:
    network = network_of(CONFIGS[2][0])
    # One thread, or many cores would be done with it before it is cancelled.
    backend = OpenvinoBackend(network, threads=1, look_every=5)
    large, small = picture_of((256, 256)), picture_of((64, 32))
    right = TorchBackend(network, torch.device("cpu")).survey(small, [], unseen)
    for looks in range(0, 8, 2):
        backend.survey(small, [], unseen)
        left = iter(range(looks))

        def look(_share: float, left: Iterator[int] = left) -> None:
            if next(left, None) is None:
                raise Cancelled

        with pytest.raises(Cancelled):
            backend.survey(large, [], look)
        assert are_close([backend.survey(small, [], unseen).restored], [right.restored])


@pytest.mark.skipif(sys.platform != "linux", reason="limits memory as Linux does")
def test_what_openvino_says_of_full_memory_is_a_memory_error() -> None:
    code = """
        import resource
        import torch
        from mirnet_gui.inference.backends.openvino_backend import OpenvinoBackend
        from mirnet_gui.network.config import MirnetConfig
        from mirnet_gui.network.mirnet import Mirnet

        backend = OpenvinoBackend(Mirnet(MirnetConfig(8, 1, 1, 2, 1)))
        small = torch.rand(1, 3, 32, 32)
        before = backend.survey(small, [], lambda share: None)
        with open("/proc/self/statm") as statm:
            used = int(statm.read().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (used + (150 << 20), resource.RLIM_INFINITY))
        try:
            backend.survey(torch.zeros(1, 3, 2048, 1024), [], lambda share: None)
        except MemoryError:
            print("full")
        resource.setrlimit(resource.RLIMIT_AS, (resource.RLIM_INFINITY,) * 2)
        after = backend.survey(small, [], lambda share: None)
        assert torch.equal(before.restored, after.restored)
    """
    assert run(code) == "full\n"


def test_nothing_reaches_for_the_network() -> None:
    code = """
        import os
        import sys
        import torch
        from mirnet_gui.inference.backends.openvino_backend import OpenvinoBackend
        from mirnet_gui.inference.backends.openvino_runtime import available
        from mirnet_gui.network.config import MirnetConfig
        from mirnet_gui.network.mirnet import Mirnet

        def forbid(event, arguments):
            if event in {"socket.__new__", "socket.connect", "socket.getaddrinfo"}:
                os._exit(9)

        sys.addaudithook(forbid)
        assert available()
        backend = OpenvinoBackend(Mirnet(MirnetConfig(8, 1, 1, 2, 1)))
        whole = backend.survey(torch.rand(1, 3, 32, 32), [], lambda share: None).whole
        backend.restore(torch.rand(1, 3, 32, 32), whole, lambda share: None)
        print([name for name in sys.modules if name.startswith("openvino_telemetry")])
    """
    assert run(code) == "[]\n"


def test_memory_that_was_worked_in_is_given_back_and_taken_anew() -> None:
    code = """
        import psutil, torch
        from mirnet_gui.inference.backends.openvino_backend import OpenvinoBackend
        from mirnet_gui.network.config import MirnetConfig
        from mirnet_gui.network.mirnet import Mirnet

        def megabytes():
            return psutil.Process().memory_info().rss / 1e6

        def look(share):
            pass

        picture = torch.rand(1, 3, 1024, 1024)
        with torch.inference_mode():
            backend = OpenvinoBackend(Mirnet(MirnetConfig(8, 1, 1, 2, 1)))
            first = backend.survey(picture, [], look)
            worked = megabytes()
            backend.release_memory()
            rested = megabytes()
            second = backend.survey(picture, [], look)
            assert torch.equal(first.restored, second.restored)
            backend.restore(picture, first.whole, look)
            again = megabytes()
            backend.release_memory()
        print(worked - rested > 60, again - megabytes() > 60)
    """
    assert run(code) == "True True\n"


def test_ctrl_c_is_answered_after_graphs_have_come_and_gone() -> None:
    code = """
        import signal, threading
        import torch
        from mirnet_gui.inference.backends.openvino_backend import OpenvinoBackend
        from mirnet_gui.network.config import MirnetConfig
        from mirnet_gui.network.mirnet import Mirnet

        signal.signal(signal.SIGINT, lambda number, frame: print("answered", flush=True))
        network, picture = Mirnet(MirnetConfig(8, 1, 1, 2, 1)), torch.rand(1, 3, 32, 32)

        def work():
            backend = OpenvinoBackend(network)
            whole = backend.survey(picture, [], lambda share: None).whole
            backend.restore(picture, whole, lambda share: None)
            return backend

        work()
        signal.raise_signal(signal.SIGINT)
        kept = [work()]
        last = threading.Thread(target=kept.clear)
        last.start()
        last.join()
        signal.raise_signal(signal.SIGINT)
    """
    assert run(code) == "answered\nanswered\n"


def run(code: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        timeout=120,
    )
    return done.stdout
