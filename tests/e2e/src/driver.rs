//! The browser driver's process.

use std::path::Path;
use std::process::Stdio;

use anyhow::{Context as _, Result};
use tokio::io::{AsyncBufReadExt as _, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};

/// A running driver. It ends when this is dropped.
pub struct Driver {
    /// Where it listens.
    pub address: String,
    _process: Child,
    /// Held open: a driver whose output goes nowhere would stop at its next message.
    _output: Lines<BufReader<ChildStdout>>,
}

/// How often a driver may end before it has begun. The port that it looks for may be taken by another
/// one that starts at the same moment, and then it ends: that says nothing about the page.
const STARTS: usize = 5;

/// Starts a driver on a port of its own choice, which it tells.
pub async fn start(program: &Path) -> Result<Driver> {
    for _ in 1..STARTS {
        if let Ok(driver) = start_once(program).await {
            return Ok(driver);
        }
    }
    start_once(program).await
}

async fn start_once(program: &Path) -> Result<Driver> {
    let mut process = Command::new(program)
        .arg("--port=0")
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .with_context(|| format!("{} does not start", program.display()))?;
    let output = process.stdout.take().context("the driver's output is not connected")?;
    let mut lines = BufReader::new(output).lines();
    while let Some(line) = lines.next_line().await? {
        if let Some(port) = port(&line) {
            let address = format!("http://127.0.0.1:{port}");
            return Ok(Driver { address, _process: process, _output: lines });
        }
    }
    anyhow::bail!("{} ended without naming its port", program.display())
}

/// The port in `ChromeDriver was started successfully on port 40123.`
fn port(line: &str) -> Option<u16> {
    let (_, rest) = line.split_once("started successfully on port ")?;
    rest.trim_end_matches('.').parse().ok()
}

#[cfg(test)]
mod tests {
    use super::port;

    #[test]
    fn the_port_is_read_from_the_driver_s_own_words() {
        assert_eq!(port("ChromeDriver was started successfully on port 40123."), Some(40123));
        assert_eq!(port("Starting ChromeDriver 156.0 on port 0"), None);
    }
}
