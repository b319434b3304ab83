"""What every service works with: the stores, the time, and the engines that ``bootstrap`` chose."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from assistant.domain.consultation import Consultation
from assistant.domain.context import PatientContext
from assistant.domain.draft import CheckedDraft, Draft, ReportKind
from assistant.domain.knowledge import RankedPassage
from assistant.domain.language import Language
from assistant.domain.proposal import Audience, Proposals, Writing
from assistant.domain.transcript import Transcript
from assistant.pipeline.coding.tools import StayTools
from assistant.pipeline.styling import Forms
from assistant.ports import BlobStore, Transcriber
from assistant.storage.database import Database
from assistant.storage.styles import StyleFiles

Process = Callable[[Transcript, PatientContext, ReportKind], Consultation]
Propose = Callable[[Consultation, ReportKind, Audience], Proposals]
Recheck = Callable[[Draft, Transcript, PatientContext, tuple[RankedPassage, ...]], CheckedDraft]


@dataclass(frozen=True, slots=True)
class Workbench:
    """``clock`` tells the time in UTC. ``transcriber_for`` raises ``EngineMissing`` where no engine knows the
    language. ``recheck`` renders the draft anew and gives its verdicts. ``coding`` gives what coding a
    stay needs, read at first use. Without ``styles`` no style is kept. ``propose`` asks a language model for
    its words beside a draft, where one is configured; raises what the engine raises. ``writing``: what it is writing at
    this moment, by encounter; in this process's memory alone."""

    database: Database
    blobs: BlobStore
    clock: Callable[[], datetime]
    process: Process
    transcriber_for: Callable[[Language | None], Transcriber]
    recheck: Recheck
    coding: Callable[[], StayTools]
    styles: StyleFiles | None = None
    forms: Callable[[Language], Forms] | None = None
    propose: Propose | None = None
    writing: dict[str, Writing] = field(default_factory=dict)
