"""The chain from a transcript to a checked, coded draft. No storage: ``run`` and the workflow share it."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date

from assistant.domain.coding import CodeSuggestion, Nomenclature
from assistant.domain.consultation import Consultation
from assistant.domain.context import PatientContext
from assistant.domain.draft import CheckedDraft, Draft, Drafted, RenderedReport, ReportKind, Section
from assistant.domain.fact import Fact
from assistant.domain.interaction import InteractionTable
from assistant.domain.knowledge import RankedPassage
from assistant.domain.language import Language
from assistant.domain.proposal import Audience, Proposals, Writing
from assistant.domain.transcript import Segment, Transcript
from assistant.pipeline.ages import spoken_age
from assistant.pipeline.checking import check_draft
from assistant.pipeline.citing import Whom, cite, offer_passages
from assistant.pipeline.coding import suggest_codes
from assistant.pipeline.coding.visit_rules import VisitRules
from assistant.pipeline.drafting import Follower, proposals
from assistant.pipeline.facts import transcript_facts
from assistant.pipeline.lexicon import Lexicon
from assistant.pipeline.rendering import render
from assistant.pipeline.segmenting import segments
from assistant.pipeline.tasks import TaskWords, find_tasks
from assistant.ports import CodeRetriever, PassageRetriever

NOMENCLATURE: dict[Language, Nomenclature] = {"fr": Nomenclature.CIM10, "en": Nomenclature.ICD10CM}


@dataclass(frozen=True, slots=True)
class Material:
    """What a drafter works from."""

    transcript: Transcript
    segments: tuple[Segment, ...]
    facts: tuple[Fact, ...]
    context: PatientContext
    kind: ReportKind
    passages: tuple[RankedPassage, ...]


@dataclass(frozen=True, slots=True)
class Tools:
    """What the chain needs, chosen in ``bootstrap``. The retrievers are made when they are first asked for. ``word``
    drafts with a slow model, where its words come as proposals beside what ``draft`` made."""

    lexicon: Callable[[Language], Lexicon]
    passages: Callable[[], PassageRetriever]
    codes: Callable[[], CodeRetriever]
    visit_rules: Callable[[Language], VisitRules]
    draft: Callable[[Material], Drafted]
    task_words: Callable[[Language], TaskWords]
    interactions: Callable[[], InteractionTable | None]
    word: Callable[[Material, Follower], Drafted] | None = None


class _Clock:
    """Durations of named steps, in seconds."""

    def __init__(self) -> None:
        self.timings: list[tuple[str, float]] = []

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        started = time.perf_counter()
        yield
        self.timings.append((name, round(time.perf_counter() - started, 4)))


def process(
    tools: Tools,
    transcript: Transcript,
    context: PatientContext,
    kind: ReportKind,
    on_step: Callable[[str], None] = lambda _: None,
) -> Consultation:
    """Facts, passages, draft, citations, verdicts and codes of one transcript.

    ``on_step`` is told the name of each step as it starts: ``facts``, ``guidelines``, ``draft``, ``check``, ``codes``.
    """
    clock = _Clock()
    language = transcript.language
    lexicon = tools.lexicon(language)
    on_step("facts")
    with clock.step("facts"):
        parts = segments(transcript)
        facts = transcript_facts(transcript, lexicon)
    on_step("guidelines")
    with clock.step("guidelines"):
        passages = offer_passages(facts, tools.passages(), language, patient=_whom(transcript, context, lexicon))
    on_step("draft")
    with clock.step("draft"):
        drafted = tools.draft(Material(transcript, parts, facts, context, kind, passages))
        draft = cite(drafted.draft, passages)
    on_step("check")
    with clock.step("check"):
        checked = recheck(tools, draft, transcript, facts, context, passages)
    on_step("codes")
    with clock.step("codes"):
        codes = code(tools, facts, parts, checked.report, kind, language, context)
    return Consultation(transcript, context, facts, checked, passages, codes, tuple(clock.timings), drafted.untouched)


def propose(tools: Tools, consultation: Consultation, kind: ReportKind, audience: Audience) -> Proposals:
    """A model's words beside a draft that is there already, offered section by section. Raises what the engine and
    the audience raise."""
    assert tools.word is not None  # nobody is asked otherwise
    transcript, lexicon = consultation.transcript, tools.lexicon(consultation.transcript.language)
    parts, passages = segments(transcript), consultation.passages
    material = Material(transcript, parts, consultation.facts, consultation.context, kind, passages)
    beside = _Beside(tools.draft(material).draft, lexicon, audience)
    worded = tools.word(material, beside)
    return replace(beside.made, untouched=worded.untouched, complete=True)


class _Beside(Follower):
    """Lays each section that a model has finished beside the draft's own."""

    def __init__(self, draft: Draft, lexicon: Lexicon, audience: Audience) -> None:
        self._draft, self._lexicon, self._audience = draft, lexicon, audience
        self.made = Proposals("", (), complete=False)

    def begins(self, model: str) -> None:
        self.made = replace(self.made, model=model)

    def writes(self, writing: Writing) -> None:
        self._audience.writes(writing)

    def finished(self, section: Section) -> None:
        if found := proposals(self._draft, section, self._lexicon):
            self.made = replace(self.made, offered=(*self.made.offered, *found))
            self._audience.offers(self.made)


def _whom(transcript: Transcript, context: PatientContext, lexicon: Lexicon) -> Whom:
    """Age and sex by the record; the age, where the record has none, as it was said."""
    age = context.age_on(context.visit_date or date.today())
    return Whom(spoken_age(transcript, lexicon) if age is None else age, context.sex)


def recheck(
    tools: Tools,
    draft: Draft,
    transcript: Transcript,
    facts: tuple[Fact, ...],
    context: PatientContext,
    passages: tuple[RankedPassage, ...],
) -> CheckedDraft:
    """A draft's verdicts, and its tasks."""
    lexicon = tools.lexicon(transcript.language)
    table = tools.interactions()
    checked = check_draft(draft, render(draft), transcript, facts, context, lexicon, passages, table)
    return replace(checked, tasks=find_tasks(draft, tools.task_words(transcript.language)))


def recheck_edited(
    tools: Tools, draft: Draft, transcript: Transcript, context: PatientContext, passages: tuple[RankedPassage, ...]
) -> CheckedDraft:
    """The verdicts on a draft that was edited; asked after every edit."""
    facts = transcript_facts(transcript, tools.lexicon(transcript.language))
    return recheck(tools, draft, transcript, facts, context, passages)


def code(
    tools: Tools,
    facts: tuple[Fact, ...],
    sentences: tuple[Segment, ...],
    report: RenderedReport,
    kind: ReportKind,
    language: Language,
    context: PatientContext,
) -> tuple[CodeSuggestion, ...]:
    """The codes that the facts prove, from the nomenclature that the language calls for."""
    return suggest_codes(
        facts,
        sentences,
        report,
        tools.codes(),
        NOMENCLATURE[language],
        kind,
        tools.lexicon(language),
        tools.visit_rules(language),
        context.problems,
    )
