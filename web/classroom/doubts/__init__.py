"""Is what is shown true? The witness, whom it accuses, and a report for who can mend it."""
