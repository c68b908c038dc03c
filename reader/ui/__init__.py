"""The terminal screens. The only package that knows Textual."""

import os

# Milliseconds after which a lone Escape is taken for the key itself, and not for the start of an arrow. Must
# be set before Textual is loaded; a person's own choice stays. A sequence comes from a terminal in one piece.
os.environ.setdefault("ESCDELAY", "25")
