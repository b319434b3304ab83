"""A Whisper model of a few megabytes whose weights spell one sentence, built without torch.

Every token is a state (one dimension of the model), and the output projection leads from a state to the next
token: after voice comes always the same sentence. The language token it detects is a parameter.
"""

from pathlib import Path

import numpy as np
from ctranslate2.specs.model_spec import OPTIONAL, visit_spec
from ctranslate2.specs.whisper_spec import WhisperSpec
from faster_whisper.tokenizer import _LANGUAGE_CODES
from tokenizers import AddedToken, Tokenizer, decoders, models

SENTENCE = "fever for three days."
_WORDS = ("Ġfever", "Ġfor", "Ġthree", "Ġdays", ".")
_SIZE = 16
_TEXT_TOKENS = 50_257
_SPECIAL = (
    "<|endoftext|>", "<|startoftranscript|>", *(f"<|{code}|>" for code in _LANGUAGE_CODES[:99]), "<|translate|>",
    "<|transcribe|>", "<|startoflm|>", "<|startofprev|>", "<|nospeech|>", "<|notimestamps|>",
    *(f"<|{index * 0.02:.2f}|>" for index in range(1501)),
)  # fmt: skip
# CTranslate2 takes a model as multilingual if its vocabulary holds the empty token, as Whisper's does.
_VOCABULARY = [*_WORDS, *(f"filler{index}" for index in range(_TEXT_TOKENS - len(_WORDS) - 1)), "", *_SPECIAL]
_ID = {token: index for index, token in enumerate(_VOCABULARY)}


def build(folder: Path, language: str = "fr", multilingual: bool = True) -> Path:
    """The model's folder, in CTranslate2 form. ``language`` is what it detects."""
    chain = ("<|startoftranscript|>", f"<|{language}|>")
    said = ("<|transcribe|>", "<|0.00|>", *_WORDS, "<|2.00|>", "<|endoftext|>")
    embeddings = np.zeros((len(_VOCABULARY), _SIZE), np.float32)
    projection = np.zeros((len(_VOCABULARY), _SIZE), np.float32)
    state = 0
    for steps in (chain, said):
        for token, following in zip(steps, steps[1:], strict=False):
            embeddings[_ID[token], state] = 10.0
            projection[_ID[following], state] = 10.0
            state += 1
    spec = WhisperSpec(1, 2, 1, 2)
    spec.register_vocabulary([token or ("" if multilingual else "filler") for token in _VOCABULARY])
    _fill(spec, embeddings, projection)
    spec.config.suppress_ids, spec.config.suppress_ids_begin = [], []
    spec.config.alignment_heads = [(0, 0)]
    spec.config.lang_ids = [_ID[f"<|{code}|>"] for code in _LANGUAGE_CODES[:99]]
    spec.validate()
    folder.mkdir(parents=True, exist_ok=True)
    spec.save(str(folder))
    tokenizer = Tokenizer(models.WordLevel({token: index for token, index in _ID.items()}, unk_token="filler0"))
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_special_tokens([AddedToken(token, special=True) for token in _SPECIAL[:108]])
    tokenizer.save(str(folder / "tokenizer.json"))
    return folder


def _fill(spec: WhisperSpec, embeddings: np.ndarray, projection: np.ndarray) -> None:
    random = np.random.default_rng(0)
    shapes = {
        "conv1/weight": (_SIZE, 80, 3), "conv2/weight": (_SIZE, _SIZE, 3),
        "self_attention/linear_0/weight": (3 * _SIZE, _SIZE), "self_attention/linear_1/weight": (_SIZE, _SIZE),
        "attention/linear_0/weight": (_SIZE, _SIZE), "attention/linear_1/weight": (2 * _SIZE, _SIZE),
        "attention/linear_2/weight": (_SIZE, _SIZE),
        "ffn/linear_0/weight": (4 * _SIZE, _SIZE), "ffn/linear_1/weight": (_SIZE, 4 * _SIZE),
    }  # fmt: skip
    silent = ("self_attention/linear_1/weight", "attention/linear_2/weight", "ffn/linear_1/weight")

    def value(name: str) -> np.ndarray:
        if name.endswith("embeddings/weight"):
            return embeddings
        if name.endswith("projection/weight"):
            return projection
        if name.endswith("gamma"):
            return np.ones(_SIZE, np.float32)
        if name.endswith(("beta", "bias")):
            return np.zeros(_SIZE, np.float32)
        if name.endswith("encodings"):
            return np.zeros((1500 if name.startswith("encoder") else 448, _SIZE), np.float32)
        ending = max((ending for ending in shapes if name.endswith(ending)), key=len)
        if name.startswith("decoder") and name.endswith(silent):
            return np.zeros(shapes[ending], np.float32)
        return random.normal(0, 0.1, shapes[ending]).astype(np.float32)

    def fill(layer: object, name: str, old: object) -> None:
        wanted = isinstance(old, str) and old == OPTIONAL and name.endswith(("encodings", "conv1/bias", "conv2/bias"))
        if old is None or wanted:
            setattr(layer, name.rsplit("/", 1)[-1], value(name))

    visit_spec(spec, fill)
