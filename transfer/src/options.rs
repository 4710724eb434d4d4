//! The command line as a value.

use std::ffi::OsString;
use std::path::PathBuf;

use lexopt::{Arg, Parser, ValueExt as _};

/// What `--help` prints.
pub const HELP: &str = "\
Copies tables and items between the playground and any DynamoDB-compatible service.

cargo endpoint push --workspace FILE --to URL|aws [options]
cargo endpoint pull --from URL|aws --data DIR [options]
  --workspace FILE   what was exported from the page
  --to, --from       the other service: its address, or 'aws' for AWS itself, with the credentials
                     and region that the AWS CLI uses
  --data DIR         the directory of `cargo endpoint --data`, which must not be running
  --table NAME       only this table; may be given several times
  --dry-run          say what would be copied, and change nothing
  --resume           go on where an earlier run was stopped: items that are there stay as they are
  --overwrite        put items into tables that exist, over those with the same key
  --help             print this

A table that exists at the other side is left alone unless --resume or --overwrite is given.";

/// Where tables are copied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Direction {
    /// Out of what was exported from the page.
    Push {
        /// The file.
        workspace: PathBuf,
    },
    /// Into a directory that an endpoint serves.
    Pull {
        /// The directory.
        data: PathBuf,
    },
}

/// The service at the other side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Service {
    /// AWS, as the environment says.
    Aws,
    /// What listens at this address.
    At(String),
}

/// What to do with a table that is there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Existing {
    /// Nothing, and say so.
    #[default]
    Refuse,
    /// Put what is missing.
    Resume,
    /// Put everything.
    Overwrite,
}

/// What to copy, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// Which way.
    pub direction: Direction,
    /// The other side.
    pub service: Service,
    /// The tables; all if none is named.
    pub tables: Vec<String>,
    /// Whether to change nothing.
    pub dry_run: bool,
    /// What to do with a table that is there already.
    pub existing: Existing,
}

/// Reads the arguments, without the program's name; `None` asks for help.
///
/// # Errors
///
/// An argument that is unknown, missing, or doesn't go with the others.
pub fn parse(arguments: Vec<OsString>) -> Result<Option<Options>, lexopt::Error> {
    let mut parser = Parser::from_args(arguments);
    let (mut verb, mut workspace, mut data, mut service) = (None, None, None, None);
    let (mut tables, mut dry_run, mut existing) = (Vec::new(), false, Existing::default());
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Short('h') | Arg::Long("help") => return Ok(None),
            Arg::Value(word) if verb.is_none() => verb = Some(word.string()?),
            Arg::Long("workspace") => workspace = Some(PathBuf::from(parser.value()?)),
            Arg::Long("data") => data = Some(PathBuf::from(parser.value()?)),
            Arg::Long("to" | "from") => service = Some(parser.value()?.parse_with(side)?),
            Arg::Long("table") => tables.push(parser.value()?.string()?),
            Arg::Long("dry-run") => dry_run = true,
            Arg::Long("resume") => existing = Existing::Resume,
            Arg::Long("overwrite") => existing = Existing::Overwrite,
            other => return Err(other.unexpected()),
        }
    }
    let missing = |what: &str| lexopt::Error::from(format!("{what} is missing; see --help"));
    let direction = match verb.as_deref() {
        Some("push") => {
            Direction::Push { workspace: workspace.ok_or_else(|| missing("--workspace"))? }
        }
        Some("pull") => Direction::Pull { data: data.ok_or_else(|| missing("--data"))? },
        _ => return Err("say push or pull; see --help".into()),
    };
    let service = service.ok_or_else(|| missing("--to or --from"))?;
    Ok(Some(Options { direction, service, tables, dry_run, existing }))
}

fn side(text: &str) -> Result<Service, &'static str> {
    match text {
        "aws" => Ok(Service::Aws),
        _ if text.starts_with("http://") || text.starts_with("https://") => {
            Ok(Service::At(text.trim_end_matches('/').to_owned()))
        }
        _ => Err("the other side is 'aws' or an address such as http://127.0.0.1:8000"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(words: &str) -> Result<Option<Options>, String> {
        let words = words.split_whitespace().map(OsString::from).collect();
        parse(words).map_err(|error| error.to_string())
    }

    #[test]
    fn both_ways_are_read() {
        let push = read("push --workspace w.txt --to aws --table A --table B --dry-run").unwrap();
        let push = push.unwrap();
        assert_eq!(push.direction, Direction::Push { workspace: "w.txt".into() });
        assert_eq!((push.service, push.tables.len(), push.dry_run), (Service::Aws, 2, true));
        let pull = read("pull --from http://127.0.0.1:8000/ --data d --resume").unwrap().unwrap();
        assert_eq!(pull.service, Service::At("http://127.0.0.1:8000".into()));
        assert_eq!(pull.existing, Existing::Resume);
        assert_eq!(read("push --help"), Ok(None));
    }

    #[test]
    fn what_is_missing_or_wrong_is_named() {
        assert!(read("").unwrap_err().contains("push or pull"));
        assert!(read("push --to aws").unwrap_err().contains("--workspace is missing"));
        assert!(read("pull --data d").unwrap_err().contains("--to or --from is missing"));
        assert!(read("push --workspace w --to nowhere").unwrap_err().contains("the other side is"));
        assert!(read("push --workspace w --to aws --force").unwrap_err().contains("--force"));
    }
}
