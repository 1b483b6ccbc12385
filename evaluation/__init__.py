"""Evaluations against labels made by hand; the texts stay where their producers put them."""
