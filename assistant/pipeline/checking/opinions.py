"""A second opinion on each claim, from a model of entailment where the practice has one.

Rules name the word and the reason; the model judges paraphrase. It moves the score half of the way to its own, and
where it is sure it clears a claim whose only doubt is that nobody said it in these words. It never clears a doubt about
a number, a side, a drug or a person: on planted errors such models miss just those.
"""

from collections.abc import Sequence
from dataclasses import replace

from assistant.domain.evidence import SegmentEvidence
from assistant.domain.finding import Claim, FindingType, NoteCheck, Verdict
from assistant.domain.transcript import Transcript
from assistant.ports import Entailer

_SURE = 0.9


def with_opinions(checked: NoteCheck, transcript: Transcript, entailer: Entailer) -> NoteCheck:
    """The same check with every claim that rests on something said put to the model."""
    asked = [claim for claim in checked.claims if _premise(claim, transcript)]
    shares = entailer.entails([(_premise(claim, transcript), claim.text) for claim in asked])
    opinions = dict(zip((claim.span for claim in asked), shares, strict=True))
    claims = tuple(_moved(claim, opinions[claim.span]) if claim.span in opinions else claim for claim in checked.claims)
    return replace(checked, claims=claims)


def _premise(claim: Claim, transcript: Transcript) -> str:
    spoken: Sequence[SegmentEvidence] = [one for one in claim.evidence if isinstance(one, SegmentEvidence)]
    ordered = sorted(spoken, key=lambda one: (one.turn, one.span.start))
    return " ".join(one.span.of(transcript.turns[one.turn].text) for one in ordered)


def _moved(claim: Claim, share: float) -> Claim:
    score = round((claim.score + share) / 2, 4)
    unsaid = claim.findings and all(finding.type is FindingType.FABRICATED for finding in claim.findings)
    if unsaid and share >= _SURE:
        return replace(claim, score=score, verdict=Verdict.INFERRED, findings=())
    return replace(claim, score=score)
