"""Pages: one template environment, the words of the reader's language, and what every page needs."""

from functools import lru_cache
from pathlib import Path

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment

from assistant.domain.encounter import Actor
from assistant.domain.language import Language
from assistant.exports.html import environment
from assistant.exports.texts import Texts, load_texts
from assistant.web.security import csrf_of
from assistant.web.settings import language

HERE = Path(__file__).parent


def texts(chosen: Language) -> Texts:
    """The words of reports and of the web pages."""
    return load_texts(chosen, (HERE / "locale" / f"{chosen}.toml",))


def page(request: Request, template: str, status: int = 200, **values: object) -> HTMLResponse:
    """The rendered page. Templates see ``t``, ``actor`` (or none), ``csrf``, ``path``
    (where a reader can come back to) and the values."""
    actor: Actor | None = getattr(request.state, "actor", None)
    path = request.url.path if request.method == "GET" else "/"
    body = (
        _environment()
        .get_template(template)
        .render(t=texts(language(request)), actor=actor, csrf=csrf_of(request), path=path, **values)
    )
    return HTMLResponse(body, status)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return environment(HERE / "templates")
