"""A consultation's report as one HTML file that needs nothing else: no network, no server, no other file."""

import base64
import hashlib
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from assistant.domain.consultation import Consultation
from assistant.domain.draft import CheckedDraft
from assistant.domain.language import Language
from assistant.domain.review import ResolvedFinding, Signature
from assistant.exports.arranging import KeyOf, arrange
from assistant.exports.repairs import repairs_summary, titles_of
from assistant.exports.texts import load_texts
from assistant.messages import translated

HERE = Path(__file__).parent
TEMPLATES = HERE / "templates"
STATIC = HERE / "static"


def environment(*folders: Path) -> Environment:
    """A template environment over the folders and the shared report parts: everything escaped, nothing undefined."""
    loader = FileSystemLoader([*folders, TEMPLATES])
    made = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    made.filters["translated"] = translated
    made.globals["repairs_summary"] = repairs_summary
    made.globals["titles_of"] = titles_of
    return made


def report_html(
    checked: CheckedDraft,
    consultation: Consultation,
    signatures: Sequence[Signature] = (),
    language: Language | None = None,
    resolved: Sequence[ResolvedFinding] = (),
    key_of: KeyOf = lambda finding, claim_text: "",
) -> str:
    """The file's text. ``language`` is that of the page's own words (default: the draft's).

    With ``resolved`` and ``key_of`` (which names findings), settled findings are shown as settled.
    The page forbids itself, by its own content policy, every script and style but its own.
    """
    style, script = _inline("report.css"), _inline("report.js")
    template = _environment().get_template("report.html")
    return template.render(
        t=load_texts(language or checked.draft.language),
        view=arrange(checked, consultation, resolved, key_of=key_of),
        signatures=signatures,
        names={signature.by: signature.display_name for signature in signatures},
        style=Markup(style),
        script=Markup(script),
        style_digest=_digest(style),
        script_digest=_digest(script),
    )


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return environment()


@lru_cache(maxsize=2)
def _inline(name: str) -> str:
    return (STATIC / name).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
