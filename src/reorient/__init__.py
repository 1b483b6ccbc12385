"""Reorient."""
