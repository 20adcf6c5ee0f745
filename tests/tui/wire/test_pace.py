"""A line is called slow after three late answers in a row, and never after a quick one."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tui.wire.pace import Pace, Verdict, is_remote


def verdicts(delays: Sequence[float]) -> list[Verdict]:
    pace, found, now = Pace(), [], 10.0
    for delay in delays:
        pace.asked(now)
        assert pace.waiting
        now += delay
        found.append(pace.answered(now))
        assert not pace.waiting
    return found


@pytest.mark.parametrize(
    ("delays", "last"),
    [
        ([0.29], Verdict.QUICK),
        ([0.31], Verdict.ASK_AGAIN),
        ([5.0, 0.01], Verdict.QUICK),
        ([0.4, 0.4], Verdict.ASK_AGAIN),
        ([0.4, 0.4, 0.1], Verdict.QUICK),
        ([0.4, 0.4, 0.4], Verdict.SLOW),
    ],
)
def test_three_late_answers_make_a_slow_line(delays: Sequence[float], last: Verdict) -> None:
    assert verdicts(delays)[-1] is last


def test_an_answer_to_no_question_says_nothing_bad() -> None:
    assert Pace().answered(99.0) is Verdict.QUICK


@pytest.mark.parametrize("name", ["SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY"])
def test_only_a_remote_line_is_measured(name: str) -> None:
    assert is_remote({name: "x"})
    assert not is_remote({name: "", "TERM": "xterm"})
