"""Changing a label scheme; pure.

A label that is renamed or merged keeps its former names, and what was tagged under one of them
counts as tagged with the label that has it now: so a new name is one small save, nothing of the
tags and their history is rewritten, and a colleague's library can still be merged.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from msgspec.structs import replace

from store import labels
from store.errors import LabelError
from store.model import Label, Tag

LONGEST = 60
"""The longest name of a label, in code points: it must fit into lists and columns."""

Scheme = tuple[Label, ...]


def current_names(scheme: Sequence[Label]) -> Mapping[str, str]:
    """Return, by each former name, the name of the label that has it now."""
    return {former: label.name for label in scheme for former in label.former}


def renamed(tags: Iterable[Tag], scheme: Sequence[Label]) -> list[Tag]:
    """Return tags with the names that their labels have now."""
    return with_names(tags, current_names(scheme))


def with_names(tags: Iterable[Tag], names: Mapping[str, str]) -> list[Tag]:
    """Return tags with the names that `current_names` tells of their labels."""
    if not names:
        return list(tags)
    return [replace(tag, label=names.get(tag.label, tag.label)) for tag in tags]


def added(scheme: Scheme, label: Label) -> Scheme:
    """Return the scheme with a new label at its end.

    Raises:
        LabelError: if its name, letter or digit is taken, or it cannot be one.
    """
    _check(scheme, label)
    return (*scheme, label)


def edited(scheme: Scheme, name: str, label: Label) -> Scheme:
    """Return the scheme with a label changed; an old name is kept as a former one.

    Raises:
        LabelError: if there is no such label, or what it would become is taken or cannot be one.
    """
    old = labels.find(scheme, name)
    if label.parent == old.name:
        raise LabelError(_of_itself(old.name))
    _check([other for other in scheme if other is not old], label)
    if label.parent and label.name in _ancestors(scheme, label.parent, old.name):
        raise LabelError(f"{label.parent} is below {label.name}; choose another parent")
    former = [*old.former, old.name] if label.name != old.name else old.former
    new = replace(label, former=tuple(dict.fromkeys(one for one in former if one != label.name)))
    renamed = (_under(one, old.name, new.name) for one in scheme)
    return tuple(new if one.name == old.name else one for one in renamed)


def merged(scheme: Scheme, name: str, into: str) -> Scheme:
    """Return the scheme with one label become part of another, which takes its tags over.

    Raises:
        LabelError: if one of them is missing, or they are the same.
    """
    gone, kept = labels.find(scheme, name), labels.find(scheme, into)
    if gone is kept:
        raise LabelError(f"{kept.name} cannot be merged with itself; choose another label")
    parent = gone.parent if kept.parent == gone.name else kept.parent
    former = tuple(dict.fromkeys([*kept.former, gone.name, *gone.former]))
    new = replace(kept, former=former, parent="" if parent == kept.name else parent)
    others = (new if label is kept else label for label in scheme if label is not gone)
    return tuple(
        _under(label, gone.name, new.name) if label is not new else label for label in others
    )


def removed(scheme: Scheme, name: str) -> Scheme:
    """Return the scheme without a label; what was below it moves up.

    The caller makes sure that nothing is tagged with it.

    Raises:
        LabelError: if there is none, or it is the last.
    """
    gone = labels.find(scheme, name)
    if len(scheme) == 1:
        raise LabelError(f"{gone.name} is the last label; add another before you remove it")
    return tuple(_under(label, gone.name, gone.parent) for label in scheme if label is not gone)


def moved(scheme: Scheme, name: str, by: int) -> Scheme:
    """Return the scheme with a label some places further down, or up, among those beside it.

    It stops at the ends, and what is below it goes with it.

    Raises:
        LabelError: if there is none.
    """
    label = labels.find(scheme, name)
    names = {one.name for one in scheme}
    home = label.parent if label.parent in names else ""
    beside = [one for one in scheme if (one.parent if one.parent in names else "") == home]
    place = max(0, min(beside.index(label) + by, len(beside) - 1))
    turned = [one for one in beside if one is not label]
    turned.insert(place, label)
    follows = dict(zip(beside, turned, strict=True))
    return tuple(follows.get(one, one) for one in scheme)


def nested(scheme: Scheme) -> Scheme:
    """Return the scheme in the order in which it is read: each label right below its parent."""
    names = {label.name for label in scheme}
    below: dict[str, list[int]] = {}
    for place, label in enumerate(scheme):
        below.setdefault(label.parent if label.parent in names else "", []).append(place)
    # What stands in a circle, made by hand in a file, is under no label: it comes last.
    waiting = [*range(len(scheme) - 1, -1, -1), *reversed(below.get("", []))]
    found: dict[int, Label] = {}
    while waiting:
        if (place := waiting.pop()) not in found:
            found[place] = scheme[place]
            waiting += reversed(below.get(scheme[place].name, []))
    return tuple(found.values())


def reverted(
    scheme: Scheme,
    before: Scheme,
    after: Scheme,
    tagged: Callable[[str], int],
    borne: Callable[[str], bool],
) -> Scheme:
    """Return what a scheme becomes when the change from `before` to `after` is taken back.

    A name that goes by that is a former name of the label that had it, if anything bears it.

    Args:
        scheme: the scheme as it is; it may have more former names than `after`.
        before: the scheme before the change.
        after: the scheme after it.
        tagged: tells how many tags bear a label.
        borne: tells whether a name is on record anywhere, as it was when that was saved.

    Raises:
        LabelError: if the scheme is another since, or what is tagged would lose its label.
    """
    if _without_former(scheme) != _without_former(after):
        raise LabelError("Somebody has changed the labels since; change them by hand")
    owners = {name: label for label in before for name in _names(label)}
    kept: dict[str, list[str]] = {}
    for label, then in zip(scheme, after, strict=True):
        heir = _heir(before, then)
        if heir is None:
            if count := tagged(label.name):
                these = "that" if count == 1 else "those"
                raise LabelError(f"{label.name} has {_tags(count)} meanwhile: delete {these} first")
            continue
        for name in _names(label):
            owner = owners.get(name)
            if (owner and (name in _names(then) or _kin(owner, then))) or not borne(name):
                continue
            if owner:
                raise LabelError(
                    f"{name} cannot come back: tags of {label.name} were saved under that name"
                )
            kept.setdefault(heir.name, []).append(name)
    return tuple(
        replace(label, former=(*label.former, *kept.get(label.name, ()))) for label in before
    )


def _without_former(scheme: Scheme) -> Scheme:
    return tuple(replace(label, former=()) for label in scheme)


def _names(label: Label) -> tuple[str, ...]:
    return (label.name, *label.former)


def _kin(one: Label, other: Label) -> bool:
    """Tell whether one label became the other, as they have a name in common."""
    return not set(_names(one)).isdisjoint(_names(other))


def _heir(before: Scheme, label: Label) -> Label | None:
    """Return what a label was before a change; of two that were merged, the one that stayed."""
    kin = [one for one in before if _kin(one, label)]
    return next((one for one in kin if one.name == label.name), kin[0] if kin else None)


def _tags(count: int) -> str:
    return f"{count} {'tag' if count == 1 else 'tags'}"


def difference(old: Scheme, new: Scheme) -> str:
    """Return in words what a change was about: the labels that are others now, or their order."""
    olds, news = ({label.name: label for label in one} for one in (old, new))
    names = [name for name in {**news, **olds} if olds.get(name) != news.get(name)]
    return ", ".join(names) or "the order of labels"


def next_colour(scheme: Sequence[Label], palette: Sequence[str], colour: str = "") -> str:
    """Return the colour of a palette after one that no label has, or else the fewest have."""
    start = palette.index(colour) + 1 if colour in palette else 0
    turned = [*palette[start:], *palette[:start]]
    borne = [label.colour.lower() for label in scheme]
    return min(turned, key=borne.count)


def depth(scheme: Sequence[Label], label: Label) -> int:
    """Return how many labels stand above one, at most as many as there are."""
    return len(_ancestors(scheme, label.parent, "")) if label.parent else 0


def _under(label: Label, old: str, new: str) -> Label:
    """Return a label whose parent has another name now."""
    return replace(label, parent=new) if label.parent == old else label


def _ancestors(scheme: Sequence[Label], name: str, stop: str) -> list[str]:
    """Return a label's name and those above it; a circle, made by hand in a file, ends it."""
    parents = {label.name: label.parent for label in scheme}
    found: list[str] = []
    while name in parents and name not in found:
        found.append(name)
        if name == stop:
            break
        name = parents[name]
    return found


def _check(others: Sequence[Label], label: Label) -> None:
    """Refuse what cannot be a label, or what another one has already."""
    if problem := _fault(others, label):
        raise LabelError(problem)


def _fault(others: Sequence[Label], label: Label) -> str:
    import unicodedata  # only who changes a scheme needs it

    name = label.name
    if not name or name != name.strip() or len(name) > LONGEST:
        return f"A label needs a name of 1 to {LONGEST} characters without blanks around it"
    if any(unicodedata.category(char)[0] in "CZ" and char != " " for char in name):
        return "The name of a label holds no control or invisible character; type another"
    for other in others:
        if name.casefold() == other.name.casefold():
            return f"There is a label {other.name} already; choose another name"
        if name.casefold() in map(str.casefold, other.former):
            return f"{name} was the name of {other.name}, whose tags still bear it; choose another"
        if label.key and label.key == other.key:
            return f"The letter {label.key} belongs to {other.name}; choose another"
        if label.digit and label.digit == other.digit:
            return f"The digit {label.digit} belongs to {other.name}; choose another"
    if len(label.key) > 1 or (label.key and not label.key.isalpha()):
        return f"{label.key} is no letter; a label has one, or none"
    if len(label.digit) > 1 or (label.digit and label.digit not in "0123456789"):
        return f"{label.digit} is no digit from 0 to 9; a label has one, or none"
    if label.parent.casefold() == name.casefold():
        return _of_itself(name)
    if label.parent and label.parent not in {other.name for other in others}:
        return f"There is no label {label.parent} to stand above {name}; choose another parent"
    try:
        labels.of_fields({"name": name, "colour": label.colour})
    except ValueError as error:
        return f"{error}; write it as #1f4e8c, or leave it empty"
    return ""


def _of_itself(name: str) -> str:
    return f"{name} cannot be a kind of itself; name another label, or leave it empty"
