"""What a person is told when the store cannot run."""


class CannotRun(Exception):
    """What stands in the way and what to do about it, in one line."""
