"""The network in 8 bits: how far it is from fp32, and what that saves.

    pip install nncf
    PYTHONPATH=. python benchmarks/eight_bit.py LOL/train/low LOL/val/low [--model lowlight]

Post-training quantization by NNCF, its statistics from 24 pictures of the first folder, agreement
and time on 12 of the second, both of 576 x 384 pixels at most. NNCF is no part of the program.
"""

from __future__ import annotations

import argparse
import math
import sys
import time
from pathlib import Path
from statistics import fmean, median

import numpy as np

from mirnet_gui.inference.backends import openvino_runtime
from mirnet_gui.inference.pixels import gain_of, to_tensor
from mirnet_gui.network.catalog import find_weights
from mirnet_gui.network.checkpoints import load_weights
from mirnet_gui.network.mirnet import Mirnet
from mirnet_gui.photo.naming import photographs_in
from mirnet_gui.photo.reading import read_photo
from mirnet_gui.tone.exposure import expose

CALIBRATED, COMPARED = 24, 12
SIDES = (384, 576)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("calibration", type=Path)
    parser.add_argument("photos", type=Path)
    parser.add_argument("--model", default="lowlight")
    arguments = parser.parse_args()
    if not openvino_runtime.available():
        raise SystemExit("OpenVINO is not installed.")
    network = load_weights(find_weights(arguments.model).passes[-1].path).eval()
    calibration = _pictures(arguments.calibration, CALIBRATED, network)
    plain, quantized = _graphs(network, calibration)
    agreements, seconds = [], ([], [])
    for picture in _pictures(arguments.photos, COMPARED, network):
        results = []
        for graph, taken in zip((plain, quantized), seconds, strict=True):
            graph([picture])
            start = time.perf_counter()
            results.append(np.clip(graph([picture])[0], 0.0, 1.0))
            taken.append(time.perf_counter() - start)
        agreements.append(-10 * math.log10(float(np.mean((results[0] - results[1]) ** 2))))
    faster = median(a / b for a, b in zip(*seconds, strict=True))
    print("| agreement with fp32 | least | times as fast |\n|---|---|---|")
    print(f"| {fmean(agreements):.1f} dB | {min(agreements):.1f} dB | {faster:.2f} |")


def _graphs(network: Mirnet, calibration: list[np.ndarray]) -> tuple[object, object]:
    # What would tell Google Analytics that NNCF is used: without it, it is silent.
    sys.modules["openvino_telemetry"] = None  # type: ignore[assignment]
    sys.modules.pop("openvino.tools.ovc", None)
    import nncf  # noqa: PLC0415 - after its telemetry was silenced
    import openvino as ov  # noqa: PLC0415

    from mirnet_gui.inference.backends.openvino_graph import build_graph  # noqa: PLC0415

    quantized = nncf.quantize(
        build_graph(network, "survey"),
        nncf.Dataset(calibration),
        preset=nncf.QuantizationPreset.MIXED,
        subset_size=len(calibration),
    )
    hints = {"PERFORMANCE_HINT": "LATENCY", "INFERENCE_PRECISION_HINT": "f32"}
    graphs = (build_graph(network, "survey"), quantized)
    plain, compiled = (ov.Core().compile_model(graph, "CPU", hints) for graph in graphs)
    return plain, compiled


def _pictures(folder: Path, count: int, network: Mirnet) -> list[np.ndarray]:
    found = sorted(photographs_in(folder))[:count]
    cut = [read_photo(path).pixels[: SIDES[0], : SIDES[1]] for path in found]
    return [expose(to_tensor(each).numpy(), gain_of(each, network.config)) for each in cut]


if __name__ == "__main__":
    main()
