"""What the application was made with: one object, kept on the FastAPI application and read from there."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from fastapi import Request

from assistant.domain.context import PatientContext
from assistant.domain.language import LANGUAGES, Language
from assistant.domain.transcript import Transcript
from assistant.services.workbench import Workbench

Check = Callable[[str, Transcript, PatientContext], dict[str, Any]]
"""The verdict on any note against a transcript, in the form of the ``check`` contract."""


@dataclass(frozen=True, slots=True)
class Web:
    """The services' workbench and what else a request may need."""

    work: Workbench
    locale_default: Language
    check: Check | None
    upload_limit_bytes: int


def web(request: Request) -> Web:
    """The application's own."""
    made: Web = request.app.state.web
    return made


def work(request: Request) -> Workbench:
    """The workbench that every service call takes."""
    return web(request).work


def language(request: Request) -> Language:
    """The language of the page: the ``lang`` cookie's, or the application's."""
    chosen = request.cookies.get("lang")
    return next((item for item in LANGUAGES if item == chosen), web(request).locale_default)
