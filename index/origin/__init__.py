"""Where a report comes from and when: its region, its period, its kind."""
