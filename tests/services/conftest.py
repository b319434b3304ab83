"""A workbench on real stores in a temporary folder, with a plain process instead of engines."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from assistant.domain.draft import ReportKind
from assistant.domain.encounter import AccountRole, Actor
from assistant.services import accounts, audit, encounters, review, steps
from assistant.services.accounts import create_account
from assistant.services.workbench import Workbench
from tests.services.fake_bench import CONTEXT, PASSWORD, TRANSCRIPT, Clock, FakeTranscriber, open_workbench


@dataclass
class Desk:
    """A workbench with one account of each role, and its clock."""

    work: Workbench
    clock: Clock
    folder: Path
    people: dict[AccountRole, Actor] = field(default_factory=dict)

    def __getitem__(self, role: str) -> Actor:
        return self.people[AccountRole(role)]


@pytest.fixture(autouse=True)
def cheap_hashes(monkeypatch):
    """argon2id all the same, with the least work."""
    monkeypatch.setattr(accounts, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


@pytest.fixture
def desk(tmp_path) -> Iterator[Desk]:
    clock = Clock()
    work = open_workbench(tmp_path, clock)
    made = Desk(work, clock, tmp_path)
    boss = create_account(work, None, "root", PASSWORD, AccountRole.ADMINISTRATOR)
    made.people[AccountRole.ADMINISTRATOR] = boss
    for role in (AccountRole.CLINICIAN, AccountRole.CODER, AccountRole.SECRETARY):
        made.people[role] = create_account(work, boss, role, PASSWORD, role, f"Dr {role.title()}")
    yield made
    work.database.close()


@pytest.fixture
def opened(desk):
    """Opens an encounter with a transcript attached; its id."""
    numbers = itertools.count(1)

    def open_one(data: bytes = TRANSCRIPT, filename: str = "yourcenar.txt") -> str:
        made = encounters.open_encounter(
            desk.work,
            desk["clinician"],
            kind=ReportKind.CONSULTATION,
            language=None,
            context=CONTEXT,
            consent_given=True,
            encounter_id=f"e{next(numbers)}",
        )
        encounters.attach(desk.work, desk["clinician"], made.id, filename, data)
        return made.id

    return open_one


@pytest.fixture
def drafted(desk, opened):
    """Opens an encounter and processes it, without the workflow; its id."""

    def draft_one() -> str:
        encounter_id = opened()
        steps.transcribe(desk.work, encounter_id, lambda share: None)
        steps.draft(desk.work, encounter_id)
        return encounter_id

    return draft_one


@pytest.fixture
def in_review(desk, drafted):
    """An encounter whose review has begun; its id."""
    encounter_id = drafted()
    review.open_review(desk.work, desk["clinician"], encounter_id)
    return encounter_id


@pytest.fixture
def trail(desk):
    """The actions of an encounter's audit trail."""
    return lambda encounter_id: [entry.action for entry in audit.trail(desk.work, desk["clinician"], encounter_id)]


@pytest.fixture
def transcriber():
    return FakeTranscriber()


@pytest.fixture
def replaced(desk):
    """The desk's workbench with other engines."""
    return lambda **engines: replace(desk.work, **engines)
