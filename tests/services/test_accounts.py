"""Accounts: the first is an administrator's; passwords, sessions and wrong guesses."""

import pytest
from argon2 import PasswordHasher

from assistant.domain.encounter import SYSTEM, AccountRole
from assistant.errors import InputError, NotAllowed, NotLoggedIn, StateError
from assistant.services import accounts, audit
from tests.services.fake_bench import PASSWORD, Clock, open_workbench


@pytest.fixture
def empty(tmp_path):
    work = open_workbench(tmp_path / "empty", Clock())
    yield work
    work.database.close()


def test_the_first_account_needs_nobody_and_is_an_administrators(empty):
    assert not accounts.has_accounts(empty)
    with pytest.raises(NotAllowed):
        accounts.create_account(empty, None, "first", PASSWORD, AccountRole.CLINICIAN)
    first = accounts.create_account(empty, None, "first", PASSWORD, AccountRole.ADMINISTRATOR)
    assert accounts.has_accounts(empty)
    with pytest.raises(NotAllowed):
        accounts.create_account(empty, None, "second", PASSWORD, AccountRole.ADMINISTRATOR)
    assert [actor.username for actor in accounts.list_accounts(empty, first)] == ["first"]


@pytest.mark.parametrize("role", ["clinician", "coder", "secretary"])
def test_only_an_administrator_manages_accounts(desk, role):
    with pytest.raises(NotAllowed):
        accounts.create_account(desk.work, desk[role], "new", PASSWORD, AccountRole.CODER)
    with pytest.raises(NotAllowed):
        accounts.list_accounts(desk.work, desk[role])


def test_the_system_gets_no_account(desk):
    with pytest.raises(NotAllowed):
        accounts.create_account(desk.work, desk["administrator"], "robot", PASSWORD, AccountRole.SYSTEM)
    with pytest.raises(NotAllowed):
        accounts.create_account(desk.work, SYSTEM, "robot", PASSWORD, AccountRole.CODER)


def test_a_user_name_has_one_form(desk):
    accounts.create_account(desk.work, desk["administrator"], " Élodie ", PASSWORD, AccountRole.CODER)
    for written in ("élodie", "ÉLODIE", "E\u0301lodie"):
        assert accounts.who(desk.work, accounts.log_in(desk.work, written, PASSWORD)).username == "élodie"
        with pytest.raises(StateError):
            accounts.create_account(desk.work, desk["administrator"], written, PASSWORD, AccountRole.CODER)


@pytest.mark.parametrize("name", ["", "  ", "two words", "a\nb", "x" * 65])
def test_unusable_user_names(desk, name):
    with pytest.raises(InputError):
        accounts.create_account(desk.work, desk["administrator"], name, PASSWORD, AccountRole.CODER)


def test_a_short_password_is_refused(desk):
    with pytest.raises(InputError):
        accounts.create_account(desk.work, desk["administrator"], "new", "short", AccountRole.CODER)


def test_a_session_lasts_until_its_end_or_the_log_out(desk):
    token = accounts.log_in(desk.work, "Clinician", PASSWORD)
    assert accounts.who(desk.work, token) == desk["clinician"]
    accounts.log_out(desk.work, token)
    accounts.log_out(desk.work, token)
    with pytest.raises(NotLoggedIn):
        accounts.who(desk.work, token)
    token = accounts.log_in(desk.work, "clinician", PASSWORD)
    desk.clock.now += accounts.SESSION_LASTS
    with pytest.raises(NotLoggedIn):
        accounts.who(desk.work, token)


def test_neither_password_nor_token_is_kept(desk):
    token = accounts.log_in(desk.work, "clinician", PASSWORD)
    kept = b"".join(path.read_bytes() for path in desk.folder.rglob("*") if path.is_file())
    assert token.encode() not in kept
    assert PASSWORD.encode() not in kept
    assert b"$argon2id$" in kept


@pytest.mark.parametrize("name", ["clinician", "nobody"])
def test_wrong_guesses_have_to_wait_and_the_wait_grows(desk, name):
    for _ in range(accounts.FREE_FAILURES):
        with pytest.raises(NotLoggedIn, match="wrong"):
            accounts.log_in(desk.work, name, "guess guess guess")
    with pytest.raises(NotLoggedIn, match="Too many"):
        accounts.log_in(desk.work, name.upper(), PASSWORD)
    desk.clock.now += accounts.FIRST_WAIT
    with pytest.raises(NotLoggedIn, match="wrong"):
        accounts.log_in(desk.work, name, "guess guess guess")
    desk.clock.now += accounts.FIRST_WAIT
    with pytest.raises(NotLoggedIn, match="Too many"):
        accounts.log_in(desk.work, name, PASSWORD)


def test_the_right_password_ends_the_wait_for_good(desk):
    for _ in range(accounts.FREE_FAILURES):
        with pytest.raises(NotLoggedIn):
            accounts.log_in(desk.work, "coder", "guess guess guess")
    desk.clock.now += accounts.LONGEST_WAIT
    accounts.log_in(desk.work, "coder", PASSWORD)
    with pytest.raises(NotLoggedIn, match="wrong"):
        accounts.log_in(desk.work, "coder", "guess guess guess")


def test_log_ins_are_noted_without_what_was_typed(desk):
    with pytest.raises(NotLoggedIn):
        accounts.log_in(desk.work, "coder", "guess guess guess")
    with pytest.raises(NotLoggedIn):
        accounts.log_in(desk.work, "my secret typed in the wrong field", "x")
    accounts.log_in(desk.work, "coder", PASSWORD)
    entries = audit.trail(desk.work, desk["administrator"], None)
    assert [entry.action for entry in entries][-2:] == ["log_in_failed", "log_in"]
    kept = b"".join(path.read_bytes() for path in desk.folder.rglob("*") if path.is_file())
    assert b"my secret" not in kept


def test_the_real_hash_is_argon2id(monkeypatch, empty):
    monkeypatch.setattr(accounts, "_HASHER", PasswordHasher())
    accounts.create_account(empty, None, "first", PASSWORD, AccountRole.ADMINISTRATOR)
    token = accounts.log_in(empty, "first", PASSWORD)
    assert accounts.who(empty, token).username == "first"


@pytest.mark.parametrize("role", ["coder", "secretary"])
def test_the_trail_is_for_administrators_and_clinicians(desk, role):
    with pytest.raises(NotAllowed):
        audit.trail(desk.work, desk[role], None)
