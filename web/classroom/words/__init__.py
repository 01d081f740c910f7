"""What is said to learners: errors and what to try, names of operations, numbers."""
