"""What the extractive drafter keeps of a visit: ``make eval-drafting`` (needs rouge-score).

Gold facts of ``fr-consult`` are counted three ways: *cited* (a sentence cites a turn that holds the fact), *worded*
(half of the fact's words and numbers stand in the report; a word counts from its first five letters) and *both*
(cited, and 40% worded). No clinician judged them: they are for comparing versions, not for promising. ROUGE is
rouge-score's F1 with stemmer (Lsum by line) against the clinicians' notes, in percent; ``full`` is the length profile
for that figure only. Intervals are over visits.
"""

import statistics
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from assistant.domain.context import PatientContext
from assistant.domain.draft import RenderedReport, ReportKind
from assistant.domain.evidence import SegmentEvidence
from assistant.domain.transcript import Transcript
from assistant.pipeline.drafting import Profile, draft_extractive, load_template
from assistant.pipeline.drafting.extractive import VERSION
from assistant.pipeline.facts import transcript_facts
from assistant.pipeline.lexicon import load_lexicon
from assistant.pipeline.rendering import render
from assistant.pipeline.segmenting import segments
from assistant.pipeline.text import tokens
from eval.final_drafts import label_measures
from eval.harness import DATA, DataMissing, Measure, interval, report
from eval.visits import Visit, aci_bench, french_visits, later_visits, mts_dialog, primock

KNOWLEDGE = DATA.parents[1] / "knowledge"
KINDS = ("rouge1", "rouge2", "rougeLsum")
_PREFIX = 5


@dataclass(frozen=True, slots=True)
class Held:
    """One gold fact, and how far a report holds it; ``worded`` is the share of its words."""

    critical: bool
    cited: bool
    worded: float

    @property
    def both(self) -> bool:
        """Cited, and worded well enough that the citation is about it."""
        return self.cited and self.worded >= 0.4


def report_of(transcript: Transcript, profile: Profile) -> tuple[RenderedReport, float]:
    """The rendered extractive draft, and the seconds from transcript to report, vocabulary loaded."""
    lexicon = load_lexicon(KNOWLEDGE / "lexicons", transcript.language)
    template = load_template(KNOWLEDGE / "templates", ReportKind.CONSULTATION, transcript.language)
    start = time.perf_counter()
    facts = transcript_facts(transcript, lexicon)
    draft = draft_extractive(transcript, segments(transcript), facts, PatientContext(), template, lexicon, profile)
    rendered = render(draft)
    return rendered, time.perf_counter() - start


def words_of(rendered: RenderedReport) -> int:
    """Words of the sentences, headings left out."""
    return sum(len(placed.sentence.text.split()) for placed in rendered.placed)


def held(visit: Visit, rendered: RenderedReport) -> list[Held]:
    """The gold facts of a French visit as its report holds them."""
    evidence = [one for placed in rendered.placed for one in placed.sentence.evidence]
    turns = {one.turn for one in evidence if isinstance(one, SegmentEvidence)}
    written = _keys(rendered.text)
    return [
        Held(
            fact["critical"],
            bool(turns & set(fact["turns"])),
            len(_keys(fact["text"]) & written) / max(len(_keys(fact["text"])), 1),
        )
        for fact in visit.gold["gold_facts"]
    ]


def _keys(text: str) -> set[str]:
    return {one.key[:_PREFIX] for one in tokens(text) if one.key.isdigit() or len(one.key) > 2}


def fact_measures(profile: Profile, of: str = "fr-consult", visits: Sequence[Visit] | None = None) -> list[Measure]:
    """Recall of the gold facts of visits, those of ``fr-consult`` else, the words it takes, and the time. Raises
    ``DataMissing``."""
    visits = list(french_visits()) if visits is None else visits
    drafts = [report_of(visit.transcript, profile) for visit in visits]
    facts = [held(visit, rendered) for visit, (rendered, _) in zip(visits, drafts, strict=True)]
    critical = [[fact for fact in group if fact.critical] for group in facts]
    words = [words_of(rendered) for rendered, _ in drafts]
    said = [sum(len(turn.text.split()) for turn in visit.transcript.turns) for visit in visits]
    name = f"{of}, {profile}:"
    target = 0.95 if profile == "short" else None
    return [
        _share(f"{name} critical facts cited", critical, lambda fact: fact.cited, target),
        _share(f"{name} critical facts worded", critical, lambda fact: fact.worded >= 0.5),
        _share(f"{name} critical facts both", critical, lambda fact: fact.both),
        _share(f"{name} all facts both", facts, lambda fact: fact.both),
        Measure(f"{name} words, the longest", max(words), len(words), target=180 if profile == "short" else None),
        Measure(f"{name} share of the words said", sum(words) / sum(said), len(words)),
        Measure(f"{name} seconds, the slowest", max(seconds for _, seconds in drafts), len(drafts), target=1.0),
    ]


def _share(
    name: str, groups: Sequence[Sequence[Held]], holds: Callable[[Held], bool], target: float | None = None
) -> Measure:
    def figure(facts: Sequence[Held]) -> float:
        return sum(map(holds, facts)) / max(len(facts), 1)

    everything = [fact for group in groups for fact in group]
    return Measure(name, figure(everything), len(everything), *interval(groups, figure), target)


def rouge_measures(name: str, visits: Iterable[Visit], profile: Profile, target: float | None = None) -> list[Measure]:
    """Mean ROUGE F1, in percent, and words, against the notes of a set. Raises ``DataMissing``."""
    from rouge_score.rouge_scorer import RougeScorer

    scorer = RougeScorer(list(KINDS), use_stemmer=True)
    notes = [(visit, report_of(visit.transcript, profile)[0]) for visit in visits]
    scores = [scorer.score(visit.note, rendered.text) for visit, rendered in notes]
    measures = []
    for kind in KINDS:
        values = [[100 * score[kind].fmeasure] for score in scores]
        mean = statistics.fmean(value for group in values for value in group)
        wanted = target if kind == "rouge1" else None
        measures.append(Measure(f"{name}, {profile}: {kind}", mean, len(values), *interval(values, _mean), wanted))
    ratio = statistics.fmean(words_of(rendered) / max(len(visit.note.split()), 1) for visit, rendered in notes)
    return [*measures, Measure(f"{name}, {profile}: words by the note's", ratio, len(notes))]


def _mean(values: Sequence[float]) -> float:
    return statistics.fmean(values)


def main() -> None:
    """Print the table, and write it to ``out/drafting.json``."""
    try:
        measures = [
            *fact_measures("short"),
            *fact_measures("full"),
            *fact_measures("short", "later visits fr", list(later_visits("fr"))),
            *fact_measures("short", "later visits en", list(later_visits("en"))),
            *rouge_measures("aci-bench valid", aci_bench("valid"), "full", target=46.0),
            *rouge_measures("aci-bench valid", aci_bench("valid"), "short"),
            *rouge_measures("mts-dialog valid", mts_dialog(), "short"),
            *rouge_measures("primock57", primock(), "short"),
            *label_measures(),
        ]
    except DataMissing as missing:
        sys.exit(str(missing))
    report("drafting", measures, {"drafter": "extractive", "version": VERSION})


if __name__ == "__main__":
    main()
