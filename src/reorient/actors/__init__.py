"""WHO: the actors of the international system, their names, their codes and their groups.

An actor's id is its ISO 3166 alpha-3 code where one exists. Every table is a csv file in this folder
with ``valid_from``, ``valid_to`` and ``source``; nothing else in the package names a state.
"""

from reorient.actors.codes import code_of, codes, from_code, schemes
from reorient.actors.groups import group, group_names, load_groups, members, members_over, toward
from reorient.actors.names import resolve
from reorient.actors.spells import Group
from reorient.actors.states import Actor, Lifetime, actor, actors, alive, check_alive, is_actor, living

__all__ = [
    "Actor",
    "Group",
    "Lifetime",
    "actor",
    "actors",
    "alive",
    "check_alive",
    "code_of",
    "codes",
    "from_code",
    "group",
    "group_names",
    "is_actor",
    "living",
    "load_groups",
    "members",
    "members_over",
    "resolve",
    "schemes",
    "toward",
]
