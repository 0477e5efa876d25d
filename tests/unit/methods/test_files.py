"""Competitors from disk: another program's output, and a network of the user's own."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
import onnx
import pytest
from onnx import NodeProto, TensorProto, helper, numpy_helper
from skimage import data

from mirnet_gui.batch import estimate, pace
from mirnet_gui.batch.records import Task
from mirnet_gui.cli import main
from mirnet_gui.errors import (
    Cancelled,
    DataError,
    MirnetGuiError,
    OutOfMemory,
    UnreadablePhoto,
    WeightsError,
)
from mirnet_gui.inference.backends.openvino_runtime import available
from mirnet_gui.methods.registry import parse_method
from mirnet_gui.photo.photo import Photo, Pixels
from mirnet_gui.photo.writing import write_photo
from mirnet_gui.progress import CancelToken, Progress, silent

needs_openvino = pytest.mark.skipif(not available(), reason="OpenVINO is not installed")


@pytest.fixture
def dark() -> Pixels:
    return (data.chelsea()[:90, :130] * 0.2).astype(np.uint8)


def apply(text: str, pixels: Pixels) -> Pixels:
    method = parse_method(text)
    method.prepare()
    return method.apply(pixels, silent, CancelToken())


def saved(pixels: Pixels, path: Path) -> Path:
    write_photo(Photo(pixels), path, format="png")
    return path


def test_a_picture_from_disk_is_what_it_is(dark: Pixels, tmp_path: Path) -> None:
    bright = (dark * 3).astype(np.uint8)
    path = saved(bright, tmp_path / "theirs, of today.png")
    assert np.array_equal(apply(f'file:"{path}"', dark), bright)


@pytest.mark.parametrize("dtype", [np.uint16, np.float32])
def test_a_picture_from_disk_comes_at_the_depth_of_the_photograph(
    dark: Pixels, tmp_path: Path, dtype: type
) -> None:
    path = saved(dark, tmp_path / "theirs.png")
    deep = dark.astype(np.uint16) * 257 if dtype is np.uint16 else dark.astype(np.float32) / 255
    result = apply(f"file:{path}", deep)
    assert result.dtype == dtype
    assert np.allclose(result, deep)


def test_a_picture_of_another_size_is_told_with_both(dark: Pixels, tmp_path: Path) -> None:
    path = saved(dark[:50], tmp_path / "theirs.png")
    with pytest.raises(DataError, match=r"theirs.png.*130 x 50.*130 x 90"):
        apply(f"file:{path}", dark)


def test_what_another_program_enlarged_is_a_result(dark: Pixels, tmp_path: Path) -> None:
    large = dark.repeat(2, axis=0).repeat(2, axis=1)
    assert np.array_equal(apply(f"file:{saved(large, tmp_path / 'a.png')}", dark), large)


def test_a_missing_picture_is_named(dark: Pixels, tmp_path: Path) -> None:
    with pytest.raises(UnreadablePhoto, match=r"none.png.*does not exist"):
        apply(f"file:{tmp_path / 'none.png'}", dark)


@needs_openvino
def test_a_network_of_the_user_s_own(dark: Pixels, tmp_path: Path) -> None:
    path = network(tmp_path / "double.onnx", scale=2.0)
    result = apply(f"onnx:{path}", dark)
    assert np.array_equal(result, np.minimum(dark.astype(int) * 2, 255))
    deep = dark.astype(np.uint16) * 257
    assert np.abs(apply(f"onnx:{path}", deep) - deep.astype(int) * 2).max() <= 1


@needs_openvino
@pytest.mark.parametrize("sides", [(128, 192), ("h", "w")])
def test_a_network_of_the_user_s_own_may_enlarge(
    dark: Pixels, tmp_path: Path, sides: tuple[int | str, ...]
) -> None:
    path = network(tmp_path / "twice.onnx", scale=1.0, sides=sides, larger=2.0)
    method = parse_method(f"onnx:{path}+gamma")
    assert method.scale == 2
    result = apply(f"onnx:{path}", dark)
    assert np.array_equal(result, dark.repeat(2, axis=0).repeat(2, axis=1))


@needs_openvino
@pytest.mark.parametrize("channels_last", [False, True])
def test_a_network_of_luminance_alone_enlarges_and_colours_follow_bicubically(
    dark: Pixels, tmp_path: Path, channels_last: bool
) -> None:
    path = luminance_network(tmp_path / "luminance.onnx", channels_last=channels_last)
    assert parse_method(f"onnx:{path}").scale == 2
    light, red, blue = cv2.split(cv2.cvtColor(dark.astype(np.float32), cv2.COLOR_RGB2YCrCb))
    size = (2 * dark.shape[1], 2 * dark.shape[0])
    red, blue = (
        cv2.resize(each, size, interpolation=cv2.INTER_CUBIC) for each in (red - 0.5, blue - 0.5)
    )
    parts = [0.5 * light.repeat(2, axis=0).repeat(2, axis=1), red + 0.5, blue + 0.5]
    wanted = cv2.cvtColor(cv2.merge(parts), cv2.COLOR_YCrCb2RGB)
    result = apply(f"onnx:{path}", dark)
    inner = slice(8, -8)
    assert np.abs(result[inner, inner] - wanted[inner, inner].clip(0.0, 255.0)).max() <= 1.0


@needs_openvino
def test_a_network_written_anew_is_loaded_anew(dark: Pixels, tmp_path: Path) -> None:
    path = network(tmp_path / "own.onnx", scale=2.0)
    first = apply(f"onnx:{path}", dark)
    path.unlink()
    network(path, scale=1.0)
    assert first.mean() > 1.5 * apply(f"onnx:{path}", dark).mean()


@needs_openvino
@pytest.mark.parametrize("sides", [(128, 192), ("h", "w")])
def test_networks_of_a_fixed_size_and_of_any(
    dark: Pixels, tmp_path: Path, sides: tuple[int | str, ...]
) -> None:
    path = network(tmp_path / "own.onnx", scale=1.0, sides=sides)
    assert np.array_equal(apply(f"onnx:{path}", dark), dark)


@needs_openvino
@pytest.mark.parametrize(
    ("made", "message"),
    [
        ({"larger": 1.5}, r"own.onnx.*makes 1 x 3 x 192 x 288"),
        ({"channels": 2}, r"own.onnx.*does not take a picture"),
        ({"inputs": 2}, r"own.onnx.*more than one input"),
    ],
)
def test_a_network_for_something_else_is_told(
    dark: Pixels, tmp_path: Path, made: dict[str, object], message: str
) -> None:
    path = network(tmp_path / "own.onnx", scale=1.0, **made)
    with pytest.raises(WeightsError, match=message):
        apply(f"onnx:{path}", dark)


@needs_openvino
def test_what_is_no_network_is_told(dark: Pixels, tmp_path: Path) -> None:
    path = tmp_path / "own.onnx"
    path.write_bytes(b"no network at all")
    with pytest.raises(WeightsError, match=r"own.onnx.*could not be read as a network"):
        apply(f"onnx:{path}", dark)
    with pytest.raises(UnreadablePhoto, match="does not exist"):
        apply(f"onnx:{tmp_path / 'none.onnx'}", dark)


@needs_openvino
def test_a_network_reads_nothing_outside_its_folder(dark: Pixels, tmp_path: Path) -> None:
    secret = tmp_path / "secret.bin"
    secret.write_bytes(np.full(1, 3.0, np.float32).tobytes())
    (tmp_path / "inside").mkdir()
    for location in ("../secret.bin", str(secret)):
        path = network(tmp_path / "inside" / "own.onnx", scale=1.0, external=location)
        with pytest.raises(MirnetGuiError, match=r"own.onnx"):
            apply(f"onnx:{path}", dark)


@needs_openvino
def test_a_network_that_never_ends_is_ended_by_a_cancel(dark: Pixels, tmp_path: Path) -> None:
    method = parse_method(f"onnx:{endless(tmp_path / 'own.onnx')}")
    method.prepare()
    token, looks = CancelToken(), []

    def cancel_at_the_tenth(_progress: Progress) -> None:
        looks.append(1)
        if len(looks) >= 10:
            token.cancel()

    for _ in range(2):
        with pytest.raises(Cancelled):
            method.apply(dark, cancel_at_the_tenth, token)
    good = network(tmp_path / "good.onnx", scale=1.0)
    assert np.array_equal(apply(f"onnx:{good}", dark), dark)


@needs_openvino
def test_an_estimate_does_not_wait_for_a_network_that_never_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    method = parse_method(f"onnx:{endless(tmp_path / 'own.onnx')}")
    task = Task(tmp_path / "a.png", tmp_path / "out" / "a.png", "png", 1000, 60, 40)
    monkeypatch.setattr(pace, "LONGEST_TRIAL", 0.1)
    assert estimate.estimate_batch([task], method, cancel=CancelToken()).seconds is None


@needs_openvino
def test_a_network_that_wants_all_memory_is_told(dark: Pixels, tmp_path: Path) -> None:
    # Four gigabytes: a computer has them, and a photograph of 12,000 pixels has no use for them.
    path = tiling(tmp_path / "own.onnx", 32_000)
    with pytest.raises(OutOfMemory, match=r"own.onnx.*needs too much memory at 130 x 90"):
        apply(f"onnx:{path}", dark)


@needs_openvino
def test_a_network_that_takes_all_there_is_leaves_the_program_alive(
    dark: Pixels, tmp_path: Path
) -> None:
    with pytest.raises(OutOfMemory, match=r"own.onnx"):
        apply(f"onnx:{tiling(tmp_path / 'own.onnx', 100_000)}", dark)


@needs_openvino
@pytest.mark.parametrize(
    ("scale", "message"),
    [
        (np.nan, r"own.onnx.*no picture: some of its values are not numbers"),
        (np.inf, r"own.onnx.*no picture: some of its values are not numbers"),
        (1e30, r"own.onnx.*no picture.*far beyond"),
        (-1e30, r"own.onnx.*no picture.*far beyond"),
        (255.0, r"own.onnx.*no picture.*far beyond"),
    ],
)
def test_a_network_that_gives_no_picture_is_told(
    dark: Pixels, tmp_path: Path, scale: float, message: str
) -> None:
    path = network(tmp_path / "own.onnx", scale=scale)
    with pytest.raises(WeightsError, match=message):
        apply(f"onnx:{path}", dark)


@needs_openvino
def test_nothing_is_written_where_a_network_gives_no_picture(dark: Pixels, tmp_path: Path) -> None:
    photo = saved(dark, tmp_path / "photo.png")
    path = network(tmp_path / "own.onnx", scale=np.nan)
    output = tmp_path / "out"
    assert main(["enhance", str(photo), "--method", f"onnx:{path}", "--output", str(output)]) == 1
    assert not list(output.glob("*.png"))


def endless(path: Path) -> Path:
    """An ONNX file that multiplies a picture with itself until the end of days."""
    number, truth = (
        helper.make_tensor_value_info(name, kind, [])
        for name, kind in (("number", TensorProto.INT64), ("truth", TensorProto.BOOL))
    )
    value, made, truth_made = (
        helper.make_tensor_value_info(name, kind, None)
        for name, kind in (
            ("value", TensorProto.FLOAT),
            ("made", TensorProto.FLOAT),
            ("truth_made", TensorProto.BOOL),
        )
    )
    nodes = [
        helper.make_node("Mul", ["value", "value"], ["made"]),
        helper.make_node("Identity", ["truth"], ["truth_made"]),
    ]
    body = helper.make_graph(nodes, "body", [number, truth, value], [truth_made, made])
    loop = helper.make_node("Loop", ["times", "always", "x"], ["y"], body=body)
    times = numpy_helper.from_array(np.array(2**62), "times")
    always = numpy_helper.from_array(np.array(True), "always")
    return written(path, [loop], [times, always])


def tiling(path: Path, side: int) -> Path:
    """An ONNX file that makes a square of ``side`` pixels of the mean of a picture, for nothing."""
    nodes = [
        helper.make_node("ReduceMean", ["x"], ["mean"], axes=[1, 2, 3], keepdims=0),
        helper.make_node("Reshape", ["mean", "one"], ["pixel"]),
        helper.make_node("Tile", ["pixel", "sides"], ["square"]),
        helper.make_node("ReduceMax", ["square"], ["most"], keepdims=0),
        helper.make_node("Add", ["x", "most"], ["y"]),
    ]
    one = numpy_helper.from_array(np.array([1, 1]), "one")
    return written(path, nodes, [one, numpy_helper.from_array(np.array([side, side]), "sides")])


def written(
    path: Path,
    nodes: list[NodeProto],
    weights: list[TensorProto],
    shape: Sequence[int | str] = (1, 3, "h", "w"),
) -> Path:
    """An ONNX file that makes ``y`` of a picture ``x`` of any size."""
    given = [helper.make_tensor_value_info("x", TensorProto.FLOAT, shape)]
    made = [helper.make_tensor_value_info("y", TensorProto.FLOAT, None)]
    graph = helper.make_graph(nodes, "own", given, made, weights)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    path.write_bytes(model.SerializeToString())
    return path


def luminance_network(path: Path, *, channels_last: bool) -> Path:
    """An ONNX file that makes a luminance half as bright and twice as large."""
    shape = [1, "h", "w", 1] if channels_last else [1, 1, "h", "w"]
    sizes = np.array([1, 2, 2, 1] if channels_last else [1, 1, 2, 2], np.float32)
    nodes = [
        helper.make_node("Mul", ["x", "half"], ["z"]),
        helper.make_node("Resize", ["z", "", "sizes"], ["y"], mode="nearest"),
    ]
    weights = [
        numpy_helper.from_array(np.array([0.5], np.float32), "half"),
        numpy_helper.from_array(sizes, "sizes"),
    ]
    return written(path, nodes, weights, shape)


def network(
    path: Path,
    *,
    scale: float,
    sides: tuple[int | str, ...] = ("h", "w"),
    channels: int = 3,
    inputs: int = 1,
    larger: float = 1.0,
    external: str = "",
) -> Path:
    """An ONNX file that multiplies a picture by ``scale``."""
    shape = [1, channels, *sides]
    weight = numpy_helper.from_array(np.array([scale], np.float32), "scale")
    if external:
        weight.ClearField("raw_data")
        weight.data_location = TensorProto.EXTERNAL
        weight.external_data.add(key="location", value=external)
    nodes = [helper.make_node("Mul", ["x", "scale"], ["y" if larger == 1.0 else "z"])]
    weights = [weight]
    if larger != 1.0:
        sizes = np.array([1, 1, larger, larger], np.float32)
        weights.append(numpy_helper.from_array(sizes, "sizes"))
        nodes.append(helper.make_node("Resize", ["z", "", "sizes"], ["y"], mode="nearest"))
    given = [helper.make_tensor_value_info("x", TensorProto.FLOAT, shape)]
    if inputs == 2:
        given.append(helper.make_tensor_value_info("unused", TensorProto.FLOAT, [1]))
        nodes.append(helper.make_node("Identity", ["unused"], ["also"]))
    made = [helper.make_tensor_value_info("y", TensorProto.FLOAT, None)]
    graph = helper.make_graph(nodes, "own", given, made, weights)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    path.write_bytes(model.SerializeToString())
    onnx.load(path, load_external_data=False)
    return path
