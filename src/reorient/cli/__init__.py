"""The command line: ``reorient VERB STATE [--toward GROUP] [--from YEAR --to YEAR] [--json | --csv | --html]``.

Nothing is computed here; every verb calls the function of the same name.
"""

from reorient.cli.main import main

__all__ = ["main"]
