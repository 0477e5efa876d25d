from __future__ import annotations

from itertools import pairwise

import pytest

from mirnet_gui.trainer.config import Optimization
from mirnet_gui.trainer.learning.schedule import rate_share


def _shares(optimization: Optimization, steps: int) -> list[float]:
    return [rate_share(optimization, steps, step) for step in range(steps)]


def test_the_rate_warms_up_and_falls_to_its_end() -> None:
    shares = _shares(Optimization(learning_rate=1e-3, final_rate=1e-5, warm_up=10), 110)
    assert shares[:10] == pytest.approx([0.1 * n for n in range(1, 11)])
    assert all(one >= other for one, other in pairwise(shares[9:]))
    assert shares[60] == pytest.approx(0.505, abs=1e-3)
    assert rate_share(Optimization(final_rate=1e-5, warm_up=10), 110, 110) == pytest.approx(0.01)


def test_the_cosine_restarts_in_growing_cycles() -> None:
    shares = _shares(Optimization(warm_up=0, cycles=3, cycle_growth=2.0), 70)
    restarts = [step for step, (one, other) in enumerate(pairwise(shares), 1) if other > one]
    assert restarts == [10, 30]
    assert [shares[step] for step in (0, *restarts)] == [1.0, 1.0, 1.0]
    assert max(shares[9], shares[29], shares[69]) < 0.05
