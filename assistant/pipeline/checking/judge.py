"""A local language model as the second opinion: asked claim by claim how sure it is that what was said holds it.

It only moves scores as every ``Entailer`` does (``opinions``), so a model that is fooled clears no doubt about a
number, a side, a drug or a person.
"""

from collections.abc import Sequence
from pathlib import Path
from string import Template

from assistant.pipeline.prompt_files import broken_prompt, read_prompt_file
from assistant.ports import ChatModel

_SCHEMA = {
    "type": "object",
    "properties": {"held": {"type": "integer", "minimum": 0, "maximum": 100}},
    "required": ["held"],
    "additionalProperties": False,
}
_TOKENS = 24


class Judge:
    """Asks ``chat`` with the prompt of ``path``. Raises ``ConfigError`` where the prompt cannot be used."""

    def __init__(self, chat: ChatModel, path: Path) -> None:
        self._chat = chat
        prompt = read_prompt_file(path)
        try:
            self._system, self._user = prompt.system, Template(prompt.part("user"))
            self.name = f"{chat.name} ({prompt.fields['id']} {prompt.fields['version']}, {prompt.digest})"
        except KeyError as error:
            raise broken_prompt(path, error) from error

    def entails(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """How sure the model is, one in [0, 1] a (what was said, claim) pair. Raises ``EngineFailed`` where it does
        not answer."""
        return [self._held(said, claim) for said, claim in pairs]

    def _held(self, said: str, claim: str) -> float:
        user = self._user.substitute(said=said, claim=claim)
        answer = self._chat.answer(self._system, user, _SCHEMA, _TOKENS)
        return int(answer["held"]) / 100
