"""How the learning rate goes over a run."""

from __future__ import annotations

import math

from mirnet_gui.trainer.config import Optimization


def rate_share(optimization: Optimization, steps: int, step: int) -> float:
    """Learning rate at ``step`` of ``steps`` as a share of the configured one.

    A linear warm-up, then cosines with warm restarts (Loshchilov and Hutter, "SGDR", ICLR 2017),
    each ``cycle_growth`` times as long as the one before, the last of which ends with the run.
    """
    if step < optimization.warm_up:
        return (step + 1) / optimization.warm_up
    way = (step - optimization.warm_up) / max(steps - optimization.warm_up, 1)
    least = optimization.final_rate / optimization.learning_rate
    return least + (1.0 - least) * 0.5 * (
        1.0 + math.cos(math.pi * _within_cycle(optimization, way))
    )


def _within_cycle(optimization: Optimization, way: float) -> float:
    lengths = [optimization.cycle_growth**cycle for cycle in range(optimization.cycles)]
    left = min(way, 1.0) * sum(lengths)
    for length in lengths[:-1]:
        if left < length:
            return left / length
        left -= length
    return min(left / lengths[-1], 1.0)
