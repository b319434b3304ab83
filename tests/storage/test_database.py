"""The database: migrated when opened, all or nothing, and plain about what went wrong."""

import os
import sqlite3
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, text

from assistant.domain.encounter import SYSTEM, AccountRole
from assistant.errors import ConfigError, NotFound, StateError, StorageError, StorageFull
from assistant.storage import audit, encounters, stays
from assistant.storage import database as database_module
from assistant.storage.database import Database, database_file
from assistant.storage.models import AccountRow, Base, PatientRow

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


@pytest.fixture
def url(tmp_path):
    return f"sqlite:///{tmp_path / 'deep' / 'assistant.db'}"


@pytest.fixture
def database(url):
    opened = Database(url)
    yield opened
    opened.close()


def account(id="a1", username="ada", at=NOW):
    return AccountRow(
        id=id, username=username, display_name="Ada", role=AccountRole.CODER, password_hash="x", created_at=at
    )


def test_the_migrations_lead_to_the_models(database, url):
    engine = create_engine(url)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
    engine.dispose()


def test_opening_again_keeps_what_is_there(database, url):
    with database.transaction() as session:
        session.add(account())
    again = Database(url)
    with again.transaction() as session:
        assert session.get(AccountRow, "a1").username == "ada"
    again.close()


def test_two_first_starts_at_once(url):
    program = f"from assistant.storage.database import Database; Database({url!r}).close()"
    starts = [subprocess.Popen([sys.executable, "-c", program], cwd=os.getcwd()) for _ in range(2)]
    assert [start.wait() for start in starts] == [0, 0]


def test_sqlite_waits_for_writers_and_keeps_references(database):
    with database.transaction() as session:
        settings = {
            name: session.execute(text(f"PRAGMA {name}")).scalar_one()
            for name in ("journal_mode", "foreign_keys", "busy_timeout", "secure_delete")
        }
    assert settings == {"journal_mode": "wal", "foreign_keys": 1, "busy_timeout": 10_000, "secure_delete": 1}


def test_the_file_is_for_its_owner_only(database, tmp_path):
    with database.transaction() as session:
        session.add(account())
        session.flush()
        modes = {path.name: path.stat().st_mode & 0o777 for path in (tmp_path / "deep").iterdir()}
    assert set(modes.values()) == {0o600}
    assert "assistant.db-wal" in modes


def test_a_time_comes_back_in_utc(database):
    paris = NOW.astimezone(timezone(timedelta(hours=1)))
    with database.transaction() as session:
        session.add(account(at=paris))
    with database.transaction() as session:
        kept = session.get(AccountRow, "a1").created_at
    assert kept == NOW
    assert kept.utcoffset() == timedelta(0)


def test_an_error_changes_nothing(database):
    with pytest.raises(RuntimeError), database.transaction() as session:
        session.add(account())
        session.flush()
        raise RuntimeError
    with database.transaction() as session:
        assert session.get(AccountRow, "a1") is None


def test_the_same_name_twice(database):
    with database.transaction() as session:
        session.add(account())
    with pytest.raises(StateError), database.transaction() as session:
        session.add(account(id="a2"))


def test_many_writers_at_once_all_succeed(database):
    together = threading.Barrier(8, timeout=30)

    def write(n):
        together.wait()
        with database.transaction() as session:
            session.add(PatientRow(id=f"p{n}", created_at=NOW))
            session.flush()
            audit.append(session, NOW, SYSTEM, "test", None, number=n)

    threads = [threading.Thread(target=write, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.transaction() as session:
        assert sorted(entry.detail["number"] for entry in audit.entries(session, None)) == list(range(8))


def test_a_full_database_is_told_as_such(database):
    with pytest.raises(StorageFull) as full, database.transaction() as session:
        pages = session.execute(text("PRAGMA page_count")).scalar_one()
        session.execute(text(f"PRAGMA max_page_count = {pages}"))
        for n in range(1000):
            session.add(PatientRow(id=f"p{n}" + "x" * 100, created_at=NOW))
        session.flush()
    assert full.value.retryable
    with database.transaction() as session:
        assert session.execute(text("SELECT count(*) FROM patients")).scalar_one() == 0


def test_a_file_that_is_no_database(tmp_path):
    (tmp_path / "notes.db").write_bytes(b"these are notes, not a database " * 100)
    with pytest.raises(StorageError, match="refused"):
        Database(f"sqlite:///{tmp_path / 'notes.db'}")


@pytest.mark.parametrize("url", ["nonsense", "nosuch://somewhere/db"])
def test_an_address_that_is_none(url):
    with pytest.raises(ConfigError):
        Database(url)


def test_the_file_behind_an_address(tmp_path):
    assert database_file(f"sqlite:///{tmp_path}/w.db") == tmp_path / "w.db"
    for other in ("sqlite://", "postgresql://localhost/w"):
        with pytest.raises(ConfigError):
            database_file(other)


def test_there_is_no_such_encounter(database):
    with database.transaction() as session, pytest.raises(NotFound):
        encounters.fetch(session, "e1")


def test_the_audit_trail_is_in_order_and_by_encounter(database):
    with database.transaction() as session:
        audit.append(session, NOW, SYSTEM, "first", "e1", model="m")
        audit.append(session, NOW, SYSTEM, "other", "e2")
        audit.append(session, NOW, SYSTEM, "second", "e1")
    with database.transaction() as session:
        found = audit.entries(session, "e1")
    assert [(entry.who, entry.action, entry.detail) for entry in found] == [
        ("system", "first", {"model": "m"}),
        ("system", "second", {}),
    ]
    assert found[0].at == NOW


def test_an_older_sqlite_file_with_other_tables_is_left_alone(tmp_path):
    other = sqlite3.connect(tmp_path / "mine.db")
    other.execute("CREATE TABLE mine (x)")
    other.commit()
    other.close()
    Database(f"sqlite:///{tmp_path / 'mine.db'}").close()
    again = sqlite3.connect(tmp_path / "mine.db")
    assert again.execute("SELECT count(*) FROM mine").fetchone() == (0,)
    again.close()


def test_a_database_from_before_stays_is_brought_up_with_its_trail(tmp_path):
    """The tables of the first form, with an entry in the trail that nobody may change."""
    url = f"sqlite:///{tmp_path / 'old.db'}"
    engine = create_engine(url)
    config = Config()
    config.set_main_option("script_location", str(Path(database_module.__file__).with_name("migrations")))
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        connection.execute(
            text(
                "INSERT INTO audit (at, account_id, username, role, action, encounter_id, detail) "
                "VALUES ('2026-01-01 00:00:00', 'a', 'ada', 'coder', 'read', 'e1', '{}')"
            )
        )
        connection.commit()
    engine.dispose()
    database = Database(url)
    with database.transaction() as session:
        assert [(e.who, e.action) for e in audit.entries(session, "e1")] == [("ada", "read")]
        assert stays.newest_first(session) == []
    with pytest.raises(StorageError), database.transaction() as session:
        session.execute(text("UPDATE audit SET username = 'eve'"))
    database.close()


def test_the_trail_of_stays_is_its_own(database):
    with database.transaction() as session:
        audit.append(session, NOW, SYSTEM, "decide", stay_id="s1", decision="accepted")
        audit.append(session, NOW, SYSTEM, "log_in")
        audit.append(session, NOW, SYSTEM, "read", "s1")
    with database.transaction() as session:
        assert [(e.action, e.detail) for e in audit.stay_entries(session, "s1")] == [
            ("decide", {"decision": "accepted"})
        ]
        assert [e.action for e in audit.entries(session, None)] == ["log_in"]
        with pytest.raises(NotFound):
            stays.fetch(session, "s1")
