"""How often a finding of each kind is right, counted: what ``knowledge/checker/trust.json`` holds.

Over sentences of clinicians' notes as they are, where a finding is taken for false, and the same sentences with one
planted error, where one that the untouched sentence does not have is right. Each type of error counts alike, one wrong
sentence to six right ones. About four in ten findings on untouched sentences are right after all (labelled by reading),
so that share is taken off.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from assistant.pipeline.checking.sentence import examine
from assistant.pipeline.checking.trust import kind_of
from assistant.pipeline.lexicon import load_lexicon
from eval.cases import Case
from eval.checker import LEXICONS, WRONG, bench, sentence_of
from eval.checker_sets import labelled_untouched, untouched
from eval.planting import planted
from eval.visits import Visit, aci_bench, mts_dialog, primock

SNIPPETS = 500
_PRIOR = 0.0005
"""A weight of findings, a sentence, that are taken to go as all do where few of a kind were counted."""


def trust(visits: Sequence[Visit]) -> dict[str, float]:
    """The chance that a finding of each kind is right; ``any``: of all kinds together."""
    notes = [case for visit in (*visits, *mts_dialog(SNIPPETS, "train")) for case in untouched(visit)]
    wrong = list(planted(iter(notes), load_lexicon(LEXICONS, "en")))
    held: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    false: Counter[str] = Counter()
    for case in notes:
        for kind, words in _kinds(case):
            held[case.encounter].add((kind, words))
            false[kind] += 1
    right: defaultdict[str, float] = defaultdict(float)
    cases = Counter(case.kind for case in wrong)
    for case in wrong:
        for kind, words in _kinds(case):
            if (kind, words) not in held[case.encounter]:
                right[kind] += 1 / (cases[case.kind] * len(cases))
    undeserved = _undeserved() / len(notes)
    rates = {kind: (WRONG * right[kind], (1 - WRONG) * false[kind] * undeserved) for kind in {*right, *false}}
    hits, alarms = (sum(one[at] for one in rates.values()) for at in (0, 1))
    overall = hits / (hits + alarms)
    chances = {kind: (hit + _PRIOR * overall) / (hit + alarm + _PRIOR) for kind, (hit, alarm) in rates.items()}
    return {"any": round(overall, 3)} | {kind: round(chances[kind], 3) for kind in sorted(chances)}


def _kinds(case: Case) -> Iterator[tuple[str, str]]:
    """The kind of each finding, and the words that it is about."""
    for doubt in examine(sentence_of(case), (), bench(case.transcript)).doubts:
        yield kind_of(doubt, case.claim, case.transcript), doubt.span.of(case.claim)


def _undeserved() -> float:
    """The share of the findings on clinicians' sentences that are on sentences labelled as supported or inferred."""
    labelled = labelled_untouched([*aci_bench("valid"), *primock()])
    found = [case.supported for case in labelled for _ in _kinds(case)]
    return sum(found) / len(found)
