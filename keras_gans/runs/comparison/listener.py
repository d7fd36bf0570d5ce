"""Who hears how far a comparison is."""

from typing import Any


class Listener:
    """This one says nothing; subclasses do."""

    def begin(self, job: Any, number: int, count: int) -> None:
        """Called before a `runs.Run` trains, the `number`th of `count`."""

    def observer(self, timer: Any) -> Any:
        """A callback that shows the progress of a run, by its `callbacks.Timer`."""
        return None

    def scored(self, step: int, values: dict) -> None:
        """Called when a run was measured at a step."""

    def end(self) -> None:
        """Called after each run, however it ended."""
