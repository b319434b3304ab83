"""The relational database: SQLite unless another is named. Engines, transactions, migrations."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.orm.exc import StaleDataError
from sqlalchemy.pool import ConnectionPoolEntry

from assistant.errors import ConfigError, StateError, StorageError, StorageFull
from assistant.storage.files import plain_errors

BUSY_TIMEOUT_MS = 10_000
"""How long a writer waits for another one."""

_ALREADY_THERE = frozenset({sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY})


class Database:
    """One database, migrated to the present form when it is opened."""

    def __init__(self, url: str) -> None:
        try:
            self._engine = create_engine(url)
        except (ArgumentError, NoSuchModuleError, ModuleNotFoundError) as error:
            raise ConfigError("The database's address is not usable.", "For example sqlite:////var/lib/a.db") from error
        if self._engine.dialect.name == "sqlite":
            _prepare_sqlite(self._engine)
        self._sessions = sessionmaker(self._engine, expire_on_commit=False)
        with _told_plainly():
            _migrate(self._engine)

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """A session that commits at the end, or changes nothing.

        Raises ``StateError`` where somebody else changed the same thing first, ``StorageFull``, ``StorageError``.
        """
        with _told_plainly(), self._sessions.begin() as session:
            yield session

    def close(self) -> None:
        """Let go of all connections."""
        self._engine.dispose()


@contextmanager
def _told_plainly() -> Iterator[None]:
    try:
        yield
    except StaleDataError as error:
        raise _too_late() from error
    except DBAPIError as error:
        code = getattr(error.orig, "sqlite_errorcode", None)
        if code in _ALREADY_THERE:
            raise _too_late() from error
        if code == sqlite3.SQLITE_FULL:
            raise StorageFull("There is no room left in the database.", "Free disk space, then try again.") from error
        raise StorageError(f"The database refused: {error.orig}", "See its file and its permissions.") from error


def _too_late() -> StateError:
    return StateError("Somebody else changed this at the same moment.", "Look at it again, then retry.")


def _prepare_sqlite(engine: Engine) -> None:
    if engine.url.database not in (None, "", ":memory:"):
        private_file(Path(str(engine.url.database)))

    @event.listens_for(engine, "connect")
    def _connected(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
        for pragma in (
            f"busy_timeout={BUSY_TIMEOUT_MS}",
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "secure_delete=ON",
        ):
            connection.execute(f"PRAGMA {pragma}").close()


def _migrate(engine: Engine) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            # Two first starts at once: the second waits here and then finds everything done.
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        connection.commit()


def private_file(path: Path) -> None:
    """Create the file, if need be, so that only its owner can read it; SQLite's side files do as it does.

    Raises ``StorageFull``, ``StorageError``.
    """
    with plain_errors():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600)


def database_file(url: str) -> Path:
    """The file behind a SQLite address. Raises ``ConfigError`` for another database."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or not parsed.database:
        raise ConfigError("The workflow's database must be a SQLite file.", "For example sqlite:////var/lib/w.db")
    return Path(parsed.database)
