"""A model's draft as proposals: what stands for what, and that taking them all loses nothing."""

from dataclasses import replace

from assistant.domain.draft import Draft
from assistant.domain.proposal import Proposal
from assistant.domain.transcript import Transcript
from assistant.pipeline.drafting import proposals
from assistant.pipeline.drafting.content import content, holds_all
from assistant.pipeline.lexicon import load_lexicon
from tests.pipeline.drafting.conftest import LEXICONS, drafted
from tests.pipeline.drafting.scripted import ScriptedChat, model_draft


def _worded(user: str, ids: list[str]) -> dict[str, object]:
    """A model that words the complaint well, invents a drug, and says nothing else."""
    for line in user.splitlines():
        name, _, said = line.partition(" ")
        if name in ids and "trois jours" in said:
            good = {"text": "Mal de gorge depuis 3 jours.", "evidence": [name]}
            return {"sentences": [good, {"text": "Amoxicilline 1 g 3/j.", "evidence": [name]}]}
    return {"sentences": []}


def _offered(visit: Transcript) -> tuple[Draft, tuple[Proposal, ...]]:
    before = drafted(visit)
    after = model_draft(ScriptedChat(_worded), visit).draft
    return before, _all(before, after)


def _all(before: Draft, after: Draft) -> tuple[Proposal, ...]:
    lexicon = load_lexicon(LEXICONS, "fr")
    return tuple(one for section in after.sections for one in proposals(before, section, lexicon))


def test_a_lie_is_never_proposed(visit_fr: Transcript) -> None:
    _, offered = _offered(visit_fr)
    assert not any("moxicilline" in one.text for proposal in offered for one in proposal.sentences)


def test_what_is_replaced_is_held_by_what_replaces_it(visit_fr: Transcript) -> None:
    lexicon = load_lexicon(LEXICONS, "fr")
    before, offered = _offered(visit_fr)
    texts = {one.id: one.text for section in before.sections for one in section.sentences}
    assert [one.replaces for one in offered] == [("reason-1",)]
    for proposal in offered:
        standing = [content(one.text, "fr", lexicon) for one in proposal.sentences]
        assert standing
        assert all(holds_all(content(texts[name], "fr", lexicon), standing) for name in proposal.replaces)


def test_the_same_draft_proposes_nothing(visit_fr: Transcript) -> None:
    draft = drafted(visit_fr)
    assert _all(draft, draft) == ()


def test_the_same_words_have_the_same_id_and_others_another(visit_fr: Transcript) -> None:
    _, offered = _offered(visit_fr)
    assert [one.id for one in _offered(visit_fr)[1]] == [one.id for one in offered]
    lexicon, before = load_lexicon(LEXICONS, "fr"), drafted(visit_fr)
    reason = next(section for section in before.sections if section.key == "reason")
    ids = set()
    for text in ("Mal de gorge depuis 3 jours.", "Depuis 3 jours, mal de gorge."):
        worded = replace(reason, sentences=(replace(reason.sentences[0], text=text),))
        ids |= {one.id for one in proposals(before, worded, lexicon)}
    assert len(ids) == 2
