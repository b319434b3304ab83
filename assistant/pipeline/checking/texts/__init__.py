"""Both sides of a comparison: a note cut into claims, what was said as evidence, and the words that link them."""
