"""Assistant: a clinical documentation assistant that runs on your own machines."""

__version__ = "0.1.0"
