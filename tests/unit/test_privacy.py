"""What one side says in private, and whose name is withheld, is in nothing that the other side gets (DI-16, RD-48)."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from email import message_from_bytes, policy
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sharedlives_tui import audit, casework, deciding, office, office_journal, privacy, reading, signing_off
from sharedlives_tui.__main__ import main
from sharedlives_tui.casefile import NoSuchCase, load
from sharedlives_tui.cli.case_data import case_data
from sharedlives_tui.correspondence import letter_draft, notice_draft, notice_view
from sharedlives_tui.desk import Desk
from sharedlives_tui.doing import doer
from sharedlives_tui.facts import Value
from sharedlives_tui.office_journal import Wanted
from sharedlives_tui.people_search import resolve_people
from sharedlives_tui.privacy_names import A_GROUP, A_MEMBER
from sharedlives_tui.privacy_views import seen_by, shown
from sharedlives_tui.requests import Attach, Correct, OpenCase, Record, Recorded, Refused
from sharedlives_tui.screens.today_signing import to_sign_off
from sharedlives_tui.store import Conflict, views
from sharedlives_tui.store.person_cases import cases_of, open_cases
from tests.desks import at, new_desk, open_complaint
from tests.store_kit import listed

DAY = date(2026, 3, 2)
MEDIATOR, OTHER_MEDIATOR = "Mina Mediator", "Milo Mediator"
FIRST, SECOND = "Odette Officer", "Mo Manager"
"""Members of the two sides who belong to the office, so that they can look at a case."""
SIDES = ("shared", "first side", "second side", "private")
PEOPLE = [{"name": OTHER_MEDIATOR, "role": "mediator"}, {"name": "Hill, Ann", "role": "carer"}]

CASE: dict[str, Value] = {
    "caller": ("Cara Carer",),
    "first_side": ("Cara Carer", FIRST),
    "second_side": (SECOND,),
    "roles_taken": ("mediation",),
    "matter": "Payments come late.",
    "tried": "Three calls",
    "affected": "Outings were cancelled",
}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    opened = new_desk(tmp_path, DAY, office="membership-body", people=PEOPLE)
    yield opened
    opened.store.close()


def dispute(desk: Desk, *viewers: str, **changes: Value) -> str:
    """A dispute that the mediator took on and opened to these viewers; its reference."""
    ref = casework.open_case(at(desk, DAY, MEDIATOR), OpenCase("dispute", {**CASE, **changes})).ref
    say(desk, ref, "take-on", staff=(MEDIATOR,))
    if viewers:
        say(desk, ref, "viewer", who=viewers)
    return ref


def say(desk: Desk, ref: str, act: str, by: str = MEDIATOR, **values: Value) -> Recorded:
    """Record an act as done and typed by somebody today."""
    return casework.record(at(desk, DAY, by), Record(ref, act, values))


def told(desk: Desk, ref: str, who: str) -> str:
    """Everything that any view tells somebody of the case, in one text."""
    looking = at(desk, DAY, who)
    case = reading.case_view(looking, ref)
    steps = reading.steps_view(looking, ref)
    found = [json.dumps(case_data(case), default=str), repr(case), repr(steps)]
    found += [repr(reading.why_view(looking, ref, each.instance)) for each in case.limits]
    for each in steps:
        if each.notice:
            found.append(repr(notice_view(looking, ref, each.instance, {})))
    found += [repr(deciding.decisions_view(looking, ref))]
    found += [repr(row) for row in views.find_cases(looking.store, looking.viewer, ref)]
    found += [repr(row) for row in listed(looking.store, looking.viewer)]
    found += [repr(row) for row in views.limits_all(looking.store, looking.viewer, DAY, DAY)]
    return "\n".join(found)


def lists(desk: Desk, who: str) -> set[str]:
    """The references that lists, counts and Find give somebody."""
    looking = at(desk, DAY, who)
    store, viewer = looking.store, looking.viewer
    found = {row.ref for row in listed(store, viewer)}
    found |= {row.ref for row in views.find_cases(store, viewer, "DI-")}
    found |= {row.ref for row in views.limits_all(store, viewer, DAY, DAY)}
    ids = views.today_ids(store, viewer, DAY, DAY)
    found |= {row.ref for row in views.today_rows_by_ids(store, viewer, ids, DAY, DAY)}
    assert len(ids) == sum(views.today_groups(store, viewer, DAY, DAY).values())
    return found


def number_of(desk: Desk, name: str) -> int:
    return views.find_people(desk.store, at(desk, DAY, MEDIATOR).viewer, name)[0].id


# -- who may open it -----------------------------------------------------------------------------------------------


def test_a_dispute_is_open_to_its_keeper_its_mediator_and_whom_they_add_alone(desk: Desk) -> None:
    ref = casework.open_case(at(desk, DAY, "Olu Officer"), OpenCase("dispute", CASE)).ref
    say(desk, ref, "take-on", "Olu Officer", staff=(MEDIATOR,))
    for who in ("Olu Officer", MEDIATOR):
        assert lists(desk, who) == {ref}, who
    for who in ("Rae Registered", "Sena Senior", SECOND, FIRST, OTHER_MEDIATOR, "Ada Admin"):
        assert lists(desk, who) == set(), who
        with pytest.raises(NoSuchCase, match=f"There is no case {ref}"):
            reading.case_view(at(desk, DAY, who), ref)
        with pytest.raises(NoSuchCase):
            say(desk, ref, "note", who, text="From outside")
    say(desk, ref, "viewer", MEDIATOR, who=("Rae Registered",))
    assert lists(desk, "Rae Registered") == {ref}


def test_after_a_change_of_mediator_the_former_one_is_out_and_the_keeper_stays(desk: Desk) -> None:
    ref = casework.open_case(at(desk, DAY, "Olu Officer"), OpenCase("dispute", CASE)).ref
    say(desk, ref, "take-on", "Olu Officer", staff=(MEDIATOR,))
    assert reading.case_view(at(desk, DAY, MEDIATOR), ref).owner_name == MEDIATOR  # not who logged the call (DI-04)
    say(desk, ref, "viewer", MEDIATOR, who=("Rae Registered",))
    say(desk, ref, "hand-over", MEDIATOR, staff=(OTHER_MEDIATOR,))
    seeing = {who for who in ("Olu Officer", MEDIATOR, OTHER_MEDIATOR, "Rae Registered") if lists(desk, who)}
    assert seeing == {"Olu Officer", OTHER_MEDIATOR, "Rae Registered"}


def test_a_mediator_who_logged_it_and_hands_it_on_is_out_too_and_looks_after_it_no_longer(desk: Desk) -> None:
    ref = dispute(desk)
    say(desk, ref, "note", text="She would settle for less", side="first side")
    say(desk, ref, "note", text="Tired of both", side="private")
    assert reading.case_view(at(desk, DAY, MEDIATOR), ref).owner_name == MEDIATOR
    say(desk, ref, "hand-over", staff=(OTHER_MEDIATOR,))
    assert lists(desk, MEDIATOR) == set()
    with pytest.raises(NoSuchCase):
        reading.case_view(at(desk, DAY, MEDIATOR), ref)
    case = reading.case_view(at(desk, DAY, OTHER_MEDIATOR), ref)
    assert case.owner_name == OTHER_MEDIATOR
    parts = {each.name: each.part for each in case.parties if "mediator" in each.part}
    assert parts == {MEDIATOR: "mediator before", OTHER_MEDIATOR: "mediator"}
    assert case.privacy_note.startswith("Open to its mediator")
    assert "She would settle for less" in told(desk, ref, OTHER_MEDIATOR)
    assert "Tired of both" not in told(desk, ref, OTHER_MEDIATOR)
    say(desk, ref, "viewer", OTHER_MEDIATOR, who=(MEDIATOR,))
    assert "Tired of both" in told(desk, ref, MEDIATOR)


def test_only_the_mediator_says_who_may_see_it(desk: Desk) -> None:
    ref = dispute(desk, SECOND)
    with pytest.raises(Refused) as refused:
        say(desk, ref, "viewer", SECOND, who=("Rae Registered",))
    assert {each.rule for each in refused.value.problems} >= {"DI-16"}
    with pytest.raises(Refused) as refused:
        say(desk, ref, "owner", MEDIATOR, owner="Rae Registered")
    assert {each.rule for each in refused.value.problems} == {"DI-16"}
    assert lists(desk, "Rae Registered") == set()


def test_a_link_to_a_closed_case_is_in_neither_case_for_those_who_cannot_open_it(desk: Desk) -> None:
    ref = dispute(desk)
    other = casework.open_case(at(desk, DAY, MEDIATOR), OpenCase("arrangement-review", opening_of(desk))).ref
    say(desk, other, "link", MEDIATOR, reference=ref, link_words="The quarrel behind it")
    assert ref in told(desk, other, MEDIATOR)
    outside = told(desk, other, "Rae Registered")
    assert ref not in outside
    assert "quarrel" not in outside
    assert lists(desk, "Rae Registered") == {other}


def opening_of(desk: Desk) -> dict[str, Value]:
    """Facts with which an arrangement review can be opened, whatever it asks for."""
    found: dict[str, Value] = {}
    for each in reading.opening_fields(desk, "arrangement-review"):
        if each.required and not each.default:
            one = {"date": "2026-03-02", "yes/no": "no", "number": "1"}.get(each.kind, "Cara Carer")
            one = each.choices[0] if each.choices else one
            found[each.name] = (one,) if each.many else one
    return found


def test_the_case_says_that_who_runs_the_server_could_read_the_file(desk: Desk) -> None:
    note = reading.case_view(at(desk, DAY, MEDIATOR), dispute(desk)).privacy_note
    assert "could still read that file" in note
    assert note.startswith("Open to whoever opened it")
    assert "mediator" in note
    open_case = casework.open_case(at(desk, DAY, MEDIATOR), OpenCase("arrangement-review", opening_of(desk))).ref
    assert reading.case_view(at(desk, DAY, MEDIATOR), open_case).privacy_note == ""


# -- whose words ---------------------------------------------------------------------------------------------------


def seeing(desk: Desk, ref: str, phrase: str, *among: str) -> set[str]:
    return {who for who in among if phrase in told(desk, ref, who)}


@pytest.mark.parametrize(
    ("side", "readers"),
    [
        ("shared", {MEDIATOR, OTHER_MEDIATOR, FIRST, SECOND}),
        ("first side", {MEDIATOR, OTHER_MEDIATOR}),
        ("second side", {MEDIATOR, OTHER_MEDIATOR}),
        ("private", {MEDIATOR}),
    ],
)
def test_an_entry_is_for_those_whom_its_side_names(desk: Desk, side: str, readers: set[str]) -> None:
    ref = dispute(desk, FIRST, SECOND, OTHER_MEDIATOR)
    say(desk, ref, "contact", said="The very words", side=side)
    assert seeing(desk, ref, "The very words", MEDIATOR, OTHER_MEDIATOR, FIRST, SECOND) == readers


def test_a_party_sees_what_they_recorded_themselves(desk: Desk) -> None:
    ref = dispute(desk, FIRST, SECOND)
    say(desk, ref, "note", SECOND, text="For the mediator from our side", side="second side")
    say(desk, ref, "note", SECOND, text="For me alone", side="private")
    assert seeing(desk, ref, "For the mediator", MEDIATOR, FIRST, SECOND) == {MEDIATOR, SECOND}
    assert seeing(desk, ref, "For me alone", MEDIATOR, FIRST, SECOND) == {SECOND}


def test_a_shared_entry_that_was_corrected_to_a_private_one_is_closed_with_it(desk: Desk) -> None:
    ref = dispute(desk, SECOND)
    number = say(desk, ref, "note", text="Said by mistake to all", side="shared").entry
    assert seeing(desk, ref, "by mistake", SECOND) == {SECOND}
    change: dict[str, Value] = {"side": "first side"}
    casework.correct(at(desk, DAY, MEDIATOR), Correct(ref, number, "It was said in private", None, change))
    assert seeing(desk, ref, "by mistake", MEDIATOR, SECOND) == {MEDIATOR}
    assert seeing(desk, ref, "It was said in private", SECOND) == set()


def test_a_private_entry_that_was_corrected_to_a_shared_one_stays_closed_itself(desk: Desk) -> None:
    ref = dispute(desk, SECOND)
    number = say(desk, ref, "note", text="The first wording", side="private").entry
    change: dict[str, Value] = {"side": "shared", "text": "What all may read"}
    casework.correct(at(desk, DAY, MEDIATOR), Correct(ref, number, "Agreed with them", None, change))
    assert seeing(desk, ref, "What all may read", SECOND) == {SECOND}
    assert seeing(desk, ref, "The first wording", SECOND) == set()


HELP: dict[str, Value] = {
    "asked_by": ("Cara Carer",),
    "help_kind": "a letter or e-mail",
    "help_given": "Wording for the first side",
    "offered_to_other": "no",
    "side": "first side",
}


def test_what_an_unshared_entry_calls_for_is_closed_like_it(desk: Desk) -> None:
    ref = dispute(desk, OTHER_MEDIATOR, SECOND)
    opened = say(desk, ref, "help-asked", **HELP).opened
    assert "help-letter" in opened
    looking = {who: {each.instance for each in limits(desk, ref, who)} for who in (MEDIATOR, OTHER_MEDIATOR, SECOND)}
    assert {"help-letter", "offer-other"} <= looking[MEDIATOR]
    assert {"help-letter", "offer-other"} <= looking[OTHER_MEDIATOR]
    assert not {"help-letter", "offer-other"} & looking[SECOND]
    with pytest.raises(LookupError, match="has no step help-letter"):
        reading.why_view(at(desk, DAY, SECOND), ref, "help-letter")
    assert lists(desk, SECOND) == {ref}, "found and opened"
    today = views.today_ids(desk.store, at(desk, DAY, SECOND).viewer, DAY, DAY)
    assert today == [], "but its line in Today would tell of steps that are closed to them"
    with pytest.raises(Refused) as refused:
        say(desk, ref, "offer-other", SECOND, offer_words="Offered")
    assert "help" not in refused.value.problems[0].words.lower().replace("help-", "")


def limits(desk: Desk, ref: str, who: str) -> Any:
    return reading.case_view(at(desk, DAY, who), ref).limits


def test_an_entry_that_answers_an_unshared_one_is_on_its_side_unless_it_says_so(desk: Desk) -> None:
    ref = dispute(desk, SECOND)
    say(desk, ref, "help-asked", **HELP)
    step = next(each for each in reading.steps_view(at(desk, DAY, MEDIATOR), ref) if each.step == "offer-other")
    assert next(each for each in step.fields if each.name == "side").default == "first side"
    say(desk, ref, "offer-other", offer_words="Offered without a word about whom")
    assert seeing(desk, ref, "Offered without", MEDIATOR, SECOND) == {MEDIATOR}


def test_an_answer_stays_closed_when_what_it_answers_is_struck(desk: Desk) -> None:
    ref = dispute(desk, SECOND)
    number = say(desk, ref, "help-asked", **HELP).entry
    say(desk, ref, "offer-other", offer_words="Offered quietly")
    casework.correct(at(desk, DAY, MEDIATOR), Correct(ref, number, "Nobody asked"))
    assert seeing(desk, ref, "Offered quietly", MEDIATOR, SECOND) == {MEDIATOR}


def test_a_letter_tells_the_other_side_nothing_of_it(desk: Desk) -> None:
    ref = dispute(desk)
    say(desk, ref, "help-asked", **{**HELP, "reply_on": "2026-04-23"})
    looking = at(desk, DAY, MEDIATOR)
    values: dict[str, Value] = {"problem": "P", "evidence": "E", "wished": "W"}
    ours = notice_view(looking, ref, "help-letter", {**values, "whom": ("Cara Carer",)})
    theirs = notice_view(looking, ref, "help-letter", {**values, "whom": (SECOND,)})
    assert "23 April 2026" in ours.text, "the side that asked may read what it said"
    assert "23 April 2026" not in theirs.text
    copied = notice_view(looking, ref, "help-letter", {**values, "whom": ("Cara Carer",), "copies": (SECOND,)})
    assert "23 April 2026" not in copied.text, "nor does a copy of it"
    sent = say(desk, ref, "help-letter", **values, whom=(SECOND,), signed_by=("Cara Carer",), method="post")
    case = reading.case_view(looking, ref)
    letter = next(each.letter for each in case.entries if each.id == sent.entry)
    assert letter
    assert "23 April 2026" not in letter


def test_a_form_that_everybody_may_read_later_does_not_begin_with_private_words(desk: Desk) -> None:
    ref = dispute(desk)
    say(desk, ref, "agree-steps", steps=("Talk | Mina Mediator | 2026-03-20",))
    say(desk, ref, "positions", positions="Only we said this", side="first side")
    step = next(each for each in reading.steps_view(at(desk, DAY, MEDIATOR), ref) if each.step == "positions")
    assert "Only we said this" not in repr(step)


def test_papers_of_an_entry_are_closed_like_it(desk: Desk) -> None:
    ref = dispute(desk, FIRST, SECOND)
    number = say(desk, ref, "contact", said="With a paper", side="first side").entry
    mediator = at(desk, DAY, MEDIATOR)
    casework.attach(mediator, Attach(ref, "secret.txt", b"x", number))
    casework.attach(mediator, Attach(ref, "told-us.txt", b"x", None, True))
    casework.attach(mediator, Attach(ref, "open.txt", b"x"))
    assert papers(desk, ref, MEDIATOR) == {"secret.txt", "told-us.txt", "open.txt"}
    assert papers(desk, ref, SECOND) == papers(desk, ref, FIRST) == {"open.txt"}
    with pytest.raises(Refused, match=f"has no entry {number}"):
        casework.attach(at(desk, DAY, SECOND), Attach(ref, "mine.txt", b"x", number))
    with pytest.raises(Refused, match=f"has no entry {number}"):
        casework.correct(at(desk, DAY, SECOND), Correct(ref, number, "Not so"))


def papers(desk: Desk, ref: str, who: str) -> set[str]:
    return {each.name for each in reading.case_view(at(desk, DAY, who), ref).attachments}


def test_what_was_given_in_confidence_is_not_shown_to_a_party(desk: Desk) -> None:
    ref = dispute(desk, FIRST, SECOND)
    say(desk, ref, "contact", said="Whispered", side="shared", in_confidence="yes")
    assert seeing(desk, ref, "Whispered", MEDIATOR, FIRST, SECOND) == {MEDIATOR}


def test_copies_of_records_leave_out_what_is_not_for_the_person(desk: Desk) -> None:
    ref = dispute(desk)
    phrases = {side: f"Words for {side}" for side in SIDES}
    for side, words in phrases.items():
        say(desk, ref, "contact", said=words, side=side)
    say(desk, ref, "contact", said="Whispered", side="shared", in_confidence="yes")
    file = reading.open_file(at(desk, DAY, MEDIATOR), ref)
    whole = file.progress.whole  # type: ignore[attr-defined]
    who = privacy.audience(whole, f"P-{number_of(desk, 'Cara Carer')}", viewing=False)
    entries = [shown(whole, each, {}, who) for each in whole.taken]
    texts = {str(each.values.get("said", "")) for each in entries if each is not None} - {""}
    assert texts == {phrases["shared"], phrases["first side"]}
    assert [each.kept_back for each in entries if each is not None and each.kept_back] == [("said",)]
    assert entries.count(None) == 2


# -- in a scheme's own office --------------------------------------------------------------------------------------


@pytest.fixture
def scheme(tmp_path: Path) -> Iterator[Desk]:
    opened = new_desk(tmp_path, DAY, people=[{"name": "Vera Visitor", "role": "mediator"}])
    yield opened
    opened.store.close()


def test_in_a_schemes_own_file_everything_is_shared(scheme: Desk) -> None:
    ref = casework.open_case(at(scheme, DAY, "Olu Officer"), OpenCase("dispute", CASE)).ref
    for side in SIDES[1:]:
        with pytest.raises(Refused) as refused:
            say(scheme, ref, "note", "Olu Officer", text="A secret", side=side)
        assert [(each.field, each.rule) for each in refused.value.problems] == [("side", "RD-25")]
        assert "the mediator's own office" in refused.value.problems[0].words
    number = say(scheme, ref, "note", "Olu Officer", text="For all", side="shared").entry
    with pytest.raises(Refused, match="the mediator's own office"):
        casework.correct(at(scheme, DAY, "Olu Officer"), Correct(ref, number, "No", None, {"side": "private"}))
    steps = reading.steps_view(at(scheme, DAY, "Olu Officer"), ref)
    offered = {field.choices for each in steps for field in each.fields if field.name == "side"}
    assert offered == {("shared",)}


def test_nobody_of_a_schemes_office_mediates_in_its_own_file(scheme: Desk) -> None:
    ref = casework.open_case(at(scheme, DAY, "Olu Officer"), OpenCase("dispute", CASE)).ref
    for ours in ("Olu Officer", "Rae Registered", "Ada Admin"):
        with pytest.raises(Refused) as refused:
            say(scheme, ref, "take-on", "Olu Officer", staff=(ours,))
        assert "RD-25" in {each.rule for each in refused.value.problems}, ours
    say(scheme, ref, "take-on", "Olu Officer", staff=("Vera Visitor",))
    assert lists(scheme, "Vera Visitor") == {ref}
    assert lists(scheme, "Rae Registered") == set()


# -- whose name ----------------------------------------------------------------------------------------------------

GROUP = ("Hill, Ann", "Cara Carer", "Colin Carer")


def group(desk: Desk, *viewers: str, withheld: tuple[str, ...] = ("Hill, Ann", "Colin Carer"), **changes: Value) -> str:
    return dispute(
        desk, *viewers, **{"caller": ("Hill, Ann",), "first_side": GROUP, "names_withheld": withheld, **changes}
    )


def test_a_withheld_name_is_nowhere_for_the_other_side(desk: Desk) -> None:
    ref = group(desk, SECOND, matter="Ann Hill says that payments come late")
    say(desk, ref, "contact", said="Hill, Ann and ann  hill called", side="shared")
    mediator = told(desk, ref, MEDIATOR)
    assert "Hill, Ann" in mediator
    assert "Colin Carer" in mediator
    theirs = told(desk, ref, SECOND)
    for name in ("Hill, Ann", "Ann Hill", "ann  hill", "Colin Carer"):
        assert name not in theirs, name
    for name in ("Hill, Ann", "Colin Carer"):
        assert f"P-{number_of(desk, name)}'" not in theirs
        assert f'P-{number_of(desk, name)}"' not in theirs
    assert A_MEMBER in theirs
    assert "others of the group" in theirs


def test_the_title_in_lists_never_has_a_withheld_name(desk: Desk) -> None:
    ref = group(desk, SECOND, caller=("Hill, Ann", "Cara Carer"))
    row = views.case_by_ref(desk.store, at(desk, DAY, SECOND).viewer, ref)
    assert row is not None
    assert row.title == "Cara Carer"
    other = group(desk, SECOND, matter="Ann Hill asks for payments")
    row = views.case_by_ref(desk.store, at(desk, DAY, SECOND).viewer, other)
    assert row is not None
    assert row.title == f"{A_MEMBER} asks for payments"


def test_find_and_the_persons_page_do_not_tell_who_is_in_the_group(desk: Desk) -> None:
    ref = group(desk, SECOND)
    for who, wanted in ((MEDIATOR, {ref}), (SECOND, set())):
        viewer = at(desk, DAY, who).viewer
        ann = number_of(desk, "Hill")
        assert {row.ref for row in views.find_cases(desk.store, viewer, "hill")} == wanted
        assert {case.ref for case, _ in cases_of(desk.store, viewer, ann)} == wanted
        assert set(open_cases(desk.store, viewer, [ann])) == ({ann} if wanted else set())
        assert {row.ref for row in views.find_cases(desk.store, viewer, "cara")} == {ref}, "a name that is told"


def test_the_list_of_people_counts_the_open_cases_that_their_pages_show(desk: Desk) -> None:
    """Owned, with a part in it, or both: each once, and to nobody more than they may see."""
    group(desk, SECOND)
    dispute(desk)
    open_complaint(desk)
    everybody = [number_of(desk, name) for name in (MEDIATOR, FIRST, SECOND, "Hill, Ann", "Cara Carer", "Mo Manager")]
    for who in (MEDIATOR, FIRST, SECOND, "Rae Registered"):
        viewer = at(desk, DAY, who).viewer
        shown = {each: [case for case, _ in cases_of(desk.store, viewer, each)] for each in everybody}
        assert open_cases(desk.store, viewer, everybody) == {each: len(cases) for each, cases in shown.items() if cases}
    mine = cases_of(desk.store, at(desk, DAY, MEDIATOR).viewer, number_of(desk, MEDIATOR))
    assert {parts for case, parts in mine if case.kind == "dispute"} == {"owner, mediator"}


@pytest.mark.parametrize(("agreed", "told_so"), [("no", A_GROUP), ("yes", "a group of 3 carers")])
def test_a_group_under_six_has_no_number_unless_it_agrees(desk: Desk, agreed: str, told_so: str) -> None:
    ref = group(desk, SECOND, withheld=GROUP, numbers_agreed=agreed)
    case = reading.case_view(at(desk, DAY, SECOND), ref)
    assert [each.name for each in case.parties if each.part == "first side"] == [told_so]
    assert [each.person for each in case.parties if each.part == "first side"] == [""]
    assert case.entries[0].values["first_side"] == (told_so,)
    assert not any(each.part == "name withheld" for each in case.parties)


def test_a_group_of_six_may_have_its_number(desk: Desk) -> None:
    many = tuple(f"Carer, Number {place}" for place in "ABCDEF")
    ref = dispute(desk, SECOND, caller=many[:1], first_side=many, names_withheld=many)
    case = reading.case_view(at(desk, DAY, SECOND), ref)
    assert [each.name for each in case.parties if each.part == "first side"] == ["a group of 6 carers"]


def test_steps_and_answers_one_a_person_do_not_count_the_group(desk: Desk) -> None:
    ref = group(desk, SECOND)
    say(desk, ref, "agree-steps", steps=("Talk | Mina Mediator | 2026-03-20",))
    say(desk, ref, "plan-meeting", meeting_on="2026-03-20", in_person="no", we_attend="yes", fitting="It fits")
    ann, cara = number_of(desk, "Hill"), number_of(desk, "Cara")
    say(desk, ref, f"consent@P-{ann}", agrees="yes")
    say(desk, ref, f"consent@P-{cara}", agrees="yes")
    theirs, ours = (reading.case_view(at(desk, DAY, who), ref) for who in (SECOND, MEDIATOR))
    assert f"consent@P-{ann}" in {each.instance for each in ours.limits}
    assert {each.instance for each in theirs.limits if each.step == "consent"} == {
        f"consent@P-{cara}",
        f"consent@P-{number_of(desk, SECOND)}",
    }
    assert len([each for each in ours.entries if each.step == "consent"]) == 2
    assert len([each for each in theirs.entries if each.step == "consent"]) == 1


def test_a_party_cannot_probe_who_is_in_the_group(desk: Desk) -> None:
    ref = group(desk, SECOND)
    say(desk, ref, "agree-steps", steps=("Talk | Mina Mediator | 2026-03-20",))
    say(desk, ref, "plan-meeting", meeting_on="2026-03-20", in_person="no", we_attend="yes", fitting="It fits")
    answers = []
    for name in ("Hill", "Fay Family"):
        with pytest.raises(Refused) as refused:
            say(desk, ref, f"consent@P-{number_of(desk, name)}", SECOND, agrees="yes")
        answers.append([each.words for each in refused.value.problems])
    assert answers[0] == answers[1]


def test_a_withheld_name_is_in_no_letter_to_others(desk: Desk) -> None:
    ref = group(desk)
    say(desk, ref, "agree-steps", steps=("Talk | Mina Mediator | 2026-03-20",))
    looking = at(desk, DAY, MEDIATOR)
    say(desk, ref, "plan-meeting", meeting_on="2026-03-20", in_person="yes", we_attend="yes", fitting="It fits")
    basis: dict[str, Value] = {"basis": "Ann Hill and Mo Manager meet on equal terms", "copies": ()}
    own = notice_view(looking, ref, f"basis-of-visit@P-{number_of(desk, 'Hill')}", {**basis})
    theirs = notice_view(looking, ref, f"basis-of-visit@P-{number_of(desk, SECOND)}", {**basis})
    assert "Ann Hill" in own.text
    assert "Ann Hill" not in theirs.text
    assert f"{A_MEMBER} and Mo Manager meet" in theirs.text
    step = f"basis-of-visit@P-{number_of(desk, SECOND)}"
    sent = say(desk, ref, step, basis="Ann Hill and Mo Manager meet", method="post")
    case = reading.case_view(looking, ref)
    letter = next(each.letter for each in case.entries if each.id == sent.entry)
    assert letter
    assert "Ann Hill" not in letter
    request = Record(
        ref,
        f"basis-of-visit@P-{number_of(desk, 'Cara')}",
        {"basis": "B", "method": "post"},
        letter="Dear Cara, Ann Hill comes as well.",
        has=("basis", "attendance", "meeting-day"),
    )
    with pytest.raises(Refused) as refused:
        casework.record(looking, request)
    assert "DI-16" in {each.rule for each in refused.value.problems}


# -- whatever the entries are --------------------------------------------------------------------------------------

_ACTS = ("note", "contact", "help-asked", "positions", "ask-to-share", "signpost", "wait")
_ENTRIES = st.lists(
    st.tuples(
        st.sampled_from(_ACTS), st.sampled_from(SIDES), st.sampled_from((MEDIATOR, OTHER_MEDIATOR, FIRST, SECOND))
    ),
    min_size=1,
    max_size=6,
)


def _facts(act: str, phrase: str) -> dict[str, Value]:
    """The facts of an act, each free text with the phrase that is looked for."""
    known: dict[str, dict[str, Value]] = {
        "note": {"text": phrase},
        "contact": {"said": phrase},
        "help-asked": {**HELP, "help_given": phrase},
        "positions": {"positions": phrase, "common_ground": phrase, "communication": phrase},
        "ask-to-share": {
            "concerned": ("Cara Carer",),
            "shared_what": phrase,
            "shared_with": ("Gus Manager",),
            "share_why": phrase,
        },
        "signpost": {"whom": ("Cara Carer",), "services": phrase, "signpost_for": "a criminal charge"},
        "wait": {"wait_whom": phrase, "wait_what": phrase},
    }
    return known[act]


def _may_read(side: str, author: str, who: str) -> bool:
    return who == author or side == "shared" or (side in SIDES[1:3] and who in (MEDIATOR, OTHER_MEDIATOR))


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(entries=_ENTRIES)
def test_no_words_reach_whom_they_are_not_for(entries: list[tuple[str, str, str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        desk = new_desk(Path(folder), DAY, office="membership-body", people=PEOPLE)
        try:
            _prove(desk, entries)
        finally:
            desk.store.close()


def _prove(desk: Desk, entries: list[tuple[str, str, str]]) -> None:
    ref = dispute(desk, FIRST, SECOND, OTHER_MEDIATOR)
    say(desk, ref, "agree-steps", steps=("Talk | Mina Mediator | 2026-03-20",))
    written: list[tuple[str, str, str]] = []
    for place, (act, side, author) in enumerate(entries):
        if (side, author) in (("first side", SECOND), ("second side", FIRST)):
            continue  # nobody writes in the name of the other side
        phrase = f"phrase{place}phrase"
        try:
            say(desk, ref, act, author, **{**_facts(act, phrase), "side": side})
            if act == "wait":  # what ends it repeats its words, and has no side of its own
                say(desk, ref, "wait-over", author, wait_which=phrase, wait_words=phrase)
        except Refused:
            say(desk, ref, "note", author, text=phrase, side=side)  # the act is not open to them, a note always is
        written.append((phrase, side, author))
    for who in (MEDIATOR, OTHER_MEDIATOR, FIRST, SECOND):
        views_of_them = told(desk, ref, who)
        for phrase, side, author in written:
            assert (phrase in views_of_them) == _may_read(side, author, who), (phrase, side, author, who)
    _prove_letters(desk, ref, written)


def _prove_letters(desk: Desk, ref: str, written: list[tuple[str, str, str]]) -> None:
    """Nothing unshared stands in a letter to somebody of the other side, whichever letter it is."""
    looking = at(desk, DAY, MEDIATOR)
    for step in reading.steps_view(looking, ref):
        for name, side in (("Cara Carer", "first side"), (SECOND, "second side")):
            if not step.notice:
                continue
            letter = notice_view(looking, ref, step.instance, {"to": (name,), "copies": (name,)})
            for phrase, its_side, author in written:
                if its_side not in ("shared", side) and author != name:
                    assert phrase not in letter.text, (step.instance, name, its_side)


# -- the command line ----------------------------------------------------------------------------------------------


class Line:
    """An office, asked through its commands."""

    def __init__(self, path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.path, self.capsys = path, capsys

    def __call__(self, who: str, *words: str) -> tuple[int, str]:
        self.capsys.readouterr()
        status = main([*words, "--database", str(self.path), "--as", who, "--today", DAY.isoformat()])
        found = self.capsys.readouterr()
        return status, found.out + found.err


def test_the_command_line_tells_no_more(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    desk = new_desk(tmp_path, DAY, office="membership-body", people=PEOPLE)
    ref = group(desk, SECOND)
    entry = say(desk, ref, "contact", said="Only for their side", side="first side").entry
    paper = casework.attach(at(desk, DAY, MEDIATOR), Attach(ref, "theirs.txt", b"words", entry))
    say(desk, ref, "help-asked", **HELP)
    desk.store.close()
    line = Line(tmp_path / "office.db", capsys)
    for words in (
        ("case", "show", ref),
        ("case", "show", ref, "--json"),
        ("case", "steps", ref),
        ("case", "list"),
        ("today",),
        ("find", "di-"),
        ("case", "steps", ref, "--json"),
    ):
        ours, theirs = line(MEDIATOR, *words), line(SECOND, *words)
        assert ours[0] == 0, (words, ours)
        for phrase in ("Only for their side", "Wording for", "theirs.txt", "Ann Hill", "Hill, Ann", "help-letter"):
            assert phrase not in theirs[1], (words, phrase)
    assert "Only for their side" in line(MEDIATOR, "case", "show", ref)[1]
    assert "could still read that file" in line(MEDIATOR, "case", "show", ref)[1]
    assert line(SECOND, "case", "why", ref, "help-letter")[0] != 0
    assert line(SECOND, "case", "attachment", ref, str(paper), str(tmp_path / "out.txt"))[0] != 0
    assert not (tmp_path / "out.txt").exists()
    nobody, unknown = line("Rae Registered", "case", "show", ref), line("Rae Registered", "case", "show", "DI-0099")
    assert nobody[0] == unknown[0] != 0
    assert nobody[1].replace(ref, "") == unknown[1].replace("DI-0099", "")
    assert ref not in line("Rae Registered", "case", "list")[1] + line("Rae Registered", "find", "di-")[1]


# -- what a correction and the case's own beginning would tell -----------------------------------------------------


@pytest.mark.rule("DI-16", "CC-39")
def test_who_corrects_a_record_is_told_of_no_letter_that_is_closed_to_them(desk: Desk) -> None:
    ref, words = dispute(desk, FIRST), "The rota of March was never sent"
    say(desk, ref, "help-asked", **{**HELP, "side": "private"})
    letter: dict[str, Value] = {
        "problem": words,
        "evidence": "Two mails",
        "wished": "Send it",
        "signed_by": ("Cara Carer",),
    }
    sent = say(desk, ref, "help-letter", **letter, whom=("The council",), method="post").entry
    note = say(desk, ref, "note", FIRST, text=words, side="shared").entry
    looks = Correct(ref, note, "other words", None, {"text": "It came late"}, preview=True)
    assert casework.correct(at(desk, DAY, FIRST), looks).holders == ()
    looks = replace(looks, entry=reading.case_view(at(desk, DAY, MEDIATOR), ref).entries[-1].id)
    assert [each.entry for each in casework.correct(at(desk, DAY, MEDIATOR), looks).holders] == [sent]


@pytest.mark.rule("DI-16", "RD-48")
def test_how_a_case_began_is_seen_without_the_names_that_are_withheld(desk: Desk) -> None:
    ref = group(desk, SECOND)
    row = views.case_by_ref(desk.store, at(desk, DAY, MEDIATOR).viewer, ref)
    assert row is not None
    whole = load(desk.store, desk.library, desk.office.nation, row).progress
    ann = f"P-{number_of(desk, 'Hill, Ann')}"
    assert whole.opening is not None
    assert ann in whole.opening.texts("first_side")
    seen = seen_by(whole, privacy.audience(whole, f"P-{number_of(desk, SECOND)}"), names={ann: "Hill, Ann"})
    assert seen.opening is not None
    assert ann not in repr(seen.opening)


# -- what an acceptance found -------------------------------------------------------------------------------------


def test_somebody_whom_a_dispute_alone_brought_in_is_in_no_list_of_those_who_may_not_know(desk: Desk) -> None:
    dispute(desk, first_side=("Cara Carer", "Gina Newname"), names_withheld=("Gina Newname",))
    for who, knows in ((MEDIATOR, True), ("Gus Manager", False), ("Rae Registered", False), ("Nobody", False)):
        looking = at(desk, DAY, who)
        found = [each.name for each in views.find_people(looking.store, looking.viewer, "Gina")]
        listed = [each.name for each in views.people_page(looking.store, looking.viewer, size=500)]
        assert (found == ["Gina Newname"], "Gina Newname" in listed) == (knows, knows), who
        assert "Cara Carer" in listed, "a carer of the register is listed, whatever she is in"


@pytest.mark.rule("RD-48")
def test_a_withheld_name_is_no_one_of_several_for_those_who_may_not_know(tmp_path: Path) -> None:
    """Two offices, the same but for somebody whom a dispute alone brought in: every door answers alike in both."""
    asked: dict[str, list[str]] = {}
    for number, withheld in enumerate((("Gina Newname",), ())):
        desk = new_desk(tmp_path / f"{number}", DAY, office="membership-body", people=PEOPLE)
        dispute(desk, first_side=("Cara Carer", *(withheld or ("Another Newname",))), names_withheld=withheld)
        ada, mediator = at(desk, DAY, "Ada Admin"), at(desk, DAY, MEDIATOR)
        gina = office.find_person(mediator, "Gina Newname") if withheld else ""
        answers = asked.setdefault(str(bool(withheld)), [])
        for _ in range(3):  # nobody is called so; then one, and two
            for who in ("Ada Admin", "Gus Manager", "Rae Registered"):
                looking = at(desk, DAY, who)
                for door in (
                    lambda looking=looking: office.find_person(looking, "gina newname"),
                    lambda looking=looking: doer(looking, looking.store, "Gina Newname"),
                    lambda looking=looking: office_journal.read(looking, Wanted(by="Gina Newname")),
                    lambda looking=looking: resolve_people(looking, ["Gina Newname", "Cara Carer"]),
                ):
                    answers.append(f"{who}: {_answer(door)}")
            office.add_person(ada, "Gina Newname", [])
        if withheld:
            assert _answer(partial(office.find_person, ada, gina)).startswith("There is nobody called")
            assert _answer(partial(office.find_person, mediator, gina)) == repr(gina)
            assert gina in _answer(partial(office.find_person, mediator, "gina newname"))
        desk.store.close()
    assert asked["True"] == asked["False"]
    assert any("Several people are called" in each for each in asked["True"])


def _answer(door: Callable[[], object]) -> str:
    try:
        return repr(door())
    except Refused as error:
        return str(error)


@pytest.mark.rule("RD-48")
def test_for_whom_copies_were_taken_is_not_told_where_a_name_is_withheld(desk: Desk) -> None:
    def lines(who: str) -> str:
        return " ".join(each.words for each in office_journal.read(at(desk, DAY, who)))

    ref = group(desk, SECOND, "Ada Admin")
    audit.taken(at(desk, DAY, MEDIATOR), "copies", ref=ref, name="copies for Ann Hill.docx")
    assert f"took out: copies of {ref}" in lines("Ada Admin")
    assert "Hill" not in lines("Ada Admin")
    audit.taken(at(desk, DAY, "Ada Admin"), "copies", ref=ref, name="my own copies for Hill.docx")
    assert "my own copies" in lines("Ada Admin"), "whoever took it knows"


@pytest.mark.rule("DI-16", "RD-25")
def test_a_side_counts_the_entries_that_it_sees_and_no_gap_tells_of_others(desk: Desk) -> None:
    ref = dispute(desk, SECOND, FIRST)
    party, mediator = at(desk, DAY, SECOND), at(desk, DAY, MEDIATOR)
    say(desk, ref, "note", text="They are afraid of him", side="first side")
    say(desk, ref, "note", text="My own thoughts", side="private")
    before = reading.case_view(party, ref)
    done = say(desk, ref, "note", SECOND, text="We meet in May", side="shared")
    seen, whole = reading.case_view(party, ref), reading.case_view(mediator, ref)
    assert [each.id for each in seen.entries] == [1, 2, 3, 4]
    assert [each.id for each in whole.entries] == [1, 2, 3, 4, 5, 6]
    assert (done.entry, done.version) == (4, seen.version)
    assert seen.version != before.version
    assert reading.last_recorded(party) == (ref, 4)
    # What is kept from them changes no version of theirs, and bars no save.
    assert say(desk, ref, "note", text="More thoughts", side="private").entry == 7
    assert reading.case_view(party, ref).version == seen.version
    paper = Attach(ref, "letter.txt", b"words", 4)
    casework.attach(party, paper)
    assert [each.entry for each in reading.case_view(party, ref).attachments] == [4]
    assert [each.entry for each in reading.case_view(mediator, ref).attachments] == [6]
    with pytest.raises(Refused, match="has no entry 5"):
        casework.attach(party, replace(paper, entry=5))
    wrong = Correct(ref, 4, "It was June", None, {"text": "We meet in June"}, version=seen.version)
    corrected = casework.correct(party, wrong)
    after = reading.case_view(party, ref)
    assert (corrected.entry, corrected.version) == (5, after.version)
    assert [(each.id, each.replaced_by) for each in after.entries if each.struck] == [(4, 5)]
    assert after.entries[-1].values["text"] == "We meet in June"
    with pytest.raises(Conflict, match=f"it is now {after.version}"):
        casework.correct(party, replace(wrong, entry=5))


@pytest.mark.rule("DI-16", "RD-25")
def test_no_version_comes_back_when_an_entry_was_closed_and_another_follows(desk: Desk) -> None:
    ref = dispute(desk, OTHER_MEDIATOR)
    other, mine = at(desk, DAY, OTHER_MEDIATOR), at(desk, DAY, MEDIATOR)
    say(desk, ref, "note", text="My own thoughts", side="private")
    first = say(desk, ref, "note", text="We meet in May", side="shared").entry
    seen = reading.case_view(other, ref)
    assert first is not None
    casework.correct(mine, Correct(ref, first, "Mine alone", None, {"side": "private"}))
    say(desk, ref, "note", text="We meet in June", side="shared")
    assert [each.id for each in reading.case_view(other, ref).entries] == [each.id for each in seen.entries]
    with pytest.raises(Conflict):
        casework.correct(other, Correct(ref, seen.entries[-1].id, "Not so", version=seen.version))


@pytest.mark.rule("DI-16", "RD-25")
def test_a_side_writes_nothing_in_the_name_of_the_other(desk: Desk) -> None:
    ref = dispute(desk, SECOND)
    with pytest.raises(Refused, match="on the other side"):
        say(desk, ref, "note", SECOND, text="They gave in", side="first side")
    say(desk, ref, "note", SECOND, text="Our own", side="second side")


@pytest.mark.rule("DI-16", "RD-25")
def test_the_text_twin_takes_the_numbers_that_it_gives(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    opened = new_desk(tmp_path, DAY, office="membership-body", people=PEOPLE)
    ref = dispute(opened, SECOND)
    say(opened, ref, "note", text="My own thoughts", side="private")
    opened.store.close()
    office = ["--database", str(tmp_path / "office.db"), "--today", DAY.isoformat(), "--as", SECOND]

    def twin(*words: str) -> dict[str, Any]:
        assert main([*words, *office, "--json"]) == 0
        found: dict[str, Any] = json.loads(capsys.readouterr().out)
        return found

    given = twin("case", "record", ref, "note", "--set", "text=We meet in May", "--set", "side=shared")
    assert given["entry"] == 4
    fixed = twin("case", "correct", ref, "4", "--reason", "It was June", "--set", "text=We meet in June")
    shown_now = twin("case", "show", ref)
    assert [each["id"] for each in shown_now["entries"]] == [1, 2, 3, 4, 5]
    assert (fixed["entry"], shown_now["entries"][-1]["values"]["text"]) == (5, "We meet in June")
    assert fixed["version"] == shown_now["version"]


def test_a_side_records_for_itself_and_corrects_only_its_own(desk: Desk) -> None:
    ref = dispute(desk, SECOND)
    note = say(desk, ref, "note", text="We meet in May", side="shared").entry
    party = at(desk, DAY, "Mo Manager")
    with pytest.raises(Refused) as refused:
        casework.record(party, Record(ref, "viewer", {"who": ("Olu Officer",)}, by=MEDIATOR))
    assert "DI-16" in {each.rule for each in refused.value.problems}
    with pytest.raises(Refused) as refused:
        casework.correct(party, Correct(ref, note, "not mine"))
    assert [(each.field, each.rule) for each in refused.value.problems] == [("entry", "DI-16")]
    mine = casework.record(party, Record(ref, "note", {"text": "My own words", "side": "shared"})).entry
    casework.correct(party, Correct(ref, mine, "a slip"))


def test_no_letter_to_one_side_repeats_what_the_other_said_alone(desk: Desk) -> None:
    ref = dispute(desk)
    say(desk, ref, "agree-steps", steps=("Meet | Mina Mediator | 2026-05-04",))
    say(desk, ref, "note", text="The manager fears for the budget of next year", side="second side")
    say(desk, ref, "plan-meeting", meeting_on="2026-05-04", in_person="yes", we_attend="no", basis="To hear both")
    words = "The manager fears for the budget of next year, so we come."
    with pytest.raises(Refused) as refused:
        say(desk, ref, "basis-of-visit@Cara Carer", basis=words, method="post")
    assert "CC-18" in {each.rule for each in refused.value.problems}
    say(desk, ref, "basis-of-visit@Cara Carer", basis="To hear both", method="post")


@pytest.mark.rule("CC-18", "DA-07", "E-10")
def test_somebody_outside_the_office_does_not_look_at_a_case_that_they_are_in(tmp_path: Path) -> None:
    office = new_desk(tmp_path / "scheme")
    about = open_complaint(office, about=("Cara Carer",)).ref
    other = open_complaint(office).ref
    carer = at(office, office.today, "Cara Carer")
    with pytest.raises(NoSuchCase):
        reading.case_view(carer, about)
    assert reading.case_view(carer, other).ref == other
    assert [row.ref for row in listed(carer.store, carer.viewer)] == [other]
    assert about in {row.ref for row in listed(office.store, office.viewer)}


# -- letters that wait for a sign-off ------------------------------------------------------------------------------

MANAGER = "Rae Registered"
SIGNPOST: dict[str, Value] = {
    "whom": (FIRST,),
    "signpost_for": "information or support",
    "services": "Zebra clinic",
    "method": "email",
}


def who_reads(desk: Desk, ref: str) -> set[str]:
    """Who reads the letter that waits; nobody is told a number of them without it."""
    found = set()
    for who in (MEDIATOR, FIRST, SECOND, MANAGER):
        case = reading.case_view(at(desk, DAY, who), ref)
        assert len(signing_off.waiting(at(desk, DAY, who))) == len(case.sign_offs), who
        assert ("Zebra" in told(desk, ref, who)) == bool(case.sign_offs), who
        found |= {who} if case.sign_offs else set()
    return found


@pytest.mark.rule("DI-16")
@pytest.mark.parametrize(
    ("side", "readers"),
    [("shared", {MEDIATOR, FIRST, SECOND, MANAGER}), ("first side", {MEDIATOR, MANAGER})],
)
def test_a_letter_that_waits_is_read_by_whom_its_entry_would_be_for(desk: Desk, side: str, readers: set[str]) -> None:
    signing_off.choose(desk, "dispute.signpost", True, "Trying it out")
    ref = dispute(desk, FIRST, SECOND, MANAGER)
    signing_off.ask(at(desk, DAY, MEDIATOR), Record(ref, "signpost", {**SIGNPOST, "side": side}))
    assert who_reads(desk, ref) == readers
    manager = at(desk, DAY, MANAGER)
    assert to_sign_off(manager) == 1
    signing_off.sign(manager, ref, "signpost")
    heard = {who for who in (MEDIATOR, FIRST, SECOND, MANAGER) if signing_off.answers(at(desk, DAY, who)) != (0, 0)}
    assert heard == {MEDIATOR}, "the answer is for whoever asked"
    assert len(signing_off.answered(at(desk, DAY, MEDIATOR))) == 1
    say(desk, ref, "signpost", **SIGNPOST, side=side)
    assert signing_off.answers(at(desk, DAY, MEDIATOR)) == (0, 0)


@pytest.mark.rule("DI-16")
def test_a_letter_that_waits_in_a_step_of_one_side_is_not_for_the_other(desk: Desk) -> None:
    signing_off.choose(desk, "dispute.help-letter", True, "Trying it out")
    ref = dispute(desk, FIRST, SECOND, MANAGER)
    help_asked = {"asked_by": (FIRST,), "help_kind": ("a letter or e-mail",), "help_given": "With words"}
    say(desk, ref, "help-asked", **help_asked, offered_to_other="yes", side="first side")
    letter = {"whom": (SECOND,), "signed_by": (FIRST,), "problem": "Zebra", "evidence": "Bills", "wished": "Payment"}
    signing_off.ask(at(desk, DAY, MEDIATOR), Record(ref, "help-letter", {**letter, "method": "email"}))
    assert who_reads(desk, ref) == {MEDIATOR, MANAGER}
    with pytest.raises(Refused, match="No letter of"):
        signing_off.send_back(at(desk, DAY, SECOND), ref, "help-letter", "Not so")


@pytest.mark.rule("DI-16")
def test_a_private_letter_is_no_letter_that_somebody_else_could_sign_off(desk: Desk) -> None:
    signing_off.choose(desk, "dispute.signpost", True, "Trying it out")
    ref = dispute(desk, FIRST, SECOND, MANAGER)
    with pytest.raises(Refused, match="nobody can sign it off"):
        signing_off.ask(at(desk, DAY, MEDIATOR), Record(ref, "signpost", {**SIGNPOST, "side": "private"}))


# -- what goes with a letter ---------------------------------------------------------------------------------------


def attached(draft: bytes) -> list[str | None]:
    """The names of what is attached to an e-mail draft, without the letter itself."""
    return [each.get_filename() for each in message_from_bytes(draft, policy=policy.default).iter_attachments()][1:]


@pytest.mark.rule("DI-16", "RD-25")
def test_a_paper_goes_with_no_letter_to_somebody_who_may_not_see_the_entry_at_which_it_is_kept(desk: Desk) -> None:
    ref = dispute(desk, FIRST, SECOND, OTHER_MEDIATOR)
    for side, name in (("shared", "Rota.txt"), ("first side", "Offer.txt"), ("private", "Mine.txt")):
        number = say(desk, ref, "note", text="With a paper", side=side).entry
        casework.attach(at(desk, DAY, MEDIATOR), Attach(ref, name, b"words", number))
    papers = ("Rota.txt", "Offer.txt", "Mine.txt")

    def drafted(who: str, reader: str) -> list[str | None]:
        values = {**SIGNPOST, "whom": (reader,), "side": "shared", "enclosures": papers}
        return attached(notice_draft(at(desk, DAY, who), ref, "signpost", values))

    assert drafted(MEDIATOR, FIRST) == ["Rota.txt", "Offer.txt"]
    assert drafted(MEDIATOR, SECOND) == ["Rota.txt"]
    assert drafted(OTHER_MEDIATOR, FIRST) == ["Rota.txt", "Offer.txt"]
    assert drafted(SECOND, SECOND) == drafted(SECOND, FIRST) == ["Rota.txt"]
    unseen = {**SIGNPOST, "whom": (SECOND,), "side": "shared", "enclosures": ("Rota.txt", "Mine.txt")}
    say(desk, ref, "signpost", OTHER_MEDIATOR, **unseen)  # Mine.txt is words: of the paper they know nothing
    kept = {}
    for who in (FIRST, SECOND, MEDIATOR, OTHER_MEDIATOR):
        looking = at(desk, DAY, who)
        number = reading.case_view(looking, ref).entries[-1].id
        kept[who] = attached(letter_draft(looking, ref, number, "Dear", "Letter"))
    assert all(each == ["Rota.txt"] for each in kept.values()), "as its reader may have them"
    assert attached(letter_draft(at(desk, DAY, MEDIATOR), ref, 99, "Dear", "Letter")) == []
    values = {**SIGNPOST, "whom": (SECOND,), "side": "second side"}
    with pytest.raises(Refused, match=r"Offer.txt is not for everybody to whom this goes"):
        say(desk, ref, "signpost", **values, enclosures=("Offer.txt",))
    went = say(desk, ref, "signpost", **values, enclosures=("Rota.txt",)).entry
    assert went is not None
    with pytest.raises(Refused, match=r"Offer.txt is not for everybody to whom this goes"):
        casework.correct(at(desk, DAY, MEDIATOR), Correct(ref, went, "Both", None, {"enclosures": ("Offer.txt",)}))
    say(desk, ref, "signpost", OTHER_MEDIATOR, **values, enclosures=("Mine.txt",))  # words: of it they know nothing
