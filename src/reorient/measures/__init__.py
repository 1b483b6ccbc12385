"""How much: orientation, turns, dependence, alignment; plain functions on arrays."""
