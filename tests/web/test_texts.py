"""The words of the pages exist in both languages, and templates ask for no others."""

import re
from pathlib import Path

from assistant import errors, web
from assistant.domain.draft import ReportKind
from assistant.domain.encounter import AccountRole, Action, State
from assistant.web.pages import texts

HERE = Path(web.__file__).parent


def test_both_languages_have_the_same_texts():
    assert texts("fr").keys() == texts("en").keys()


def test_every_text_that_a_template_names_exists():
    for template in (HERE / "templates").glob("*.html"):
        for key in re.findall(r"""\bt\(["']([\w.]+)["'][,)]""", template.read_text(encoding="utf-8")):
            assert key in texts("fr").keys(), (template.name, key)  # noqa: SIM118


def test_there_is_a_word_for_every_state_role_action_kind_and_error():
    named = {f"state.{s}" for s in State} | {f"role.{r}" for r in AccountRole} | {f"action.{a}" for a in Action}
    named |= {f"kind.{k}" for k in ReportKind}
    known = [value for value in vars(errors).values() if isinstance(value, type)]
    named |= {f"error.{kind.__name__}" for kind in known if kind is not errors.AccessError}
    assert named <= texts("fr").keys()
