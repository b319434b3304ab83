"""How much a finding is to be trusted: the chance that one of its kind is right, counted over clinicians' notes.

The counts (``knowledge/checker/trust.json``, made by ``python -m eval.fitting``) are for notes of which six sentences
in seven hold. They go by type, and by whether claim and evidence share a word: *no fever* against *fever* in the same
words is another thing than against *shivering*.
"""

from collections.abc import Sequence

from assistant.domain.language import Language
from assistant.domain.transcript import Transcript
from assistant.pipeline.checking.texts.doubt import Doubt
from assistant.pipeline.checking.texts.knowledge import CheckerKnowledge
from assistant.pipeline.retrieval import stem
from assistant.pipeline.text import tokens

_SHORT = 3


def kind_of(doubt: Doubt, claim: str, transcript: Transcript) -> str:
    """What a finding is counted under: its type, and whether its evidence has a longer word of the claim's stretch."""
    if doubt.evidence is None:
        return f"{doubt.type}, nothing said"
    said = doubt.evidence.span.of(transcript.turns[doubt.evidence.turn].text)
    shared = _stems(said, transcript.language) & _stems(doubt.span.of(claim), transcript.language)
    return f"{doubt.type}, {'same' if shared else 'other'} words"


def _stems(text: str, language: Language) -> set[str]:
    return {stem(word.key, language) for word in tokens(text) if len(word.key) > _SHORT}


def strongest(doubts: Sequence[Doubt], claim: str, transcript: Transcript, knowledge: CheckerKnowledge) -> float:
    """The chance of the doubt that is likeliest right; 0 without a doubt."""
    known, rest = knowledge.trust, knowledge.trust["any"]
    return max((known.get(kind_of(doubt, claim, transcript), rest) for doubt in doubts), default=0.0)
