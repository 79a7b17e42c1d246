"""What was found put into an answer: findings, sums, coverage, words in two languages."""
