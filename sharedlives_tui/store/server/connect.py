"""How every connection to a server is opened, and what a row of it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from sharedlives_tui.store.errors import StoreError

if TYPE_CHECKING:
    from psycopg import Connection, Cursor

    Link = Connection[Any]

SCHEMA_NAME: Final = "sharedlives"
"""Where in the database the office lies."""
PROGRAM: Final = "sharedlives_program"
"""The role that works with the office: every account that may use it is a member. It owns nothing."""
READ_WAIT: Final = 60.0
"""Seconds that the server may take for an answer to one question."""

_SETTINGS: Final = (
    f"SET search_path = {SCHEMA_NAME}, pg_temp; SET timezone = 'UTC'; SET client_encoding = 'UTF8'; "
    "SET standard_conforming_strings = on; SET jit = off; SET idle_in_transaction_session_timeout = '120s'; "
    f"SET statement_timeout = '{int(READ_WAIT)}s'"
)
_READING: Final = "; SET default_transaction_read_only = on"
_KEEPALIVE: Final = {
    "connect_timeout": 10,
    "keepalives": 1,
    "keepalives_idle": 20,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,
}
"""A server that has gone without a word is noticed after half a minute."""


def connect(place: str, *, reading: bool, owner: bool = False) -> Link:
    """Return a connection to the server of this URL, which commits by itself. Raises StoreError, psycopg.Error.

    It works in the program's role, whoever signs in: so the tables are guarded against the program too. `owner` keeps
    the role of whoever signs in, to make or to change the tables. `reading` lets the server refuse every change.
    """
    psycopg = driver()
    link: Link = psycopg.connect(
        place, autocommit=True, application_name="sharedlives", **{**_KEEPALIVE, **_asked_for(place)}
    )
    try:
        _learn(link)
        role = "" if owner else f"; SET ROLE {PROGRAM}"
        link.execute(_SETTINGS + (_READING if reading else "") + role)
    except BaseException:
        link.close()
        raise
    return link


def driver() -> Any:
    """Return psycopg. Raises StoreError where it is not installed."""
    try:
        import psycopg
    except ImportError:
        raise StoreError(
            "This office lies on a PostgreSQL server, and the part of the program that speaks to one is not installed. "
            "Install it: pip install 'sharedlives_tui[postgres]'. Nothing was changed."
        ) from None
    return psycopg


def _asked_for(place: str) -> dict[str, Any]:
    """What the URL itself says of how long to wait: it holds."""
    from psycopg.conninfo import conninfo_to_dict

    return {name: value for name, value in conninfo_to_dict(place).items() if name in _KEEPALIVE}


def _learn(link: Link) -> None:
    """Texts go as texts, so that the server need not guess; a sum of whole numbers comes back as one."""
    from decimal import Decimal

    from psycopg.adapt import Loader
    from psycopg.types.string import StrDumper

    class Whole(Loader):
        def load(self, data: Any) -> int | Decimal:
            number = Decimal(bytes(data).decode())
            return int(number) if number == number.to_integral_value() else number

    link.adapters.register_dumper(str, StrDumper)
    link.adapters.register_loader("numeric", Whole)


class ServerRow(tuple[Any, ...]):
    """A row whose values are asked for by place or by name, as those of a file are."""

    _places: dict[str, int]

    def __getitem__(self, key: Any) -> Any:
        return tuple.__getitem__(self, self._places[key] if isinstance(key, str) else key)

    def keys(self) -> Sequence[str]:
        """Return the names of the columns: `dict(row)` is made of them."""
        return [*self._places]


@lru_cache(maxsize=500)
def _row_class(names: tuple[str, ...]) -> type[ServerRow]:
    places: dict[str, int] = {}
    for place, name in enumerate(names):
        places.setdefault(name, place)
    return type("ServerRow", (ServerRow,), {"_places": places})


def as_rows(cursor: Cursor[Any]) -> Any:
    """Make the rows of a query (psycopg's way to be told)."""
    return _row_class(tuple(column.name for column in cursor.description or ()))


def rows_of(cursor: Cursor[Any]) -> Iterator[Any]:
    """Yield the rows of a query one by one."""
    yield from cursor
