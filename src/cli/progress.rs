//! How far a run is: one line on standard error that is written over, on a terminal only.

use std::io::{self, IsTerminal, Write};
use std::time::{Duration, Instant};

use terminal_size::{Width, terminal_size_of};

use super::message::Volume;
use super::output::{Reader, is_dumb_terminal};

/// Between two drawings. Fewer would look stuck, more cost time.
const INTERVAL: Duration = Duration::from_millis(200);
/// Runs shorter than this need no line.
const SILENCE: Duration = Duration::from_secs(1);
/// Characters of a line on a terminal that does not say its width.
const USUAL_WIDTH: u16 = 80;

/// The line, or nothing where nobody looks.
#[derive(Debug)]
pub(crate) struct Progress {
    is_wanted: bool,
    is_drawn: bool,
    started: Instant,
    drawn: Instant,
    /// Bytes of all inputs, if they are known beforehand.
    total: Option<u64>,
}

impl Progress {
    /// Output and progress on one terminal would be mixed up, so the output must go elsewhere.
    pub(crate) fn new(volume: Volume, output: Reader, total: Option<u64>) -> Progress {
        let is_wanted = volume == Volume::Normal
            && output == Reader::Program
            && io::stderr().is_terminal()
            && !is_dumb_terminal();
        let now = Instant::now();
        Progress { is_wanted, is_drawn: false, started: now, drawn: now, total }
    }

    /// Draws what is done so far, unless it was drawn just now.
    pub(crate) fn show(&mut self, documents: u64, bytes: u64) {
        if !self.is_wanted || self.started.elapsed() < SILENCE || self.drawn.elapsed() < INTERVAL {
            return;
        }
        self.drawn = Instant::now();
        self.is_drawn = true;
        let mut line = line(documents, bytes, self.total, self.started.elapsed().as_secs_f64());
        // It may have become another since the last line.
        let width = terminal_size_of(io::stderr()).map(|(Width(width), _)| width);
        cut(&mut line, width.unwrap_or(USUAL_WIDTH));
        // Nobody can be told that standard error is closed.
        let _ = write!(io::stderr(), "\r{line}\x1b[K");
    }

    /// Takes the line away, so that a message can stand there.
    pub(crate) fn clear(&mut self) {
        if std::mem::take(&mut self.is_drawn) {
            let _ = write!(io::stderr(), "\r\x1b[K");
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "three digits are shown")]
fn line(documents: u64, bytes: u64, total: Option<u64>, seconds: f64) -> String {
    let seconds = seconds.max(0.001);
    let (megabytes, rate) = (bytes as f64 / 1e6, documents as f64 / seconds);
    let done = format!("{documents} documents, {megabytes:.1} MB, {rate:.0} documents/s");
    match total {
        Some(total) if bytes > 0 && bytes < total => {
            let left = seconds * (total - bytes) as f64 / bytes as f64;
            format!("{done}, {} left", clock(left))
        }
        _ => done,
    }
}

/// Cuts a line of ASCII to the width of a terminal: of one that wraps, only the last row would be written over. Some
/// terminals wrap at the last column already.
fn cut(line: &mut String, width: u16) {
    line.truncate(usize::from(width).saturating_sub(1));
}

/// `1:05:09`, `5:09`.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "whole seconds")]
fn clock(seconds: f64) -> String {
    let seconds = seconds.round() as u64;
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 {
        format!("{hours}:{minutes:02}:{seconds:02}")
    } else {
        format!("{minutes}:{seconds:02}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_tells_rate_and_time_left() {
        assert_eq!(line(30, 2_000_000, None, 2.0), "30 documents, 2.0 MB, 15 documents/s");
        let with_total = line(30, 2_000_000, Some(12_000_000), 2.0);
        assert_eq!(with_total, "30 documents, 2.0 MB, 15 documents/s, 0:10 left");
        assert_eq!(clock(3909.4), "1:05:09");
    }

    #[test]
    fn the_line_fits_its_terminal() {
        let of_width = |width| {
            let mut line = line(30, 2_000_000, None, 2.0);
            cut(&mut line, width);
            line
        };
        assert_eq!(of_width(14), "30 documents,");
        assert_eq!(of_width(80), "30 documents, 2.0 MB, 15 documents/s");
        assert_eq!(of_width(0), "");
    }
}
