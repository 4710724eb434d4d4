//! The text of exported work, and of what builds before version 3 stored.
//!
//! Line 1 is `dynamodb-playground <version> <checksum> <revision> <owner>`; line 2 the state as JSON
//! but for its history. In version 3 the log of effects follows as one line of base64. Before, there
//! were the requests, one a line as `<name> <milliseconds> <request JSON>`; version 1 did not tell
//! their time.
//!
//! The checksum is CRC-32 over the version and all behind the checksum: it finds every change of
//! up to 32 neighbouring bits. It guards against damage, not against people.

use std::fmt;

use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use crate::api::json::parse;
use crate::datasets::Recipe;
use crate::engine::{Millis, Operation};

use super::{History, LoggedRequest, Saved};

/// The version that this build writes.
pub const VERSION: u32 = 1 + MIGRATIONS.len() as u32;

/// Turns the state line of one version into that of the next.
type Migration = fn(Json) -> Json;

/// The step from version 1 to 2 comes first, and so on. Version 2 gave operations a time, version 3
/// saves effects in place of operations.
const MIGRATIONS: &[Migration] = &[|state| state, |state| state];

/// The first version whose operations tell their time.
const TIMED: u32 = 2;
/// The first version that saves effects.
const WITH_EFFECTS: u32 = 3;

const MAGIC: &str = "dynamodb-playground";
/// The stamp of a text that no tab owns, as every exported one.
const NOBODY: &str = "0 0000000000000000";

/// A tab, by a number drawn when it opened, as builds before version 3 told tabs apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OwnerId(pub u64);

impl FromStr for OwnerId {
    type Err = ();

    /// Sixteen lower-case hexadecimal digits and nothing else.
    fn from_str(text: &str) -> Result<Self, ()> {
        let owner = u64::from_str_radix(text, 16).map_err(|_| ())?;
        if format!("{owner:016x}") == text { Ok(Self(owner)) } else { Err(()) }
    }
}

/// Says of a stored text how many were written before it and by which tab it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    /// Counts up with every write, whoever writes.
    pub revision: u64,
    /// Who wrote.
    pub owner: OwnerId,
}

/// Why a text is not a saved state that this build can read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WorkspaceError {
    /// The text is damaged.
    Corrupted(Damage),
    /// The text is sound, and of this version, which a later build wrote.
    NewerVersion(u32),
}

/// What is wrong with a damaged text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Damage {
    /// It does not begin as a saved state does.
    NotAWorkspace,
    /// It does not have the checksum that it states.
    Checksum,
    /// The checksum is right, and still the contents make no sense.
    Contents,
    /// A part of it isn't there.
    Missing,
}

impl fmt::Display for WorkspaceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Corrupted(Damage::NotAWorkspace) => f.write_str("This isn't a saved workspace."),
            Self::Corrupted(Damage::Checksum) => {
                f.write_str("The saved workspace is damaged: its checksum doesn't match.")
            }
            Self::Corrupted(Damage::Contents) => {
                f.write_str("The saved workspace is intact, but this page can't read it.")
            }
            Self::Corrupted(Damage::Missing) => {
                f.write_str("A part of the saved workspace is missing.")
            }
            Self::NewerVersion(version) => write!(
                f,
                "The saved workspace has version {version}; this page reads versions up to {VERSION}. \
                 Reload to get a newer page."
            ),
        }
    }
}

impl std::error::Error for WorkspaceError {}

/// Everything of a state but its history.
#[derive(Serialize)]
struct StateLine<'a> {
    recipe: Recipe,
    begun: Option<u64>,
    changes: u64,
    page: &'a Json,
    meter: &'a Json,
    quiz: &'a Json,
}

/// The text to export. Requests that an older build saved are not written again: they become effects
/// when they are sent.
pub fn encode(saved: &Saved) -> String {
    let state = StateLine {
        recipe: saved.recipe,
        begun: saved.begun.map(|at| at.0),
        changes: saved.changes,
        page: &saved.page,
        meter: &saved.meter,
        quiz: &saved.quiz,
    };
    let state = serde_json::to_string(&state).expect("plain data with text keys is JSON");
    let log = match &saved.history {
        History::Effects(bytes) => BASE64.encode(bytes),
        History::Requests(_) => String::new(),
    };
    sealed(&format!("{NOBODY}\n{state}\n{log}"))
}

/// The text with the head that guards it.
pub(super) fn sealed(guarded: &str) -> String {
    format!("{MAGIC} {VERSION} {:08x} {guarded}", checksum(VERSION, guarded))
}

/// What a text guards, if it is of this version.
pub(super) fn unsealed(text: &str) -> Result<&str, WorkspaceError> {
    match verified(text)? {
        (version, _) if version > VERSION => Err(WorkspaceError::NewerVersion(version)),
        (VERSION, guarded) => Ok(guarded),
        _ => Err(WorkspaceError::Corrupted(Damage::Contents)),
    }
}

/// Reads a text of this version or an older one.
pub fn decode(text: &str) -> Result<Saved, WorkspaceError> {
    let read = decode_stamped(text).or_else(|error| {
        // Mail programs and editors end lines in their own way, and the last one too. No line of
        // ours holds or ends with either.
        let unix = text.replace("\r\n", "\n");
        let with_log = decode_stamped(unix.trim_end_matches('\n'));
        // The line of an empty log is empty.
        let trimmed =
            with_log.or_else(|_| decode_stamped(&format!("{}\n", unix.trim_end_matches('\n'))));
        trimmed.map_err(|_| error)
    });
    read.map(|(saved, _)| saved)
}

/// Reads a stored text and its stamp.
pub fn decode_stamped(text: &str) -> Result<(Saved, Stamp), WorkspaceError> {
    let (version, guarded) = verified(text)?;
    if version > VERSION {
        return Err(WorkspaceError::NewerVersion(version));
    }
    contents(version, guarded).ok_or(WorkspaceError::Corrupted(Damage::Contents))
}

/// The version and what is guarded, if the checksum is right. This much holds for every version
/// to come, so that an old build can tell a newer text from a damaged one.
fn verified(text: &str) -> Result<(u32, &str), WorkspaceError> {
    let not_ours = WorkspaceError::Corrupted(Damage::NotAWorkspace);
    let rest = text.strip_prefix(MAGIC).and_then(|rest| rest.strip_prefix(' ')).ok_or(not_ours)?;
    let mut parts = rest.splitn(3, ' ');
    let (Some(version), Some(stated), Some(guarded)) = (parts.next(), parts.next(), parts.next())
    else {
        return Err(not_ours);
    };
    let damaged = WorkspaceError::Corrupted(Damage::Checksum);
    let number: u32 = version.parse().map_err(|_| damaged)?;
    let right = number > 0
        && number.to_string() == version
        && format!("{:08x}", checksum(number, guarded)) == stated;
    if right { Ok((number, guarded)) } else { Err(damaged) }
}

fn contents(version: u32, guarded: &str) -> Option<(Saved, Stamp)> {
    let mut lines = guarded.split('\n');
    let stamp = read_stamp(lines.next()?)?;
    let state = parse(lines.next()?).ok()?;
    let mut state = migrate(state, version, MIGRATIONS);
    let mut part = |name: &str| state.get_mut(name).map(Json::take);
    let history = if version < WITH_EFFECTS {
        let operations = lines.map(|line| read_operation(version, line));
        History::Requests(operations.collect::<Option<_>>()?)
    } else {
        History::Effects(BASE64.decode(lines.next()?).ok()?)
    };
    let changes = match &history {
        History::Requests(operations) => operations.len() as u64,
        History::Effects(_) => part("changes").and_then(|n| n.as_u64()).unwrap_or_default(),
    };
    let saved = Saved {
        recipe: Recipe::deserialize(part("recipe")?).ok()?,
        begun: part("begun").and_then(|at| at.as_u64()).map(Millis),
        history,
        changes,
        page: part("page")?,
        meter: part("meter")?,
        quiz: part("quiz")?,
    };
    Some((saved, stamp))
}

fn read_stamp(line: &str) -> Option<Stamp> {
    let (revision, owner) = line.split_once(' ')?;
    Some(Stamp { revision: revision.parse().ok()?, owner: owner.parse().ok()? })
}

fn read_operation(version: u32, line: &str) -> Option<LoggedRequest> {
    let (name, rest) = line.split_once(' ')?;
    let (at, body) = if version < TIMED { ("0", rest) } else { rest.split_once(' ')? };
    let (at, operation) = (Millis(at.parse().ok()?), Operation::from_name(name)?);
    Some(LoggedRequest { at, operation, body: body.into() })
}

/// Brings a state of the version up to date.
fn migrate(state: Json, version: u32, steps: &[Migration]) -> Json {
    steps.iter().skip(version as usize - 1).fold(state, |state, step| step(state))
}

fn checksum(version: u32, guarded: &str) -> u32 {
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(format!("{version} ").as_bytes());
    hasher.update(guarded.as_bytes());
    hasher.finalize()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::datasets::{DatasetId, Size};
    use proptest::prelude::*;
    use serde_json::json;

    fn example(log: &[u8]) -> Saved {
        Saved {
            recipe: Recipe::new(DatasetId::Clinic, Size::TenThousand),
            begun: Some(Millis(1_767_225_600_000)),
            history: History::Effects(log.to_vec()),
            changes: 3,
            page: json!({ "place": "explore", "text": "line\nbreak" }),
            meter: json!({ "read": 12.5 }),
            quiz: Json::Null,
        }
    }

    #[test]
    fn a_state_reads_back() {
        for log in [b"".as_slice(), b"\0\xff whatever"] {
            assert_eq!(decode(&encode(&example(log))), Ok(example(log)));
        }
    }

    /// The form on disk: a change here needs a new version and a migration.
    #[test]
    fn the_text_of_every_version_stays_readable() {
        let body = r#"{"TableName":"Clinic"}"#;
        let state = r#"{"recipe":{"dataset":"clinic","size":"10000","seed":2025},"page":1,"meter":{"read":12.5},"quiz":null}"#;
        let text = |version: u32, line: &str| {
            let guarded = format!("0 0000000000000000\n{state}\n{line}");
            format!("{MAGIC} {version} {:08x} {guarded}", checksum(version, &guarded))
        };
        let saved = |at| {
            let (at, operation) = (Millis(at), Operation::DeleteTable);
            let operations = vec![LoggedRequest { at, operation, body: body.into() }];
            let history = History::Requests(operations);
            Saved { history, begun: None, changes: 1, page: json!(1), ..example(b"") }
        };
        assert_eq!(decode(&text(1, &format!("DeleteTable {body}"))), Ok(saved(0)));
        let timed = text(2, &format!("DeleteTable 1767225600000 {body}"));
        assert_eq!(decode(&timed), Ok(saved(1_767_225_600_000)));
    }

    #[test]
    fn line_ends_of_other_programs_are_no_damage() {
        for log in [b"".as_slice(), b"log"] {
            let text = encode(&example(log));
            for changed in [
                text.replace('\n', "\r\n"),
                format!("{text}\n"),
                format!("{}\r\n\r\n", text.replace('\n', "\r\n")),
                text.trim_end().to_owned(),
            ] {
                assert_eq!(decode(&changed), Ok(example(log)), "{changed:?}");
            }
        }
    }

    #[test]
    fn a_later_version_is_told_from_damage() {
        let guarded = "whatever a later build writes";
        let later = format!("{MAGIC} 9 {:08x} {guarded}", checksum(9, guarded));
        assert_eq!(decode(&later), Err(WorkspaceError::NewerVersion(9)));
        let renamed = encode(&example(b"")).replacen(" 3 ", " 2 ", 1);
        assert_eq!(decode(&renamed), Err(WorkspaceError::Corrupted(Damage::Checksum)));
    }

    #[test]
    fn older_states_take_every_step_up_to_now() {
        let steps: [Migration; 2] = [|_| json!("two"), |state| json!([state, "three"])];
        assert_eq!(migrate(json!("one"), 1, &steps), json!(["two", "three"]));
        assert_eq!(migrate(json!("2"), 2, &steps), json!(["2", "three"]));
        assert_eq!(migrate(json!("3"), 3, &steps), json!("3"));
    }

    #[test]
    fn sound_text_that_makes_no_sense_is_reported() {
        for guarded in ["", "1 x\n{}", "0 0000000000000000\n{}", "0 0000000000000000"] {
            let text = format!("{MAGIC} 1 {:08x} {guarded}", checksum(1, guarded));
            assert_eq!(decode(&text), Err(WorkspaceError::Corrupted(Damage::Contents)));
        }
        assert_eq!(decode(""), Err(WorkspaceError::Corrupted(Damage::NotAWorkspace)));
    }

    proptest! {
        #[test]
        fn any_changed_byte_is_found(log: Vec<u8>, at in any::<prop::sample::Index>(), flip in 1_u8..) {
            let mut bytes = encode(&example(&log)).into_bytes();
            let at = at.index(bytes.len());
            bytes[at] ^= flip;
            // Storage hands out text: bytes that are none become replacement characters.
            let text = String::from_utf8_lossy(&bytes);
            // What is behind the last line end alone may be anything.
            prop_assert!(decode(&text).map_or(true, |saved| saved == example(&log)));
        }

        #[test]
        fn no_text_makes_it_panic(text: String) {
            prop_assert!(decode(&text).is_err());
        }
    }
}
