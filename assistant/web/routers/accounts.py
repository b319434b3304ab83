"""The administrator's page: who has an account."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import RedirectResponse

from assistant.domain.encounter import AccountRole
from assistant.services import accounts
from assistant.web.pages import page
from assistant.web.security import User, form_is_ours
from assistant.web.settings import work

router = APIRouter(prefix="/accounts")
Text = Annotated[str, Form()]
ROLES = [role for role in AccountRole if role is not AccountRole.SYSTEM]


@router.get("")
def show(request: Request, actor: User) -> Response:
    """Everybody who has an account, and a form for one more."""
    return page(request, "accounts.html", people=accounts.list_accounts(work(request), actor), roles=ROLES)


@router.post("", dependencies=[Depends(form_is_ours)])
def create(
    request: Request,
    actor: User,
    role: Annotated[AccountRole, Form()],
    username: Text = "",
    password: Text = "",
    display_name: Text = "",
) -> Response:
    """One account more."""
    accounts.create_account(work(request), actor, username, password, role, display_name)
    return RedirectResponse("/accounts", 303)
