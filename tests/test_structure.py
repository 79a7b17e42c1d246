"""The house: imports run ui → assistant → index, importing does no work, the README names what there is."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

_MAY_IMPORT = {"index": {"index"}, "assistant": {"assistant", "index"}, "ui": {"ui", "assistant", "index"}}


def _modules() -> list[Path]:
    return [path for layer in _MAY_IMPORT for path in sorted((ROOT / layer).rglob("*.py"))]


def _imported(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            found.add(node.module.split(".")[0])
    return found & set(_MAY_IMPORT)


@pytest.mark.parametrize("path", _modules(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_imports_run_down_the_house(path: Path) -> None:
    layer = path.relative_to(ROOT).parts[0]
    assert _imported(path) <= _MAY_IMPORT[layer]


def test_no_two_folders_of_a_layer_import_each_other() -> None:
    """Modules that stand in no folder of their layer may be imported by all of it."""
    arrows: set[tuple[str, str]] = set()
    for path in _modules():
        layer, *folders = path.relative_to(ROOT).parts[:-1]
        for name in re.findall(rf"^\s*from {layer}\.(\w+)", path.read_text("utf-8"), re.MULTILINE):
            if folders and folders[0] != name and (ROOT / layer / name).is_dir():
                arrows.add((f"{layer}.{folders[0]}", f"{layer}.{name}"))
    assert arrows  # the pattern still reads imports
    assert not {(a, b) for a, b in arrows if (b, a) in arrows}


def test_a_file_of_logic_stays_small() -> None:
    long = {
        str(p.relative_to(ROOT)): n for p in _modules() if (n := len(p.read_text("utf-8").splitlines())) > 450
    }
    assert not long


def test_limits_of_waiting_stand_in_one_place() -> None:
    """Ruff holds that no test reads a clock (TID251); neither may one give a wait a limit of its own."""
    limit = re.compile(r"\btimeout\w* ?=|wait_for_timeout|\bdeadline=")
    found = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "tests").rglob("*.py")
        if path.name != Path(__file__).name and limit.search(path.read_text("utf-8"))
    }
    assert found == {"tests/conftest.py", "tests/page/conftest.py"}


def test_importing_the_layers_loads_no_model_and_makes_no_folder(tmp_path: Path) -> None:
    names = [
        ".".join(p.relative_to(ROOT).with_suffix("").parts) for p in _modules() if p.name != "__init__.py"
    ]
    code = (
        "import importlib, os, sys\n"
        f"for name in {names!r}: importlib.import_module(name)\n"
        "heavy = {'torch', 'sentence_transformers', 'transformers'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
        "assert not os.listdir('.'), os.listdir('.')\n"
    )
    env = {"PYTHONPATH": str(ROOT), "HOME": str(tmp_path / "home"), "PATH": "/usr/bin:/bin"}
    work = tmp_path / "work"
    work.mkdir()
    done = subprocess.run([sys.executable, "-c", code], cwd=work, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]


def _commands() -> dict[str, set[str]]:
    import typer.main

    from ui.cli import app

    group = typer.main.get_command(app)
    return {
        name: {option for p in command.params for option in p.opts if option.startswith("--")}
        for name, command in group.commands.items()  # type: ignore[attr-defined]
    }


def test_the_readme_names_every_command_and_only_options_that_exist() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    commands = _commands()
    named = set(re.findall(r"(?:^ {4}|`)xianbao (\w+)", readme, re.MULTILINE))
    assert named == set(commands)
    rows = re.findall(r"^\| `xianbao (\w+)[^|]*\|([^\n]*)\|$", readme, re.MULTILINE)
    assert {name for name, _ in rows} == set(commands)
    for name, text in rows:
        options = set(re.findall(r"`(--[\w-]+)", text))
        assert options <= commands[name], (name, options - commands[name])
