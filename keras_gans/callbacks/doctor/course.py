"""Whether a finding lasts."""

PATIENCE = 3  # examinations in a row that must agree


class Course:
    """A finding counts once it was made several times in a row, and so does its end.

    Args:
        present: bool, whether it was there before.
    """

    def __init__(self, present=False):
        self.present, self._against = present, 0

    def changed(self, found):
        """Whether this finding, a bool, settles that it is there now, or is over."""
        self._against = self._against + 1 if found != self.present else 0
        if self._against < PATIENCE:
            return False
        self.present, self._against = found, 0
        return True
