"""Who asks, and whether the request is theirs: session cookie or bearer token, CSRF token, response headers.

The CSRF token is a hash of a cookie that scripts and other sites cannot read: the session's once logged in, a
random one before. A request that carries a bearer token needs none, since no browser sends that by itself.
"""

import hashlib
import secrets
from typing import Annotated

from fastapi import Depends, Form, Header, Request, Response
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.domain.encounter import Actor
from assistant.errors import NotAllowed, NotLoggedIn
from assistant.services import accounts
from assistant.web.settings import work

SESSION = "assistant_session"
VISIT = "assistant_visit"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def token_of(request: Request) -> str | None:
    """The session token: from the ``Authorization`` header, else from the cookie."""
    scheme, _, value = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and value:
        return value.strip()
    return request.cookies.get(SESSION)


def csrf_of(request: Request) -> str:
    """The CSRF token that a form of this visitor must carry."""
    seed = request.cookies.get(SESSION) or visit_of(request)
    return hashlib.sha256(f"csrf:{seed}".encode()).hexdigest()


def visit_of(request: Request) -> str:
    """The random name of a visit before login; made once a request where there is no cookie yet."""
    if not hasattr(request.state, "visit"):
        request.state.visit = request.cookies.get(VISIT) or secrets.token_urlsafe(24)
    return str(request.state.visit)


def current(request: Request) -> Actor:
    """Who asks. Raises ``NotLoggedIn``."""
    token = token_of(request)
    if token is None:
        raise NotLoggedIn("You are not logged in.", "Log in first.")
    actor = accounts.who(work(request), token)
    request.state.actor = actor
    return actor


def form_is_ours(request: Request, csrf: Annotated[str, Form()] = "") -> None:
    """Raise ``NotAllowed`` where a form does not carry the visitor's own CSRF token."""
    _same(csrf, request)


def api_is_ours(request: Request, x_csrf_token: Annotated[str, Header()] = "") -> None:
    """The same of an API request that rests on the cookie and changes something."""
    if request.method not in SAFE_METHODS and "authorization" not in request.headers:
        _same(x_csrf_token, request)


def _same(given: str, request: Request) -> None:
    if not secrets.compare_digest(given.encode(), csrf_of(request).encode()):
        raise NotAllowed(
            "This form has expired or did not come from this application.", "Reload the page and try again."
        )


def set_cookie(request: Request, response: Response, name: str, value: str, *, max_age_s: int | None = None) -> None:
    """A cookie that scripts cannot read and other sites cannot send; over HTTPS only where the page is."""
    secure = request.url.scheme == "https"
    response.set_cookie(name, value, max_age=max_age_s, httponly=True, samesite="strict", secure=secure, path="/")


User = Annotated[Actor, Depends(current)]
"""The logged-in account, as a handler's parameter."""


class SecurityHeaders:
    """Adds ``HEADERS`` to every answer, and keeps answers other than static files out of caches."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                if not scope["path"].startswith("/static/"):
                    headers["Cache-Control"] = "no-store"
            await send(message)

        await self.app(scope, receive, send_with_headers if scope["type"] == "http" else send)
