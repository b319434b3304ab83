"""Interactions on a note: what the practice's table says, of what is taken together, and nothing else."""

from pathlib import Path

import pytest

from assistant.domain.context import PatientContext
from assistant.domain.finding import Finding, FindingType, Severity
from assistant.domain.interaction import InteractionTable
from assistant.domain.language import LANGUAGES, Language
from assistant.domain.transcript import SpeakerRole, Transcript, Turn
from assistant.pipeline.checking import check_note
from assistant.pipeline.interactions import load_table_words, read_table
from assistant.pipeline.lexicon import load_lexicon

KNOWLEDGE = Path(__file__).parents[3] / "knowledge"
TABLE = """Substance 1;Substance 2;Niveau;Conduite à tenir;Source
AINS;AVK;association déconseillée;Surveiller l'INR de près.;Thésaurus
kétoprofène;AVK;contre-indication;;Thésaurus
clarithromycine;simvastatine;contre-indication;Suspendre la statine;Protocole du cabinet
lithium;IEC;précaution d'emploi;Lithiémie;Thésaurus
tramadol;ISRS;à prendre en compte;Syndrome sérotoninergique;Thésaurus
AINS;AINS;association déconseillée;Un seul;Thésaurus
"""
NOBODY = PatientContext()


def own_table(text: str = TABLE) -> InteractionTable:
    lexicons = [load_lexicon(KNOWLEDGE / "lexicons", language) for language in LANGUAGES]
    return read_table(text.encode(), "table.csv", load_table_words(KNOWLEDGE / "interactions"), lexicons)


def alerts(
    note: str, language: Language = "fr", context: PatientContext = NOBODY, table: InteractionTable | None = None
) -> list[Finding]:
    """The interactions found on a note that says exactly what was said."""
    transcript = Transcript(language, (Turn("D", SpeakerRole.CLINICIAN, note.replace("\n", " ")),), "test")
    lexicon = load_lexicon(KNOWLEDGE / "lexicons", language)
    found = check_note(note, transcript, context, lexicon, table or own_table()).findings
    return [one for one in found if one.type is FindingType.INTERACTION]


@pytest.mark.parametrize(
    ("note", "language", "severity", "on"),
    [
        ("Traitement : Préviscan 20 mg.\nConduite à tenir : ibuprofène 200 mg x 3/j.", "fr", "major", "ibuprofène"),
        ("Traitement : warfarine.\nConduite à tenir : kétoprofène 100 mg.", "fr", "critical", "kétoprofène"),
        ("Medication: simvastatin 20 mg.\nPlan: clarithromycin 500 mg.", "en", "critical", "clarithromycin"),
        ("Plan: start lithium 400 mg. Continue ramipril 5 mg.", "en", "minor", "ramipril"),
        ("Traitement : sertraline 50 mg.\nCAT : tramadol 50 mg si douleur.", "fr", "minor", "tramadol"),
        ("CAT : ibuprofène 200 mg x 3/j. Kétoprofène 100 mg le soir.", "fr", "major", "Kétoprofène"),
        ("Histoire : il prend de la warfarine tous les jours.\nCAT : naproxène 550 mg.", "fr", "major", "naproxène"),
    ],
)  # fmt: skip
def test_two_drugs_of_a_note_meet_by_substance_or_class(note: str, language: Language, severity: str, on: str) -> None:
    (found,) = alerts(note, language)
    assert found.severity is Severity(severity)
    assert found.claim_span.of(note).startswith(on)


@pytest.mark.parametrize(
    "note",
    [
        "Traitement : paracétamol 1 g.\nCAT : ibuprofène 200 mg x 3/j.",
        "Traitement : arrêt de la warfarine.\nCAT : ibuprofène 200 mg x 3/j.",
        "Traitement : warfarine.\nCAT : pas d'ibuprofène.",
        "Antécédents familiaux : père sous warfarine.\nCAT : ibuprofène 200 mg x 3/j.",
        "Allergies : ibuprofène.\nTraitement : warfarine 5 mg.",
        "CAT : ibuprofène 200 mg le matin. Ibuprofène 200 mg le soir.",
        # A class that was only named is not known to be the substance of the row.
        "Traitement : simvastatine.\nCAT : antibiotique.",
    ],
)  # fmt: skip
def test_what_is_not_taken_together_is_left_alone(note: str) -> None:
    assert alerts(note) == []


def test_the_reason_names_both_the_level_the_advice_and_the_source() -> None:
    (french,) = alerts("Traitement : simvastatine 20 mg.\nCAT : clarithromycine 500 mg.")
    assert french.reason == (
        "« clarithromycine » et « simvastatine » : contre-indication. Suspendre la statine "
        "(source : Protocole du cabinet)."
    )
    (english,) = alerts("Medication: warfarin.\nPlan: ketoprofen 100 mg.", "en")
    assert english.reason == '"ketoprofen" and "warfarin": contraindicated (source: Thésaurus).'


def test_a_drug_of_the_chart_meets_one_of_the_note_unless_the_note_stops_it() -> None:
    chart = PatientContext(treatments=("Previscan 20 mg", "Doliprane"), allergies=("aspirine",))
    (found,) = alerts("CAT : ibuprofène 200 mg x 3/j.", context=chart)
    assert "Previscan" in found.reason
    assert alerts("CAT : arrêt du Previscan. Ibuprofène 200 mg x 3/j.", context=chart) == []
    # Named in the note and in the chart: once.
    assert len(alerts("Traitement : Previscan 20 mg.\nCAT : ibuprofène 200 mg.", context=chart)) == 1


def test_each_pair_once_by_its_gravest_row() -> None:
    note = "Traitement : warfarine 5 mg.\nCAT : kétoprofène 100 mg le soir. Reprendre kétoprofène demain."
    assert [one.severity for one in alerts(note)] == [Severity.CRITICAL]


def test_without_a_table_nothing_is_said() -> None:
    transcript = Transcript("fr", (Turn("D", SpeakerRole.CLINICIAN, "Warfarine et ibuprofène 200 mg."),), "test")
    lexicon = load_lexicon(KNOWLEDGE / "lexicons", "fr")
    findings = check_note("CAT : warfarine 5 mg et ibuprofène 200 mg.", transcript, NOBODY, lexicon).findings
    assert FindingType.INTERACTION not in {one.type for one in findings}
