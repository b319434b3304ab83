"""A second opinion on support: a natural-language-inference cross-encoder from any local folder, through torch."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from assistant.engines.model_files import model_digest
from assistant.errors import EngineFailed, EngineMissing

_BATCH = 16
_MAX_TOKENS = 512


class NliEntailer:
    """A ``transformers`` sequence classifier whose labels hold one for entailment (or a single score).

    ``folder`` holds ``config.json``, ``model.safetensors`` and the tokenizer; nothing is downloaded. ``name`` is
    the folder's name and the start of the weights' SHA-256. Raises ``EngineMissing`` without torch or without the
    folder, ``EngineFailed`` where it holds no such model.
    """

    def __init__(self, folder: Path) -> None:
        weights = folder / "model.safetensors"
        if not weights.is_file():
            raise EngineMissing(
                f"The entailment model in {folder} has no {weights.name}.",
                "Name a folder that holds config.json, model.safetensors and the tokenizer's files.",
            )
        self._torch = _torch()
        self._tokenizer, self._model = _load(folder)
        self._entailment = _entailment_index(self._model.config)
        self.name = f"{folder.name}@{model_digest(weights)[:12]}"

    def entails(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """The probability that the premise entails the hypothesis, one in [0, 1] a (premise, hypothesis) pair.

        A pair longer than the model reads (512 tokens at most) loses the end of its longer text.
        """
        scores: list[float] = []
        for start in range(0, len(pairs), _BATCH):
            scores.extend(self._scores(pairs[start : start + _BATCH]))
        return scores

    def _scores(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        inputs = self._tokenizer(
            [premise for premise, _ in pairs],
            [hypothesis for _, hypothesis in pairs],
            truncation=True,
            max_length=min(_MAX_TOKENS, self._tokenizer.model_max_length),
            padding=True,
            return_tensors="pt",
        )
        with self._torch.inference_mode():
            logits = self._model(**inputs).logits
        # A model with one label gives the logit of that label against nothing else.
        shares = logits.sigmoid() if logits.shape[-1] == 1 else logits.softmax(dim=-1)
        column: list[float] = shares[:, self._entailment].tolist()
        return column


def _torch() -> Any:  # noqa: ANN401  (the extra has no types)
    try:
        import torch
    except ImportError as error:
        raise EngineMissing(
            "Entailment models need torch, which is not installed.",
            "Install it with `make hub` (or `pip install 'assistant[hub]'`).",
        ) from error
    return torch


def _load(folder: Path) -> tuple[Any, Any]:
    from safetensors import SafetensorError
    from transformers import AutoModelForSequenceClassification, AutoTokenizer
    from transformers.utils.logging import disable_progress_bar

    disable_progress_bar()
    try:
        tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
        model = AutoModelForSequenceClassification.from_pretrained(folder, local_files_only=True, use_safetensors=True)
    except (OSError, ValueError, KeyError, RuntimeError, SafetensorError) as error:
        raise EngineFailed(
            f"The entailment model in {folder} cannot be loaded: {error}", "Copy the model's folder again."
        ) from error
    return tokenizer, model.eval()


def _entailment_index(config: Any) -> int:  # noqa: ANN401  (transformers' configuration)
    """The column of the label that means entailment; the only column where there is one."""
    if config.num_labels == 1:
        return 0
    labels = {str(label).casefold(): int(index) for label, index in config.label2id.items()}
    for label, index in labels.items():
        if label.startswith("entail"):
            return index
    raise EngineFailed(
        f"The model's labels ({', '.join(sorted(labels))}) name none for entailment.",
        "Use a natural-language-inference model, or rename its labels in config.json (label2id, id2label).",
    )
