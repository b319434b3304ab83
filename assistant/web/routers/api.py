"""REST under ``/api/v1``: the same services as the pages, as JSON. Bearer token, or the session cookie."""

from typing import Annotated, Literal

from fastapi import APIRouter, Body, Depends, File, Query, Request, Response, UploadFile
from pydantic import BaseModel, Field

from assistant import __version__
from assistant.domain.context import PatientContext
from assistant.domain.draft import ReportKind
from assistant.domain.encounter import AccountRole, Encounter
from assistant.domain.language import Language
from assistant.domain.review import Signature
from assistant.services import accounts, audit, encounters, exporting, review, workflow
from assistant.services.audit import AuditEntry
from assistant.services.encounters import EncounterFile, EncounterSummary
from assistant.services.workflow import ProcessingStatus
from assistant.web.routers import api_proposals, api_stays
from assistant.web.routers.review import MEDIA
from assistant.web.security import User, api_is_ours, token_of
from assistant.web.settings import work


class Problem(BaseModel):
    """An error: ``error`` names its kind, ``message`` and ``hint`` are for people."""

    error: str
    message: str
    hint: str
    retryable: bool


ERRORS: dict[int | str, dict[str, object]] = {
    code: {"model": Problem} for code in (401, 403, 404, 409, 410, 422, 503, 507)
}
router = APIRouter(prefix="/api/v1", dependencies=[Depends(api_is_ours)], responses=ERRORS)
public = APIRouter(prefix="/api/v1")
router.include_router(api_stays.router)
router.include_router(api_proposals.router)


class Credentials(BaseModel):
    """What a person logs in with."""

    username: str
    password: str


class Token(BaseModel):
    """A session token: send it as ``Authorization: Bearer …``."""

    token: str


class Health(BaseModel):
    """That the application answers."""

    status: Literal["ok"]
    version: str


class Opening(BaseModel):
    """A new encounter. ``consent_given`` must be true: the patient was asked first."""

    kind: ReportKind = ReportKind.CONSULTATION
    language: Language | None = None
    context: PatientContext = PatientContext()
    consent_given: bool = False


class Person(BaseModel):
    """An account."""

    username: str
    role: AccountRole
    display_name: str


class OpenReview(BaseModel):
    """Start the review."""

    action: Literal["open"]


class Edit(BaseModel):
    """Another wording for a sentence."""

    action: Literal["edit"]
    sentence_id: str
    text: str


class Rename(BaseModel):
    """Another heading for a section."""

    action: Literal["rename"]
    section_key: str
    title: str


class Move(BaseModel):
    """A section put before another; at the end where ``before`` is null."""

    action: Literal["move"]
    section_key: str
    before: str | None = None


class Delete(BaseModel):
    """Take a sentence out."""

    action: Literal["delete"]
    sentence_id: str


class Add(BaseModel):
    """A new sentence at the end of a section."""

    action: Literal["add"]
    section_key: str
    text: str


class Resolve(BaseModel):
    """Confirm a sentence against a finding."""

    action: Literal["resolve"]
    key: str
    reason: str


ReviewAction = Annotated[OpenReview | Edit | Delete | Add | Rename | Move | Resolve, Field(discriminator="action")]


@public.get("/health")
def health() -> Health:
    """Whether the application answers. Needs no account."""
    return Health(status="ok", version=__version__)


@public.post("/login", responses=ERRORS)
def login(request: Request, credentials: Credentials) -> Token:
    """A session token for a user name and password."""
    return Token(token=accounts.log_in(work(request), credentials.username, credentials.password))


@router.post("/logout", status_code=204)
def logout(request: Request, actor: User) -> None:
    """End the session."""
    accounts.log_out(work(request), token_of(request) or "")


@router.get("/me")
def me(actor: User) -> Person:
    """The account that asks."""
    return Person(username=actor.username, role=actor.role, display_name=actor.display_name)


@router.get("/encounters")
def list_encounters(request: Request, actor: User) -> list[EncounterSummary]:
    """The encounters that the account may see."""
    return list(encounters.list_encounters(work(request), actor))


@router.post("/encounters", status_code=201)
def open_encounter(request: Request, actor: User, opening: Opening) -> Encounter:
    """Open an encounter; the source comes next."""
    return encounters.open_encounter(
        work(request),
        actor,
        kind=opening.kind,
        language=opening.language,
        context=opening.context,
        consent_given=opening.consent_given,
    )


@router.post("/encounters/{encounter_id}/source", status_code=202)
def attach(request: Request, actor: User, encounter_id: str, file: Annotated[UploadFile, File()]) -> Encounter:
    """A recording or transcript, kept as it came; the work on it starts at once."""
    made = encounters.attach(work(request), actor, encounter_id, file.filename or "source", file.file.read())
    workflow.start(work(request), actor, encounter_id)
    return made


@router.get("/encounters/{encounter_id}")
def read(request: Request, actor: User, encounter_id: str) -> EncounterFile:
    """Everything of an encounter that the account may read."""
    return encounters.read(work(request), actor, encounter_id)


@router.get("/encounters/{encounter_id}/progress")
def progress(request: Request, actor: User, encounter_id: str) -> ProcessingStatus:
    """Where the work stands."""
    return workflow.progress(work(request), actor, encounter_id)


@router.post("/encounters/{encounter_id}/review")
def change(request: Request, actor: User, encounter_id: str, change: Annotated[ReviewAction, Body()]) -> EncounterFile:
    """Change or settle something in the review; the whole encounter afterwards."""
    bench = work(request)
    match change:
        case OpenReview():
            review.open_review(bench, actor, encounter_id)
        case Edit():
            review.edit_sentence(bench, actor, encounter_id, change.sentence_id, change.text)
        case Delete():
            review.delete_sentence(bench, actor, encounter_id, change.sentence_id)
        case Add():
            review.add_sentence(bench, actor, encounter_id, change.section_key, change.text)
        case Rename():
            review.rename_section(bench, actor, encounter_id, change.section_key, change.title)
        case Move():
            review.move_section(bench, actor, encounter_id, change.section_key, change.before)
        case Resolve():
            review.resolve_finding(bench, actor, encounter_id, change.key, change.reason)
    return encounters.read(bench, actor, encounter_id)


@router.post("/encounters/{encounter_id}/sign")
def sign(request: Request, actor: User, encounter_id: str) -> Signature:
    """Sign the report. 409 while critical findings are open."""
    return review.sign(work(request), actor, encounter_id)


@router.post("/encounters/{encounter_id}/amend", status_code=204)
def amend(request: Request, actor: User, encounter_id: str, reason: Annotated[str, Body(embed=True)]) -> None:
    """Open a new version of a signed report."""
    review.amend(work(request), actor, encounter_id, reason)


@router.post("/encounters/{encounter_id}/{action}", status_code=204)
def move(
    request: Request, actor: User, encounter_id: str, action: Literal["retry", "cancel", "withdraw-consent"]
) -> None:
    """Try a failed one again, cancel, or destroy the content because consent was withdrawn."""
    bench = work(request)
    if action == "retry":
        encounters.retry(bench, actor, encounter_id)
        workflow.start(bench, actor, encounter_id)
    elif action == "cancel":
        encounters.cancel(bench, actor, encounter_id)
    else:
        encounters.withdraw_consent(bench, actor, encounter_id)


@router.get("/encounters/{encounter_id}/export", response_class=Response)
def export(
    request: Request,
    actor: User,
    encounter_id: str,
    form: Annotated[Literal["text", "html", "json"], Query(alias="format")],
) -> Response:
    """The report as a file."""
    return Response(exporting.export(work(request), actor, encounter_id, form), media_type=MEDIA[form])


@router.get("/encounters/{encounter_id}/audit")
def trail(request: Request, actor: User, encounter_id: str) -> list[AuditEntry]:
    """Who did what with the encounter, and when."""
    return list(audit.trail(work(request), actor, encounter_id))
