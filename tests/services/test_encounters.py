"""Encounters: consent first, kept as it came, read by whom the table lets, erased for good."""

import pytest

from assistant.domain.context import PatientContext
from assistant.domain.draft import ReportKind
from assistant.domain.encounter import State
from assistant.errors import Erased, InputError, NotAllowed, NotFound, StateError, StorageError, StorageFull
from assistant.services import encounters, exporting, review, steps


def open_one(desk, **others):
    given = {
        "kind": ReportKind.CONSULTATION,
        "language": "en",
        "context": PatientContext("Ada"),
        "consent_given": True,
        **others,
    }
    return encounters.open_encounter(desk.work, desk["clinician"], **given)


def test_without_consent_nothing_is_opened(desk):
    with pytest.raises(NotAllowed):
        open_one(desk, consent_given=False)
    assert encounters.list_encounters(desk.work, desk["clinician"]) == []


def test_the_consent_says_who_asked_and_when(desk):
    made = open_one(desk)
    consent = encounters.read(desk.work, desk["clinician"], made.id).consent
    assert consent.given and consent.asked_by == desk["clinician"].account_id
    assert consent.asked_at == made.created_at


def test_ids_are_random_unless_given(desk):
    assert len({open_one(desk).id, open_one(desk).id}) == 2
    assert open_one(desk, encounter_id="Sample_1-a").id == "Sample_1-a"
    with pytest.raises(StateError):
        open_one(desk, encounter_id="Sample_1-a")


@pytest.mark.parametrize("bad", ["a b", "../up", "a.signed", "é", "x" * 65, ".hidden"])
def test_an_id_that_could_be_a_path_or_a_scope_is_refused(desk, bad):
    with pytest.raises(InputError):
        open_one(desk, encounter_id=bad)


def test_a_patient_may_have_several_encounters(desk):
    first = open_one(desk)
    assert open_one(desk, patient_id=first.patient_id).patient_id == first.patient_id
    assert open_one(desk).patient_id != first.patient_id
    with pytest.raises(NotFound):
        open_one(desk, patient_id="nobody")


def test_the_list_shows_names_newest_first(desk):
    open_one(desk, context=PatientContext("Ada"))
    open_one(desk, context=PatientContext())
    names = [summary.patient_name for summary in encounters.list_encounters(desk.work, desk["coder"])]
    assert names == [None, "Ada"]
    with pytest.raises(NotAllowed):
        encounters.list_encounters(desk.work, desk["administrator"])


def test_an_altered_file_does_not_hide_the_other_encounters(desk):
    whole, altered = open_one(desk), open_one(desk)
    [path] = (desk.folder / "blobs" / altered.id).iterdir()
    path.write_bytes(b"something else")
    listed = {s.encounter.id: s for s in encounters.list_encounters(desk.work, desk["clinician"])}
    assert (listed[whole.id].patient_name, listed[whole.id].damaged) == ("Ada", False)
    assert (listed[altered.id].patient_name, listed[altered.id].damaged) == (None, True)
    with pytest.raises(StorageError):
        encounters.read(desk.work, desk["clinician"], altered.id)


def test_what_is_attached_is_kept_as_it_came(desk):
    made = open_one(desk)
    data = bytes(range(256)) * 5
    encounters.attach(desk.work, desk["secretary"], made.id, "Ada's visit.bin", data)
    assert encounters.source(desk.work, desk["clinician"], made.id) == ("Ada's visit.bin", data)
    assert encounters.read(desk.work, desk["clinician"], made.id).source_filename == "Ada's visit.bin"
    kept = b"".join(path.read_bytes() for path in desk.folder.rglob("*") if path.is_file())
    # Long enough that no run of sealed bytes holds it by chance.
    assert b"Ada's visit" not in kept and data[:64] not in kept


def test_an_empty_file_is_refused(desk):
    with pytest.raises(InputError):
        encounters.attach(desk.work, desk["clinician"], open_one(desk).id, "empty.wav", b"")


def test_another_file_replaces_the_first_until_processing(desk, opened):
    encounter_id = opened()
    encounters.attach(desk.work, desk["clinician"], encounter_id, "second.txt", b"Doctor: Hello, how are you today?")
    assert encounters.source(desk.work, desk["clinician"], encounter_id)[0] == "second.txt"
    steps.transcribe(desk.work, encounter_id, lambda share: None)
    with pytest.raises(StateError):
        encounters.attach(desk.work, desk["clinician"], encounter_id, "third.txt", b"Doctor: Hello.")


def test_a_file_of_several_consultations_fails_with_a_hint(desk, opened):
    rows = b'id,dialogue\n1,"[doctor] How are you? [patient] Well."\n2,"[doctor] How are you? [patient] Ill."\n'
    encounter_id = opened(rows, "many.csv")
    assert steps.transcribe(desk.work, encounter_id, lambda share: None) is State.FAILED
    file = encounters.read(desk.work, desk["clinician"], encounter_id)
    assert file.encounter.failure == "InputError"
    assert file.failure_hint
    assert file.source_filename == "many.csv"


def test_after_a_failure_another_file_may_be_attached(desk, opened):
    encounter_id = opened(b"\x00\x01\x02", "bad.txt")
    assert steps.transcribe(desk.work, encounter_id, lambda share: None) is State.FAILED
    encounters.retry(desk.work, desk["secretary"], encounter_id)
    encounters.attach(
        desk.work, desk["secretary"], encounter_id, "good.txt", b"Doctor: Hello, what brings you here today?"
    )
    assert steps.transcribe(desk.work, encounter_id, lambda share: None) is State.TRANSCRIBED


@pytest.mark.parametrize("role", ["administrator"])
def test_an_administrator_reads_no_medical_content(desk, drafted, role):
    encounter_id = drafted()
    for call in (encounters.read, encounters.source):
        with pytest.raises(NotAllowed):
            call(desk.work, desk[role], encounter_id)
    with pytest.raises(NotAllowed):
        exporting.export(desk.work, desk[role], encounter_id, "text")


def test_reading_is_noted(desk, opened, trail):
    encounter_id = opened()
    encounters.read(desk.work, desk["coder"], encounter_id)
    assert trail(encounter_id)[-1] == "read"


def test_what_is_not_there(desk):
    for call in (encounters.read, encounters.cancel, encounters.withdraw_consent, review.open_review, review.sign):
        with pytest.raises(NotFound):
            call(desk.work, desk["clinician"], "nothing")


def test_a_cancelled_encounter_is_kept_and_goes_nowhere(desk, drafted):
    encounter_id = drafted()
    assert encounters.cancel(desk.work, desk["clinician"], encounter_id).state is State.CANCELLED
    assert encounters.read(desk.work, desk["clinician"], encounter_id).transcript is not None
    with pytest.raises(StateError):
        review.open_review(desk.work, desk["clinician"], encounter_id)


def test_withdrawn_consent_erases_everything_unsigned(desk, in_review, trail):
    blobs = desk.folder / "blobs" / in_review
    stolen = {path.name: path.read_bytes() for path in blobs.iterdir()}
    encounters.withdraw_consent(desk.work, desk["secretary"], in_review)
    file = encounters.read(desk.work, desk["clinician"], in_review)
    assert (file.transcript, file.consultation, file.checked, file.context) == (None, None, None, PatientContext())
    assert encounters.list_encounters(desk.work, desk["clinician"])[0].patient_name is None
    with pytest.raises(Erased):
        exporting.export(desk.work, desk["clinician"], in_review, "text")
    # The files brought back from a copy do not help: their key is gone.
    blobs.mkdir()
    for name, data in stolen.items():
        (blobs / name).write_bytes(data)
        with pytest.raises(Erased):
            desk.work.blobs.get(in_review, name)
    assert trail(in_review)[-3:] == ["open_review", "withdraw_consent", "read"]


def test_a_step_running_while_consent_is_withdrawn_keeps_nothing(desk, opened):
    encounter_id = opened()
    now = steps.standing(desk.work, encounter_id)
    encounters.withdraw_consent(desk.work, desk["clinician"], encounter_id)
    with pytest.raises(Erased):
        desk.work.blobs.put(encounter_id, "late", b"late")
    assert now.row.state is State.RECORDED
    assert steps.transcribe(desk.work, encounter_id, lambda share: None) is State.CONSENT_WITHDRAWN


def test_a_full_disk_loses_nothing(desk, opened, monkeypatch):
    """The kernel refuses files above a limit, as it refuses any when the disk is full."""
    import resource

    encounter_id = opened()
    before = encounters.source(desk.work, desk["clinician"], encounter_id)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, hard))
    try:
        with pytest.raises(StorageFull) as full:
            encounters.attach(desk.work, desk["clinician"], encounter_id, "big.wav", b"\0" * 2_000_000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert full.value.retryable and full.value.hint
    assert encounters.source(desk.work, desk["clinician"], encounter_id) == before
    assert not list((desk.folder / "blobs" / encounter_id).glob(".*"))
