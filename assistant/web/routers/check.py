"""``POST /api/v1/check``: the verdict on any note, from this product or not. Nothing is kept."""

from typing import Any

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, Field

from assistant.domain.context import PatientContext
from assistant.domain.language import Language
from assistant.errors import EngineMissing
from assistant.services.auditing import question_of
from assistant.web.routers.api import ERRORS
from assistant.web.security import User, api_is_ours
from assistant.web.settings import web

router = APIRouter(prefix="/api/v1", dependencies=[Depends(api_is_ours)], responses=ERRORS)


class NoteToCheck(BaseModel):
    """A note, and what was said: a text with speaker labels, or turns ``{"speaker", "text"}``."""

    id: str = "note"
    note: str
    transcript: str | list[dict[str, Any]]
    language: Language | None = None
    context: PatientContext = Field(default_factory=PatientContext)


@router.post("/check")
def check(request: Request, actor: User, body: NoteToCheck) -> dict[str, Any]:
    """Claims with verdicts, findings and evidence, and omissions: the form that ``assistant check --json`` prints.

    Offsets are Unicode code points of the note, or of the turn's text where a turn is named; end exclusive.
    """
    judge = web(request).check
    if judge is None:
        raise EngineMissing("Checking is not set up on this server.", "Start the application with `assistant serve`.")
    question = question_of(body.model_dump(exclude={"context"}), body.context)
    verdict = judge(question.note, question.transcript, question.context)
    return {**verdict, "id": question.id, "language": question.transcript.language}
