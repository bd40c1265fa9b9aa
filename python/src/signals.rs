//! Python's signals, such as Ctrl-C: nobody handles them while its interpreter is released.

use std::time::{Duration, Instant};

/// Short for who waits, and long beside what a look at the signals takes.
const TURN: Duration = Duration::from_millis(100);

/// The time since signals were last looked at.
pub(crate) struct Turn(Instant);

impl Turn {
    pub(crate) fn begin() -> Turn {
        Turn(Instant::now())
    }

    /// Whether they are due.
    pub(crate) fn is_over(&self) -> bool {
        self.0.elapsed() >= TURN
    }
}
