"""A stay's documents to proposed codes, rejected candidates and questions, each with its words and its rule."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from assistant.domain.coding import CodeEntry, Nomenclature
from assistant.domain.stay import (
    CodedStay,
    Stay,
    StayCode,
    UncodedAct,
    Unit,
)
from assistant.pipeline.coding import care_needed, exclusions
from assistant.pipeline.coding.acts import code_acts, named_acts
from assistant.pipeline.coding.candidates import IN_STAY, Candidate, find_candidates
from assistant.pipeline.coding.drug_effects import effect_mentions
from assistant.pipeline.coding.exclusions import Rejected
from assistant.pipeline.coding.jurisdictions import JURISDICTIONS, Jurisdiction
from assistant.pipeline.coding.mentions import find_mentions
from assistant.pipeline.coding.newborn import with_chapter_xvi
from assistant.pipeline.coding.poisoning import poison_mentions
from assistant.pipeline.coding.pregnancy import is_delivered, is_pregnant, outside, with_chapter_xv
from assistant.pipeline.coding.principal import principal, related
from assistant.pipeline.coding.proposing import queries, refusals, spoken, with_roles
from assistant.pipeline.coding.report import read_report
from assistant.pipeline.coding.roles import is_legal
from assistant.pipeline.coding.sections import AT_ENTRY
from assistant.pipeline.coding.status import Status, StatusReader
from assistant.pipeline.coding.tools import Read, StayTools
from assistant.pipeline.coding.units import leading, unit_diagnoses
from assistant.pipeline.coding.unnamed import unnamed_mentions

_MOST_REJECTED = 60


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
    mentions += poison_mentions(read.report, read.reader, tools.poisons)
    mentions += unnamed_mentions(read.report, mentions, read.reader, read.codes, jurisdiction.nomenclature)
    counted = frozenset({Status.AFFIRMED, Status.UNCERTAIN} if jurisdiction.uncertain_counts else {Status.AFFIRMED})

    def lookup(code: str) -> CodeEntry | None:
        return read.codes.whenever(code, jurisdiction.nomenclature)

    found, otherwise = find_candidates(mentions, read.report, read.reader, lookup, counted)
    childbearing = stay.sex != "M" and stay.age != 0
    if childbearing and (is_delivered(found) or is_pregnant(found, read.report, read.reader)):
        found = with_chapter_xv(found, tools.pregnancy, lookup)
    if stay.age == 0 and any(code.startswith("P") for code in found):
        found = with_chapter_xvi(found, tools.newborn, lookup)
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
    codes = list(with_roles(kept, main, behind, jurisdiction, read, tools))
    proposed = {code.code for code in codes}
    refused = [*refusals(found, rejected, proposed, read, tools), *spoken(otherwise, proposed, read, tools)]
    acts, uncoded = _acts(jurisdiction, read, tools)
    return CodedStay(
        read.codes.edition(jurisdiction.nomenclature),
        read.codes.day,
        (*codes, *acts),
        tuple(refused[:_MOST_REJECTED]),
        tuple(queries(mentions, main, otherwise, read, tools)),
        uncoded_acts=uncoded,
        acts=read.codes.editions.get(Nomenclature.CCAM) if jurisdiction.related else None,
    )


def _unproven(
    found: Mapping[str, Candidate], rejected: Mapping[str, str], jurisdiction: Jurisdiction, read: Read
) -> tuple[Candidate, str] | None:
    """The principal diagnosis among what was only refused for want of care: why a patient came in needs no proof of
    further care, and a stay has a principal diagnosis."""
    left = {code: found[code] for code, rule in rejected.items() if rule == "SANS-SOINS"}
    told = {code: c for code, c in left.items() if c.within(*AT_ENTRY, *IN_STAY)}
    return principal(told, jurisdiction.main, read.report, read.reader)


def _acts(
    jurisdiction: Jurisdiction, read: Read, tools: StayTools
) -> tuple[tuple[StayCode, ...], tuple[UncodedAct, ...]]:
    """What was done, where the setting codes acts with its diagnoses."""
    if not jurisdiction.related:
        return (), ()
    named = named_acts(read.report, read.reader, tools.acts, read.parts)
    return code_acts(named, read.codes, tools.rules["ACTE"])


def _read(stay: Stay, tools: StayTools) -> Read:
    parts, text = [], ""
    for unit in stay.units:
        for document in unit.documents:
            text += "\n\n" if text else ""
            parts.append((document.id, len(text)))
            text += document.text
    report = read_report(text, tools.sections)
    reader = StatusReader(report, tools.status, tools.lexicon)
    return Read(report, tuple(parts), reader, tools.codes_on(stay.exit))


def _filtered(
    found: Mapping[str, Candidate], stay: Stay, jurisdiction: Jurisdiction, read: Read, tools: StayTools
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
        apply(care_needed.without_care(kept))
    apply(exclusions.superfluous(kept, tools.superfluous))
    apply(exclusions.one_of_a_kind(kept))
    apply(exclusions.diabetes(kept))
    apply(care_needed.loose_symptoms(kept))
    apply(exclusions.germs(kept))
    apply(exclusions.external_causes(kept))
    apply((code, "ROLE-TYPE") for code, c in kept.items() if not is_legal(c.entry, jurisdiction.other))
    return kept, rejected
