"""How a condition holds where a hospital report speaks of it, and whether it was cared for there.

The cues are data (``knowledge/coding/status_fr.toml``); negation also asks the rules of ``pipeline.facts``.
"""

import re
from collections.abc import Sequence
from enum import IntEnum, StrEnum

from assistant.domain.span import Span
from assistant.pipeline.coding.items import items_of
from assistant.pipeline.coding.narrative import ReportSentence
from assistant.pipeline.coding.report import Report
from assistant.pipeline.coding.sections import REASON
from assistant.pipeline.coding.status_rules import Cues, StatusRules
from assistant.pipeline.facts.qualifiers import is_negated
from assistant.pipeline.facts.reading import Reading
from assistant.pipeline.lexicon import Lexicon

_CLAUSE_END = re.compile(r"[;.]|:(?= )|\bmais\b|\bpuis\b")
_TITLE = re.compile(r"([^.;:]*) ?: ?[^.;:]*$")
# What stands in brackets after a condition is said of it where it is a word or two ("(probable)").
_STOP = re.compile(r"[;.]| \((?=(?:[^\s()]+\s){2})")
_CLAUSE_REACH = 200
_TITLE_WORDS = 4
_LISTS = ("history", "treatment_before", "lifestyle", "family")
_TELLING = ("present", "reason", "lifestyle", "treatment_before")


class Status(StrEnum):
    """How a mention holds. Only ``AFFIRMED`` can be coded as the patient's present condition."""

    AFFIRMED = "affirmed"
    NEGATED = "negated"
    FAMILY = "family"
    UNCERTAIN = "uncertain"
    PAST = "past"


class Arising(IntEnum):
    """Whether a condition appeared during the stay. ``PERHAPS``: after an act, in this stay or before it."""

    NO = 0
    PERHAPS = 1
    SURELY = 2


class StatusReader:
    """Reads the status of spans of one report, each sentence once."""

    def __init__(self, report: Report, rules: StatusRules, lexicon: Lexicon) -> None:
        self._report = report
        self._rules = rules
        self.patterns = rules.patterns
        self._lexicon = lexicon
        self._readings: dict[int, Reading] = {}
        self._items: dict[int, list[Span]] = {}

    def status(self, at: int, span: Span, chronic: bool, tumour: bool = False) -> Status:
        """The status of ``span`` (in the report) in its sentence, the ``at``-th. A condition that is not chronic
        and stands in the history is past; a chronic one is past only where the sentence says so, a tumour also where it
        is called an antecedent."""
        sentence = self._report.sentences[at]
        before, after = self._around(sentence, span)
        title = self._title(sentence, span)
        if sentence.section == "family" or self._cued(self._rules.family, before, after, title):
            return Status.FAMILY
        denied = self.patterns["denied_list"].search(before) or self._cued(self._rules.negated, before, after, title)
        if denied or is_negated(self._reading(at), span.shifted(-sentence.span.start)):
            return Status.NEGATED
        if self._cued(self._rules.uncertain, before, after, title):
            return Status.UNCERTAIN
        if self._past(at, span, before, after, chronic) or (tumour and self._antecedent(before)):
            return Status.PAST
        return Status.AFFIRMED

    def arises(self, at: int, span: Span) -> Arising:
        """Whether the sentence says that the condition appeared during the stay."""
        sentence = self._report.sentences[at]
        if sentence.section == REASON:  # what a patient comes back for did not begin here
            return Arising.NO
        before = sentence.folded[: span.start - sentence.span.start]
        after = sentence.folded[span.end - sentence.span.start :]
        if self.patterns["day_heading"].match(
            self._report.folded, self._line(sentence.span.start), sentence.span.start
        ):
            return Arising.PERHAPS
        for level, (leading, following) in (
            (Arising.SURELY, self._rules.arising_surely),
            (Arising.PERHAPS, self._rules.arising),
        ):
            if leading.search(before) or following.search(after):
                return level
        return Arising.NO

    def _line(self, offset: int) -> int:
        """Where the line of an offset begins."""
        return self._report.folded.rfind("\n", 0, offset) + 1

    def cared(self, at: int) -> Span | None:
        """Where the sentence names a treatment, a test or a monitoring; nothing if it does not."""
        sentence = self._report.sentences[at]
        for cue in (self._rules.treatment, self._rules.monitoring):
            for found in cue.finditer(sentence.folded):
                if not self.patterns["no_care"].search(sentence.folded[: found.start()]):
                    return Span(*found.span()).shifted(sentence.span.start)
        drug = next((term for term in self._reading(at).terms if term.kind == "drug"), None)
        return drug.span.shifted(sentence.span.start) if drug else None

    def goes_on_caring(self, at: int) -> Span | None:
        """The care that a sentence names, unless it opens with a subject of its own ("La cadence a été ralentie")."""
        sentence = self._report.sentences[at]
        subject = self.patterns["subject"].match(sentence.folded)
        care = self.cared(at)
        own = care is not None and subject is not None and care.start > sentence.span.start + subject.end()
        return None if own else care

    def drugs(self, at: int) -> dict[str, Span]:
        """The drugs that the sentence names, by concept, with where."""
        start = self._report.sentences[at].span.start
        return {term.concept: term.span.shifted(start) for term in self._reading(at).terms if term.kind == "drug"}

    def usual_drug(self, at: int, code: str) -> Span | None:
        """A drug that the sentence names and that is usual for the code's condition (by ATC class)."""
        wanted = tuple(
            atc for prefixes, classes in self._rules.usual_drugs if code.startswith(prefixes) for atc in classes
        )
        found = self.drugs(at).items() if wanted else ()
        return next((span for drug, span in found if self.has_atc(drug, wanted)), None)

    def has_atc(self, drug: str, prefixes: tuple[str, ...]) -> bool:
        """Whether a drug (a concept) is of one of the ATC classes."""
        return any(code.startswith(prefixes) for code in self._lexicon.concepts[drug].codes)

    def usual_word(self, at: int, code: str) -> Span | None:
        """Words of the sentence that speak of the code's condition without naming it, beside care."""
        sentence = self._report.sentences[at]
        for prefixes, words in self._rules.usual_words:
            if code.startswith(prefixes) and (found := words.search(sentence.folded)) and self.cared(at):
                return Span(found.start(), found.end()).shifted(sentence.span.start)
        return None

    def usual_act(self, at: int, code: str) -> Span | None:
        """An operation that the sentence tells done and that treats the code's condition."""
        sentence = self._report.sentences[at]
        for prefixes, words in self._rules.usual_acts:
            if code.startswith(prefixes) and (found := words.search(sentence.folded)):
                span = Span(*found.span()).shifted(sentence.span.start)
                planned = self.patterns["planned"].search(sentence.folded)
                if not planned and self.status(at, span, chronic=False) is Status.AFFIRMED:
                    return span
        return None

    def measure(self, name: str) -> list[float]:
        """The values that the report gives for a measure; those of the history only where it gives no other."""
        own = [sentence for sentence in self._report.sentences if sentence.section != "family"]
        now = self._values(name, [sentence for sentence in own if sentence.section != "history"])
        return now or self._values(name, own)

    def _values(self, name: str, sentences: Sequence[ReportSentence]) -> list[float]:
        pattern = self._rules.measures.get(name)
        found = [match.group(1) for sentence in sentences if pattern for match in pattern.finditer(sentence.folded)]
        return [float(value.replace(",", ".").replace(" ", "")) for value in found]

    def _reading(self, at: int) -> Reading:
        if at not in self._readings:
            sentence = self._report.sentences[at]
            named = "negate" in sentence.folded  # names such as "Gram négatif", masked by the report's reader
            text = sentence.folded if named else sentence.text.replace("\n", " ")
            self._readings[at] = Reading(text, self._lexicon)
        return self._readings[at]

    def _around(self, sentence: ReportSentence, span: Span) -> tuple[str, str]:
        """What stands before and after the span in its clause."""
        start, end = span.start - sentence.span.start, span.end - sentence.span.start
        before, after = (
            sentence.folded[max(0, start - _CLAUSE_REACH) : start],
            sentence.folded[end : end + _CLAUSE_REACH],
        )
        stops = [match.end() for match in _CLAUSE_END.finditer(before)]
        stop = _STOP.search(after)
        return before[stops[-1] if stops else 0 :], after[: stop.start()] if stop else after

    def _title(self, sentence: ReportSentence, span: Span) -> str:
        """A few words before a colon that hold for what follows it ("Mère : cancer du sein", "Écartés : …")."""
        titled = _TITLE.search(sentence.folded[: span.start - sentence.span.start])
        return titled[1] if titled and len(titled[1].split()) <= _TITLE_WORDS else ""

    def _cued(self, cues: Cues, before: str, after: str, title: str = "") -> bool:
        near = before[-cues.distance :]
        titled = bool(title) and bool(cues.before.search(title))
        return titled or bool(cues.before.search(near)) or bool(cues.after and cues.after.search(after))

    def item(self, at: int, span: Span) -> Span:
        """The item of a list in which ``span`` stands, in a section that lists what was before; else its sentence."""
        sentence = self._report.sentences[at]
        return self.piece(at, span) if sentence.section in _LISTS else sentence.span

    def piece(self, at: int, span: Span) -> Span:
        """The piece between commas in which ``span`` stands, with what goes on about it."""
        sentence = self._report.sentences[at]
        if at not in self._items:
            start = sentence.span.start
            drugs = [place.start - start for place in self.drugs(at).values()]
            found = items_of(sentence.folded, self.patterns["item_goes_on"], drugs)
            self._items[at] = [item.shifted(start) for item in found]
        return next((item for item in self._items[at] if item.start <= span.start < item.end), sentence.span)

    def _past(self, at: int, span: Span, before: str, after: str, chronic: bool) -> bool:
        sentence = self._report.sentences[at]
        if self._rules.childhood.search(after):
            return True
        if not chronic and (self._rules.dated.search(after) or self._antecedent(before)):
            return True
        if sentence.section == "history":
            item = self.item(at, span).of(self._report.folded)
            if not chronic:
                return not self._rules.patterns["under_treatment"].search(item)
            return bool(self._rules.history.search(item)) and not self._rules.active.search(item)
        # In the stay's course "résolu" or "guéri" says that it was treated; elsewhere that it is over.
        told = after if sentence.section in _TELLING else ""
        return self._cued(self._rules.past, before, told)

    def _antecedent(self, before: str) -> bool:
        return bool(self.patterns["antecedent_of"].search(before[-self._rules.past.distance :]))
