//! The words of a command as the CLI takes them.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value as Json};

use super::argument;
use super::fault::{Fault, FaultKind};
use super::name::kebab;
use super::note::Note;
use super::shell::{Ending, Line, Shell, Word};
use super::{Command, Given, Missing, Reading};
use crate::api::json::parse;
use crate::api::{Operation, Shape, shape_of};

/// Options of the CLI itself that take a value.
const WITH_VALUE: [&str; 16] = [
    "query",
    "output",
    "region",
    "profile",
    "endpoint-url",
    "color",
    "ca-bundle",
    "cli-read-timeout",
    "cli-connect-timeout",
    "cli-binary-format",
    "cli-error-format",
    "cli-input-json",
    "cli-input-yaml",
    "max-items",
    "page-size",
    "starting-token",
];

/// Options of the CLI itself that take none.
const ALONE: [&str; 9] = [
    "no-cli-pager",
    "debug",
    "no-verify-ssl",
    "no-paginate",
    "no-sign-request",
    "cli-auto-prompt",
    "no-cli-auto-prompt",
    "version",
    "generate-cli-skeleton",
];

/// Programs that run another one, which follows them.
const RUNNERS: [&str; 7] = ["time", "watch", "sudo", "winpty", "aws-vault", "env", "nohup"];

/// Words of the shell that a command may follow: what they lead to runs once here.
const LEADS: [&str; 6] = ["do", "then", "else", "{", "!", "exec"];

/// States that `wait` knows and the playground doesn't have.
const WAITS_ELSEWHERE: [&str; 4] = [
    "export-completed",
    "import-completed",
    "contributor-insights-enabled",
    "kinesis-streaming-destination-active",
];

/// Operations of the service that the playground doesn't have.
const ELSEWHERE: &[&str] = &[
    "create-backup",
    "create-global-table",
    "delete-backup",
    "delete-resource-policy",
    "describe-backup",
    "describe-contributor-insights",
    "describe-export",
    "describe-global-table",
    "describe-global-table-settings",
    "describe-import",
    "describe-kinesis-streaming-destination",
    "describe-table-replica-auto-scaling",
    "disable-kinesis-streaming-destination",
    "enable-kinesis-streaming-destination",
    "export-table-to-point-in-time",
    "get-resource-policy",
    "import-table",
    "list-backups",
    "list-contributor-insights",
    "list-exports",
    "list-global-tables",
    "list-imports",
    "put-resource-policy",
    "restore-table-from-backup",
    "restore-table-to-point-in-time",
    "update-continuous-backups",
    "update-contributor-insights",
    "update-global-table",
    "update-global-table-settings",
    "update-kinesis-streaming-destination",
    "update-table-replica-auto-scaling",
];

/// Parameters that the service has and the playground doesn't.
const PARAMETERS_ELSEWHERE: &[&str] = &[
    "global-table-settings-replication-mode",
    "global-table-source-arn",
    "global-table-witness-updates",
    "multi-region-consistency",
    "replica-updates",
];

pub(super) fn read(text: &str, given: &Given) -> Result<Reading, Fault> {
    let mut given = given.clone();
    let mut shell = Shell::new(text);
    let mut assigned = Vec::new();
    let mut other: Option<Word> = None;
    let mut after_pipe = false;
    while let Some(mut line) = shell.next_line(&given)? {
        let is_piped = std::mem::replace(&mut after_pipe, line.ending == Ending::Pipe);
        take_assignments(&mut line, &mut given, &mut assigned);
        // A prompt that was copied along.
        if line.words.first().is_some_and(|word| matches!(word.text.as_str(), "$" | "%")) {
            line.words.remove(0);
        }
        while line.words.first().is_some_and(|word| LEADS.contains(&&*word.text)) {
            line.words.remove(0);
        }
        let mut notes: Vec<Note> = Vec::new();
        if let Some(runner) = line.words.first().filter(|word| RUNNERS.contains(&&*word.text)) {
            let runner = runner.text.clone();
            let last = line.words.last().filter(|word| word.is_quoted).cloned();
            if let Some(at) = line.words.iter().position(|word| word.text == "aws") {
                line.words.drain(..at);
                notes.push(Note::RunBy(runner));
            } else if let Some(last) = last {
                // A command in quotes, as `watch` takes it, is a text of its own.
                let reading = read(&last.text, &given).map_err(|fault| fault.kind.at(last.span))?;
                return Ok(match reading {
                    Reading::Command(mut command) => {
                        command.notes.push(Note::RunBy(runner));
                        Reading::Command(command)
                    }
                    missing => missing,
                });
            }
        }
        let Some(first) = line.words.first() else { continue };
        let program = first.text.rsplit(['/', '\\']).next().unwrap_or_default();
        if is_piped || !matches!(program, "aws" | "aws.exe" | "awslocal") {
            other.get_or_insert_with(|| first.clone());
            continue;
        }
        let is_used = |name: &String| {
            text.contains(&format!("${name}")) || text.contains(&format!("${{{name}"))
        };
        notes.extend(assigned.drain(..).filter(is_used).map(Note::Assigned));
        if line.ending == Ending::Pipe || line.is_redirected {
            notes.push(Note::Piped);
        }
        let reading = command(&line, &given, notes)?;
        return behind(reading, shell, &line, &given);
    }
    match other {
        Some(word) => Err(FaultKind::NotAws.at(word.span)),
        None => Err(FaultKind::Empty.at(0..text.len())),
    }
}

/// Looks at what follows the first command: options that were to belong to it, or further commands.
fn behind(
    reading: Reading,
    mut shell: Shell<'_>,
    line: &Line,
    given: &Given,
) -> Result<Reading, Fault> {
    let mut commands = 1;
    let mut is_first = true;
    // What can't be read there is no fault of this command.
    while let Ok(Some(next)) = shell.next_line(given) {
        let word = &next.words[0];
        if is_first && word.text.starts_with("--") {
            let end = line.words.last().map_or(0, |word| word.span.end);
            return Err(FaultKind::NotContinued.at(end.saturating_sub(1)..end));
        }
        is_first = false;
        commands += usize::from(word.text == "aws");
    }
    Ok(match reading {
        Reading::Command(mut command) => {
            if commands > 1 {
                command.notes.push(Note::FirstOf(commands));
            }
            Reading::Command(command)
        }
        missing => missing,
    })
}

/// Takes `NAME=value` and `export NAME=value` off the beginning of a command.
fn take_assignments(line: &mut Line, given: &mut Given, assigned: &mut Vec<String>) {
    if line.words.first().is_some_and(|word| word.text == "export") {
        line.words.remove(0);
    }
    while let Some((name, value)) = line.words.first().and_then(|word| word.text.split_once('=')) {
        let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
        if name.is_empty() || !name.chars().all(is_name) {
            return;
        }
        let (name, value) = (name.trim_start_matches("env:").to_owned(), value.to_owned());
        given.variables.insert(name.clone(), value);
        assigned.push(name);
        line.words.remove(0);
    }
}

/// An option with the words behind it.
struct Argument<'a> {
    option: &'a Word,
    words: Vec<Word>,
}

fn command(line: &Line, given: &Given, mut notes: Vec<Note>) -> Result<Reading, Fault> {
    // Options may stand before the service and the operation, too.
    let mut names: Vec<&Word> = Vec::new();
    let mut arguments: Vec<Argument<'_>> = Vec::new();
    let mut missing = line.missing.clone();
    let mut words = line.words[1..].iter().peekable();
    let mut wanted = 2;
    while let Some(word) = words.next() {
        if let Some(option) = word.text.strip_prefix("--").filter(|name| !name.is_empty()) {
            let (name, value) = match option.split_once('=') {
                Some((name, _)) => (name, Some(word.behind(name.len() + 3))),
                None => (option, None),
            };
            let before_operation = names.len() < wanted;
            let mut values: Vec<Word> = value.into_iter().collect();
            // Before the operation an option takes one word, or what follows would be lost.
            let most = match (before_operation, ALONE.contains(&name)) {
                (_, true) => 0,
                (true, false) => 1,
                (false, false) => usize::MAX,
            };
            let is_inline = !values.is_empty();
            while values.len() < most && !is_inline {
                match words.peek() {
                    Some(next) if !next.text.starts_with("--") || next.is_quoted => {
                        values.push((*next).clone());
                        words.next();
                    }
                    _ => break,
                }
            }
            arguments.push(Argument { option: word, words: values });
        } else if names.len() < wanted {
            names.push(word);
            // `wait` has a name of its own behind it.
            if names.len() == 2 && word.text == "wait" {
                wanted = 3;
            }
        } else {
            return Err(FaultKind::Unexpected(word.text.clone()).at(word.span.clone()));
        }
    }
    let operation = operation(&line.words[0], &names, &mut notes)?;

    // The texts of files stand for the words that name them.
    for argument in &mut arguments {
        for word in &mut argument.words {
            if word.text.starts_with("fileb://") {
                return Err(FaultKind::BinaryFile.at(word.span.clone()));
            }
            let Some(path) = word.text.strip_prefix("file://") else { continue };
            match given.files.get(path) {
                Some(text) => {
                    word.file = Some(path.to_owned());
                    word.text.clone_from(text);
                }
                None => {
                    let wanted = Missing::File(path.to_owned());
                    if !missing.contains(&wanted) {
                        missing.push(wanted);
                    }
                }
            }
        }
    }
    if !missing.is_empty() {
        return Ok(Reading::Missing(missing));
    }
    let body = body(operation, &arguments, &mut notes)?;
    Ok(Reading::Command(Command { operation, body, notes }))
}

/// The operation that the words behind `aws` name.
fn operation(aws: &Word, names: &[&Word], notes: &mut Vec<Note>) -> Result<Operation, Fault> {
    let Some(service) = names.first() else {
        return Err(FaultKind::NoOperation.at(aws.span.clone()));
    };
    if !matches!(service.text.as_str(), "dynamodb" | "dynamodbstreams") {
        return Err(FaultKind::OtherService(service.text.clone()).at(service.span.clone()));
    }
    let Some(name) = names.get(1) else {
        return Err(FaultKind::NoOperation.at(service.span.clone()));
    };
    let span = name.span.clone();
    match name.text.as_str() {
        "wait" => {
            let Some(state) = names.get(2) else {
                return Err(FaultKind::NoValue("wait".to_owned()).at(span));
            };
            return match state.text.as_str() {
                "table-exists" | "table-not-exists" => {
                    notes.push(Note::Waits { for_what: state.text.clone() });
                    Ok(Operation::DescribeTable)
                }
                other if WAITS_ELSEWHERE.contains(&other) => {
                    let name = format!("wait {other}");
                    Err(FaultKind::NotHere(name).at(state.span.clone()))
                }
                other => {
                    let known = ["table-exists", "table-not-exists"].into_iter();
                    let known = known.chain(WAITS_ELSEWHERE).map(str::to_owned);
                    let near = nearest(other, known).map(|state| format!("wait {state}"));
                    let name = format!("wait {other}");
                    Err(FaultKind::UnknownOperation { name, near }.at(state.span.clone()))
                }
            };
        }
        "help" => return Err(FaultKind::PrintsOnly("help".to_owned()).at(span)),
        _ => {}
    }
    let found = Operation::ALL.iter().find(|operation| kebab(operation.name()) == name.text);
    if let Some(operation) = found {
        return Ok(*operation);
    }
    if ELSEWHERE.contains(&name.text.as_str()) {
        return Err(FaultKind::NotHere(name.text.clone()).at(span));
    }
    let all = Operation::ALL.iter().map(|operation| kebab(operation.name()));
    Err(FaultKind::UnknownOperation { name: name.text.clone(), near: nearest(&name.text, all) }
        .at(span))
}

fn body(
    operation: Operation,
    arguments: &[Argument<'_>],
    notes: &mut Vec<Note>,
) -> Result<Map<String, Json>, Fault> {
    let shape = shape_of(operation);
    let members: Vec<(String, &'static str, Shape)> =
        shape.members.iter().map(|(name, shape)| (kebab(name), *name, *shape)).collect();
    let mut whole = Map::new();
    let mut body = Map::new();
    let mut is_raw = false;
    let mut seen: Vec<String> = Vec::new();
    for Argument { option: word, words } in arguments {
        let written = word.text.split('=').next().unwrap_or_default();
        let shown = written.to_owned();
        let flag = written.len() + word.span.start;
        let span = word.span.start..flag.min(word.span.end);
        let name = written.trim_start_matches("--");
        let name = resolve(name, &members).map_err(|kind| kind.at(span.clone()))?;
        if seen.contains(&name) {
            return Err(FaultKind::Twice(shown).at(span));
        }
        seen.push(name.clone());

        if let Some((_, member, shape)) = members.iter().find(|(known, _, _)| *known == name) {
            let json = match shape {
                Shape::Flag => match words.first() {
                    Some(value) => {
                        return Err(FaultKind::FlagWithValue(shown).at(value.span.clone()));
                    }
                    None => Json::Bool(true),
                },
                Shape::List(_) => argument::value(*shape, words, &shown)?,
                _ if words.is_empty() => return Err(FaultKind::NoValue(shown).at(span)),
                _ => argument::value(*shape, words, &shown)?,
            };
            body.insert((*member).to_owned(), json);
            continue;
        }
        let positive = name.strip_prefix("no-").unwrap_or_default();
        let flag = members
            .iter()
            .find(|(known, _, shape)| known == positive && matches!(shape, Shape::Flag));
        if let Some((_, member, _)) = flag {
            if let Some(value) = words.first() {
                return Err(FaultKind::FlagWithValue(shown).at(value.span.clone()));
            }
            body.insert((*member).to_owned(), Json::Bool(false));
            continue;
        }

        // What is left is the CLI's own.
        if ALONE.contains(&name.as_str()) {
            match name.as_str() {
                "generate-cli-skeleton" | "version" => {
                    return Err(FaultKind::PrintsOnly(shown).at(span));
                }
                "no-paginate" => notes.push(Note::OnePage),
                "no-verify-ssl" | "no-sign-request" => notes.push(Note::Connection(shown)),
                _ => {}
            }
            continue;
        }
        let Some(value) = words.first() else { return Err(FaultKind::NoValue(shown).at(span)) };
        if let Some(other) = words.get(1) {
            return Err(FaultKind::Unexpected(other.text.clone()).at(other.span.clone()));
        }
        match name.as_str() {
            "query" | "output" | "color" | "cli-error-format" => notes.push(Note::Output(shown)),
            "cli-binary-format" => is_raw = value.text == "raw-in-base64-out",
            "cli-input-yaml" => return Err(FaultKind::Yaml.at(span)),
            "cli-input-json" => match argument::json(value, &shown)? {
                Json::Object(members) => whole = members,
                _ => return Err(FaultKind::NotAnObject(shown).at(value.span.clone())),
            },
            "max-items" => {
                whole_number(value)?;
                notes.push(Note::MaxItems(value.text.clone()));
            }
            "page-size" => {
                body.insert("Limit".to_owned(), whole_number(value)?);
                notes.push(Note::PageSize);
            }
            "starting-token" => {
                body.extend(start_key(value)?);
                notes.push(Note::StartingToken);
            }
            _ => notes.push(Note::Connection(shown)),
        }
    }
    // What is written as an option counts more than what the JSON says.
    whole.extend(body);
    if is_raw {
        let mut json = Json::Object(whole);
        argument::encode_blobs(&mut json, Shape::Structure(shape));
        let Json::Object(members) = json else { unreachable!("it was made one above") };
        whole = members;
    }
    Ok(whole)
}

/// The parameter that is meant: its name, or the beginning of one alone.
fn resolve(name: &str, members: &[(String, &'static str, Shape)]) -> Result<String, FaultKind> {
    let negatives = members
        .iter()
        .filter(|(_, _, shape)| matches!(shape, Shape::Flag))
        .map(|(name, _, _)| format!("no-{name}"));
    let known: Vec<String> = members
        .iter()
        .map(|(name, _, _)| name.clone())
        .chain(negatives)
        .chain(WITH_VALUE.iter().chain(&ALONE).map(|name| (*name).to_owned()))
        .collect();
    if known.iter().any(|known| known == name) {
        return Ok(name.to_owned());
    }
    let begun: Vec<&String> = known.iter().filter(|known| known.starts_with(name)).collect();
    match begun.as_slice() {
        [one] if !name.is_empty() => Ok((*one).clone()),
        [_, _, ..] => Err(FaultKind::Ambiguous {
            option: format!("--{name}"),
            candidates: begun.iter().map(|name| format!("--{name}")).collect(),
        }),
        _ if PARAMETERS_ELSEWHERE.contains(&name) => Err(FaultKind::NotHere(format!("--{name}"))),
        _ => {
            let near = nearest(name, known.into_iter()).map(|near| format!("--{near}"));
            Err(FaultKind::UnknownOption { option: format!("--{name}"), near })
        }
    }
}

fn whole_number(word: &Word) -> Result<Json, Fault> {
    match word.text.trim().parse::<i64>() {
        Ok(number) => Ok(Json::from(number)),
        Err(_) => Err(FaultKind::NotANumber(word.text.clone()).at(word.span.clone())),
    }
}

/// The key in a token that the CLI has printed: Base64 of JSON.
fn start_key(word: &Word) -> Result<Option<(String, Json)>, Fault> {
    let bytes = STANDARD.decode(word.text.trim()).ok();
    let text = bytes.and_then(|bytes| String::from_utf8(bytes).ok());
    let json = text.and_then(|text| parse(&text).ok());
    match json {
        Some(Json::Object(mut token)) => {
            // That of ListTables is a table's name.
            let names = ["ExclusiveStartKey", "ExclusiveStartTableName"];
            let start = names.into_iter().find_map(|name| token.remove_entry(name));
            Ok(start.filter(|(_, start)| !start.is_null()))
        }
        _ => Err(FaultKind::StartingToken.at(word.span.clone())),
    }
}

/// The name that is spelt most alike, if one is near.
fn nearest(name: &str, known: impl Iterator<Item = String>) -> Option<String> {
    let distances = known.map(|known| (distance(name, &known), known));
    let (distance, known) = distances.min_by_key(|(distance, _)| *distance)?;
    (distance <= 1 + name.len() / 5).then_some(known)
}

/// How many letters have to be changed, added or left out (Levenshtein).
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    // Names of parameters are short; a pasted text may be anything.
    for (i, letter) in a.chars().take(64).enumerate() {
        let mut before = row[0];
        row[0] = i + 1;
        for (j, other) in b.iter().enumerate() {
            let changed = before + usize::from(letter != *other);
            before = row[j + 1];
            row[j + 1] = changed.min(row[j] + 1).min(before + 1);
        }
    }
    row[b.len()]
}
