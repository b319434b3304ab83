"""Who works on stored patients from this terminal, and with what."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from assistant.cli.printing import words
from assistant.config import load_settings
from assistant.domain.encounter import Actor

if TYPE_CHECKING:
    from assistant.exports.texts import Texts
    from assistant.services.workbench import Workbench


@contextmanager
def desk() -> Iterator[tuple["Workbench", Actor, "Texts"]]:
    """The workbench, who is logged in, and the words of the desk. Raises ``NotLoggedIn``."""
    from assistant.bootstrap import workbench
    from assistant.cli.account import actor

    settings = load_settings()
    with workbench(settings) as work:
        yield work, actor(settings, work), words(settings.locale)
