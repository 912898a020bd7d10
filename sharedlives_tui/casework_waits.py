"""Which wait an entry ends, and why one cannot begin or end: asked when either is recorded or corrected (DY-10)."""

from __future__ import annotations

from dataclasses import replace

from sharedlives_tui.casefile import CaseFile, seen_state
from sharedlives_tui.doing import Doing, rule_of
from sharedlives_tui.facts import Entry
from sharedlives_tui.names import in_one_line
from sharedlives_tui.numbering import Numbering
from sharedlives_tui.privacy import IN_CONFIDENCE
from sharedlives_tui.privacy_views import scrubber
from sharedlives_tui.progress import Progress
from sharedlives_tui.requests import Problem, Refused
from sharedlives_tui.typed_dates import say_day
from sharedlives_tui.waits import BEGINS, ENDS, WHICH, WHOM, Wait, standing_for, waits, words_of


def over(doing: Doing, file: CaseFile, before: Progress, candidate: Entry, mine: Numbering) -> Entry:
    """Return the candidate with the wait that it ends, and its words; as it is for any other act.

    Only a wait that runs now, had begun by that day, and that whoever types may see can be meant.
    """
    if doing.act.effect != ENDS:
        return candidate
    running = {each.begun.number for each in _running(file, mine)}
    asked = candidate.text(WHICH)
    fitting = [each for each in _meant(doing, file, asked, _seen(waits(before), mine)) if each.begun.number in running]
    if not fitting or (not asked and len(fitting) > 1):
        return candidate
    return _as_begun(candidate, fitting[0].begun)


def _running(file: CaseFile, mine: Numbering) -> list[Wait]:
    return _seen(waits(file.progress), mine)


def _seen(found: tuple[Wait, ...], mine: Numbering) -> list[Wait]:
    return [each for each in found if each.begun.number in mine.numbers]


def _meant(doing: Doing, file: CaseFile, asked: str, found: list[Wait]) -> list[Wait]:
    """The waits that the words can mean: all of it, as it is shown; else whom; all waits where nothing is said."""
    scrub = scrubber(seen_state(doing.writer, doing.desk.viewer, file, file.progress))
    said = _plain(asked)
    if not said:
        return found
    whole = [each for each in found if said in (_plain(each.words), _plain(scrub(each.words)))]
    whom = [each for each in found if said in (_plain(each.begun.text(WHOM)), _plain(scrub(each.begun.text(WHOM))))]
    return whole or (whom if len({_plain(each.words) for each in whom}) == 1 else [])


def _plain(words: str) -> str:
    return " ".join(words.casefold().split())


def _as_begun(entry: Entry, begun: Entry) -> Entry:
    values = {**entry.values, WHICH: words_of(begun)}
    if begun.text(IN_CONFIDENCE) == "yes":
        values[IN_CONFIDENCE] = "yes"  # it repeats the words
    return replace(entry, values=values, follows=begun.number)


def as_begun(file: CaseFile, old: Entry, new: Entry) -> Entry:
    """Return what takes the place of an entry that ended a wait: it ends the same one. Any other entry as it is.

    Raises Refused for a day before the wait began.
    """
    if file.procedure.by_id[new.act].effect != ENDS:
        return new
    begun = standing_for(file.progress, old.follows)
    if begun is None:
        return new
    if new.done_on < begun.done_on:
        words = f"The wait began on {say_day(begun.done_on)}, so it was over on no day before that."
        raise Refused(Problem("on", rule_of(file.procedure.by_id[new.act]), words))
    return _as_begun(new, begun)


def why_not_waited(doing: Doing, file: CaseFile, candidate: Entry, mine: Numbering) -> list[Problem]:
    """Why a wait cannot begin or end so; empty where it can, and for any other act."""
    act, rule = doing.act, rule_of(doing.act)
    running = _running(file, mine)
    if act.effect == BEGINS:
        same = next((each for each in running if _plain(each.words) == _plain(words_of(candidate))), None)
        if same is None:
            return []
        words = f"The case waits for that already, since {say_day(same.begun.done_on)}. Correct that entry instead."
        return [Problem(WHOM, rule, words)]
    if act.effect != ENDS or candidate.follows is not None:
        return []
    if not running:
        return [Problem("", rule, "The case waits for nobody.")]
    scrub = scrubber(seen_state(doing.writer, doing.desk.viewer, file, file.progress))
    listed = in_one_line([f"‘{scrub(each.words)}’ (since {say_day(each.begun.done_on)})" for each in running])
    return [Problem(WHICH, rule, f"Say which wait is over, on no day before it began. The case waits for {listed}.")]
