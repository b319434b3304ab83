"""Logging in and out, the first start, and the language of the pages."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import RedirectResponse

from assistant.domain.encounter import AccountRole
from assistant.domain.language import Language
from assistant.errors import AssistantError
from assistant.services import accounts
from assistant.web.errors import status_of
from assistant.web.pages import page
from assistant.web.security import SESSION, VISIT, form_is_ours, set_cookie, token_of, visit_of
from assistant.web.settings import work

router = APIRouter()
Text = Annotated[str, Form()]
YEAR_S = 365 * 24 * 3600


@router.get("/")
def home() -> Response:
    """The worklist is where everybody starts."""
    return RedirectResponse("/encounters", 303)


@router.get("/login")
def login_form(request: Request) -> Response:
    """The login page; the page of the first start while there is no account."""
    if not accounts.has_accounts(work(request)):
        return RedirectResponse("/setup", 303)
    return _visit(request, page(request, "login.html", error=None, username=""))


@router.post("/login", dependencies=[Depends(form_is_ours)])
def login(request: Request, username: Text = "", password: Text = "") -> Response:
    """Log in, or the page again with what was wrong."""
    try:
        token = accounts.log_in(work(request), username, password)
    except AssistantError as error:
        return _visit(request, page(request, "login.html", status_of(error), error=error, username=username))
    return _enter(request, token)


@router.get("/setup")
def setup_form(request: Request) -> Response:
    """The first start: create the administrator."""
    if accounts.has_accounts(work(request)):
        return RedirectResponse("/login", 303)
    return _visit(request, page(request, "setup.html", error=None, username="", display_name=""))


@router.post("/setup", dependencies=[Depends(form_is_ours)])
def setup(request: Request, username: Text = "", password: Text = "", display_name: Text = "") -> Response:
    """Create the administrator and log in."""
    try:
        accounts.create_account(work(request), None, username, password, AccountRole.ADMINISTRATOR, display_name)
    except AssistantError as error:
        values = {"error": error, "username": username, "display_name": display_name}
        return _visit(request, page(request, "setup.html", status_of(error), **values))
    return _enter(request, accounts.log_in(work(request), username, password), "/accounts")


@router.post("/logout", dependencies=[Depends(form_is_ours)])
def logout(request: Request) -> Response:
    """End the session."""
    token = token_of(request)
    if token is not None:
        accounts.log_out(work(request), token)
    response = RedirectResponse("/login", 303)
    response.delete_cookie(SESSION, path="/")
    return response


@router.post("/language", dependencies=[Depends(form_is_ours)])
def choose_language(request: Request, lang: Annotated[Language, Form()], back: Text = "/") -> Response:
    """Show pages in that language from now on, and go back to the page (of this application only)."""
    inside = back.startswith("/") and not back.startswith(("//", "/\\"))
    response = RedirectResponse(back if inside else "/", 303)
    set_cookie(request, response, "lang", lang, max_age_s=YEAR_S)
    return response


def _enter(request: Request, token: str, to: str = "/encounters") -> Response:
    response = RedirectResponse(to, 303)
    set_cookie(request, response, SESSION, token)
    response.delete_cookie(VISIT, path="/")
    return response


def _visit(request: Request, response: Response) -> Response:
    set_cookie(request, response, VISIT, visit_of(request))
    return response
