"""What an operator looks at: whether a process lives, whether it is ready, and its figures."""
