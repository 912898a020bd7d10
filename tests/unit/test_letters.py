"""Every letter says what its notice must say, in plain words, and what people wrote stays text all the way."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from sharedlives_tui import contacts as contact_list
from sharedlives_tui.calendars import load_calendar
from sharedlives_tui.cleaning import BAD
from sharedlives_tui.facts import Entry, Line, Party, Revision, Value
from sharedlives_tui.letters.facts import LetterFacts, letter_facts, office_facts
from sharedlives_tui.letters.naming import LONGEST_NAME, safe_name, save_new
from sharedlives_tui.letters.plain import plain_text
from sharedlives_tui.letters.rendering import GAP_WORDS, LetterProblem, letter_names, render
from sharedlives_tui.letters.ticks import contents, ticks, ticks_from
from sharedlives_tui.letters.word import PRACTICE_WORDS, docx
from sharedlives_tui.procedure_files import read
from sharedlives_tui.procedures import Act, Procedure
from sharedlives_tui.progress import Progress, instance_for, replay
from sharedlives_tui.resources import list_files, read_text
from sharedlives_tui.standing import Instance
from sharedlives_tui.typed_dates import say_long

TODAY = date(2026, 12, 22)
RECEIVED = date(2026, 3, 3)
PEOPLE = {"P-1": "Rosa Marsh", "P-2": "Carl Reed", "P-3": "Olga Finch"}
CONTACTS = contact_list.practice_contacts()

# Every notice of a complaint with the steps and actions that send its letter.
NOTICES = [
    pytest.param("NT-02", ["tell-management"], marks=pytest.mark.rule("NT-02")),
    pytest.param("NT-03", ["tell-in-person"], marks=pytest.mark.rule("NT-03")),
    pytest.param("NT-04", ["acknowledge"], marks=pytest.mark.rule("NT-04")),
    pytest.param("NT-05", ["contact"], marks=pytest.mark.rule("NT-05")),
    pytest.param("NT-06", ["delay-notice", "delay-word", "extend"], marks=pytest.mark.rule("NT-06")),
    pytest.param("NT-07", ["respond"], marks=pytest.mark.rule("NT-07", "CC-08", "CC-27")),
    pytest.param("NT-08", ["tell-review-right"], marks=pytest.mark.rule("NT-08")),
    pytest.param("NT-09", ["decline-letter"], marks=pytest.mark.rule("NT-09")),
    pytest.param("NT-10", ["acknowledge-one", "acknowledge-two"], marks=pytest.mark.rule("NT-10")),
    pytest.param("NT-11", ["respond-one"], marks=pytest.mark.rule("NT-11")),
    pytest.param("NT-12", ["respond-two"], marks=pytest.mark.rule("NT-12", "CC-14")),
    pytest.param("NT-13", ["tell-escalation"], marks=pytest.mark.rule("NT-13")),
    pytest.param("NT-14", ["tell-carer"], marks=pytest.mark.rule("NT-14")),
    pytest.param("NT-15", ["carer-outcome", "update-carer"], marks=pytest.mark.rule("NT-15")),
    pytest.param("NT-16", ["carer-follow-up"], marks=pytest.mark.rule("NT-16")),
    pytest.param("NT-17", ["tell-staff"], marks=pytest.mark.rule("NT-17")),
    pytest.param("NT-18", ["records-for-carer"], marks=pytest.mark.rule("NT-18")),
    pytest.param("NT-19", ["restriction-letter"], marks=pytest.mark.rule("NT-19")),
    pytest.param(
        "NT-20",
        ["to-senior-management", "regulator-summary", "lessons"],
        marks=pytest.mark.rule("NT-20"),
    ),
    pytest.param("CC-35", ["changed-promise"], marks=pytest.mark.rule("CC-35")),
    pytest.param("CC-39", ["send-correction"], marks=pytest.mark.rule("CC-39")),
]

# What the letter's own wording says where a content needs no fact.
OWN_WORDING = {
    "received": f"received {say_long(RECEIVED)}",
    "stage": f"stage {say_long(RECEIVED)}",
    "delay": "need more time",
    "review-right": "right to have the matter looked at again",
    "review-right-users": "right to have this looked at again",
    "ombudsman-right": "right to take your complaint to the ombudsman",
    "local-first": "our own steps come first",
}


@cache
def complaint() -> Procedure:
    return read(read_text("procedures", "complaint.toml"), "complaint.toml", read_text("actions.toml"))


@cache
def every_procedure() -> tuple[Procedure, ...]:
    shared = read_text("actions.toml")
    files = list_files("procedures", ".toml")
    return tuple(read(file.read_text("utf-8"), file.name, shared) for file in files)


def at(number: int) -> datetime:
    return datetime(2026, 3, 3, 9, number, tzinfo=UTC)


def entry(number: int, act: str, values: Mapping[str, Value], **more: Any) -> Entry:
    return Entry(number, act, RECEIVED, at(number), values=values, **more)


def opening(**changed: Value) -> Entry:
    values: dict[str, Value] = {
        "type": "informal complaint",
        "complainant": ("P-1",),
        "complainant_kind": "person supported",
        "about": ("P-2", "the service"),
        "account": "an account in confidence",
        "serious": "yes",
        "anonymous": "no",
    }
    people = (Party("P-1", "complainant"), Party("P-2", "subject", "carer"), Party("P-3", "subject", "officer"))
    points = (Line("1", "point", "the visits were late"), Line("2", "point", "nobody called back"))
    return entry(1, "received", {**values, **changed}, parties=people, lines=points)


def case(*more: Entry, first: Entry | None = None) -> Progress:
    return replay(complaint(), [first or opening(), *more], [Revision(load_calendar("england"))])


def with_safeguarding() -> Progress:
    return case(entry(2, "refer-safeguarding", {"agency": "the safeguarding team"}))


def all_values(act: Act) -> dict[str, Value]:
    """Return a value of its own for each fact that the act's letter may need."""
    assert act.notice is not None
    values: dict[str, Value] = {}
    needs = {need for content in (*act.notice.must, *act.notice.may) for need in content.needs}
    for need in sorted(need for need in needs if not need.startswith("contact:")):
        kind = complaint().fields[need].kind
        if kind == "date":
            values[need] = "2026-04-09"
        elif kind == "answers":
            values[need] = ("the answer to the visits", "the answer to the calls")
        else:
            values[need] = "no" if kind == "yes/no" else f"these are the words of {need}"
    return values


def facts_of(
    progress: Progress, act: Act, values: Mapping[str, Value], instance: Instance | None = None, **more: Any
) -> LetterFacts:
    office: dict[str, Any] = {
        "ref": "CO-0007",
        "people": PEOPLE,
        "contacts": CONTACTS,
        "office_name": "Harbour Shared Lives",
        "sender_name": "Ann Okoro",
        "sender_role": "registered manager",
        "today": TODAY,
        "recipients": ["P-1"],
    }
    candidate = entry(9, act.id, values)
    return letter_facts(progress, act, candidate, instance, **{**office, **more})


def letter(progress: Progress, name: str, values: Mapping[str, Value], **more: Any) -> str:
    act = complaint().by_id[name]
    assert act.notice is not None
    instance = instance_for(progress, entry(9, name, values))
    return plain_text(render(act.notice.letter, facts_of(progress, act, values, instance, **more)))


def expected(need: str, value: Value) -> list[str]:
    if isinstance(value, tuple):
        return list(value)
    if complaint().fields[need].kind == "date":
        return ["Thursday 9 April 2026"]
    return ["No, it is not resolved yet"] if need == "resolved" else [value]


# -- what must stand in each letter ----------------------------------------------------------------------------


@pytest.mark.parametrize(("notice", "acts"), NOTICES)
def test_a_letter_with_all_its_facts_holds_every_required_content(notice: str, acts: list[str]) -> None:
    progress = with_safeguarding()
    for name in acts:
        act = complaint().by_id[name]
        assert act.notice is not None
        assert act.notice.id == notice
        values = all_values(act)
        found = contents(progress, act, entry(9, name, values), None)
        assert {each.id for each, must in found if must} == {each.id for each in act.notice.must}
        text = letter(progress, name, values)
        assert GAP_WORDS not in text
        for content, _ in found:
            for need in content.needs:
                if need.startswith("contact:"):
                    assert CONTACTS[need.removeprefix("contact:")] in text
                    continue
                for words in expected(need, values[need]):
                    assert words in text, f"{name}: {content.id}"
            if not content.needs:
                for words in re.split(r" (?=[A-Z])", OWN_WORDING[content.id], maxsplit=1):
                    assert words in text, f"{name}: {content.id}"


@pytest.mark.parametrize(("notice", "acts"), NOTICES)
def test_a_letter_says_who_writes_to_whom_when_about_which_case(notice: str, acts: list[str]) -> None:
    for name in acts:
        text = letter(with_safeguarding(), name, {})
        for words in ("Tuesday 22 December 2026", "CO-0007", "Ann Okoro", "registered manager", "Rosa Marsh"):
            assert words in text, name
        act = complaint().by_id[name]
        assert act.notice is not None
        note = act.notice.letter in ("NT-02", "NT-03")
        assert ("Dear Rosa Marsh," in text, "Yours sincerely," in text) == (not note, not note)
        assert PRACTICE_WORDS not in text
        practice = letter(with_safeguarding(), name, {}, practice=True)
        assert practice.splitlines()[0] == PRACTICE_WORDS


@pytest.mark.parametrize(("notice", "acts"), NOTICES)
def test_what_is_missing_shows_as_a_gap_and_as_a_tick_that_says_what_to_do(notice: str, acts: list[str]) -> None:
    progress = with_safeguarding()
    for name in acts:
        act = complaint().by_id[name]
        text = letter(progress, name, {}, contacts={})
        candidate = entry(9, name, {})
        for tick in ticks(progress, act, candidate, None, {}):
            content = next(each for each, _ in contents(progress, act, candidate, None) if each.id == tick.id)
            assert tick.present == (not content.needs)
            assert bool(tick.missing) == bool(content.needs)
            for need in content.needs if tick.required else ():
                if need.startswith("contact:"):
                    assert f"[[ How to reach {gap_name(need)}: {GAP_WORDS} ]]" in text
                    assert f"Our office lacks the contact of {need.removeprefix('contact:')}" in tick.missing
                    assert "sharedlives" not in tick.missing, "each surface adds its own way"
                    assert tick.field.startswith("contact:")
                else:
                    label = complaint().fields[need].label
                    assert f"[[ {label}: {GAP_WORDS} ]]" in text, name
                    assert f"Fill in: {label}" in tick.missing


def gap_name(need: str) -> str:
    return {"contact:customer care": "customer care", "contact:ombudsman": "the ombudsman"}[need]


def test_every_letter_of_the_procedure_is_proved_above_and_has_a_template() -> None:
    listed = {act for case_of in NOTICES for act in case_of.values[1]}
    sending = {act.id: act.notice.letter for act in complaint().acts if act.notice is not None}
    assert listed == {*sending}
    used = {act.notice.letter for each in every_procedure() for act in each.acts if act.notice is not None}
    assert letter_names() == used


@pytest.mark.rule("CC-27", "NT-07", "NT-11", "NT-12")
def test_each_point_stands_with_its_own_answer() -> None:
    for name in ("respond", "respond-one", "respond-two"):
        text = letter(case(), name, {"answers": ("", "we have called since")})
        first = text.index("the visits were late")
        gap = text.index(f"[[ The answer to each point: {GAP_WORDS} ]]")
        second = text.index("nobody called back")
        assert first < gap < second < text.index("we have called since")
        (tick,) = (
            each
            for each in ticks(
                case(),
                complaint().by_id[name],
                entry(9, name, {"answers": ("", "x")}),
                None,
                CONTACTS,
            )
            if each.id == "points"
        )
        assert (tick.present, tick.missing) == (
            False,
            "Fill in: The answer to each point (1 of 2 are there)",
        )


@pytest.mark.rule("CC-27")
def test_a_case_without_listed_points_needs_one_answer() -> None:
    progress = case(first=replace(opening(), lines=()))
    act = complaint().by_id["respond"]
    assert f"[[ The answer to each point: {GAP_WORDS} ]]" in letter(progress, "respond", {})
    values: dict[str, Value] = {"answers": ("all of it was put right",)}
    assert "all of it was put right" in letter(progress, "respond", values)
    present = {each.id: each.present for each in ticks(progress, act, entry(9, "respond", values), None, {})}
    assert present["points"]


@pytest.mark.rule("CC-27")
def test_an_answer_without_a_point_is_not_lost() -> None:
    text = letter(case(), "respond", {"answers": ("one", "two", "a third answer")})
    assert "Point 3" in text
    assert "a third answer" in text


@pytest.mark.rule("CC-08", "NT-08", "CC-16")
def test_the_right_to_a_review_stands_only_where_it_belongs_to_the_person() -> None:
    for name in ("respond", "respond-one"):
        values = all_values(complaint().by_id[name])
        act = complaint().by_id[name]
        for kind, theirs in {"advocate": True, "family": True, "carer": False, "other": False}.items():
            progress = case(first=opening(complainant_kind=kind))
            assert ("right to a review" in letter(progress, name, values)) == theirs
            found = {each.id for each in ticks(progress, act, entry(9, name, values), None, CONTACTS)}
            assert ({"review-right-users", "corporate-users"} <= found) == theirs
            assert CONTACTS["customer care"] in letter(progress, name, values)
            assert facts_of(progress, act, {})["is_service_user"] == ("yes" if theirs else "")


@pytest.mark.rule("NT-06")
def test_a_delay_names_the_promised_day_and_a_word_of_delay_the_expected_one() -> None:
    values: dict[str, Value] = {"reason": "x", "until": "2026-05-01", "promised_on": "2026-06-01"}
    extended, word = (letter(case(), name, values) for name in ("extend", "delay-word"))
    assert "Friday 1 May 2026" in extended
    assert "June" not in extended
    assert "Monday 1 June 2026" in word
    assert "May" not in word


@pytest.mark.rule("NT-15")
def test_other_agencies_are_asked_for_only_while_they_are_at_work() -> None:
    values: dict[str, Value] = {"state_now": "x"}
    assert "Other agencies" not in letter(case(), "update-carer", values)
    assert f"[[ Other agencies, and their timescale: {GAP_WORDS} ]]" in letter(
        with_safeguarding(), "update-carer", values
    )


@pytest.mark.rule("NT-14", "NT-15", "NT-16", "NT-17", "NT-18", "NT-20", "CC-18")
def test_letters_to_others_name_nobody_who_complained_and_nothing_given_in_confidence() -> None:
    for name in (
        *("tell-carer", "carer-outcome", "update-carer", "carer-follow-up", "tell-staff"),
        *("records-for-carer", "lessons", "regulator-summary"),
    ):
        act = complaint().by_id[name]
        text = letter(with_safeguarding(), name, all_values(act), recipients=["P-2"])
        assert "Rosa Marsh" not in text, name
        assert "an account in confidence" not in text, name


@pytest.mark.rule("NT-10", "RD-07")
def test_a_formal_acknowledgement_says_the_stage_and_the_day_it_was_received_for_it() -> None:
    formal = replace(entry(2, "formal", {}), done_on=date(2026, 4, 14))
    text = letter(case(formal), "acknowledge-one", {})
    assert "at this stage: Stage one" in text
    assert "Tuesday 14 April 2026" in text
    assert "3 March" not in text


@pytest.mark.rule("NT-19", "CC-22")
def test_facts_come_from_the_entry_that_called_for_the_letter_and_what_is_typed_now_wins() -> None:
    decided: dict[str, Value] = {
        "restricted_person": ("P-1",),
        "warning": "the first warning",
        "restriction": "letters only",
        "scope": "all of the team",
        "review_on": "2026-09-01",
    }
    progress = case(entry(2, "restrict", decided, parties=(Party("P-1", "restricted"),)))
    text = letter(progress, "restriction-letter", {"scope": "the officer alone"})
    assert "letters only" in text
    assert "Tuesday 1 September 2026" in text
    assert "the officer alone" in text
    assert "all of the team" not in text
    act = complaint().by_id["restriction-letter"]
    candidate = entry(9, act.id, {})
    instance = instance_for(progress, candidate)
    assert instance is not None
    assert all(each.present for each in ticks(progress, act, candidate, instance, {}))


@pytest.mark.rule("NT-02")
def test_why_not_is_asked_only_where_a_concern_is_not_resolved() -> None:
    act = complaint().by_id["tell-management"]
    for resolved, asked in {"yes": False, "no": True}.items():
        values: dict[str, Value] = {"matter": "x", "resolved": resolved}
        found = {each.id for each in ticks(case(), act, entry(9, act.id, values), None, {})}
        assert ("why-not" in found) == asked
        assert (GAP_WORDS in letter(case(), act.id, values)) == asked


def test_ticks_put_what_must_be_before_what_may_be() -> None:
    act = complaint().by_id["acknowledge"]
    required = [each.required for each in ticks(case(), act, entry(9, act.id, {}), None, {})]
    assert required == [True] * 4 + [False] * 3
    text = letter(case(), act.id, {"plan": "we call on Friday"})
    assert "we call on Friday" in text
    assert f"[[ {complaint().fields['approach'].label}" not in text


def test_ticks_of_a_letter_written_elsewhere_are_those_that_somebody_saw_in_it() -> None:
    act = complaint().by_id["respond-two"]
    found = ticks_from({"points", "response"}, case(), act, entry(9, act.id, {}), None)
    assert {each.id for each in found if each.present} == {"points", "response"}
    missing = {each.id: each.missing for each in found if not each.present}
    assert missing["ombudsman-right"] == "Write into the letter: the right to go to the ombudsman"
    assert [each.missing for each in found if each.present] == ["", ""]


def test_an_act_without_a_notice_has_no_ticks() -> None:
    act = complaint().by_id["name-senior"]
    assert ticks(case(), act, entry(9, act.id, {}), None, {}) == ()


def test_several_addressees_are_named_as_people_say_them() -> None:
    text = letter(case(), "acknowledge", {}, recipients=["P-1", "P-2", "Sue Hale"])
    assert "Dear Rosa Marsh, Carl Reed and Sue Hale," in text
    assert f"[[ To whom it goes: {GAP_WORDS} ]]" in letter(case(), "acknowledge", {}, recipients=[])


# -- the guidance for newcomers --------------------------------------------------------------------------------


def guidance(**more: Any) -> str:
    facts = office_facts(
        office_name="Harbour Shared Lives",
        sender_name="Ann Okoro",
        sender_role="registered manager",
        today=TODAY,
        recipients=["Carl Reed"],
        contacts=CONTACTS,
    )
    return plain_text(render("NT-01", {**facts, **more}))


def test_names_stand_in_the_order_of_a_sentence_wherever_the_letter_says_them() -> None:
    progress, act = case(), complaint().by_id["acknowledge"]
    people = {"P-1": "Hill, Ann", "P-2": "Reed, Mr Carl", "P-3": "Hale, Sue, OBE"}
    facts = facts_of(
        progress,
        act,
        all_values(act),
        people=people,
        recipients=["P-1", "Reed, Mr Carl", "Hale, Sue, OBE", "the ombudsman, Leeds"],
        sender_name="Okoro, Ann",
    )
    assert facts["addressees"] == ["Ann Hill", "Mr Carl Reed", "Hale, Sue, OBE", "the ombudsman, Leeds"]
    assert facts["complainants"] == ["Ann Hill"]
    assert facts["sender"] == "Ann Okoro"
    assert facts["about"] == ["Mr Carl Reed", "the service"]
    text = render("NT-04", facts)
    assert "Dear Ann Hill, Mr Carl Reed, Hale, Sue, OBE and the ombudsman, Leeds," in text
    assert "Hill, Ann" not in text
    assert "Okoro, Ann" not in text


@pytest.mark.rule("NT-01", "CC-24")
def test_the_guidance_says_rights_ways_and_what_follows_in_a_suitable_format() -> None:
    text = guidance(format_needed="easy read")
    for words in ("right to complain", "How to tell us", "What happens next", "easy read", "large print"):
        assert words in text
    for name in ("management team", "customer care", "ombudsman", "independent support"):
        assert CONTACTS[name] in text
    assert GAP_WORDS not in text
    assert "Our reference" not in text


@pytest.mark.rule("NT-01")
def test_the_guidance_promises_the_limits_that_the_procedure_keeps() -> None:
    text = guidance()
    for step in ("acknowledge", "contact", "respond", "respond-one", "respond-two"):
        limit = complaint().by_id[step].limit
        assert limit is not None
        assert f"within {limit.count} {limit.unit}" in text
    older = next(act.opens[0].when.older for act in complaint().acts if act.id == "age-decision")
    assert older is not None
    assert f"within {older[1]} months" in text


# -- contacts --------------------------------------------------------------------------------------------------


@pytest.mark.rule("CC-32", "CC-15")
def test_a_new_office_knows_the_ombudsman_of_its_nation() -> None:
    england = contact_list.default_contacts("england")["ombudsman"]
    for words in ("Local Government and Social Care Ombudsman", "0300 061 0614", "www.lgo.org.uk", "CV4 8JB"):
        assert words in england
    found = {contact_list.default_contacts(nation)["ombudsman"] for nation in ("wales", "scotland")}
    found.add(contact_list.default_contacts("northern-ireland")["ombudsman"])
    assert len(found | {england}) == 4
    with pytest.raises(KeyError):
        contact_list.default_contacts("france")


@pytest.mark.rule("CC-32")
def test_each_contact_has_a_setting_of_its_own_and_letters_read_them_all() -> None:
    keys = [contact_list.contact_key(name) for name in contact_list.CONTACTS]
    assert contact_list.contact_key("customer care") == "contact.customer-care"
    assert "nation" not in keys
    with pytest.raises(KeyError):
        contact_list.contact_key("the pub")
    facts = facts_of(case(), complaint().by_id["acknowledge"], {})
    assert {contact_list.contact_fact(name) for name in contact_list.CONTACTS} <= {*facts}
    needed = {
        need.removeprefix("contact:")
        for act in complaint().acts
        if act.notice is not None
        for content in (*act.notice.must, *act.notice.may)
        for need in content.needs
        if need.startswith("contact:")
    }
    assert needed <= {*contact_list.CONTACTS}


@pytest.mark.rule("CC-32")
def test_a_practice_office_has_contacts_that_belong_to_nobody() -> None:
    assert {*CONTACTS} == {*contact_list.CONTACTS}
    for words in CONTACTS.values():
        assert all(number.startswith("01632 960") for number in re.findall(r"[0-9]{4,5} [0-9]{6}", words))
        assert all(host.endswith("example.org") for host in re.findall(r"[\w.]+\.[a-z]{2,}", words))


@pytest.mark.rule("CC-32")
def test_a_changed_contact_shows_in_the_next_letter() -> None:
    changed = {**CONTACTS, "ombudsman": "The Ombudsman, telephone 01632 960999"}
    assert "01632 960999" in letter(case(), "respond-two", {}, contacts=changed)


# -- templates -------------------------------------------------------------------------------------------------


def test_no_template_uses_a_name_that_the_facts_lack() -> None:
    from jinja2 import Environment, meta

    reader = Environment()
    reader.filters.update(dict.fromkeys(("gap", "together"), str))
    files = {file.name: reader.parse(file.read_text("utf-8")) for file in list_files("letters", ".md")}
    for procedure in every_procedure():
        notices = {act.notice.letter: act for act in procedure.acts if act.notice is not None}
        for name, act in notices.items():
            known = {*facts_of(replay(procedure, [], [Revision(load_calendar("england"))]), act, {})}
            assert meta.find_undeclared_variables(files[f"{name}.md"]) - known == set(), name
    parts = {name: each for name, each in files.items() if name.startswith("_")}
    for name, each in parts.items():
        assert meta.find_undeclared_variables(each) - {*no_facts()} == set(), name


@pytest.mark.rule("NT-01")
def test_letters_are_easy_to_read() -> None:
    """A rough measure of reading age 12: short sentences, few long words, a school grade of at most 7."""
    texts = {name: plain_text(render(name, {**no_facts(), **simple_facts()})) for name in letter_names()}
    for name, text in texts.items():
        sentences = [each for line in text.splitlines() for each in re.split(r"(?<=[.?!]) ", line)]
        sentences = [each for each in sentences if each.endswith((".", "?", "!")) and len(each.split()) > 1]
        words = [word for each in sentences for word in re.findall(r"[A-Za-z']+", each)]
        beats = [syllables(word) for word in words]
        length = len(words) / len(sentences)
        assert length <= 14, name
        assert max(len(each.split()) for each in sentences) <= 25, name
        assert sum(each > 3 for each in beats) / len(words) <= 0.03, name
        assert 0.39 * length + 11.8 * sum(beats) / len(words) - 15.59 <= 7, name


def no_facts() -> LetterFacts:
    facts: LetterFacts = {}
    for procedure in every_procedure():
        progress = replay(procedure, [], [Revision(load_calendar("england"))])
        facts |= facts_of(progress, procedure.opening, {})
    return {name: "" if isinstance(value, str) else [] for name, value in facts.items()}


def simple_facts() -> LetterFacts:
    """Return short words for each fact that can stand inside a sentence."""
    return {
        "received_on": "3 March",
        "asked_on": "3 March",
        "addressees": ["Sue"],
        "must_hold": ["review-right-users", "other-agencies", "outcome"],
    }


def syllables(word: str) -> int:
    return max(1, len(re.findall(r"[aeiouy]+", re.sub(r"(?<=[^l])e(s|d)?$", "", word.lower()))))


def test_letters_avoid_words_that_the_office_does_not_use() -> None:
    for file in list_files("letters", ".md"):
        text = file.read_text("utf-8")
        assert re.findall(r"(?i)\b(please|invalid|failed|accused|suspect|e\.g\.|i\.e\.|etc)\b", text) == []


def test_a_misspelt_fact_is_an_error_and_not_a_hole(tmp_path: Path) -> None:
    (tmp_path / "NT-04.md").write_text("Line\n{{ handlr }}\n", encoding="utf-8")
    with pytest.raises(LetterProblem, match=r"NT-04.*'handlr' is undefined"):
        render("NT-04", no_facts(), tmp_path)
    with pytest.raises(LetterProblem, match="no letter template NT-99"):
        render("NT-99", no_facts())


def test_facts_are_plain_texts_and_lists_of_texts_alone() -> None:
    for wrong in (7, None, ["x", 7], {"a": "b"}, object()):
        with pytest.raises(TypeError, match="handler"):
            render("NT-04", {**no_facts(), "handler": wrong})  # type: ignore[dict-item]


def test_a_scheme_s_own_template_takes_the_place_of_ours_and_can_use_our_frame(tmp_path: Path) -> None:
    own = tmp_path / "NT-04.md"
    own.write_text(
        '{% extends "_letter" %}{% block body %}# Our own\n\n'
        "{% macro said(words) %}Said: {{ words }}{% endmacro %}{{ said(handler) }}{% endblock %}"
        "{% block contacts %}{{ super() }}{% endblock %}",
        encoding="utf-8",
    )
    facts = {**no_facts(), "handler": "Jo *B*", "contact_management_team": "team@x.example.org"}
    markdown = render("NT-04", facts, tmp_path)
    assert "# Our own" in markdown
    assert r"Said: Jo \*B\*" in markdown
    assert "Said: Jo *B*" in plain_text(markdown)
    assert "- team@x.example.org" in plain_text(markdown)
    assert render("NT-05", facts, tmp_path) == render("NT-05", facts)
    own.write_text("A changed letter", encoding="utf-8")
    assert render("NT-04", facts, tmp_path) == "A changed letter\n"
    own.unlink()
    assert render("NT-04", facts, tmp_path) == render("NT-04", facts)
    (tmp_path / "our-own.md").write_text("x", encoding="utf-8")
    assert letter_names(tmp_path) == letter_names() | {"our-own"}


@pytest.mark.parametrize(
    "template",
    [
        "{{ handler.upper() }}",
        "{{ handler.__class__ }}",
        "{{ handler['__class__'] }}",
        "{{ ''.join(addressees) }}",
        "{{ 'x' * 2000000000 }}",
        "{{ '%s' % handler }}",
        "{{ range(9) }}",
        "{{ cycler.__init__ }}",
        "{{ handler | safe }}",
        "{{ handler | center(99999999) }}",
        "{{ addressees }}",
        "{% include '../rules' %}",
        "{% include '/etc/passwd' %}",
        "{% if %}",
    ],
)
def test_a_template_can_arrange_facts_and_nothing_more(template: str, tmp_path: Path) -> None:
    (tmp_path / "NT-04.md").write_text(template, encoding="utf-8")
    with pytest.raises(LetterProblem):
        render("NT-04", {**no_facts(), "handler": "x", "addressees": ["y"]}, tmp_path)


def test_a_template_that_is_no_text_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "NT-04.md").write_bytes(b"caf\xe9")
    with pytest.raises(LetterProblem, match=r"NT-04\.md cannot be read"):
        render("NT-04", no_facts(), tmp_path)


# -- hostile text ----------------------------------------------------------------------------------------------

HOSTILE = [
    "{{ 7*7 }}",
    "{% for x in range(9) %}x{% endfor %}",
    "{# gone #}",
    "# a heading",
    "a line\n===",
    "a line\n---",
    "[a](http://b.example)",
    "![x](y)",
    "[a]: http://b.example",
    "<b>bold</b> <script>alert(1)</script>",
    "`code` and ```\nfence\n```",
    "~~~\nfence",
    "| table | two |\n|---|---|\n| a | b |",
    "a|b\n:-:",
    "* one\n* two",
    "- one\n+ two",
    "1. one\n2) two",
    "    four spaces",
    "> quoted",
    "**bold** _thin_ ~~gone~~",
    "&lt;b&gt; &amp; &#35;",
    "back\\slash \\# \\",
    "http://evil.example www.evil.example a@evil.example //evil.example mailto:a@b",
    "***\n___",
    "[[ Who deals with it: not written yet ]]",
    "one\n\ntwo\n\n\n# three",
    "=SUM(A1)",
    "1.2.3 :x ...",
]


def words_of(text: str) -> str:
    return " ".join(text.split())


def document_of(markdown: str, **more: Any) -> Any:
    from docx import Document

    given_ = {"letterhead": None, "practice": False, "title": "A letter", **more}
    return Document(BytesIO(docx(markdown, **given_)))


@pytest.mark.parametrize("hostile", HOSTILE)
def test_what_people_wrote_is_text_in_the_letter_and_in_the_word_document(hostile: str) -> None:
    calm, facts = ({**no_facts(), "handler": each, "plan": each} for each in ("calm", hostile))
    markdown = render("NT-04", facts)
    document, plain = document_of(markdown), document_of(render("NT-04", calm))
    shown = words_of("\n".join(each.text for each in document.paragraphs))
    assert shown.count(words_of(hostile)) == 2
    assert words_of(plain_text(markdown)).count(words_of(hostile)) == 2
    # No heading, list, table or other structure more than with a calm word in its place.
    assert headings(document) == headings(plain)
    assert styles(document) == styles(plain)
    assert not document.tables
    assert links_for_the_screen(markdown) == links_for_the_screen(render("NT-04", calm))


def headings(document: Any) -> list[str]:
    return [each.text for each in document.paragraphs if each.style.name.startswith("Heading")]


def styles(document: Any) -> set[str]:
    runs = {f"{run.bold} {run.italic}" for each in document.paragraphs for run in each.runs}
    return {each.style.name for each in document.paragraphs} | runs


def links_for_the_screen(markdown: str) -> list[str]:
    """Return the structure that the widest reader of Markdown sees: tables, bare addresses as links, HTML."""
    from markdown_it import MarkdownIt

    tokens = MarkdownIt("gfm-like").parse(markdown)
    kinds = [each.type for token in tokens for each in (token, *(token.children or []))]
    return sorted({each for each in kinds if each not in ("text", "text_special", "hardbreak", "softbreak")})


WRITTEN = some.text(some.sampled_from("ab1 \n\t#*_-+=|:.)(<>&!\\`~[]{}%@/\"'é\u00a0\u3000"), min_size=1, max_size=60)


@settings(max_examples=150)
@given(WRITTEN)
def test_whatever_is_written_comes_out_as_it_was(text: str) -> None:
    for name, fact in (("NT-04", "handler"), ("NT-20-process", "type"), ("NT-07", "contact_customer_care")):
        with_text = render(name, {**no_facts(), fact: f"x{text}x"})
        assert words_of(f"x{text}x") in words_of(plain_text(with_text))
        # At the beginning of its line as well.
        bare = render(name, {**no_facts(), fact: text})
        assert words_of(text) in words_of(plain_text(bare))
        assert links_for_the_screen(bare) == links_for_the_screen(
            render(name, {**no_facts(), fact: "calm" if text.strip() else text})
        )


def test_line_breaks_stay_and_a_blank_line_begins_a_paragraph() -> None:
    markdown = render("NT-04", {**no_facts(), "handler": "Jo Bell\nRoom 2\n\nCall first"})
    assert "Jo Bell\nRoom 2\n\nCall first\n" in plain_text(markdown)
    paragraphs = [each.text for each in document_of(markdown).paragraphs]
    place = paragraphs.index("Jo Bell\nRoom 2")
    assert paragraphs[place + 1] == "Call first"


def test_control_characters_reach_neither_letter_nor_document() -> None:
    hostile = "a\x1b[31mred\x1b]52;c;aGk=\x07 \x00\x08\u202eturned\u200b\x9b end\ufffe"
    markdown = render("NT-04", {**no_facts(), "handler": hostile})
    assert not BAD.search(markdown)
    document = document_of(f"{markdown}\n\nraw {hostile}", title=f"T {hostile}", practice=True)
    texts = [each.text for each in document.paragraphs] + [document.core_properties.title]
    assert not any(BAD.search(each) for each in texts)
    assert any("[31mred" in each for each in texts)


def test_a_very_long_note_is_still_quick_and_whole() -> None:
    note = "\n".join(f"line {number} *of* [many]" for number in range(4000))
    markdown = render("NT-04", {**no_facts(), "handler": note})
    assert "line 3999 *of* [many]" in plain_text(markdown)


# -- the Word document -----------------------------------------------------------------------------------------


def letterhead(change: Any = None) -> bytes:
    from docx import Document

    document = Document()
    document.add_paragraph("Old text that is not part of a letter")
    document.add_table(1, 1)
    document.styles["Normal"].font.name = "Garamond"
    document.sections[0].header.paragraphs[0].text = "Harbour Council"
    document.core_properties.author = "The council"
    if change is not None:
        change(document)
    result = BytesIO()
    document.save(result)
    return result.getvalue()


LISTS = "# Title\n\nOne *two* **three**\n\n1. a\n2. b\n\nbetween\n\n1. c\n   - d\n\n   more of c\n"


def test_the_document_has_real_headings_lists_language_and_title() -> None:
    from docx.oxml.ns import qn

    document = document_of(LISTS, title="Our answer, CO-0007")
    found = [(each.style.name, each.text) for each in document.paragraphs]
    assert found == [
        ("Heading 1", "Title"),
        ("Normal", "One two three"),
        ("List Number", "a"),
        ("List Number", "b"),
        ("Normal", "between"),
        ("List Number", "c"),
        ("List Bullet 2", "d"),
        ("List Continue", "more of c"),
    ]
    assert [(run.text, run.bold, run.italic) for run in document.paragraphs[1].runs if run.text.strip()] == [
        ("One ", None, None),
        ("two", None, True),
        ("three", True, None),
    ]
    lists = [each._p.pPr.numPr.numId.val for each in document.paragraphs if "List N" in each.style.name]
    assert lists[0] == lists[1] != lists[2], "a second list begins at 1 again"
    numbering = document.part.numbering_part.element
    started = [each for each in numbering.num_lst if each.numId == lists[2]]
    assert started[0].lvlOverride_lst[0].startOverride.val == 1
    kinds = [each.tag for each in numbering]
    assert kinds == sorted(kinds, key=lambda tag: tag != qn("w:abstractNum")), "shapes stand before lists"
    assert {each.get(qn("w:val")) for each in document.styles.element.iter(qn("w:lang"))} == {"en-GB"}
    properties = document.core_properties
    assert (properties.title, properties.language) == ("Our answer, CO-0007", "en-GB")
    assert (properties.author, properties.comments) == ("", "")
    assert round(document.sections[0].page_width.mm) == 210


def test_the_letterhead_lends_its_styles_and_header_and_none_of_its_text() -> None:
    document = document_of(LISTS, letterhead=letterhead())
    assert document.paragraphs[0].text == "Title"
    assert not document.tables
    assert document.styles["Normal"].font.name == "Garamond"
    assert [each.text for each in document.sections[0].header.paragraphs] == ["Harbour Council"]
    assert document.core_properties.author == "The council"


def test_the_letterhead_s_first_page_counts_where_it_has_several_sections() -> None:
    def two_sections(document: Any) -> None:
        added = document.add_section()
        added.header.is_linked_to_previous = False
        added.header.paragraphs[0].text = "Second page"

    document = document_of(LISTS, letterhead=letterhead(two_sections))
    assert len(document.sections) == 1
    assert document.sections[0].header.paragraphs[0].text == "Harbour Council"


def test_a_letterhead_without_list_styles_and_numbering_gets_them() -> None:
    from docx.opc.constants import RELATIONSHIP_TYPE

    def bare(document: Any) -> None:
        for name in ("List Bullet 2", "List Number", "List Continue", "Heading 1"):
            document.styles[name].delete()
        rels = document.part.rels
        (gone,) = (key for key, each in rels.items() if each.reltype == RELATIONSHIP_TYPE.NUMBERING)
        del rels[gone]
        body = document.element.body
        body.remove(body.sectPr)

    document = document_of(LISTS, letterhead=letterhead(bare), practice=True)
    assert [each.style.name for each in document.paragraphs][:3] == ["Heading 1", "Normal", "List Number"]
    assert document.paragraphs[2]._p.pPr.numPr.numId.val > 0
    assert document.sections[0].header.paragraphs[0].text == PRACTICE_WORDS


def test_a_practice_letter_says_so_on_every_kind_of_page() -> None:
    def three_headers(document: Any) -> None:
        document.sections[0].different_first_page_header_footer = True
        document.settings.odd_and_even_pages_header_footer = True

    section = document_of(LISTS, letterhead=letterhead(three_headers), practice=True).sections[0]
    for header in (section.header, section.first_page_header, section.even_page_header):
        assert header.paragraphs[0].text == PRACTICE_WORDS
    assert section.header.paragraphs[1].text == "Harbour Council"
    assert document_of(LISTS).sections[0].header.is_linked_to_previous


@pytest.mark.parametrize(
    "content",
    [b"", b"not a document", b"PK\x03\x04 torn", letterhead()[:3000]],
    ids=["empty", "text", "a torn start", "half a document"],
)
def test_a_letterhead_that_is_no_word_document_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(LetterProblem, match="not a Word document"):
        docx("x", content, False, "T")


# -- names and files -------------------------------------------------------------------------------------------

HOSTILE_NAMES = {
    "../../etc/passwd": "etc passwd",
    "..": "letter",
    "": "letter",
    "\x1b[31m": "31m",
    "-rf": "rf",
    ".hidden": "hidden",
    "CON": "CON_",
    "con.docx": "con_.docx",
    "a/b\\c:d*e?f.docx": "a b c d e f.docx",
    "NT-04 CO-0007 (Rosa).docx": "NT-04 CO-0007 (Rosa).docx",
    "ﬁle　name": "file name",
    "name. ": "name",
    "a\u202exod.txt": "axod.txt",
    "$(rm -rf ~)": "(rm -rf )",
}


@pytest.mark.parametrize(("text", "name"), HOSTILE_NAMES.items())
def test_a_file_name_does_no_harm(text: str, name: str) -> None:
    assert safe_name(text) == name


@given(some.text(max_size=300))
def test_any_text_makes_a_name_that_stays_where_it_is_put(text: str) -> None:
    name = safe_name(text)
    assert 0 < len(name) <= LONGEST_NAME + 1
    assert len(name.encode()) < 256
    assert not set(name) & set('/\\:*?"<>|\0\n')
    assert name not in (".", "..")
    assert name[0] not in ".- "
    assert safe_name(f"{text}.docx").endswith("docx")


def files_in(folder: Path) -> Iterator[str]:
    return (each.name for each in folder.iterdir())


def test_a_file_is_written_whole_and_never_over_another(tmp_path: Path) -> None:
    path = tmp_path / "letter.docx"
    save_new(path, b"one")
    with pytest.raises(FileExistsError, match="Choose another name"):
        save_new(path, b"two")
    assert path.read_bytes() == b"one"
    save_new(path, b"three", force=True)
    assert path.read_bytes() == b"three"
    assert [*files_in(tmp_path)] == ["letter.docx"]
    assert path.stat().st_mode & 0o077 == 0


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    target, link = tmp_path / "target", tmp_path / "letter.docx"
    link.symlink_to(target)
    with pytest.raises(FileExistsError):
        save_new(link, b"x")
    save_new(link, b"x", force=True)
    assert not target.exists()
    assert not link.is_symlink()


@pytest.mark.parametrize("force", [False, True])
@pytest.mark.parametrize("broken", ["os.fsync", "pathlib.Path.replace"])
def test_nothing_is_left_behind_when_the_disk_refuses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken: str, force: bool
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(broken, refuse)
        with pytest.raises(OSError, match="No space"):
            save_new(tmp_path / "letter.docx", b"x", force)
    assert [*files_in(tmp_path)] == []
