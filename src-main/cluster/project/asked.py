"""What a job is asked to do before its end: to stop with scores, or to leave at once because SLURM takes its nodes back."""

import signal
import time

import torch


class Asked:
    """
    A file `stop` in the folder of the results asks to stop; SIGTERM, which SLURM sends ahead of its SIGKILL at a time limit,
    a preemption or scancel, asks to leave. All processes must do either after the same step: `flags` goes into a sum
    over all of them, and `take` reads what came out.
    """

    def __init__(self, folder, is_first):
        self.file, self.is_first = folder / "stop", is_first
        self.stop, self.leave = False, False
        self._signalled, self._found, self._next_look = False, False, 0.0
        signal.signal(signal.SIGTERM, self._note_signal)

    def flags(self):
        """[stop, leave] as this process knows it, 0 or 1."""
        return torch.tensor([float(self._is_stop_wanted()), float(self._signalled)])

    def take(self, stop, leave):
        """The sums over all processes."""
        self.stop, self.leave = stop > 0, leave > 0

    @property
    def anything(self):
        """Whether training ends here."""
        return self.stop or self.leave

    def _note_signal(self, *_):
        self._signalled = True

    def _is_stop_wanted(self):
        # A look at the file a second: file systems of clusters are slow.
        if self.is_first and not self._found and time.monotonic() >= self._next_look:
            self._next_look = time.monotonic() + 1
            self._found = self.file.exists()
        return self._found
