//! Progress of a run of several steps: `[3/8] clippy (wasm)… 12.3 s`.

use std::io::Write as _;
use std::time::Instant;

use anyhow::Result;

/// Counts and times the steps of one run.
pub struct Progress {
    total: usize,
    done: usize,
}

impl Progress {
    /// A run of `total` steps.
    pub fn new(total: usize) -> Self {
        Self { total, done: 0 }
    }

    /// Runs one step; what it returns is printed beside its time.
    pub fn step(&mut self, name: &str, work: impl FnOnce() -> Result<String>) -> Result<()> {
        self.done += 1;
        print!("[{}/{}] {name}… ", self.done, self.total);
        // Without a flush the line would only show when the step is over.
        std::io::stdout().flush()?;
        let start = Instant::now();
        let outcome = work();
        let seconds = start.elapsed().as_secs_f32();
        match &outcome {
            Ok(detail) if detail.is_empty() => println!("{seconds:.1} s"),
            Ok(detail) => println!("{seconds:.1} s, {detail}"),
            Err(_) => println!("failed after {seconds:.1} s"),
        }
        outcome.map(drop)
    }
}
