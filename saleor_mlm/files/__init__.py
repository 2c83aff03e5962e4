"""Plans on files: spreadsheets' rows in, a calculation's rows out; no database, no Django."""
