"""The walls of the house: who may know whom, and what is not loaded until it is needed."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

BEHIND_ONES_BACK = """
import importlib, json, pkgutil, sys
for blocked in {blocked!r}:
    sys.modules[blocked] = None
for name in {modules!r}:
    module = importlib.import_module(name)
    for found in pkgutil.walk_packages(getattr(module, "__path__", []), name + "."):
        if not found.name.endswith(".__main__"):
            importlib.import_module(found.name)
print(json.dumps(sorted(name for name, module in sys.modules.items() if module)))
"""


def run_python(program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", program, *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)


def loaded_by(*modules: str, blocked: tuple[str, ...] = ()) -> set[str]:
    """What a fresh interpreter holds after importing ``modules`` and all that lies in them."""
    program = BEHIND_ONES_BACK.format(modules=modules, blocked=blocked)
    result = run_python(program)
    assert result.returncode == 0, result.stderr
    return set(json.loads(result.stdout.splitlines()[-1]))


def contracts() -> list[dict[str, object]]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    found: list[dict[str, object]] = project["tool"]["importlinter"]["contracts"]
    return found


def test_every_contract_is_kept() -> None:
    # In this very process it would switch off the loggers of the program.
    program = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    result = run_python(program, "--no-cache", "--no-logo")
    assert result.returncode == 0, result.stdout


def test_every_room_has_its_storey() -> None:
    """A new room that no contract names could import whatever it likes."""
    storeys = next(contract for contract in contracts() if contract["type"] == "layers")["layers"]
    assert isinstance(storeys, list)
    named = {room.strip() for storey in storeys for room in storey.split("|")}
    package = ROOT / "mirnet_gui"
    rooms = {path.stem for path in package.glob("*.py")} | {
        path.parent.name for path in package.glob("*/__init__.py")
    }
    assert {f"mirnet_gui.{room}" for room in rooms - {"__init__", "trainer"}} == named


def test_starting_the_window_loads_no_torch() -> None:
    loaded = loaded_by("mirnet_gui.cli", "mirnet_gui.app", "mirnet_gui.ui", "mirnet_gui.jobs")
    assert "PySide6.QtWidgets" in loaded
    assert "torch" not in loaded


def test_the_page_of_trainings_loads_no_plots_before_there_is_one_to_show() -> None:
    loaded = loaded_by("mirnet_gui.app", "mirnet_gui.jobs")
    assert "pyqtgraph" not in loaded
    program = "import sys, mirnet_gui.ui.train.assembly; sys.exit('pyqtgraph' in sys.modules)"
    assert run_python(program).returncode == 0


def test_starting_the_window_loads_nothing_that_only_commands_and_reports_need() -> None:
    loaded = loaded_by("mirnet_gui.app", "mirnet_gui.ui", "mirnet_gui.jobs")
    assert not loaded & {"typer", "rich", "jinja2", "http.client", "qtawesome", "mirnet_gui.cli"}


def test_jobs_know_qtcore_only() -> None:
    """import-linter sees PySide6 as one whole, so that this wall is watched here."""
    loaded = loaded_by("mirnet_gui.jobs")
    assert "PySide6.QtCore" in loaded
    assert not loaded & {"PySide6.QtGui", "PySide6.QtWidgets"}


def test_what_pages_share_knows_qtcore_only() -> None:
    loaded = loaded_by("mirnet_gui.ui.model")
    assert "mirnet_gui.ui.model.photographs" in loaded
    assert not loaded & {"PySide6.QtGui", "PySide6.QtWidgets"}


def test_the_command_line_loads_no_qt() -> None:
    loaded = loaded_by("mirnet_gui.cli")
    assert "mirnet_gui.batch.pipeline" in loaded
    assert not {name for name in loaded if name.startswith("PySide6")}


def test_the_trainer_runs_where_no_qt_is_installed() -> None:
    loaded = loaded_by("mirnet_gui.trainer", blocked=("PySide6", "shiboken6", "qtawesome"))
    assert "mirnet_gui.trainer.cli" in loaded


def test_a_photograph_is_enhanced_without_the_compiler_of_torch() -> None:
    """It would take a second and 80 MB, and its 900 modules nobody needs."""
    program = """
import sys
import numpy as np
from mirnet_gui.methods.registry import create_method
from mirnet_gui.progress import CancelToken, silent
create_method("mirnet").apply(np.full((64, 64, 3), 20, np.uint8), silent, CancelToken())
assert "torch" in sys.modules
sys.exit("torch._dynamo" in sys.modules)
"""
    result = run_python(program)
    assert result.returncode == 0, result.stderr
