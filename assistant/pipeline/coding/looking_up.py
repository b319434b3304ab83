"""From what was said of one problem to its code: which words are looked up, and whether the code is what they say."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.domain.coding import CodeEntry, Nomenclature, RankedCode
from assistant.domain.draft import RenderedReport
from assistant.domain.evidence import ContextEvidence, Evidence, SegmentEvidence
from assistant.domain.fact import Fact, FactKind, Qualifiers
from assistant.pipeline.lexicon import Lexicon
from assistant.pipeline.retrieval import stems
from assistant.pipeline.text import fold
from assistant.ports import CodeRetriever

LEAST_SCORE = 0.7
_EXACT_SCORE = 0.95
_SIBLING_SCORE = 0.6
_NAMED_SCORE = 0.75
_HALF = 0.5
_MOST_WORDS, _NEARLY_ALL = 0.6, 0.7
_SHORT, _LITTLE = 3, 2
_NO_NAMES = "VWXYZ"
_CATEGORY = 3
_LONGEST_CLAUSE = 12
_CLAUSE = re.compile(r"[^.;,:()]+")
_CANDIDATES = 6


@dataclass(frozen=True, slots=True)
class Known:
    """A problem of the patient's record: its words, and its place there."""

    text: str
    evidence: ContextEvidence


@dataclass(frozen=True, slots=True)
class Lookup:
    """Where codes are looked up. ``unsaid``: stems of labels that nobody says; ``little``: words that
    say nothing in any wording."""

    retriever: CodeRetriever
    nomenclature: Nomenclature
    lexicon: Lexicon
    unsaid: frozenset[str] = frozenset()
    little: frozenset[str] = frozenset()

    def words(self, phrase: str, least: float = LEAST_SCORE) -> list[RankedCode]:
        """The codes that the phrase says, the best first; none where the best is but one of the things it may be."""
        hits = self.retriever.codes(phrase, self.nomenclature, _CANDIDATES)
        first = next((at for at, hit in enumerate(hits) if hit.score >= least and self._says(phrase, hit)), None)
        return [] if first is None else hits[first:]

    def name(self, phrase: str) -> list[RankedCode]:
        """The codes of which the phrase is a name: words outside the lexicons, which may be about anything."""
        hits = self.retriever.codes(phrase, self.nomenclature, _CANDIDATES)
        first = next((at for at, hit in enumerate(hits) if self._is_name(phrase, hit)), None)
        return [] if first is None else hits[first:]

    def problem(self, group: Sequence[Fact], report: RenderedReport, known: Known | None) -> list[RankedCode]:
        """The codes of a concept by what was said of it, the best first. The words of the record are already the
        fullest: what is said around them in passing does not refine them."""
        for phrase, least in ([(known.text, LEAST_SCORE)] if known else []) + self._phrases(group):
            if hits := self.words(phrase, least):
                return hits if known else [self._refined(hits[0], group, report), *hits[1:]]
        return []

    def known(self, group: Sequence[Fact], record: Sequence[str]) -> Known | None:
        """The problem of the record that the concept names, or names less fully; the fullest where there are
        several."""
        language = self.lexicon.language
        wordings = {self.lexicon.label(group[0].concept), *(fact.text for fact in group)}
        names = [set(stems(wording, language)) for wording in sorted(wordings)]
        same = [
            Known(text, ContextEvidence("problems", at))
            for at, text in enumerate(record)
            if any(name and name <= set(stems(text, language)) for name in names)
        ]
        return max(same, key=lambda known: len(known.text), default=None)

    def _says(self, phrase: str, hit: RankedCode) -> bool:
        """Whether the code is what the phrase says, and not one of many things that it may come from.

        Words that no wording of the code shares reached it through further ones alone ("bleeding" leads to
        haemorrhoids): enough only where they fit exactly. Else half of a wording is said, two words of it at least, or
        all of it: "stress" is no stress fracture, "infection of the belly" no infection by a worm.
        """
        said = self._said(phrase)
        shared = [(len(named & said), len(named)) for named in self._named(hit.entry)]
        if not any(common for common, _ in shared):
            return hit.score >= _EXACT_SCORE
        return any(common == size or (common > 1 and common / size >= _HALF) for common, size in shared)

    def _is_name(self, phrase: str, hit: RankedCode) -> bool:
        """Whether phrase and wording say nearly the same: one holds most of the other, both ways."""
        if hit.score < _NAMED_SCORE or hit.entry.code[0] in _NO_NAMES or not self._says(phrase, hit):
            return False
        said = self._said(phrase)
        return any(len(named & said) >= _MOST_WORDS * max(len(named), len(said)) for named in self._named(hit.entry))

    def _says_nearly_all(self, clause: str, hit: RankedCode) -> bool:
        said = self._said(clause)
        return any(named and len(named & said) >= _NEARLY_ALL * len(named) for named in self._named(hit.entry))

    def _said(self, phrase: str) -> set[str]:
        """The stems of the phrase; a short word says something only where it is written as an abbreviation ("les" is
        no "LES")."""
        return {
            stem
            for word in phrase.split()
            for stem in stems(word, self.lexicon.language)
            if len(stem) > _SHORT or stem.isdigit() or word.strip(".,").isupper()
        } - self.unsaid

    def _named(self, entry: CodeEntry) -> Iterator[set[str]]:
        """The stems of each wording, little words aside; of the label, what nobody says aside too."""
        for at, wording in enumerate((entry.label, *entry.terms)):
            named = {stem for stem in stems(wording, self.lexicon.language) if len(stem) > _LITTLE or stem.isdigit()}
            named -= self.unsaid if at == 0 else self.little
            yield named or self._said(wording)

    def _phrases(self, group: Sequence[Fact]) -> list[tuple[str, float]]:
        """What to look up, in order, each with the least score that counts.

        First words that say more than the concept's name ("asthme allergique"), then other words where a label says
        exactly that ("cystite"), then the name. Looser words ("cassé", a bare "oui") prove the problem without naming
        it.
        """
        concept = group[0].concept
        name = self.lexicon.label(concept)
        named = set(stems(name, self.lexicon.language))
        fuller = [fact.text for fact in group if named < set(stems(fact.text, self.lexicon.language))]
        phrases = {
            **{self._located(text, fact): LEAST_SCORE for text in (*fuller, name) for fact in group if fact.site},
            **dict.fromkeys(sorted(fuller, key=len, reverse=True), LEAST_SCORE),
        }
        exact = {fact.text: LEAST_SCORE if name == concept else _EXACT_SCORE for fact in group}
        others = {text: exact[text] for text in exact if text not in phrases}
        return list({**phrases, **others, name: LEAST_SCORE}.items())

    def _located(self, phrase: str, fact: Fact) -> str:
        """The phrase with its site; and its side in English, for CIM-10 FR tells no sides apart."""
        sides = (fact.side,) if self.lexicon.language == "en" else ()
        places = [self.lexicon.label(place) for place in (fact.site, *sides) if place]
        return " ".join([phrase, *(place for place in places if place not in phrase)])

    def _refined(self, base: RankedCode, group: Sequence[Fact], report: RenderedReport) -> RankedCode:
        """A sibling of the code that the report's own words support better ("… chronique stade 4"), else the code."""
        entry = base.entry
        for clause in _clauses(group, report):
            hits = self.retriever.codes(clause, entry.nomenclature, _CANDIDATES)
            family = [hit for hit in hits if hit.entry.code[:_CATEGORY] == entry.code[:_CATEGORY]]
            if not family or family[0].entry.code == entry.code or family[0].score < _SIBLING_SCORE:
                continue
            if self._says_nearly_all(clause, family[0]):
                return family[0]
        return base


def _clauses(group: Sequence[Fact], report: RenderedReport) -> list[str]:
    """The clauses of the report that name the problem, in its sentences' order."""
    texts = {fold(fact.text) for fact in group}
    return [
        clause
        for placed in report.placed
        if any(proves(evidence, fact) for evidence in placed.sentence.evidence for fact in group)
        for clause in _CLAUSE.findall(placed.sentence.text)
        if any(text in fold(clause) for text in texts) and len(clause.split()) <= _LONGEST_CLAUSE
    ]


def problems(facts: Sequence[Fact]) -> list[list[Fact]]:
    """The codable facts by concept, in order of first mention."""
    groups: dict[str, list[Fact]] = {}
    for fact in facts:
        if fact.kind is FactKind.PROBLEM and fact.qualifiers == Qualifiers():
            groups.setdefault(fact.concept, []).append(fact)
    return list(groups.values())


def proves(evidence: Evidence, fact: Fact) -> bool:
    """Whether a sentence's evidence is what the fact was told by."""
    return isinstance(evidence, SegmentEvidence) and evidence.turn == fact.turn and evidence.span.overlaps(fact.span)
