"""Whether an answer is what a question's author expects."""
