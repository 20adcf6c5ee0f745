"""Making room: the work of one thread asks what was given for it, and nothing else does."""

from __future__ import annotations

from threading import Thread

from store import suspects
from store.room import make_room, making_room


def test_room_is_made_only_while_it_is_wanted() -> None:
    asked: list[str] = []
    make_room()
    with making_room(lambda: asked.append("outer")):
        make_room()
        with making_room(lambda: asked.append("inner")):
            make_room()
        make_room()
    make_room()
    assert asked == ["outer", "inner", "outer"]


def test_another_thread_is_not_asked() -> None:
    asked: list[str] = []
    with making_room(lambda: asked.append("mine")):
        other = Thread(target=make_room)
        other.start()
        other.join()
    assert asked == []


def test_the_look_for_deceiving_characters_makes_room_in_each_of_its_pieces() -> None:
    asked = 0

    def wait() -> None:
        nonlocal asked
        asked += 1

    text = "plain words " * (10 * suspects.AT_ONCE // 12)
    with making_room(wait):
        assert list(suspects.find(text)) == []
    assert asked >= 10
