"""The classroom: runs learners' code, and turns what comes of it into plain data for a page."""
