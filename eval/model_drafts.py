"""What the embedded model writes of 60 visits, before anything is checked or repaired: ``python -m eval.model_drafts``.

Writes ``eval/labels/model_drafts.jsonl``, a line a sentence: visit, section, text. The labels beside it
(``model_drafts.labels.tsv``) were given by reading, before any verdict was seen.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from assistant.config import Settings
from assistant.domain.context import PatientContext
from assistant.domain.draft import ReportKind
from assistant.domain.transcript import Transcript
from assistant.engines.chat_json import JsonChat
from assistant.engines.llamacpp import LlamaCppChat
from assistant.engines.model_files import embedded_gguf
from assistant.errors import EngineFailed
from assistant.pipeline.drafting import draft_with_model, load_prompts, load_template
from assistant.pipeline.facts import transcript_facts
from assistant.pipeline.lexicon import load_lexicon
from assistant.pipeline.segmenting import segments
from assistant.ports import ChatModel
from eval.harness import LABELS, seeded
from eval.visits import aci_bench, french_visits, mts_dialog

A_VISIT = 8
"""Sentences of a visit that are labelled, drawn with a seed."""


class Recorder:
    """A chat model that keeps its answers."""

    def __init__(self, chat: ChatModel) -> None:
        self._chat, self.answers = chat, list[Mapping[str, Any]]()
        self.name = chat.name

    def answer(self, system: str, user: str, schema: dict[str, Any], max_tokens: int) -> Any:  # noqa: ANN401
        """Ask, keep, and hand on."""
        said = self._chat.answer(system, user, schema, max_tokens)
        self.answers.append(said)
        return said


def visits() -> Iterator[tuple[str, Transcript]]:
    """Sixty: forty snippets of MTS-Dialog, twelve visits of ACI-Bench valid, the eight French ones."""
    for visit in (*mts_dialog(40), *aci_bench("valid", 12), *french_visits()):
        yield visit.id, visit.transcript


def embedded_chat() -> ChatModel:
    """The embedded model on one thread: other work on the machine does not hold it up."""
    path = embedded_gguf()
    if path is None:
        raise SystemExit("The embedded model is not installed: make setup.")
    return JsonChat(LlamaCppChat(model_path=path, n_threads=1))


def written(chat: ChatModel, settings: Settings, transcript: Transcript) -> list[str]:
    """The sentences that the model answers, section by section, as they come."""
    language = transcript.language
    lexicon = load_lexicon(settings.lexicons, language)
    template = load_template(settings.knowledge_dir / "templates", ReportKind.CONSULTATION, language)
    recorder = Recorder(chat)
    facts, cut = transcript_facts(transcript, lexicon), segments(transcript)
    prompts = load_prompts(settings.prompts_dir, language)
    try:
        draft_with_model(recorder, prompts, transcript, cut, facts, PatientContext(), template, lexicon, ())
    except EngineFailed as nothing:
        print(nothing)
    texts = [one["text"].strip() for answer in recorder.answers for one in answer.get("sentences", [])]
    return list(dict.fromkeys(text for text in texts if len(text.split()) > 1))


def main() -> None:
    """Draft the visits that are not in the file yet and keep what was drawn."""
    settings, chat = Settings(), embedded_chat()
    path = LABELS / "model_drafts.jsonl"
    done = {json.loads(line)["visit"] for line in path.read_text(encoding="utf-8").splitlines()} if path.exists() else ()
    with path.open("a", encoding="utf-8") as out:
        for visit, transcript in visits():
            if visit in done:
                continue
            texts = written(chat, settings, transcript)
            drawn = sorted(seeded(visit, "drafts").sample(range(len(texts)), min(A_VISIT, len(texts))))
            for at in drawn:
                row = {"id": f"{visit}/{at}", "visit": visit, "language": transcript.language, "text": texts[at]}
                out.write(json.dumps(row, ensure_ascii=False) + "\n")
            out.flush()
            print(f"{visit}: {len(texts)} sentences, {len(drawn)} kept", flush=True)


if __name__ == "__main__":
    main()
