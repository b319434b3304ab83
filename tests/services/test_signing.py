"""What is signed never changes: versions, digests, amendments, and what the database itself refuses."""

import hashlib
import sqlite3

import pytest
from sqlalchemy import text

from assistant.domain.codec import from_json
from assistant.domain.encounter import Action, State
from assistant.errors import InputError, NotAllowed, NotFound, StateError, StorageError
from assistant.services import audit, encounters, exporting, review
from assistant.services.dossier import SignedReport


@pytest.fixture
def signed(desk, in_review):
    """A signed encounter; its id."""
    review.edit_sentence(desk.work, desk["clinician"], in_review, "s2", "No cough.")
    review.sign(desk.work, desk["clinician"], in_review)
    return in_review


def signatures(desk, encounter_id):
    return encounters.read(desk.work, desk["clinician"], encounter_id).signatures


def test_the_digest_is_of_exactly_what_was_signed(desk, signed):
    [signature] = signatures(desk, signed)
    data = exporting.export_signed(desk.work, desk["clinician"], signed, 1)
    assert hashlib.sha256(data).hexdigest() == signature.digest
    report = from_json(SignedReport, data)
    assert "No cough." in report.checked.report.text
    assert report.context.name == "Marguerite Yourcenar"
    assert (signature.by, signature.display_name) == (desk["clinician"].account_id, "Dr Clinician")


def test_the_audit_entry_says_from_what_it_was_made(desk, signed):
    [entry] = [e for e in audit.trail(desk.work, desk["administrator"], signed) if e.action == Action.SIGN]
    assert entry.who == "clinician"
    assert entry.detail["digest"] == signatures(desk, signed)[0].digest
    assert entry.detail["drafter"] == "extractive"
    assert entry.detail["model"] == "tiny-model"
    assert entry.detail["versions"] == {"prompt:plan": "7", "knowledge": "2026-11", "engine:x": "1.0"}


def test_an_amendment_is_a_new_version_that_starts_from_the_signed_one(desk, signed):
    first = exporting.export_signed(desk.work, desk["clinician"], signed, 1)
    review.amend(desk.work, desk["clinician"], signed, "The duration was wrong.")
    assert "No cough." in exporting.export(desk.work, desk["clinician"], signed, "text").decode()
    review.edit_sentence(desk.work, desk["clinician"], signed, "s1", "Fever for four days.")
    assert review.sign(desk.work, desk["clinician"], signed).version == 2
    assert exporting.export_signed(desk.work, desk["clinician"], signed, 1) == first
    second = from_json(SignedReport, exporting.export_signed(desk.work, desk["clinician"], signed, 2))
    assert "four days" in second.checked.report.text
    assert second.reason == "The duration was wrong."
    assert [signature.version for signature in signatures(desk, signed)] == [1, 2]


def test_an_amendment_has_a_reason_and_a_clinician(desk, signed):
    with pytest.raises(InputError):
        review.amend(desk.work, desk["clinician"], signed, " ")
    with pytest.raises(NotAllowed):
        review.amend(desk.work, desk["secretary"], signed, "Because.")


def test_a_version_that_is_not_there(desk, signed):
    with pytest.raises(NotFound):
        exporting.export_signed(desk.work, desk["clinician"], signed, 2)


@pytest.mark.parametrize("table", ["signatures", "audit"])
@pytest.mark.parametrize("deed", ["UPDATE {} SET at = '2000-01-01'", "DELETE FROM {}"])
def test_the_database_refuses_to_rewrite(desk, signed, table, deed):
    with pytest.raises(StorageError), desk.work.database.transaction() as session:
        session.execute(text(deed.format(table)))
    outside = sqlite3.connect(desk.folder / "assistant.db")
    with pytest.raises(sqlite3.IntegrityError, match="never change"):
        outside.execute(deed.format(table))
    outside.close()


def test_a_report_swapped_for_another_is_noticed(desk, signed):
    """Somebody who holds the keys writes another report under the signed one's name."""
    folder = desk.folder / "blobs" / f"{signed}.signed"
    [path] = folder.iterdir()
    desk.work.blobs.put(f"{signed}.signed", path.name, b"{}")
    with pytest.raises(StorageError, match="not the one"):
        exporting.export_signed(desk.work, desk["clinician"], signed, 1)
    with pytest.raises(StorageError, match="not the one"):
        encounters.read(desk.work, desk["clinician"], signed)


def test_withdrawn_consent_leaves_the_signed_report_and_nothing_else(desk, signed):
    first = exporting.export_signed(desk.work, desk["clinician"], signed, 1)
    encounters.withdraw_consent(desk.work, desk["secretary"], signed)
    file = encounters.read(desk.work, desk["clinician"], signed)
    assert file.encounter.state is State.CONSENT_WITHDRAWN
    assert (file.transcript, file.original, file.source_filename) == (None, None, None)
    assert file.consultation.transcript.turns == ()
    assert "No cough." in file.checked.report.text
    assert file.context.name == "Marguerite Yourcenar"
    assert exporting.export_signed(desk.work, desk["clinician"], signed, 1) == first
    assert not (desk.folder / "blobs" / signed).exists()


def test_withdrawn_during_an_amendment_the_signed_version_stays(desk, signed):
    review.amend(desk.work, desk["clinician"], signed, "A new thing.")
    review.edit_sentence(desk.work, desk["clinician"], signed, "s1", "Something else.")
    encounters.withdraw_consent(desk.work, desk["clinician"], signed)
    assert "Something else." not in exporting.export(desk.work, desk["clinician"], signed, "text").decode()


def test_a_signature_that_comes_too_late_keeps_nothing(desk, in_review, replaced):
    """The encounter changes between what the signatory saw and the signature."""
    review.delete_sentence(desk.work, desk["clinician"], in_review, "s2")

    class Meddling:
        def __init__(self, blobs):
            self.blobs = blobs

        def get(self, scope, name):
            data = self.blobs.get(scope, name)
            if name.startswith("checked"):
                self.get = self.blobs.get
                review.add_sentence(desk.work, desk["secretary"], in_review, "history", "Added meanwhile.")
            return data

        def put(self, *args):
            return self.blobs.put(*args)

    with pytest.raises(StateError):
        review.sign(replaced(blobs=Meddling(desk.work.blobs)), desk["clinician"], in_review)
    assert signatures(desk, in_review) == ()
    assert not (desk.folder / "blobs" / f"{in_review}.signed").exists()


def test_a_dropped_amendment_leaves_the_signed_version_as_it_was(desk, signed):
    before = encounters.read(desk.work, desk["clinician"], signed).checked
    review.amend(desk.work, desk["clinician"], signed, "a typing error")
    review.edit_sentence(desk.work, desk["clinician"], signed, "s2", "A cough.")
    assert encounters.cancel(desk.work, desk["clinician"], signed).state is State.SIGNED
    file = encounters.read(desk.work, desk["clinician"], signed)
    assert file.checked == before and len(file.signatures) == 1
    review.amend(desk.work, desk["clinician"], signed, "once more")
    assert encounters.read(desk.work, desk["clinician"], signed).checked == before
