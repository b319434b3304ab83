"""Whose problem it is: what a claim says of the patient or of a relative, against who was said to have it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.domain.finding import FindingType, Severity
from assistant.domain.transcript import SpeakerRole
from assistant.pipeline.checking.texts.clauses import Clause
from assistant.pipeline.checking.texts.doubt import Doubt
from assistant.pipeline.checking.texts.evidence import EvidenceBase, Passage
from assistant.pipeline.checking.texts.kinship import (
    ANYBODY,
    SELF,
    claimed_person,
    distant,
    is_habit,
    people,
    subjects,
    theirs,
)
from assistant.pipeline.checking.texts.knowledge import CheckerKnowledge, load_knowledge
from assistant.pipeline.checking.texts.reading import Reading, Unit, read
from assistant.pipeline.checking.texts.replies import denies, reply_to
from assistant.pipeline.facts.qualifiers import qualifiers_at
from assistant.pipeline.text import Token

_SPEAKER = "companion"
"""A companion who speaks of himself."""
_BACK = 2
_REACH = 60
"""Characters between a person and the problem said of them."""
# *L'asthme de ma mère*, *cancer chez la tante*, *diabetes in my father*, *asthma, my sister*: nothing but the link
# stands between. Who follows at once is an object: *I can't hear the wife*.
_LINK = re.compile(
    r"\W*((?:chez|in|of|de|du|pour|for|with|avec|a|cote|on)\W+|[,:(–-]\W*)?"
    r"(?:(?:l[ae]?|ma|mon|sa|son|votre|the|my|his|her|your)\W+)?"
)


@dataclass(frozen=True, slots=True)
class _Holder:
    """Who was said to have a problem, and where. ``asked``: in a question."""

    people: frozenset[str]
    passage: Passage
    unit: Unit
    asked: bool

    def other(self, base: EvidenceBase) -> bool:
        """Whether that is surely not the patient, though a companion speaks: the companion, or *his brother*."""
        return _SPEAKER in self.people or any(relative <= self.people for relative in theirs(self.passage, base))


def person_doubts(reading: Reading, parts: Sequence[Clause], base: EvidenceBase) -> Iterator[Doubt]:
    """Problems that were only said of somebody else. Where a companion speaks, kinship is seen from there and a
    relative may be the patient: a problem is doubted only where it was said of the companion or of *his brother*."""
    for part in parts:
        for unit in part.units:
            act = unit.checked and any(key.startswith("c:") for key in unit.keys)
            habit = is_habit(unit, base) and not _passive(part, reading, base)
            if not (unit.problem or unit.drug or act or habit) or unit.person:
                continue
            held = qualifiers_at(reading.text, unit.span, base.lexicon)
            if held.negated or held.conditional:
                continue
            claimed = claimed_person(unit, part, reading, base)
            if any(other.person and distant(other, base) for other in part.units):
                continue
            if claimed == SELF and not (unit.problem or unit.drug or habit):
                continue
            wrong = _only_others(claimed, unit, base)
            if wrong is not None:
                severity = Severity.CRITICAL if unit.drug else None
                yield Doubt(FindingType.EXPERIENCER, unit.span, wrong.passage.evidence(wrong.unit.span), severity)


def _only_others(claimed: frozenset[str], unit: Unit, base: EvidenceBase) -> _Holder | None:
    """A holder, where all that were said to have it are others than the claim's person."""
    if claimed != SELF and (unit.drug or _is_like_the_patient(claimed, base)):
        return None
    holders = list(_holders(unit, base))
    stated = [one for one in holders if not one.asked]
    holders = stated or holders
    if base.accompanied and not all(one.other(base) for one in holders):
        return None
    if not holders or any(_agree(claimed, one.people) for one in holders):
        return None
    return holders[-1]


def _agree(claimed: frozenset[str], said: frozenset[str]) -> bool:
    """Whether the two may be the same person."""
    if _SPEAKER in said:
        return claimed != SELF and (said == {_SPEAKER} or bool(claimed & (said | ANYBODY)))
    if claimed == SELF:
        return bool(claimed & said)
    return bool(claimed & said) or (said != SELF and bool((claimed | said) & ANYBODY))


def _passive(part: Clause, reading: Reading, base: EvidenceBase) -> bool:
    """*Tabagisme passif (mari)*: another smokes."""
    passive = load_knowledge(base.language).passive
    return any(word.key in passive for word in reading.words if part.span.start <= word.start)


def _is_like_the_patient(claimed: frozenset[str], base: EvidenceBase) -> bool:
    """*Mon père tremblait pareil*, *comme ma mère*: a relative of whom the same was said without naming it."""
    same = load_knowledge(base.language).same
    return any(
        one.person and claimed & people(one)
        for passage in base.passages
        if any(word.key in same for word in passage.reading.words)
        and not any(one.problem for one in passage.reading.units)
        for one in passage.reading.units
    )


def _holders(unit: Unit, base: EvidenceBase) -> Iterator[_Holder]:
    keys = {key for key in unit.keys if key.startswith(("b:", "c:"))}
    for order in base.holding(unit):
        passage = base.passages[order]
        for other in passage.reading.units:
            if (other.problem or other.drug or other.checked or is_habit(other, base)) and keys & other.keys:
                # Run-on speech without marks holds its own answers.
                asked = passage.segment.text.rstrip().endswith("?")
                yield _Holder((_answered if asked else _said_of)(other, passage, base), passage, other, asked)


def _answered(unit: Unit, question: Passage, base: EvidenceBase) -> frozenset[str]:
    """Who has what a question asks about: whom it names and whom the answer names; *no* takes back the former, and so
    does an answer that opens with a relative (*Ma mère, oui*; *Non. C'est mon père qui…*). What the answer goes on to
    tell of another with a problem of his own is another matter."""
    asked = frozenset(person for one in question.reading.units if one.person for person in people(one))
    reply = reply_to(question, base)
    denied = denies(reply, base)
    named: frozenset[str] = frozenset()
    for passage in reply if asked else reply[: 2 if denied else 1]:
        if (named - asked or passage is not reply[0]) and any(one.problem for one in passage.reading.units):
            break
        named |= frozenset(person for one in passage.reading.units if one.person for person in people(one))
    if named and (denied or asked & ANYBODY or _opens_with_relative(reply[0], base)):
        return named - asked or named
    return (asked or _said_of(unit, question, base)) | named


def _opens_with_relative(reply: Passage, base: EvidenceBase) -> bool:
    """Whether an answer names a relative before it says *yes* or *I*."""
    people_named = [one for one in reply.reading.units if one.person]
    if not people_named:
        return False
    lead = [word for word in reply.reading.words if word.end <= people_named[0].span.start]
    answers = base.lexicon.cues_in("answer", lead)
    own = [word for word in lead[:-1] if word.key in load_knowledge(base.language).own]
    return not own and all(cue.name == "filler" for cue in answers)


def _said_of(unit: Unit, passage: Passage, base: EvidenceBase) -> frozenset[str]:
    """The nearest person before the problem in its sentence; one linked to it; one asked about just before; else who
    speaks."""
    knowledge = load_knowledge(base.language)
    folded = passage.reading.folded
    named = [one for one in subjects(passage.reading, knowledge) if one.span.start < unit.span.start]
    selves = [word for word in passage.reading.words if word.key in knowledge.own and word.start < unit.span.start]
    if named and unit.span.start - named[-1].span.end <= _REACH:
        since = [word for word in selves if word.start > named[-1].span.end]
        if not since and "." not in folded[named[-1].span.end : unit.span.start]:
            return people(named[-1])
    after = [one for one in passage.reading.units if one.person and one.span.start >= unit.span.end]
    link = _LINK.fullmatch(folded, unit.span.end, after[0].span.start) if after and not named else None
    if link is not None and (link[1] or not unit.problem):
        return people(after[0])
    if _of_the_companion(unit, passage, selves, knowledge):
        return frozenset({_SPEAKER}) | _label(passage, base)
    if selves or named:
        return SELF
    return _asked_about(passage, base, knowledge) or SELF


def _of_the_companion(unit: Unit, passage: Passage, selves: Sequence[Token], knowledge: CheckerKnowledge) -> bool:
    """Whether a companion says it of himself (*moi, c'est le rhume des foins*), rather than of the patient whom he
    speaks for (*je trouve qu'elle tousse*)."""
    first = [word for word in selves if word.key in knowledge.first]
    if passage.segment.role is not SpeakerRole.COMPANION or not first:
        return False
    return not any(
        word.key in knowledge.third and first[-1].start < word.start < unit.span.start for word in passage.reading.words
    )


def _label(passage: Passage, base: EvidenceBase) -> frozenset[str]:
    """The companion's kinship, where the transcript labels him with it (*Père :*)."""
    speaker = base.transcript.turns[passage.segment.turn].speaker
    named = [unit for unit in read(speaker, base.language, base.lexicon).units if unit.person]
    return people(named[0]) if named else frozenset()


def _asked_about(passage: Passage, base: EvidenceBase, knowledge: CheckerKnowledge) -> frozenset[str] | None:
    """The relative that the sentences just before speak of, where this one names nobody: the same speaker goes on
    about him, or another answers a question after him."""
    speaker = passage.segment.role
    for order in range(passage.order - 1, max(-1, passage.order - 1 - _BACK), -1):
        earlier = base.passages[order]
        if earlier.segment.role is not speaker and not earlier.segment.text.rstrip().endswith("?"):
            return None
        named = subjects(earlier.reading, knowledge)
        own = [
            word
            for word in earlier.reading.words
            if word.key in knowledge.own and not any(0 <= one.span.start - word.end <= 1 for one in named)
        ]
        if own and earlier.segment.role is speaker:
            return None
        if named:
            return people(named[-1])
    return None
