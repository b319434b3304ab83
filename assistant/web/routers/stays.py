"""The coder's pages: the worklist of stays, and one stay from its proposals to its export."""

from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, File, Form, Request, Response, UploadFile
from fastapi.responses import RedirectResponse

from assistant.domain.coding import CodeRole
from assistant.domain.encounter import Actor
from assistant.domain.stay import Setting
from assistant.domain.stay_review import DecisionKind, StayReview
from assistant.errors import AssistantError, InputError, StateError
from assistant.exports.stay import acts_hint, edition_held_item, edition_words
from assistant.exports.stay_items import stay_line_item
from assistant.exports.stay_view import arrange_stay
from assistant.pipeline.coding.jurisdictions import JURISDICTIONS
from assistant.services import stays
from assistant.services.report_coding import stay_of_reports, text_of
from assistant.services.stay_exporting import StayForm, export_stay
from assistant.services.stay_figures import stay_figures
from assistant.web.errors import status_of
from assistant.web.pages import page, texts
from assistant.web.security import User, form_is_ours
from assistant.web.settings import language, work
from assistant.web.views import stay_allowed

router = APIRouter(prefix="/stays")
guarded = [Depends(form_is_ours)]
Text = Annotated[str, Form()]
MEDIA = {"csv": "text/csv; charset=utf-8", "fhir": "application/fhir+json", "text": "text/plain; charset=utf-8"}
SUFFIX = {"csv": "csv", "fhir": "json", "text": "txt"}
PASTED = "pasted.txt"
NOTHING_TRIED = dict.fromkeys(("kind", "code", "to", "role", "why"), "")
NOTHING_GIVEN = dict.fromkeys(("pasted", "entry", "discharge", "age", "sex", "units", "department"), "")


@router.get("")
def worklist(request: Request, actor: User) -> Response:
    """The stays, the newest first."""
    found = stays.list_stays(work(request), actor)
    return page(
        request, "stays.html", items=[(stay_line_item(s.id, s.state, s.created_at, s.review), s) for s in found]
    )


@router.get("/figures")
def figures(request: Request, actor: User) -> Response:
    """How the proposals fared, by department; never by person."""
    return page(request, "stay_figures.html", figures=stay_figures(work(request), actor))


@router.get("/new")
def new_form(request: Request, actor: User) -> Response:
    """The reports, and what is known of the stay."""
    return page(request, "stay_new.html", error=None, given=NOTHING_GIVEN)


@router.post("", dependencies=guarded)
def create(
    request: Request,
    actor: User,
    files: Annotated[list[UploadFile] | None, File()] = None,
    pasted: Text = "",
    entry: Text = "",
    discharge: Text = "",
    age: Text = "",
    sex: Text = "",
    units: Text = "",
    department: Text = "",
) -> Response:
    """Take in a stay; what is wrong is shown over the same form."""
    try:
        made = stays.import_stay(
            work(request),
            actor,
            stay_of_reports(
                [*_texts(files or []), *([(PASTED, pasted)] if pasted.strip() else [])],
                work(request).coding(),
                entry=_date(entry),
                discharge=_date(discharge),
                age=_number(age),
                sex="F" if sex == "F" else "M" if sex == "M" else None,
                setting=Setting.FR_MCO,
                a_unit_each=bool(units),
                department=department.strip() or None,
            ),
        )
    except InputError as error:
        given = {"pasted": pasted, "entry": entry, "discharge": discharge, "age": age, "sex": sex, "units": units}
        given["department"] = department
        return page(request, "stay_new.html", status_of(error), error=error, given=given)
    return RedirectResponse(f"/stays/{made.id}", 303)


@router.get("/{stay_id}")
def show(request: Request, actor: User, stay_id: str) -> Response:
    """One stay."""
    return _stay_page(request, actor, stay_id)


@router.post("/{stay_id}/decide", dependencies=guarded)
def decide(
    request: Request, actor: User, stay_id: str, kind: Annotated[DecisionKind, Form()], code: Text,
    to: Text = "", role: Text = "", why: Text = "",
) -> Response:  # fmt: skip
    """Accept, edit, reject or add a code; what is wrong is shown on the same page, with what was typed."""
    chosen = next((item for item in CodeRole if item == role), None)
    try:
        match kind:
            case DecisionKind.ACCEPTED:
                review = stays.accept(work(request), actor, stay_id, code, why)
            case DecisionKind.REJECTED:
                review = stays.reject(work(request), actor, stay_id, code, why)
            case DecisionKind.EDITED:
                review = stays.edit(work(request), actor, stay_id, code, to.strip() or None, chosen, why)
            case DecisionKind.ADDED:
                review = stays.add(work(request), actor, stay_id, code, chosen or CodeRole.DAS, why)
    except (InputError, StateError) as error:
        tried = {"kind": kind.value, "code": code, "to": to, "role": role, "why": why}
        return _stay_page(request, actor, stay_id, error, tried)
    return _back(stay_id, _next(review))


@router.post("/{stay_id}/ask", dependencies=guarded)
def ask(request: Request, actor: User, stay_id: str, question: Text = "") -> Response:
    """Put a question to the clinician: a listed one by its number, or other words."""
    stays.ask(work(request), actor, stay_id, question)
    return _back(stay_id, "questions")


@router.post("/{stay_id}/answer", dependencies=guarded)
def answer(request: Request, actor: User, stay_id: str, text: Text = "") -> Response:
    """The clinician's answer."""
    return _back(stay_id, _next(stays.answer(work(request), actor, stay_id, text)))


@router.post("/{stay_id}/{action}", dependencies=guarded)
def move(
    request: Request, actor: User, stay_id: str, action: Literal["validate", "reopen"], why: Text = ""
) -> Response:
    """Validate or reopen; what stands in the way is shown on the same page."""
    try:
        if action == "validate":
            stays.validate(work(request), actor, stay_id, why)
        else:
            stays.reopen(work(request), actor, stay_id)
    except StateError as error:
        return _stay_page(request, actor, stay_id, error)
    return _back(stay_id)


@router.post("/{stay_id}/export/{form}", dependencies=guarded)
def export(request: Request, actor: User, stay_id: str, form: StayForm) -> Response:
    """The validated codes as a file."""
    body = export_stay(work(request), actor, stay_id, form, texts(language(request)))
    name = f'attachment; filename="stay-{stay_id}.{SUFFIX[form]}"'
    return Response(body, media_type=MEDIA[form], headers={"Content-Disposition": name})


def _stay_page(
    request: Request,
    actor: Actor,
    stay_id: str,
    error: AssistantError | None = None,
    tried: dict[str, str] | None = None,
) -> Response:
    review = stays.read_stay(work(request), actor, stay_id).review
    setting = JURISDICTIONS[review.stay.setting]
    roles = [setting.main, *([CodeRole.DR] if setting.related else []), setting.other]
    return page(
        request,
        "stay.html",
        200 if error is None else status_of(error),
        id=stay_id,
        review=review,
        view=arrange_stay(review),
        roles=roles,
        acts_hint=None if review.coded.acts else acts_hint(language(request)),
        edition=edition_words(edition_held_item(review.coded), texts(language(request))),
        may=stay_allowed(actor, review.state),
        left=len(review.undecided()),
        current=(tried or {}).get("code") or _next_code(review),
        error=error,
        tried=tried or NOTHING_TRIED,
    )


def _next_code(review: StayReview) -> str:
    return next((code.code for code in review.undecided()), "")


def _next(review: StayReview) -> str:
    """The anchor of the first code without a decision."""
    undecided = _next_code(review)
    return f"code-{undecided}" if undecided else ""


def _texts(files: list[UploadFile]) -> list[tuple[str, str]]:
    named = [(file.filename, file) for file in files if file.filename]
    return [(name, text_of(name, file.file.read())) for name, file in named]


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise InputError(f"{text} is not a date.", "Write it as YYYY-MM-DD.") from error


def _number(text: str) -> int | None:
    if not text.strip():
        return None
    if not text.strip().isdecimal():
        raise InputError(f"{text} is not an age in years.", "Check the birth date.")
    return int(text)


def _back(stay_id: str, anchor: str = "") -> Response:
    return RedirectResponse(f"/stays/{stay_id}" + (f"#{anchor}" if anchor else ""), 303)
