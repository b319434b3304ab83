"""A model's draft as proposals beside the extractive one: which sentences would stand for which."""

import hashlib
from collections.abc import Sequence

from assistant.domain.draft import Draft, Section, Sentence
from assistant.domain.evidence import Evidence, SegmentEvidence
from assistant.domain.language import Language
from assistant.domain.proposal import Proposal
from assistant.pipeline.drafting.content import content, holds_all
from assistant.pipeline.lexicon import Lexicon


def proposals(draft: Draft, worded: Section, lexicon: Lexicon) -> tuple[Proposal, ...]:
    """What ``worded`` says otherwise than the draft's section, in the smallest groups in which no sentence of the draft
    is given up unless the group's sentences hold all of it. The same words in the same place have the same id."""
    mine = next((section for section in draft.sections if section.key == worded.key), None)
    return tuple(_proposal(worded.key, new, gone) for new, gone in _groups(mine, worded, draft.language, lexicon))


def _proposal(key: str, new: Sequence[Sentence], gone: Sequence[Sentence]) -> Proposal:
    replaces = tuple(one.id for one in gone)
    content = "\x1f".join((*replaces, "", *(one.text for one in new)))
    name = f"{key}-p{hashlib.sha256(content.encode()).hexdigest()[:8]}"
    sentences = tuple(Sentence(f"{name}-{n}", one.text, one.evidence) for n, one in enumerate(new, 1))
    return Proposal(name, key, sentences, replaces)


_Group = tuple[list[Sentence], list[Sentence]]


def _groups(old: Section | None, new: Section, language: Language, lexicon: Lexicon) -> list[_Group]:
    before = old.sentences if old is not None else ()
    kept = {one.text for one in new.sentences} & {one.text for one in before}
    written = [one for one in new.sentences if one.text not in kept]
    gone = [one for one in before if one.text not in kept]
    groups: list[_Group] = [([one], []) for one in written]
    for sentence in gone:
        touching = [group for group in groups if any(_same_place(one.evidence, sentence.evidence) for one in group[0])]
        groups = [*(group for group in groups if group not in touching), _together(touching, sentence)]
    whole = all(_holds(group, language, lexicon) for group in groups)
    return groups if whole or not written else [(written, gone)]


def _together(groups: Sequence[_Group], sentence: Sentence) -> _Group:
    return [one for new, _ in groups for one in new], [*(one for _, gone in groups for one in gone), sentence]


def _holds(group: _Group, language: Language, lexicon: Lexicon) -> bool:
    new, gone = group
    standing = [content(one.text, language, lexicon) for one in new]
    return bool(new) and all(holds_all(content(one.text, language, lexicon), standing) for one in gone)


def _same_place(one: Sequence[Evidence], other: Sequence[Evidence]) -> bool:
    mine = [a for a in one if isinstance(a, SegmentEvidence)]
    theirs = [b for b in other if isinstance(b, SegmentEvidence)]
    return any(a.turn == b.turn and a.span.overlaps(b.span) for a in mine for b in theirs)
