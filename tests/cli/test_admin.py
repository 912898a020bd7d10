"""The commands of a shared server's operator: people, keys, a look at everything, files to begin with."""

from __future__ import annotations

import json
import shutil
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest

from sharedlives_tui.account import system_user
from sharedlives_tui.clock import Clock
from sharedlives_tui.serving.config import read_server
from sharedlives_tui.store import Store, moved
from tests.cli.conftest import Office, Told
from tests.unit.test_key_list import ed25519, rsa

ROOT = Path(__file__).resolve().parents[2]


class Operator:
    """Runs `sharedlives admin ...` on a server without a network."""

    def __init__(self, office: Office, folder: Path) -> None:
        self.office, self.folder = office, folder
        folder.chmod(0o700)
        self.config = folder / "server.toml"
        self.list = folder / "keys" / "list"
        (folder / "people").mkdir(mode=0o700)
        self.config.write_text(
            f'office = "{office.path}"\npeople = "{folder}/people"\nkeys = "{self.list}"\n', encoding="utf-8"
        )
        self.config.chmod(0o600)

    def __call__(self, *words: str, who: str = "Ada Admin") -> Told:
        return self.office.plain("admin", *words, "--config", str(self.config), "--as", who)

    def done(self, *words: str) -> Told:
        told = self(*words)
        assert told.status == 0, told.err or told.out
        return told

    def user(self, account: str) -> Any:
        """One row of the list of people."""
        return next(each for each in self.done("user", "list", "--json").data if each["account"] == account)

    def key(self, text: str) -> str:
        place = self.folder / "key.pub"
        place.write_text(f"{text} somebody@laptop\n", encoding="utf-8")
        return str(place)


@pytest.fixture
def operator(office: Office) -> Operator:
    for beside in office.path.parent.glob(f"{office.path.name}*"):
        beside.chmod(0o600)
    return Operator(office, office.path.parent)


def test_somebody_is_let_in_and_let_in_no_more(operator: Operator) -> None:
    operator.office.done("person", "login", "--remove", system_user())  # of whoever began the office
    assert "Begin with" in operator.done("user", "list").out
    assert "sharedlives admin key add olu FILE.pub" in operator.done("user", "add", "olu", "Olu Officer").out
    assert "comes in by this key: SHA256:" in operator.done("key", "add", "olu", operator.key(ed25519())).out
    assert "--as olu" in operator.list.read_text()
    assert operator.done("user", "list").lines == ["olu: Olu Officer (P-2), officer; 1 key"]
    assert operator.done("check").out.startswith("All is as it should be")
    assert "1 key taken away" in operator.done("user", "disable", "olu").out
    assert operator.done("user", "list").out.startswith("Nobody comes in yet")
    assert "--as olu" not in operator.list.read_text()


def test_somebody_new_is_added_to_the_list_with_a_role(operator: Operator) -> None:
    operator.done(
        "user", "add", "nia", "Nia New", "--role", "officer", "--role", "panel member", "--from", "2026-01-01"
    )
    row = operator.user("nia")
    assert (row["account"], row["name"], row["roles"], row["keys"]) == (
        "nia",
        "Nia New",
        ["officer", "panel member"],
        [],
    )
    operator.done("user", "add", "nia", "Nia New", "--role", "customer care")  # a further role for who is there
    row = operator.user("nia")
    assert row["roles"] == ["customer care", "officer", "panel member"]


def test_an_account_that_is_somebodys_gives_nobody_a_role_and_adds_nobody(operator: Operator) -> None:
    operator.done("user", "add", "olu", "Olu Officer")
    before = operator.office.done("person", "list", "--json").data
    for name in ("Rae Registered", "Nia New"):
        told = operator("user", "add", "olu", name, "--role", "head of service")
        assert (told.status, "Olu Officer's. Disable it first" in told.err) == (1, True), told.err
    assert operator.office.done("person", "list", "--json").data == before


def test_a_mark_that_is_empty_takes_no_key_away(operator: Operator) -> None:
    operator.done("user", "add", "olu", "Olu Officer")
    operator.done("key", "add", "olu", operator.key(ed25519()))
    assert operator("key", "remove", "olu", "").status == 2
    assert len(operator.done("key", "list").lines) == 1


def test_who_is_no_administrator_lets_nobody_in(operator: Operator) -> None:
    operator.done("user", "add", "olu", "Olu Officer")
    for words in (
        ("user", "add", "rae", "Rae Registered"),
        ("user", "disable", "olu"),
        ("key", "add", "olu", operator.key(ed25519())),
        ("key", "remove", "olu", "--all"),
        ("key", "write"),
    ):
        told = operator(*words, who="Olu Officer")
        assert (told.status, told.out) == (1, "")
        assert "Ask Ada Admin." in told.err
    assert not operator.list.exists()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("user", "add", "Olu!", "Olu Officer"), "An account is small letters"),
        (("user", "add", "x", "Nobody Here"), "nobody called Nobody Here"),
        (("user", "add", "cara", "Nobody Here", "--role", "king"), "no role 'king'"),
        (("user", "add", "olu", "Rae Registered"), "The account olu is Olu Officer's"),
        (("user", "add", "cara", "Nobody Here", "--role", "officer", "--role", "king"), "no role 'king'"),
        (("user", "add", "rae", "Rae Registered", "--role", "officer", "--role", "king"), "no role 'king'"),
        (("user", "add", "cara", "Nobody Here", "--role", "carer"), "no role of the office today"),
        (("user", "disable", "nobody"), "There is no account nobody"),
        (("key", "add", "nobody", "KEY"), "There is no account nobody"),
        (("key", "add", "olu", "WEAK"), "2048 bits"),
        (("key", "remove", "olu", "SHA256:x"), "has no such key"),
        (("example", "nothing"), "There is no example nothing"),
    ],
)
def test_what_is_refused_changes_nothing(operator: Operator, words: tuple[str, ...], told: str) -> None:
    operator.done("user", "add", "olu", "Olu Officer")
    places = {"KEY": operator.key(ed25519())} | ({"WEAK": operator.key(rsa(2048))} if "WEAK" in words else {})
    before = operator.done("user", "list", "--json").data
    found = [places.get(each, each) for each in words]
    answer = operator(*found) if words[0] != "example" else operator.office.plain("admin", *found)
    assert (answer.status, answer.out) == (1, "")
    assert told in answer.err
    assert operator.done("user", "list", "--json").data == before


@pytest.mark.parametrize(
    "words",
    [
        ("user", "add", "olu"), ("user", "list", "olu"), ("user", "disable"), ("user", "disable", "olu", "x"),
        ("user", "grow"), ("key", "add", "olu"), ("key", "add"), ("key", "remove", "olu"), ("key", "write", "olu"),
        ("key", "remove", "olu", "SHA256:x", "--all"), ("key", "add", "olu", "x", "--all"), ("check", "x"),
        ("user", "list", "--database", "other.db"),
    ],
)  # fmt: skip
def test_wrong_usage(operator: Operator, words: tuple[str, ...]) -> None:
    told = operator(*words)
    assert (told.status, told.out) == (2, "")
    assert "admin" in told.err


def test_keys_are_listed_printed_and_written_anew(operator: Operator) -> None:
    operator.done("user", "add", "olu", "Olu Officer")
    marks = [operator.done("key", "add", "olu", operator.key(ed25519(seed)), "--json").data["key"] for seed in (1, 2)]
    assert sorted(each["key"] for each in operator.done("key", "list", "--json").data) == sorted(marks)
    assert operator.done("key", "list", "olu").out.count("SHA256:") == 2
    plain = operator.office.plain
    printed = plain("admin", "keys", marks[0], "--config", str(operator.config)).lines
    assert len(printed) == 1
    assert printed[0] in operator.list.read_text().splitlines()
    assert len(plain("admin", "keys", "--config", str(operator.config)).lines) == 2
    operator.config.write_text(operator.config.read_text() + 'program = ["/opt/new/python"]\n')
    assert "runs another program" in operator("check").out
    operator.done("key", "write")
    assert operator.list.read_text().count("exec /opt/new/python serve --as olu --config") == 2
    assert operator.done("key", "remove", "olu", marks[1]).out.startswith("1 key of olu")
    assert operator.done("key", "remove", "olu", "--all").out.startswith("1 key of olu")
    assert "There is no key" in operator.done("key", "list").out


def test_what_is_done_stands_in_the_journal(operator: Operator) -> None:
    operator.done("user", "add", "olu", "Olu Officer")
    operator.done("key", "add", "olu", operator.key(ed25519()))
    operator.done("user", "disable", "olu")
    told = operator.office("journal", who="Rae Registered").lines
    for words in ("the account olu is Olu Officer's", "the account olu is nobody's"):
        assert any(f"Ada Admin: {words}" in each for each in told), told
    assert len([each for each in told if "Ada Admin: " in each and " key" in each and "olu" in each]) == 2, told


def test_what_is_open_to_others_is_told_with_its_mending(operator: Operator) -> None:
    operator.office.path.chmod(0o644)
    (operator.folder / "people").chmod(0o755)
    told = operator("check")
    assert told.status == 1
    assert f"Mend it: chmod 600 {operator.office.path}" in told.out
    assert f"Mend it: chmod 700 {operator.folder}/people" in told.out


def test_keys_of_an_account_that_is_nobodys_are_told(operator: Operator) -> None:
    operator.done("user", "add", "olu", "Olu Officer")
    operator.done("key", "add", "olu", operator.key(ed25519()))
    operator.office.done("person", "login", "--remove", "olu")
    assert "olu has a key and is nobody's" in operator("check").out


def test_somebody_from_outside_the_office_is_not_let_in_by_the_role_that_they_hold(operator: Operator) -> None:
    operator.office.done("person", "add", "Cai Carer", "--role", "carer")
    people = operator.office.done("person", "list", "--json").data
    told = operator("user", "add", "cai", "Cai Carer")
    assert (told.status, "no role of the office today" in told.err) == (1, True)
    operator.done("user", "add", "cai", "Cai Carer", "--role", "officer", "--from", "2099-01-01")
    operator.done("key", "add", "cai", operator.key(ed25519()))
    assert "Cai Carer holds no role of the office today" in operator("check").out
    assert len(operator.office.done("person", "list", "--json").data) == len(people)


def test_an_office_that_went_elsewhere_is_told_with_its_place(operator: Operator) -> None:
    with Store.open(operator.office.path) as store, store.writing("P-1", Clock().now(), moves=True) as writer:
        writer.put_setting(moved.MOVING_TO, "/srv/new/office.db")
    told = operator("check")
    assert (told.status, "is being moved to /srv/new/office.db" in told.out) == (1, True), told.err
    with Store.open(operator.office.path) as store, store.writing("P-1", Clock().now(), moves=True) as writer:
        writer.put_setting(moved.MOVED_TO, "/srv/new/office.db")
    told = operator("check")
    assert (told.status, 'office = "/srv/new/office.db"' in told.out) == (1, True), told.err


def test_a_server_without_settings_or_with_a_foreign_list(operator: Operator) -> None:
    operator.list.parent.mkdir()
    operator.list.write_text("ssh-ed25519 AAAA mallory\n")
    told = operator("key", "list")
    assert (told.status, told.out) == (3, "")
    assert "Line 1" in told.err
    operator.config.unlink()
    assert "docs/server.md" in operator("key", "list").err


# -- files to begin with ------------------------------------------------------------------------------------------


def example(operator: Operator, name: str = "") -> str:
    told = operator.office.plain("admin", "example", *([name] if name else []))
    assert told.status == 0, told.err
    return told.out


def test_the_examples_are_told_as_they_are(operator: Operator) -> None:
    names = example(operator).splitlines()
    assert sorted(names) == sorted(each.name for each in (ROOT / "data" / "server").iterdir())
    for name in names:
        assert example(operator, name).strip() == (ROOT / "data" / "server" / name).read_text("utf-8").strip()


def test_the_settings_that_are_given_as_an_example_can_be_read(operator: Operator) -> None:
    operator.config.write_text(example(operator, "server.toml"))
    server = read_server(str(operator.config))
    assert set(tomllib.loads(operator.config.read_text())) == set(server._fields) - {"papers", "place"}
    sshd = example(operator, "sshd.conf")
    assert f"AuthorizedKeysFile {server.keys}" in sshd


def units() -> list[Path]:
    return sorted([*(ROOT / "data" / "server").glob("*.service"), *(ROOT / "data" / "server").glob("*.timer")])


def _complaints_of_systemd(unit: Path, folder: Path) -> list[str]:
    """What systemd itself finds wrong with a unit, where it is at hand; that nothing is installed does not count."""
    tool = shutil.which("systemd-analyze")
    if tool is None:
        return []
    for each in units():
        (folder / each.name.replace("@.", "@alice.")).write_bytes(each.read_bytes())
    name = unit.name.replace("@.", "@alice.")
    told = subprocess.run([tool, "verify", str(folder / name)], capture_output=True, text=True)
    ours = [line for line in told.stderr.splitlines() if "sharedlives" in line.partition(": ")[0]]
    return [line for line in ours if "is not executable" not in line]


@pytest.mark.parametrize("unit", units(), ids=lambda unit: unit.name)
def test_a_unit_of_systemd_is_well_formed(unit: Path, tmp_path: Path) -> None:
    sections: dict[str, list[str]] = {}
    section = ""
    for line in unit.read_text("utf-8").splitlines():
        if line.startswith("["):
            section = line.strip("[]")
            sections[section] = []
        elif line and not line.startswith("#"):
            key, equals, value = line.partition("=")
            assert equals, line
            assert key.isalnum(), line
            assert value, line
            sections[section].append(key)
    kind = unit.suffix[1:].capitalize()
    assert {"Unit", kind} <= set(sections)
    if kind == "Service":
        assert {"Type", "User", "ExecStart", "UMask"} <= set(sections[kind])
        assert "User=sharedlives" in unit.read_text("utf-8")
    else:
        assert "OnCalendar" in sections[kind]
        assert sections["Install"] == ["WantedBy"]
        assert unit.with_suffix(".service").exists()
    assert _complaints_of_systemd(unit, tmp_path) == []


@pytest.mark.parametrize("unit", [each for each in units() if each.suffix == ".service"], ids=lambda unit: unit.name)
def test_what_a_unit_runs_is_a_command_of_ours_and_good_shell(unit: Path) -> None:
    (line,) = [each for each in unit.read_text("utf-8").splitlines() if each.startswith("ExecStart=")]
    assert "/opt/sharedlives/bin/" in line
    if "/bin/sh" in line:
        script = line.partition("-ec '")[2].removesuffix("'").replace("%%", "%").replace("%i", "alice")
        subprocess.run(["sh", "-n", "-c", script], check=True)
    assert json.dumps(line).count("\\t") == 0
