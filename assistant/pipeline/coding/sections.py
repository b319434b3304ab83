"""The parts of a hospital report: how a heading opens one, and how a letter without headings goes from one to the
next."""

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from assistant.pipeline.coding.phrases import any_of, split_alternatives
from assistant.pipeline.text import fold

OPENING = "opening"
REASON = "reason"
HISTORY = "history"
FAMILY = "family"
PRESENT = "present"
EXAM = "exam"
TESTS = "tests"
COURSE = "course"
DISCHARGE = "discharge"
CONCLUSION = "conclusion"
# A day without its year, or counted from an operation, is one of this stay.
DAY_OF_STAY = re.compile(r"\ble \d{1,2}[/.]\d{1,2}\b(?![/.]\d)|\bj ?\+? ?\d{1,2}\b")
AT_ENTRY = (OPENING, REASON, PRESENT, EXAM, TESTS)

_HEADING = re.compile(
    r"^[ \t#*\-•\d)]*?(?P<title>[^\n:.]{2,60}?)[ \t*]*(?:\([^)\n]{1,20}\)[ \t]*)?(?P<mark>:|\.(?=\s)|\n|$)",
    re.MULTILINE,
)
_DATED = re.compile(r"(?:le )?\d{1,2}[/.]\d{1,2}(?:[/.]\d{2,4})?|j ?\+? ?\d{1,2}")
_BARE = re.compile(r"\W*(?:traitements?|ttt?)\W*(?:\n|:)")
_TITLE = 40
_BULLETS = "-•*"
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_MOST_WORDS = 8
_SYSTEM = "system"
_ORDER = (OPENING, REASON, HISTORY, "treatment_before", "lifestyle", FAMILY, PRESENT, EXAM, TESTS, COURSE, DISCHARGE)
# Headings may stand for all that follows; only these say too exactly what they hold for words to lead out of them.
_FIRM = ("procedure", COURSE, DISCHARGE, CONCLUSION)
_ONE_LINE = (FAMILY,)
_ONE_SENTENCE = (
    "conclusion_sentence",
    "history_sentence",
    "reason_sentence",
    "course_anywhere",
    "telling",
    "naming",
    "person",
)


@dataclass(frozen=True)
class Sections:
    """Headings by section (the whole title or its opening), words that lead from one part of prose to another, those
    by which a single sentence concludes wherever it stands (*Diagnostic : …*), and words that tell care given."""

    headings: Mapping[str, re.Pattern[str]]
    leads: Mapping[str, re.Pattern[str]]
    concluding: re.Pattern[str]
    recalling: re.Pattern[str]
    admitting: re.Pattern[str]
    care: re.Pattern[str]
    telling: re.Pattern[str]
    naming: re.Pattern[str]
    introducing: re.Pattern[str]

    def names(self, folded: str) -> bool:
        """Whether a sentence says what it was ("Il s'agit d'une pneumopathie"), not who the patient is."""
        return bool(self.naming.match(folded)) and not self.introducing.match(folded)


@dataclass(frozen=True, slots=True)
class Opening:
    """Where a section begins: its heading's first character, its text's first, its name."""

    start: int
    body: int
    section: str


@lru_cache(maxsize=2)
def load_sections(headings: Path, leads: Path) -> Sections:
    """The tables ``report_sections_fr.tsv`` and ``report_leads_fr.tsv`` (``section``, phrases)."""
    led = dict(_table(leads))
    return Sections(_table(headings), led, *(led.pop(name) for name in _ONE_SENTENCE))


def _table(file: Path) -> Mapping[str, re.Pattern[str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))
    return {row["section"]: any_of(split_alternatives(row["phrases"])) for row in rows}


def openings(flat: str, headings: Mapping[str, re.Pattern[str]]) -> list[Opening]:
    """The sections that headings open, in order.

    A heading that names an organ or a day ("Respiratoire : …", "J2 : …") goes on with the course once the examination
    is over, and leaves history and examination as they are. What is said of the family beside its heading ends with
    the line.
    """
    found = [Opening(0, 0, OPENING)]
    for match in _HEADING.finditer(flat):
        title = fold(match["title"]).strip()
        if not title or len(title.split()) > _MOST_WORDS:
            continue
        section = _section_of(title, headings, whole=match["mark"] == ".")
        section = section or ("treatment_before" if _BARE.fullmatch(f"{title}:") else None)
        section = _SYSTEM if section is None and _DATED.fullmatch(title) else section
        if section == _SYSTEM:
            section = COURSE if match["mark"] == ":" and _told_by_organ(found[-1].section) else None
        if section is None:
            continue
        end = match.end("title") if match["mark"] in ("\n", "") else match.end()
        found.append(Opening(match.start(), end, section))
        line_end = flat.find("\n", end)
        if line_end > 0 and (section in _ONE_LINE or (section == HISTORY and _told_in_a_line(flat, line_end))):
            if not flat[end:line_end].strip():
                continue
            found.append(Opening(line_end, line_end, PRESENT))
    return _treatment_given(sorted(found, key=lambda opening: opening.start), flat)


def _told_in_a_line(flat: str, line_end: int) -> bool:
    """Whether a line is one of sentences, and so is the next, which no bullet and no year makes an item of the same
    list, and no day one of the course."""
    line = flat[:line_end].rstrip()
    following = flat[line_end + 1 :].partition("\n")[0].strip()
    told = line.endswith(".") and following.endswith(".") and following[0] not in _BULLETS
    return told and not _YEAR.search(following) and not DAY_OF_STAY.search(fold(following))


def _treatment_given(found: list[Opening], flat: str) -> list[Opening]:
    """A bare "Traitement" is what the patient took before; once the examination is behind it, the stay's."""
    seen = (PRESENT, EXAM, TESTS, COURSE, "procedure")
    last = max((at for at, opening in enumerate(found) if opening.section in seen), default=0)
    return [
        replace(opening, section=COURSE)
        if opening.section == "treatment_before" and at > last > 0 and _BARE.match(fold(flat[opening.start :][:_TITLE]))
        else opening
        for at, opening in enumerate(found)
    ]


def _told_by_organ(section: str) -> bool:
    return section in (OPENING, REASON, PRESENT, TESTS, "procedure", COURSE)


def _section_of(title: str, headings: Mapping[str, re.Pattern[str]], whole: bool) -> str | None:
    """The section whose heading opens the title; the longest opening wins. ``whole``: before a full stop, where a
    sentence may stand as well, the title must be the heading and nothing else."""
    hits = [
        (match.end(), section)
        for section, pattern in headings.items()
        if (match := pattern.fullmatch(title) if whole or section == _SYSTEM else pattern.match(title))
    ]
    return max(hits)[1] if hits else None


def led_to(folded: str, section: str, leads: Mapping[str, re.Pattern[str]]) -> str:
    """The section that a sentence of prose leads to by its first words; it only ever goes forward."""
    for target, pattern in leads.items():
        if pattern.match(folded) and _may_lead(section, target):
            return target
    return section


def _may_lead(section: str, target: str) -> bool:
    if target == CONCLUSION:
        return section != CONCLUSION
    if section in _FIRM or section not in _ORDER:
        return section == COURSE and target == DISCHARGE
    return _ORDER.index(target) > _ORDER.index(section)
