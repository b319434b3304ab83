"""The command line. Parses, calls a service, prints; ``main`` is the one place where errors become messages."""

import sys


def main() -> None:
    """Run the command line. Exit status 0 only if all went well, 1 where something could not be done."""
    from assistant.cli.app import app
    from assistant.cli.printing import show_error, words
    from assistant.config import load_settings
    from assistant.errors import AssistantError

    try:
        app()
    except AssistantError as error:
        try:
            language = load_settings().locale
        except AssistantError:  # the settings themselves are what is wrong: say so in the default language
            language = "fr"
        show_error(error, words(language))
        sys.exit(1)
