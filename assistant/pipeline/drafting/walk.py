"""Where the reading of a dialogue stands: what was asked, named and decided so far."""

from dataclasses import dataclass, field

from assistant.domain.transcript import Segment, SpeakerRole
from assistant.pipeline.drafting.answers import asked_label
from assistant.pipeline.drafting.naming import Names
from assistant.pipeline.drafting.statement import Statement
from assistant.pipeline.drafting.telegraph import informative
from assistant.pipeline.drafting.template import Template
from assistant.pipeline.drafting.topics import cue_topic
from assistant.pipeline.drafting.units import UnitsSaid
from assistant.pipeline.drafting.wording import Wording
from assistant.pipeline.lexicon import Lexicon


@dataclass(slots=True)
class Walk:
    """Where the reading of the dialogue stands.

    ``questions`` are those of the last turn that asked, ``last`` the last statement's turn and topic, ``spoken`` the
    segment as it was said, ``before`` the statement before, ``retaking`` the next segment where it gives
    another number for this one's, ``asking`` the turns that hold a question,
    ``announced`` the turn whose last sentence announced a conclusion, ``guessed`` whether the topic last found was a
    guess, ``identifying`` whether particulars were asked for last, ``rest`` what the turn goes on to say,
    ``allergens`` the names of what is not tolerated, ``units`` the units in which drugs are dosed,
    ``answering`` the turn in which somebody else answers the questions better than who was asked, ``denied`` the last
    turn that answered no.
    """

    template: Template
    lexicon: Lexicon
    questions: list[Segment] = field(default_factory=list)
    question_topic: str | None = None
    examined: bool = False
    concluded: bool = False
    last: tuple[int, str | None] = (-1, None)
    last_said: int = -1
    spoken: Segment | None = None
    before: Statement | None = None
    retaking: Segment | None = None
    announced: int = -1
    guessed: bool = False
    units: UnitsSaid = field(default_factory=dict)
    asking: frozenset[int] = frozenset()
    answering: int = -1
    denied: int = -1
    identifying: bool = False
    rest: str = ""
    allergens: set[str] = field(default_factory=set)
    names: Names = field(init=False)

    def __post_init__(self) -> None:
        self.names = Names(self.lexicon)

    @property
    def wording(self) -> Wording:
        """The template's wording."""
        return self.template.wording


def note_question(segment: Segment, walk: Walk) -> None:
    """Take in a question and the topic it asks for."""
    if walk.questions and walk.questions[-1].turn != segment.turn and not _echoes(segment, walk):
        walk.questions, walk.question_topic = [], None
    if walk.wording.not_asking.search(segment.text):
        return
    walk.questions.append(segment)
    walk.question_topic = cue_topic(segment, "question", walk.wording) or walk.question_topic


# An echo comes back to the question so many turns before.
_ECHO = 2


def _echoes(segment: Segment, walk: Walk) -> bool:
    """Whether a question only says the answer again ("five or six, really?"): what was asked is still asked."""
    left = informative(walk.wording.times.sub(" ", segment.text), walk.wording)
    soon = segment.turn - walk.questions[-1].turn <= _ECHO
    says = any(map(str.isdigit, segment.text)) or walk.wording.times.search(segment.text) is not None
    return soon and says and all(map(str.isdigit, left)) and asked_label(segment.text, walk.wording) is None


def answered(segment: Segment, walk: Walk) -> tuple[Segment, ...]:
    """The clinician's questions of the turn before, where somebody else answers them."""
    asked = tuple(walk.questions)
    if (
        not asked
        or segment.turn not in (asked[-1].turn + 1, walk.answering)
        or asked[-1].role is not SpeakerRole.CLINICIAN
    ):
        return ()
    return asked if segment.role is not SpeakerRole.CLINICIAN else ()
