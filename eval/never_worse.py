"""Whether the embedded model's final draft is ever worse than the extractive one: ``python -m eval.never_worse``.

Both drafts of each visit are counted in the same way, and the command fails where the model's has less of what counts
or more of what the checker doubts:

- *gold cited*, *gold critical*: gold facts whose turns a sentence cites (French visits);
- *gold worded*: gold facts of which half of the words stand in the report;
- *facts cited*: facts read in the transcript that lie in a cited segment (both languages);
- *omissions*: critical things that were said and that the checker does not find in the report;
- *doubted*: sentences that the checker does not hold to be supported.

The drafter lets the model's words in only where they hold all of the sentences that they stand for, so the figures
can be told to be no worse than the extractive ones; what is counted here is not what the drafter itself compares.
"""

import argparse
import sys
import time
from collections.abc import Iterator
from dataclasses import astuple, dataclass, fields

from assistant.config import Settings
from assistant.domain.context import PatientContext
from assistant.domain.draft import Draft, RenderedReport, ReportKind
from assistant.domain.evidence import SegmentEvidence
from assistant.domain.fact import Fact
from assistant.domain.finding import Verdict
from assistant.domain.language import LANGUAGES
from assistant.engines.chat_json import JsonChat
from assistant.engines.llamacpp import LlamaCppChat
from assistant.engines.model_files import embedded_gguf
from assistant.pipeline.checking import check_draft
from assistant.pipeline.drafting import draft_extractive, draft_with_model, load_prompts, load_template
from assistant.pipeline.facts import transcript_facts
from assistant.pipeline.lexicon import load_lexicon
from assistant.pipeline.rendering import render
from assistant.pipeline.segmenting import segments
from eval.drafting import held
from eval.visits import Visit, french_visits, mts_dialog, own_visits

GOOD = frozenset({Verdict.SUPPORTED, Verdict.INFERRED})
PATIENCE_S = 900.0
"""Time for one answer: on a machine that does other work an answer must not be lost for being slow."""


@dataclass(frozen=True, slots=True)
class Tally:
    """What a draft holds of a visit. Of the first four more is better, of the last two less."""

    gold_cited: int
    gold_critical: int
    gold_worded: int
    facts_cited: int
    omissions: int
    doubted: int

    def worse_than(self, other: "Tally") -> list[str]:
        """The names of the counts in which this one is worse."""
        names = [field.name for field in fields(self)]
        pairs = zip(names, astuple(self), astuple(other), strict=True)
        return [n for n, mine, theirs in pairs if (mine > theirs if n in ("omissions", "doubted") else mine < theirs)]


def tally(visit: Visit, draft: Draft, facts: tuple[Fact, ...], settings: Settings) -> Tally:
    """Count one draft of a visit."""
    lexicon = load_lexicon(settings.lexicons, visit.transcript.language)
    rendered = render(draft)
    gold = held(visit, rendered) if "gold_facts" in visit.gold else []
    checked = check_draft(draft, rendered, visit.transcript, facts, PatientContext(), lexicon)
    return Tally(
        gold_cited=sum(one.cited for one in gold),
        gold_critical=sum(one.cited and one.critical for one in gold),
        gold_worded=sum(one.worded >= 0.5 for one in gold),
        facts_cited=_cited(facts, rendered),
        omissions=len(checked.omissions),
        doubted=sum(claim.verdict not in GOOD for claim in checked.claims),
    )


def _cited(facts: tuple[Fact, ...], rendered: RenderedReport) -> int:
    places = [one for placed in rendered.placed for one in placed.sentence.evidence if isinstance(one, SegmentEvidence)]
    return sum(any(one.turn == fact.turn and one.span.overlaps(fact.span) for one in places) for fact in facts)


def visits(count: int) -> Iterator[Visit]:
    """Visits of each language in turn, the quick ones first: half of them the project's own, the shortest; of the
    others the French ones have gold facts, and the English ones are of MTS-Dialog."""
    own = sorted(own_visits(), key=_words)
    french, english = ([one for one in own if one.transcript.language == spoken][: count // 2] for spoken in LANGUAGES)
    french += sorted(french_visits(), key=_words)[: count - len(french)]
    english += list(mts_dialog(count - len(english)))
    for pair in zip(french, english, strict=True):
        yield from pair


def _words(visit: Visit) -> int:
    return sum(len(turn.text.split()) for turn in visit.transcript.turns)


def both(visit: Visit, chat: JsonChat, settings: Settings) -> tuple[Draft, Draft]:
    """The extractive draft, and the model's after its repair."""
    transcript, language = visit.transcript, visit.transcript.language
    lexicon = load_lexicon(settings.lexicons, language)
    template = load_template(settings.knowledge_dir / "templates", ReportKind.CONSULTATION, language)
    material = (transcript, segments(transcript), transcript_facts(transcript, lexicon), PatientContext())
    prompts = load_prompts(settings.prompts_dir, language)
    final = draft_with_model(chat, prompts, *material, template, lexicon, ())
    return draft_extractive(*material, template, lexicon), final.draft


def main() -> None:
    """Draft, count, print; status 1 where a final draft is worse than the extractive one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--visits", type=int, default=4, metavar="N", help="visits of each language")
    options, settings, path = parser.parse_args(), Settings(), embedded_gguf()
    if path is None:
        raise SystemExit("The embedded model is not installed: make setup.")
    chat = JsonChat(LlamaCppChat(model_path=path, n_threads=1, reading_limit_s=PATIENCE_S), PATIENCE_S)
    worse = []
    for visit in visits(options.visits):
        start = time.perf_counter()
        extractive, final = both(visit, chat, settings)
        facts = transcript_facts(visit.transcript, load_lexicon(settings.lexicons, visit.transcript.language))
        before, after = (tally(visit, draft, facts, settings) for draft in (extractive, final))
        own = _own_sentences(extractive, final)
        print(f"{visit.id} ({visit.transcript.language}, {time.perf_counter() - start:.0f} s, {_answered(final)})")
        for field, old, new in zip(fields(Tally), astuple(before), astuple(after), strict=True):
            print(f"  {field.name:14} extractive {old:3}  final {new:3}")
        print("".join(f"  model's: {text}\n" for text in own), end="", flush=True)
        worse += [f"{visit.id}: {name}" for name in after.worse_than(before)]
    print("\n".join(("WORSE", *worse)) if worse else "Never worse.")
    sys.exit(bool(worse))


def _own_sentences(extractive: Draft, final: Draft) -> list[str]:
    before = {one.text for section in extractive.sections for one in section.sentences}
    return [one.text for section in final.sections for one in section.sentences if one.text not in before]


def _answered(final: Draft) -> str:
    failed = sum(name.startswith("fallback:") for name, _ in final.provenance.versions)
    outcomes = sorted({repair.outcome for repair in final.repairs})
    counts = ", ".join(f"{sum(r.outcome == one for r in final.repairs)} {one}" for one in outcomes)
    return f"sections failed {failed}; {counts or 'no repairs'}"


if __name__ == "__main__":
    main()
