"""The worklist, a new encounter, and its progress until there is a draft to review."""

from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, File, Form, Request, Response, UploadFile
from fastapi.responses import RedirectResponse

from assistant.domain.context import PatientContext, Sex
from assistant.domain.draft import ReportKind
from assistant.domain.encounter import PERMISSIONS, Actor, Permission
from assistant.domain.language import LANGUAGES, Language
from assistant.errors import AssistantError, EngineMissing, InputError
from assistant.services import audit, encounters, workflow
from assistant.services.encounters import EncounterFile
from assistant.web.errors import status_of
from assistant.web.pages import page
from assistant.web.routers.review import review_page
from assistant.web.security import User, form_is_ours
from assistant.web.settings import work
from assistant.web.views import allowed

router = APIRouter()
Text = Annotated[str, Form()]
PASTED = "pasted.txt"


@router.get("/encounters")
def worklist(request: Request, actor: User) -> Response:
    """The encounters that the account may see; an administrator's start is the accounts page."""
    if actor.role not in PERMISSIONS[Permission.LIST_ENCOUNTERS]:
        return RedirectResponse("/accounts", 303)
    return page(request, "worklist.html", summaries=encounters.list_encounters(work(request), actor))


@router.get("/encounters/new")
def new_form(request: Request, actor: User) -> Response:
    """Consent, then the recording or transcript, then what is known of the patient."""
    return page(request, "new.html", kinds=list(ReportKind), sexes=list(Sex), languages=LANGUAGES)


@router.post("/encounters", dependencies=[Depends(form_is_ours)])
def create(
    request: Request,
    actor: User,
    kind: Annotated[ReportKind, Form()],
    consent: Text = "",
    language: Text = "",
    pasted: Text = "",
    file: Annotated[UploadFile | None, File()] = None,
    name: Text = "",
    birth_date: Text = "",
    sex: Text = "",
    allergies: Text = "",
    treatments: Text = "",
    problems: Text = "",
    visit_date: Text = "",
    admission_date: Text = "",
    discharge_date: Text = "",
    admission_mode: Text = "",
    discharge_mode: Text = "",
    gp: Text = "",
    referrer: Text = "",
    addressee: Text = "",
) -> Response:
    """Open the encounter, keep the source, start the work."""
    source = _source(file, pasted)
    context = PatientContext(
        name.strip() or None,
        _date(birth_date),
        next((item for item in Sex if item == sex), None),
        _lines(allergies),
        _lines(treatments),
        _lines(problems),
        visit_date=_date(visit_date),
        admission_date=_date(admission_date),
        discharge_date=_date(discharge_date),
        admission_mode=admission_mode.strip() or None,
        discharge_mode=discharge_mode.strip() or None,
        gp=gp.strip() or None,
        referrer=referrer.strip() or None,
        addressee=addressee.strip() or None,
    )
    made = encounters.open_encounter(
        work(request), actor, kind=kind, language=_language(language), context=context, consent_given=bool(consent)
    )
    return _begin(request, actor, made.id, source)


@router.post("/encounters/{encounter_id}/source", dependencies=[Depends(form_is_ours)])
def attach(
    request: Request,
    actor: User,
    encounter_id: str,
    pasted: Text = "",
    again: Text = "",
    file: Annotated[UploadFile | None, File()] = None,
) -> Response:
    """A recording or transcript for an encounter that has none; ``again``: instead of one that failed."""
    source = _source(file, pasted)
    if again:
        encounters.retry(work(request), actor, encounter_id)
    return _begin(request, actor, encounter_id, source)


@router.get("/encounters/{encounter_id}")
def show(request: Request, actor: User, encounter_id: str) -> Response:
    """The review when there is a draft; the progress until then."""
    file = encounters.read(work(request), actor, encounter_id)
    if file.checked is not None:
        return review_page(request, actor, file, file.checked)
    return _progress(request, actor, file)


@router.get("/encounters/{encounter_id}/audit")
def trail(request: Request, actor: User, encounter_id: str) -> Response:
    """Who did what with the encounter, and when."""
    return page(
        request, "audit.html", entries=audit.trail(work(request), actor, encounter_id), encounter_id=encounter_id
    )


@router.post("/encounters/{encounter_id}/{action}", dependencies=[Depends(form_is_ours)])
def move(
    request: Request, actor: User, encounter_id: str, action: Literal["start", "retry", "cancel", "withdraw_consent"]
) -> Response:
    """Start, try a failed one again, cancel, or destroy the content because consent was withdrawn."""
    if action == "retry":
        encounters.retry(work(request), actor, encounter_id)
    if action in ("start", "retry"):
        return _begin(request, actor, encounter_id)
    if action == "cancel":
        encounters.cancel(work(request), actor, encounter_id)
    else:
        encounters.withdraw_consent(work(request), actor, encounter_id)
    return RedirectResponse("/encounters", 303)


def _begin(request: Request, actor: Actor, encounter_id: str, source: tuple[str, bytes] | None = None) -> Response:
    """Keep the source and start. What goes wrong is shown on the encounter's own page, where it can be mended."""
    try:
        if source is not None:
            encounters.attach(work(request), actor, encounter_id, *source)
        workflow.start(work(request), actor, encounter_id)
    except (InputError, EngineMissing) as error:
        return _progress(request, actor, encounters.read(work(request), actor, encounter_id), error)
    return RedirectResponse(f"/encounters/{encounter_id}", 303)


def _progress(request: Request, actor: Actor, file: EncounterFile, error: AssistantError | None = None) -> Response:
    may = allowed(actor, file.encounter.state)
    status = 200 if error is None else status_of(error)
    return page(request, "progress.html", status, file=file, may=may, error=error)


def _source(file: UploadFile | None, pasted: str) -> tuple[str, bytes]:
    if file is not None and file.filename:
        return file.filename, file.file.read()
    if pasted.strip():
        return PASTED, pasted.encode()
    raise InputError("There is nothing to work from.", "Choose a file, or paste the transcript.")


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise InputError(f"Not a date: {text}.", "Write it as year-month-day, such as 1984-03-12.") from error


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _language(text: str) -> Language | None:
    return next((item for item in LANGUAGES if item == text), None)
