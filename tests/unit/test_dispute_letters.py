"""Each letter of a dispute says what its notice must say, takes no side, and tells no side what is the other's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from sharedlives_tui import casework, correspondence, reading
from sharedlives_tui.caseviews import NoticeView
from sharedlives_tui.contacts import practice_contacts
from sharedlives_tui.desk import Desk
from sharedlives_tui.facts import Value
from sharedlives_tui.letters.plain import plain_text
from sharedlives_tui.letters.rendering import GAP_WORDS
from sharedlives_tui.people_search import resolve_people
from sharedlives_tui.procedure_files import read
from sharedlives_tui.procedures import Procedure
from sharedlives_tui.requests import OpenCase, Record, Refused
from sharedlives_tui.resources import read_text
from tests.desks import FIRST_DAY, at, new_desk

MINA = "Mina Mediator"
CONTACTS = practice_contacts()
FORMAL = ("deapproval", "a criminal charge", "another formal or legal matter")

OPENED: dict[str, Value] = {
    "caller": ("Cara Carer",),
    "first_side": ("Cara Carer", "Colin Carer"),
    "second_side": ("Gus Manager",),
    "roles_taken": ("mediation", "support"),
    "matter": "the matter of the visits",
    "tried": "two talks",
    "affected": "Sam is unsettled",
}
LETTER: dict[str, Value] = {
    "whom": ("Gus Manager",),
    "signed_by": ("Cara Carer", "Colin Carer"),
    "problem": "payments come after the fifth week",
    "evidence": "fourteen slips since January",
    "wished": "a fixed day in each month",
    "reply_on": "2026-04-15",
}
AGREED: dict[str, Value] = {
    "agreed_by_whom": "everybody",
    "result": "one visit in each month",
    "agreed_communication": "a call on the first Monday",
    "follow_up": "Mina asks both in September",
}


@dataclass(frozen=True)
class Office:
    """A mediator's office with one dispute in which every letter is called for, and three that have ended."""

    desk: Desk
    refs: Mapping[str, str]

    def notice(self, case: str, act: str, values: Mapping[str, Value] | None = None, **more: Any) -> NoticeView:
        """The notice of `step` or `step@Name` in that case, as it stands with these values."""
        return correspondence.notice_view(self.desk, self.refs[case], self.step(act), values or {}, by=MINA, **more)

    def step(self, act: str) -> str:
        name, _, person = act.partition("@")
        return f"{name}@{resolve_people(self.desk, [person])[0]}" if person else name

    def record(self, case: str, act: str, facts: Mapping[str, Value] | None = None, /, **more: Value) -> None:
        values = {**(facts or {}), **more}
        casework.record(self.desk, Record(self.refs[case], self.step(act), values, by=MINA))


def dispute(office: Office | None, desk: Desk, name: str, **changes: Value) -> Office:
    """The office with a further dispute, at work."""
    ref = casework.open_case(desk, OpenCase("dispute", {**OPENED, **changes}, by=MINA)).ref
    made = Office(desk, {**(office.refs if office is not None else {}), name: ref})
    made.record(name, "take-on", staff=(MINA,))
    made.record(
        name, "agree-steps", steps=("collect the slips | Cara Carer | 2026-04-10", "draft a letter | Mina Mediator")
    )
    return made


def answered(office: Office, name: str, *people: str) -> None:
    for each in people:
        office.record(name, f"party-answer@{each}", answer="agrees")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    desk = at(new_desk(tmp_path_factory.mktemp("office"), office="membership-body"), FIRST_DAY, MINA)
    made = dispute(None, desk, "case", formal_setting="yes")
    everybody = ("Cara Carer", "Colin Carer", "Gus Manager")
    made.record("case", "plan-meeting", meeting_on="2026-04-20", we_attend="yes", answer_by="2026-04-01")
    made.record(
        "case",
        "help-asked",
        asked_by=everybody[:2],
        help_kind="a letter or e-mail",
        help_given="x",
        offered_to_other="no",
    )
    made.record(
        "case",
        "ask-to-share",
        concerned=("Sam Supported",),
        shared_what="the diary of May",
        shared_with=("Gus Manager",),
    )
    made.record(
        "case",
        "share",
        concerned=("Cara Carer",),
        shared_what="the bruise that she told of",
        shared_with=("Ivy Advocate",),
        ground="safeguarding",
        safeguarding_words="Sam, who lives with her",
    )
    made.record("case", "resolution", resolution="one visit in each month")
    answered(made, "case", "Cara Carer", "Gus Manager")
    made.record("case", "agreed", {**AGREED, "agreed_by_whom": "some of them", "bound": ("Cara Carer", "Gus Manager")})
    for name in ("agreed", "no agreement", "withdrawn"):
        made = dispute(made, desk, name)
        if name != "withdrawn":
            made.record(name, "resolution", resolution="one visit in each month")
            answered(made, name, *everybody)
    made.record("agreed", "agreed", AGREED)
    made.record("no agreement", "no-agreement", result="they found none", ways_on="customer care or the helpline")
    made.record("withdrawn", "withdraw", wish="Cara Carer has no strength for it", result="it is not pursued further")
    yield made
    desk.store.close()


@dataclass(frozen=True)
class Letter:
    """One letter: which notice, of which act in which dispute, with which facts; words that it holds."""

    notice: str
    case: str
    act: str
    facts: Mapping[str, Value]
    """What is typed for it; each of them is needed."""
    said: tuple[str, ...]


def letter(notice: str, case: str, act: str, *said: str, rules: tuple[str, ...] = (), **facts: Value) -> Any:
    marks = pytest.mark.rule(notice, *rules)
    return pytest.param(Letter(notice, case, act, facts, said), marks=marks, id=f"{act} ({case})")


LETTERS = [
    letter(
        "NT-37",
        "case",
        "confirm-steps",
        "The next steps that we agreed",
        "collect the slips (Cara Carer), by Friday 10 April 2026",
        "draft a letter (Mina Mediator)",
        rules=("DI-06",),
    ),
    letter(
        "NT-38",
        "case",
        "ask-consent@Gus Manager",
        "May we be there when you meet?",
        "Monday 20 April 2026",
        "only if everybody on both sides agrees",
        "by Wednesday 1 April 2026",
        rules=("DI-07",),
    ),
    letter(
        "NT-38",
        "case",
        "basis-of-visit@Cara Carer",
        "The basis of the visit",
        "Monday 20 April 2026",
        "only if everybody on both sides has agreed",
        rules=("DI-08",),
        basis="to hear each other, nothing is decided",
    ),
    letter(
        "NT-39",
        "case",
        "permission-letter@Sam Supported",
        "May we share this?",
        "the diary of May",
        "Gus Manager",
        "We do not do so without your permission",
        rules=("DI-10",),
    ),
    letter(
        "NT-39",
        "case",
        "tell-sharing@Cara Carer",
        "We have shared something that concerns you",
        "the bruise that she told of",
        "Ivy Advocate",
        "The safety of a child or an adult needed it",
        rules=("DI-10",),
    ),
    letter(
        "NT-40",
        "case",
        "help-letter",
        "Dear Gus Manager,",
        "Let us have your reply by Wednesday 15 April 2026",
        rules=("DI-15",),
        **{name: LETTER[name] for name in ("problem", "evidence", "wished", "signed_by", "whom")},
        reply_on="2026-04-15",
    ),
    letter(
        "NT-41",
        "case",
        "signpost",
        "Others who can help you",
        rules=("DI-11",),
        whom=("Cara Carer",),
        services="the carers' group in the town",
    ),
    letter(
        "NT-41",
        "case",
        "signpost-formal",
        "we cannot represent one person alone",
        CONTACTS["legal helpline"],
        CONTACTS["membership body"],
        rules=("DI-03", "DI-11"),
        whom=("Cara Carer",),
        services="a solicitor",
        signpost_for="deapproval",
    ),
    letter(
        "NT-41",
        "case",
        "tell-bound@Gus Manager",
        "What was agreed",
        "one visit in each month",
        "a call on the first Monday",
        "Mina asks both in September",
        "It binds those who agreed to it. For the others we go on looking for a way.",
        rules=("E-17",),
    ),
    letter(
        "NT-41",
        "agreed",
        "tell-end@Colin Carer",
        "What was agreed",
        "one visit in each month",
        "a call on the first Monday",
        "Mina asks both in September",
        rules=("DI-09",),
    ),
    letter(
        "NT-41",
        "no agreement",
        "tell-end@Gus Manager",
        "No agreement was found",
        "they found none",
        "customer care or the helpline",
        rules=("DI-09", "RD-28"),
    ),
    letter(
        "NT-41",
        "withdrawn",
        "tell-end@Gus Manager",
        "The matter was withdrawn",
        "it is not pursued further",
        rules=("DI-09",),
    ),
]


def words(view: NoticeView) -> str:
    return " ".join(plain_text(view.text).split())


def procedure() -> Procedure:
    return read(read_text("procedures", "dispute.toml"), "dispute.toml", read_text("actions.toml"))


def typed(value: Value) -> list[str]:
    return list(value) if isinstance(value, tuple) else [value]


@pytest.mark.parametrize("each", LETTERS)
def test_a_letter_with_all_its_facts_holds_what_its_notice_must_say(office: Office, each: Letter) -> None:
    view = office.notice(each.case, each.act, each.facts)
    assert view.notice == each.notice
    text = words(view)
    assert GAP_WORDS not in text
    assert all(tick.present for tick in view.ticks if tick.required)
    assert [tick.name for tick in view.ticks if tick.required] != []
    for said in each.said:
        assert said in text
    for name, value in each.facts.items():
        if name not in ("reply_on", "signpost_for"):
            assert all(one in text for one in typed(value)), name


@pytest.mark.parametrize("each", [one for one in LETTERS if one.values[0].facts])
def test_what_is_missing_shows_as_a_gap_is_ticked_as_missing_and_does_not_leave(office: Office, each: Letter) -> None:
    needed = [name for name in each.facts if name not in ("reply_on", "signpost_for", "whom")]
    contents = {need: content.id for content in act_of(each).must for need in content.needs}
    for name in needed:
        values = {key: value for key, value in each.facts.items() if key != name}
        view = office.notice(each.case, each.act, values)
        label = procedure().fields[name].label
        assert f"[[ {label}: {GAP_WORDS} ]]" in words(view), name
        if name in contents:
            tick = next(one for one in view.ticks if one.id == contents[name])
            assert (tick.present, tick.required, tick.field) == (False, True, name)
        with pytest.raises(Refused) as refused:
            office.record(each.case, each.act, {**values, "method": "email"})
        assert name in {problem.field for problem in refused.value.problems}


def act_of(each: Letter) -> Any:
    return procedure().by_id[each.act.partition("@")[0]].notice


@pytest.mark.rule("NT-37", "NT-38", "NT-39", "NT-40", "NT-41")
def test_every_letter_of_the_procedure_is_proved_above() -> None:
    proved = {one.values[0].act.partition("@")[0] for one in LETTERS}
    assert proved == {act.id for act in procedure().acts if act.notice is not None and act.notice.id.startswith("NT-")}


@pytest.mark.rule("NT-41", "DI-09")
@pytest.mark.parametrize(
    ("case", "lost"),
    [("agreed", "how-ended"), ("agreed", "communication"), ("agreed", "follow-up"), ("no agreement", "ways-on")],
)
def test_a_letter_of_ones_own_on_how_it_ended_is_held_back_until_it_says_all(
    office: Office, case: str, lost: str
) -> None:
    step = "tell-end@Cara Carer"
    must = [tick.id for tick in office.notice(case, step).ticks if tick.required]
    assert lost in must
    request = Record(
        office.refs[case],
        office.step(step),
        {"method": "email"},
        by=MINA,
        letter="In our own words.",
        has=tuple(each for each in must if each != lost),
    )
    with pytest.raises(Refused) as refused:
        casework.record(office.desk, request)
    assert [problem.content for problem in refused.value.problems] == [lost]


@pytest.mark.rule("NT-37", "DI-05")
def test_the_steps_of_a_later_round_stand_in_the_next_e_mail(tmp_path: Path) -> None:
    made = dispute(None, at(new_desk(tmp_path, office="membership-body"), FIRST_DAY, MINA), "case")
    made.record("case", "confirm-steps", method="email")
    made.record("case", "more-steps", steps=("ask the finance office | Gus Manager | 2026-05-04",))
    assert "ask the finance office (Gus Manager), by Monday 4 May 2026" in words(made.notice("case", "confirm-steps.2"))


@pytest.mark.rule("NT-37", "RD-43")
def test_the_e_mail_has_its_subject_and_no_letterhead_of_the_post(office: Office) -> None:
    lines = plain_text(office.notice("case", "confirm-steps").text).splitlines()
    assert any(line.startswith("Subject: The next steps that we agreed (DI-") for line in lines)
    assert "With kind regards," in lines
    assert "Yours sincerely," not in lines


@pytest.mark.rule("NT-38", "DI-07", "DI-08")
def test_without_the_mediator_the_letter_on_the_basis_says_so(tmp_path: Path) -> None:
    made = dispute(None, at(new_desk(tmp_path, office="membership-body"), FIRST_DAY, MINA), "case")
    made.record("case", "plan-meeting", meeting_on="2026-04-20", we_attend="no", basis="they meet by themselves")
    text = words(made.notice("case", "basis-of-visit@Colin Carer"))
    assert "You meet without us." in text
    assert "We come as mediators" not in text
    assert "they meet by themselves" in text


@pytest.mark.rule("NT-38", "DI-02")
def test_everybody_reads_the_same_words_on_the_basis(office: Office) -> None:
    texts = []
    for name in ("Cara Carer", "Colin Carer", "Gus Manager"):
        view = office.notice("case", f"basis-of-visit@{name}", {"basis": "to hear each other"})
        assert view.to == (name,)
        texts.append(words(view).replace(name, "NAME"))
    assert len(set(texts)) == 1


@pytest.mark.rule("NT-40")
def test_a_helped_letter_is_the_partys_own(office: Office) -> None:
    text = plain_text(office.notice("case", "help-letter", LETTER).text)
    for ours in ("Mina Mediator", "mediator", "Our reference", "DI-0001"):
        assert ours not in text
    assert text.rstrip().splitlines()[-2:] == ["Cara Carer", "Colin Carer"]


@pytest.mark.rule("NT-40")
def test_a_helped_letter_without_a_day_for_the_reply_does_not_speak_of_one(office: Office) -> None:
    view = office.notice("case", "help-letter", {name: value for name, value in LETTER.items() if name != "reply_on"})
    assert "reply by" not in words(view)
    assert GAP_WORDS not in words(view)


@pytest.mark.rule("NT-41", "DI-03")
def test_the_helpline_and_the_cover_stand_where_they_belong(office: Office) -> None:
    values: dict[str, Value] = {"whom": ("Cara Carer",), "services": "a service"}
    for reason, helpline, cover in (
        ("information or support", False, False),
        ("a formal complaint", False, False),
        ("deapproval", True, True),
        ("a criminal charge", True, True),
        ("another formal or legal matter", True, False),
    ):
        text = words(office.notice("case", "signpost", {**values, "signpost_for": reason}))
        assert (CONTACTS["legal helpline"] in text) == helpline, reason
        assert (CONTACTS["membership body"] in text) == cover, reason
        assert ("cannot represent one person alone" in text) == (reason in FORMAL), reason


@pytest.mark.rule("DI-02", "DI-09")
def test_no_letter_and_no_field_says_who_was_right(office: Office) -> None:
    told = re.compile(r"\b(won|winner|lost|loser|guilty|blame|fault|upheld|in favour|rightly|wrongly)\b", re.IGNORECASE)
    for one in LETTERS:
        each = one.values[0]
        assert not told.search(words(office.notice(each.case, each.act, each.facts))), each.act
    for field in procedure().fields.values():
        assert not told.search(" ".join((field.label, field.help, *field.choices))), field.id


# -- what belongs to one side -----------------------------------------------------------------------------------


SECRETS = ("she is afraid of the manager", "he would give way on the dates", "they are closer than they think")


def told_in_private(folder: Path, **changes: Value) -> Office:
    """A dispute in which each side, and the mediator, have said something that is not for the others."""
    made = dispute(None, at(new_desk(folder, office="membership-body"), FIRST_DAY, MINA), "case", **changes)
    first, second, own = SECRETS
    made.record("case", "contact", said=first, side="first side")
    made.record("case", "contact", said=second, side="second side")
    made.record("case", "note", text=own, side="private")
    made.record("case", "positions", positions=first, side="first side")
    return made


@pytest.mark.rule("DI-16", "NT-37", "NT-38", "NT-41")
def test_no_letter_to_anybody_holds_what_was_told_in_private(tmp_path: Path) -> None:
    made = told_in_private(tmp_path)
    made.record("case", "plan-meeting", meeting_on="2026-04-20", we_attend="yes", basis="to hear both")
    made.record("case", "withdraw", wish=SECRETS[0], result="it is not pursued further")
    for name in ("Cara Carer", "Colin Carer", "Gus Manager"):
        text = words(made.notice("case", f"tell-end@{name}"))
        assert "it is not pursued further" in text
        assert not [secret for secret in SECRETS if secret in text]


@pytest.mark.rule("DI-16", "NT-40")
def test_help_that_one_side_asked_for_in_private_does_not_fill_the_letter_to_the_other(tmp_path: Path) -> None:
    made = told_in_private(tmp_path)
    made.record(
        "case",
        "help-asked",
        asked_by=("Cara Carer",),
        help_kind="a letter or e-mail",
        help_given=SECRETS[0],
        offered_to_other="no",
        reply_on="2026-04-30",
        side="first side",
    )
    values = {name: value for name, value in LETTER.items() if name != "reply_on"}
    to_the_other = words(made.notice("case", "help-letter", values))
    assert "30 April 2026" not in to_the_other
    assert SECRETS[0] not in to_the_other
    to_their_own = words(made.notice("case", "help-letter", {**values, "whom": ("Colin Carer",)}))
    assert "reply by" not in to_their_own or "30 April 2026" in to_their_own


@pytest.mark.rule("DI-16", "E-17", "RD-48")
def test_a_name_that_is_withheld_stands_in_no_letter_to_the_other_side(tmp_path: Path) -> None:
    made = told_in_private(tmp_path, names_withheld=("Colin Carer",))
    made.record("case", "more-steps", steps=("Colin Carer collects slips | Gus Manager | 2026-05-04",))
    made.record("case", "plan-meeting", meeting_on="2026-04-20", we_attend="yes", basis="Colin Carer asked for it")
    made.record(
        "case",
        "help-asked",
        asked_by=("Colin Carer",),
        help_kind="a letter or e-mail",
        help_given="x",
        offered_to_other="no",
    )
    for view in (
        made.notice("case", "confirm-steps", {"to": ("Gus Manager",)}),
        made.notice("case", "basis-of-visit@Gus Manager"),
        made.notice("case", "help-letter", LETTER),
    ):
        assert "Colin Carer" not in words(view)
        assert "a member of the group" in words(view)
    assert "Colin Carer" in words(made.notice("case", "basis-of-visit@Colin Carer"))


@pytest.mark.rule("DI-16", "RD-48")
def test_somebody_can_ask_later_that_their_name_is_not_told(tmp_path: Path) -> None:
    made = told_in_private(tmp_path)
    made.record("case", "plan-meeting", meeting_on="2026-04-20", we_attend="yes", basis="Colin Carer asked for it")
    assert "Colin Carer" in words(made.notice("case", "basis-of-visit@Gus Manager"))
    made.record("case", "withhold-name", names_withheld=("Colin Carer",))
    assert "Colin Carer" not in words(made.notice("case", "basis-of-visit@Gus Manager"))


@pytest.mark.rule("DI-16", "E-17", "RD-48")
def test_somebody_who_joins_can_do_so_without_their_name_being_told(tmp_path: Path) -> None:
    made = told_in_private(tmp_path)
    made.record("case", "withhold-name", names_withheld=("Tom Cole",))
    made.record("case", "party", people_added=("Tom Cole",), taking_part="first side")
    made.record("case", "plan-meeting", meeting_on="2026-04-20", we_attend="yes", basis="Tom Cole asked for it")
    assert "Tom Cole" not in words(made.notice("case", "basis-of-visit@Gus Manager"))
    assert "Tom Cole" in words(made.notice("case", "basis-of-visit@Tom Cole"))
    assert reading.case_view(made.desk, made.refs["case"]).status == "open"


@pytest.mark.rule("NT-38", "RD-26")
def test_a_letter_leaves_as_it_was_previewed(tmp_path: Path) -> None:
    made = dispute(None, at(new_desk(tmp_path, office="membership-body"), date(2026, 3, 2), MINA), "case")
    made.record("case", "plan-meeting", meeting_on="2026-04-20", we_attend="yes", basis="to hear both")
    view = made.notice("case", "basis-of-visit@Gus Manager")
    made.record("case", "basis-of-visit@Gus Manager", method="email")
    assert reading.case_view(made.desk, made.refs["case"]).entries[-1].letter == view.text
