"""What is handed back of a stay: codes in their roles with proof and rules, rejected candidates, questions."""

from collections.abc import Iterator, Mapping, Sequence

from assistant.domain.coding import CodeEntry, CodeRole, dotted
from assistant.domain.stay import ClinicianQuery, RejectedCode, StayCode
from assistant.pipeline.coding.candidates import BEFORE, Candidate
from assistant.pipeline.coding.confidence import features
from assistant.pipeline.coding.jurisdictions import Jurisdiction
from assistant.pipeline.coding.mentions import Mention
from assistant.pipeline.coding.proof import evidence_of, span_of
from assistant.pipeline.coding.sections import CONCLUSION
from assistant.pipeline.coding.status import Status
from assistant.pipeline.coding.tools import Read, StayTools

_WHY_NOT = {
    Status.NEGATED: "NEGATION",
    Status.FAMILY: "FAMILLE",
    Status.UNCERTAIN: "SUSPICION",
    Status.PAST: "ANTECEDENT",
}
_RULE_OF = {
    "GERME": ("B95", "B96", "B97", "B98", "U82", "U83", "U84"),
    "COMPLICATION-ACTE": ("T8",),
    "GROSSESSE": ("O",),
    "DIABETE": ("E10", "E11", "E12", "E13", "E14"),
    "EFFET-INDESIRABLE": ("Y4", "Y5"),
    "CAUSE-EXTERNE": ("V", "W", "X", "Y"),
    "DAS-OBLIGATOIRE": ("Z",),
}


def with_roles(
    kept: Mapping[str, Candidate],
    main: tuple[Candidate, str] | None,
    behind: Candidate | None,
    jurisdiction: Jurisdiction,
    read: Read,
    tools: StayTools,
) -> Iterator[StayCode]:
    """The principal, the related and the associated diagnoses, in the order of the conclusion."""
    if main:
        rule = main[1] if jurisdiction.related else jurisdiction.main_rule
        yield _proposed(main[0], jurisdiction.main, (rule, "ROLE-TYPE"), read, tools)
    if behind:
        yield _proposed(behind, CodeRole.DR, ("DR-Z",), read, tools)
    others = [c for c in kept.values() if (not main or c is not main[0]) and c is not behind]
    for candidate in sorted(others, key=lambda c: (c.concluded_at is None, c.concluded_at or 0, c.mentions[0].span)):
        yield _proposed(candidate, jurisdiction.other, tuple(_other_rules(candidate, jurisdiction)), read, tools)


def _other_rules(candidate: Candidate, jurisdiction: Jurisdiction) -> Iterator[str]:
    if not jurisdiction.related:
        yield jurisdiction.other_rule
        return
    special = next((rule for rule, prefixes in _RULE_OF.items() if candidate.code.startswith(prefixes)), None)
    if special:
        yield special
    if candidate.arises:
        yield "DP-SURVENUE"
    if not candidate.has("x") and not candidate.has("h"):
        yield jurisdiction.other_rule


def _proposed(candidate: Candidate, role: CodeRole, rules: Sequence[str], read: Read, tools: StayTools) -> StayCode:
    entry = candidate.entry
    others = [
        hit.entry.code
        for hit in read.codes.codes(candidate.condition.name, entry.nomenclature, 5)
        if hit.entry.code != entry.code and hit.entry.code[:3] == entry.code[:3]
    ]
    return StayCode(
        entry.code, entry.label, entry.nomenclature, entry.year, role,
        tools.confidence.of(features(candidate, role)),
        evidence_of(candidate, read.report, read.parts, role),
        tuple(tools.rules[rule] for rule in dict.fromkeys(rules)),
        tuple(others[:3]),
    )  # fmt: skip


def refusals(
    found: Mapping[str, Candidate], rejected: Mapping[str, str], proposed: set[str], read: Read, tools: StayTools
) -> Iterator[RejectedCode]:
    """The candidates that a rule took, with the rule."""
    for code, rule in rejected.items():
        if code not in proposed:
            where = span_of(found[code].mentions[0], read.report, read.parts)
            yield RejectedCode(code, found[code].entry.label, tools.rules[rule].text, tools.rules[rule], (where,))


def spoken(
    otherwise: Sequence[tuple[CodeEntry, Mention]], proposed: set[str], read: Read, tools: StayTools
) -> Iterator[RejectedCode]:
    """What the report only denies, suspects, or says of the family or the past."""
    for entry, mention in otherwise:
        if entry.code not in proposed and mention.status in _WHY_NOT:
            rule = tools.rules[_WHY_NOT[mention.status]]
            where = span_of(mention, read.report, read.parts)
            yield RejectedCode(entry.code, entry.label, rule.text, rule, (where,))


def queries(
    mentions: Sequence[Mention],
    main: tuple[Candidate, str] | None,
    otherwise: Sequence[tuple[CodeEntry, Mention]],
    read: Read,
    tools: StayTools,
) -> Iterator[ClinicianQuery]:
    """What only the clinician can say: a cancer active or past, a doubt left in the conclusion, the reason."""
    said = tools.status.questions
    affirmed = {m.condition for m in mentions if m.status is Status.AFFIRMED and m.section not in BEFORE}
    for entry, mention in otherwise:
        sentence = read.report.sentences[mention.sentence].folded
        where = (span_of(mention, read.report, read.parts),)
        if mention.condition in affirmed:
            continue
        filled = {name: text.format(label=entry.label, code=dotted(entry.code)) for name, text in said.items()}
        uncured = mention.status is Status.PAST and not read.reader.patterns["cured"].search(sentence)
        if mention.condition.has("t") and uncured:
            choices = (filled["cancer_active"], filled["cancer_history"])
            yield ClinicianQuery(filled["cancer"], choices, where, tools.rules["CANCER-ACTIF"])
        elif mention.status is Status.UNCERTAIN and mention.section == CONCLUSION:
            answers = (filled["doubt_yes"], filled["doubt_no"], filled["doubt_open"])
            yield ClinicianQuery(filled["doubt"], answers, where, tools.rules["SUSPICION"])
    if main is None:
        yield ClinicianQuery(said["reason"], (), (), tools.rules["DP-MOTIF"])
