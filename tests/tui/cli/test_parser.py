"""The words of the command line: every command, its help, its options and its errors."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

import pytest

from tui.cli.parser import GROUPS, build, parse

Run = Callable[..., tuple[int, str, str]]
DESIGN = {
    *("demo", "import", "list", "show", "entities", "tag", "untag", "tags", "export", "labels"),
    *("check", "keys"),
}
COMMANDS = sorted(
    next(a for a in build()._actions if isinstance(a, argparse._SubParsersAction)).choices
)


def test_every_command_of_the_design_is_there() -> None:
    assert set(COMMANDS) >= DESIGN


def test_all_commands_are_known_by_name() -> None:
    assert sorted(name for names in GROUPS.values() for name in names) == COMMANDS
    for command in COMMANDS:
        (action,) = (
            a for a in build(command)._actions if isinstance(a, argparse._SubParsersAction)
        )
        assert [*action.choices] == [command]


def test_the_help_of_all_is_words_only(run: Run) -> None:
    """What argparse translates may be nothing, which is no word to be printed."""
    status, out, err = run("--help")
    assert (status, err) == (0, "")
    assert "None" not in out


@pytest.mark.parametrize("command", COMMANDS)
def test_every_help_has_an_example(command: str, run: Run) -> None:
    status, out, err = run(command, "--help")
    assert (status, err) == (0, "")
    assert "example: " in out
    assert "spantag" in out.partition("example: ")[2]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_can_be_imported(command: str) -> None:
    needed = {"import": ["x"], "entities": ["x"], "show": ["x"], "edit": ["x"], "untag": ["x", "y"]}
    needed |= {"tag": ["x", "0", "1", "Person"], "completion": ["bash"]}
    needed |= {name: ["x"] for name in ("backup", "restore", "merge")}
    module, name = parse([command, *needed.get(command, [])]).run.split(":")
    path = Path(__file__).parents[3] / "tui" / "cli" / f"{module}.py"
    assert f"def {name}(" in path.read_text()


@pytest.mark.parametrize(
    ("arguments", "run_", "report"),
    [
        ([], "app:open_app", None),
        (["4bf2"], "app:open_app", "4bf2"),
        (["--library", "list"], "app:open_app", None),
        (["--library", "list", "list"], "reports:list_", None),
        (["--library=x", "4bf2"], "app:open_app", "4bf2"),
        (["--author", "a", "--keymap", "k", "demo"], "app:demo", None),
    ],
)
def test_without_a_command_the_app_opens(
    arguments: list[str], run_: str, report: str | None
) -> None:
    parsed = parse(arguments)
    assert (parsed.run, getattr(parsed, "report", None)) == (run_, report)


@pytest.mark.parametrize(
    "arguments",
    [
        ["--library", "x", "--author", "a", "tags", "4b"],
        ["tags", "--library", "x", "--author", "a", "4b"],
        ["tags", "4b", "--author", "a", "--library", "x"],
        ["--author", "a", "tags", "4b", "--library", "x"],
        ["--author", "wrong", "tags", "4b", "--library", "x", "--author", "a"],
    ],
)
def test_common_options_may_stand_before_and_after(arguments: list[str]) -> None:
    parsed = parse(arguments)
    assert (parsed.run, parsed.report) == ("tags:tags", "4b")
    assert (str(parsed.library), parsed.author, parsed.keymap) == ("x", "a", None)


@pytest.mark.parametrize(
    "arguments",
    [
        ["list", "--no-such"],
        ["--no-such"],
        ["--lib", "x", "list"],
        ["list", "--lib", "x"],
        ["tag", "4b", "0"],
        ["tag", "4b", "zero", "1", "Person"],
        ["show"],
        ["show", "4b", "--colour", "blue"],
        ["import"],
        ["export", "--format", "xls"],
        ["completion", "\x1b]0;x\x07"],
        ["4bf2", "\u202e\x9b31m"],
        ["edit", "4b", "--status", "lost"],
        ["--library"],
    ],
)
def test_wrong_usage_is_one_safe_line(arguments: list[str], run: Run) -> None:
    status, out, err = run(*arguments)
    assert (status, out) == (2, "")
    assert err.startswith("spantag: ")
    assert err.endswith(" --help\n")
    assert err.count("\n") == 1
    assert not set(err) & set("\x1b\x9b\u202e\x07")


def test_the_version_is_printed(run: Run) -> None:
    status, out, err = run("--version")
    assert (status, err) == (0, "")
    assert out.startswith("spantag ")


@pytest.mark.parametrize(
    ("arguments", "low", "report"),
    [
        (["--low-bandwidth"], "yes", None),
        (["--low-bandwidth", "4bf2"], "yes", "4bf2"),
        (["--low-bandwidth=no", "open", "4bf2"], "no", "4bf2"),
        (["open", "--low-bandwidth", "4bf2"], "yes", "4bf2"),
        (["4bf2"], None, "4bf2"),
    ],
)
def test_the_switch_takes_no_word_for_its_value(
    arguments: list[str], low: str | None, report: str | None
) -> None:
    parsed = parse(arguments)
    assert (parsed.low_bandwidth, parsed.report) == (low, report)
    assert parsed.run == "app:open_app"


def test_behind_two_dashes_nothing_is_a_switch() -> None:
    assert parse(["open", "--", "--low-bandwidth"]).report == "--low-bandwidth"
