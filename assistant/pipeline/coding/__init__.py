"""From what was found in a consultation or a stay to codes, each with its proof."""

from assistant.pipeline.coding.suggesting import suggest_codes

__all__ = ["suggest_codes"]
