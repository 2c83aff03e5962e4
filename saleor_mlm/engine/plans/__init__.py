"""Compensation plans: documents, checked and hashed, that a calculation follows."""
