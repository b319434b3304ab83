"""What the drafting tests share: the delivered templates, prompts and lexicons, and dialogues as lines."""

from pathlib import Path

import pytest

from assistant.domain.context import PatientContext
from assistant.domain.draft import Draft, ReportKind
from assistant.domain.fact import Fact
from assistant.domain.language import Language
from assistant.domain.transcript import SpeakerRole, Transcript, Turn
from assistant.pipeline.drafting import Profile, draft_extractive, load_template
from assistant.pipeline.facts import transcript_facts
from assistant.pipeline.lexicon import load_lexicon
from assistant.pipeline.segmenting import segments

ROOT = Path(__file__).parents[3]
TEMPLATES = ROOT / "knowledge" / "templates"
PROMPTS = ROOT / "prompts"
LEXICONS = ROOT / "knowledge" / "lexicons"
_ROLES = {"D": SpeakerRole.CLINICIAN, "P": SpeakerRole.PATIENT, "C": SpeakerRole.COMPANION}


def dialogue(language: Language, *lines: str) -> Transcript:
    """A transcript of lines such as ``D: Any fever?`` (D clinician, P patient, C companion)."""
    turns = tuple(Turn(line[0], _ROLES[line[0]], line[2:].strip()) for line in lines)
    return Transcript(language, turns, "test")


def facts_of(transcript: Transcript) -> tuple[Fact, ...]:
    """The facts as the product reads them."""
    return transcript_facts(transcript, load_lexicon(LEXICONS, transcript.language))


def drafted(
    transcript: Transcript,
    context: PatientContext | None = None,
    kind: ReportKind = ReportKind.CONSULTATION,
    profile: Profile = "short",
) -> Draft:
    """The extractive draft with the delivered template and lexicon."""
    language = transcript.language
    template = load_template(TEMPLATES, kind, language)
    lexicon = load_lexicon(LEXICONS, language)
    patient = context or PatientContext()
    return draft_extractive(transcript, segments(transcript), facts_of(transcript), patient, template, lexicon, profile)


def texts(draft: Draft, key: str) -> list[str]:
    """The sentences of a section."""
    return [sentence.text for section in draft.sections if section.key == key for sentence in section.sentences]


@pytest.fixture
def visit_fr() -> Transcript:
    return dialogue(
        "fr",
        "D: Bonjour Madame, qu'est-ce qui vous amène ?",
        "P: Ben j'ai mal à la gorge, euh, depuis trois jours.",
        "D: De la fièvre ? Des vomissements ?",
        "P: Non, ni l'un ni l'autre.",
        "D: Vous avez des allergies ?",
        "P: Oui, la pénicilline, j'avais fait des plaques partout.",
        "D: Vous fumez ?",
        "P: Non, jamais.",
        "D: La tension, douze huit. Le pouls, soixante-douze. La gorge est rouge.",
        "D: C'est une angine virale. Je vous fais une prise de sang.",
        "D: Doliprane, un gramme, trois fois par jour. Si vous avez de la fièvre, vous m'appelez.",
        "P: D'accord, merci docteur.",
        "D: Je vous revois dans dix jours.",
    )


@pytest.fixture
def visit_en() -> Transcript:
    return dialogue(
        "en",
        "D: hi , what brings you in today ?",
        "P: well , i've been having a sore throat for three days .",
        "D: any fever or chills ?",
        "P: no .",
        "D: are you allergic to anything ?",
        "P: yes , penicillin , i got a rash .",
        "D: on exam there is no swelling , your throat is red .",
        "D: i think you have a viral pharyngitis .",
        "D: i'm going to prescribe paracetamol 500 milligrams twice a day .",
        "D: if you get worse please call me . we'll see you back in 2 weeks .",
    )
