"""What the embedded model writes of 80 visits, before anything is checked or repaired: ``python -m eval.model_drafts``.

Writes ``eval/labels/model_drafts.jsonl``, a line a sentence: visit, section, text. The labels beside it
(``model_drafts.labels.tsv``) were given by reading, before any verdict was seen.
"""

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from assistant.config import Settings
from assistant.domain.context import PatientContext
from assistant.domain.draft import ReportKind
from assistant.domain.transcript import Transcript
from assistant.engines.llamacpp import LlamaCppChat
from assistant.engines.model_files import embedded_gguf
from assistant.errors import EngineFailed
from assistant.pipeline.drafting import draft_with_model, load_prompts, load_template
from assistant.pipeline.facts import transcript_facts
from assistant.pipeline.lexicon import load_lexicon
from assistant.pipeline.segmenting import segments
from assistant.ports import Heard
from eval.harness import LABELS, seeded
from eval.visits import aci_bench, french_visits, mts_dialog, own_visits

A_VISIT = 8
"""Sentences of a visit that are labelled, drawn with a seed."""
SECTIONS = frozenset({"present_illness", "treatments", "assessment", "plan"})
TOKENS = 140
"""Where a section's answer is cut: the embedded model goes on to the end of whatever it is given."""
_TEXT = re.compile(r'"text"\s*:\s*("(?:[^"\\]|\\.)*")')


class Recorder:
    """The embedded model, on one thread so that other work on the machine does not hold it up; what it writes is kept
    as far as it goes."""

    def __init__(self, path: Path) -> None:
        self._model, self.texts = LlamaCppChat(model_path=path, n_threads=1), list[str]()
        self.name = str(self._model.name)

    def answer(
        self, system: str, user: str, schema: dict[str, Any], max_tokens: int, heard: Heard | None = None
    ) -> dict[str, Any]:
        """Ask and keep the sentences that were finished. Raises ``EngineFailed``: nothing is drafted from them."""
        form = {"type": "json_schema", "json_schema": {"name": "answer", "schema": schema, "strict": True}}
        messages = [("system", system), ("human", user)]
        pieces = self._model.stream(messages, max_tokens=TOKENS, response_format=form)
        text = "".join(str(piece.text) for piece in pieces)
        self.texts += [json.loads(found, strict=False) for found in _TEXT.findall(text)]
        raise EngineFailed("kept for labelling")

    def stream(self, system: str, user: str, max_tokens: int) -> Iterator[str]:
        """Not asked for."""
        raise EngineFailed("not asked for")


def visits() -> Iterator[tuple[str, Transcript]]:
    """Eighty: the project's own twelve, forty-eight snippets of MTS-Dialog, twelve visits of ACI-Bench valid, the eight
    of fr-consult. Of some the model finishes no sentence."""
    for visit in (*own_visits(), *mts_dialog(48), *aci_bench("valid", 12), *french_visits()):
        yield visit.id, visit.transcript


def written(path: Path, settings: Settings, transcript: Transcript) -> list[str]:
    """The sentences that the model finishes, section by section."""
    language = transcript.language
    lexicon = load_lexicon(settings.lexicons, language)
    whole = load_template(settings.knowledge_dir / "templates", ReportKind.CONSULTATION, language)
    template = replace(whole, sections=tuple(one for one in whole.sections if one.key in SECTIONS))
    recorder = Recorder(path)
    facts, cut = transcript_facts(transcript, lexicon), segments(transcript)
    prompts = load_prompts(settings.prompts_dir, language)
    with suppress(EngineFailed):
        draft_with_model(recorder, prompts, transcript, cut, facts, PatientContext(), template, lexicon, ())
    return list(dict.fromkeys(text.strip() for text in recorder.texts if len(text.split()) > 1))


def main() -> None:
    """Draft the visits that are not in the file yet and keep what was drawn."""
    settings, model = Settings(), embedded_gguf()
    if model is None:
        raise SystemExit("The embedded model is not installed: make setup.")
    path = LABELS / "model_drafts.jsonl"
    done = (
        {json.loads(line)["visit"] for line in path.read_text(encoding="utf-8").splitlines()} if path.exists() else ()
    )
    with path.open("a", encoding="utf-8") as out:
        for visit, transcript in visits():
            if visit in done:
                continue
            texts = written(model, settings, transcript)
            drawn = sorted(seeded(visit, "drafts").sample(range(len(texts)), min(A_VISIT, len(texts))))
            for at in drawn:
                row = {"id": f"{visit}/{at}", "visit": visit, "language": transcript.language, "text": texts[at]}
                out.write(json.dumps(row, ensure_ascii=False) + "\n")
            out.flush()
            print(f"{visit}: {len(texts)} sentences, {len(drawn)} kept", flush=True)


if __name__ == "__main__":
    main()
