//! The text of a saved state, in storage and in an exported file alike.
//!
//! Line 1 is `dynamodb-playground <version> <checksum> <revision> <owner>`; line 2 the state as JSON
//! but for the operations, which follow one a line as `<name> <milliseconds> <request JSON>`.
//! Compact JSON has no line breaks, so requests stand there as they are, neither escaped nor parsed
//! twice. Version 1 did not tell the time of an operation.
//!
//! The checksum is CRC-32 over the version and all behind the checksum: it finds every change of
//! up to 32 neighbouring bits. It guards against damage, not against people.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use crate::api::json::parse;
use crate::datasets::Recipe;
use crate::engine::{Millis, Operation};

use super::slots::{OwnerId, Stamp};
use super::{LoggedRequest, Saved};

/// The version that this build writes.
pub const VERSION: u32 = 1 + MIGRATIONS.len() as u32;

/// Turns the state line of one version into that of the next.
type Migration = fn(Json) -> Json;

/// The step from version 1 to 2 comes first, and so on. Version 2 gave operations a time.
const MIGRATIONS: &[Migration] = &[|state| state];

/// The first version whose operations tell their time.
const TIMED: u32 = 2;

const MAGIC: &str = "dynamodb-playground";
/// The owner of exported text, which no tab owns.
const NOBODY: Stamp = Stamp { revision: 0, owner: OwnerId(0) };

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
            Self::NewerVersion(version) => write!(
                f,
                "The saved workspace has version {version}; this page reads up to {VERSION}. \
                 Reload to get the newer page."
            ),
        }
    }
}

impl std::error::Error for WorkspaceError {}

/// Everything of a state but its operations.
#[derive(Serialize)]
struct StateLine<'a> {
    recipe: Recipe,
    page: &'a Json,
    meter: &'a Json,
    quiz: &'a Json,
}

/// The text to export.
pub fn encode(saved: &Saved) -> String {
    encode_stamped(saved, NOBODY)
}

/// The text to store.
pub fn encode_stamped(saved: &Saved, stamp: Stamp) -> String {
    let guarded = format!("{} {}\n{}", stamp.revision, stamp.owner, body(saved));
    format!("{MAGIC} {VERSION} {:08x} {guarded}", checksum(VERSION, &guarded))
}

fn body(saved: &Saved) -> String {
    let state = StateLine {
        recipe: saved.recipe,
        page: &saved.page,
        meter: &saved.meter,
        quiz: &saved.quiz,
    };
    let mut text = serde_json::to_string(&state).expect("plain data with text keys is JSON");
    for LoggedRequest { at, operation, body } in &saved.operations {
        text.push('\n');
        text.push_str(operation.name());
        text.push_str(&format!(" {} ", at.0));
        text.push_str(body);
    }
    text
}

/// Reads a text of this version or an older one.
pub fn decode(text: &str) -> Result<Saved, WorkspaceError> {
    decode_stamped(text).map(|(saved, _)| saved)
}

/// Reads a stored text and its stamp.
pub fn decode_stamped(text: &str) -> Result<(Saved, Stamp), WorkspaceError> {
    let (version, guarded) = verified(text)?;
    if version > VERSION {
        return Err(WorkspaceError::NewerVersion(version));
    }
    contents(version, guarded).ok_or(WorkspaceError::Corrupted(Damage::Contents))
}

/// The stamp of a stored text whose contents nobody needs.
pub(super) fn stamp_of(text: &str) -> Result<Stamp, WorkspaceError> {
    let (version, guarded) = verified(text)?;
    if version > VERSION {
        return Err(WorkspaceError::NewerVersion(version));
    }
    let stamp = guarded.split_once('\n').and_then(|(line, _)| read_stamp(line));
    stamp.ok_or(WorkspaceError::Corrupted(Damage::Contents))
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
    let saved = Saved {
        recipe: Recipe::deserialize(part("recipe")?).ok()?,
        operations: lines.map(|line| read_operation(version, line)).collect::<Option<_>>()?,
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

/// A sound text of version 9.
#[cfg(test)]
pub(super) fn later_version() -> String {
    let guarded = "whatever a later build writes";
    format!("{MAGIC} 9 {:08x} {guarded}", checksum(9, guarded))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::datasets::{DatasetId, Size};
    use proptest::prelude::*;
    use serde_json::json;

    fn example() -> Saved {
        Saved {
            recipe: Recipe::new(DatasetId::Clinic, Size::TenThousand),
            operations: vec![LoggedRequest {
                at: Millis(1_767_225_600_000),
                operation: Operation::PutItem,
                body: r#"{"TableName":"Clinic","Item":{"PK":{"S":"a\nb é"}}}"#.into(),
            }],
            page: json!({ "place": "explore", "text": "line\nbreak" }),
            meter: json!({ "read": 12.5 }),
            quiz: Json::Null,
        }
    }

    #[test]
    fn a_state_reads_back_with_its_stamp() {
        let stamp = Stamp { revision: 7, owner: OwnerId(99) };
        let text = encode_stamped(&example(), stamp);
        assert_eq!(decode_stamped(&text), Ok((example(), stamp)));
        assert_eq!(stamp_of(&text), Ok(stamp));
        assert_eq!(decode(&encode(&example())), Ok(example()));
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
            Saved { operations, page: json!(1), ..example() }
        };
        assert_eq!(decode(&text(1, &format!("DeleteTable {body}"))), Ok(saved(0)));
        let timed = text(2, &format!("DeleteTable 1767225600000 {body}"));
        assert_eq!(decode(&timed), Ok(saved(1_767_225_600_000)));
        assert_eq!(encode(&saved(1_767_225_600_000)), timed);
    }

    #[test]
    fn a_later_version_is_told_from_damage() {
        assert_eq!(decode(&later_version()), Err(WorkspaceError::NewerVersion(9)));
        let renamed = encode(&example()).replacen(" 2 ", " 1 ", 1);
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

    fn json_value() -> impl Strategy<Value = Json> {
        let leaf = prop_oneof![
            Just(Json::Null),
            any::<bool>().prop_map(Json::from),
            any::<i64>().prop_map(Json::from),
            any::<String>().prop_map(Json::from),
        ];
        leaf.prop_recursive(3, 16, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Json::from),
                prop::collection::vec((any::<String>(), inner), 0..4)
                    .prop_map(|pairs| Json::Object(pairs.into_iter().collect())),
            ]
        })
    }

    fn any_saved() -> impl Strategy<Value = Saved> {
        let operations = prop::collection::vec(json_value(), 0..5);
        let parts = (any::<u64>(), operations, json_value(), json_value(), json_value());
        parts.prop_map(|(seed, bodies, page, meter, quiz)| Saved {
            recipe: Recipe { seed, ..Recipe::new(DatasetId::Medical, Size::Thousand) },
            operations: bodies
                .into_iter()
                .map(|b| LoggedRequest {
                    at: Millis(seed >> 20),
                    operation: Operation::UpdateItem,
                    body: b.to_string(),
                })
                .collect(),
            page,
            meter,
            quiz,
        })
    }

    proptest! {
        #[test]
        fn any_state_reads_back(saved in any_saved()) {
            prop_assert_eq!(decode(&encode(&saved)), Ok(saved));
        }

        #[test]
        fn any_changed_byte_is_found(saved in any_saved(), at in any::<prop::sample::Index>(), flip in 1_u8..) {
            let mut bytes = encode(&saved).into_bytes();
            let at = at.index(bytes.len());
            bytes[at] ^= flip;
            // Storage hands out text: bytes that are none become replacement characters.
            let text = String::from_utf8_lossy(&bytes);
            prop_assert!(matches!(decode(&text), Err(WorkspaceError::Corrupted(_))));
        }

        #[test]
        fn a_text_cut_short_is_found(saved in any_saved(), at in any::<prop::sample::Index>()) {
            let text = encode(&saved);
            let cut = text.char_indices().map(|(i, _)| i).nth(at.index(text.chars().count())).unwrap();
            prop_assert!(matches!(decode(&text[..cut]), Err(WorkspaceError::Corrupted(_))));
        }

        #[test]
        fn no_text_makes_it_panic(text in any::<String>()) {
            prop_assert!(decode(&text).is_err());
        }
    }
}
