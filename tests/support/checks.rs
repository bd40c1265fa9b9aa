//! A check run over many pages.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, PoisonError};
use std::thread;

use super::Page;

/// Pages are independent; the machines that run this have two cores.
const THREADS: usize = 2;
/// Failures shown; one cause breaks hundreds of pages.
const MAX_SHOWN: usize = 10;

/// Checks all pages, and names those that fail.
pub fn check_pages(
    pages: impl Iterator<Item = Page> + Send,
    check: impl Fn(&Page) -> Result<(), String> + Sync,
) {
    let pages = Mutex::new(pages);
    let next = || pages.lock().unwrap_or_else(PoisonError::into_inner).next();
    let work = || {
        let mut failures = Vec::new();
        let mut count = 0;
        while let Some(page) = next() {
            count += 1;
            match catch_unwind(AssertUnwindSafe(|| check(&page))) {
                Ok(Ok(())) => {}
                Ok(Err(failure)) => failures.push(format!("{}: {failure}", page.name)),
                Err(_) => failures.push(format!("{}: panics", page.name)),
            }
        }
        (count, failures)
    };
    let (mut count, mut failures) = (0, Vec::new());
    thread::scope(|scope| {
        let workers: Vec<_> = (0..THREADS).map(|_| scope.spawn(work)).collect();
        for worker in workers {
            let (pages, failed) = worker.join().expect("a worker ends");
            count += pages;
            failures.extend(failed);
        }
    });
    println!("{count} pages");
    let shown = failures.iter().take(MAX_SHOWN).cloned().collect::<Vec<_>>().join("\n");
    assert!(failures.is_empty(), "{} of {count} pages fail:\n{shown}", failures.len());
}
