"""Which code is the principal diagnosis, and which the related one."""

import re
from collections.abc import Mapping

from assistant.domain.coding import CodeRole
from assistant.domain.span import Span
from assistant.pipeline.coding.candidates import IN_STAY, WHY, Candidate
from assistant.pipeline.coding.report import Report
from assistant.pipeline.coding.roles import is_legal
from assistant.pipeline.coding.sections import CONCLUSION
from assistant.pipeline.coding.status import Arising, StatusReader

Candidates = Mapping[str, Candidate]

_DELIVERY = ("O80", "O81", "O82", "O83", "O84")
_NEVER = ("Z37", "Z99", "Z94", "Z93", "Z60", "Z59")
_POISONS = ("T36", "T37", "T38", "T39", "T4", "T50")
_TAKEN = ("X40", "X41", "X42", "X43", "X44", "X60", "X61", "X62", "X63", "X64")
_SEPSIS = ("A40", "A41")
_WHERE_SEPSIS_STARTS = ("N", "J", "K", "L", "M")
_BORN_EARLY, _GRAVE_AT_BIRTH = "P07", ("P2", "P36", "P52", "P77", "P91")
_STARS = frozenset(("G632", "N083", "H360", "I792", "I982", "I983", "G990", "H280", "M6289+"))
_COMPLICATES_DELIVERY = re.compile(r"^O(?:1[0-6]|2[2-4]|30|3[2-6]|4[0-8]|6\d|70|71|72|75|99)")
_LESSER = (("O72",), ("O70",), ("O24", "O99"))
_NOWHERE = Span(1_000_000_000, 1_000_000_000)
_LATE, _SYMPTOM = 10_000_000, 1_000_000


def principal(found: Candidates, role: CodeRole, report: Report, reader: StatusReader) -> tuple[Candidate, str] | None:
    """The principal diagnosis and the id of the rule that makes it so; nothing where no candidate may be it."""
    first = min((c for c in found.values() if c.concluded_at is not None), key=_order, default=None)
    able = [candidate for candidate in found.values() if _able(candidate, role, first)]
    if not able:
        return None
    if any(candidate.code.startswith(_GRAVE_AT_BIRTH) for candidate in able):
        able = [candidate for candidate in able if not candidate.code.startswith(_BORN_EARLY)]
    purposes = [candidate for candidate in able if candidate.has("p") and _is_why(candidate)]
    if purposes:
        return min(purposes, key=_first), "DP-Z"
    delivered = any(code.startswith((*_DELIVERY, "Z37")) for code in found)
    if delivered:
        return min(able, key=lambda candidate: _obstetric_order(candidate, found)), "DP-ACCOUCHEMENT"
    best = _revealed(min(able, key=_order), able, report, reader)
    if obstetric := [candidate for candidate in able if candidate.code.startswith("O")]:
        best = min(obstetric, key=_order)
    poisons = [candidate for candidate in able if candidate.code.startswith(_POISONS) and not candidate.arises]
    if poisons and any(code.startswith(_TAKEN) for code in found):
        return min(poisons, key=_order), "DP-INTOXICATION"
    operated = [candidate for candidate in able if candidate.operated and not candidate.arises]
    if first is None and operated and not obstetric and not _acute_reason(best):
        return min(operated, key=lambda candidate: candidate.care or _NOWHERE), "DP-OPERE"
    done = [candidate for candidate in able if candidate.has("p") and candidate.within("procedure")]
    if first is None and done and not _acute_reason(best):
        return min(done, key=_first), "DP-Z"
    sepsis = next((candidate for candidate in able if candidate.code.startswith(_SEPSIS)), None)
    if sepsis and not sepsis.arises and best.code.startswith(_WHERE_SEPSIS_STARTS) and not best.arises:
        return sepsis, "DP-SEPSIS"
    return best, "DP-SYMPTOME" if best.code.startswith("R") else "DP-MOTIF"


def _revealed(best: Candidate, able: list[Candidate], report: Report, reader: StatusReader) -> Candidate:
    """The cause that the conclusion says it revealed ("crise révélant une tumeur"), else itself."""
    for mention in best.within(CONCLUSION)[:1]:
        sentence = report.sentences[mention.sentence].span
        if reader.patterns["reveals"].search(report.folded[mention.span.end : sentence.end]):
            later = [c for c in able if c is not best and mention.span.end < (c.concluded_at or 0) < sentence.end]
            return min(later, key=_order, default=best)
    return best


def _able(candidate: Candidate, role: CodeRole, first: Candidate | None) -> bool:
    """What the conclusion opens with (``first``) was there at admission even if it followed an operation."""
    leads = first is not None and candidate.concluded_at == first.concluded_at
    late = candidate.arises is Arising.SURELY or (candidate.arises is Arising.PERHAPS and not leads)
    if late or candidate.has("n") or candidate.has("o") or candidate.code in _STARS:
        return False
    if candidate.code.startswith(_NEVER) or (candidate.has("r") and not candidate.has("p")):
        return False
    return is_legal(candidate.entry, role)


def _is_why(candidate: Candidate) -> bool:
    concluded = candidate.within(CONCLUSION)
    return bool(candidate.within(*WHY)) or bool(concluded)


def _acute_reason(candidate: Candidate) -> bool:
    return bool(candidate.within(*WHY)) and not candidate.has("c") and not candidate.has("s")


def _first(candidate: Candidate) -> int:
    return candidate.mentions[0].span.start


def _order(candidate: Candidate) -> tuple[int, int, bool]:
    """Earlier in the conclusion is better; else in the reason; else in the course, where a lasting disease is rather
    what the patient had. Symptoms and status codes follow."""
    place = candidate.concluded_at
    if place is None:
        stay = candidate.within(*WHY) or candidate.within(*IN_STAY, "tests")
        lasting = candidate.has("c") and not candidate.has("t") and not candidate.within(*WHY)
        place = _LATE * (1 + int(lasting)) + (stay[0].span.start if stay else _LATE)
    later = candidate.has("s") and not candidate.within(*WHY)
    status = candidate.has("h") or candidate.code.startswith("Z")
    return (int(later) + 2 * int(status), place, candidate.code.startswith("R"))


def _obstetric_order(candidate: Candidate, found: Candidates) -> tuple[int, tuple[int, int, bool]]:
    """What directed the delivery, in the order of the conclusion; a normal delivery if nothing did. A scar of the womb
    directs a caesarean, not what went its natural way."""
    natural = not any(code.startswith("O82") for code in found)
    if natural and candidate.code.startswith("O34"):
        rank = len(_LESSER)
    elif _COMPLICATES_DELIVERY.match(candidate.code):
        rank = next((rank for rank, codes in enumerate(_LESSER, 1) if candidate.code.startswith(codes)), 0)
    else:
        rank = 4 if candidate.code.startswith("O80") else 5
    return rank, _order(candidate)


def related(found: Candidates, main: Candidate) -> Candidate | None:
    """The related diagnosis of a stay whose principal diagnosis is a Z code: the lasting disease behind it."""
    if not main.code.startswith("Z"):
        return None
    able = [c for c in found.values() if c is not main and not c.arises and is_legal(c.entry, CodeRole.DR)]
    lasting = [c for c in able if c.has("t") or (c.has("c") and not c.has("h"))]
    if main.code.startswith(("Z49",)):
        return next((c for c in lasting if c.code.startswith("N18")), None)
    tumours = [c for c in lasting if c.has("t")]
    pool = tumours or ([] if main.code.startswith("Z51") and not lasting else lasting)
    return min(pool, key=_order, default=None)
