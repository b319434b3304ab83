"""The nomenclatures, their search, and what coding a stay needs."""

from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from assistant.bootstrap.engines import embedder
from assistant.config import Settings
from assistant.domain.coding import Nomenclature, NomenclatureVersion
from assistant.domain.language import LANGUAGES, Language
from assistant.pipeline.lexicon import load_lexicon
from assistant.ports import CodeRetriever
from assistant.services.processing import NOMENCLATURE

if TYPE_CHECKING:
    from assistant.pipeline.coding.dated import DatedCodes
    from assistant.pipeline.coding.search import Ordering
    from assistant.pipeline.coding.tools import StayTools
    from assistant.storage.codes_editions import Editions


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
        return LabelVectors(settings.knowledge_dir / "coding" / "icd10cm_vectors.npz", embedder())

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
    from assistant.pipeline.coding.newborn import load_newborn
    from assistant.pipeline.coding.poisoning import load_poisons
    from assistant.pipeline.coding.pregnancy import load_pregnancy
    from assistant.pipeline.coding.sections import load_sections
    from assistant.pipeline.coding.status_rules import load_status_rules
    from assistant.pipeline.coding.tools import StayTools

    folder = settings.knowledge_dir / "coding"
    return StayTools(
        conditions=load_conditions(folder / "conditions_fr"),
        terms=load_terms(folder / "cim10_terms.tsv"),
        sections=load_sections(folder / "report_sections_fr.tsv", folder / "report_leads_fr.tsv"),
        status=load_status_rules(
            folder / "status_fr.toml",
            folder / "usual_drugs.tsv",
            folder / "usual_words_fr.tsv",
            folder / "usual_acts_fr.tsv",
        ),
        superfluous=load_superfluous(folder / "superfluous_fr.tsv"),
        acts=load_act_words(folder / "acts_fr.toml"),
        confidence=load_confidence(folder / "confidence.json"),
        pregnancy=load_pregnancy(folder / "pregnancy_fr.tsv"),
        newborn=load_newborn(folder / "newborn_fr.tsv"),
        drug_classes=load_drug_classes(folder / "drug_effects_fr.tsv"),
        poisons=load_poisons(folder / "poisonings_fr.tsv"),
        rules=load_rules_text(folder / "rules_fr.toml"),
        lexicon=load_lexicon(settings.lexicons, "fr"),
        codes_on=lambda day: code_retriever(settings, day),
    )
