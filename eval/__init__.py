"""Measurements. Each module runs by itself: ``python -m eval.checker``."""
