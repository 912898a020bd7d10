"""The rules file: every ID of the closed ranges is there once, whole, and points only at IDs that exist."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

RULES_FILE = Path(__file__).resolve().parents[2] / "data" / "rules.toml"

# The closed ranges: every prefix runs from 01 to this number.
LAST_OF = {
    "DY": 15,
    "CC": 39,
    "DA": 46,
    "DI": 17,
    "SH": 19,
    "AR": 15,
    "FD": 9,
    "RD": 48,
    "NT": 50,
    "E": 22,
}
EXPECTED_IDS = [f"{prefix}-{n:02d}" for prefix, last in LAST_OF.items() for n in range(1, last + 1)]
NOTICE_IDS = [rule_id for rule_id in EXPECTED_IDS if rule_id.startswith("NT-")]

TEXT_KEYS = {"title", "words", "source", "section", "force", "who", "limit"}
LIST_KEYS = {"inferred", "related"}
NOTICE_LIST_KEYS = {"sender", "recipient"}
SOURCES = {"000", "001", "002", "003", "004", "law", "practice"}
FORCES = {"must", "aim", "local target", "prompt", "reading"}
LONGEST_WORDS = 600
LONGEST_TITLE = 70

# What the procedures stand on: the number and unit that the limit of each of these has to name.
LIMITS = {
    "CC-02": "12 months",
    "CC-04": "1 working day",
    "CC-05": "2 working days",
    "CC-06": "3 working days",
    "CC-07": "20 working days",
    "CC-10": "3 years",
    "CC-13": "20 working days",
    "CC-14": "40 working days",
    "CC-17": "5 working days",
    "CC-19": "5 working days",
    "CC-26": "1 working day",
    "CC-39": "10 working days",
    "DA-05": "28 calendar days",
    "DA-06": "5 working days",
    "DA-09": "10 working days",
    "DA-10": "10 working days",
    "DA-16": "14 days",
    "DA-17": "28 days",
    "DA-36": "10 working days",
    "DA-41": "every 20 working days",
    "FD-01": "6 months",
    "FD-05": "28 calendar days",
    "FD-06": "30 calendar days",
    "FD-07": "1 month",
    "NT-02": "1 working day",
    "NT-04": "2 working days",
    "NT-05": "3 working days",
    "NT-07": "20 working days",
    "NT-10": "2 working days",
    "NT-11": "20 working days",
    "NT-12": "40 working days",
    "NT-14": "5 working days",
    "NT-17": "5 working days",
    "NT-35": "28 days",
}

# Where the guidance gives the number it is a must;
# "normally" and "we aim" are aims; our own numbers are targets.
FORCE_OF = {
    "must": "CC-04 CC-05 CC-13 CC-14 CC-19 CC-26 CC-33 DA-03 DA-05 DA-16 DA-17 DI-05",
    "aim": "CC-06 CC-07 CC-08 NT-05 NT-07",
    "local target": "CC-17 CC-39 DA-06 DA-09 DA-10 DA-15 DA-36 DI-06 SH-08 NT-10 NT-14",
    "prompt": "CC-09 CC-12 CC-22 CC-25 CC-29 DA-19 DI-02 SH-05 AR-10 FD-08",
}

# Ids of the required contents that procedures and letters of complaints name.
CONTENTS = {
    "NT-01": "rights how follows format",
    "NT-02": "matter resolved why-not",
    "NT-03": "matter safeguarding informed",
    "NT-04": "received handler support timescales",
    "NT-05": "matter approach plan",
    "NT-06": "delay reason new-date",
    "NT-07": "investigation actions points further",
    "NT-08": "review-right corporate",
    "NT-09": "reason ombudsman",
    "NT-10": "received handler support timescales stage",
    "NT-11": "conclusions stage-two",
    "NT-12": "response ombudsman-right ombudsman-contact local-first",
    "NT-13": "from to reason new-limit",
    "NT-14": "nature response support",
    "NT-15": "state other-agencies outcome",
    "NT-16": "review learning monitoring",
    "NT-17": "nature response",
    "NT-18": "copies withheld",
    "NT-19": "warning restriction scope review",
    "NT-20": "process-check summary lessons",
}


@pytest.fixture(scope="module")
def text() -> str:
    return RULES_FILE.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def rules(text: str) -> dict[str, dict[str, Any]]:
    return tomllib.loads(text)


def test_every_id_is_there_exactly_once(text: str) -> None:
    headings = re.findall(r"^\[([^\[\]]+)\]$", text, flags=re.MULTILINE)
    assert headings == EXPECTED_IDS


def test_no_other_table_or_loose_key(rules: dict[str, dict[str, Any]]) -> None:
    assert set(rules) == set(EXPECTED_IDS)


@pytest.mark.parametrize("rule_id", EXPECTED_IDS)
def test_keys_and_types(rules: dict[str, dict[str, Any]], rule_id: str) -> None:
    rule = rules[rule_id]
    lists = LIST_KEYS | (NOTICE_LIST_KEYS if rule_id in NOTICE_IDS else set())
    contents = {"contents"} if rule_id in NOTICE_IDS else set()
    assert set(rule) == TEXT_KEYS | lists | contents
    for key in TEXT_KEYS:
        assert isinstance(rule[key], str), key
        assert rule[key] == rule[key].strip(), key
    for key in lists:
        assert isinstance(rule[key], list), key
        assert all(isinstance(item, str) and item.strip() for item in rule[key]), key
        assert len(set(rule[key])) == len(rule[key]), f"{key} names something twice"


@pytest.mark.parametrize("rule_id", EXPECTED_IDS)
def test_words_fit_the_screen(rules: dict[str, dict[str, Any]], rule_id: str) -> None:
    rule = rules[rule_id]
    assert 0 < len(rule["title"]) <= LONGEST_TITLE
    assert not rule["title"].endswith(".")
    assert 0 < len(rule["words"]) <= LONGEST_WORDS
    assert rule["words"].endswith(".")
    assert rule["words"] != rule["title"]


def test_titles_and_words_tell_rules_apart(rules: dict[str, dict[str, Any]]) -> None:
    titles = [rule["title"] for rule in rules.values()]
    words = [rule["words"] for rule in rules.values()]
    assert sorted(titles) == sorted(set(titles))
    assert sorted(words) == sorted(set(words))


def test_force_and_source_come_from_the_closed_lists(rules: dict[str, dict[str, Any]]) -> None:
    assert {rule_id: rule["force"] for rule_id, rule in rules.items() if rule["force"] not in FORCES} == {}
    assert {rule_id: rule["source"] for rule_id, rule in rules.items() if rule["source"] not in SOURCES} == {}


def test_a_rule_from_a_document_names_its_section(rules: dict[str, dict[str, Any]]) -> None:
    for rule_id, rule in rules.items():
        if rule["source"] == "practice":
            assert rule["section"] == "", rule_id
            assert rule["inferred"] == ["everything"], rule_id
        else:
            assert rule["section"], rule_id


def test_everything_inferred_stands_alone(rules: dict[str, dict[str, Any]]) -> None:
    for rule_id, rule in rules.items():
        if "everything" in rule["inferred"]:
            assert rule["inferred"] == ["everything"], rule_id


def test_readings_are_counting_readings_and_edges(rules: dict[str, dict[str, Any]]) -> None:
    readings = {rule_id for rule_id, rule in rules.items() if rule["force"] == "reading"}
    assert readings == {rule_id for rule_id in EXPECTED_IDS if rule_id.split("-")[0] in {"DY", "RD", "E"}}


def test_law_rules_are_exactly_the_law_packs(rules: dict[str, dict[str, Any]]) -> None:
    from_law = {rule_id for rule_id, rule in rules.items() if rule["source"] == "law"}
    assert from_law == {rule_id for rule_id in EXPECTED_IDS if rule_id.startswith("FD-")}


@pytest.mark.parametrize(("rule_id", "number_and_unit"), LIMITS.items())
def test_limits_keep_their_number_and_unit(
    rules: dict[str, dict[str, Any]], rule_id: str, number_and_unit: str
) -> None:
    assert re.search(rf"(?<![\d-]){re.escape(number_and_unit)}(?!\w)", rules[rule_id]["limit"])


@pytest.mark.parametrize(("force", "rule_ids"), FORCE_OF.items())
def test_force_follows_where_the_number_comes_from(rules: dict[str, dict[str, Any]], force: str, rule_ids: str) -> None:
    assert {rule_id: rules[rule_id]["force"] for rule_id in rule_ids.split()} == dict.fromkeys(rule_ids.split(), force)


def test_a_timed_force_has_a_limit(rules: dict[str, dict[str, Any]]) -> None:
    timed = {"must", "aim", "local target"}
    assert [rule_id for rule_id, rule in rules.items() if rule["force"] in timed and not rule["limit"]] == []


def test_a_target_of_our_own_says_what_is_our_own(rules: dict[str, dict[str, Any]]) -> None:
    targets = [rule_id for rule_id, rule in rules.items() if rule["force"] == "local target"]
    assert [rule_id for rule_id in targets if not rules[rule_id]["inferred"]] == []


def test_related_ids_exist_and_are_named_on_both_sides(rules: dict[str, dict[str, Any]]) -> None:
    for rule_id, rule in rules.items():
        assert rule["related"], f"{rule_id} stands alone"
        for other in rule["related"]:
            assert other in rules, f"{rule_id} names {other}, which does not exist"
            assert other != rule_id, f"{rule_id} names itself"
            assert rule_id in rules[other]["related"], f"add {rule_id} to the related IDs of {other}"


def test_words_name_only_ids_that_exist(rules: dict[str, dict[str, Any]]) -> None:
    pattern = re.compile(r"\b(?:" + "|".join(LAST_OF) + r")-\d+\b")
    for rule_id, rule in rules.items():
        for named in pattern.findall(rule["words"] + " " + rule["limit"]):
            assert named in rules, f"{rule_id} speaks of {named}"


@pytest.mark.parametrize("notice_id", NOTICE_IDS)
def test_every_notice_has_people_and_contents(rules: dict[str, dict[str, Any]], notice_id: str) -> None:
    notice = rules[notice_id]
    assert notice["sender"]
    assert notice["recipient"]
    assert notice["contents"]
    ids = [content["id"] for content in notice["contents"]]
    assert len(set(ids)) == len(ids)
    for content in notice["contents"]:
        assert {"id", "words"} <= set(content) <= {"id", "words", "inferred"}
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", content["id"])
        assert isinstance(content["words"], str)
        assert content["words"].strip()
        # Said only where it is so: a content without the key comes from the guidance.
        assert content.get("inferred", True) is True


@pytest.mark.parametrize("notice_id", NOTICE_IDS)
def test_contents_of_our_own_are_said_to_be_our_own(rules: dict[str, dict[str, Any]], notice_id: str) -> None:
    notice = rules[notice_id]
    ours = [content["id"] for content in notice["contents"] if content.get("inferred")]
    if notice["inferred"] == ["everything"]:
        assert ours == [content["id"] for content in notice["contents"]]
    elif ours:
        assert notice["inferred"]


@pytest.mark.parametrize(("notice_id", "ids"), CONTENTS.items())
def test_contents_that_complaints_rely_on(rules: dict[str, dict[str, Any]], notice_id: str, ids: str) -> None:
    assert [content["id"] for content in rules[notice_id]["contents"]] == ids.split()


def test_every_notice_serves_a_rule(rules: dict[str, dict[str, Any]]) -> None:
    procedures = ("CC-", "DA-", "DI-", "SH-", "AR-")
    for notice_id in NOTICE_IDS:
        served = [other for other in rules[notice_id]["related"] if other.startswith(procedures)]
        assert served, notice_id


def test_the_words_stay_plain_and_name_no_council(text: str) -> None:
    unwanted = ["hampshire", "(i)", "invalid", "please", "failed", "e.g.", "i.e.", "etc.", "todo"]
    assert [word for word in unwanted if word in text.lower()] == []
