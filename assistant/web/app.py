"""The application factory."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from fastapi import FastAPI, Request, Response
from fastapi.staticfiles import StaticFiles
from starlette.concurrency import run_in_threadpool
from starlette.middleware.base import RequestResponseEndpoint

from assistant import __version__
from assistant.domain.language import Language
from assistant.exports.html import STATIC as REPORT_STATIC
from assistant.services.workbench import Workbench
from assistant.web import errors
from assistant.web.pages import HERE
from assistant.web.routers import accounts, api, encounters, review, session, stays
from assistant.web.routers import check as check_route
from assistant.web.security import SecurityHeaders
from assistant.web.settings import Check, Web

UPLOAD_LIMIT_BYTES = 512 * 1024 * 1024


def create_app(
    work: Workbench,
    *,
    locale_default: Language = "fr",
    check: Check | None = None,
    launch: Callable[[], None] | None = None,
    shutdown: Callable[[], None] | None = None,
    upload_limit_bytes: int = UPLOAD_LIMIT_BYTES,
) -> FastAPI:
    """The web application and its REST interface over a workbench.

    ``check`` judges any note against a transcript, in the contract's form; without it that address answers 503.
    ``launch`` and ``shutdown`` start and stop the durable workflow around the application's life.
    """

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        if launch is not None:
            await run_in_threadpool(launch)
        yield
        if shutdown is not None:
            await run_in_threadpool(shutdown)

    app = FastAPI(
        title="Assistant",
        version=__version__,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/v1/openapi.json",
    )
    app.state.web = Web(work, locale_default, check, upload_limit_bytes)
    app.middleware("http")(_refuse_huge)
    app.add_middleware(SecurityHeaders)
    errors.install(app)
    app.mount("/static/report", StaticFiles(directory=REPORT_STATIC), name="report-static")
    app.mount("/static", StaticFiles(directory=HERE / "static"), name="static")
    for router in (session.router, review.router, encounters.router, stays.router, accounts.router):
        app.include_router(router, include_in_schema=False)
    for router in (api.public, api.router, check_route.router):
        app.include_router(router)
    return app


async def _refuse_huge(request: Request, call_next: RequestResponseEndpoint) -> Response:
    limit: int = request.app.state.web.upload_limit_bytes
    length = request.headers.get("content-length", "0")
    if length.isdigit() and int(length) > limit:
        size = f"{int(length) / 1e6:.0f} MB"
        message, hint = (
            f"The file is too large ({size}).",
            f"The limit is {limit / 1e6:.0f} MB: send a compressed recording.",
        )
        return errors.answer(request, 413, "InputError", message, hint, False)
    return await call_next(request)
