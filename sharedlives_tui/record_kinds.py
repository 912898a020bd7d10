"""The kinds of dated entries on a person (data/person-records.toml), read strictly (DA-21).

The fields are declared in the words of procedure files. `read` gives `RecordKinds` or raises `ProcedureMistakes` with
one line a mistake.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from sharedlives_tui import on_behalf
from sharedlives_tui.facts import Value
from sharedlives_tui.procedure_fields import FieldReader
from sharedlives_tui.procedure_files import ProcedureMistakes
from sharedlives_tui.procedure_tables import Table
from sharedlives_tui.procedures import Condition, Field, Procedure, Vocabulary

FILE = "person-records.toml"
APPROVAL, NUMBER, TERMS = "approval", "number", "terms"
"""The kinds from which the approval as it stands is worked out."""
WORKED_WITH: Mapping[str, tuple[str, ...]] = {
    APPROVAL: ("decision", "number", "from", "case"),
    NUMBER: ("new_number", "from", "case"),
    TERMS: ("terms", "from", "confirmed_on"),
}
"""The fields that those kinds must have."""
DECISIONS = ("approved", "continued", "decreased", "ended")
"""What can be decided on an approval."""
SETS = ("lowered", "ended", "stands")
"""What becomes of an approval in a case."""


@dataclass(frozen=True)
class Kind:
    """One kind of entry: what is asked, who does it normally, and whose decision it is."""

    id: str
    name: str
    rules: tuple[str, ...]
    fields: tuple[Field, ...]
    who: tuple[str, ...] = ()
    decides: tuple[str, ...] = ()
    help: str = ""

    @property
    def rule(self) -> str:
        """The first rule; empty if there is none."""
        return self.rules[0] if self.rules else ""


@dataclass(frozen=True)
class Ground:
    """What in a case lets an approval be lowered or ended, and from when (DA-42, RD-45)."""

    case: str
    act: str
    field: str = ""
    value: str = ""
    sets: str = "lowered"
    """One of SETS: what became of the approval."""
    number: str = ""
    """The field with the number of people that a lowered approval has; empty where it may be any."""
    letter: str = ""
    waits: bool = False
    """It holds only from the day on which the letter went."""


@dataclass(frozen=True)
class RecordKinds:
    """All kinds of entries, in the order of the file, and the grounds for lowering an approval."""

    kinds: tuple[Kind, ...]
    grounds: tuple[Ground, ...]

    @cached_property
    def by_id(self) -> Mapping[str, Kind]:
        """The kinds by id."""
        return {each.id: each for each in self.kinds}

    def told_by(self, kind_of_case: str, act: str) -> tuple[Ground, ...]:
        """The grounds of which recording this act of a case reminds: its letter went, or it needs none."""
        return tuple(
            each
            for each in self.grounds
            if each.case == kind_of_case and each.sets != "stands" and act == (each.letter or each.act)
        )


def fields_of(kind: Kind) -> tuple[Field, ...]:
    """Return all fields of a kind: its own, and how one knows of a decision."""
    return (*kind.fields, *on_behalf.FIELDS) if kind.decides else kind.fields


def asked(field: Field, values: Mapping[str, Value]) -> bool:
    """Return whether a field is asked for as the other values of the entry stand."""
    return all(values.get(name, "") in wanted for name, wanted in field.when.fields)


def read(text: str, known: Vocabulary | None = None, procedures: Iterable[Procedure] = ()) -> RecordKinds:
    """The kinds of entries in a text. With `known` and `procedures` references to them are checked as well.

    Raises ProcedureMistakes.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ProcedureMistakes([f"{FILE}: cannot be read as TOML: {error}"]) from None
    mistakes: list[str] = []
    result = _KindReader(mistakes).kinds(Table(data, FILE, mistakes))
    mistakes += _cross_check(result, known, list(procedures))
    if mistakes:
        raise ProcedureMistakes(mistakes)
    return result


class _KindReader(FieldReader):
    """Turns the tables of the file into kinds and grounds."""

    def kinds(self, top: Table) -> RecordKinds:
        self._declare(top, "field", self._field, self.fields)
        result = RecordKinds(
            kinds=tuple(self._kind(each) for each in top.tables("kind")),
            grounds=tuple(self._ground(each) for each in top.tables("ground")),
        )
        used = {field.id for kind in result.kinds for field in kind.fields}
        for name in self.fields:
            if name not in used:
                top.wrong(f"field '{name}' is used by no kind")
        top.finish()
        return result

    def _kind(self, table: Table) -> Kind:
        result = Kind(
            id=table.text("id", needed=True),
            name=table.text("name", needed=True),
            rules=table.texts("rules"),
            fields=tuple(self._used_fields(table)),
            who=table.texts("who"),
            decides=table.texts("decides"),
            help=table.text("help"),
        )
        table.finish()
        names = [each.id for each in result.fields]
        if not names:
            table.wrong("'fields' is missing: an entry says something")
        for each in result.fields:
            if each.when != Condition(fields=each.when.fields):
                table.wrong(f"field '{each.id}': 'when' can ask here for the values of other fields, and nothing else")
            for name, _ in each.when.fields:
                if name not in names:
                    table.wrong(f"field '{each.id}': 'when' asks for '{name}', which this kind does not have")
            if each.adds_people or each.part or each.line or each.ledger or each.known or each.confidential:
                table.wrong(f"field '{each.id}': it says something that only a case has (part, line, known, ...)")
        for name in WORKED_WITH.get(result.id, ()):
            if name not in names:
                table.wrong(f"the kind '{result.id}' needs the field '{name}'")
        return result

    def _ground(self, table: Table) -> Ground:
        result = Ground(
            case=table.text("case", needed=True),
            act=table.text("act", needed=True),
            field=table.text("field"),
            value=table.text("value"),
            sets=table.text("sets", "lowered", needed=True, of=SETS),
            number=table.text("number"),
            letter=table.text("letter"),
            waits=table.flag("waits"),
        )
        table.finish()
        if bool(result.field) != bool(result.value):
            table.wrong("say both 'field' and 'value', or neither")
        if result.number and result.sets != "lowered":
            table.wrong("'number' belongs to sets = \"lowered\"")
        if result.waits and not result.letter:
            table.wrong("'waits' needs 'letter', the letter for which it waits")
        return result


def _cross_check(found: RecordKinds, known: Vocabulary | None, procedures: list[Procedure]) -> Iterable[str]:
    ids = [each.id for each in found.kinds]
    for each in dict.fromkeys(ids):
        if ids.count(each) > 1:
            yield f"{FILE}: the kind '{each}' stands there twice"
    for each in WORKED_WITH:
        if each not in ids:
            yield f"{FILE}: there is no kind '{each}', from which the approval is worked out"
    decision = next((field for kind in found.kinds for field in kind.fields if field.id == "decision"), None)
    if decision is not None and set(decision.choices) != {*DECISIONS}:
        yield f"{FILE}: the choices of 'decision' are: {', '.join(DECISIONS)}"
    if known is not None:
        for kind in found.kinds:
            for rule in kind.rules:
                if rule not in known.rules:
                    yield f"{FILE}: kind {kind.id} names the rule {rule}, which there is not"
            for role in (*kind.who, *kind.decides):
                if role not in known.roles:
                    yield f"{FILE}: kind {kind.id} names '{role}', which is no role"
    for ground in found.grounds if procedures else ():
        yield from _check_ground(ground, [each for each in procedures if each.id == ground.case])


def _check_ground(ground: Ground, procedures: list[Procedure]) -> Iterable[str]:
    if not procedures:
        yield f"{FILE}: ground: there is no procedure '{ground.case}'"
    for procedure in procedures:
        for name in filter(None, (ground.act, ground.letter)):
            if name not in procedure.by_id:
                yield f"{FILE}: ground: '{ground.case}' has no step or action '{name}'"
        act = procedure.by_id.get(ground.act)
        fields = {each.id: each for each in act.fields} if act is not None else {}
        for name in filter(None, (ground.field, ground.number)):
            if act is not None and name not in fields:
                yield f"{FILE}: ground: '{ground.act}' does not ask for '{name}'"
        if ground.field in fields and ground.value not in fields[ground.field].choices:
            yield f"{FILE}: ground: '{ground.field}' is never '{ground.value}'"
