"""Reorient: measures, explains, checks and simulates how a state turns from one set of partners to another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reorient.app import (
        alignment,
        brief,
        check,
        composite,
        counterfactual,
        dependence,
        drivers,
        ideal_points,
        leaning,
        leverage,
        open,
        orientation,
        priorities,
        rhetoric,
        say_do,
        scan,
        turns,
    )
    from reorient.record.store import Record

__version__ = "0.1.0"
__all__ = [
    "Record",
    "__version__",
    "alignment",
    "brief",
    "check",
    "composite",
    "counterfactual",
    "dependence",
    "drivers",
    "ideal_points",
    "leaning",
    "leverage",
    "open",
    "orientation",
    "priorities",
    "rhetoric",
    "say_do",
    "scan",
    "turns",
]

_HOME = {name: "reorient.record.store" if name == "Record" else "reorient.app" for name in __all__}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used, so that ``import reorient`` stays fast."""
    if name not in _HOME:
        message = f"module 'reorient' has no attribute {name!r}"
        raise AttributeError(message)
    from importlib import import_module

    return getattr(import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
