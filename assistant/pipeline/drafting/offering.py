"""What a model is shown: the segments that matter, as data, within a small window."""

from collections.abc import Sequence

from assistant.domain.evidence import SegmentEvidence
from assistant.domain.knowledge import RankedPassage
from assistant.domain.transcript import Segment
from assistant.pipeline.drafting.prompts import Prompts
from assistant.pipeline.drafting.statement import Statement
from assistant.pipeline.drafting.template import SectionTemplate

# A 4k-token window less the system prompt with its examples (about 1,000), the answer (500) and the passages (400),
# at about 2.7 characters a token, what small models need for French.
MAX_SEGMENT_CHARACTERS = 5_000
MAX_PASSAGE_CHARACTERS = 1_000
# Sections that guidelines may inform; the others only report.
_GUIDED = frozenset({"plan", "prescription"})
# What is spoken, or was written by the model itself, cannot close the block it stands in.
_HARMLESS = str.maketrans({"<": "‹", ">": "›", "\n": " ", "\r": " "})


def offered_segments(found: Sequence[Statement], segments: Sequence[Segment]) -> list[Segment]:
    """The segments that a section's statements rest on, the weightiest that fit, in reading order."""
    weightiest = sorted(found, key=lambda one: -one.weight)
    return fitting([place for statement in weightiest for place in statement.evidence], segments)


def fitting(places: Sequence[SegmentEvidence], segments: Sequence[Segment]) -> list[Segment]:
    """The segments at these places, the first ones that fit the window, in reading order."""
    by_place = {(one.turn, one.span): one for one in segments}
    kept: dict[str, Segment] = {}
    room = MAX_SEGMENT_CHARACTERS
    for place in places:
        segment = by_place[place.turn, place.span]
        length = len(_line(segment))
        if segment.id not in kept and length <= room:
            kept[segment.id] = segment
            room -= length
    return [segment for segment in segments if segment.id in kept]


def user_prompt(
    prompts: Prompts,
    section: SectionTemplate,
    offered: Sequence[Segment],
    passages: Sequence[RankedPassage],
    tone: str = "",
) -> str:
    """The question for one section. ``tone`` is the template's."""
    return prompts.user.substitute(
        section=section.title,
        guidance="\n".join(filter(None, (prompts.guidance.get(section.key, ""), tone))),
        passages=_passages(passages) if section.key in _GUIDED else "",
        segments="\n".join(_line(segment) for segment in offered),
    )


def repair_prompt(prompts: Prompts, title: str, text: str, reason: str, offered: Sequence[Segment]) -> str:
    """The question about one sentence that was refused, with the segments that it should have rested on."""
    return prompts.repair.substitute(
        section=title,
        text=text.translate(_HARMLESS),
        reason=reason.translate(_HARMLESS),
        segments="\n".join(_line(segment) for segment in offered),
    )


def _line(segment: Segment) -> str:
    return f"{segment.id} [{segment.role}] {segment.text.translate(_HARMLESS)}"


def _passages(passages: Sequence[RankedPassage]) -> str:
    lines: list[str] = []
    room = MAX_PASSAGE_CHARACTERS
    for number, ranked in enumerate(passages, 1):
        line = f"G{number} {ranked.passage.text.translate(_HARMLESS)}"
        if len(line) <= room:
            lines.append(line)
            room -= len(line)
    return "<guidelines>\n" + "\n".join(lines) + "\n</guidelines>\n" if lines else ""
