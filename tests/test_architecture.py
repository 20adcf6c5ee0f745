"""The directions in which packages may import, and the size of things."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("store", "keymaps", "tui")
FORBIDDEN = {
    "store": {"tui", "keymaps", "textual", "rich"},
    "keymaps": {"tui", "store", "textual", "rich"},
    "tui": set[str](),
}
PURE = ("reader", "cli")
MODULES = [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]


def imported(path: Path) -> set[str]:
    """Return the dotted names of all modules that a file imports."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            names.add(node.module or "")
    return names


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Yield every function of a file."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_imports_only_what_its_package_may(path: Path) -> None:
    package = path.relative_to(ROOT).parts[0]
    roots = {name.partition(".")[0] for name in imported(path)}
    assert not roots & FORBIDDEN[package]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_only_the_database_imports_tinydb(path: Path) -> None:
    if path.relative_to(ROOT) != Path("store/database.py"):
        assert not any(name.startswith("tinydb") for name in imported(path))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_modules_and_functions_stay_small(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 350
    for function in functions(path):
        assert (function.end_lineno or 0) - function.lineno < 45, function.name


def test_app_and_screens_only_wire() -> None:
    for path, limit in [
        (ROOT / "tui/app.py", 200),
        *((path, 250) for path in (ROOT / "tui/screens").glob("*.py")),
    ]:
        assert len(path.read_text(encoding="utf-8").splitlines()) <= limit, path


@pytest.mark.parametrize("package", ["store", "keymaps", "tui.reader", "tui.cli", "tui.display"])
def test_the_headless_half_leaves_textual_out(package: str) -> None:
    program = (
        f"import {package}, pkgutil, importlib, sys\n"
        f"for module in pkgutil.walk_packages(getattr({package}, '__path__', []), '{package}.'):\n"
        "    importlib.import_module(module.name)\n"
        "sys.exit('textual' in sys.modules)"
    )
    result = subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=False)
    assert result.returncode == 0


def test_a_command_looks_for_no_translations() -> None:
    """`locale` is what argparse loads for them; it tells when its private name has changed."""
    program = (
        "import sys, tui.cli.parser as parser; parser.parse(['list'])\n"
        "sys.exit('locale' in sys.modules)"
    )
    result = subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=False)
    assert result.returncode == 0


def test_the_reader_view_is_the_only_part_of_the_model_that_knows_textual() -> None:
    for path in (ROOT / "tui/reader").glob("*.py"):
        assert not any(name.startswith("textual") for name in imported(path)), path
