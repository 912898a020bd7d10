"""The shared server without a network: what is asked, what comes along, settings, and a person's own files."""

from __future__ import annotations

import importlib
import inspect
import io
import os
import pkgutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from sharedlives_tui import office, shared, store
from sharedlives_tui.requests import Refused
from sharedlives_tui.screens import paper_files, word_files
from sharedlives_tui.serving import own_files
from sharedlives_tui.serving.asked import LONGEST, Asked, NotAllowed, asked
from sharedlives_tui.serving.config import BadServer, Server, is_account, read_server
from sharedlives_tui.serving.environment import scrub
from sharedlives_tui.serving.own_files import NoSuchFile, OwnFile, listed, remove, send, take, tidy
from sharedlives_tui.store import moved
from sharedlives_tui.store.connection import _unreadable
from sharedlives_tui.store.errors import Missing, NoBackup, StoreError, from_system
from sharedlives_tui.store.server.errors import ServerGone, cannot_sign_in
from tests.desks import new_desk

# -- what is asked ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("command", "wanted"),
    [
        (None, Asked("screens")),
        ("", Asked("screens")),
        ("today", Asked("today")),
        ("today --no-names", Asked("today", "--no-names")),
        ("files", Asked("files")),
        ("get CO-0001-Letter.docx", Asked("get", "CO-0001-Letter.docx")),
        ("get 'CO-0001-Letter.docx'", Asked("get", "CO-0001-Letter.docx")),
        ('get "CO-0001-(2).docx"', Asked("get", "CO-0001-(2).docx")),
        ("put Llythyr-Siân.pdf", Asked("put", "Llythyr-Siân.pdf")),
        ("remove a", Asked("remove", "a")),
    ],
)
def test_what_is_allowed(command: str | None, wanted: Asked) -> None:
    assert asked(command) == wanted


@pytest.mark.parametrize(
    "command",
    [
        " ", "id", "sh", "bash -c id", "/bin/sh", "today ", " today", "today;id", "today\nid", "TODAY",
        "today --as ida", "today --database /etc/passwd", "files /", "files ..", "--as ida", "--help", "serve --as ida",
        "sharedlives --as ida", "get", "get ", "get ../bob/files/x.docx", "get /etc/passwd", "get ..", "get .",
        "get -x", "get --help", "get x;id", "get x y", "get $(id)", "get `id`", "get x\0y", "get .ssh", "get a/b",
        "get a\\b", "get a..b", "get a.", "get '../x'", "get *", "get ~", "get ~root", "put ../x", "remove ..",
        "scp -t .", "internal-sftp", "/usr/lib/openssh/sftp-server", "rsync --server .", "scp -f x", "env",
        "get " + "x" * 121, "x" * (LONGEST + 1), "get x\x1b[31m", "get \u202ex",
    ],
)  # fmt: skip
def test_what_is_not_allowed(command: str) -> None:
    with pytest.raises(NotAllowed) as refused:
        asked(command)
    assert refused.value.kind
    assert "x.docx" not in refused.value.kind  # no word of a person's is in it
    assert "get NAME" in str(refused.value) or "files" in str(refused.value)


# -- what comes along ---------------------------------------------------------------------------------------------


def test_only_what_a_terminal_and_a_language_need_comes_along() -> None:
    brought = {
        "TERM": "xterm", "LANG": "cy_GB.UTF-8", "LC_ALL": "C.UTF-8", "NO_COLOR": "1", "COLORTERM": "truecolor",
        "SSH_CONNECTION": "1 2 3 4", "SSH_TTY": "/dev/pts/1",
        "SSH_AUTH_SOCK": "/tmp/agent", "SSH_ASKPASS": "/bin/sh", "SSH_ORIGINAL_COMMAND": "id\x1b",
        "TEXTUAL_DRIVER": "os:system", "TEXTUAL": "x", "PYTHONPATH": "/tmp", "PYTHONSTARTUP": "x",
        "EDITOR": "vi", "VISUAL": "vi", "PAGER": "less", "BROWSER": "x", "LD_PRELOAD": "x.so", "PATH": "/tmp",
        "HOME": "/",
        "SHAREDLIVES_DATABASE": "/tmp/x.db", "SHAREDLIVES_SETTINGS": "/etc/passwd", "SHAREDLIVES_PAPERS": "/tmp",
        "XDG_CONFIG_HOME": "/tmp", "COLUMNS": "9", "LINES": "9", "USER": "ida", "LOGNAME": "ida", "TZ": "Asia/Tokyo",
        "LC_LONG": "x" * 301, "LC_ODD": "a\x1bb", "LC_MESSAGES": "../../people/bob/files", "LANGUAGE": "/tmp/x",
    }  # fmt: skip
    scrub("/srv/people/alice", environment=brought)
    assert brought == {
        "TERM": "xterm", "LANG": "cy_GB.UTF-8", "LC_ALL": "C.UTF-8", "NO_COLOR": "1", "COLORTERM": "truecolor",
        "SSH_CONNECTION": "1 2 3 4", "SSH_TTY": "/dev/pts/1", "HOME": "/srv/people/alice",
        "SSH_ORIGINAL_COMMAND": "id\x1b",
    }  # fmt: skip
    scrub("/srv/people/alice", "/srv/papers", brought)
    assert brought["SHAREDLIVES_PAPERS"] == "/srv/papers"


# -- the server's settings ----------------------------------------------------------------------------------------

GOOD = 'office = "/srv/x/office.db"\npeople = "/srv/x/people/"\nkeys = "/srv/x/keys"\n'


def server_of(folder: Path, text: str) -> Server:
    place = folder / "server.toml"
    place.write_text(text, encoding="utf-8")
    return read_server(str(place))


def test_the_settings_of_a_server(tmp_path: Path) -> None:
    found = server_of(tmp_path, GOOD + 'called = "office.example.org"\nkeep_days = 3\nprogram = ["/opt/x", "-I"]\n')
    assert found.folder_of("alice") == "/srv/x/people/alice"
    assert (found.called, found.keep_days, found.program) == ("office.example.org", 3, ("/opt/x", "-I"))
    assert found.place == str(tmp_path / "server.toml")


def test_an_office_on_postgresql_has_no_file_to_look_at(tmp_path: Path) -> None:
    text = f'office = "postgresql:///harbour?host=/run/postgresql"\npeople = "{tmp_path}/p"\nkeys = "{tmp_path}/k"\n'
    found = server_of(tmp_path, text)
    (tmp_path / "server.toml").chmod(0o600)
    assert found.office == "postgresql:///harbour?host=/run/postgresql"
    assert found.wrong_modes() == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "office is a whole path"),
        (GOOD + "shell = 1", "there is no setting shell"),
        (GOOD + 'place = "/x"', "there is no setting place"),
        (GOOD.replace("/srv/x/office.db", "office.db"), "office is a whole path"),
        (GOOD.replace("/srv/x/office.db", "/srv/../etc/x"), "office is a whole path"),
        (GOOD.replace("/srv/x/office.db", "postgresql://ida:secret@db/x"), "without a password"),
        (GOOD.replace("/srv/x/office.db", "postgresql:///x?password=secret"), "without a password"),
        (GOOD.replace("/srv/x/office.db", "mysql://db/x"), "without a password"),
        (GOOD.replace("/srv/x/keys", "/srv/x/my keys"), "keys is a whole path"),
        (GOOD.replace("/srv/x/keys", '/srv/x\\"'), "keys is a whole path"),
        (GOOD + 'program = ["python"]', "begins with a whole path"),
        (GOOD + 'program = ["/opt/x", "-c", "import os"]', "list of plain words"),
        (GOOD + "program = []", "begins with a whole path"),
        (GOOD + "keep_days = 0", "keep_days"),
        (GOOD + "keep_days = true", "keep_days"),
        (GOOD + 'called = "-oProxyCommand=x"', "called"),
        (GOOD + "called = 3", "called"),
        ("office = ", "cannot be read"),
        ("#" * 20_001, "longer than"),
    ],
)
def test_settings_that_are_refused(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(BadServer, match=words):
        server_of(tmp_path, text)


def test_a_server_without_settings(tmp_path: Path) -> None:
    with pytest.raises(BadServer, match="docs/server.md"):
        read_server(str(tmp_path / "none.toml"))


def test_how_an_account_is_called() -> None:
    assert all(map(is_account, ("alice", "a", "a-b_9", "a" * 32)))
    bad = ("", "Alice", "9a", "-a", "a" * 33, "a b", "a/b", "..", 'a"', "a\n", "ä", "a.b")
    assert not any(map(is_account, bad))


# -- own files ----------------------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    own_files.make_folders(str(tmp_path / "alice"))
    own_files.make_folders(str(tmp_path / "alice"))  # it may be there already
    return tmp_path / "alice" / "files"


def fetched(folder: Path, name: str) -> bytes:
    out = io.BytesIO()
    send(str(folder), name, out)
    return out.getvalue()


def test_folders_are_for_the_service_account_alone(folder: Path) -> None:
    assert [each.stat().st_mode & 0o777 for each in (folder, folder.parent)] == [0o700, 0o700]


def test_what_is_told_of_a_file_is_told_before_it_goes(folder: Path) -> None:
    take(str(folder), "letter.pdf", io.BytesIO(b"%PDF"))
    out, gone = io.BytesIO(), []
    send(str(folder), "letter.pdf", out, lambda: gone.append(out.getvalue()))
    assert (gone, out.getvalue()) == ([b""], b"%PDF")
    with pytest.raises(NoSuchFile):
        send(str(folder), "none.pdf", out, lambda: gone.append(b"told"))
    assert gone == [b""]


def test_a_file_is_sent_listed_fetched_and_removed(folder: Path) -> None:
    assert take(str(folder), "letter.pdf", io.BytesIO(b"%PDF" * 50_000)) == 200_000
    assert (folder / "letter.pdf").stat().st_mode & 0o777 == 0o600
    (found,) = listed(str(folder))
    assert (found.name, found.size, found.fetched) == ("letter.pdf", 200_000, False)
    assert fetched(folder, "letter.pdf") == b"%PDF" * 50_000
    assert listed(str(folder))[0].fetched
    assert fetched(folder, "letter.pdf")  # once more, should the first have been lost on the way
    remove(str(folder), "letter.pdf")
    assert listed(str(folder)) == []


def test_what_lies_there_already_is_never_written_over(folder: Path) -> None:
    take(str(folder), "a.txt", io.BytesIO(b"one"))
    with pytest.raises(NoSuchFile, match="already"):
        take(str(folder), "a.txt", io.BytesIO(b"two"))
    assert (folder / "a.txt").read_bytes() == b"one"


def test_a_paper_that_is_too_large_is_not_kept(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own_files, "LARGEST", 10)
    with pytest.raises(NoSuchFile, match="10 MB"):
        take(str(folder), "a.txt", io.BytesIO(b"x" * 11))
    monkeypatch.setattr(own_files, "MOST_BYTES", 15)
    take(str(folder), "a.txt", io.BytesIO(b"x" * 10))
    with pytest.raises(NoSuchFile, match="200 MB"):
        take(str(folder), "b.txt", io.BytesIO(b"x" * 10))
    assert [each.name for each in listed(str(folder))] == ["a.txt"]


def make_a_link(place: Path, other: Path) -> None:
    place.symlink_to(other)


def make_a_second_name(place: Path, other: Path) -> None:
    place.hardlink_to(other)


def make_a_pipe(place: Path, other: Path) -> None:
    os.mkfifo(place)


def make_a_folder(place: Path, other: Path) -> None:
    place.mkdir()


@pytest.mark.parametrize("make", [make_a_link, make_a_second_name, make_a_pipe, make_a_folder])
def test_what_is_no_plain_file_is_neither_listed_nor_sent_nor_written_through(folder: Path, make: object) -> None:
    other = folder.parent.parent / "bobs.txt"
    other.write_text("what Bob wrote", encoding="utf-8")
    make(folder / "x.txt", other)  # type: ignore[operator]
    assert listed(str(folder)) == []
    with pytest.raises(NoSuchFile):
        fetched(folder, "x.txt")
    with pytest.raises(NoSuchFile):
        take(str(folder), "x.txt", io.BytesIO(b"mine"))
    with pytest.raises(NoSuchFile):
        remove(str(folder), "x.txt")
    assert other.read_text(encoding="utf-8") == "what Bob wrote"


@pytest.mark.parametrize("name", ["../bobs.txt", "/etc/passwd", "..", ".", "", "-x", ".hidden", "a/b", "a\0b"])
def test_a_name_leads_nowhere_else(folder: Path, name: str) -> None:
    (folder.parent / "bobs.txt").write_text("what Bob wrote", encoding="utf-8")
    (folder / ".hidden").write_text("x", encoding="utf-8")
    for do in (lambda: fetched(folder, name), lambda: take(str(folder), name, io.BytesIO(b"x"))):
        with pytest.raises(NoSuchFile):
            do()
    with pytest.raises(NoSuchFile):
        remove(str(folder), name)


def test_a_folder_that_is_a_link_is_not_gone_into(folder: Path) -> None:
    link = folder.parent / "link"
    link.symlink_to(folder)
    with pytest.raises(OSError, match=r"link|directory|loop|Not a"):
        listed(str(link))


def test_files_go_when_they_are_old_or_were_fetched(folder: Path) -> None:
    for name in ("new.txt", "old.txt", "fetched.txt", "just-fetched.txt"):
        take(str(folder), name, io.BytesIO(b"x"))
    fetched(folder, "fetched.txt"), fetched(folder, "just-fetched.txt")
    now = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
    for name, age in {"new.txt": 13.9, "old.txt": 14.1, "fetched.txt": 1.1, "just-fetched.txt": 0.9}.items():
        then = (now - timedelta(days=age)).timestamp()
        os.utime(folder / name, (then, then))
    assert tidy(str(folder), now, 14) == ["fetched.txt", "old.txt"]
    assert [each.name for each in listed(str(folder))] == ["just-fetched.txt", "new.txt"]


def test_files_are_told_in_the_order_of_their_names(folder: Path) -> None:
    for name in ("b.txt", "a.txt"):
        take(str(folder), name, io.BytesIO(b"x"))
    assert [type(each) for each in listed(str(folder))] == [OwnFile, OwnFile]
    assert [each.name for each in listed(str(folder))] == ["a.txt", "b.txt"]


# -- places in words ----------------------------------------------------------------------------------------------


@pytest.fixture
def served(folder: Path) -> Iterator[Path]:
    shared.begin(shared.Session("alice", "/srv/x/office.db", str(folder.parent), "office"))
    yield folder
    shared.end()


URL = "postgresql://program@db.example.org/eastmoor?host=/run/postgresql"
FILE = "/srv/x/office.db"
SAID = 'connection to server on socket "/run/postgresql/.s.PGSQL.5432" failed'


_SECRET = "postgresql://h/secret"
_MOVES = ((_SECRET, "", ""), ("", _SECRET, ""), ("", "", _SECRET))


def errors_about(place: str) -> list[StoreError]:
    """Every error of the store that is told a place, with that place and whatever else it wants to know."""
    found = []
    for each in pkgutil.walk_packages(store.__path__, f"{store.__name__}."):
        importlib.import_module(each.name)
    for kind in sorted(_all_below(StoreError), key=lambda each: each.__name__):
        wanted = [*inspect.signature(kind.__init__).parameters][1:]
        known: dict[str, object] = {
            "place": place, "path": Path(FILE) if kind is NoBackup else place,
            "said": SAID, "what": "it is torn", "why": "so it is", "found": 9, "known": 8, "kind": "nfs",
        }  # fmt: skip
        if kind is moved.MovedAway:
            found += [kind(place, moved.Whereabouts(*each)) for each in _MOVES]
        elif wanted[:1] in (["place"], ["path"]) and "moving" not in kind.__module__:  # a move is the operator's
            found.append(kind(*(known[each] for each in wanted if each in known)))
    return found


def _all_below(kind: type[StoreError]) -> set[type[StoreError]]:
    return {each for below in kind.__subclasses__() for each in (below, *_all_below(below))}


PLACES = (FILE, "/etc/sharedlives/server.toml", URL)


@pytest.mark.parametrize("place", PLACES)
def test_no_error_of_the_store_tells_a_place_of_the_server(
    served: Path, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    for each in (shared, moved):
        monkeypatch.setattr(each, "tell_operator", told.append)
    errors = errors_about(place)
    assert {"ServerGone", "NotSaved", "PerhapsSaved", "NotLetIn", "MovedAway", "Missing", "Damaged", "ReadOnly"} <= {
        type(each).__name__ for each in errors
    }
    for each in (
        *map(str, errors),
        shared.shown(place),
        str(from_system(OSError(5, "an error"), Path(FILE))),
        str(cannot_sign_in(SAID, place)),
        str(_unreadable(Path(FILE))),
    ):
        for never in (place, "/srv", "/run", "/etc", "://", "db.example.org", "PGSQL", "secret"):
            assert never not in each, each
    assert any(f"({place}) does not answer ({SAID})" in each for each in told)
    assert sum(_SECRET in each and place in each for each in told) == len(_MOVES)


@pytest.mark.parametrize("place", PLACES)
def test_at_a_desk_errors_tell_the_place(place: str) -> None:
    for each in errors_about(place):
        assert (place if not isinstance(each, NoBackup) else FILE) in str(each)


def test_what_the_operator_is_told_stands_in_the_log_once(served: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines: list[tuple[int, str]] = []
    monkeypatch.setattr("syslog.syslog", lambda level, words: lines.append((level, words)))
    for _ in range(3):
        ServerGone(URL, SAID)
    (line,) = lines
    assert URL in line[1]
    assert SAID in line[1]
    shared.end()
    ServerGone(URL, SAID)
    assert len(lines) == 1  # at a desk the person is told


def test_no_path_of_the_server_is_told(served: Path) -> None:
    shared.begin(shared.Session("alice", URL, str(served.parent), "office"))
    assert "the office's database" in str(ServerGone(URL, SAID))
    shared.begin(shared.Session("alice", "/srv/x/office.db", str(served.parent), "office"))
    for words in (
        shared.shown(served / "a.txt"),
        shared.shown(served.parent / ".config" / "settings.toml"),
        shared.shown("/etc/sharedlives/server.toml"),
        shared.saved(served / "a.txt"),
        shared.shown(word_files.documents_folder()),
    ):
        assert "/" not in words.replace("/n", ""), words
    assert shared.saved(served / "a.txt") == "Saved: ssh office get a.txt fetches it"
    assert "the office's file" in str(Missing("/srv/x/office.db"))


def test_at_a_desk_paths_are_told_as_they_are() -> None:
    assert shared.shown(Path("/home/ida/a.txt")) == "/home/ida/a.txt"
    assert shared.saved(Path("/home/ida/a.txt")) == "Saved as /home/ida/a.txt"


def test_a_document_is_saved_where_it_can_be_fetched(served: Path) -> None:
    hostile = "../../CO-0001 ; rm -rf ~ $(id) 'Ack' \u202e..docx\n"
    told: list[str] = []
    for _ in range(2):
        word_files.save_document(hostile, b"x", tell=told.append)
    names = [each.name for each in listed(str(served))]
    assert len(names) == 2
    assert sorted(told) == sorted(names)
    for name in names:
        assert asked(f"get {name}") == Asked("get", name)
        assert fetched(served, name) == b"x"


def test_a_document_with_files_beside_it(served: Path) -> None:
    told: list[str] = []
    paths = word_files.save_together(
        "CO-0001 copies for Mrs. Hill", lambda stem: (b"doc", {f"{stem}-3.pdf": b"pdf"}), tell=told.append
    )
    assert told == [paths[0].name]
    assert [each.name for each in listed(str(served))] == sorted(each.name for each in paths)
    assert len(paths) == 2


def test_a_paper_is_taken_from_nowhere_but_the_own_folder(served: Path) -> None:
    take(str(served), "letter.pdf", io.BytesIO(b"%PDF"))
    assert paper_files.paper("letter.pdf", 10) == ("letter.pdf", b"%PDF")
    (served / "link.pdf").symlink_to("/etc/passwd")
    for named in (
        "/etc/passwd",
        "../alice/files/letter.pdf",
        "~/letter.pdf",
        "link.pdf",
        "none.pdf",
        "/srv/x/office.db",
    ):
        with pytest.raises(Refused, match="ssh office put"):
            paper_files.paper(named, 10)
    assert "ssh office put" in paper_files.where_it_lies()


def test_a_paper_at_a_desk(tmp_path: Path) -> None:
    (tmp_path / "letter.pdf").write_bytes(b"%PDF" * 10)
    assert paper_files.paper(str(tmp_path / "letter.pdf"), 10) == ("letter.pdf", (b"%PDF" * 10)[:11])


def test_half_a_paper_is_not_kept(served: Path) -> None:
    with pytest.raises(NoSuchFile, match="The line broke"):
        take(str(served), "half.pdf", io.BytesIO(b"%PDF"), lambda: False)
    assert listed(str(served)) == []


def test_whether_somebody_listens_is_seen_without_a_word() -> None:
    hears, speaks = os.pipe()
    assert own_files.somebody_listens(speaks, 0.01)
    os.close(hears)
    assert not own_files.somebody_listens(speaks, 0.01)
    os.close(speaks)


def test_the_screens_save_no_more_than_there_is_room_for(served: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own_files, "MOST_BYTES", 15)
    told: list[str] = []
    word_files.save_document("CO-0001 Kept", b"x" * 10, tell=told.append)
    with pytest.raises(Refused, match=r"Nothing was kept\. Remove some: ssh office remove NAME"):
        word_files.save_document("CO-0001 Too much", b"x" * 6, tell=told.append)
    with pytest.raises(Refused, match="Nothing was kept"):
        word_files.save_together(
            "CO-0001 copies", lambda stem: (b"x" * 3, {f"{stem}-3.pdf": b"x" * 3}), tell=told.append
        )
    assert told == ["CO-0001-Kept.docx"]
    assert [each.name for each in listed(str(served))] == ["CO-0001-Kept.docx"]


_COMES_IN = """
import sys
from sharedlives_tui.cli import serve
from sharedlives_tui.serving.config import Server
with serve._desk(Server({office!r}, "/people", "/keys", ("/python",)), "alice") as desk:
    assert desk.viewer.name == "Olu Officer", desk.viewer
print(*sys.modules)
"""


def test_whoever_comes_in_waits_for_nothing_that_only_an_administrator_needs(tmp_path: Path) -> None:
    """Many sign in at once in the morning: what is loaded before the screens is loaded by all of them."""
    desk = new_desk(tmp_path)
    office.set_account(desk, office.find_person(desk, "Olu Officer"), "alice")
    desk.store.close()
    words = [sys.executable, "-c", _COMES_IN.format(office=str(tmp_path / "office.db"))]
    told = subprocess.run(words, capture_output=True, text=True, check=True).stdout.split()
    slow = {"casework", "office", "library", "procedures", "letters", "reading", "serving.users", "serving.key_list"}
    assert slow & {each.removeprefix("sharedlives_tui.") for each in told} == set()
    assert {"sqlalchemy", "sqlmodel", "pydantic", "textual"} & set(told) == set()
