"""Accounts and log-in."""

import hashlib
import secrets
import unicodedata
from datetime import datetime, timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy.orm import Session

from assistant.domain.encounter import AccountRole, Actor, Permission, require
from assistant.errors import InputError, NotAllowed, NotLoggedIn, StateError
from assistant.services.workbench import Workbench
from assistant.storage import accounts as rows
from assistant.storage import audit
from assistant.storage.models import AccountRow, SessionRow, ThrottleRow

PASSWORD_MIN_LENGTH = 10
"""Characters."""

SESSION_LASTS = timedelta(hours=12)
FREE_FAILURES = 5
"""Wrong passwords in a row before the first wait."""

FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(minutes=15)

_HASHER = PasswordHasher()
"""argon2id with the library's defaults, which are those of RFC 9106 for little memory."""

_NOBODYS_HASH = _HASHER.hash(secrets.token_hex(8))
"""Verified where there is no account, so that the time taken does not tell."""


def create_account(
    work: Workbench, actor: Actor | None, username: str, password: str, role: AccountRole, display_name: str = ""
) -> Actor:
    """A new account. Without an actor only the first one, which must be an administrator's.

    Raises ``NotAllowed``, ``InputError`` (name or password unusable), ``StateError`` (name taken).
    """
    name = normalised(username)
    if actor is not None:
        require(actor, Permission.MANAGE_ACCOUNTS)
    if role is AccountRole.SYSTEM:
        raise NotAllowed("The system itself has no account.", "Choose another role.")
    if len(password) < PASSWORD_MIN_LENGTH:
        raise InputError(f"The password is too short: {PASSWORD_MIN_LENGTH} characters or more.", "A sentence is good.")
    row = AccountRow(
        id=secrets.token_hex(16),
        username=name,
        display_name=display_name.strip() or username.strip(),
        role=role,
        password_hash=_HASHER.hash(password),
        created_at=work.clock(),
    )
    with work.database.transaction() as session:
        if rows.by_username(session, name):
            raise StateError("This user name is taken.", "Choose another.")
        session.add(row)
        session.flush()
        # Counted after the insertion, which holds the write lock: two first starts cannot both be the first.
        if actor is None and (rows.count(session) > 1 or role is not AccountRole.ADMINISTRATOR):
            raise NotAllowed("Only the first account needs nobody, and it is an administrator's.", "Log in first.")
        created = rows.actor_of(row)
        audit.append(session, work.clock(), actor or created, "create_account", account=row.id, role=role)
    return created


def has_accounts(work: Workbench) -> bool:
    """Whether anybody can log in yet."""
    with work.database.transaction() as session:
        return rows.count(session) > 0


def log_in(work: Workbench, username: str, password: str) -> str:
    """A session's token, which lasts ``SESSION_LASTS``.

    Raises ``NotLoggedIn``: wrong name or password (which of them is not told), or too many wrong ones in a row.
    """
    name = username.strip()
    now = work.clock()
    with work.database.transaction() as session:
        _refuse_blocked(session, name, now)
        account = rows.by_username(session, _folded(name))
    if not _verified(account, password) or account is None:
        with work.database.transaction() as session:
            _count_failure(session, name, now)
            if account is not None:
                audit.append(session, now, rows.actor_of(account), "log_in_failed")
        raise NotLoggedIn("The user name or the password is wrong.", "Check capitals and the keyboard's language.")
    token = secrets.token_urlsafe(32)
    with work.database.transaction() as session:
        session.add(
            SessionRow(
                token_digest=_digest(token), account_id=account.id, created_at=now, expires_at=now + SESSION_LASTS
            )
        )
        _forget_failures(session, name)
        rows.forget_expired(session, now)
        audit.append(session, now, rows.actor_of(account), "log_in")
    return token


def who(work: Workbench, token: str) -> Actor:
    """Who holds the token. Raises ``NotLoggedIn`` where nobody does any more."""
    with work.database.transaction() as session:
        found = rows.holder(session, _digest(token))
    if found is None or found[0].expires_at <= work.clock():
        raise NotLoggedIn("Nobody is logged in, or the session has ended.", "Log in.")
    return rows.actor_of(found[1])


def log_out(work: Workbench, token: str) -> None:
    """End the session; nothing happens where it has already ended."""
    with work.database.transaction() as session:
        found = rows.holder(session, _digest(token))
        if found is not None:
            rows.end_session(session, _digest(token))
            audit.append(session, work.clock(), rows.actor_of(found[1]), "log_out")


def list_accounts(work: Workbench, actor: Actor) -> list[Actor]:
    """All accounts by user name. Raises ``NotAllowed``."""
    require(actor, Permission.MANAGE_ACCOUNTS)
    with work.database.transaction() as session:
        return rows.everyone(session)


def normalised(username: str) -> str:
    """The one form of a user name: compatibility-composed, case folded. Raises ``InputError``."""
    name = _folded(username)
    if not 0 < len(name) <= 64 or any(c.isspace() or not c.isprintable() for c in name):
        raise InputError("This user name is not usable.", "1 to 64 characters without spaces.")
    return name


def _folded(username: str) -> str:
    return unicodedata.normalize("NFKC", username.strip()).casefold()


def _verified(account: AccountRow | None, password: str) -> bool:
    try:
        return _HASHER.verify(_NOBODYS_HASH if account is None else account.password_hash, password)
    except (VerificationError, InvalidHashError):
        return False


def _refuse_blocked(session: Session, username: str, now: datetime) -> None:
    throttle = session.get(ThrottleRow, _digest(_folded(username)))
    if throttle is not None and throttle.blocked_until > now:
        seconds = round((throttle.blocked_until - now).total_seconds())
        raise NotLoggedIn("Too many wrong passwords in a row.", f"Wait {seconds} s, then try again.")


def _count_failure(session: Session, username: str, now: datetime) -> None:
    key = _digest(_folded(username))
    throttle = session.get(ThrottleRow, key) or ThrottleRow(username_digest=key, failures=0, blocked_until=now)
    throttle.failures += 1
    excess = throttle.failures - FREE_FAILURES
    if excess >= 0:
        throttle.blocked_until = now + min(FIRST_WAIT * 2 ** min(excess, 10), LONGEST_WAIT)
    session.add(throttle)


def _forget_failures(session: Session, username: str) -> None:
    throttle = session.get(ThrottleRow, _digest(_folded(username)))
    if throttle is not None:
        session.delete(throttle)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
