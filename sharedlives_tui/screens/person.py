"""One person: the roles that they hold or held, the approval as it stands with its records, and their cases."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from textual import on
from textual.containers import Vertical
from textual.widget import Widget

from sharedlives_tui import keymap
from sharedlives_tui.access import RoleSpan
from sharedlives_tui.caseviews import FieldView
from sharedlives_tui.desk import Desk
from sharedlives_tui.facts import Value
from sharedlives_tui.requests import Problem, Refused
from sharedlives_tui.screens.act_fields import asked
from sharedlives_tui.screens.base import OfficeScreen
from sharedlives_tui.screens.small_form import SmallForm
from sharedlives_tui.settings import accounts
from sharedlives_tui.store import register, views
from sharedlives_tui.store.errors import StoreError
from sharedlives_tui.store.person_cases import cases_of
from sharedlives_tui.store.rows import person_number
from sharedlives_tui.typed_dates import say_day
from sharedlives_tui.widgets.host import host_of
from sharedlives_tui.widgets.keys import bindings
from sharedlives_tui.widgets.safe import Words, fit, join, one_line, text
from sharedlives_tui.widgets.virtual_list import FixedRows, RowText, VirtualList

_HOW_NAMED = "As one says it, like Mrs Ann Hill; or Hill, Ann, for lists by surname: letters turn it round."
_WHICH_ROLE = "What they are to the office. Leave it for somebody without a role; a adds roles on their page."


class PersonScreen(OfficeScreen):
    """A person of the office's list, by id."""

    PLACE = "person"
    BINDINGS = bindings("person")
    DEFAULT_CSS = """
    PersonScreen #name { height: 1; padding: 0 1; margin: 0 0 1 0; }
    PersonScreen .box { border: round $line; border-title-color: $foreground; border-title-style: bold; }
    PersonScreen .box:focus-within { border: round $chosen; }
    PersonScreen #approval { height: auto; padding: 0 1; margin: 0 0 1 0; display: none; }
    PersonScreen #roles { height: 9; }
    PersonScreen #records { height: 1fr; display: none; }
    PersonScreen #cases { height: 1fr; }
    PersonScreen.-carer #name { margin: 0; }
    PersonScreen.-carer #approval { display: block; }
    PersonScreen.-carer #roles { height: 5; }
    PersonScreen.-carer #records { display: block; }
    PersonScreen.-enlarged .box#roles { height: 1fr; }
    PersonScreen .box#roles.-away, PersonScreen .box#records.-away, PersonScreen .box#cases.-away { display: none; }
    """

    def __init__(self, person: str) -> None:
        super().__init__()
        self.person = person
        self.spans: list[RoleSpan] = []
        self._shown = False

    def crumbs(self) -> tuple[str, ...]:
        return ("People", self.person)

    def body(self) -> Iterable[Widget]:
        yield Words(id="name")
        held = VirtualList(id="role-list", empty=f"No role. {keymap.said('person.role')} adds one.")
        held.needs = ("people",)
        filed = VirtualList(id="record-list", empty=f"Nothing on file. {keymap.said('person.record')} records it.")
        filed.needs = ("record", "records")
        roles = Vertical(held, id="roles", classes="box")
        cases = Vertical(VirtualList(id="case-list"), id="cases", classes="box")
        roles.border_title = "Roles"
        yield Words(id="approval")
        yield roles
        yield Vertical(filed, id="records", classes="box")
        yield cases

    def look_again(self) -> None:
        number = person_number(self.person)
        try:
            found = views.person(self.desk.store, self.desk.viewer, number) if number is not None else None
            if found is None or number is None:
                self.query_one("#name", Words).update(f"There is nobody {self.person} in the office's list.")
                return
            self.spans = sorted(
                register.spans(self.desk.store, number),
                key=lambda each: (not each.held_on(self.desk.today), each.role, each.first),
            )
            cases = cases_of(self.desk.store, self.desk.viewer, number)
            self._show_approval()
            logins = accounts_of(self.desk, self.person)
        except StoreError as error:
            self.say(str(error), problem=True)
            return
        login = f"  log-in: {one_line(', '.join(logins))}" if logins else ""
        if self.header is not None:
            self.header.go("People", one_line(found.name))
        name = (one_line(found.name), "bold")
        self.query_one("#name", Words).update(join(name, (f"  {found.ref}{login}", "$muted")))
        roles = self.query_one("#role-list", VirtualList)
        roles.show(FixedRows([self._role_row(place, each) for place, each in enumerate(self.spans)]))
        rows = [
            RowText(
                case.ref,
                (
                    (f" {fit(case.ref, 9)} ", "$muted"),
                    (fit(one_line(case.title), 20), "" if case.status == "open" else "$muted"),
                    (fit(f"  {case.type or case.kind}", 20), "$muted"),
                    (fit(f"  {case.status}", 9), ""),
                    (f" {parts}", "$muted"),
                ),
            )
            for case, parts in cases
        ]
        listed = self.query_one("#case-list", VirtualList)
        listed.show(FixedRows(rows), empty="No case in which they have a part.")
        self.query_one("#cases").border_title = text(f"Cases ({len(rows)})")
        if not self._shown:
            (listed if rows else roles).focus()
        self._shown = True

    def _show_approval(self) -> None:
        """Show the approval and its records where the person is or was a carer, or has any; to the office alone."""
        from sharedlives_tui import person_records
        from sharedlives_tui.screens.person_records import approval_words, record_row

        asks = person_records.may_see(self.desk)
        if asks:
            records = person_records.records_of(self.desk, self.person)
            asks = bool(records) or any(each.role == "carer" for each in self.spans)
        self.set_class(asks, "-carer")
        if asks:
            self.query_one("#approval", Words).update(
                approval_words(person_records.approval_on(self.desk, self.person))
            )
            self.query_one("#record-list", VirtualList).show(FixedRows([record_row(each) for each in records]))
            self.query_one("#records").border_title = text(f"On file ({len(records)})")

    def _role_row(self, place: int, span: RoleSpan) -> RowText:
        now = span.held_on(self.desk.today)
        until = f" to {say_day(span.last)}" if span.last is not None else ""
        state = "now" if now else "ended" if span.last and span.last < self.desk.today else "to come"
        return RowText(
            str(place),
            (
                (" ● " if now else " ○ ", "$done" if now else "$muted"),
                (fit(span.role, 24), "" if now else "$muted"),
                (fit(f"from {say_day(span.first)}{until}", 42), "$muted"),
                (state, ""),
            ),
        )

    # ------------------------------------------------------------ keys

    def action_enlarge(self) -> None:
        """Give the box that one is in the whole page, or all of them their room again."""
        large = self.toggle_class("-enlarged").has_class("-enlarged")
        within = self.focused.ancestors if self.focused is not None else []
        for box in self.query(".box"):
            box.set_class(large and box not in within, "-away")

    @on(VirtualList.Selected, "#case-list")
    def _open_case(self, event: VirtualList.Selected) -> None:
        event.stop()
        self.open("case", event.key)

    @on(VirtualList.Selected, "#role-list")
    def _end_chosen(self, event: VirtualList.Selected) -> None:
        event.stop()
        self.action_end_role()

    @on(VirtualList.Selected, "#record-list")
    def _correct_chosen(self, event: VirtualList.Selected) -> None:
        event.stop()
        if self.may_record() and self.may_record("records"):
            self.open("person-correct", self.person, int(event.key))

    def action_record(self) -> None:
        if self.may_record() and self.may_record("records"):
            self.open("record-kind", then=self._record_kind)

    def _record_kind(self, kind: str | None) -> None:
        if kind is not None:
            self.open("person-record", self.person, kind)

    def action_add_role(self) -> None:
        if self.may_record("people"):
            self.open("role", self.person)

    def action_new_person(self) -> None:
        if self.may_record("people"):
            self.open("new-person", then=self._added)

    def _added(self, person: str | None) -> None:
        """Show the page of somebody who was just added, in place of this one."""
        if person is None:
            return
        self.person, self._shown = person, False
        self.look_again()

    def action_account(self) -> None:
        if self.may_record("accounts"):
            self.open("account", self.person)

    def action_end_role(self) -> None:
        key = self.query_one("#role-list", VirtualList).key
        if not self.may_record("people") or key is None:
            return
        span = self.spans[int(key)]
        if span.last is not None:
            self.tell(f"The role {span.role} has its last day already: {say_day(span.last)}.")
        else:
            self.open("end-role", self.person, span.role)


NO_ROLE = "none yet"


class NewPersonDialog(SmallForm):
    """Adds somebody to the office's list. Dismissed with the id."""

    def __init__(self) -> None:
        super().__init__("Add somebody to the office's list", "Add")

    def fields(self) -> Iterable[FieldView]:
        roles = host_of(self).desk.library.roles.names
        return (
            asked("name", "Name", "text", required=True, help=_HOW_NAMED),
            asked("role", "Role", "choice", choices=(NO_ROLE, *roles), default=NO_ROLE, help=_WHICH_ROLE),
            asked(
                "from",
                "From",
                "date",
                default=host_of(self).desk.today.isoformat(),
                help="The first day of the role: from it on they can be chosen for it.",
            ),
            asked("to", "To", "date", help="Empty while it lasts."),
        )

    def work(self, values: dict[str, Value]) -> str:
        from sharedlives_tui import office

        role = str(values.get("role", ""))
        roles = [(role, day_of(values, "from"), day_of(values, "to"))] if role not in ("", NO_ROLE) else []
        return office.add_person(host_of(self).desk, str(values["name"]), roles)


class AccountDialog(SmallForm):
    """Says which account of this computer is somebody's: the program then knows them without being told."""

    def __init__(self, person: str) -> None:
        super().__init__("Their log-in on this computer", "Keep", "Whoever starts the program with it is this person.")
        self._person = person

    def fields(self) -> Iterable[FieldView]:
        help_words = "The user name on this computer; whoami tells it. Empty takes it away."
        return (asked("account", "User name", "text", help=help_words),)

    def plain_values(self) -> dict[str, Value]:
        self.seen = tuple(accounts_of(host_of(self).desk, self._person))
        return {"account": next(iter(self.seen), "")}

    def work(self, values: dict[str, Value]) -> str:
        from sharedlives_tui import office

        desk, account = host_of(self).desk, str(values.get("account", ""))
        before = next(iter(self.seen), "")
        if account:
            office.set_account(desk, self._person, account, before, self.seen)
            return f"{account} opens this office as {self._person} from now on."
        if before:
            office.forget_account(desk, before, self._person, self.seen)
            return f"{before} is nobody's log-in from now on."
        return "Nothing has changed."


def accounts_of(desk: Desk, person: str) -> list[str]:
    """Return the accounts of this computer that belong to somebody."""
    return [account for account, who in accounts(views.settings(desk.store)).items() if who == person]


def roles_of(desk: Desk, person: str) -> list[RoleSpan]:
    """Return the roles that somebody of the list holds or held."""
    number = person_number(person)
    return register.spans(desk.store, number) if number is not None else []


class RoleDialog(SmallForm):
    """Gives somebody a role from one day to another."""

    def __init__(self, person: str) -> None:
        super().__init__("Add a role", "Add")
        self._person = person

    def fields(self) -> Iterable[FieldView]:
        roles = host_of(self).desk.library.roles.names
        return (
            asked(
                "role",
                "Role",
                "choice",
                choices=roles,
                required=True,
                help="What they are to the office. Roles decide what somebody sees and may do.",
            ),
            asked(
                "from",
                "From",
                "date",
                required=True,
                default=host_of(self).desk.today.isoformat(),
                help="The first day of the role: from it on they can be chosen for it.",
            ),
            asked("to", "To", "date", help="Empty while it lasts."),
        )

    def plain_values(self) -> dict[str, Value]:
        self.seen = roles_of(host_of(self).desk, self._person)
        return {}

    def work(self, values: dict[str, Value]) -> str:
        from sharedlives_tui import office

        desk, role = host_of(self).desk, str(values["role"])
        office.add_role(desk, self._person, role, day_of(values, "from"), day_of(values, "to"), self.seen)
        return f"Recorded: {role}."


class EndRoleDialog(SmallForm):
    """Ends a role that somebody holds."""

    def __init__(self, person: str, role: str) -> None:
        super().__init__(f"End the role: {role}", "End it")
        self._person, self._role = person, role

    def fields(self) -> Iterable[FieldView]:
        today = host_of(self).desk.today.isoformat()
        return (
            asked(
                "to",
                "Last day",
                "date",
                required=True,
                default=today,
                help="The last day of the role. What they did in it stays theirs.",
            ),
        )

    def plain_values(self) -> dict[str, Value]:
        self.seen = roles_of(host_of(self).desk, self._person)
        return {}

    def work(self, values: dict[str, Value]) -> str:
        from sharedlives_tui import office

        last = day_of(values, "to")
        if last is None:
            raise Refused(Problem("to", "", "Enter the last day, like 25/12/26"))
        office.add_role(host_of(self).desk, self._person, self._role, None, last, self.seen)
        return f"The role {self._role} ends on {say_day(last)}."


def day_of(values: dict[str, Value], name: str) -> date | None:
    """Return the day of a field; None where it is empty."""
    text = values.get(name, "")
    return date.fromisoformat(text) if isinstance(text, str) and text else None
