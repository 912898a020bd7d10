"""Every letter of a deapproval says what its notice must say, in plain words; what is missing shows and is ticked."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cache
from itertools import pairwise
from typing import Any

import pytest

from sharedlives_tui import contacts as contact_list
from sharedlives_tui.calendars import load_calendar
from sharedlives_tui.facts import Entry, Line, Party, Revision, Value
from sharedlives_tui.letters.facts import letter_facts
from sharedlives_tui.letters.plain import plain_text
from sharedlives_tui.letters.rendering import GAP_WORDS, render
from sharedlives_tui.letters.ticks import contents, ticks
from sharedlives_tui.procedure_files import read
from sharedlives_tui.procedures import Act, Procedure
from sharedlives_tui.progress import Progress, replay
from sharedlives_tui.resources import read_text

RAISED = date(2026, 3, 3)
PEOPLE = {"P-1": "Cara Carer", "P-2": "Sam Supported", "P-3": "Odette Officer", "P-4": "Gus Manager"}
CONTACTS = contact_list.practice_contacts()
COVER = (CONTACTS["legal helpline"], CONTACTS["membership body"])

ENDS: dict[str, Value] = {"decision": "deapproval", "ground": "gravity"}
LOWERS: dict[str, Value] = {"decision": "decreased approval"}
GOES_ON: dict[str, Value] = {"decision": "continuing approval"}
FURTHER = "further measures"
CANNOT = "disagrees, and cannot work on it with us"
STOPS = "notice of the approval"


def case_of(notice: str, act: str, said: str, *rules: str, **facts: Value) -> Any:
    """One letter: its notice, the act that sends it, words that it alone has, the facts that make it so."""
    return pytest.param(notice, act, facts, said, marks=pytest.mark.rule(notice, *rules), id=f"{act}: {said}")


LETTERS = [
    case_of("NT-21", "agree-talk", "before the talk", "DA-02"),
    case_of("NT-22", "talk-letter", "What we agreed", "DA-03", carer_view="agrees"),
    case_of("NT-22", "talk-letter", "you do not agree", "DA-04", carer_view="disagrees, but works on it with us"),
    case_of("NT-22", "talk-letter", "It has settled the concern", "DA-24", measures_result="resolved"),
    case_of("NT-22", "talk-letter", "there are new actions", "DA-24", measures_result="new actions"),
    case_of("NT-23", "talk-report", "The carer disagrees", "DA-04", carer_view=CANNOT),
    case_of("NT-24", "investigation-notice", "You will be asked for your side", "DA-05", "DA-34"),
    case_of("NT-24", "investigation-letter", "The concern is settled", investigation_result="resolved"),
    case_of("NT-24", "investigation-letter", "measures to settle", "E-01", investigation_result=FURTHER),
    case_of("NT-24", "investigation-letter", "a review meeting with you", investigation_result="review meeting"),
    case_of("NT-25", "review-notice", "Your review meeting", "DA-06", "DA-07"),
    case_of("NT-18", "review-copies", "Copies of the records", "DA-07"),
    case_of("DA-45", "review-record", "The record of the meeting"),
    case_of("DA-45", "panel-record", "The record of the meeting"),
    case_of(
        "NT-26", "report", "proposes that your approval ends", "DA-08", "DA-25", proposal="deapproval is proposed",
        substantiated="yes",
    ),
    case_of(
        "NT-26", "report", "does not propose", "DA-09", proposal="deapproval is not proposed", substantiated="in part",
    ),
    case_of("NT-27", "to-head-of-care", "No response came", "DA-10", "E-02"),
    case_of("NT-27", "to-head-of-care", "she is sorry", "DA-10", response="she is sorry"),
    case_of("NT-28", "referral-letter", "There will be a meeting", "DA-10", referral_decision="stage three"),
    case_of("NT-28", "referral-letter", "There are measures", "E-06", "E-01", referral_decision=FURTHER),
    case_of("NT-28", "referral-letter", "It is closed", "E-06", referral_decision="closed"),
    case_of("E-06", "review-end-letter", "It is closed", review_end="closed"),
    case_of("E-06", "review-end-letter", "There are measures", "E-01", review_end=FURTHER),
    case_of("NT-29", "panel-notice", "one representative", "DA-28", "E-04"),
    case_of("DA-37", "send-recommendation", "Your approval goes on", "DA-36", recommendation="continuing approval"),
    case_of(
        "DA-37", "send-recommendation", "is at most: 1", recommendation="decreased approval", recommended_number="1"
    ),
    case_of("DA-37", "send-recommendation", "Your approval ends", recommendation="deapproval"),
    case_of("NT-31", "outcome-letter", "goes on as it is", "DA-15", **GOES_ON),
    case_of("NT-31", "outcome-letter", "for fewer people", "E-07", "RD-45", **LOWERS),
    case_of("NT-31", "outcome-letter", "how grave the matter is", "DA-26", **ENDS),
    case_of("NT-32", "immediate-letter", "ends at once", "DA-30", immediate_ground="gravity"),
    case_of("DA-40", "tell-findings", "What came of the concerns"),
    case_of("NT-06", "delay-notice", "It takes longer", "DY-11"),
    case_of("NT-06", "delay-word", "It takes longer", "DY-10"),
    case_of("DA-41", "hold-letter", "something is on hold"),
    case_of("DA-41", "hold-letter", "The hold has ended", hold_goes_on="no"),
    case_of(
        "NT-33", "confirm-notice", "no open concern", "DA-33", ends_on="2026-05-31", understood=STOPS,
    ),
    case_of(
        "NT-33", "confirm-notice", "you can still appeal", "DA-43", leaves_on="2026-05-31",
        understood="notice of one arrangement",
    ),
    case_of("NT-34", "pass-on", "it came in time", "DA-29", in_time="in time", grounds="the panel said otherwise"),
    case_of("NT-34", "pass-on", "You have not said yet", "DA-16", "RD-15", in_time="late"),
    case_of("NT-34", "pass-on", "no decision with a time", "RD-15", in_time="no time ran"),
    *(
        case_of("NT-35", "appeal-answer", said, "DA-17", appeal_result=result)
        for result, said in {
            "upheld": "Your appeal succeeds",
            "another decision": "Another one takes its place",
            "a fresh panel": "A new panel looks",
            "dismissed": "The decision stands",
            "not admitted": "cannot be looked at",
        }.items()
    ),
    case_of("NT-36", "tell-person", "What is planned for you", "DA-18"),
    case_of("NT-36", "tell-others", "touches people for whom you work", "DA-18"),
]  # fmt: skip

# How a letter says what a choice, a sentence of our own, stands for.
IN_WORDS = {
    ("substantiated", "yes"): "Yes. On what we know",
    ("substantiated", "in part"): "In part. On what we know",
    ("proposal", "deapproval is proposed"): "proposes that your approval ends",
    ("proposal", "deapproval is not proposed"): "does not propose that your approval ends",
    ("measures_result", "resolved"): "It has settled the concern",
    ("measures_result", "new actions"): "The concern is not settled yet",
    ("understood", STOPS): "Your approval is to end",
    ("understood", "notice of one arrangement"): "You stay an approved carer",
    ("recommendation", "continuing approval"): "Your approval goes on",
    ("recommendation", "decreased approval"): "Your approval goes on, for fewer people",
    ("recommendation", "deapproval"): "Your approval ends",
}

OWN_WORDING = {
    "delay": "We need more time than we told you",
    "name-representative": "Tell the registered manager the name before the meeting",
    "copies-right": "right to copies of the records",
    "accuracy": "You can check the record",
    "response-asked": "We ask you for your answer to this report",
    "response": "",
    "comment-asked": "You have 5 working days",
    "appeal-grounds": "Say on what grounds you appeal",
    "end-date": "Sunday 31 May 2026",
    "plans": "We make a plan with each person",
    "no-concerns": "no open concern",
    "receipt": "We have your appeal",
    "no-finding": "not a finding",
}


@cache
def deapproval() -> Procedure:
    return read(read_text("procedures", "deapproval.toml"), "deapproval.toml", read_text("actions.toml"))


def entry(number: int, act: str, values: Mapping[str, Value], **more: Any) -> Entry:
    return Entry(number, act, RAISED, datetime(2026, 3, 3, 9, number, tzinfo=UTC), values=values, **more)


def case(*more: Entry, member: str = "no", lines: Sequence[Line] = ()) -> Progress:
    values: dict[str, Value] = {"way_in": "concern", "carer": ("P-1",), "people_supported": ("P-2",), "member": member}
    people = (Party("P-1", "subject", "carer"), Party("P-2", "person supported", "person supported"))
    opening = entry(1, "raised", values, parties=people, lines=tuple(lines))
    return replay(deapproval(), [opening, *more], [Revision(load_calendar("england"))])


def sending(name: str) -> Act:
    act = deapproval().by_id[name]
    assert act.notice is not None
    return act


def letter(progress: Progress, name: str, values: Mapping[str, Value], **more: Any) -> str:
    act = sending(name)
    assert act.notice is not None
    facts: dict[str, Any] = {
        "ref": "DA-0007",
        "people": PEOPLE,
        "contacts": CONTACTS,
        "office_name": "Harbour Shared Lives",
        "sender_name": "Rae Registered",
        "sender_role": "registered manager",
        "today": date(2026, 3, 5),
        "recipients": ["P-1"],
    }
    return plain_text(
        render(act.notice.letter, letter_facts(progress, act, entry(9, name, values), None, **{**facts, **more}))
    )


def needs_of(progress: Progress, act: Act, values: Mapping[str, Value], *, must: bool = False) -> list[str]:
    found = contents(progress, act, entry(9, act.id, values), None)
    return sorted({need for content, required in found if required or not must for need in content.needs})


def complete(progress: Progress, act: Act, given: Mapping[str, Value]) -> dict[str, Value]:
    """The facts given, and a value of its own for each other fact that the act's letter needs in this case."""
    values = dict(given)
    for need in needs_of(progress, act, values):
        if need.startswith("contact:") or need in values:
            continue
        field = deapproval().fields[need]
        if field.kind == "date":
            values[need] = "2026-05-29"
        elif field.kind == "people":
            values[need] = ("P-3", "P-4")
        elif field.kind == "lines":
            values[need] = (f"first of {need}", f"second of {need}")
        elif field.choices:
            values[need] = field.choices[0]
        else:
            values[need] = "3" if field.kind == "number" else f"these are the words of {need}"
    return values


def expected(need: str, value: Value) -> list[str]:
    field = deapproval().fields[need]
    if isinstance(value, tuple):
        return [PEOPLE.get(each, each) for each in value]
    if field.choices:
        return [IN_WORDS[need, value]] if (need, value) in IN_WORDS else []
    return ["29 May 2026"] if field.kind == "date" and value == "2026-05-29" else [value]


# -- what must stand in each letter ------------------------------------------------------------------------------


@pytest.mark.parametrize(("notice", "name", "given", "said"), LETTERS)
def test_a_letter_with_all_its_facts_holds_every_required_content(
    notice: str, name: str, given: Mapping[str, Value], said: str
) -> None:
    progress, act = case(), sending(name)
    assert act.notice is not None
    assert act.notice.id == notice
    values = complete(progress, act, given)
    text = letter(progress, name, values)
    assert said in text
    assert GAP_WORDS not in text
    for content, _ in contents(progress, act, entry(9, name, values), None):
        for need in content.needs:
            if need.startswith("contact:"):
                assert CONTACTS[need.removeprefix("contact:")] in text, content.id
                continue
            for words in expected(need, values[need]):
                assert words in text, content.id
        if not content.needs:
            assert OWN_WORDING[content.id] in text, content.id
    assert all(each.present for each in ticks(progress, act, entry(9, name, values), None, CONTACTS))


@pytest.mark.parametrize(("notice", "name", "given", "said"), LETTERS)
def test_whatever_is_missing_shows_as_a_gap_and_is_ticked_as_missing(
    notice: str, name: str, given: Mapping[str, Value], said: str
) -> None:
    progress, act = case(), sending(name)
    values = complete(progress, act, given)
    for need in needs_of(progress, act, values, must=True):
        if need in given:
            continue  # it decides which letter it is
        contact = need.startswith("contact:")
        less = {**values} if contact else {key: value for key, value in values.items() if key != need}
        some = {key: words for key, words in CONTACTS.items() if f"contact:{key}" != need}
        found = ticks(progress, act, entry(9, name, less), None, some)
        lacking = [each for each in found if each.required and not each.present]
        assert lacking, need
        text = letter(progress, name, less, contacts=some)
        if contact:
            gap = f"How to reach {'the ' if need == 'contact:management team' else ''}{need.removeprefix('contact:')}"
        else:
            gap = deapproval().fields[need].label
            assert any(gap in each.missing for each in lacking)
        assert f"[[ {gap}: {GAP_WORDS} ]]" in text, f"{notice} {need}"


@pytest.mark.parametrize(("notice", "name", "given", "said"), LETTERS)
def test_a_letter_reads_well(notice: str, name: str, given: Mapping[str, Value], said: str) -> None:
    progress = case(member="yes")
    text = letter(
        progress, name, complete(progress, sending(name), given), recipients=["P-2"] if "person" in name else ["P-1"]
    )
    lines = [line for line in text.splitlines() if line.strip()]
    assert not re.search(r"\b(\w+) \1\b", text), "a word stands twice"
    assert not [line for line in lines if re.search(r" [.,:;]|,,|\.\.|\(\)|:\.$", line)]
    for word in ("fail", "accus", "suspect", "guilt", "offen", "allegation", "please"):
        assert word not in text.lower(), word
    for first, second in pairwise(lines):
        assert first != second
    for words in ("DA-0007", "Thursday 5 March 2026"):
        assert words in text
    assert "None" not in text
    assert "[]" not in text


@pytest.mark.parametrize(("notice", "name", "given", "said"), LETTERS)
def test_the_sentences_of_a_letter_are_short(notice: str, name: str, given: Mapping[str, Value], said: str) -> None:
    progress = case(member="yes")
    values = {
        key: "It is so." if "words" in str(value) else value
        for key, value in complete(progress, sending(name), given).items()
    }
    text = letter(progress, name, values)
    sentences = [each for line in text.splitlines() for each in re.split(r"(?<=[.?!]) ", line)]
    counts = [len(each.split()) for each in sentences if each.endswith((".", "?", "!")) and len(each.split()) > 1]
    assert max(counts) <= 25, f"{notice} {said}"
    assert sum(counts) / len(counts) <= 14, f"{notice} {said}"


def test_every_letter_of_the_procedure_is_proved_above() -> None:
    shared = {"send-correction"}
    proved = {each.values[1] for each in LETTERS}
    assert proved == {act.id for act in deapproval().acts if act.notice is not None} - shared
    named = {each.values[0] for each in LETTERS}
    # What the panel recommends is theirs to write: it is recorded as it came.
    assert {f"NT-{number}" for number in range(21, 37)} - named == {"NT-30"}
    assert "NT-30" in deapproval().by_id["recommend"].rules


# -- single rules ------------------------------------------------------------------------------------------------


@pytest.mark.rule("DA-06", "NT-25")
def test_the_notice_of_the_review_has_five_contents_that_hold_it() -> None:
    notice = sending("review-notice").notice
    assert notice is not None
    assert [each.id for each in notice.must] == ["concerns", "companion", "purpose", "meeting", "present"]


@pytest.mark.rule("DA-19", "RD-17")
@pytest.mark.parametrize("member", ["yes", "no", ""])
def test_the_legal_cover_is_told_to_members_alone(member: str) -> None:
    progress = case(member=member)
    later = (
        "review-notice",
        "report",
        "referral-letter",
        "panel-notice",
        "outcome-letter",
        "immediate-letter",
        "pass-on",
    )
    for name in ("talk-letter", "tell-findings", "tell-person", "tell-others", "hold-letter"):
        assert not any(words in letter(progress, name, {}) for words in COVER), name
    for name in later:
        text = letter(progress, name, complete(progress, sending(name), ENDS))
        assert all((words in text) == (member == "yes") for words in COVER), name
        found = {each.id: each for each in ticks(progress, sending(name), entry(9, name, ENDS), None, {})}
        assert ("legal-cover" in found) == (member == "yes")
        if member == "yes":
            assert (found["legal-cover"].present, found["legal-cover"].required) == (False, False)


@pytest.mark.rule("DA-15", "DA-16", "DA-19", "E-07")
@pytest.mark.parametrize(
    ("name", "given"),
    [("outcome-letter", ENDS), ("outcome-letter", LOWERS), ("immediate-letter", {"immediate_ground": "gravity"})],
)
def test_a_letter_that_ends_or_lowers_an_approval_names_the_appeal_and_support(
    name: str, given: Mapping[str, Value]
) -> None:
    progress = case()
    text = letter(progress, name, complete(progress, sending(name), given))
    for words in (
        "right to appeal",
        "at least 14 days from the day of the decision",
        "until the end of Friday 29 May 2026",
        "Write to the registered manager",
        "Say on what grounds",
        "The head of service reads your appeal and answers it within 28 days",
        CONTACTS["independent support"],
    ):
        assert words in text, words
    goes_on = letter(progress, "outcome-letter", complete(progress, sending("outcome-letter"), GOES_ON))
    assert "appeal" not in goes_on


@pytest.mark.rule("DA-39", "DA-40")
def test_the_carer_has_the_outcome_of_each_line_and_others_only_what_is_written_for_them() -> None:
    lines = [Line(f"allegation-{place}", "allegation", f"what was said {place}") for place in (1, 2, 3)]
    begun = [
        entry(2, "immediate", {"facts": "x", "immediate_ground": "gravity"}),
        *(entry(2 + place, "put-allegation", {"put_how": "read out"}, key=f"allegation-{place}") for place in (1, 2)),
        entry(6, "find-allegation", {"finding": "found in part"}, key="allegation-1"),
        entry(7, "find-allegation", {"finding": "not found"}, key="allegation-2"),
    ]
    progress = case(*begun, lines=lines)
    assert not progress.outside
    carer = letter(progress, "tell-findings", {"findings_words": "the words"})
    first, second = carer.index("what was said 1"), carer.index("what was said 2")
    assert first < carer.index("part of this happened") < second < carer.index("we do not find that this happened")
    assert "what was said 3" not in carer
    other = letter(progress, "tell-findings", {"findings_words": "the words"}, recipients=["P-4"])
    assert "the words" in other
    assert not re.search("what was said|Cara Carer", other)


@pytest.mark.rule("NT-36", "DA-18")
def test_a_person_supported_has_their_own_plan_and_nothing_else() -> None:
    values: dict[str, Value] = {"plan_words": "You move to Colin", "account": "the matter", "told_words": "for others"}
    text = letter(case(), "tell-person", values, recipients=["P-2"])
    assert "You move to Colin" in text
    assert not re.search("Cara|the matter|for others|deapproval|concern", text)
    others = letter(case(), "tell-others", values, recipients=["the commissioners"])
    assert "You move to Colin" not in others
    assert "the matter" not in others


@pytest.mark.rule("RD-47", "DA-09")
def test_the_report_says_how_long_the_carer_has_to_answer() -> None:
    for facts, words in (
        ({"sent_by": "post"}, "12 working days"),
        ({"sent_by": "email"}, "10 working days"),
        ({"sent_by": "post", "respond_by": "2026-06-10"}, "until Wednesday 10 June 2026"),
    ):
        assert words in letter(case(), "report", facts)


@pytest.mark.rule("DA-37")
def test_a_decision_that_would_be_worse_is_told_before_it_is_made() -> None:
    values: dict[str, Value] = {"recommendation": "continuing approval", "thought_words": "we think of an end"}
    assert "we think of an end" in letter(case(), "send-recommendation", values)
    assert "worse for you than this" not in letter(case(), "send-recommendation", {**values, "thought_words": ""})


def test_every_rule_of_deapproval_acts_somewhere_in_its_procedure() -> None:
    elsewhere = {20, 21, 35, 42}  # meetings of a carer, the person's record, figures of the service
    data = tomllib.loads(read_text("procedures", "deapproval.toml"))
    cited = {rule for act in data["step"] + data["action"] for rule in act["rules"]}
    wanted = {f"DA-{number:02d}" for number in range(1, 47) if number not in elsewhere}
    assert sorted(wanted - cited) == []
