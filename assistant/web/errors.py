"""The one place where an error becomes an HTTP answer: JSON for the API, a page for people."""

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse
from starlette.exceptions import HTTPException

from assistant.errors import (
    AssistantError,
    ConfigError,
    EngineError,
    Erased,
    InputError,
    NotAllowed,
    NotFound,
    NotLoggedIn,
    StateError,
    StorageFull,
)
from assistant.messages import told
from assistant.web.pages import page
from assistant.web.settings import language

STATUS: tuple[tuple[type[AssistantError], int], ...] = (
    (NotLoggedIn, 401),
    (NotAllowed, 403),
    (NotFound, 404),
    (Erased, 410),
    (StateError, 409),
    (InputError, 422),
    (StorageFull, 507),
    (EngineError, 503),
    (ConfigError, 500),
)
"""The first class that the error is an instance of gives the status; 500 for any other."""


def status_of(error: AssistantError) -> int:
    """The HTTP status of an error."""
    return next((status for kind, status in STATUS if isinstance(error, kind)), 500)


def install(app: FastAPI) -> None:
    """Let the application answer errors in this module's way."""
    app.add_exception_handler(AssistantError, _known)
    app.add_exception_handler(RequestValidationError, _unreadable)
    app.add_exception_handler(HTTPException, _http)


async def _known(request: Request, error: Exception) -> Response:
    assert isinstance(error, AssistantError)
    if isinstance(error, NotLoggedIn) and not _for_api(request) and request.url.path not in ("/login", "/setup"):
        return RedirectResponse("/login", status_code=303)
    message, hint = told(error, language(request))
    return answer(request, status_of(error), type(error).__name__, message, hint, error.retryable)


async def _unreadable(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    parts = [f"{'.'.join(str(step) for step in item['loc'][1:])}: {item['msg']}" for item in error.errors()]
    return answer(request, 422, "InputError", "; ".join(parts), "", False)


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    name = {404: "NotFound", 403: "NotAllowed"}.get(error.status_code, "InputError")
    return answer(request, error.status_code, name, str(error.detail), "", False)


def answer(request: Request, status: int, name: str, message: str, hint: str, retryable: bool) -> Response:
    """The error as the caller wants it. ``name`` is a class of ``assistant.errors``: pages have a heading for each."""
    if _for_api(request):
        body = {"error": name, "message": message, "hint": hint, "retryable": retryable}
        return JSONResponse(body, status_code=status)
    return page(request, "error.html", status, name=name, message=message, hint=hint)


def _for_api(request: Request) -> bool:
    return request.url.path.startswith("/api/")
