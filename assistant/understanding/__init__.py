"""A question, with the conversation before it, understood as a query."""
