"""What asked for no care of its own in the stay, and the symptoms that nobody took up."""

from collections.abc import Iterator

from assistant.pipeline.coding.candidates import IN_STAY, WHY, Candidate
from assistant.pipeline.coding.exclusions import Candidates, Rejected
from assistant.pipeline.coding.sections import AT_ENTRY, CONCLUSION, EXAM, REASON

_ASKS_NO_CARE = frozenset("xhorp")
_STROKES = ("I60", "I61", "I62", "I63", "I64")
_DEFICITS = ("G81", "G83", "R470", "H534", "R414", "R2950")
_TOGETHER = (
    (_DEFICITS, _STROKES),
    (("N185",), ("Z49", "Z992")),
    (("F00", "F01", "F02", "F03", "G30"), ("F051",)),
    (("C",), ("Z51",)),
    (("N18",), ("N17",)),
    (("E102", "E112", "E142", "N083"), ("N18",)),
)


def loose_symptoms(found: Candidates) -> Iterator[Rejected]:
    """A symptom that the report neither concludes on nor cared for, beside diagnoses."""
    reasons = any(_symptom(candidate) and candidate.within(REASON, CONCLUSION) for candidate in found.values())
    diseases = any(not _symptom(candidate) and candidate.code[0] not in "VWXYZ" for candidate in found.values())
    if not diseases:
        if reasons:
            yield from (
                (code, "SYMPTOME-CAUSE")
                for code, candidate in found.items()
                if _symptom(candidate) and not candidate.within(*IN_STAY, REASON, CONCLUSION)
            )
        return
    for code, candidate in found.items():
        seen = IN_STAY if candidate.has("s") else (*IN_STAY, EXAM)
        cared = candidate.care is not None and bool(candidate.within(*seen))
        if _goes_with(candidate, found):
            continue
        if _symptom(candidate) and candidate.concluded_at is None and not (cared and not candidate.within(*WHY)):
            yield code, "SYMPTOME-CAUSE"
        elif _symptom(candidate) and candidate.has("s") and not candidate.within(CONCLUSION):
            yield code, "SANS-SOINS"


def without_care(found: Candidates) -> Iterator[Rejected]:
    """Conditions that asked for no care in the stay: only history or findings, without treatment, test or watch."""
    cared = {candidate.condition for candidate in found.values() if candidate.care is not None}
    for code, candidate in found.items():
        if candidate.condition.flags & _ASKS_NO_CARE:
            continue
        proven = candidate.concluded_at is not None or candidate.condition in cared
        if not (proven or _goes_with(candidate, found) or _brought_in(candidate, found)):
            yield code, "SANS-SOINS"


def _goes_with(candidate: Candidate, found: Candidates) -> bool:
    """A deficit seen in the stay of a stroke, which says how grave it was; the kidney disease of a patient on dialysis;
    the dementia on which a delirium is superimposed; the tumour that a session treats; the chronic kidney disease
    behind an acute one; the diabetic nephropathy behind a kidney disease that was cared for."""
    if candidate.code.startswith(_DEFICITS) and not candidate.within(*AT_ENTRY, *IN_STAY):
        return False
    return any(
        candidate.code.startswith(codes) and any(other.startswith(beside) for other in found)
        for codes, beside in _TOGETHER
    )


def _brought_in(candidate: Candidate, found: Candidates) -> bool:
    """A condition that the report gives as the reason of admission: an obstetric one, or any where the conclusion
    names no disease (but only what was done); a symptom where no disease was found. What opens the report may also
    be what the patient had before, where it lasts."""
    diseases = [c for c in found.values() if not c.arises and not _symptom(c) and c.code[0] not in "VWXYZ"]
    concluded = any(other.concluded_at is not None for other in diseases)
    explained = concluded or any(other.care is not None for other in diseases)
    brought = candidate.code.startswith("O") or not (explained if _symptom(candidate) else concluded)
    acute = not candidate.has("c") and not _symptom(candidate)
    return bool(candidate.within(*(WHY if acute else (REASON,)))) and brought


def _symptom(candidate: Candidate) -> bool:
    """A delirium is a symptom where it is loosely named ("confusion"), a diagnosis of its own where it is diagnosed."""
    return (candidate.has("s") and not candidate.code.startswith("F05")) or candidate.code.startswith("R")
