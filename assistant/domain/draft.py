"""A draft report: sections of sentences, each with what it rests on."""

from dataclasses import dataclass
from enum import StrEnum

from assistant.domain.evidence import Evidence
from assistant.domain.finding import Claim, Finding, Omission
from assistant.domain.knowledge import Source
from assistant.domain.language import Language
from assistant.domain.span import Span
from assistant.domain.task import Task


class ReportKind(StrEnum):
    """The documents the product writes."""

    CONSULTATION = "consultation"
    DISCHARGE = "discharge"
    REFERRAL = "referral"
    PROCEDURE = "procedure"
    PATIENT_SUMMARY = "patient_summary"


@dataclass(frozen=True, slots=True)
class Citation:
    """A guideline passage that a sentence follows. ``id`` is the passage's."""

    id: str
    source: Source


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a draft and its evidence. ``id`` is stable over edits of other sentences."""

    id: str
    text: str
    evidence: tuple[Evidence, ...] = ()
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A section of a report: ``key`` names it in code and templates, ``title`` is what is printed.

    ``placeholder`` is printed where an obligatory section has no sentence ("Non précisé"): it claims nothing.
    Without one, an empty section is left out. ``part`` is the heading of the group that it stands in ("Subjective"),
    "" where it stands alone.
    """

    key: str
    title: str
    sentences: tuple[Sentence, ...]
    placeholder: str = ""
    part: str = ""


@dataclass(frozen=True, slots=True)
class Provenance:
    """What made a draft: enough to make it again. ``versions`` maps a part (``prompt:plan``, ``knowledge``,
    ``engine:llama.cpp``…) to its version or digest."""

    drafter: str
    model: str | None
    versions: tuple[tuple[str, str], ...] = ()

    @property
    def fallbacks(self) -> tuple[tuple[str, str], ...]:
        """The sections that a model failed and the extractive drafter filled, each with the reason."""
        return tuple((key.removeprefix("fallback:"), why) for key, why in self.versions if key.startswith("fallback:"))


class RepairOutcome(StrEnum):
    """What became of a model's sentence that was refused, or of an extractive one that the model left out."""

    REWRITTEN = "rewritten"
    REPLACED = "replaced"
    DROPPED = "dropped"
    RESTORED = "restored"


@dataclass(frozen=True, slots=True)
class Repair:
    """One step of the repair of a model's draft.

    ``said``: the model's words ("" where it left something out); ``reason``: why they were refused, a finding's words
    (in the report's language) or a sentence of the message table; ``instead``: what the report holds in their place.
    """

    section: str
    outcome: RepairOutcome
    said: str
    reason: str
    instead: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """A report before review. ``repairs`` traces what was done to a model's sentences before anybody saw them.

    ``header`` and ``closing`` hold identity, dates and the signature block: lines filled in from the encounter, which
    no drafter writes and nobody has to check.
    """

    kind: ReportKind
    language: Language
    title: str
    sections: tuple[Section, ...]
    provenance: Provenance
    footer: str = ""
    repairs: tuple[Repair, ...] = ()
    header: tuple[str, ...] = ()
    closing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Drafted:
    """What a drafter gives: the draft, and for a model its own sentences as they came, before any check."""

    draft: Draft
    untouched: tuple[Section, ...] = ()


@dataclass(frozen=True, slots=True)
class PlacedSentence:
    """A sentence where it stands in the report's text."""

    section_key: str
    sentence: Sentence
    span: Span


@dataclass(frozen=True, slots=True)
class RenderedReport:
    """A draft as one text, with the place of every sentence in it (code points, end exclusive)."""

    text: str
    placed: tuple[PlacedSentence, ...]


@dataclass(frozen=True, slots=True)
class CheckedDraft:
    """A draft with its verdicts: ``claims`` holds one claim per placed sentence, in the same order; ``tasks`` are what
    its plan leaves to do."""

    draft: Draft
    report: RenderedReport
    claims: tuple[Claim, ...]
    omissions: tuple[Omission, ...]
    findings: tuple[Finding, ...] = ()
    tasks: tuple[Task, ...] = ()
