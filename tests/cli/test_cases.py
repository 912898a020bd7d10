"""case open, show, steps, why, record, correct, attach, list, fields; find."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest

STEP_KEYS = {
    *("step", "instance", "name", "rules", "stage", "who", "side", "force", "due", "act_by", "state", "gates"),
    *("until", "fields", "notice", "kind", "days_late", "prefilled", "remarks"),
}
SHOW_KEYS = {
    *("ref", "kind", "type", "stage", "status", "owner", "procedure", "parties", "entries", "limits", "warnings"),
    *("links", "title", "owner_id", "procedure_note", "opened_on", "closed_on", "dispose_after", "version"),
    *("attachments", "lines", "privacy_note", "affected", "ledger", "sign_offs", "waits"),
}
ENTRY_KEYS = {
    *("id", "step", "instance", "done_on", "recorded_at", "done_by", "recorded_by", "struck", "outside"),
    *("incomplete", "values", "name", "confidential", "letter", "written_elsewhere", "signed_off_by", "not_signed_off"),
    *("struck_reason", "struck_by", "struck_on", "replaced_by"),
}
LIMIT_KEYS = {
    *("instance", "step", "stage", "due", "act_by", "force", "side", "state", "days_late", "ended", "how", "rules"),
    *("name", "opened", "until", "late", "due_before"),
}


def test_opening_a_case_answers_with_what_it_opened(office: Any) -> None:
    words = ("--set", "type=concern", "--set", "complainant=Mrs Hill", "--set", "about=the service")
    told = office.done("case", "open", "complaint", *words, "--set", "account=Cold soup", "--json")
    assert set(told.data) == {"ref", "entry", "version", "opened", "ended", "closed", "warnings"}
    assert (told.data["ref"], told.data["entry"]) == ("CO-0001", 1)
    assert "tell-management" in told.data["opened"]
    assert {"rule", "instance", "words"} == set(told.data["warnings"][0])
    text = office.done("case", "open", "complaint", *words, "--set", "account=Cold again", "--on", "27/2").lines
    assert text[0] == "CO-0002 opened, received on Fri 27 Feb 2026."
    assert any(line.startswith("Opened: ") for line in text)


def test_a_repeated_field_holds_several_values(office: Any) -> None:
    ref = office.complaint("--set", "complainant=Mr Ned Hill", "--set", "points=One", "--set", "points=Two")
    parties = office.done("case", "show", ref, "--json").data["parties"]
    assert set(parties[0]) == {"person", "name", "part", "role"}
    raised = {each["name"] for each in parties if each["part"] == "complainant"}
    assert raised == {"Mrs Grace Hill", "Mr Ned Hill"}
    (entry,) = office.done("case", "show", ref, "--json").data["entries"]
    assert entry["values"]["points"] == ["One", "Two"]


def test_every_reason_of_a_refusal_is_told(office: Any) -> None:
    words = ("case", "open", "complaint", "--set", "typ=concern", "--set", "event_on=soon")
    told = office(*words, "--json")
    assert told.status == 1
    assert told.err == ""
    assert set(told.data) == {"refused"}
    assert {"typ", "type", "about", "account", "event_on"} <= {each["field"] for each in told.data["refused"]}
    assert all(set(each) == {"field", "rule", "words"} for each in told.data["refused"])
    plain = office(*words)
    assert (plain.status, plain.out) == (1, "")
    assert len(plain.err.splitlines()) == len(told.data["refused"])
    assert office.done("today", "--json").data == []


def test_an_unknown_kind_is_refused_with_those_that_there_are(office: Any) -> None:
    for words in (("case", "open", "quarrel"), ("case", "open", "quarrel", "--fields"), ("case", "fields", "quarrel")):
        told = office(*words, "--json")
        assert told.status == 1
        assert "complaint" in told.data["refused"][0]["words"]


def test_what_is_asked_for_is_shown_before(office: Any) -> None:
    fields = {each["name"]: each for each in office.done("case", "open", "complaint", "--fields", "--json").data}
    assert {"name", "kind", "required", "choices", "confidential"} <= set(fields["type"])
    assert (fields["type"]["kind"], fields["type"]["required"]) == ("choice", True)
    assert "concern" in fields["type"]["choices"]
    assert fields["account"]["confidential"] is True
    assert office.done("case", "fields", "complaint", "--json").data == [*fields.values()]
    assert any("asks account:" in line for line in office.done("case", "fields", "complaint").lines)
    ref = office.complaint()
    asked = office.done("case", "fields", ref, "acknowledge", "--json").data
    assert {"handler", "method", "to"} <= {each["name"] for each in asked}
    told = office("case", "fields", ref, "fly")
    assert told.status == 1
    assert "acknowledge" in told.err


def test_the_text_of_a_file_is_taken_in(office: Any, tmp_path: Path) -> None:
    told_in = tmp_path / "account.txt"
    told_in.write_text("\ufeffShe said:\n£5 is gone — again.\n", encoding="utf-8")
    ref = office.complaint(account=f"@{told_in}")
    (entry,) = office.done("case", "show", ref, "--json").data["entries"]
    assert entry["values"]["account"] == "She said:\n£5 is gone — again."


def test_an_old_file_is_read_as_latin_1_with_a_word_about_it(office: Any, tmp_path: Path) -> None:
    old = tmp_path / "old.txt"
    old.write_bytes("Over £5, café".encode("latin-1"))
    words = ("--set", "type=concern", "--set", "complainant=Mrs Hill", "--set", "about=the service")
    told = office("case", "open", "complaint", *words, "--set", f"account=@{old}", "--json")
    assert told.status == 0
    assert "Latin-1" in told.err
    (entry,) = office.done("case", "show", told.data["ref"], "--json").data["entries"]
    assert entry["values"]["account"] == "Over £5, café"


def test_two_at_signs_stand_for_one(office: Any) -> None:
    ref = office.complaint(account="@@home is where it happened")
    (entry,) = office.done("case", "show", ref, "--json").data["entries"]
    assert entry["values"]["account"] == "@home is where it happened"


def test_a_file_that_cannot_be_read_is_status_3_and_nothing_is_written(office: Any, tmp_path: Path) -> None:
    for place in (tmp_path / "nowhere.txt", tmp_path):
        told = office("case", "open", "complaint", "--set", f"account=@{place}")
        assert (told.status, told.out) == (3, "")
        assert str(place) in told.err
    assert office("case", "open", "complaint", "--set", "account=@").status == 2


def test_a_text_that_cannot_be_kept_whole_is_refused(office: Any, tmp_path: Path) -> None:
    long = tmp_path / "long.txt"
    long.write_text("a" * 100_001)
    told = office("case", "open", "complaint", "--set", f"account=@{long}", "--json")
    assert told.status == 1
    assert told.data["refused"][0]["field"] == "account"
    assert "100,001" in told.data["refused"][0]["words"]


@pytest.mark.rule("CC-20")
def test_a_case_is_shown_whole(office: Any, acknowledged: tuple[str, ...]) -> None:
    ref = office.complaint()
    office.done("case", "record", ref, "acknowledge", "--on", "2026-03-04", *acknowledged, today="2026-03-06")
    case = office.done("case", "show", ref, "--json", today="2026-03-09").data
    assert set(case) == SHOW_KEYS
    assert (case["ref"], case["kind"], case["type"]) == (ref, "complaint", "informal complaint")
    assert (case["stage"], case["status"], case["owner"]) == ("local", "open", "Olu Officer")
    assert case["procedure"].startswith("complaint 20")
    opened, acknowledge = case["entries"]
    assert set(opened) == set(acknowledge) == ENTRY_KEYS
    assert (acknowledge["id"], acknowledge["step"], acknowledge["done_on"]) == (2, "acknowledge", "2026-03-04")
    assert (acknowledge["done_by"], acknowledge["recorded_by"]) == ("Mo Manager", "Ada Admin")
    assert acknowledge["recorded_at"].startswith("2026-03-06T")
    assert (acknowledge["struck"], acknowledge["outside"], acknowledge["incomplete"]) == (False, "", [])
    assert acknowledge["values"]["to"] == ["Mrs Grace Hill"]
    assert "Mo Manager" in acknowledge["letter"]
    limits = {each["instance"]: each for each in case["limits"]}
    assert all(set(each) == LIMIT_KEYS for each in case["limits"])
    assert (limits["acknowledge"]["ended"], limits["acknowledge"]["how"]) == ("2026-03-04", "met")
    assert (limits["contact"]["state"], limits["contact"]["days_late"]) == ("overdue", 4)
    assert limits["respond"]["force"] == "aim"
    assert all(set(each) == {"rule", "instance", "words"} for each in case["warnings"])


@pytest.mark.rule("DY-07", "RD-30")
def test_the_text_of_a_case_names_both_days_and_the_unit_of_a_limit(office: Any, acknowledged: tuple[str, ...]) -> None:
    ref = office.complaint()
    told = office.done("case", "record", ref, "acknowledge", "--on", "2026-03-04", *acknowledged, today="2026-03-06")
    assert any("(DY-07)" in line for line in told.lines)
    lines = office.done("case", "show", ref, today="2026-03-09").lines
    assert f"{ref} Complaint: Mrs Grace Hill" in lines
    both_days = "by Mo Manager, recorded on Fri 6 Mar 2026 by Ada Admin"
    assert f"2. Wed 4 Mar 2026: Acknowledge in writing [acknowledge], {both_days}" in lines
    (contact,) = [line for line in lines if "[contact]" in line]
    assert contact.startswith("overdue: ")
    assert "4 days late, Thu 5 Mar, that is 2 working days, an aim" in contact
    assert "   Last day of what it is about: Fri 20 Feb 2026" in lines
    assert "   | Dear Mrs Grace Hill," in lines
    assert any(line.startswith("Acknowledge in writing [acknowledge]: met on Wed 4 Mar 2026") for line in lines)


@pytest.mark.rule("CC-20")
def test_all_cases_are_listed_with_what_became_of_them(office: Any) -> None:
    first, second = office.complaint(), office.complaint()
    office.done("case", "record", second, "withdraw", "--set", "wish=It is settled", "--by", "Mo Manager")
    rows = {each["ref"]: each for each in office.done("case", "list", "--json").data}
    assert (rows[first]["status"], rows[first]["closed_on"]) == ("open", None)
    assert (rows[second]["status"], rows[second]["closed_on"]) == ("closed", "2026-03-02")
    assert rows[first]["opened_on"] == "2026-03-02"
    assert [each["ref"] for each in office.done("case", "list", "--closed", "--json").data] == [second]
    assert [each["ref"] for each in office.done("case", "list", "--open", "--json").data] == [first]
    assert office.done("case", "list", "--kind", "dispute", "--json").data == []
    words = f"{second} Mrs Grace Hill: informal complaint, received on Mon 2 Mar 2026, closed on Mon 2 Mar 2026"
    assert any(line.startswith(words) for line in office.done("case", "list").lines)
    assert "Hill" not in office.done("case", "list", "--no-names").out


def test_the_list_is_narrowed_as_on_the_screen_and_goes_on_after_a_case(office: Any) -> None:
    refs = [office.complaint() for _ in range(3)]
    office.done("case", "record", refs[0], "owner", "--set", "owner=Mo Manager")

    def listed(*more: str) -> list[str]:
        return [each["ref"] for each in office.done("case", "list", *more, "--json").data]

    assert listed() == refs[::-1]
    assert listed("--size", "2") == refs[:0:-1]
    assert listed("--size", "2", "--after", refs[1].lower()) == refs[:1]
    assert listed("--owner", "Mo Manager") == refs[:1]
    assert listed("--unowned") == []
    assert listed("--words", "grace hill", "--stage", "local", "--state", "soon") == refs[::-1]
    assert listed("--words", "somebody else") == []
    assert listed("--opened-from", "2026-03-03") == []
    assert listed("--opened-to", "2 mar 2026", "--closed-from", "2026-01-01") == []
    row = office.done("case", "list", "--size", "1", "--json").data[0]
    assert (row["state"], row["step"] != "", row["owner"]) == ("soon", True, "Olu Officer")
    plain = office.done("case", "list", "--no-names", "--json").data
    assert {(each["owner"], each["subject"]) for each in plain} == {("", "")}
    assert "Grace" not in office.done("case", "list", "--no-names").out
    assert "CO-9999 is not in this list" in office("case", "list", "--after", "CO-9999").err
    assert office("case", "list", "--kind", "no such kind").status == 1
    assert office("case", "list", "--mine", "--unowned").status == 2


@pytest.mark.rule("CC-10")
def test_a_closed_case_says_when_its_record_comes_up_for_disposal(office: Any) -> None:
    ref = office.complaint()
    office.done("case", "record", ref, "withdraw", "--set", "wish=It is settled", "--by", "Mo Manager")
    case = office.done("case", "show", ref, "--json").data
    assert (case["status"], case["dispose_after"]) == ("closed", "2029-03-02")
    assert "Fri 2 Mar 2029 (CC-10)" in office.done("case", "show", ref).out


def test_the_steps_are_listed_with_dates_gates_fields_and_ticks(office: Any) -> None:
    ref = office.complaint()
    steps = office.done("case", "steps", ref, "--json", today="2026-03-09").data
    assert all(set(each) == STEP_KEYS for each in steps)
    by_name = {each["instance"]: each for each in steps}
    first = by_name["acknowledge"]
    assert (first["kind"], first["stage"], first["side"], first["force"]) == ("step", "local", "ours", "must")
    assert (first["due"], first["act_by"], first["state"]) == ("2026-03-04", "2026-03-04", "overdue")
    assert first["who"] == ["management team"]
    assert "CC-05" in first["rules"]
    assert {"name", "kind", "required", "choices", "confidential"} <= set(first["fields"][0])
    ticks = {each["id"]: each for each in first["notice"]["must"]}
    assert {"id", "name", "present"} <= set(ticks["handler"])
    assert (ticks["received"]["present"], ticks["handler"]["present"]) == (True, False)
    told_carer = by_name["tell-carer@P-6"]
    assert "safeguarding" in told_carer["gates"][0]
    assert by_name["safeguarding-question"]["notice"] is None
    actions = {each["step"] for each in steps if each["kind"] == "action"}
    assert {"note", "withdraw", "owner"} <= actions
    assert [each["kind"] for each in steps] == sorted([each["kind"] for each in steps], reverse=True)


def test_the_text_of_the_steps_reads_from_top_to_bottom(office: Any) -> None:
    ref = office.complaint()
    lines = office.done("case", "steps", ref, today="2026-03-09").lines
    place = lines.index("Acknowledge in writing [acknowledge]")
    assert lines[place + 1] == "  overdue: 5 days late, Wed 4 Mar"
    assert lines[place + 2] == "  ours to do; management team"
    assert any(line.startswith("  lacks: who deals with it [handler].") for line in lines[place:])
    assert any(line.startswith("  holds: that we have received it") for line in lines[place:])
    assert any(line.startswith("  first: ") for line in lines)
    assert any(line.startswith("ACTIONS THAT ARE POSSIBLE NOW (") for line in lines)


@pytest.mark.rule("DY-06")
def test_a_date_explains_itself(office: Any) -> None:
    ref = office.complaint()
    why = office.done("case", "why", ref, "acknowledge", "--json").data
    assert any("Mon 2 Mar 2026 + 2 working days = Wed 4 Mar 2026" in each for each in why["sentences"])
    rule = next(each for each in why["rules"] if each["id"] == "CC-05")
    assert set(rule) == {"id", "title", "words", "source"}
    assert "section" in rule["source"]
    late = office.done("case", "why", ref, "respond", "--json").data
    assert {"date", "why"} == set(late["passed_over"][0])
    lines = office.done("case", "why", ref, "acknowledge").lines
    assert lines[0] == "Acknowledge in writing"
    assert any(line.startswith("CC-05 ") for line in lines)
    missing = office("case", "why", ref, "fly", "--json")
    assert (missing.status, missing.data["refused"][0]["rule"]) == (1, "")


def test_recording_answers_with_what_opened_and_ended(office: Any, acknowledged: tuple[str, ...]) -> None:
    ref = office.complaint()
    told = office.done("case", "record", ref, "acknowledge", *acknowledged, "--json", today="2026-03-04")
    assert set(told.data) == {"ref", "entry", "version", "opened", "ended", "closed", "warnings"}
    assert (told.data["ref"], told.data["entry"], told.data["ended"]) == (ref, 2, ["acknowledge"])
    assert told.data["version"] > 1


def test_a_case_that_somebody_changed_meanwhile_is_refused(office: Any, acknowledged: tuple[str, ...]) -> None:
    ref = office.complaint()
    seen = str(office.done("case", "show", ref, "--json").data["version"])
    office.done("case", "record", ref, "note", "--set", "text=She rang again")
    words = ("case", "record", ref, "acknowledge", *acknowledged, "--if-version", seen, "--json")
    told = office(*words)
    assert told.status == 1
    assert "changed by somebody else" in told.data["refused"][0]["words"]
    corrected = office("case", "correct", ref, "1", "--reason", "x", "--on", "today", "--if-version", seen)
    assert corrected.status == 1
    now = str(office.done("case", "show", ref, "--json").data["version"])
    office.done(*words[:-3], "--if-version", now)


def test_the_same_request_sent_twice_is_recorded_once(office: Any) -> None:
    ref = office.complaint("--request-id", "abc-1")
    assert office.complaint("--request-id", "abc-1") == ref
    words = ("case", "record", ref, "note", "--set", "text=She rang", "--request-id", "abc-2", "--json")
    first, second = office.done(*words).data, office.done(*words).data
    assert (first["ref"], first["entry"]) == (second["ref"], second["entry"])
    assert len(office.done("case", "show", ref, "--json").data["entries"]) == 2


@pytest.mark.rule("DY-07")
def test_what_has_not_come_yet_is_refused(office: Any, acknowledged: tuple[str, ...]) -> None:
    ref = office.complaint()
    told = office("case", "record", ref, "acknowledge", "--on", "tomorrow", *acknowledged, "--json")
    assert told.status == 1
    assert (told.data["refused"][0]["field"], told.data["refused"][0]["rule"]) == ("on", "DY-07")
    outside = office("case", "record", ref, "acknowledge", "--on", "1999-01-01", "--json")
    assert (outside.status, outside.data["refused"][0]["field"]) == (1, "on")
    assert office("case", "record", ref, "acknowledge", "--on", "some day").status == 2


def test_a_gate_refuses_by_its_rule(office: Any) -> None:
    ref = office.complaint()
    told = office("case", "record", ref, "tell-carer@Cara Carer", "--set", "method=post", "--json")
    assert told.status == 1
    assert "CC-26" in {each["rule"] for each in told.data["refused"]}


def test_a_step_of_somebody_is_named_by_number_or_name(office: Any) -> None:
    words = ("--set", "method=post", "--set", "nature=Shouting", "--set", "chance=By Friday")
    more = ("--set", "independent_support=The helpline", "--by", "Mo Manager")
    for name in ("tell-carer@Cara Carer", "tell-carer@P-6"):
        ref = office.complaint()
        office.done("case", "record", ref, "safeguarding-question", "--set", "safeguarding_applies=no")
        assert "nature" in {each["name"] for each in office.done("case", "fields", ref, name, "--json").data}
        told = office.done("case", "record", ref, name, *words, *more, "--json")
        assert told.data["ended"] == ["tell-carer@P-6"]


@pytest.mark.rule("NT-04")
def test_an_incomplete_letter_is_refused_and_can_be_recorded_for_what_it_was(office: Any) -> None:
    ref = office.complaint()
    words = ("case", "record", ref, "acknowledge", "--set", "handler=Mo", "--set", "method=post", "--by", "Mo Manager")
    told = office(*words, "--json")
    assert told.status == 1
    assert {"support", "timescales"} == {each["field"] for each in told.data["refused"]}
    assert {each["rule"] for each in told.data["refused"]} == {"NT-04"}
    sent = office.done(*words, "--sent-incomplete", "--json")
    assert sent.data["ended"] == []
    case = office.done("case", "show", ref, "--json").data
    assert sorted(case["entries"][1]["incomplete"]) == ["support", "timescales"]
    text = office.done("case", "show", ref).out
    assert "the letter left incomplete; it lacked: " in text


def test_a_letter_written_elsewhere_is_kept_as_it_is(office: Any, tmp_path: Path) -> None:
    ref = office.complaint()
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear Mrs Hill,\n\n*we have* it. # 1\n")
    words = (
        "case",
        "record",
        ref,
        "acknowledge",
        "--letter",
        f"@{letter}",
        "--set",
        "method=post",
        "--by",
        "Mo Manager",
    )
    has = [word for each in ("received", "handler", "support", "timescales") for word in ("--has", each)]
    told = office(*words, *has[:-2], "--json")
    assert [each["field"] for each in told.data["refused"]] == ["timescales"]
    office.done(*words, *has)
    entry = office.done("case", "show", ref, "--json").data["entries"][1]
    assert entry["written_elsewhere"] is True
    assert entry["letter"] == "Dear Mrs Hill,\n\n*we have* it. # 1\n"
    assert "   | *we have* it. # 1" in office.done("case", "show", ref).lines


@pytest.mark.rule("DY-08")
def test_a_correction_shows_what_moves_before_it_is_made(office: Any) -> None:
    ref = office.complaint()
    words = ("case", "correct", ref, "1", "--reason", "It came the day before", "--on", "2026-02-27", "--json")
    preview = office.done(*words, "--preview").data
    told = {"moved", "opened", "ended", "stage", "status", "outside", "holders", "warnings"}
    assert set(preview) == {"ref", "entry", "version", "preview", *told}
    moved = {each["instance"]: each for each in preview["moved"]}
    assert moved["acknowledge"] == {
        "ref": ref,
        "instance": "acknowledge",
        "from": "2026-03-04",
        "to": "2026-03-03",
        "held_by": "",
    }
    assert (preview["preview"], preview["outside"]) == (True, [])
    assert len(office.done("case", "show", ref, "--json").data["entries"]) == 1
    done = office.done(*words).data
    assert (done["moved"], done["preview"], done["entry"]) == (preview["moved"], False, 2)
    entries = office.done("case", "show", ref, "--json").data["entries"]
    assert [(each["id"], each["struck"]) for each in entries] == [(1, True), (2, False)]
    lines = office.done("case", "show", ref).lines
    assert any(line.startswith("   struck on ") and line.endswith("entry 2 took its place") for line in lines)


def test_a_correction_tells_what_falls_outside(office: Any, acknowledged: tuple[str, ...]) -> None:
    ref = office.complaint()
    office.done("case", "record", ref, "acknowledge", *acknowledged, today="2026-03-03")
    words = ("case", "correct", ref, "1", "--reason", "It came later", "--on", "2026-03-04")
    told = office.done(*words, "--json", today="2026-03-05")
    assert told.data["outside"] == [2]
    case = office.done("case", "show", ref, "--json", today="2026-03-05").data
    assert [bool(each["outside"]) for each in case["entries"] if each["id"] == 2] == [True]
    assert any("outside the procedure" in line for line in office.done("case", "show", ref).lines)


@pytest.mark.rule("DY-08")
def test_a_strike_tells_what_is_to_be_done_again(office: Any, acknowledged: tuple[str, ...]) -> None:
    ref = office.complaint()
    office.done("case", "record", ref, "acknowledge", *acknowledged, today="2026-03-03")
    words = ("case", "correct", ref, "2", "--reason", "It never left")
    preview = office.done(*words, "--preview", "--json", today="2026-03-05").data
    assert preview["opened"] == [{"instance": "acknowledge", "name": "Acknowledge in writing", "due": "2026-03-04"}]
    assert (preview["stage"], preview["status"], preview["moved"]) == ("", "", [])
    lines = office.done(*words, today="2026-03-05").lines
    assert "To be done: Acknowledge in writing [acknowledge], Wed 4 Mar 2026." in lines


@pytest.mark.rule("DY-08")
def test_striking_what_closed_a_case_tells_that_it_is_open_again(office: Any) -> None:
    ref = office.complaint()
    office.done("case", "record", ref, "withdraw", "--set", "wish=No more of it", today="2026-03-03")
    case = office.done("case", "show", ref, "--json", today="2026-03-03").data
    assert case["status"] == "closed"
    lines = office.done("case", "correct", ref, "2", "--reason", "It was another", today="2026-03-03").lines
    assert "The case is open again." in lines
    assert any(line.startswith("No longer to be done: ") for line in lines)


def test_corrections_are_refused_with_their_reason(office: Any) -> None:
    ref = office.complaint()
    for words, field in ((("9",), "entry"), (("1",), "entry"), (("1", "--set", "serious=perhaps"), "serious")):
        told = office("case", "correct", ref, *words, "--reason", "wrong", "--json")
        assert (told.status, told.data["refused"][0]["field"]) == (1, field)
    assert office("case", "correct", ref, "1", "--reason", " ", "--on", "today", "--json").status == 1
    assert office("case", "correct", ref, "1", "--on", "today").status == 2
    assert office("case", "correct", ref, "first", "--reason", "x").status == 2


def test_the_text_of_a_correction(office: Any) -> None:
    ref = office.complaint()
    words = ("case", "correct", ref, "1", "--reason", "It came the day before", "--on", "2026-02-27")
    assert office.done(*words, "--preview").lines[0] == f"{ref}: this is a preview; nothing was changed."
    lines = office.done(*words).lines
    assert lines[0] == f"{ref} corrected. The new entry is 2."
    assert f"{ref} acknowledge: from Wed 4 Mar 2026 to Tue 3 Mar 2026" in lines


@pytest.mark.rule("CC-18")
def test_a_paper_is_kept_with_the_case_and_taken_out_again(office: Any, tmp_path: Path) -> None:
    ref = office.complaint()
    paper, out = tmp_path / "their letter.pdf", tmp_path / "out.pdf"
    paper.write_bytes(b"%PDF\x00\x1b[2J")
    told = office.done("case", "attach", ref, str(paper), "--entry", "1", "--confidential", "--json")
    number = told.data["attachment"]
    assert told.data == {"ref": ref, "attachment": number, "name": "their letter.pdf", "size": 9}
    (kept,) = office.done("case", "show", ref, "--json").data["attachments"]
    assert kept == {"id": number, "name": "their letter.pdf", "size": 9, "entry": 1, "confidential": True}
    assert f"{number}. their letter.pdf, 9 bytes, with entry 1, in confidence" in office.done("case", "show", ref).lines
    office.done("case", "attachment", ref, str(number), str(out))
    assert out.read_bytes() == paper.read_bytes()
    again = office("case", "attachment", ref, str(number), str(out))
    assert again.status == 3
    assert office("case", "attachment", ref, "99", str(tmp_path / "x")).status == 1
    other = office.complaint()
    assert office("case", "attachment", other, str(number), str(tmp_path / "x")).status == 1


def test_papers_that_cannot_be_kept(office: Any, tmp_path: Path) -> None:
    ref = office.complaint()
    empty, large = tmp_path / "empty.pdf", tmp_path / "large.pdf"
    empty.touch()
    with large.open("wb") as file:
        file.truncate(10 * 1024 * 1024 + 1)
    assert office("case", "attach", ref, str(empty)).status == 1
    told = office("case", "attach", ref, str(large))
    assert told.status == 1
    assert "10,485,761" in told.err
    assert office("case", "attach", ref, str(tmp_path / "nowhere.pdf")).status == 3
    assert office("case", "attach", ref, str(empty), "--entry", "7").status == 1


@pytest.mark.rule("CC-23")
def test_linked_cases_name_each_other(office: Any) -> None:
    first, second = office.complaint(), office.complaint()
    office.done("case", "record", first, "link", "--set", f"reference={second}", "--set", "link_words=same visit")
    assert office.done("case", "show", first, "--json").data["links"] == [{"ref": second, "words": "same visit"}]
    assert [each["ref"] for each in office.done("case", "show", second, "--json").data["links"]] == [first]
    assert f"Linked: {second}, same visit" in office.done("case", "show", first).lines


def concern(office: Any) -> str:
    """Open a concern of Mrs Hill's about the service; return its reference."""
    facts = (
        "type=concern",
        "complainant=Mrs Grace Hill",
        "complainant_kind=family",
        "about=the service",
        "account=Late",
    )
    given = [word for fact in facts for word in ("--set", fact)]
    return str(office.done("case", "open", "complaint", *given, "--by", "Olu Officer", "--json").data["ref"])


def test_closing_is_said_and_what_follows_it_is_in_both_lists_of_today(office: Any) -> None:
    ref = concern(office)
    told = (
        "--set",
        "matter=The rota",
        "--set",
        "resolved=yes",
        "--set",
        "method=email",
        "--by",
        "Olu Officer",
        "--json",
    )
    assert office.done("case", "record", ref, "tell-management", *told).data["closed"] is False
    answer = ("--set", "answer=It is put right", "--set", "put_right=put right", "--by", "Mo Manager")
    assert "Case closed." in office.done("case", "record", ref, "answer", *answer).lines
    after = {each["step"] for each in office.done("case", "steps", ref, "--json").data if each["kind"] == "step"}
    assert "senior-review" in after
    for more in ((), ("--all",)):
        rows = [each for each in office.done("today", *more, "--json").data if each["ref"] == ref]
        assert {each["state"] for each in rows} == {"after_closing"}
        assert {each["step"] for each in rows} == after if more else {each["step"] for each in rows} <= after
    assert office.done("today").lines[-4:-2] == [
        "AFTER CLOSING, NO DATE (1)",
        "To list them: sharedlives today --after-closing",
    ]
    assert f"{ref} Mrs Grace Hill" in office.done("today", "--after-closing").out
    assert office.done("today", "--overdue", "--json").data == []


def test_a_notice_that_was_told_has_no_letter(office: Any) -> None:
    ref = concern(office)
    told = ("--set", "matter=The rota", "--set", "resolved=yes", "--by", "Olu Officer")
    office.done("case", "record", ref, "tell-management", *told, "--set", "method=telephone")
    entries = office.done("case", "show", ref, "--json").data["entries"]
    assert [each["letter"] for each in entries] == ["", ""]
    assert "The letter as it left" not in office.done("case", "show", ref).out


def test_find_takes_a_part_of_a_reference_in_any_case(office: Any) -> None:
    refs = [office.complaint(account=f"Number {number}") for number in range(2)]
    assert [each["id"] for each in office.done("find", "co-1", "--json").data] == refs[:1]
    assert [each["id"] for each in office.done("find", "CO-2", "--json").data] == refs[1:]


def test_several_people_with_commas_in_their_names_are_told_apart(office: Any) -> None:
    for name in ("Clark, Sam", "Olsen, Tess"):
        office.done("person", "add", name, "--role", "family")
    ref = office.complaint("--set", "complainant=Clark, Sam", "--set", "complainant=Olsen, Tess")
    lines = office.done("case", "steps", ref).lines
    assert any(each.strip().startswith("letter NT-04 to Mrs Grace Hill; Clark, Sam; Olsen, Tess") for each in lines)
    letter = office.done("notice", "show", ref, "acknowledge").lines
    assert "Dear Mrs Grace Hill, Sam Clark and Tess Olsen," in letter


def test_find_gives_people_and_cases_closed_ones_too(office: Any) -> None:
    ref = office.complaint()
    office.done("case", "record", ref, "withdraw", "--set", "wish=It is settled", "--by", "Mo Manager")
    rows = office.done("find", "grace", "hill", "--json").data
    keys = {"kind", "id", "title", "detail", "entry", "on", "state", "snippet", "nearly"}
    assert all(set(each) == keys for each in rows)
    assert [(each["kind"], each["title"]) for each in rows] == [
        ("person", "Mrs Grace Hill"),
        ("case", "Mrs Grace Hill"),
    ]
    assert rows[1]["id"] == ref
    assert "closed on Mon 2 Mar 2026" in rows[1]["detail"]
    assert f"case {ref} Mrs Grace Hill: " in office.done("find", ref.lower()).out
    nothing = office.done("find", "zebra")
    assert nothing.lines == ["Nothing was found for ‘zebra’. Try fewer letters, or a part of the name."]
    assert office.done("find", "zebra", "--json").data == []


def test_find_gives_letters_and_notes_with_the_words_around(office: Any) -> None:
    ref = office.complaint(account="Nobody mended the kettle for three weeks")
    office.done("case", "record", ref, "note", "--set", "text=The kettle is a Russell; line two", "--by", "Olu Officer")
    rows = office.done("find", "kettle", "--json").data
    assert [(each["kind"], each["id"], each["entry"]) for each in rows] == [("note", ref, 2), ("note", ref, 1)]
    assert "The kettle is a Russell" in rows[0]["snippet"]
    told = office.done("find", "kettl", "--limit", "1")
    assert f"note {ref} Mrs Grace Hill, entry 2 ‘" in told.out
    assert "There are 2 notes; 1 are shown" in told.err
    assert office.done("find", "kettle", "--in", "people", "--in", "cases", "--json").data == []
    assert "write one of: people, cases, letters, notes" in office("find", "kettle", "--in", "files").err


def test_find_gives_people_whose_names_are_nearly_spelled_so(office: Any) -> None:
    ref = office.complaint()
    rows = office.done("find", "Grcae", "Hil", "--json").data
    assert [(each["kind"], each["title"], each["nearly"]) for each in rows] == [
        ("case", "Mrs Grace Hill", False),
        ("person", "Mrs Grace Hill", True),
    ]
    assert rows[0]["id"] == ref
    assert "Nearly the same name:" in office.done("find", "Grcae").lines


def test_somebody_who_is_not_in_the_list_types_for_others(office: Any) -> None:
    told = office.done(
        *("case", "open", "complaint", "--set", "type=comment", "--set", "complainant=Mrs Hill"),
        *("--set", "about=the service", "--set", "account=Nice tea", "--by", "Olu Officer", "--json"),
        who="agency typist",
    )
    (entry,) = office.done("case", "show", told.data["ref"], "--json").data["entries"]
    assert (entry["done_by"], entry["recorded_by"]) == ("Olu Officer", "agency typist")


def test_an_office_held_by_another_program_is_status_3(office: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from sharedlives_tui.store import Store

    monkeypatch.setattr(Store.open, "__kwdefaults__", {"wait": 0.2})
    holder = sqlite3.connect(office.path, isolation_level=None)
    try:
        holder.execute("BEGIN IMMEDIATE")
        told = office("person", "add", "Ida")
    finally:
        holder.close()
    assert (told.status, told.out) == (3, "")
    assert told.err.startswith("Not saved: ")


def test_a_damaged_a_newer_and_a_wrong_file_are_status_3(office: Any, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.db"
    wrong.write_bytes(b"not an office" * 100)
    assert office.plain("today", "--database", str(wrong)).status == 3
    with sqlite3.connect(office.path) as file:
        file.execute("PRAGMA user_version = 99")
    file.close()
    told = office("today")
    assert (told.status, told.out) == (3, "")
    assert "newer version" in told.err


@pytest.mark.rule("DA-18", "DA-41")
def test_what_a_decision_rests_on_is_told_without_the_screen(office: Any) -> None:
    facts = (
        "way_in=serious risk or safeguarding",
        "carer=Cara Carer",
        "account=Shouting",
        "people_supported=Sam Supported",
    )
    sets = [word for fact in facts for word in ("--set", fact)]
    ref = office.done("case", "open", "deapproval", *sets, "--json").data["ref"]
    views = {each["instance"]: each for each in office.done("case", "decide", ref, "--json").data}
    assert views["manager-decision"]["waits"] is True
    assert views["manager-decision"]["offices"] == ["registered manager"]
    assert [each["name"] for each in views["immediate"]["affected"]] == ["Sam Supported"]
    told = office.done("case", "decide", ref).lines
    assert "  affected: Sam Supported, no plan on record" in told
    shown = office.done("case", "show", ref, "--json").data
    assert [each["planned_on"] for each in shown["affected"]] == [None]


def test_the_workload_is_told_with_and_without_names(office: Any) -> None:
    assert office.done("workload").lines == ["No case is open."]
    office.complaint()
    assert office.done("workload", "--json").data[0]["open"] == 1
    assert office.done("workload").lines[0].startswith("Olu Officer: 1 open case; 1 due soon")
    assert "Olu" not in office.done("workload", "--no-names").out


def test_changes_are_told_since_a_day(office: Any) -> None:
    assert "--since" in office("changes").err
    ref = office.complaint()
    office.done("case", "record", ref, "note", "--set", "text=A word", who="Mo Manager")
    found = office.done("changes", "--since", "2026-03-02", "--json", today="2026-03-09", who="Olu Officer").data
    assert {each["ref"] for each in found["recorded"]} == {ref}
    assert [each["ref"] for each in found["overdue"]] == [ref]
    plain = office.done("changes", "--since", "2026-03-02", "--no-names", today="2026-03-09", who="Olu Officer")
    assert ref in plain.out
    assert "Mo Manager" not in plain.out
    assert "Grace" not in plain.out
    assert office.done("changes", "--since", "2026-03-10", today="2026-03-10").lines == [
        "Since Tue 10 Mar nobody else recorded anything, and nothing became overdue."
    ]
