"""The vocabulary of one language: clinical terms, measures, units, numbers and cue words, read from data files.

``folder`` is ``knowledge/lexicons``. Tab-separated concept files share one header: ``concept``, ``kind``,
``red_flag``, ``fr``, ``en`` (terms, ``|`` between), ``label_fr``, ``label_en``, ``codes``. A term that opens
with ``=`` is found only as written. Cue words are ``cues_fr.toml`` and ``cues_en.toml``: group, name, phrases.
"""

import csv
import tomllib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from assistant.domain.language import LANGUAGES, Language
from assistant.errors import ConfigError
from assistant.pipeline.text import PhraseTable, fold, word_key
from assistant.pipeline.vocabulary import Concept, CueMatch, Lexicon, Measure, NumberWords, TermMatch, Unit

__all__ = ["Concept", "CueMatch", "Lexicon", "Measure", "NumberWords", "TermMatch", "Unit", "load_lexicon"]

CONCEPT_FILES = (
    "problems",
    "findings",
    "procedures",
    "drugs",
    "allergens",
    "sites",
    "habits",
    "plans",
    "drugs_atc",
    "drugs_brands",
)


@lru_cache(maxsize=8)
def load_lexicon(folder: Path, language: Language) -> Lexicon:
    """The lexicon of a language. Raises ``ConfigError`` where a file is missing or broken."""
    try:
        return _load(folder, language)
    except (OSError, KeyError, ValueError) as error:
        raise ConfigError(f"The lexicons in {folder} cannot be read: {error!r}", "Restore the folder.") from error


def _load(folder: Path, language: Language) -> Lexicon:
    concepts, terms = _concepts(folder, language)
    units, unit_terms = _units(folder, language)
    cue_names = _cue_names(folder, language)
    return Lexicon(
        language=language,
        concepts=concepts,
        terms=PhraseTable(terms),
        measures=PhraseTable(_measures(folder, language)),
        units=units,
        unit_terms=unit_terms,
        cue_tables={
            group: PhraseTable((phrase, name) for name, phrases in names.items() for phrase in phrases)
            for group, names in cue_names.items()
        },
        cue_names=cue_names,
        numbers=_numbers(folder, language),
    )


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def _split(cell: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in (cell or "").split("|") if part.strip())


def _labels(row: Mapping[str, str]) -> dict[Language, str]:
    return {language: row[f"label_{language}"] for language in LANGUAGES}


def _concepts(folder: Path, language: Language) -> tuple[dict[str, Concept], list[tuple[str, Concept]]]:
    """The concepts by key, and their terms. An ATC code that an earlier file gave to a concept keeps it."""
    concepts: dict[str, Concept] = {}
    by_code: dict[str, Concept] = {}
    terms: dict[tuple[str, str], Concept] = {}
    taken: set[str] = set()
    for name in CONCEPT_FILES:
        own: set[str] = set()
        for row in _rows(folder / f"{name}.tsv"):
            codes = _split(row.get("codes"))
            concept = next((by_code[code] for code in codes if code in by_code), None) or Concept(
                row["concept"], row["kind"], _labels(row), row.get("red_flag") == "1", codes
            )
            concept = concepts.setdefault(concept.key, concept)
            by_code.update((code, concept) for code in codes if code not in by_code)
            for term in _split(row[language]):
                if fold(term) not in taken:
                    terms.setdefault((term, concept.key), concept)
                    own.add(fold(term))
        taken |= own
    return concepts, [(term, concept) for (term, _), concept in terms.items()]


def _measures(folder: Path, language: Language) -> Iterator[tuple[str, Measure]]:
    for row in _rows(folder / "measures.tsv"):
        measure = Measure(
            row["measure"], row[f"unit_{language}"], row["shape"], float(row["low"]), float(row["high"]), _labels(row)
        )
        for term in _split(row[language]):
            yield term, measure


def _units(folder: Path, language: Language) -> tuple[dict[str, Unit], dict[str, Unit]]:
    units: dict[str, Unit] = {}
    unit_terms: dict[str, Unit] = {}
    for row in _rows(folder / "units.tsv"):
        unit = Unit(row["unit"], row["dimension"], float(row["factor"]))
        units[unit.key] = unit
        for term in (unit.key, *_split(row[language])):
            unit_terms.setdefault(fold(term), unit)
    return units, unit_terms


def _cue_names(folder: Path, language: Language) -> dict[str, dict[str, tuple[str, ...]]]:
    data = tomllib.loads((folder / f"cues_{language}.toml").read_text(encoding="utf-8"))
    return {group: {name: tuple(phrases) for name, phrases in names.items()} for group, names in data.items()}


def _numbers(folder: Path, language: Language) -> NumberWords:
    data = tomllib.loads((folder / "numbers.toml").read_text(encoding="utf-8"))[language]

    def keys(name: str) -> frozenset[str]:
        return frozenset(word_key(fold(word)) for word in data[name])

    return NumberWords(
        values={word_key(fold(word)): value for word, value in data["values"].items()},
        scales={word_key(fold(word)): value for word, value in data["scales"].items()},
        point=keys("point"),
        joint=keys("joint"),
        half=keys("half"),
        quarter=keys("quarter"),
        articles=keys("articles"),
        vigesimal=data["vigesimal"],
        hundred_unsaid=data["hundred_unsaid"],
        counted=keys("counted"),
        shares={fold(word): float(value) for word, value in data["shares"].items()},
        links=frozenset(map(fold, data["links"])),
        lengths={fold(word): (float(value), unit) for word, (value, unit) in data["lengths"].items()},
        names=frozenset(data["names"]),
    )
