"""The one place that names concrete engines and stores, and puts the parts together."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from assistant.config import Settings
from assistant.diagnosis import MINILM
from assistant.domain.coding import Nomenclature, NomenclatureVersion
from assistant.domain.context import PatientContext
from assistant.domain.draft import Drafted
from assistant.domain.fact import Fact
from assistant.domain.knowledge import Answer, RecordLine
from assistant.domain.language import LANGUAGES, Language
from assistant.domain.transcript import Segment, Transcript
from assistant.errors import ConfigError, EngineMissing
from assistant.pipeline.coding.visit_rules import load_visit_rules
from assistant.pipeline.lexicon import Lexicon, load_lexicon
from assistant.pipeline.tasks import load_task_words
from assistant.ports import ChatModel, CodeRetriever, Entailer, PassageRetriever, Transcriber
from assistant.services.processing import NOMENCLATURE, Material, Tools

if TYPE_CHECKING:
    from assistant.pipeline.coding.dated import DatedCodes
    from assistant.pipeline.coding.search import Ordering
    from assistant.pipeline.coding.stay import StayTools
    from assistant.pipeline.drafting import Template
    from assistant.pipeline.passages import MeaningIndex
    from assistant.services.workbench import Workbench
    from assistant.storage.codes_editions import Editions
    from assistant.storage.interactions import InteractionFile
    from assistant.storage.knowledge_index import KnowledgeBase

EMBEDDED_LANGUAGES: frozenset[Language] = frozenset({"en"})
"""What the shipped embedding model understands; French is found by words."""


def knowledge_base(settings: Settings) -> "KnowledgeBase":
    """The guideline cards and the practice's own documents."""
    from assistant.storage.knowledge_index import KnowledgeBase

    return KnowledgeBase(settings.knowledge_dir / "guidelines", settings.data_dir / "knowledge")


@cache
def passage_retriever(settings: Settings) -> PassageRetriever:
    """Words first; vectors in Chroma for the languages that the embedding model understands."""
    from assistant.pipeline.coding.synonyms import load_synonyms
    from assistant.pipeline.coding.wording import load_rules
    from assistant.pipeline.passages import PassageSearch

    passages = knowledge_base(settings).passages()
    synonyms = settings.lexicons / "code_synonyms.tsv"

    def meaning() -> "MeaningIndex":
        from assistant.engines.embeddings import OnnxEmbedder
        from assistant.storage.knowledge_index import ChromaPassageIndex

        return ChromaPassageIndex(settings.cache_dir / "passages", OnnxEmbedder(MINILM), passages)

    return PassageSearch(
        passages,
        {language: load_rules(settings.knowledge_dir / "coding", language) for language in LANGUAGES},
        {language: load_synonyms(synonyms, language) for language in LANGUAGES},
        today=date.today,
        meaning=meaning,
        meaning_languages=EMBEDDED_LANGUAGES,
    )


def answer_question(
    settings: Settings, question: str, language: Language, record: Sequence[RecordLine], top: int
) -> Answer:
    """What the knowledge base and the lines of a record say about a question, quoted."""
    from assistant.pipeline.answering import answer
    from assistant.pipeline.coding.synonyms import load_synonyms
    from assistant.pipeline.coding.wording import load_rules

    rules = load_rules(settings.knowledge_dir / "coding", language)
    synonyms = load_synonyms(settings.lexicons / "code_synonyms.tsv", language)
    return answer(question, language, passage_retriever(settings), record, rules, synonyms, top)


def code_editions(settings: Settings) -> "Editions":
    """The editions of the nomenclatures: embedded, and imported into the data folder."""
    from assistant.storage.codes_editions import Editions

    return Editions(settings.data_dir / "nomenclatures")


def code_retriever(settings: Settings, on: date | None = None) -> "DatedCodes":
    """Search over the editions that hold ``on`` a day, today otherwise; an index is made once, at first use."""
    from assistant.pipeline.coding.dated import DatedCodes

    day = on or date.today()
    editions = code_editions(settings)
    held = {edition.nomenclature for edition in editions.all()}
    chosen = {nomenclature: editions.on(nomenclature, day) for nomenclature in Nomenclature if nomenclature in held}
    return DatedCodes(_code_search(settings, tuple(chosen.values())), day, chosen)


def interactions(settings: Settings) -> "InteractionFile":
    """Where the practice's own table of drug interactions lies."""
    from assistant.storage.interactions import InteractionFile

    return InteractionFile(settings.interactions)


@cache
def _code_search(settings: Settings, chosen: tuple[NomenclatureVersion, ...]) -> CodeRetriever:
    from assistant.pipeline.coding.search import CodeSearch
    from assistant.pipeline.coding.synonyms import load_synonyms
    from assistant.pipeline.coding.wording import load_rules
    from assistant.storage.codes import CodeStore

    folder = settings.knowledge_dir / "coding"
    language: dict[Nomenclature, Language] = {nomenclature: spoken for spoken, nomenclature in NOMENCLATURE.items()}
    language[Nomenclature.CCAM] = "fr"
    by_nomenclature = {edition.nomenclature: edition for edition in chosen}
    return CodeSearch(
        CodeStore(settings.cache_dir / "codes", folder, code_editions(settings), by_nomenclature),
        {nomenclature: load_rules(folder, spoken) for nomenclature, spoken in language.items()},
        {
            nomenclature: load_synonyms(
                settings.lexicons / "code_synonyms.tsv",
                spoken,
                settings.lexicons / "act_synonyms.tsv" if nomenclature is Nomenclature.CCAM else None,
            )
            for nomenclature, spoken in language.items()
        },
        code_orderings(settings),
    )


def code_orderings(settings: Settings) -> "dict[Nomenclature, Ordering]":
    """What orders the codes found, beside their words. The shipped embedding model understands English alone."""
    from assistant.pipeline.coding.kindred import load_families
    from assistant.pipeline.coding.reranking import load_weights
    from assistant.pipeline.coding.search import Ordering
    from assistant.pipeline.coding.vectors import LabelVectors

    weights = load_weights(settings.knowledge_dir / "coding" / "ranking.json")
    families = {spoken: load_families(settings.lexicons / "word_families.tsv", spoken) for spoken in LANGUAGES}

    def vectors() -> LabelVectors:
        from assistant.engines.embeddings import OnnxEmbedder

        return LabelVectors(settings.knowledge_dir / "coding" / "icd10cm_vectors.npz", OnnxEmbedder(MINILM))

    return {
        Nomenclature.CIM10: Ordering(families["fr"]),
        Nomenclature.ICD10CM: Ordering(families["en"], vectors, weights.get(Nomenclature.ICD10CM)),
        Nomenclature.CCAM: Ordering(families["fr"]),
    }


@cache
def stay_tools(settings: Settings) -> "StayTools":
    """What coding a hospital stay needs. Raises ``ConfigError`` where a table is broken."""
    from assistant.pipeline.coding.acts import load_act_words
    from assistant.pipeline.coding.conditions import load_conditions, load_terms
    from assistant.pipeline.coding.confidence import load_confidence
    from assistant.pipeline.coding.drug_effects import load_drug_classes
    from assistant.pipeline.coding.exclusions import load_superfluous
    from assistant.pipeline.coding.jurisdictions import load_rules_text
    from assistant.pipeline.coding.pregnancy import load_pregnancy
    from assistant.pipeline.coding.sections import load_sections
    from assistant.pipeline.coding.status import load_status_rules
    from assistant.pipeline.coding.stay import StayTools

    folder = settings.knowledge_dir / "coding"
    return StayTools(
        conditions=load_conditions(folder / "conditions_fr"),
        terms=load_terms(folder / "cim10_terms.tsv"),
        sections=load_sections(folder / "report_sections_fr.tsv", folder / "report_leads_fr.tsv"),
        status=load_status_rules(folder / "status_fr.toml", folder / "usual_drugs.tsv", folder / "usual_words_fr.tsv"),
        superfluous=load_superfluous(folder / "superfluous_fr.tsv"),
        acts=load_act_words(folder / "acts_fr.toml"),
        confidence=load_confidence(folder / "confidence.json"),
        pregnancy=load_pregnancy(folder / "pregnancy_fr.tsv"),
        drug_classes=load_drug_classes(folder / "drug_effects_fr.tsv"),
        rules=load_rules_text(folder / "rules_fr.toml"),
        lexicon=load_lexicon(settings.lexicons, "fr"),
        codes_on=lambda day: code_retriever(settings, day),
    )


@cache
def transcriber(settings: Settings, language: Language | None) -> Transcriber:
    """The speech engine for a language. Raises ``EngineMissing`` before anything starts where there is none."""
    limit_s = settings.max_audio_hours * 3600
    if settings.whisper_model is not None:
        from assistant.engines.whisper import WhisperTranscriber

        return WhisperTranscriber(settings.whisper_model, limit_s)
    from assistant.engines.sphinx import SphinxTranscriber

    engine = SphinxTranscriber(limit_s)
    if language is not None and language not in engine.languages():
        raise EngineMissing(
            "There is no speech engine for French on this machine; the embedded one understands English only.",
            "Put a Whisper model in CTranslate2 format on this machine and set ASSISTANT_WHISPER_MODEL to its folder, "
            "or hand in a written transcript. See: assistant doctor.",
        )
    return engine


@cache
def chat_model(settings: Settings) -> ChatModel:
    """The language model: a local server where one is set, else a GGUF file, else the embedded one."""
    from assistant.engines.chat_json import JsonChat

    if settings.llm_url:
        from assistant.engines.openai_server import openai_compatible_chat

        if not settings.llm_name:
            raise ConfigError("The local server's model has no name.", "Set ASSISTANT_LLM_NAME.")
        return JsonChat(openai_compatible_chat(settings.llm_url, settings.llm_name))
    from assistant.engines.llamacpp import LlamaCppChat
    from assistant.engines.model_files import embedded_gguf

    path = settings.llm_model or embedded_gguf()
    if path is None:
        raise EngineMissing(
            "There is no language model on this machine.",
            "Run make setup, or set ASSISTANT_LLM_MODEL to a GGUF file; or draft with --drafter extractive.",
        )
    return JsonChat(LlamaCppChat(model_path=path))


@cache
def entailer(settings: Settings) -> Entailer | None:
    """The second opinion on a note's claims, where one is configured. Raises ``EngineMissing`` where it cannot run,
    ``ConfigError`` where two are."""
    if settings.judge and settings.entailment_model is not None:
        raise ConfigError(
            "Two second opinions are configured: an entailment model and the language model as judge.",
            "Unset ASSISTANT_ENTAILMENT_MODEL or ASSISTANT_JUDGE.",
        )
    if settings.judge:
        from assistant.pipeline.checking.judge import Judge

        return Judge(chat_model(settings), settings.prompts_dir / "judge.md")
    if settings.entailment_model is None:
        return None
    from assistant.engines.entailment import NliEntailer

    return NliEntailer(settings.entailment_model)


_DraftingInput = tuple[Transcript, tuple[Segment, ...], tuple[Fact, ...], PatientContext, "Template", Lexicon]


def _drafter(settings: Settings, drafter: str) -> Callable[[Material], Drafted]:
    from assistant.pipeline.drafting import draft_extractive, draft_with_model, finished, load_prompts, load_template

    def common(material: Material) -> _DraftingInput:
        language = material.transcript.language
        template = load_template(settings.knowledge_dir / "templates", material.kind, language)
        lexicon = load_lexicon(settings.lexicons, language)
        return material.transcript, material.segments, material.facts, material.context, template, lexicon

    def extractive(material: Material) -> Drafted:
        return Drafted(draft_extractive(*common(material)))

    def with_model(material: Material) -> Drafted:
        prompts = load_prompts(settings.prompts_dir, material.transcript.language)
        return draft_with_model(chat_model(settings), prompts, *common(material), material.passages)

    draft = with_model if drafter == "llm" else extractive

    def framed(material: Material) -> Drafted:
        drafted = draft(material)
        template = load_template(settings.knowledge_dir / "templates", material.kind, material.transcript.language)
        return replace(drafted, draft=finished(drafted.draft, template, material.context))

    return framed


def tools(settings: Settings, at_once: bool = False) -> Tools:
    """What the chain from transcript to checked, coded draft needs. ``at_once``: the draft is extractive, and a model,
    where the settings name it as the drafter, words it afterwards."""
    slow = at_once and settings.drafter == "llm"

    def versioned(draft: Callable[[Material], Drafted]) -> Callable[[Material], Drafted]:
        def made(material: Material) -> Drafted:
            drafted = draft(material)
            before = drafted.draft.provenance
            versions = (*before.versions, ("knowledge", knowledge_base(settings).version()))
            return replace(drafted, draft=replace(drafted.draft, provenance=replace(before, versions=versions)))

        return made

    return Tools(
        lexicon=lambda language: load_lexicon(settings.lexicons, language),
        passages=lambda: passage_retriever(settings),
        codes=lambda: code_retriever(settings),
        visit_rules=lambda language: load_visit_rules(settings.knowledge_dir / "coding", language),
        draft=versioned(_drafter(settings, "extractive" if slow else settings.drafter)),
        word=versioned(_drafter(settings, "llm")) if slow else None,
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
            propose=None if bench.word is None else lambda made, kind: propose(bench, made, kind),
        )
    finally:
        database.close()


def prepare(settings: Settings) -> None:
    """Make at set-up what is otherwise made at first use: the indexes of the nomenclatures and the guidelines."""
    for nomenclature in NOMENCLATURE.values():
        code_retriever(settings).codes("asthma", nomenclature, 1)
    for language in LANGUAGES:
        passage_retriever(settings).passages("asthma", language, 1)
