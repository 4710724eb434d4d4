//! The command line as a value.

use std::ffi::OsString;
use std::path::PathBuf;

use lexopt::{Arg, Parser, ValueExt as _};

use super::access::is_origin;
use super::data::Durability;
use crate::api::ErrorWording;

/// What `--help` prints.
pub const HELP: &str = "\
Serves the playground's DynamoDB engine to any AWS SDK.

cargo endpoint [options]
cargo endpoint push|pull --help    copy tables to and from another service
  --port NUMBER      where to listen; 8000 unless given, 0 for any free port
  --host ADDRESS     127.0.0.1 unless given: reachable from this machine alone
  --allow-host NAME  answer under this name too; may be given several times
  --cors ORIGIN      let pages of this origin ask too, or with '*' of any; several times
  --connections N    answer so many at once, and others that the service is busy; 4096 unless given
  --memory MIB       write no more when so much is in use; half of the machine's unless given
  --data DIR         keep tables in this directory, and begin with what is there
  --durability HOW   what a write outlives: 'second', unless given, the endpoint being killed, and
                     the machine failing but for the last second; 'always' the machine failing;
                     'system' the endpoint being killed
  --workspace FILE   begin with what was exported from the page
  --wording 2026     put the envelope of July 2026 around errors of PutItem and UpdateItem
  --scan-units KIND  service: charge a Scan in each internal partition, as AWS does; formula: by the
                     formula of AWS's documents; service unless given
  --simulated        limit and lag as the service does: throttling, stale reads, late indexes
  --help             print this

Without --data everything is gone when it stops. Any credentials will do. Only requests to this machine's own names
(localhost, 127.0.0.1, [::1], --host) are answered, and only web pages from this machine.";

/// What is asked of the program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Print the options.
    Help,
    /// Serve.
    Serve(Options),
}

/// How to serve.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// The address to listen on.
    pub host: String,
    /// The port to listen on.
    pub port: u16,
    /// Names by which it may be asked besides this machine's own.
    pub allowed_hosts: Vec<String>,
    /// Origins of pages that may ask besides those of this machine; `*` for all.
    pub cors: Vec<String>,
    /// Connections that are answered at once.
    pub connections: usize,
    /// Mebibytes of memory that may be in use; half of the machine's if `None`.
    pub memory: Option<u64>,
    /// Where tables are kept.
    pub data: Option<PathBuf>,
    /// What a write outlives there.
    pub durability: Durability,
    /// What to begin with.
    pub workspace: Option<PathBuf>,
    /// How errors are worded.
    pub wording: ErrorWording,
    /// Whether the service limits and lags.
    pub simulated: bool,
    /// Whether a Scan is charged for each internal partition.
    pub partition_charges: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            host: "127.0.0.1".to_owned(),
            port: 8000,
            allowed_hosts: Vec::new(),
            cors: Vec::new(),
            connections: 4096,
            memory: None,
            data: None,
            durability: Durability::default(),
            workspace: None,
            wording: ErrorWording::Classic,
            simulated: false,
            partition_charges: true,
        }
    }
}

/// Reads the arguments, without the program's name.
pub fn parse(arguments: Vec<OsString>) -> Result<Command, lexopt::Error> {
    let mut parser = Parser::from_args(arguments);
    let mut options = Options::default();
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Short('h') | Arg::Long("help") => return Ok(Command::Help),
            Arg::Long("port") => options.port = parser.value()?.parse_with(port)?,
            Arg::Long("host") => options.host = parser.value()?.string()?,
            Arg::Long("allow-host") => options.allowed_hosts.push(parser.value()?.string()?),
            Arg::Long("cors") => options.cors.push(parser.value()?.parse_with(origin)?),
            Arg::Long("connections") => {
                options.connections = parser.value()?.parse_with(connections)?;
            }
            Arg::Long("memory") => options.memory = Some(parser.value()?.parse_with(mebibytes)?),
            Arg::Long("data") => options.data = Some(parser.value()?.into()),
            Arg::Long("durability") => {
                options.durability = parser.value()?.parse_with(durability)?;
            }
            Arg::Long("workspace") => options.workspace = Some(parser.value()?.into()),
            Arg::Long("simulated") => options.simulated = true,
            Arg::Long("scan-units") => {
                options.partition_charges = parser.value()?.parse_with(scan_units)?;
            }
            Arg::Long("wording") => options.wording = parser.value()?.parse_with(wording)?,
            other => return Err(other.unexpected()),
        }
    }
    Ok(Command::Serve(options))
}

fn port(text: &str) -> Result<u16, &'static str> {
    text.parse().map_err(|_| "a port is a number from 0 to 65535")
}

fn origin(text: &str) -> Result<String, &'static str> {
    match is_origin(text) {
        true => Ok(text.to_owned()),
        false => Err("an origin is like https://example.com, without a path; '*' is any"),
    }
}

fn connections(text: &str) -> Result<usize, &'static str> {
    let number = text.parse().ok().filter(|number| (1..=1_000_000).contains(number));
    number.ok_or("connections are a number from 1 to 1000000")
}

fn mebibytes(text: &str) -> Result<u64, &'static str> {
    text.parse().ok().filter(|number| *number > 0).ok_or("memory is a number of mebibytes")
}

fn durability(text: &str) -> Result<Durability, &'static str> {
    match text {
        "always" => Ok(Durability::Always),
        "second" => Ok(Durability::Second),
        "system" => Ok(Durability::System),
        _ => Err("the durabilities are always, second and system"),
    }
}

fn wording(text: &str) -> Result<ErrorWording, &'static str> {
    match text {
        "2026" => Ok(ErrorWording::July2026),
        "classic" => Ok(ErrorWording::Classic),
        _ => Err("the wordings are 2026 and classic"),
    }
}

/// Whether each internal partition is charged.
fn scan_units(text: &str) -> Result<bool, &'static str> {
    match text {
        "service" => Ok(true),
        "formula" => Ok(false),
        _ => Err("the kinds of scan units are service and formula"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn command(words: &[&str]) -> Result<Command, String> {
        parse(words.iter().map(OsString::from).collect()).map_err(|error| error.to_string())
    }

    #[test]
    fn nothing_given_serves_this_machine_alone() {
        assert_eq!(command(&[]), Ok(Command::Serve(Options::default())));
        assert_eq!(Options::default().host, "127.0.0.1");
    }

    #[test]
    fn every_option_is_read() {
        let words = "--port=0 --host ::1 --simulated --workspace a.txt --wording 2026 \
                     --allow-host a --allow-host b --cors * --cors https://c.example \
                      --connections 9 --memory 512 --data d --durability always \
                      --scan-units formula";
        let words: Vec<&str> = words.split(' ').collect();
        let expected = Options {
            host: "::1".into(),
            port: 0,
            allowed_hosts: vec!["a".into(), "b".into()],
            cors: vec!["*".into(), "https://c.example".into()],
            connections: 9,
            memory: Some(512),
            data: Some("d".into()),
            durability: Durability::Always,
            workspace: Some("a.txt".into()),
            wording: ErrorWording::July2026,
            simulated: true,
            partition_charges: false,
        };
        assert_eq!(command(&words), Ok(Command::Serve(expected)));
        assert_eq!(command(&["--port", "1", "--help"]), Ok(Command::Help));
    }

    #[test]
    fn what_is_wrong_is_said_in_a_sentence() {
        for (words, part) in [
            (&["--prot", "1"][..], "--prot"),
            (&["--port", "70000"], "from 0 to 65535"),
            (&["--port"], "--port"),
            (&["--wording", "2027"], "2026 and classic"),
            (&["--cors", "example.com"], "https://example.com"),
            (&["--cors", "https://example.com/"], "without a path"),
            (&["--connections", "0"], "from 1"),
            (&["--memory", "1GB"], "mebibytes"),
            (&["--scan-units", "none"], "service and formula"),
            (&["--durability", "never"], "always, second and system"),
            (&["table"], "table"),
        ] {
            let sentence = command(words).unwrap_err();
            assert!(sentence.contains(part) && !sentence.contains('\n'), "{sentence}");
        }
    }
}
