"""The command line's words: options, commands and an example of each."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path

from tui.cli.arguments import LOW_BANDWIDTH, with_command, with_yes
from tui.cli.formatter import Parser


class Commands:
    """The parsers of commands, to which others are added: only that one which is asked for, if any.

    A named tuple would cost a start 3 ms.
    """

    def __init__(self, made: argparse._SubParsersAction[Parser], asked: str) -> None:
        self.made, self.asked = made, asked


def build(command: str = "") -> argparse.ArgumentParser:
    """Return the parser of the command line; `run` names the function of each command.

    With a command it knows that one only, as to make all would take 20 ms.
    """
    parser = Parser(
        prog="spantag",
        description="Read reports and tag spans of them, in a terminal, offline.",
        epilog="Without a command, spantag opens the app: spantag [REPORT]. "
        "REPORT is an id or a unique beginning of one. See spantag COMMAND --help.",
    )
    parser.add_argument("--version", action="store_true", help="print the version and exit")
    _add_common(parser, None)
    made = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands")
    for add, names in GROUPS.items():
        if not command or command in names:
            add(Commands(made, command))
    return parser


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """Return the parsed command line; exits with status 2 on wrong usage."""
    known = {name for names in GROUPS.values() for name in names}
    words, command = with_command(with_yes(arguments), known)
    return build(command).parse_args(words)


def _add_common(parser: argparse.ArgumentParser, default: str | None) -> None:
    parser.add_argument(
        "--library",
        metavar="DIR",
        type=Path,
        default=default,
        help="the library's folder (else SPANTAG_LIBRARY, else the user's data folder)",
    )
    parser.add_argument(
        "--author", metavar="NAME", default=default, help="who tags (else the login name)"
    )
    parser.add_argument(
        "--keymap",
        metavar="NAME",
        default=default,
        help="the keymap: default, vim, emacs, one of your own or a file (else the settings')",
    )
    parser.add_argument(
        "--theme", choices=["dark", "light"], default=default, help="the app's colours"
    )
    parser.add_argument(
        LOW_BANDWIDTH,
        choices=["yes", "no"],
        default=default,
        help="16 colours and plain borders; without `=no` on by itself when ssh proves slow",
    )


def _command(
    commands: Commands,
    name: str,
    run: str,
    summary: str,
    example: str,
    *,
    json: bool = True,
) -> argparse.ArgumentParser:
    if commands.asked not in ("", name):
        return _unasked()
    parser = commands.made.add_parser(
        name,
        help=summary,
        description=summary[0].upper() + summary[1:] + ".",
        epilog=f"example: {example}",
    )
    # A suppressed default leaves the value that was given before the command alone.
    _add_common(parser, argparse.SUPPRESS)
    if json:
        parser.add_argument("--json", action="store_true", help="print JSON, a line a record")
    parser.set_defaults(run=run)
    return parser


@cache
def _unasked() -> argparse.ArgumentParser:
    """Return what takes the arguments of all commands that are not asked for."""
    return Parser(add_help=False, conflict_handler="resolve")


def _add_app(commands: Commands) -> None:
    parser = _command(
        commands,
        "open",
        "app:open_app",
        "open the app, at a report if one is named",
        "spantag 4bf2f5d8",
        json=False,
    )
    parser.add_argument("report", nargs="?", metavar="REPORT")
    _command(
        commands,
        "demo",
        "app:demo",
        "open the app on a throw-away library with sample reports",
        "spantag demo",
        json=False,
    )


def _add_reports(commands: Commands) -> None:
    parser = _command(
        commands,
        "import",
        "importing:import_",
        "import files and folders",
        "spantag import ~/reports note.txt",
    )
    parser.add_argument("paths", nargs="+", metavar="PATH", type=Path)
    _command(commands, "list", "reports:list_", "list the reports", "spantag list --json")
    parser = _command(
        commands,
        "show",
        "reports:show",
        "print a report's text with its tags and entities marked",
        "spantag show 4bf2 --colour always | less -R",
    )
    parser.add_argument("report", metavar="REPORT")
    parser.add_argument(
        "--colour",
        "--color",
        choices=["auto", "always", "never"],
        default="auto",
        help="mark by colour, or (never) by brackets; auto: colour on a terminal only",
    )
    parser.add_argument("--plain", action="store_true", help="print the text without marks")
    parser = _command(
        commands,
        "edit",
        "reports:edit",
        "correct what the import made of a report",
        "spantag edit 4bf2 --published 2023-12-29 --status done",
    )
    parser.add_argument("report", metavar="REPORT")
    parser.add_argument("--title")
    parser.add_argument("--source")
    parser.add_argument("--published", metavar="DATE", help="YYYY-MM-DD, or nothing to forget it")
    parser.add_argument("--status", choices=["unread", "reading", "done"])


def _add_tags(commands: Commands) -> None:
    parser = _command(
        commands,
        "tag",
        "tags:tag",
        "add one tag, of exactly these code points, and print its id",
        "spantag tag 4bf2 120 139 Organisation --note 'first mention'",
    )
    parser.add_argument("report", metavar="REPORT")
    parser.add_argument("start", metavar="START", type=int, help="first code point, from 0")
    parser.add_argument("end", metavar="END", type=int, help="the code point after the last")
    parser.add_argument("label", metavar="LABEL")
    parser.add_argument("--note", default="", metavar="TEXT")
    parser = _command(
        commands, "untag", "tags:untag", "remove one tag", "spantag untag 4bf2 0a1b2c3d4e5f"
    )
    parser.add_argument("report", metavar="REPORT")
    parser.add_argument("tag", metavar="TAG")
    parser = _command(
        commands,
        "tags",
        "tags:tags",
        "list the tags, of all reports or of one",
        "spantag tags 4bf2 --json",
    )
    parser.add_argument("report", nargs="?", metavar="REPORT")
    parser = _command(
        commands,
        "export",
        "tags:export",
        "write the tagged spans, to stdout without -o",
        "spantag export -o tags.csv 4bf2 77aa",
    )
    parser.add_argument("reports", nargs="*", metavar="REPORT")
    parser.add_argument("--format", choices=["csv"], default="csv")
    parser.add_argument("-o", "--output", metavar="FILE", type=Path)
    parser.add_argument("--overwrite", action="store_true", help="replace FILE if it is there")
    parser.add_argument("--raw", action="store_true", help="leave formula cells as they are")
    parser.add_argument("--excel", action="store_true", help="begin with a BOM, for Excel")


def _add_labels(commands: Commands) -> None:
    parser = _command(
        commands,
        "labels",
        "labels:labels",
        "print the label scheme, or write it to a file, or take one over",
        "spantag labels --export ours.toml",
    )
    file = parser.add_mutually_exclusive_group()
    file.add_argument("--export", metavar="FILE", type=Path, help="write the scheme as TOML")
    file.add_argument(
        "--import",
        dest="take",
        metavar="FILE",
        type=Path,
        help="add and change labels, by their names; none is removed",
    )
    parser.add_argument("--overwrite", action="store_true", help="replace FILE if it is there")


def _add_safety(commands: Commands) -> None:
    parser = _command(
        commands,
        "check",
        "safety:check",
        "verify the library: every file readable, every quote in its place",
        "spantag check --repair --from ~/monday.zip",
    )
    parser.add_argument(
        "--repair", action="store_true", help="put back what can be proved; nothing is deleted"
    )
    parser.add_argument(
        "--from",
        dest="copies",
        action="append",
        default=[],
        type=Path,
        metavar="BACKUP",
        help="with --repair: a backup or library to restore from; may be given again",
    )
    parser = _command(
        commands,
        "backup",
        "safety:backup",
        "write the library to one file, with a hash of everything",
        "spantag backup ~/monday.zip",
    )
    parser.add_argument("file", metavar="FILE", type=Path)
    parser.add_argument("--overwrite", action="store_true", help="replace FILE if it is there")
    parser = _command(
        commands,
        "restore",
        "safety:restore",
        "make a library of a backup, in an empty or missing folder",
        "spantag restore ~/monday.zip --library ~/restored",
    )
    parser.add_argument("file", metavar="FILE", type=Path)
    parser = _command(
        commands,
        "merge",
        "safety:merge",
        "add the reports and tags of another library, or of a backup",
        "spantag merge ~/bob/library",
    )
    parser.add_argument("other", metavar="OTHER", type=Path)


def _add_tools(commands: Commands) -> None:
    parser = _command(
        commands,
        "entities",
        "tools:entities",
        "recognise entities in files, with the terms of a library if one is named",
        "spantag entities report.txt --json",
    )
    parser.add_argument("paths", nargs="+", metavar="PATH", type=Path)
    parser.add_argument(
        "--plugins", action="store_true", help="ask the plug-ins and spaCy pipelines too"
    )
    parser = _command(
        commands, "keys", "tools:keys", "print or check a keymap", "spantag keys --check my.toml"
    )
    parser.add_argument("--check", metavar="FILE", type=Path, help="check a keymap file")
    parser = _command(
        commands,
        "completion",
        "tools:completion",
        "print the completion script of a shell",
        'eval "$(spantag completion bash)"',
        json=False,
    )
    parser.add_argument("shell", choices=["bash", "zsh", "tcsh"])


def _add_terms(commands: Commands) -> None:
    parser = _command(
        commands,
        "terms",
        "terms:terms",
        "list the library's and the user's own terms for entities, or change one",
        "spantag terms --add 'Badr Brigades' Organisation",
    )
    parser.add_argument("--user", action="store_true", help="the user's, for all libraries")
    parser.add_argument("--canonical", default="", metavar="NAME", help="with --add: its one name")
    change = parser.add_mutually_exclusive_group()
    change.add_argument("--add", nargs=2, metavar=("TERM", "LABEL"), help="highlight a term")
    change.add_argument("--stop", metavar="TERM", help="never highlight a term again")
    change.add_argument("--remove", metavar="TERM", help="forget a term or a stop")


GROUPS: Mapping[Callable[[Commands], None], Sequence[str]] = {
    _add_app: ("open", "demo"),
    _add_reports: ("import", "list", "show", "edit"),
    _add_tags: ("tag", "untag", "tags", "export"),
    _add_labels: ("labels",),
    _add_safety: ("check", "backup", "restore", "merge"),
    _add_terms: ("terms",),
    _add_tools: ("entities", "keys", "completion"),
}
"""The commands, by what makes their parsers."""
