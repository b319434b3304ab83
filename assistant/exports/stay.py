"""A coded stay for other programs: a JSON line, one CSV line a diagnosis, a block of text to paste."""

import csv
import io
from datetime import date

from assistant.domain.coding import dotted, printed
from assistant.domain.language import Language
from assistant.domain.stay import (
    ClinicianQuery,
    CodedStay,
    RejectedCode,
    ReportSpan,
    RuleCitation,
    StayCode,
    UnitDiagnosis,
)
from assistant.errors import AssistantError
from assistant.exports.stay_lines import (
    ActsItem,
    CodedReportItem,
    QueryItem,
    RejectedItem,
    ReportSpanItem,
    RuleItem,
    StayCodeItem,
    StayEditionItem,
    StaySuggestionItem,
    UncodedReportItem,
    UnitItem,
)
from assistant.exports.texts import Texts, load_texts
from assistant.messages import told

CSV_COLUMNS = (
    "stay", "role", "code", "label", "nomenclature", "year", "discharge", "valid_that_day", "confidence", "evidence",
    "rules", "rum",
)  # fmt: skip


def coded_report_item(file: str, coded: CodedStay, language: Language = "fr") -> CodedReportItem:
    """The line of one coded report."""
    return {
        "file": file,
        "edition": edition_held_item(coded),
        "suggestions": [suggestion_item(code) for code in coded.codes],
        "rejected": [rejected_item(each) for each in coded.rejected],
        "queries": [query_item(query) for query in coded.queries],
        "rum": [unit_item(unit) for unit in coded.units],
        "acts": acts_item(coded, language),
    }


def uncoded_report_item(file: str, error: AssistantError, language: Language) -> UncodedReportItem:
    """The line of a file that could not be coded, in the reader's language."""
    message, hint = told(error, language)
    return {"file": file, "error": message, "hint": hint}


def edition_held_item(coded: CodedStay) -> StayEditionItem:
    """The edition that a stay was coded in."""
    return {
        "nomenclature": coded.edition.nomenclature,
        "year": coded.edition.year,
        "valid_from": coded.edition.valid_from.isoformat(),
        "valid_until": coded.edition.valid_until.isoformat(),
        "day": coded.day.isoformat(),
        "valid_that_day": coded.valid_that_day,
    }


def rejected_item(rejected: RejectedCode) -> RejectedItem:
    """A candidate that is not proposed."""
    return {"code": rejected.code, "label": rejected.label, "reason": rejected.reason}


def query_item(query: ClinicianQuery) -> QueryItem:
    """A question to the clinician."""
    return {
        "question": query.question,
        "choices": list(query.choices),
        "evidence": [span_item(each) for each in query.evidence],
    }


def suggestion_item(code: StayCode) -> StaySuggestionItem:
    """A proposed code."""
    return {
        **code_item(code),
        "confidence": code.confidence,
        "evidence": [span_item(each) for each in code.evidence],
        "rules": [rule_item(rule) for rule in code.rules],
    }


def code_item(code: StayCode) -> StayCodeItem:
    """A code, without its proof."""
    return {
        "code": code.code,
        "role": code.role,
        "label": code.label,
        "nomenclature": code.nomenclature,
        "year": code.year,
    }


def rule_item(rule: RuleCitation) -> RuleItem:
    """A rule with its source."""
    return {"id": rule.id, "text": rule.text, "source": rule.source}


def unit_item(unit: UnitDiagnosis) -> UnitItem:
    """A unit's principal diagnosis."""
    return {
        "unit": unit.unit,
        "principal": code_item(unit.code) if unit.code else None,
        "leads": unit.leads,
        "rule": rule_item(unit.rule) if unit.rule else None,
    }


def acts_item(coded: CodedStay, language: Language) -> ActsItem:
    """What is to be said of acts; the hint in the reader's language."""
    return {
        "year": coded.acts.year if coded.acts else None,
        "hint": None if coded.acts else acts_hint(language),
        "uncoded": [{"words": act.words, "evidence": span_item(act.evidence)} for act in coded.uncoded_acts],
    }


def acts_hint(language: Language) -> str:
    """How acts get their codes."""
    return load_texts(language)("acts.hint")


def span_item(span: ReportSpan) -> ReportSpanItem:
    """Characters of a document."""
    return {"document": span.document, "start": span.span.start, "end": span.span.end, "text": span.text}


def stay_csv(stay: str, coded: CodedStay) -> str:
    """One line a diagnosis or act, with a heading; texts are quoted where they need it. ``rum`` names the units whose
    principal diagnosis it is."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(CSV_COLUMNS)
    for code in coded.codes:
        evidence = " | ".join(each.text for each in code.evidence)
        rules = " ".join(rule.id for rule in code.rules)
        held = (coded.day.isoformat(), "yes" if coded.valid_that_day else "no")
        code_columns = (stay, code.role, code.code, code.label, code.nomenclature, code.year)
        units = " | ".join(unit.unit for unit in coded.units if unit.code and unit.code.code == code.code)
        writer.writerow((*code_columns, *held, code.confidence, evidence, rules, units))
    return out.getvalue()


def stay_text(coded: CodedStay, texts: Texts) -> str:
    """A block to paste into the hospital's software: role, code, label, a line each; the units' principal diagnoses;
    then the edition."""
    lines = [f"{code.role}\t{printed(code.code, code.nomenclature)}\t{code.label}" for code in coded.codes]
    lines += [f"RUM {unit.unit}\tDP\t{dotted(unit.code.code)}\t{unit.code.label}" for unit in coded.units if unit.code]
    return "\n".join([*lines, edition_words(edition_held_item(coded), texts)]) + "\n"


def edition_words(held: StayEditionItem, texts: Texts) -> str:
    """The nomenclature and year that a stay was coded in; where they do not hold on the day, that too."""
    return texts(
        "edition.held" if held["valid_that_day"] else "edition.stale",
        nomenclature=texts.word("nomenclature", held["nomenclature"]),
        year=held["year"],
        first=texts.day(date.fromisoformat(held["valid_from"])),
        last=texts.day(date.fromisoformat(held["valid_until"])),
        day=texts.day(date.fromisoformat(held["day"])),
    )
