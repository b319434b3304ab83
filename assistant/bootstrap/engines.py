"""Speech, language and entailment: the embedded engine, or the one that the settings name."""

from functools import cache

from assistant.config import Settings
from assistant.diagnosis import MINILM
from assistant.domain.language import Language
from assistant.errors import ConfigError, EngineMissing
from assistant.ports import ChatModel, Embedder, Entailer, Transcriber


@cache
def transcriber(settings: Settings, language: Language | None) -> Transcriber:
    """The speech engine for a language. Raises ``EngineMissing`` before anything starts where there is none."""
    limit_s = settings.max_audio_hours * 3600
    if settings.whisper_model is not None:
        from assistant.engines.whisper import WhisperTranscriber

        return WhisperTranscriber(settings.whisper_model, limit_s)
    from assistant.engines.sphinx import SphinxTranscriber

    engine = SphinxTranscriber(limit_s)
    if language is not None and language not in engine.languages():
        raise EngineMissing(
            "There is no speech engine for French on this machine; the embedded one understands English only.",
            "Put a Whisper model in CTranslate2 format on this machine and set ASSISTANT_WHISPER_MODEL to its folder, "
            "or hand in a written transcript. See: assistant doctor.",
        )
    return engine


@cache
def chat_model(settings: Settings) -> ChatModel:
    """The language model: a local server where one is set, else a GGUF file, else the embedded one."""
    from assistant.engines.chat_json import JsonChat

    if settings.llm_url:
        from assistant.engines.openai_server import openai_compatible_chat

        if not settings.llm_name:
            raise ConfigError("The local server's model has no name.", "Set ASSISTANT_LLM_NAME.")
        return JsonChat(openai_compatible_chat(settings.llm_url, settings.llm_name))
    from assistant.engines.llamacpp import LlamaCppChat
    from assistant.engines.model_files import embedded_gguf

    path = settings.llm_model or embedded_gguf()
    if path is None:
        raise EngineMissing(
            "There is no language model on this machine.",
            "Run make setup, or set ASSISTANT_LLM_MODEL to a GGUF file; or draft with --drafter extractive.",
        )
    return JsonChat(LlamaCppChat(model_path=path))


@cache
def embedder() -> Embedder:
    """The embedded sentence model; guidelines and codes share it."""
    from assistant.engines.embeddings import OnnxEmbedder

    return OnnxEmbedder(MINILM)


@cache
def entailer(settings: Settings) -> Entailer | None:
    """The second opinion on a note's claims, where one is configured. Raises ``EngineMissing`` where it cannot run,
    ``ConfigError`` where two are."""
    if settings.judge and settings.entailment_model is not None:
        raise ConfigError(
            "Two second opinions are configured: an entailment model and the language model as judge.",
            "Unset ASSISTANT_ENTAILMENT_MODEL or ASSISTANT_JUDGE.",
        )
    if settings.judge:
        from assistant.pipeline.checking.judge import Judge

        return Judge(chat_model(settings), settings.prompts_dir / "judge.md")
    if settings.entailment_model is None:
        return None
    from assistant.engines.entailment import NliEntailer

    return NliEntailer(settings.entailment_model)
