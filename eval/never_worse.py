"""Whether a model's final draft is ever worse than the extractive one: ``python -m eval.never_worse``.

Both drafts of each visit are counted alike, and the command fails where the model's has less of what counts or more
of what the checker doubts:

- *gold cited*, *gold critical*: gold facts whose turns a sentence cites (French visits);
- *facts cited*: facts read in the transcript that lie in a cited segment (both languages);
- *omissions*: critical things that were said and that the checker does not find in the report;
- *doubted*: sentences that the checker does not hold to be supported.

*Gold worded* (half of a gold fact's words stand in the report) is printed and not asked: an abbreviation is no loss.

``--by embedded`` asks the embedded model (minutes a visit); ``recorded`` takes what it wrote of the visits that were
kept for labelling, and ``notes`` the clinicians' own notes, as a model would word them that words well: seconds a
visit. What is counted is not what the drafter itself compares when it lets a model's words in.
"""

import argparse
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import astuple, dataclass, fields
from itertools import zip_longest

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
from assistant.ports import ChatModel
from eval.drafting import held
from eval.replaying import Replay, of_note, recorded
from eval.visits import Visit, aci_bench, french_visits, mts_dialog, own_visits

GOOD = frozenset({Verdict.SUPPORTED, Verdict.INFERRED})
_LESS = frozenset({"omissions", "doubted"})
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
        """The names of the counts in which this one is worse, of those that are asked."""
        pairs = zip((field.name for field in fields(self)), astuple(self), astuple(other), strict=True)
        return [
            name
            for name, mine, theirs in pairs
            if (mine > theirs if name in _LESS else mine < theirs) and name != "gold_worded"
        ]


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


def visits(by: str, count: int) -> Iterator[Visit]:
    """Visits of each language in turn, ``count`` of each, the quick ones first. For the embedded model half are the
    project's own, the shortest; the other French ones have gold facts, the other English ones are of MTS-Dialog. For
    recorded words those that have some, for notes those that have one."""
    if by == "notes":
        french, english = list(french_visits())[:count], list(aci_bench("valid", count))
    elif by == "recorded":
        known = [one for one in (*french_visits(), *own_visits(), *aci_bench("valid", 12)) if recorded(one.id)]
        french, english = ([v for v in known if v.transcript.language == spoken][:count] for spoken in LANGUAGES)
    else:
        own = sorted(own_visits(), key=_words)
        french, english = ([v for v in own if v.transcript.language == spoken][: count // 2] for spoken in LANGUAGES)
        french += sorted(french_visits(), key=_words)[: count - len(french)]
        english += list(mts_dialog(count - len(english)))
    for pair in zip_longest(french, english):
        yield from filter(None, pair)


def model(by: str) -> Callable[[Visit], ChatModel]:
    """What words each visit."""
    if by == "recorded":
        return lambda visit: Replay(recorded(visit.id))
    if by == "notes":
        return lambda visit: Replay(of_note(visit.note))
    path = embedded_gguf()
    if path is None:
        raise SystemExit("The embedded model is not installed: make setup.")
    chat = JsonChat(LlamaCppChat(model_path=path, n_threads=1, reading_limit_s=PATIENCE_S), PATIENCE_S)
    return lambda visit: chat


def _words(visit: Visit) -> int:
    return sum(len(turn.text.split()) for turn in visit.transcript.turns)


def both(visit: Visit, chat: ChatModel, settings: Settings) -> tuple[Draft, Draft]:
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
    parser.add_argument("--by", choices=("embedded", "recorded", "notes"), default="embedded")
    parser.add_argument("--visits", type=int, default=4, metavar="N", help="visits of each language")
    options, settings = parser.parse_args(), Settings()
    words = model(options.by)
    worse = []
    for visit in visits(options.by, options.visits):
        start = time.perf_counter()
        extractive, final = both(visit, words(visit), settings)
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
