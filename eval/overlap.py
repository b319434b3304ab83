"""The baseline that a checker has to beat: the share of a claim's words that stand in the transcript."""

from assistant.pipeline.retrieval import stem
from assistant.pipeline.text import tokens
from eval.figures import Judged

_SHORT = 3


def overlap(one: Judged) -> float:
    """Share of the claim's words (by stem, short ones left out) that the transcript holds; 1 where there is none."""
    language = one.case.transcript.language
    said = {stem(word.key, language) for turn in one.case.transcript.turns for word in tokens(turn.text)}
    words = {
        stem(word.key, language) for word in tokens(one.case.claim) if len(word.key) > _SHORT or word.key.isdigit()
    }
    return len(words & said) / len(words) if words else 1.0
