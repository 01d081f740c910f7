"""Checks of answers: what a `check.py` is written with, and what is found out of a wrong answer."""
