"""Texts that attack a terminal or a markup parser, by the rows of the list of threats."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

from msgspec.structs import replace

from store.library import Library
from store.model import Report, Span

PAYLOADS: Mapping[str, str] = {
    "T1 clipboard": "\x1b]52;c;cHduZWQ=\x07 \x1b]52;c;?\x1b\\",
    "T1 title": "\x1b]0;owned\x07 \x1b]2;owned\x1b\\ \x1b[21t",
    "T1 link": "\x1b]8;;http://a.example\x1b\\x\x1b]8;;\x1b\\",
    "T1 screen": "\x1b[2J\x1b[H\x1b[3J\x1bc\x1b[?1049l\x1b[1;5r\x1b[9999;9999H",
    "T1 modes": "\x1b[?1003h\x1b[?2004l\x1b[?25h\x1b[4h\x1b[>4;2m",
    "T1 question": "\x1b[6n\x1b[c\x1b[>c\x1b[5n\x05\x1b[?2026$p",
    "T1 strings": "\x1bP+q544e\x1b\\ \x1b_Gx\x1b\\ \x1b^x\x1b\\ \x1bXx\x1b\\ \x1bPq#0\x1b\\",
    "T1 colour": "\x1b[31mred\x1b[0m \x1b]4;1;#000000\x07 \x1b[8mhidden",
    "T1 open end": "\x1b]52;c;never ended",
    "T2": "\x9b31m \x9d0;x\x9c \x90q\x9c \x85 \x84 \x8d",
    "T3": "secret\b\b\b\b\b\bpublic\rover\x0b\x0c\0\x7f\x0e\x0f\x05\x13\x11",
    "T4": "invoice\u202efdp.exe\u202c \u2066x\u2069 \u2067y\u2069 \u200f\u200e\u061c",
    "T5": "pa\u200bypal\ufeff\u2060\u00ad\U000e0041\U000e007f\u115f\u3164\u200d\u200c\u180e",
    "T6": "Z" + "\u0300\u0323\u0301" * 40,
    "T7": "name \udce9 \ud800 end",
    "T8": "charset \x1b[31m\"x\": no codec; can't open '\x07'",
    "T9": "Traceback (most recent call last): \x1b[2J SECRET",
    "M1": "see [1] and [/etc/passwd] [/] [/bold] [bold",
    "M2": "[@click=app.quit]quit[/] [@click=screen.dismiss]x[/] [on click='bell']",
    "M3": "[red]x[/red] [50%] [CVE-2024-1234](x) [conceal]y[/conceal] :smiley: [link=a]b[/link]",
    "M4": "[text](http://a.example/?who=1) <http://a.example> ![x](http://a.example/x.png)",
}
ALL = " ".join(PAYLOADS.values())


def attack(library: Library, report_of: Callable[..., Report]) -> Library:
    """Fill a library so that whatever can be foreign is hostile, with tags on the first report."""
    for name, payload in PAYLOADS.items():
        words = payload.encode("utf-8", "replace").decode()
        text = f"{name} {words}\n" + "\n".join(
            one.encode("utf-8", "replace").decode() for one in (*PAYLOADS.values(), "5 March 2024")
        )
        origin = "/in/" + words.replace("/", "|").replace("\0", "") + ".txt"
        library.add(replace(report_of(text, title=words, origin=origin), source=words))
    relabel(library)
    hostile = Library.open(library.folder, ALL.encode("utf-8", "replace").decode())
    report = hostile.report(hostile.summaries()[0].id)
    tagging, label = hostile.tagging(report.id), hostile.labels()[0].name
    start = 0
    for line in report.text.split("\n"):
        if line:
            tag = tagging.tag(Span(start, start + len(line)), label)
            tagging.annotate(tag.id, line)
        start += len(line) + 1
    return hostile


def relabel(library: Library) -> None:
    """Give labels hostile names and descriptions, as somebody with an editor could."""
    file = library.folder / "library.json"
    content = json.loads(file.read_text(encoding="utf-8"))
    for label, words in zip(content["labels"].values(), PAYLOADS.values(), strict=False):
        label["name"] = label["description"] = words.encode("utf-8", "replace").decode()
    file.write_text(json.dumps(content), encoding="utf-8")
