"""The few codes of a GP visit: concluded, or dealt with today; nothing that is merely mentioned."""

from pathlib import Path

import pytest

from assistant.domain.coding import CodeEntry, CodeRole, Nomenclature, RankedCode
from assistant.domain.draft import PlacedSentence, RenderedReport, ReportKind, Sentence
from assistant.domain.evidence import SegmentEvidence
from assistant.domain.language import Language
from assistant.domain.span import Span
from assistant.pipeline.coding import suggest_codes
from assistant.pipeline.coding.visit_rules import load_visit_rules
from assistant.pipeline.facts import transcript_facts
from assistant.pipeline.lexicon import load_lexicon
from assistant.pipeline.segmenting import segments
from assistant.pipeline.text import fold
from assistant.pipeline.transcripts import read_transcripts

KNOWLEDGE = Path(__file__).parents[3] / "knowledge"
CODES = {
    "fr": {
        "hypertension": "I10", "diabète": "E14", "hypothyroïdie": "E039", "cystite": "N309", "pneumonie": "J189",
        "asthme": "J459", "arthrose": "M199", "cancer du sein": "C509", "toux": "R05", "mycose": "B369",
        "lésion traumatique d'une partie du corps": "T149", "lupus les": "M329", "névrite de stress": "F43",
        "tabac": "F172",
        "haut mal": "G409", "migraine sans aura": "G430", "infection par un ver": "B839",
    },
    "en": {
        "hypertension": "I10", "type 2 diabetes": "E119", "hypothyroidism": "E039", "cystitis": "N309",
        "pneumonia": "J189", "asthma": "J45909", "osteoarthritis": "M1990", "breast cancer": "C509", "cough": "R059",
        "stress fracture": "M8430", "gout": "M109", "tonsillitis": "J0390", "tobacco": "F17210",
        "worm infection": "B839",
    },
}  # fmt: skip


class Labels:
    """A retriever that finds a label in the phrase, or the phrase in a label."""

    def codes(self, phrase: str, nomenclature: Nomenclature, top: int) -> list[RankedCode]:
        language = "fr" if nomenclature is Nomenclature.CIM10 else "en"
        folded = fold(phrase)
        return [
            RankedCode(CodeEntry(code, label, nomenclature, 2022), 0.96)
            for label, code in CODES[language].items()
            if fold(label) in folded or any(word in fold(label).split() for word in folded.split())
        ][:top]

    def entry(self, code: str, nomenclature: Nomenclature) -> CodeEntry | None:
        raise NotImplementedError


def coded(language: Language, said: str, record: tuple[str, ...] = (), section: str = "", told: str = "") -> list[str]:
    """The codes of a dialogue, the primary one first; ``told`` stands in a section of the report."""
    ((_, transcript),) = read_transcripts(said.encode(), "visit.txt", language)
    placed = []
    for turn, each in enumerate(transcript.turns):
        if told and told in each.text:
            at = each.text.index(told)
            evidence = SegmentEvidence(turn, Span(at, at + len(told)))
            placed.append(PlacedSentence(section, Sentence("s", told, (evidence,)), Span(0, len(told))))
    lexicon = load_lexicon(KNOWLEDGE / "lexicons", language)
    nomenclature = Nomenclature.CIM10 if language == "fr" else Nomenclature.ICD10CM
    found = suggest_codes(
        transcript_facts(transcript, lexicon),
        segments(transcript),
        RenderedReport("", tuple(placed)),
        Labels(),
        nomenclature,
        ReportKind.CONSULTATION,
        lexicon,
        load_visit_rules(KNOWLEDGE / "coding", language),
        record,
    )
    assert [each.role for each in found[:1]] == [CodeRole.PRIMARY] * len(found[:1])
    assert all(each.evidence for each in found)
    return [each.code for each in found]


@pytest.mark.parametrize(
    ("language", "said", "codes"),
    [
        ("fr", "Médecin : C'est une cystite simple.", ["N309"]),
        ("en", "Doctor: It's a simple cystitis.", ["N309"]),
        ("fr", "Médecin : Ce n'est pas une pneumonie.", []),
        ("en", "Doctor: This isn't pneumonia.", []),
        ("fr", "Médecin : C'est de l'arthrose, probablement.", []),
        ("en", "Doctor: I wonder whether you may have gout.", []),
        ("fr", "Médecin : C'est une pneumonie ?", []),
        ("fr", "Patient : Ma sœur a un cancer du sein.", []),
        ("en", "Patient: My sister has breast cancer.", []),
        ("en", "Doctor: It's the stress.", []),
        ("fr", "Médecin : Voilà les ordonnances.", []),
        ("en", "Doctor: I think this is a bacterial tonsillitis.", ["J0390"]),
        ("en", "Doctor: It looks like gout.", ["M109"]),
        ("fr", "Médecin : L'acide urique, c'est haut.", []),
        ("fr", "Médecin : C'est une infection du ventre.", []),
        ("fr", "Médecin : Les crises qui tapent d'un côté, c'est une migraine sans aura.", ["G430"]),
        ("en", "Doctor: It's an infection of the tummy.", []),
    ],
)
def test_what_a_clinician_concludes_is_coded_and_nothing_else(language, said, codes):
    assert coded(language, said) == codes


@pytest.mark.parametrize(
    ("language", "mentioned", "treated", "measured"),
    [
        (
            "fr",
            "Patient : J'ai de l'hypertension.",
            "Médecin : On passe le ramipril à dix milligrammes.",
            "Médecin : La tension est à 150 sur 90.",
        ),
        (
            "en",
            "Patient: I've got hypertension.",
            "Doctor: We'll increase the ramipril to ten milligrams.",
            "Doctor: Your blood pressure is 150 over 90.",
        ),
    ],
)
def test_a_chronic_disease_is_coded_where_it_is_dealt_with(language, mentioned, treated, measured):
    assert coded(language, mentioned) == []
    assert coded(language, f"{mentioned}\n{treated}", section="plan", told=treated.split(": ")[1]) == ["I10"]
    assert coded(language, f"{mentioned}\n{measured}") == ["I10"]


def test_a_recorded_disease_is_coded_where_its_treatment_is_dealt_with_though_nobody_names_it():
    said = "Médecin : On garde le ramipril cinq milligrammes."
    assert coded("fr", said, ("hypertension",)) == ["I10"]
    assert coded("fr", "Médecin : Bonjour.", ("hypertension",)) == []


@pytest.mark.parametrize(
    ("language", "smokes", "treated", "code"),
    [
        ("fr", "Patient : Je fume dix cigarettes par jour.", "Médecin : Je prescris des patchs de nicotine.", "F172"),
        ("en", "Patient: I smoke ten cigarettes a day.", "Doctor: We'll start nicotine patches.", "F17210"),
    ],
)
def test_a_habit_is_coded_where_it_is_treated(language, smokes, treated, code):
    assert coded(language, smokes) == []
    assert coded(language, f"{smokes}\n{treated}", section="plan", told=treated.split(": ")[1]) == [code]


def test_a_disease_that_is_not_controlled_is_not_denied():
    said = "Doctor: Your hypertension isn't controlled.\nDoctor: Blood pressure is 160 over 90."
    assert coded("en", said) == ["I10"]
    said = "Médecin : Votre hypertension n'est pas équilibrée.\nMédecin : La tension est à 160 sur 90."
    assert coded("fr", said) == ["I10"]


def test_the_matter_of_the_visit_leads_and_what_was_only_followed_comes_after():
    said = (
        "Patient : J'ai de l'hypertension.\nMédecin : La tension est à 130 sur 80.\nMédecin : Et là, c'est une cystite."
    )
    assert coded("fr", said) == ["N309", "I10"]


@pytest.mark.parametrize(
    ("language", "asked", "concluded", "symptom", "cause"),
    [
        ("fr", "Patient : J'ai une toux depuis trois jours.", "Médecin : C'est une pneumonie.", "R05", "J189"),
        ("en", "Patient: I've had a cough for three days.", "Doctor: This is pneumonia.", "R059", "J189"),
    ],
)
def test_the_reason_is_coded_as_it_stands_until_its_cause_is_named(language, asked, concluded, symptom, cause):
    told = asked.split(": ")[1]
    assert coded(language, asked, section="reason", told=told) == [symptom]
    assert coded(language, f"{asked}\n{concluded}", section="reason", told=told) == [cause]


def test_a_brief_conclusion_of_the_report_needs_no_verb():
    said = "Médecin : Cystite, forme simple."
    assert coded("fr", said, section="assessment", told="Cystite, forme simple.") == ["N309"]
