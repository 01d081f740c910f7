"""Learners' code, from its text to a loss that is called: module, limits, prints, engines."""
