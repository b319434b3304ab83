"""Personal style: learned when a clinician signs, followed in his later drafts, visible and erasable."""

from dataclasses import replace

from assistant.domain.consultation import Consultation
from assistant.domain.draft import Draft
from assistant.domain.encounter import AccountRole, Actor
from assistant.domain.language import LANGUAGES, Language
from assistant.domain.style import Style
from assistant.pipeline.styling import learned, styled
from assistant.services.workbench import Workbench


def learn(work: Workbench, actor: Actor, first: Draft | None, signed: Draft) -> None:
    """Remember the forms that the signatory put in the draft's place. Nothing where styles are not kept."""
    if work.styles is None or work.forms is None or first is None or actor.role is not AccountRole.CLINICIAN:
        return
    known = work.styles.get(actor.account_id, signed.language)
    now = learned(known, first, signed, work.forms(signed.language))
    if now != known:
        work.styles.put(actor.account_id, signed.language, now)


def follow(work: Workbench, account_id: str, consultation: Consultation) -> Consultation:
    """The consultation with its draft in the account's style, checked again where that changed it."""
    draft = consultation.checked.draft
    if work.styles is None:
        return consultation
    own = styled(draft, work.styles.get(account_id, draft.language))
    if own == draft:
        return consultation
    checked = work.recheck(own, consultation.transcript, consultation.context, consultation.passages)
    return replace(consultation, checked=checked)


def show(work: Workbench, actor: Actor) -> list[tuple[Language, Style]]:
    """What was learned of the one who asks; nobody sees another's."""
    if work.styles is None:
        return []
    found = [(language, work.styles.get(actor.account_id, language)) for language in LANGUAGES]
    return [(language, style) for language, style in found if style != Style()]


def forget(work: Workbench, actor: Actor) -> None:
    """Erase what was learned of the one who asks."""
    if work.styles is not None:
        work.styles.forget(actor.account_id)
