"""What a letter must hold, and whether it is there: the ticks beside the form and before it is recorded."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Final

from sharedlives_tui.caseviews import Tick
from sharedlives_tui.facts import Entry, Line
from sharedlives_tui.procedures import Act, Content
from sharedlives_tui.progress import Progress
from sharedlives_tui.standing import Instance

CONTACT: Final = "contact:"
"""What a need for one of the office's contacts begins with."""


def contents(
    progress: Progress, act: Act, candidate: Entry, instance: Instance | None
) -> tuple[tuple[Content, bool], ...]:
    """Return what the act's letter holds in this case, each with whether it must; what must be comes first.

    `candidate` is the entry as it would be recorded now, `instance` the one that it would belong to. What
    does not apply in this case is left out; an act without a notice has nothing.
    """
    if act.notice is None:
        return ()
    both = [(each, True) for each in act.notice.must] + [(each, False) for each in act.notice.may]
    return tuple((each, must) for each, must in both if progress.holds(each.when, candidate, instance))


def ticks(
    progress: Progress, act: Act, candidate: Entry, instance: Instance | None, contacts: Mapping[str, str]
) -> tuple[Tick, ...]:
    """Return a tick for each content of the act's letter as our template would write it.

    A content is present once each of its needs is filled: by the values typed now, else along the case's own
    chain, else from the office's contacts. Answers are there when every point of the case has one (CC-27).
    """
    found = []
    for content, required in contents(progress, act, candidate, instance):
        gaps = list(_missing(progress, content, candidate, instance, contacts))
        words = "; ".join(each for _, each in gaps)
        found.append(Tick(content.id, content.name, not gaps, required, words, gaps[0][0] if gaps else ""))
    return tuple(found)


def ticks_from(
    has: Collection[str], progress: Progress, act: Act, candidate: Entry, instance: Instance | None
) -> tuple[Tick, ...]:
    """Return the ticks of a letter that was written elsewhere: `has` names what somebody saw in it."""
    return tuple(
        Tick(content.id, content.name, True, required)
        if content.id in has
        else Tick(content.id, content.name, False, required, f"Write into the letter: {content.name}")
        for content, required in contents(progress, act, candidate, instance)
    )


def points_of(progress: Progress, candidate: Entry, kind: str) -> tuple[Line, ...]:
    """Return the case's lines of one kind (its points), with those that the candidate adds."""
    known = {line.id: line for line in (*progress.lines, *candidate.lines) if line.kind == kind}
    return tuple(known.values())


def _missing(
    progress: Progress,
    content: Content,
    candidate: Entry,
    instance: Instance | None,
    contacts: Mapping[str, str],
) -> Iterator[tuple[str, str]]:
    """The field (or "contact:NAME") and what is to be done, for each need that is not filled."""
    for need in content.needs:
        if need.startswith(CONTACT):
            name = need.removeprefix(CONTACT)
            if not contacts.get(name, "").strip():
                yield need, f"Our office lacks the contact of {name}"
            continue
        field = progress.procedure.fields[need]
        given = [each for each in progress.lookup(candidate, need, instance) if each.strip()]
        wanted = 1
        if field.kind == "answers" and field.line is not None:
            wanted = max(1, len(points_of(progress, candidate, field.line)))
        if len(given) < wanted:
            so_far = f" ({len(given)} of {wanted} are there)" if wanted > 1 else ""
            yield field.id, f"Fill in: {field.label}{so_far}"
