"""The one exception that a user's mistake raises."""


class InputError(ValueError):
    """A file, row or argument that the user must change.

    The message is one sentence that names what is wrong, where, and the remedy.
    """
