"""The chain from transcript to checked draft, and the services' workbench over this installation's stores."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from assistant.bootstrap.codes import code_retriever, stay_tools
from assistant.bootstrap.engines import chat_model, transcriber
from assistant.bootstrap.knowledge import interactions, knowledge_base, passage_retriever
from assistant.config import Settings
from assistant.domain.context import PatientContext
from assistant.domain.draft import Drafted
from assistant.domain.fact import Fact
from assistant.domain.language import LANGUAGES
from assistant.domain.transcript import Segment, Transcript
from assistant.pipeline.coding.visit_rules import load_visit_rules
from assistant.pipeline.lexicon import Lexicon, load_lexicon
from assistant.pipeline.tasks import load_task_words
from assistant.services.processing import NOMENCLATURE, Material, Tools

if TYPE_CHECKING:
    from assistant.pipeline.drafting import Follower, Template
    from assistant.services.workbench import Workbench

_DraftingInput = tuple[Transcript, tuple[Segment, ...], tuple[Fact, ...], PatientContext, "Template", Lexicon]


class _Drafter(Protocol):
    def __call__(self, material: Material, follower: "Follower | None" = None) -> Drafted: ...


def _drafter(settings: Settings, drafter: str) -> _Drafter:
    """The drafter of that name: what it makes is framed by the template, and names the knowledge base it had."""
    from assistant.pipeline.drafting import draft_extractive, draft_with_model, finished, load_prompts, load_template

    def common(material: Material) -> _DraftingInput:
        language = material.transcript.language
        template = load_template(settings.knowledge_dir / "templates", material.kind, language)
        lexicon = load_lexicon(settings.lexicons, language)
        return material.transcript, material.segments, material.facts, material.context, template, lexicon

    def unframed(material: Material, follower: "Follower | None") -> Drafted:
        if drafter != "llm":
            return Drafted(draft_extractive(*common(material)))
        prompts = load_prompts(settings.prompts_dir, material.transcript.language)
        return draft_with_model(chat_model(settings), prompts, *common(material), material.passages, follower)

    def framed(material: Material, follower: "Follower | None" = None) -> Drafted:
        drafted = unframed(material, follower)
        template = load_template(settings.knowledge_dir / "templates", material.kind, material.transcript.language)
        draft = finished(drafted.draft, template, material.context)
        versions = (*draft.provenance.versions, ("knowledge", knowledge_base(settings).version()))
        return replace(drafted, draft=replace(draft, provenance=replace(draft.provenance, versions=versions)))

    return framed


def tools(settings: Settings, at_once: bool = False) -> Tools:
    """What the chain from transcript to checked, coded draft needs. ``at_once``: the draft is extractive, and a model,
    where the settings name it as the drafter, words it afterwards."""
    slow = at_once and settings.drafter == "llm"
    return Tools(
        lexicon=lambda language: load_lexicon(settings.lexicons, language),
        passages=lambda: passage_retriever(settings),
        codes=lambda: code_retriever(settings),
        visit_rules=lambda language: load_visit_rules(settings.knowledge_dir / "coding", language),
        draft=_drafter(settings, "extractive" if slow else settings.drafter),
        word=_drafter(settings, "llm") if slow else None,
        task_words=lambda language: load_task_words(settings.knowledge_dir / "tasks", language),
        interactions=lambda: interactions(settings).table(),
    )


@contextmanager
def workbench(settings: Settings) -> Iterator["Workbench"]:
    """The services' workbench over this installation's stores, closed at the end."""
    from datetime import UTC, datetime

    from assistant.pipeline.styling import load_forms
    from assistant.services.processing import process, propose, recheck_edited
    from assistant.services.workbench import Workbench
    from assistant.storage.blobs import EncryptedFiles
    from assistant.storage.database import Database
    from assistant.storage.keys import KeyRing, installation_key
    from assistant.storage.styles import StyleFiles

    bench = tools(settings, at_once=True)
    ring = KeyRing(
        settings.data_dir / "keys" / "encounters", installation_key(settings.key_file, settings.installation_key)
    )
    database = Database(settings.database)
    try:
        yield Workbench(
            database=database,
            blobs=EncryptedFiles(settings.data_dir / "blobs", ring),
            clock=lambda: datetime.now(UTC),
            process=lambda transcript, context, kind: process(bench, transcript, context, kind),
            transcriber_for=lambda language: transcriber(settings, language),
            recheck=lambda draft, transcript, context, passages: recheck_edited(
                bench, draft, transcript, context, passages
            ),
            styles=StyleFiles(settings.data_dir / "style"),
            forms=lambda language: load_forms(settings.knowledge_dir / "style", language),
            coding=lambda: stay_tools(settings),
            propose=None if bench.word is None else lambda made, kind, audience: propose(bench, made, kind, audience),
        )
    finally:
        database.close()


def prepare(settings: Settings) -> None:
    """Make at set-up what is otherwise made at first use: the indexes of the nomenclatures and the guidelines."""
    for nomenclature in NOMENCLATURE.values():
        code_retriever(settings).codes("asthma", nomenclature, 1)
    for language in LANGUAGES:
        passage_retriever(settings).passages("asthma", language, 1)
