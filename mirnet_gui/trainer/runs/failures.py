"""What goes wrong inside a run, whatever library raises it, as sentences for people."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pytorch_lightning.utilities.exceptions import SIGTERMException
from torch._dynamo.exc import TorchDynamoException

from mirnet_gui.errors import Cancelled, MirnetGuiError, OutOfMemory, UsageError, WeightsError
from mirnet_gui.inference.devices import is_out_of_memory
from mirnet_gui.language import tr
from mirnet_gui.photo.error_messages import unwritable
from mirnet_gui.trainer.config import TrainingConfig
from mirnet_gui.trainer.learning.module import NotFinite
from mirnet_gui.trainer.runs.callbacks import Started
from mirnet_gui.trainer.runs.checkpoint import damaged, read_checkpoint
from mirnet_gui.trainer.runs.folder import RunFolder


@contextmanager
def checkpoint_errors(started: Started, checkpoint: Path | None) -> Iterator[None]:
    """What is raised before a step was made of ``checkpoint``, as :class:`WeightsError`."""
    try:
        yield
    except (LookupError, ValueError, TypeError, AttributeError, RuntimeError) as error:
        # Nothing was trained: it is the checkpoint that does not fit, in a way nobody foresaw.
        if checkpoint and not started.has_started and not is_out_of_memory(error):
            raise damaged(checkpoint) from error
        raise


@contextmanager
def error_messages(config: TrainingConfig, run: RunFolder) -> Iterator[None]:
    """What Lightning and torch raise while they train, as :class:`MirnetGuiError`."""
    try:
        yield
    except NotFinite as error:
        raise NotFinite(error.sentence, f"{error.hint} {_what_is_left(run)}") from error
    except MirnetGuiError:
        raise
    except SIGTERMException as error:
        # Lightning's own handler was there before the token was looked at.
        raise Cancelled from error
    except TorchDynamoException as error:
        raise UsageError(
            tr("torch.compile does not work on this computer."), tr("Set hardware.compile = false.")
        ) from error
    except OSError as error:
        # A full disk, most of the time.
        raise unwritable(run.path, error) from error
    except (MemoryError, RuntimeError) as error:
        if not is_out_of_memory(error):
            raise
        largest = max(config.stages, key=lambda stage: stage.batch * stage.patch**2)
        raise OutOfMemory(
            tr(
                "There is not enough memory for {batch} patches of {patch} pixels.",
                batch=largest.batch,
                patch=largest.patch,
            ),
            tr(
                "Make stages.0.batch or stages.0.patch smaller and "
                "optimization.accumulate larger, or set hardware.checkpointing = "
                "true."
            ),
        ) from error


def _what_is_left(run: RunFolder) -> str:
    try:
        kept = read_checkpoint(run.last)
    except WeightsError:
        return tr("There is no checkpoint yet.")
    if kept.is_good:
        return tr("The checkpoint of step {step} is good.", step=kept.step)
    return tr("The last checkpoint is spoilt, too.")
