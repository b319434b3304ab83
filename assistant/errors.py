"""Every error a user can meet.

AssistantError                 message, hint, retryable
├── InputError                 what was handed in cannot be used
│   ├── UnreadableTranscript
│   ├── UnreadableAudio
│   ├── UnreadableDocument
│   └── UnknownLanguage
├── EngineError                a model or library cannot do it
│   ├── EngineMissing          it is not there: the hint says how to get it
│   └── EngineFailed           it is there and went wrong
├── AccessError
│   ├── NotLoggedIn
│   └── NotAllowed             the policy table says no
├── StateError                 the encounter is not in a state for that
│   ├── NotSignable            open critical findings
│   └── AlreadySigned
├── StorageError
│   ├── NotFound
│   ├── Erased                 the key was destroyed: the content is gone for good
│   └── StorageFull
└── ConfigError
"""


class AssistantError(Exception):
    """Base of all: ``message`` for the user, ``hint`` what to do, ``retryable`` whether trying again may help."""

    retryable: bool = False

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class InputError(AssistantError):
    """What was handed in cannot be used."""


class UnreadableTranscript(InputError):
    """Not a transcript in any known format, or broken."""


class UnreadableAudio(InputError):
    """Not audio, truncated, empty, or too long."""


class UnreadableDocument(InputError):
    """A note, report or guideline file that cannot be read."""


class UnknownLanguage(InputError):
    """Neither French nor English, as far as can be told."""


class EngineError(AssistantError):
    """A model or library cannot do it."""


class EngineMissing(EngineError):
    """The engine, or its model, is not on this machine."""


class EngineFailed(EngineError):
    """The engine is there and went wrong."""

    retryable = True


class AccessError(AssistantError):
    """Who asks may not have it."""


class NotLoggedIn(AccessError):
    """Nobody is logged in, or the session has ended."""


class NotAllowed(AccessError):
    """The policy table says no."""


class StateError(AssistantError):
    """The encounter is not in a state for that."""


class NotSignable(StateError):
    """Critical findings are open."""


class AlreadySigned(StateError):
    """A signed report never changes."""


class StorageError(AssistantError):
    """Keeping or fetching went wrong."""


class NotFound(StorageError):
    """There is no such thing."""


class Erased(StorageError):
    """The key was destroyed: the content is gone for good."""


class StorageFull(StorageError):
    """No space left."""

    retryable = True


class ConfigError(AssistantError):
    """A setting is not usable."""
