//! The words of a parameter as JSON.

use std::ops::Range;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value as Json};

use super::fault::{Fault, FaultKind, boundary};
use super::shell::Word;
use super::shorthand::{self, Short};
use crate::api::Shape;
use crate::api::json::{JsonError, parse};

/// The words of a parameter of this shape as JSON. `option` is what a fault calls it.
pub(super) fn value(shape: Shape, words: &[Word], option: &str) -> Result<Json, Fault> {
    let Some(first) = words.first() else {
        // Only lists can be given without a value, and are empty then.
        return Ok(Json::Array(Vec::new()));
    };
    if let Shape::List(element) = shape {
        return list(*element, words, first, option);
    }
    if let Some(other) = words.get(1) {
        let kind = match is_structured(shape) && !first.is_quoted && begins_json(&first.text) {
            true => FaultKind::UnquotedJson(option.to_owned()),
            false => FaultKind::Unexpected(other.text.clone()),
        };
        return Err(kind.at(other.span.clone()));
    }
    single(shape, first, option)
}

fn is_structured(shape: Shape) -> bool {
    matches!(shape, Shape::Structure(_) | Shape::Map(_) | Shape::List(_))
}

fn begins_json(text: &str) -> bool {
    text.trim_start().starts_with(['{', '['])
}

fn list(element: Shape, words: &[Word], first: &Word, option: &str) -> Result<Json, Fault> {
    if first.text.trim_start().starts_with('[') {
        if let Some(other) = words.get(1) {
            let kind = match first.is_quoted {
                false => FaultKind::UnquotedJson(option.to_owned()),
                true => FaultKind::Unexpected(other.text.clone()),
            };
            return Err(kind.at(other.span.clone()));
        }
        return json(first, option);
    }
    let elements = words.iter().map(|word| single(element, word, option));
    elements.collect::<Result<Vec<_>, _>>().map(Json::Array)
}

/// One word of this shape.
fn single(shape: Shape, word: &Word, option: &str) -> Result<Json, Fault> {
    if is_structured(shape) {
        if begins_json(&word.text) {
            return json(word, option);
        }
        if !word.text.contains('=') {
            return Err(FaultKind::Structured(option.to_owned()).at(word.span.clone()));
        }
        let short = shorthand::read(&word.text).map_err(|(at, expected)| {
            FaultKind::Shorthand { option: option.to_owned(), expected }.at(word.source(at))
        })?;
        return shaped(shape, short, option, &|at| word.source(at));
    }
    scalar(shape, &word.text, || word.span.clone())
}

/// JSON in a word.
pub(super) fn json(word: &Word, option: &str) -> Result<Json, Fault> {
    let error = match parse(&word.text) {
        Ok(json) => return Ok(json),
        Err(error) => error,
    };
    // Older PowerShells want the quotes inside of single quotes escaped, and take the escapes off.
    if word.text.contains("\\\"")
        && let Ok(json) = parse(&word.text.replace("\\\"", "\""))
    {
        return Ok(json);
    }
    let at = offset(&word.text, error);
    if !word.is_quoted && word.file.is_none() {
        return Err(FaultKind::UnquotedJson(option.to_owned()).at(word.span.clone()));
    }
    let kind = FaultKind::Json {
        option: option.to_owned(),
        file: word.file.clone(),
        line: error.line,
        column: error.column,
        found: explained(&word.text[at..], error.found),
    };
    Err(kind.at(word.source(at)))
}

/// The byte that an error is about.
fn offset(text: &str, error: JsonError) -> usize {
    let lines = text.split_inclusive('\n').take(error.line.saturating_sub(1));
    let begin: usize = lines.map(str::len).sum();
    boundary(text, begin + error.column.saturating_sub(1))
}

/// What is wrong, with what is usually meant.
fn explained(rest: &str, found: &str) -> String {
    let python = [("True", "true"), ("False", "false"), ("None", "null")];
    if let Some((_, json)) = python.iter().find(|(word, _)| rest.starts_with(word)) {
        return format!("JSON writes {json}");
    }
    match rest.chars().next() {
        Some('\'') => "JSON takes double quotes, not single ones".to_owned(),
        Some('}' | ']') => format!("{found}; remove the comma before the bracket"),
        Some('"') if found.starts_with("expected `,`") => format!("{found}; a comma is missing"),
        Some('“' | '”') => "a typographic quote; JSON takes plain ones".to_owned(),
        _ => found.to_owned(),
    }
}

fn scalar(shape: Shape, text: &str, span: impl Fn() -> Range<usize>) -> Result<Json, Fault> {
    match shape {
        Shape::Integer | Shape::Long => match text.trim().parse::<i64>() {
            Ok(number) => Ok(Json::from(number)),
            Err(_) => Err(FaultKind::NotANumber(text.to_owned()).at(span())),
        },
        Shape::Flag => match text.to_ascii_lowercase().as_str() {
            "true" => Ok(Json::Bool(true)),
            "false" => Ok(Json::Bool(false)),
            _ => Err(FaultKind::NotABoolean(text.to_owned()).at(span())),
        },
        _ => Ok(Json::String(text.to_owned())),
    }
}

/// Shorthand as JSON of this shape.
fn shaped(
    shape: Shape,
    short: Short,
    option: &str,
    source: &dyn Fn(usize) -> Range<usize>,
) -> Result<Json, Fault> {
    let at = short.at();
    match (shape, short) {
        (Shape::List(element), Short::List(values, _)) => {
            let values = values.into_iter().map(|value| shaped(*element, value, option, source));
            values.collect::<Result<Vec<_>, _>>().map(Json::Array)
        }
        // One value stands for the list of it.
        (Shape::List(element), value) => {
            Ok(Json::Array(vec![shaped(*element, value, option, source)?]))
        }
        (Shape::Structure(structure), Short::Map(pairs, _)) => {
            let mut members = Map::new();
            for (name, at, value) in pairs {
                let member = structure.members.iter().find(|(known, _)| *known == name);
                let Some((_, shape)) = member else {
                    let known = structure.members.iter().map(|(name, _)| *name).collect();
                    return Err(FaultKind::UnknownMember { name, known }.at(source(at)));
                };
                members.insert(name, shaped(*shape, value, option, source)?);
            }
            Ok(Json::Object(members))
        }
        (Shape::Map(element), Short::Map(pairs, _)) => {
            let pairs = pairs
                .into_iter()
                .map(|(name, _, value)| Ok((name, shaped(*element, value, option, source)?)));
            pairs.collect::<Result<Map<_, _>, _>>().map(Json::Object)
        }
        (Shape::Structure(_) | Shape::Map(_), _) => {
            Err(FaultKind::Structured(option.to_owned()).at(source(at)))
        }
        (scalar_shape, Short::Text(text, at)) => scalar(scalar_shape, &text, || source(at)),
        _ => Err(FaultKind::Single(option.to_owned()).at(source(at))),
    }
}

/// With `--cli-binary-format raw-in-base64-out` a binary value is written as its bytes: the request
/// has it in Base64.
pub(super) fn encode_blobs(json: &mut Json, shape: Shape) {
    match (shape, json) {
        (Shape::Blob, Json::String(text)) => *text = STANDARD.encode(&*text),
        (Shape::List(element), Json::Array(values)) => {
            values.iter_mut().for_each(|value| encode_blobs(value, *element));
        }
        (Shape::Map(element), Json::Object(members)) => {
            members.values_mut().for_each(|value| encode_blobs(value, *element));
        }
        (Shape::Structure(structure), Json::Object(members)) => {
            for (name, shape) in structure.members {
                if let Some(value) = members.get_mut(*name) {
                    encode_blobs(value, *shape);
                }
            }
        }
        _ => {}
    }
}
