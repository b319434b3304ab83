"""Work out the checker's numbers anew: ``python -m eval.fitting`` writes ``knowledge/checker/trust.json`` and
``coefficients.json``, and prints how well the score is calibrated on sentences it was not fitted on.

First how far each kind of finding is to be trusted (``fitting_trust``). Then one logistic model a language
(scikit-learn), from the project's own pairs that were read, the even pairs and visits of fr-consult, and untouched and
planted sentences of twenty ACI-Bench training visits, with sentences of other visits as what nobody said. Planted
errors are easier to tell than real ones, and half of the pairs are wrong; so the score is made a probability on
clinicians' own sentences labelled by reading, of which six in seven hold (Platt's two numbers, for both languages:
there are no such labels in French). The model's errors and the later pairs are not among all these.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, cross_val_predict

from assistant.domain.language import Language
from assistant.pipeline.checking.sentence import examine
from assistant.pipeline.checking.texts.knowledge import CHECKER_FOLDER
from assistant.pipeline.lexicon import load_lexicon
from eval.cases import Case
from eval.checker import LEXICONS, WRONG, bench, sentence_of
from eval.checker_sets import french_pairs, labelled_untouched, pairs, untouched, visit_cases
from eval.figures import calibration_of
from eval.fitting_trust import trust
from eval.harness import DATA, seeded
from eval.planting import planted
from eval.visits import Visit, aci_bench, french_visits, primock

VISITS = 20
RIDGE = 1.0
FOLDS = 10
AGAINST = frozenset({"doubt"})
"""Features that speak against a claim."""
Floats = NDArray[np.float64]
Trust = dict[str, float]


def _english() -> Iterator[Case]:
    visits = list(aci_bench("train", VISITS))
    notes = [case for visit in visits for case in untouched(visit)]
    wrong = list(planted(iter(notes), load_lexicon(LEXICONS, "en")))
    # One planted error to three untouched sentences: about what is wrong in drafts.
    yield from notes
    yield from seeded("fit").sample(wrong, min(len(wrong), len(notes) // 3))
    strangers = list(_strangers(visits))
    yield from seeded("fit strangers").sample(strangers, len(strangers) // 4)
    yield from pairs(DATA / "checker_pairs_en.jsonl", "en")


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
    for name in ("practice", "settings"):
        yield from pairs(DATA / f"checker_pairs_fr_{name}.jsonl", "fr")


def _named(cases: Sequence[Case], known: Trust) -> list[dict[str, float]]:
    """The features of every case, its doubts trusted as ``known`` says."""
    found = []
    for case in cases:
        held = bench(case.transcript)
        fresh = replace(held, knowledge=replace(held.knowledge, trust=known))
        found.append(examine(sentence_of(case), (), fresh).features.named())
    return found


def _weights(named: Sequence[dict[str, float]], supported: Sequence[bool]) -> dict[str, float]:
    """The weights, each with the sign that it must have: more of what was said never makes a claim less likely. A
    feature that comes out the other way is an accident of the sets (wrong sentences written with more of the
    transcript's words) and is left out."""
    kept = list(named[0])
    share = {True: (1 - WRONG) / sum(supported), False: WRONG / (len(supported) - sum(supported))}
    weight = [share[one] * len(supported) for one in supported]
    while True:
        model = LogisticRegression(C=RIDGE, max_iter=1000)
        model.fit([[one[name] for name in kept] for one in named], supported, sample_weight=weight)
        weights = dict(zip(kept, map(float, model.coef_[0]), strict=True))
        wrong = [name for name in kept if (weights[name] > 0) == (name in AGAINST)]
        if not wrong:
            break
        kept.remove(min(wrong, key=lambda name: -abs(weights[name])))
    return {"intercept": float(model.intercept_[0])} | {name: weights.get(name, 0.0) for name in named[0]}


def _log_odds(named: Sequence[dict[str, float]], weights: dict[str, float]) -> Floats:
    return np.array([[weights["intercept"] + sum(weights[name] * one[name] for name in one)] for one in named])


def _calibrated(odds: Floats, cases: Sequence[Case]) -> tuple[float, float]:
    """Slope and shift that make the log-odds those of labelled sentences; prints the error on unseen encounters."""
    supported = [case.supported for case in cases]
    model = LogisticRegression(C=100.0)
    folds = GroupKFold(FOLDS)
    groups = [case.encounter for case in cases]
    unseen = cross_val_predict(model, odds, supported, groups=groups, cv=folds, method="predict_proba")[:, 1]
    print(
        f"calibration error, labelled sentences, {FOLDS} folds over encounters: {calibration_of(unseen, supported):.3f}"
    )
    model.fit(odds, supported)
    return float(model.coef_[0][0]), float(model.intercept_[0])


def main() -> None:
    """Fit, and write the files."""
    known = trust(list(aci_bench("train", VISITS)))
    (CHECKER_FOLDER / "trust.json").write_text(json.dumps(known, indent=2) + "\n", encoding="utf-8")
    sets: dict[Language, list[Case]] = {"fr": list(_french()), "en": list(_english())}
    fitted = {
        language: _weights(_named(cases, known), [case.supported for case in cases]) for language, cases in sets.items()
    }
    labelled = list(labelled_untouched([*aci_bench("valid"), *primock()]))
    slope, shift = _calibrated(_log_odds(_named(labelled, known), fitted["en"]), labelled)
    coefficients = {
        language: {name: round(slope * value + shift * (name == "intercept"), 4) for name, value in weights.items()}
        for language, weights in fitted.items()
    }
    (CHECKER_FOLDER / "coefficients.json").write_text(json.dumps(coefficients, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
