"""Which claims and passages meet a query, and in what order."""
