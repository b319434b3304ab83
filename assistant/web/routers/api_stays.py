"""Stays under ``/api/v1/stays``: the same services as the coder's pages, as JSON."""

from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, Body, Query, Request, Response
from pydantic import BaseModel, Field

from assistant.domain.coding import CodeRole
from assistant.domain.stay import Setting, Sex
from assistant.exports.stay_items import department_item, stay_item, stay_line_item
from assistant.exports.stay_lines import DepartmentItem, StayItem, StayLineItem
from assistant.services import stays
from assistant.services.report_coding import stay_of_reports
from assistant.services.stay_exporting import StayForm, export_stay
from assistant.services.stay_figures import stay_figures
from assistant.web.pages import texts
from assistant.web.routers.stays import MEDIA
from assistant.web.security import User
from assistant.web.settings import language, work

router = APIRouter(prefix="/stays")


class Report(BaseModel):
    """A report of a stay: evidence names it by ``name``."""

    name: str = Field(min_length=1)
    text: str


class StayOpening(BaseModel):
    """A new stay. What is not given is read in the reports; ``units``: each report is of a unit (RUM) of its own."""

    reports: list[Report] = Field(min_length=1)
    entry: date | None = None
    discharge: date | None = None
    age: int | None = Field(default=None, ge=0, le=130)
    sex: Sex | None = None
    units: bool = False
    department: str | None = None


class Accept(BaseModel):
    """A proposed code is right."""

    action: Literal["accept"]
    code: str
    why: str = ""


class Reject(BaseModel):
    """A proposed code is wrong, and why."""

    action: Literal["reject"]
    code: str
    why: str


class EditCode(BaseModel):
    """Another code, another role, or both, in the place of a proposed code."""

    action: Literal["edit"]
    code: str
    to: str | None = None
    role: CodeRole | None = None
    why: str


class AddCode(BaseModel):
    """A code that was not proposed."""

    action: Literal["add"]
    code: str
    role: CodeRole = CodeRole.DAS
    why: str


class Ask(BaseModel):
    """A question to the clinician: the number of a listed one, or other words."""

    action: Literal["ask"]
    question: str


class Answer(BaseModel):
    """The clinician's answer: the stay is coded anew with it."""

    action: Literal["answer"]
    text: str


class Validate(BaseModel):
    """The coding is complete; ``why``: the reason to leave an open question without its answer."""

    action: Literal["validate"]
    why: str = ""


class Reopen(BaseModel):
    """Take up again what was validated or exported."""

    action: Literal["reopen"]


StayChange = Annotated[
    Accept | Reject | EditCode | AddCode | Ask | Answer | Validate | Reopen, Field(discriminator="action")
]


@router.get("")
def list_stays(request: Request, actor: User) -> list[StayLineItem]:
    """The stays, the newest first."""
    return [stay_line_item(s.id, s.state, s.created_at, s.review) for s in stays.list_stays(work(request), actor)]


@router.post("", status_code=201)
def open_stay(request: Request, actor: User, opening: StayOpening) -> StayItem:
    """Take in a stay and propose its codes."""
    bench = work(request)
    stay = stay_of_reports(
        [(report.name, report.text) for report in opening.reports],
        bench.coding(),
        entry=opening.entry,
        discharge=opening.discharge,
        age=opening.age,
        sex=opening.sex,
        setting=Setting.FR_MCO,
        a_unit_each=opening.units,
        department=(opening.department or "").strip() or None,
    )
    made = stays.import_stay(bench, actor, stay)
    return stay_item(made.id, made.review, language(request))


@router.get("/figures")
def figures(request: Request, actor: User) -> list[DepartmentItem]:
    """How the proposals fared, by department."""
    return [department_item(each) for each in stay_figures(work(request), actor).departments]


@router.get("/{stay_id}")
def read_stay(request: Request, actor: User, stay_id: str) -> StayItem:
    """One stay: its codes with proof and rule, what was rejected and why, the questions, the decisions."""
    return stay_item(stay_id, stays.read_stay(work(request), actor, stay_id).review, language(request))


@router.post("/{stay_id}/review")
def change_stay(request: Request, actor: User, stay_id: str, change: Annotated[StayChange, Body()]) -> StayItem:
    """Decide about a code, ask, answer, validate or reopen; the whole stay afterwards."""
    bench = work(request)
    match change:
        case Accept():
            review = stays.accept(bench, actor, stay_id, change.code, change.why)
        case Reject():
            review = stays.reject(bench, actor, stay_id, change.code, change.why)
        case EditCode():
            review = stays.edit(bench, actor, stay_id, change.code, change.to, change.role, change.why)
        case AddCode():
            review = stays.add(bench, actor, stay_id, change.code, change.role, change.why)
        case Ask():
            review = stays.ask(bench, actor, stay_id, change.question)
        case Answer():
            review = stays.answer(bench, actor, stay_id, change.text)
        case Validate():
            review = stays.validate(bench, actor, stay_id, change.why)
        case Reopen():
            review = stays.reopen(bench, actor, stay_id)
    return stay_item(stay_id, review, language(request))


@router.post("/{stay_id}/export", response_class=Response)
def export(
    request: Request, actor: User, stay_id: str, form: Annotated[StayForm, Query(alias="format")] = "csv"
) -> Response:
    """The validated codes as a file; the stay is then exported."""
    body = export_stay(work(request), actor, stay_id, form, texts(language(request)))
    return Response(body, media_type=MEDIA[form])
