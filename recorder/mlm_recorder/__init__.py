"""Records what a Saleor tells its plugins, and what the database holds at that moment."""
