"""The score: what was said together, in a row, and how far the strongest doubt is to be trusted."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.domain.context import PatientContext
from assistant.domain.language import Language
from assistant.domain.span import Span
from assistant.domain.transcript import SpeakerRole, Transcript, Turn
from assistant.pipeline.checking import bench_for, check_note
from assistant.pipeline.checking.scoring import Features, probability
from assistant.pipeline.checking.sentence import Examined, examine
from assistant.pipeline.checking.texts.claims import NoteSentence
from assistant.pipeline.checking.texts.knowledge import load_knowledge
from assistant.pipeline.checking.trust import kind_of, strongest
from assistant.pipeline.lexicon import load_lexicon

LEXICONS = Path(__file__).parents[3] / "knowledge" / "lexicons"
LANGUAGES: tuple[Language, ...] = ("fr", "en")
VISITS: dict[Language, tuple[str, ...]] = {
    "en": (
        "P: I take ibuprofen for my knee, most evenings.",
        "D: And how long has the knee been like that?",
        "P: Since I slipped on the stairs, about a month.",
        "D: Anything else you wanted to talk about today?",
        "P: Well, my wife says I should mention it.",
        "D: Go ahead.",
        "P: My cough started after the holiday in Spain.",
    ),
    "fr": (
        "P: Je prends de l'ibuprofène pour mon genou, presque tous les soirs.",
        "D: Et le genou, c'est comme ça depuis quand ?",
        "P: Depuis que j'ai glissé dans l'escalier, il y a un mois.",
        "D: Autre chose dont vous vouliez parler aujourd'hui ?",
        "P: Ma femme dit que je devrais vous en parler.",
        "D: Allez-y.",
        "P: La toux a commencé après les vacances en Espagne.",
    ),
}  # fmt: skip
ROLES = {"D": SpeakerRole.CLINICIAN, "P": SpeakerRole.PATIENT}


def visit(language: Language, lines: tuple[str, ...]) -> Transcript:
    return Transcript(language, tuple(Turn(line[0], ROLES[line[0]], line[3:]) for line in lines), "test")


def examined(note: str, transcript: Transcript) -> Examined:
    lexicon = load_lexicon(LEXICONS, transcript.language)
    held = bench_for(transcript, PatientContext(), lexicon)
    return examine(NoteSentence(Span(0, len(note)), note, "none"), (), held)


def score(note: str, transcript: Transcript) -> float:
    (claim,) = check_note(
        note, transcript, PatientContext(), load_lexicon(LEXICONS, transcript.language)
    ).claims  # fmt: skip
    return claim.score


@pytest.mark.parametrize(
    ("language", "as_said", "mixed"),
    [
        ("en", "Takes ibuprofen for the knee.", "Takes ibuprofen after the holiday."),
        ("en", "Slipped on the stairs.", "Coughs on the stairs."),
        ("fr", "Prend de l'ibuprofène pour le genou.", "Prend de l'ibuprofène après les vacances."),
        ("fr", "A glissé dans l'escalier.", "Tousse dans l'escalier."),
    ],
)
def test_what_nobody_put_together_scores_less_than_what_somebody_did(
    language: Language, as_said: str, mixed: str
) -> None:
    transcript = visit(language, VISITS[language])
    assert score(mixed, transcript) < score(as_said, transcript)
    assert examined(mixed, transcript).features.together < examined(as_said, transcript).features.together


@pytest.mark.parametrize(
    ("language", "line", "note", "kind"),
    [
        ("en", "P: I have a headache.", "No headache.", "negation, same words"),
        ("en", "P: My head hurts badly.", "No headache.", "negation, other words"),
        ("fr", "P: J'ai des vertiges.", "Pas de vertiges.", "negation, same words"),
        ("fr", "P: J'ai mal à la tête.", "Pas de céphalées.", "negation, other words"),
    ],
)
def test_a_finding_is_counted_by_its_type_and_by_whether_its_evidence_has_the_same_words(
    language: Language, line: str, note: str, kind: str
) -> None:
    transcript = visit(language, (line,))
    (doubt,) = examined(note, transcript).doubts
    assert kind_of(doubt, note, transcript) == kind


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_likeliest_doubt_counts_and_a_kind_never_counted_goes_as_all_do(language: Language) -> None:
    line, note = {
        "en": ("P: My right knee hurts, I take 20 mg.", "Left knee pain, takes 40 mg."),
        "fr": ("P: J'ai mal au genou droit, je prends 20 mg.", "Gonalgie gauche, genou gauche, prend 40 mg."),
    }[language]
    transcript = visit(language, (line,))
    doubts = examined(note, transcript).doubts
    assert len(doubts) >= 2
    first = kind_of(doubts[0], note, transcript)
    knowledge = replace(load_knowledge(language), trust={"any": 0.4, first: 0.7})
    assert strongest(doubts, note, transcript, knowledge) == 0.7
    assert strongest(doubts, note, transcript, replace(knowledge, trust={"any": 0.4, first: 0.1})) == 0.4
    assert strongest((), note, transcript, knowledge) == 0.0


def raised() -> Iterator[tuple[str, bool]]:
    """Each feature, and whether more of it speaks for a claim."""
    for name in ("coverage", "together", "in_a_row"):
        yield name, True
    yield "doubt", False


shares = st.floats(0, 1)


@settings(max_examples=60)
@given(st.tuples(shares, shares, shares, shares), st.sampled_from(sorted(raised())), shares)
def test_more_said_never_lowers_the_score_and_more_doubt_never_raises_it(
    given_shares: tuple[float, ...], feature: tuple[str, bool], other: float
) -> None:
    name, speaks_for = feature
    before = Features(*given_shares)
    low, high = sorted((getattr(before, name), other))
    for language in LANGUAGES:
        known = load_knowledge(language).coefficients
        less, more = (probability(replace(before, **{name: value}), known) for value in (low, high))
        assert 0 <= less <= 1 and (less <= more if speaks_for else more <= less)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_note_scores_the_same_each_time(language: Language) -> None:
    transcript = visit(language, VISITS[language])
    note = {"en": "Cough since the holiday, no fever.", "fr": "Toux depuis les vacances, sans fièvre."}[language]
    assert len({score(note, transcript) for _ in range(3)}) == 1
