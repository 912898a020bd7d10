"""Procedure files: ours read without a mistake, and a broken one is told in words that say where and what is right."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from sharedlives_tui import procedure_files, procedure_parts, scenarios
from sharedlives_tui.library import Library
from sharedlives_tui.procedure_files import ProcedureMistakes, read
from sharedlives_tui.procedures import EFFECTS, FIELD_KINDS, FORCES, Procedure, Vocabulary

DATA = Path(__file__).resolve().parents[2] / "data"
SHIPPED = sorted((DATA / "procedures").glob("*.toml"))
SHARED = (DATA / "actions.toml").read_text("utf-8")

SMALL = """
id = "visit"
name = "Visit"
prefix = "VI"
in_force = 2026-01-05
type_field = "kind"
actions = ["note"]

[[stage]]
id = "first"
name = "First"

[field.person]
label = "Whom we visit"
kind = "people"
part = "visited"

[field.kind]
label = "What kind of visit"
kind = "choice"
choices = ["yearly", "extra"]

[field.visit_on]
label = "Day of the visit"
kind = "date"

[content.date]
name = "the date"
needs = ["visit_on"]

[[step]]
id = "planned"
name = "Plan the visit"
rules = ["AR-04"]
fields = ["person", "kind", "visit_on"]
enters = [{ to = "first" }]

[[step]]
id = "go"
name = "Go there"
stage = "first"
rules = ["AR-13"]
opens = [{ by = "planned", when = { kind = ["yearly"] } }]
who = ["officer"]
limit = { count = 2, unit = "working days", force = "local target" }
fields = ["visit_on"]
notice = { id = "NT-49", letter = "visit-letter", from = "officer", to = ["visited"], must = ["date"] }
needs = [{ when = { filled = ["visit_on"] }, words = "Say when.", rule = "AR-13" }]
independence = [{ person = "by", barred = ["subject"], rule = "CC-13" }]
ends = [{ how = "visited" }]
"""

EVERY_CASE = ("wait", "wait-over")
"""What every procedure has without naming it."""

SMALL_SHARED = """
[field.text]
label = "Note"

[[action]]
id = "note"
name = "Add a note"
fields = ["text"]
effect = "note"
"""


def roles_of_the_office() -> frozenset[str]:
    return frozenset(each["id"] for each in tomllib.loads((DATA / "roles.toml").read_text("utf-8"))["role"])


def letters_of_the_office() -> frozenset[str]:
    return frozenset(file.stem for file in (DATA / "letters").glob("*.md"))


VOCABULARY = Vocabulary(
    rules=frozenset(tomllib.loads((DATA / "rules.toml").read_text("utf-8"))),
    roles=roles_of_the_office(),
    letters=letters_of_the_office(),
)
SMALL_VOCABULARY = Vocabulary(VOCABULARY.rules, VOCABULARY.roles, frozenset({"visit-letter"}))


def shipped(file: Path) -> Procedure:
    return read(file.read_text("utf-8"), file.name, SHARED, VOCABULARY)


def mistakes_of(text: str, shared: str = SMALL_SHARED, known: Vocabulary | None = SMALL_VOCABULARY) -> tuple[str, ...]:
    """The lines that tell what is wrong; none if the file can be used."""
    try:
        read(text, "visit.toml", shared, known)
    except ProcedureMistakes as mistakes:
        return mistakes.lines
    return ()


def broken(old: str, new: str) -> str:
    assert SMALL.count(old) == 1, f"{old!r} stands {SMALL.count(old)} times in the small procedure"
    return SMALL.replace(old, new)


# -- the procedures of the office ----------------------------------------------------------------------------------


def test_the_office_has_its_procedures() -> None:
    assert {file.stem for file in SHIPPED} >= {
        "complaint",
        "guidance",
        "deapproval",
        "dispute",
        "arrangement-review",
        "carer-sharing",
    }


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.stem)
def test_a_procedure_of_ours_reads_without_a_mistake(file: Path) -> None:
    procedure = shipped(file)
    assert procedure.id == file.stem
    assert procedure.stages
    assert procedure.steps


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.stem)
def test_everything_that_a_procedure_of_ours_declares_is_used(file: Path) -> None:
    declared = tomllib.loads(file.read_text("utf-8"))
    procedure = shipped(file)
    notices = [act.notice for act in procedure.acts if act.notice is not None]
    contents = {content.id for notice in notices for content in (*notice.must, *notice.may)}
    entered = {enter.to for act in procedure.acts for enter in act.enters}
    assert {*declared.get("field", {})} - {*procedure.fields} == set()
    assert {*declared.get("content", {})} - contents == set()
    assert {stage.id for stage in procedure.stages} - entered == set(), "a stage that no entry leads to"


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.stem)
def test_every_step_of_ours_names_the_rules_that_it_rests_on(file: Path) -> None:
    assert [step.id for step in shipped(file).steps if not step.rules] == []


def test_references_of_cases_do_not_clash() -> None:
    procedures = [shipped(file) for file in SHIPPED]
    prefixes = [each.prefix for each in procedures]
    assert len({*prefixes}) == len(prefixes)
    assert {each.id: each.prefix for each in procedures}["complaint"] == "CO"


@pytest.mark.rule("DI-16")
def test_disputes_alone_are_closed_from_the_start() -> None:
    assert [each.id for each in map(shipped, SHIPPED) if each.restricted] == ["dispute"]


def test_steps_stand_before_actions_and_the_opening_first() -> None:
    complaint = shipped(DATA / "procedures" / "complaint.toml")
    kinds = [act.kind for act in complaint.acts]
    assert kinds == sorted(kinds, key=lambda kind: kind != "step")
    assert complaint.opening.id == "received"
    assert complaint.order["received"] == 0
    assert complaint.order["extend"] < complaint.order["respond"]


# -- what a file can hold ------------------------------------------------------------------------------------------


def test_the_small_procedure_is_whole() -> None:
    procedure = read(SMALL, "visit.toml", SMALL_SHARED, SMALL_VOCABULARY)
    assert procedure.plural == "Visit"
    assert [act.id for act in procedure.acts] == ["planned", "go", "note", *EVERY_CASE]
    go = procedure.by_id["go"]
    assert go.opens[0].when.fields == (("kind", ("yearly",)),)
    assert go.limit is not None
    assert (go.limit.count, go.limit.after) == (2, ("opening",))
    assert procedure.by_id["planned"].fields[0].part == "visited"


def test_a_mark_after_a_field_makes_it_needed_or_not_for_this_step_alone() -> None:
    text = broken('fields = ["visit_on"]', 'fields = ["visit_on!"]')
    fields = read(text, "visit.toml", SMALL_SHARED).by_id
    assert fields["go"].field_by_id["visit_on"].required
    assert not fields["planned"].field_by_id["visit_on"].required
    text = text.replace('kind = "date"', 'kind = "date"\nrequired = true').replace('"visit_on!"', '"visit_on?"')
    fields = read(text, "visit.toml", SMALL_SHARED).by_id
    assert not fields["go"].field_by_id["visit_on"].required
    assert fields["planned"].field_by_id["visit_on"].required


def test_an_action_of_the_procedure_takes_the_place_of_the_shared_one() -> None:
    own = '\n[[action]]\nid = "note"\nname = "Our own note"\nfields = ["kind"]\n'
    procedure = read(SMALL + own, "visit.toml", SMALL_SHARED)
    assert [act.name for act in procedure.actions if act.id not in EVERY_CASE] == ["Our own note"]


def test_an_action_of_the_procedure_takes_the_place_of_the_one_that_every_case_has() -> None:
    own = '\n[[action]]\nid = "wait"\nname = "Our own wait"\nfields = ["kind"]\n'
    procedure = read(SMALL + own, "visit.toml", SMALL_SHARED)
    assert [act.name for act in procedure.actions if act.id == "wait"] == ["Our own wait"]


def test_the_hash_follows_the_text_and_the_shared_actions() -> None:
    digests = {
        read(SMALL, "visit.toml", SMALL_SHARED).digest,
        read(SMALL + "\n# another word\n", "visit.toml", SMALL_SHARED).digest,
        read(SMALL, "visit.toml", SMALL_SHARED + "\n").digest,
    }
    assert len(digests) == 3
    assert read(SMALL, "visit.toml", SMALL_SHARED).digest == read(SMALL, "other.toml", SMALL_SHARED).digest


def test_rules_roles_and_letters_are_looked_up_only_where_they_are_known() -> None:
    text = broken('rules = ["AR-13"]', 'rules = ["OWN-01"]')
    assert mistakes_of(text, known=None) == ()
    assert mistakes_of(text) == ("visit.toml, step go: there is no rule 'OWN-01'",)


# -- mistakes ------------------------------------------------------------------------------------------------------

HEAD = "visit.toml: "
GO = "visit.toml, step go"

BROKEN = {
    "a key misspelt": ('force = "local', 'forse = "local', f"{GO}, limit: 'forse'", "did you mean 'force'?"),
    "a key that is nothing": ('id = "go"', 'id = "go"\ncolour = "red"', f"{GO}: 'colour'", "not a word of the format"),
    "a list misspelt": ("[[stage]]", "[[stages]]", f"{HEAD}'stages'", "did you mean 'stage'?"),
    "an action's key in a step": ('id = "go"', 'id = "go"\neffect = "note"', f"{GO}: 'effect'", "not a word"),
    "no name": ('name = "Visit"\n', "", HEAD, "'name' is missing"),
    "no prefix": ('prefix = "VI"\n', "", HEAD, "'prefix' is missing"),
    "no day from which it governs": ("in_force = 2026-01-05\n", "", HEAD, "'in_force' is missing: the date"),
    "a day as text": ("2026-01-05", '"5 January"', HEAD, "'in_force' must be a date, like 2026-02-28"),
    "a number as text": ("in_force", 'retention_years = "3"\nin_force', HEAD, "must be a whole number"),
    "yes for true": ("in_force", 'restricted = "yes"\nin_force', HEAD, "'restricted' must be true or false"),
    "true for a number": ("count = 2", "count = true", f"{GO}, limit: 'count'", "must be a whole number"),
    "a number for text": ('name = "Go there"', "name = 7", f"{GO}: 'name'", "must be text in quotation marks"),
    "text for a table": ('when = { kind = ["yearly"] }', 'when = "yearly"', f"{GO}, opens 1: 'when'", "a table"),
    "a table for texts": ('who = ["officer"]', "who = [{ role = 1 }]", f"{GO}: 'who'", "must be a list of texts"),
    "text for tables": ('needs = [{ when = { filled = ["visit_on"] }, words = "Say when.", rule = "AR-13" }]',
        'needs = "visit_on"', f"{GO}: 'needs'", "must be a list of tables"),
    "a step without id": ('id = "go"\n', "", "visit.toml, step 2: 'id'", "is missing"),
    "a step twice": ('id = "go"', 'id = "planned"', f"{HEAD}'planned'", "declared twice"),
    "an id with a space": ('id = "go"', 'id = "go there"', f"{HEAD}'go there'", "no spaces, no '@' and no '.'"),
    "an id with an at": ('id = "go"', 'id = "go@once"', f"{HEAD}'go@once'", "no spaces, no '@' and no '.'"),
    "no step": ("[[step]]\nid = \"planned\"", "[[stap]]\nid = \"planned\"", f"{HEAD}'stap'", "did you mean 'step'?"),
    "nothing opens it": ('opens = [{ by = "planned", when = { kind = ["yearly"] } }]\n', "", GO, "nothing opens"),
    "the first step opened": ('enters = [{ to = "first" }]', 'opens = [{ by = "go" }]', HEAD, "has no 'opens'"),
    "an opener of two kinds": ('by = "planned"', 'by = "planned", stage = "first"', f"{GO}, opens 1", "exactly one"),
    "an opener of none": ('by = "planned", ', "", f"{GO}, opens 1:", "say exactly one of 'by'"),
    "opened by nothing": ('by = "planned"', 'by = "plan"', f"{GO}: opens:", "no step or action 'plan'"),
    "opened by no stage": ('by = "planned"', 'stage = "last"', f"{GO}: opens:", "no stage 'last'"),
    "entering no stage": ('to = "first"', 'to = "last"', "visit.toml, step planned: enters:", "no stage 'last'"),
    "a step of no stage": ('stage = "first"', 'stage = "frist"', f"{GO}: stage 'frist'", "the stages are: first"),
    "a field of no kind": ('kind = "date"', 'kind = "day"', "visit.toml, field.visit_on: 'kind'", "text, long text"),
    "a choice without choices": ('choices = ["yearly", "extra"]\n', "", "visit.toml, field.kind:", "needs 'choices'"),
    "a field named like a word": ("[field.person]", "[field.over]", "visit.toml, field: 'over'", "cannot name a field"),
    "a field that is no table": ("[field.person]\n", "[field]\nx = 1\n[field.person]\n", "visit.toml, field:",
        "[field.x] must be a table"),
    "a field that is not there": ('["person", "kind"', '["persn", "kind"', "visit.toml, step planned: field 'persn'",
        "did you mean 'person'?"),
    "a condition on no field": ('kind = ["yearly"]', 'kinds = ["yearly"]', f"{GO}: 'kinds'", "nor a field"),
    "a condition on no choice": ('kind = ["yearly"]', 'kind = ["monthly"]', f"{GO}: 'monthly'", "is no choice"),
    "a condition on no step": ('kind = ["yearly"]', 'done = ["gone"]', f"{GO}:", "there is no step 'gone'"),
    "a condition on no stage": ('kind = ["yearly"]', 'stage = ["last"]', f"{GO}:", "there is no stage 'last'"),
    "a condition inside any": ('kind = ["yearly"]', 'any = [{ done = ["gone"] }]', f"{GO}:", "there is no step 'gone'"),
    "a filled field that is none": ('filled = ["visit_on"]', 'filled = ["day"]', f"{GO}: 'day'", "nor a field"),
    "an older with a word too many": ('kind = ["yearly"]', 'older = { field = "visit_on", months = 1, day = 2 }',
        f"{GO}, opens 1, when, older: 'day'", "not a word of the format"),
    "a limit without count": ("count = 2, ", "", f"{GO}, limit:", "'count' is missing"),
    "a limit of no unit": ('"working days"', '"days"', f"{GO}, limit: 'unit'", "working days, calendar days"),
    "a limit of no force": ('"local target"', '"strict"', f"{GO}, limit: 'force'", "must, aim, local target"),
    "a limit before, forward": ("count = 2", 'count = 2, before = "visit_on"', f"{GO}, limit:", "nought or below"),
    "a limit after nothing": ("count = 2", 'count = 2, after = "arrival"', f"{GO}: limit: 'arrival'", "nor a step"),
    "a limit after no date": ("count = 2", 'count = 2, after = "kind"', f"{GO}: limit:", "'kind' is not a date"),
    "a limit of an opener": ('by = "planned"', 'by = "planned", limit = { count = 1, after = "arrival" }',
        f"{GO}: limit: 'arrival'", "neither 'opening'"),
    "a side of nobody": ('id = "go"', 'id = "go"\nside = "mine"', f"{GO}: 'side'", "ours, theirs, line"),
    "a span both ways": ('id = "go"', 'id = "go"\nspans = [{ begins = "a", ends = "b" }]', f"{GO}, spans 1:",
        "either 'begins' or 'ends'"),
    "met by nothing": ('id = "go"', 'id = "go"\nmet_by = [{ by = "call" }]', f"{GO}: met_by:", "'call'"),
    "ends no step": ('id = "go"', 'id = "go"\nends_steps = [{ steps = ["call"], how = "overtaken" }]',
        f"{GO}: ends_steps:", "'call'"),
    "a need without words": (', words = "Say when."', "", f"{GO}, needs 1:", "'words' is missing"),
    "independence of nobody": ('person = "by"', 'person = "visitor"', f"{GO}: independence: 'visitor'", "nor a field"),
    "a content that is not there": ('must = ["date"]', 'must = ["dates"]', f"{GO}, notice: content 'dates'",
        "did you mean 'date'?"),
    "a content that needs no field": ('needs = ["visit_on"]', 'needs = ["day"]', f"{GO}: content 'date'", "'day'"),
    "a rule that is not there": ('rules = ["AR-13"]', 'rules = ["AR-99"]', f"{GO}:", "there is no rule 'AR-99'"),
    "a need's rule that is not there": ('words = "Say when.", rule = "AR-13"', 'words = "Say when.", rule = "AR-99"',
        f"{GO}:", "there is no rule 'AR-99'"),
    "a role that is not there": ('who = ["officer"]', 'who = ["oficer"]', f"{GO}:", "there is no role 'oficer'"),
    "a letter that is not there": ('letter = "visit-letter"', 'letter = "visit"', f"{GO}:", "no letter 'visit'"),
    "a notice that is no rule": ('id = "NT-49"', 'id = "NT-99"', f"{GO}:", "there is no rule 'NT-99'"),
    "an action that is not shared": ('actions = ["note"]', 'actions = ["notes"]', f"{HEAD}actions:", "which has: note"),
    "the same key twice": ('name = "Visit"\n', 'name = "Visit"\nname = "Call"\n', HEAD, "cannot be read as TOML"),
    "not TOML at all": ('id = "visit"', "id = visit", HEAD, "cannot be read as TOML"),
    "a title of no field": ("in_force", 'title = ["visitor"]\nin_force', f"{HEAD}title: 'visitor'", "is no field"),
    "a type of no field": ('type_field = "kind"', 'type_field = "sort"', f"{HEAD}type_field: 'sort'", "is no field"),
    "a stage twice": ("[field.person]", '[[stage]]\nid = "first"\nname = "A"\n[field.person]', f"{HEAD}stage", "twice"),
    "a day with a time": ("2026-01-05", "2026-01-05T10:00:00", HEAD, "a date without a time"),
    "a limit both ways": ("count = 2", 'count = 0, before = "visit_on", after = "visit_on"', GO, "not both"),
    "an empty any": ('kind = ["yearly"]', "any = []", f"{GO}, opens 1, when:", "'any' is empty"),
    "a status of nothing": ('kind = ["yearly"]', 'status = "opne"', GO, "'open' or 'closed'"),
    "a span that nothing begins": ('kind = ["yearly"]', 'while = ["hold"]', GO, "no entry begins the span 'hold'"),
    "a part that nobody takes": ('kind = ["yearly"]', 'part = ["visitd"]', GO, "nobody takes the part 'visitd'"),
    "an age of no date": ('kind = ["yearly"]', 'older = { field = "kind", months = 1 }', GO, "a date field"),
    "an age of no months": ('kind = ["yearly"]', 'older = { field = "visit_on" }', GO, "a number above nought"),
    "covering a step without letter": ('kind = ["yearly"]', 'covers = "planned"', GO, "has no letter"),
    "a content in no letter": ('kind = ["yearly"]', 'has = ["hour"]', GO, "no letter holds 'hour'"),
    "each of nobody": ('by = "planned"', 'by = "planned", for_each = { part = "visitd" }', GO, "parts are: visited"),
    "each of no line": ('by = "planned"', 'by = "planned", for_each = { line = "point" }', GO, "there are: none"),
    "each of nothing": ('by = "planned"', 'by = "planned", for_each = {}', GO, "exactly one of"),
    "closed in no word": ('{ by = "planned", when = { kind = ["yearly"] } }', '{ closing = "gone" }', GO, "'gone'"),
    "held by no span": ('id = "go"', 'id = "go"\nholds = ["hold@"]', GO, "no entry begins the span 'hold@'"),
    "barred for nothing": ('barred = ["subject"]', 'barred = ["owner"]', GO, "none of: subject, party, acted, owned"),
    "allowed by no field": ('rule = "CC-13"', 'rule = "CC-13", allow = "why"', GO, "'why' is no field of this step"),
    "a default of no choice": ('"extra"]', '"extra"]\ndefault = "never"', "visit.toml, step", "'never' is no choice"),
    "becoming no type": ('id = "go"', 'id = "go"\nbecomes = [{ type = "daily" }]', GO, "'daily' is no choice"),
    "a sender of no role": ('from = "officer"', 'from = "oficer"', GO, "there is no role 'oficer'"),
    "a field for no role": ('part = "visited"', 'part = "visited"\nroles = "carrer"', HEAD[:10], "no role 'carrer'"),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "place", "words"), BROKEN.values(), ids=BROKEN.keys())
def test_a_mistake_names_file_and_place_and_what_would_be_right(old: str, new: str, place: str, words: str) -> None:
    lines = mistakes_of(broken(old, new))
    assert any(line.startswith(place) and words in line for line in lines), lines


def test_all_mistakes_of_a_file_are_told_at_once() -> None:
    text = broken('force = "local target"', 'forse = "must"').replace('who = ["officer"]', 'who = ["oficer"]')
    text = text.replace('by = "planned"', 'by = "plan"')
    lines = mistakes_of(text)
    assert len(lines) == 3, lines
    assert all(line.startswith("visit.toml") for line in lines)


def test_a_file_without_a_step_says_what_the_first_step_is_for() -> None:
    head = SMALL[: SMALL.index("[[step]]")]
    assert "visit.toml: there is no [[step]]; the first step opens a case" in mistakes_of(head)


def test_a_mistake_in_the_shared_actions_is_placed_there() -> None:
    lines = mistakes_of(SMALL, SMALL_SHARED.replace('fields = ["text"]', 'feilds = ["text"]'))
    assert lines == ("actions.toml, action note: 'feilds' is not a word of the format; did you mean 'fields'?",)
    lines = mistakes_of(SMALL, SMALL_SHARED.replace('effect = "note"', 'effect = "sing"'))
    assert lines[0].startswith("actions.toml, action note: 'effect' is 'sing'; it must be one of: extend, waive, note")


@pytest.mark.parametrize("text", ["", "\x00", "[[step]]", "step = 1", "[field]\n", 'id = ["a"]', "[[[", "\ufeff"])
def test_whatever_stands_in_a_file_is_told_and_never_a_crash(text: str) -> None:
    assert mistakes_of(text)


# -- no key is ignored ---------------------------------------------------------------------------------------------

STRAY = "stray_key"
HEADER = re.compile(r"^\[\[?([a-z-]+)(?:\.[\w-]+)?\]\]?$")


def openings(text: str) -> Iterator[tuple[str, int]]:
    """Every place inside a table of a file, with the names that lead there: "step, opens, when"."""
    yield "the head of the file", 0
    section, start = "", 0
    for line in text.splitlines(keepends=True):
        end = start + len(line)
        header = HEADER.match(line.strip())
        if header:
            section = header[1]
            yield section, end
        else:
            keys: list[str] = []
            bare = re.sub(r'"[^"]*"|#.*', lambda found: "_" * len(found[0]), line)
            for found in re.finditer(r"([\w-]+) = |([{}])", bare):
                if found[1]:
                    latest = found[1]
                elif found[2] == "{":
                    keys.append(latest)
                    yield ", ".join([section, *keys]), start + found.end()
                elif keys:
                    latest = keys.pop()
        start = end


def with_stray_key(text: str, position: int) -> str:
    inside = position > 0 and text[position - 1] == "{"
    return text[:position] + (f" {STRAY} = 1," if inside else f"{STRAY} = 1\n") + text[position:]


KINDS_OF_PLACE = {place: (file, position) for file in SHIPPED for place, position in openings(file.read_text("utf-8"))}


def test_the_places_of_a_file_are_found() -> None:
    assert {
        "the head of the file",
        "stage",
        "field",
        "content",
        "step",
        "action",
        "step, opens",
        "step, opens, when",
        "step, opens, limit",
        "step, opens, for_each",
        "step, limit",
        "step, notice",
        "step, needs, when, any",
        "step, independence",
        "action, ends_steps",
    } <= {*KINDS_OF_PLACE}


@pytest.mark.parametrize("place", sorted(KINDS_OF_PLACE))
def test_no_key_is_ignored_wherever_it_stands(place: str) -> None:
    file, position = KINDS_OF_PLACE[place]
    text = with_stray_key(file.read_text("utf-8"), position)
    tomllib.loads(text)  # the key stands where TOML allows it
    with pytest.raises(ProcedureMistakes) as caught:
        read(text, file.name, SHARED)
    assert any(line.startswith(file.name) and STRAY in line for line in caught.value.lines), caught.value.lines


# -- what the handbook says ----------------------------------------------------------------------------------------

HANDBOOK = (DATA.parent / "docs" / "procedures.md").read_text("utf-8")
EXAMPLES = re.findall(r"^```toml\n(.*?)^```", HANDBOOK, re.DOTALL | re.MULTILINE)


def test_the_example_of_the_handbook_can_be_used_and_does_what_is_said_of_it(tmp_path: Path) -> None:
    procedure, stories = EXAMPLES
    assert read(procedure, "carer-meeting.toml", SHARED, VOCABULARY).prefix == "CM"
    (tmp_path / "procedures").mkdir()
    (tmp_path / "procedures" / "carer-meeting.toml").write_text(procedure, "utf-8")
    (tmp_path / "stories.toml").write_text(stories, "utf-8")
    assert scenarios.play_file(tmp_path / "stories.toml", Library(tmp_path)) == []


def test_the_handbook_explains_every_word_of_the_format() -> None:
    source = "".join(Path(each.__file__).read_text("utf-8") for each in (procedure_files, procedure_parts))
    asked = re.findall(r'(?:table|top|older|source)\.(?:text|texts|flag|number|day|table|tables)\("(\w+)"', source)
    asked += re.findall(r'self\._when\(table, "(\w+)"\)', source)
    assert {"opens", "hides", "decides_when", "in_force", "covers", "line_date"} <= {*asked}
    prose = re.sub(r"^```.*?^```", "", HANDBOOK, flags=re.DOTALL | re.MULTILINE)
    explained = set(re.findall(r"[\w-]+", " ".join(re.findall(r"`([^`]+)`", prose))))
    assert sorted({*asked} - explained) == []


def test_the_handbook_names_every_kind_unit_force_and_effect() -> None:
    for word in (*FIELD_KINDS, *procedure_parts.UNITS, *FORCES, *EFFECTS):
        assert re.search(rf"\b{re.escape(word)}\b", HANDBOOK), word
