"""WHY: how a change splits into parts, what gravity expects, and who departs from it. Causes are not claimed."""
