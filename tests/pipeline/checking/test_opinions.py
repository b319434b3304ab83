"""A second opinion moves scores; it clears what is only worded otherwise, and nothing else."""

from collections.abc import Sequence
from pathlib import Path

from assistant.domain.context import PatientContext
from assistant.domain.finding import FindingType, NoteCheck, Verdict
from assistant.domain.transcript import SpeakerRole, Transcript, Turn
from assistant.pipeline.checking import check_note
from assistant.pipeline.checking.opinions import with_opinions
from assistant.pipeline.lexicon import load_lexicon

LEXICONS = Path(__file__).parents[3] / "knowledge" / "lexicons"
VISIT = Transcript(
    "en",
    (
        Turn("doctor", SpeakerRole.CLINICIAN, "What brings you in?"),
        Turn("patient", SpeakerRole.PATIENT, "I have had a cough for two days."),
        Turn("doctor", SpeakerRole.CLINICIAN, "I will give you amoxicillin 500 mg."),
    ),
    "test",
)


class Certain:
    """Gives every pair the same share, and keeps what it was asked."""

    name = "certain"

    def __init__(self, share: float) -> None:
        self.share, self.asked = share, list[tuple[str, str]]()

    def entails(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        self.asked += pairs
        return [self.share] * len(pairs)


def checked(note: str) -> NoteCheck:
    return check_note(note, VISIT, PatientContext(), load_lexicon(LEXICONS, "en"))


def test_the_model_is_shown_what_the_claim_rests_on():
    opinion = Certain(0.5)
    with_opinions(checked("Cough for two days."), VISIT, opinion)
    ((premise, claim),) = opinion.asked
    assert "cough for two days" in premise and claim == "Cough for two days."


def test_the_score_moves_half_of_the_way():
    before = checked("Cough for two days.")
    (claim,) = with_opinions(before, VISIT, Certain(0.0)).claims
    assert claim.score == round(before.claims[0].score / 2, 4)
    assert claim.verdict is before.claims[0].verdict


def test_a_word_that_nobody_said_is_cleared_where_the_model_is_sure():
    before = checked("Cough for two days with palpitations.")
    assert [finding.type for finding in before.claims[0].findings] == [FindingType.FABRICATED]
    (claim,) = with_opinions(before, VISIT, Certain(0.95)).claims
    assert claim.verdict is Verdict.INFERRED and not claim.findings
    (claim,) = with_opinions(before, VISIT, Certain(0.5)).claims
    assert claim.findings == before.claims[0].findings


def test_a_wrong_dose_is_never_cleared():
    before = checked("Amoxicillin 250 mg.")
    (claim,) = with_opinions(before, VISIT, Certain(1.0)).claims
    assert claim.findings == before.claims[0].findings and claim.findings
    assert claim.verdict is Verdict.CONTRADICTED
