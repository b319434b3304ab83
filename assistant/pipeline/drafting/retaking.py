"""A number taken back in the next breath, or by who comes along: *depuis dix ans. Non, douze* says twelve where ten
was said."""

from collections.abc import Sequence
from dataclasses import replace

from assistant.domain.transcript import Segment, SpeakerRole
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


# A contradiction comes at once, or after a word of the clinician's.
_AT_ONCE = 2


def contested(segment: Segment, following: Sequence[Segment], wording: Wording) -> int | None:
    """The turn in which another visitor gives another number or day for the segment's ("Mais non, dimanche !")."""
    if segment.role is SpeakerRole.CLINICIAN or not _dates(segment.text, wording):
        return None
    later = next((one for one in following if one.turn > segment.turn and one.role is not SpeakerRole.CLINICIAN), None)
    if later is None or later.role is segment.role or later.turn - segment.turn > _AT_ONCE:
        return None
    told = [one.text.replace("’", "'") for one in following if one.turn == later.turn]
    denies = any(wording.contradicting.match(text) for text in told)
    return later.turn if denies and any(_dates(text, wording) for text in told) else None


def _dates(text: str, wording: Wording) -> bool:
    return bool(wording.number.search(text) or wording.times.search(text))
