"""A number taken back in the next breath: *depuis dix ans. Non, douze* says twelve where ten was said."""

from dataclasses import replace

from assistant.domain.transcript import Segment
from assistant.pipeline.drafting.wording import Wording


def retakes(segment: Segment, before: Segment, wording: Wording) -> bool:
    """Whether the segment opens by giving another number for the one number of the segment before it, same turn."""
    match = wording.retaken.match(segment.text.replace("’", "'"))
    same = segment.turn == before.turn
    return match is not None and same and len(wording.number.findall(before.text)) == 1


def with_retaken(segment: Segment, following: Segment, wording: Wording) -> Segment:
    """The segment with the number that ``following`` gives in place of its own; its span stays."""
    match = wording.retaken.match(following.text.replace("’", "'"))
    value = match["value"] if match is not None else ""
    return replace(segment, text=wording.number.sub(value, segment.text))
