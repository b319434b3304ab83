"""A stay's documents to proposed codes, rejected candidates and questions, each with its words and its rule."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.domain.coding import CodeEntry, CodeRole, Nomenclature, dotted
from assistant.domain.stay import (
    ClinicianQuery,
    CodedStay,
    RejectedCode,
    RuleCitation,
    Stay,
    StayCode,
    UncodedAct,
    Unit,
)
from assistant.pipeline.coding import exclusions
from assistant.pipeline.coding.acts import ActWords, code_acts, named_acts
from assistant.pipeline.coding.candidates import BEFORE, IN_STAY, Candidate, find_candidates
from assistant.pipeline.coding.conditions import Condition
from assistant.pipeline.coding.confidence import ConfidenceModel, features
from assistant.pipeline.coding.dated import DatedCodes
from assistant.pipeline.coding.drug_effects import DrugClass, effect_mentions
from assistant.pipeline.coding.exclusions import Rejected, Superfluous
from assistant.pipeline.coding.jurisdictions import JURISDICTIONS, Jurisdiction
from assistant.pipeline.coding.mentions import Mention, find_mentions
from assistant.pipeline.coding.pregnancy import is_pregnant, outside, with_chapter_xv
from assistant.pipeline.coding.principal import principal, related
from assistant.pipeline.coding.proof import evidence_of, span_of
from assistant.pipeline.coding.report import Report, read_report
from assistant.pipeline.coding.roles import is_legal
from assistant.pipeline.coding.sections import AT_ENTRY, CONCLUSION, Sections
from assistant.pipeline.coding.status import Status, StatusReader, StatusRules
from assistant.pipeline.coding.units import leading, unit_diagnoses
from assistant.pipeline.coding.unnamed import unnamed_mentions
from assistant.pipeline.lexicon import Lexicon
from assistant.pipeline.text import PhraseTable

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
    "CAUSE-EXTERNE": ("V", "W", "X", "Y"),
    "DAS-OBLIGATOIRE": ("Z",),
}
_MOST_REJECTED = 60


@dataclass(frozen=True)
class StayTools:
    """What coding a stay needs: vocabulary, cues, rules, and the nomenclatures of a day (today's for ``None``)."""

    conditions: tuple[Condition, ...]
    terms: PhraseTable[Condition]
    sections: Sections
    status: StatusRules
    superfluous: tuple[Superfluous, ...]
    pregnancy: tuple[tuple[str, str], ...]
    acts: ActWords
    confidence: ConfidenceModel
    drug_classes: tuple[DrugClass, ...]
    rules: Mapping[str, RuleCitation]
    lexicon: Lexicon
    codes_on: Callable[[date | None], DatedCodes]


@dataclass(frozen=True)
class _Read:
    """A stay's documents read as one text, and the codes of the day of its discharge."""

    report: Report
    parts: tuple[tuple[str, int], ...]
    reader: StatusReader
    codes: DatedCodes


def code_stay(stay: Stay, tools: StayTools) -> CodedStay:
    """The coding of a stay by the rules of its setting, in the edition of the day of discharge.

    Of a French stay of several units each has its principal diagnosis, and one of them gives the stay's. Raises
    ``EngineMissing`` where the setting's nomenclature is not on this machine.
    """
    if len(stay.units) == 1 or not JURISDICTIONS[stay.setting].related:
        return _coded(stay, tools, None)

    def operated(unit: Unit) -> bool:
        report = _read(replace(stay, units=(unit,)), tools).report
        return bool(report.of("procedure"))

    units = unit_diagnoses(stay, lambda each: _coded(each, tools, None), operated, tools.rules["DP-RSS"])
    return replace(_coded(stay, tools, leading(units)), units=units)


def _coded(stay: Stay, tools: StayTools, leads: str | None) -> CodedStay:
    """``leads``: the code that is the principal diagnosis where it is among the candidates left."""
    jurisdiction = JURISDICTIONS[stay.setting]
    read = _read(stay, tools)
    mentions = find_mentions(read.report, tools.conditions, tools.terms, read.reader)
    mentions += effect_mentions(read.report, read.reader, tools.drug_classes)
    mentions += unnamed_mentions(read.report, mentions, read.reader, read.codes, jurisdiction.nomenclature)
    counted = frozenset({Status.AFFIRMED, Status.UNCERTAIN} if jurisdiction.uncertain_counts else {Status.AFFIRMED})

    def lookup(code: str) -> CodeEntry | None:
        return read.codes.whenever(code, jurisdiction.nomenclature)

    found, otherwise = find_candidates(mentions, read.report, read.reader, lookup, counted)
    if stay.sex != "M" and is_pregnant(found, read.report, read.reader):
        found = with_chapter_xv(found, tools.pregnancy, lookup)
    kept, rejected = _filtered(found, stay, jurisdiction, read, tools)
    main = principal(kept, jurisdiction.main, read.report, read.reader)
    if main is None and (main := _unproven(found, rejected, jurisdiction, read)):
        kept[main[0].code] = main[0]
        del rejected[main[0].code]
    if leads in kept and is_legal(kept[leads].entry, jurisdiction.main):
        main = kept[leads], "DP-RSS"
    for code, rule in list(exclusions.other_purposes(kept, main[0] if main else None)):
        rejected[code] = rule
        del kept[code]
    behind = related(kept, main[0]) if main and jurisdiction.related else None
    codes = list(_with_roles(kept, main, behind, jurisdiction, read, tools))
    proposed = {code.code for code in codes}
    refused = [*_refusals(found, rejected, proposed, read, tools), *_spoken(otherwise, proposed, read, tools)]
    acts, uncoded = _acts(jurisdiction, read, tools)
    return CodedStay(
        read.codes.edition(jurisdiction.nomenclature),
        read.codes.day,
        (*codes, *acts),
        tuple(refused[:_MOST_REJECTED]),
        tuple(_queries(mentions, main, otherwise, read, tools)),
        uncoded_acts=uncoded,
        acts=read.codes.editions.get(Nomenclature.CCAM) if jurisdiction.related else None,
    )


def _unproven(
    found: Mapping[str, Candidate], rejected: Mapping[str, str], jurisdiction: Jurisdiction, read: _Read
) -> tuple[Candidate, str] | None:
    """The principal diagnosis among what was only refused for want of care: why a patient came in needs no proof of
    further care, and a stay has a principal diagnosis."""
    left = {code: found[code] for code, rule in rejected.items() if rule == "SANS-SOINS"}
    told = {code: c for code, c in left.items() if c.within(*AT_ENTRY, *IN_STAY)}
    return principal(told, jurisdiction.main, read.report, read.reader)


def _acts(
    jurisdiction: Jurisdiction, read: _Read, tools: StayTools
) -> tuple[tuple[StayCode, ...], tuple[UncodedAct, ...]]:
    """What was done, where the setting codes acts with its diagnoses."""
    if not jurisdiction.related:
        return (), ()
    named = named_acts(read.report, read.reader, tools.acts, read.parts)
    return code_acts(named, read.codes, tools.rules["ACTE"])


def _read(stay: Stay, tools: StayTools) -> _Read:
    parts, text = [], ""
    for unit in stay.units:
        for document in unit.documents:
            text += "\n\n" if text else ""
            parts.append((document.id, len(text)))
            text += document.text
    report = read_report(text, tools.sections)
    reader = StatusReader(report, tools.status, tools.lexicon)
    return _Read(report, tuple(parts), reader, tools.codes_on(stay.exit))


def _filtered(
    found: Mapping[str, Candidate], stay: Stay, jurisdiction: Jurisdiction, read: _Read, tools: StayTools
) -> tuple[dict[str, Candidate], dict[str, str]]:
    """The candidates that the rules leave, and the others with the rule that took them. Order matters: what is
    impossible or superfluous goes before care is asked for."""
    kept = exclusions.diabetes_concluded(found)
    rejected: dict[str, str] = {}

    def apply(rejections: Iterator[Rejected]) -> None:
        for code, rule in list(rejections):
            rejected.setdefault(code, rule)
            kept.pop(code, None)

    apply((code, "VALIDITE") for code, c in kept.items() if not c.entry.valid_on(read.codes.day))
    apply(outside(kept, read.report, read.reader))
    apply(exclusions.incompatible(kept, stay.sex, stay.age))
    if jurisdiction.care_needed:
        apply(exclusions.without_care(kept))
    apply(exclusions.superfluous(kept, tools.superfluous))
    apply(exclusions.one_of_a_kind(kept))
    apply(exclusions.diabetes(kept))
    apply(exclusions.loose_symptoms(kept))
    apply(exclusions.germs(kept))
    apply(exclusions.external_causes(kept))
    apply((code, "ROLE-TYPE") for code, c in kept.items() if not is_legal(c.entry, jurisdiction.other))
    return kept, rejected


def _with_roles(
    kept: Mapping[str, Candidate],
    main: tuple[Candidate, str] | None,
    behind: Candidate | None,
    jurisdiction: Jurisdiction,
    read: _Read,
    tools: StayTools,
) -> Iterator[StayCode]:
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


def _proposed(candidate: Candidate, role: CodeRole, rules: Sequence[str], read: _Read, tools: StayTools) -> StayCode:
    entry = candidate.entry
    others = [
        hit.entry.code
        for hit in read.codes.codes(candidate.condition.name, entry.nomenclature, 5)
        if hit.entry.code != entry.code and hit.entry.code[:3] == entry.code[:3]
    ]
    return StayCode(
        entry.code, entry.label, entry.nomenclature, entry.year, role,
        tools.confidence.of(features(candidate, role)),
        evidence_of(candidate, read.report, read.parts),
        tuple(tools.rules[rule] for rule in dict.fromkeys(rules)),
        tuple(others[:3]),
    )  # fmt: skip


def _refusals(
    found: Mapping[str, Candidate], rejected: Mapping[str, str], proposed: set[str], read: _Read, tools: StayTools
) -> Iterator[RejectedCode]:
    for code, rule in rejected.items():
        if code not in proposed:
            where = span_of(found[code].mentions[0], read.report, read.parts)
            yield RejectedCode(code, found[code].entry.label, tools.rules[rule].text, tools.rules[rule], (where,))


def _spoken(
    otherwise: Sequence[tuple[CodeEntry, Mention]], proposed: set[str], read: _Read, tools: StayTools
) -> Iterator[RejectedCode]:
    for entry, mention in otherwise:
        if entry.code not in proposed and mention.status in _WHY_NOT:
            rule = tools.rules[_WHY_NOT[mention.status]]
            where = span_of(mention, read.report, read.parts)
            yield RejectedCode(entry.code, entry.label, rule.text, rule, (where,))


def _queries(
    mentions: Sequence[Mention],
    main: tuple[Candidate, str] | None,
    otherwise: Sequence[tuple[CodeEntry, Mention]],
    read: _Read,
    tools: StayTools,
) -> Iterator[ClinicianQuery]:
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
