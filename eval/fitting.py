"""Work out the checker's coefficients anew: ``python -m eval.fitting`` writes ``knowledge/checker/coefficients.json``.

One logistic model a language (scikit-learn), from the project's own pairs, the even pairs and visits of fr-consult, and
untouched and planted sentences of twenty ACI-Bench training visits, with sentences of other visits as what nobody said.
The labelled sentences and the model's errors are not among them.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from sklearn.linear_model import LogisticRegression

from assistant.domain.language import Language
from assistant.pipeline.checking.sentence import examine
from assistant.pipeline.checking.texts.knowledge import CHECKER_FOLDER
from assistant.pipeline.lexicon import load_lexicon
from eval.cases import Case
from eval.checker import LEXICONS, bench, sentence_of
from eval.checker_sets import french_pairs, pairs, untouched, visit_cases
from eval.harness import DATA, seeded
from eval.planting import planted
from eval.visits import Visit, aci_bench, french_visits

VISITS = 20
RIDGE = 1.0
AGAINST = frozenset({"conflicts", "critical", "missing", "empty"})
"""Features that speak against a claim."""


def _english() -> Iterator[Case]:
    visits = list(aci_bench("train", VISITS))
    notes = [case for visit in visits for case in untouched(visit)]
    wrong = list(planted(iter(notes), load_lexicon(LEXICONS, "en")))
    # One planted error to three untouched sentences: about what is wrong in drafts.
    yield from notes
    yield from seeded("fit").sample(wrong, min(len(wrong), len(notes) // 3))
    strangers = list(_strangers(visits))
    yield from seeded("fit strangers").sample(strangers, len(strangers) // 4)
    for path in sorted(DATA.glob("checker_pairs_en*.jsonl")):
        yield from pairs(path, "en")


def _strangers(visits: Sequence[Visit]) -> Iterator[Case]:
    """Sentences of one visit's note against the next visit: what nobody said."""
    for visit, other in zip(visits, (*visits[1:], visits[0]), strict=True):
        for case in untouched(visit):
            yield replace(case, transcript=other.transcript, supported=False, kind="stranger")


def _french() -> Iterator[Case]:
    yield from french_pairs(0)
    even = [visit for visit in french_visits() if int(visit.id[1:]) % 2 == 0]
    yield from visit_cases(even)
    yield from _strangers(even)
    for path in sorted(DATA.glob("checker_pairs_fr_*.jsonl")):
        yield from pairs(path, "fr")


def _weights(named: Sequence[Mapping[str, float]], supported: Sequence[bool]) -> dict[str, float]:
    """The weights, each with the sign that it must have: more of what was said never makes a claim less likely. A
    feature that comes out the other way is an accident of the sets (wrong sentences written with more of the
    transcript's words) and is left out."""
    kept = list(named[0])
    while True:
        model = LogisticRegression(C=RIDGE, max_iter=1000)
        model.fit([[one[name] for name in kept] for one in named], supported)
        weights = dict(zip(kept, map(float, model.coef_[0]), strict=True))
        wrong = [name for name in kept if (weights[name] > 0) == (name in AGAINST)]
        if not wrong:
            break
        kept.remove(min(wrong, key=lambda name: -abs(weights[name])))
    found = {"intercept": float(model.intercept_[0])} | {name: weights.get(name, 0.0) for name in named[0]}
    return {name: round(value, 4) for name, value in found.items()}


def main() -> None:
    """Fit, and write the file."""
    sets: dict[Language, list[Case]] = {"fr": list(_french()), "en": list(_english())}
    coefficients = {}
    for language, cases in sets.items():
        named = [examine(sentence_of(case), (), bench(case.transcript)).features.named() for case in cases]
        coefficients[language] = _weights(named, [case.supported for case in cases])
    (CHECKER_FOLDER / "coefficients.json").write_text(json.dumps(coefficients, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
