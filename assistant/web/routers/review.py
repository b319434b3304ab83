"""The review: the report beside the transcript, and every way to change or settle it."""

from dataclasses import dataclass, replace
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import RedirectResponse

from assistant.domain.consultation import Consultation
from assistant.domain.draft import CheckedDraft
from assistant.domain.encounter import Actor, State
from assistant.domain.proposal import Proposal, Proposals
from assistant.domain.transcript import Transcript
from assistant.exports.arranging import arrange
from assistant.pipeline.checking import finding_key
from assistant.services import choosing, encounters, exporting, review
from assistant.services.encounters import EncounterFile
from assistant.services.findings import omission_key
from assistant.web.pages import page
from assistant.web.security import User, form_is_ours
from assistant.web.settings import work
from assistant.web.views import allowed, omission_homes

router = APIRouter(prefix="/encounters/{encounter_id}")
guarded = [Depends(form_is_ours)]
Text = Annotated[str, Form()]
MEDIA = {"text": "text/plain; charset=utf-8", "html": "text/html; charset=utf-8", "json": "application/json"}
SUFFIX = {"text": "txt", "html": "html", "json": "json"}


def review_page(request: Request, actor: Actor, file: EncounterFile, checked: CheckedDraft) -> Response:
    """The page of an encounter that has a draft, in whatever state it is."""
    names = {signature.by: signature.display_name for signature in file.signatures}
    return page(
        request,
        "review.html",
        file=file,
        encounter=file.encounter,
        view=arrange(checked, _consultation(file, checked), file.resolutions, file.original, finding_key, omission_key),
        names={**names, actor.account_id: actor.display_name or actor.username},
        may=allowed(actor, file.encounter.state),
        blocking=len(review.open_critical(file)),
        offer=_offer(request, actor, file, choosing.proposals(work(request), actor, file.encounter.id)),
        homes=omission_homes(),
    )


@dataclass(frozen=True, slots=True)
class Offer:
    """What the page shows of a model's proposals. ``waiting``: more may come; ``may_decide``: whether the reader
    may take or leave one now; ``old``: the sentences as they stand, by id."""

    waiting: bool
    may_decide: bool
    failed: str
    sections: dict[str, list[Proposal]]
    old: dict[str, str]


def _offer(request: Request, actor: Actor, file: EncounterFile, made: Proposals | None) -> Offer:
    wanted = work(request).propose is not None and file.encounter.state in (State.DRAFTED, State.IN_REVIEW)
    sections: dict[str, list[Proposal]] = {}
    for one in choosing.open_proposals(made, file) if wanted else ():
        sections.setdefault(one.section, []).append(one)
    old = {p.sentence.id: p.sentence.text for p in file.checked.report.placed} if file.checked is not None else {}
    may_decide = "edit" in allowed(actor, file.encounter.state)
    waiting = wanted and (made is None or not made.complete)
    return Offer(waiting, may_decide, made.failed if made is not None and wanted else "", sections, old)


def _consultation(file: EncounterFile, checked: CheckedDraft) -> Consultation:
    """What the report came from. Once consent is withdrawn, a signed report has nothing behind it any more."""
    if file.consultation is None:
        nothing = Transcript(checked.draft.language, (), "erased")
        return Consultation(nothing, file.context, (), checked, (), file.codes, ())
    return replace(file.consultation, context=file.context, codes=file.codes)


@router.post("/open-review", dependencies=guarded)
def open_review(request: Request, actor: User, encounter_id: str) -> Response:
    """Start the review."""
    review.open_review(work(request), actor, encounter_id)
    return _back(encounter_id)


@router.post("/sentences/edit", dependencies=guarded)
def edit(
    request: Request, actor: User, encounter_id: str, sentence_id: Text, text: Text, anchor: Text = ""
) -> Response:
    """Another wording for a sentence."""
    review.edit_sentence(work(request), actor, encounter_id, sentence_id, text)
    return _back(encounter_id, anchor)


@router.post("/sentences/delete", dependencies=guarded)
def delete(request: Request, actor: User, encounter_id: str, sentence_id: Text) -> Response:
    """Take a sentence out."""
    review.delete_sentence(work(request), actor, encounter_id, sentence_id)
    return _back(encounter_id)


@router.post("/sentences/add", dependencies=guarded)
def add(request: Request, actor: User, encounter_id: str, section_key: Text, text: Text) -> Response:
    """A new sentence at the end of a section: the clinician's own, an omission, a guideline suggestion."""
    review.add_sentence(work(request), actor, encounter_id, section_key, text)
    return _back(encounter_id, f"section-{section_key}")


@router.get("/proposals")
def proposals(request: Request, actor: User, encounter_id: str) -> Response:
    """What the language model proposes so far, for the page that follows it: 204 before its first proposal."""
    made = choosing.proposals(work(request), actor, encounter_id)
    if made is None:
        return Response(status_code=204)
    file = encounters.read(work(request), actor, encounter_id)
    return page(request, "proposals.html", encounter=file.encounter, offer=_offer(request, actor, file, made))


@router.post("/proposals/{decision}", dependencies=guarded)
def decide(
    request: Request, actor: User, encounter_id: str, decision: Literal["take", "leave"], proposal_id: Text
) -> Response:
    """Put a proposal in the place of the sentences that it holds, or leave them as they are."""
    decided = choosing.take if decision == "take" else choosing.leave
    decided(work(request), actor, encounter_id, proposal_id)
    return _back(encounter_id)


@router.post("/findings/resolve", dependencies=guarded)
def resolve(request: Request, actor: User, encounter_id: str, key: Text, reason: Text = "") -> Response:
    """Confirm a sentence against a finding, with a reason."""
    review.resolve_finding(work(request), actor, encounter_id, key, reason)
    return _back(encounter_id, "findings")


@router.post("/sign", dependencies=guarded)
def sign(request: Request, actor: User, encounter_id: str) -> Response:
    """Sign the report."""
    review.sign(work(request), actor, encounter_id)
    return _back(encounter_id)


@router.post("/amend", dependencies=guarded)
def amend(request: Request, actor: User, encounter_id: str, reason: Text = "") -> Response:
    """Open a new version of a signed report."""
    review.amend(work(request), actor, encounter_id, reason)
    return _back(encounter_id)


@router.get("/export/{form}")
def export(request: Request, actor: User, encounter_id: str, form: Literal["text", "html", "json"]) -> Response:
    """The report as a file."""
    body = exporting.export(work(request), actor, encounter_id, form)
    name = f'attachment; filename="report-{encounter_id}.{SUFFIX[form]}"'
    return Response(body, media_type=MEDIA[form], headers={"Content-Disposition": name})


def _back(encounter_id: str, anchor: str = "") -> Response:
    return RedirectResponse(f"/encounters/{encounter_id}" + (f"#{anchor}" if anchor else ""), 303)
