"""Who is asking: roles held from and to, what a role may act as, and who is senior to whom (RD-11, RD-20).

The roles and their ranks are data (data/roles.toml); a rank is a number, and a higher one is more senior.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from functools import cache
from types import MappingProxyType

from sharedlives_tui.light import NamedTuple
from sharedlives_tui.resources import read_text

VERBS: Mapping[str, str] = {
    "open": "log what came in as a new case",
    "record": "record in cases",
    "restrict": "say who may see a case",
    "records": "see what is on file of a carer's approval",
    "people": "add people to the list",
    "roles": "give and end roles of the office",
    "accounts": "say which account or key opens the office as whom",
    "office": "change contacts, working days and the texts used often",
    "settings": "change the office's numbers",
    "export": "take letters, copies and papers out as files",
    "journal": "read the journal of the office",
    "move": "move the office to another place",
}
"""What a role may do, with the words for it; data/roles.toml says which role may what."""
NOBODYS = frozenset({"records", "accounts", "journal", "move"})
"""What a name may not do even in a practice office that is not in its list, or holds no role of the office."""
WRITES = frozenset(VERBS) - {"records", "export", "journal"}
"""What changes something in the office."""

ALL, NAMED = "all", "named"
"""Which cases a role sees, beside a list of kinds: every case, or those alone in which somebody is named."""
EVERY_KIND = "*"
"""What a viewer's kinds are who sees every kind of case."""
NO_KIND = "|"
"""What they are of somebody who sees none by their roles."""


class BadRoles(ValueError):
    """The file of roles cannot be used; the text says where and why."""


class RoleSpan(NamedTuple):
    """A role that somebody holds from a first day to a last one, both included; `last` None while it lasts."""

    role: str
    first: date
    last: date | None = None

    def held_on(self, day: date) -> bool:
        """Return whether the role was held on that day."""
        return self.first <= day and (self.last is None or day <= self.last)


def held_on(spans: Iterable[RoleSpan], day: date) -> frozenset[str]:
    """Return the roles held on that day."""
    return frozenset(span.role for span in spans if span.held_on(day))


class Viewer(NamedTuple):
    """Who looks: the person of the office's list, by number and name, with the roles of the day.

    `known` is False for a name that is not in the list, or holds no role of the office on that day. A practice office
    lets such a viewer in (`let_in`) to type for others, without any restricted or guarded case and any private entry;
    in a real one nothing is open to them.
    """

    person_id: int | None
    name: str
    roles: frozenset[str] = frozenset()
    known: bool = True
    let_in: bool = True


def viewer(
    name: str, person_id: int | None, spans: Iterable[RoleSpan], day: date, roles: Roles | None = None
) -> Viewer:
    """Return the viewer of that name on that day; known only with a role of the office held on it."""
    held = held_on(spans, day) if person_id is not None else frozenset()
    table = roles if roles is not None else Roles.load()
    return Viewer(person_id, name, held, any(table.is_office(role) for role in held))


def verbs_of(viewer: Viewer, *, practice: bool) -> frozenset[str]:
    """Return what whoever looks may do in an office: each a verb of `VERBS`."""
    if viewer.known:
        roles = Roles.load()
        return frozenset(verb for verb in VERBS if roles.may(viewer.roles, verb))
    return frozenset(VERBS) - NOBODYS if practice else frozenset()


class Role(NamedTuple):
    """One role: whether it is of the office, how senior it is, which other roles it may act as, and what it may do."""

    id: str
    office: bool
    rank: int = 0
    acts_for: frozenset[str] = frozenset()
    may: frozenset[str] = frozenset()
    sees: str | tuple[str, ...] = NAMED
    """ALL, NAMED, or the kinds of cases."""


class Roles(NamedTuple):
    """The table of all roles, in the order of the file."""

    by_id: Mapping[str, Role] = MappingProxyType({})

    @staticmethod
    @cache
    def load() -> Roles:
        """Return the office's roles, read once. Raises BadRoles and MissingData."""
        return Roles.parse(read_text("roles.toml"))

    @classmethod
    def parse(cls, text: str) -> Roles:
        """Return the roles of a file's text. Raises BadRoles, with the role and the reason."""
        data = _plain(text) or _toml(text)
        if set(data) != {"role"} or not isinstance(data["role"], list):
            raise BadRoles("roles.toml: write each role as its own [[role]], and nothing else.")
        found: dict[str, Role] = {}
        for number, table in enumerate(data["role"], start=1):
            role = _role(table, number)
            if role.id in found:
                raise BadRoles(f"roles.toml: '{role.id}' stands there twice.")
            found[role.id] = role
        for role in found.values():
            for other in sorted(role.acts_for - set(found)):
                raise BadRoles(f"roles.toml: '{role.id}' acts for '{other}', which is no role.")
        return cls(MappingProxyType(found))

    @property
    def names(self) -> tuple[str, ...]:
        """Every role, those of the office first."""
        return tuple(self.by_id)

    def is_office(self, role: str) -> bool:
        """Return whether the role belongs to the office; False for a role that is not known."""
        known = self.by_id.get(role)
        return known is not None and known.office

    def rank(self, role: str) -> int:
        """Return how senior the role is; 0 for people outside and for a role that is not known."""
        known = self.by_id.get(role)
        return 0 if known is None else known.rank

    def may_act_as(self, held: Collection[str], wanted: Iterable[str]) -> bool:
        """Return whether somebody with the held roles may do what asks for one of the wanted; True if none is."""
        asked = set(wanted)
        return not asked or any(asked & self._reach(role) for role in held)

    def may(self, held: Iterable[str], verb: str) -> bool:
        """Return whether one of the held roles may do that: a verb of `VERBS`."""
        return any(verb in self.by_id[role].may for role in held if role in self.by_id)

    def kinds_seen(self, held: Iterable[str]) -> str:
        """Return the kinds of cases that somebody with these roles sees: EVERY_KIND, or "|complaint|guidance|".

        Other kinds are open to them where they look after the case, work on it or were named. Without any role of the
        office there is no choice of kinds to be made.
        """
        ours = [self.by_id[role] for role in held if self.is_office(role)]
        if not ours or any(role.sees == ALL for role in ours):
            return EVERY_KIND
        kinds = {kind for role in ours if isinstance(role.sees, tuple) for kind in role.sees}
        return "".join(f"|{kind}" for kind in sorted(kinds)) + NO_KIND

    def sees(self, held: Iterable[str], kind: str) -> bool:
        """Return whether somebody with these roles sees the cases of a kind, also those that are not theirs."""
        kinds = self.kinds_seen(held)
        return kinds == EVERY_KIND or f"|{kind}|" in kinds

    def who_may(self, verb: str) -> tuple[str, ...]:
        """Return the roles that may do that, in the order of the file."""
        return tuple(role.id for role in self.by_id.values() if verb in role.may)

    def highest_rank(self, held: Iterable[str]) -> int:
        """Return the rank of the most senior of the held roles; 0 for none."""
        return max((self.rank(role) for role in held), default=0)

    def _reach(self, role: str) -> frozenset[str]:
        known = self.by_id.get(role)
        return frozenset({role}) if known is None else known.acts_for | {role}


def _plain(text: str) -> dict[str, object] | None:
    """Return what a file in the plain shape of ours says; None for any other: to load all of TOML costs every start."""
    tables: list[dict[str, object]] = []
    for line in text.splitlines():
        if line == "[[role]]":
            tables.append({})
        elif line and not line.startswith("#"):
            word, equals, said = line.partition(" = ")
            value = _plain_value(said)
            if not tables or not equals or value is None or not word.replace("_", "").isalpha() or word in tables[-1]:
                return None
            tables[-1][word] = value
    return {"role": tables} if tables else None


def _plain_value(said: str) -> object:
    if said in ("true", "false"):
        return said == "true"
    if said.isascii() and said.isdecimal() and str(int(said)) == said:
        return int(said)
    bare = said.removeprefix("[").removesuffix("]")
    words = bare[1:-1].split('", "')
    if len(bare) < 2 or bare[0] != '"' or bare[-1] != '"' or any('"' in word or "\\" in word for word in words):
        return None
    if said == bare:
        return words[0] if len(words) == 1 else None
    return words if said == f"[{bare}]" else None


def _toml(text: str) -> dict[str, object]:
    import tomllib

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadRoles(f"roles.toml cannot be read: {error}") from error


def _role(table: object, number: int) -> Role:
    place = f"roles.toml, role {number}"
    if not isinstance(table, dict):
        raise BadRoles(f"{place}: write it as a table.")
    unknown = sorted(set(table) - {"id", "office", "rank", "acts_for", "may", "sees"})
    if unknown:
        raise BadRoles(f"{place}: '{unknown[0]}' is not a word of this file.")
    role, office, rank = table.get("id"), table.get("office"), table.get("rank", 0)
    acts_for = table.get("acts_for", [])
    if not isinstance(role, str) or not role.strip():
        raise BadRoles(f"{place}: give it an id.")
    if not isinstance(office, bool):
        raise BadRoles(f"{place}: say office = true or office = false.")
    if not isinstance(rank, int) or isinstance(rank, bool) or rank < 0:
        raise BadRoles(f"{place}: rank is a whole number, 0 or more.")
    if not isinstance(acts_for, list) or not all(isinstance(each, str) for each in acts_for):
        raise BadRoles(f"{place}: acts_for is a list of roles.")
    may = table.get("may", [])
    if not isinstance(may, list) or not all(isinstance(each, str) and each in VERBS for each in may):
        raise BadRoles(f"{place}: may is a list of these: {', '.join(VERBS)}.")
    sees = table.get("sees", NAMED)
    if sees not in (ALL, NAMED) and (not isinstance(sees, list) or not all(isinstance(each, str) for each in sees)):
        raise BadRoles(f'{place}: sees is "{ALL}", "{NAMED}" or a list of kinds of cases.')
    kinds = sees if isinstance(sees, str) else tuple(map(str, sees))
    return Role(role, office, rank, frozenset(acts_for), frozenset(may), kinds)
