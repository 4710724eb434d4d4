//! A request as a command.

use serde_json::{Map, Value as Json};

use super::name::kebab;
use crate::api::{Operation, Shape, shape_of};

/// JSON longer than this goes over several lines.
const WIDTH: usize = 72;

/// A request as a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Printed {
    /// The command.
    pub text: String,
    /// The parameter that no option can say, so that the whole body stands in `--cli-input-json`.
    pub inexpressible: Option<String>,
}

/// The command that sends this request, in the quotes of a Unix shell. It reads back to the same.
pub fn print(operation: Operation, body: &Map<String, Json>) -> Printed {
    let service = match operation.is_stream() {
        true => "dynamodbstreams",
        false => "dynamodb",
    };
    let mut text = format!("aws {service} {}", kebab(operation.name()));
    let shape = shape_of(operation);
    let mut options = Vec::new();
    for (name, json) in body {
        let member = shape.members.iter().find(|(member, _)| member == name);
        match member.and_then(|(member, shape)| option(member, *shape, json)) {
            Some(option) => options.push(option),
            None => {
                let whole = quoted(&pretty(&Json::Object(body.clone())));
                text += &format!(" \\\n  --cli-input-json {whole}");
                return Printed { text, inexpressible: Some(name.clone()) };
            }
        }
    }
    for option in options {
        text += " \\\n  ";
        text += &option;
    }
    Printed { text, inexpressible: None }
}

/// A parameter as an option; none if its JSON isn't what the option takes.
fn option(member: &str, shape: Shape, json: &Json) -> Option<String> {
    let name = kebab(member);
    let value = match (shape, json) {
        (Shape::Flag, Json::Bool(true)) => return Some(format!("--{name}")),
        (Shape::Flag, Json::Bool(false)) => return Some(format!("--no-{name}")),
        (Shape::Text, Json::String(text)) => {
            // The CLI would read a file of this name.
            if text.starts_with("file://") || text.starts_with("fileb://") {
                return None;
            }
            text.clone()
        }
        (Shape::Integer | Shape::Long, Json::Number(number)) => number.as_i64()?.to_string(),
        (Shape::List(_), Json::Array(_))
        | (Shape::Structure(_) | Shape::Map(_), Json::Object(_)) => pretty(json),
        _ => return None,
    };
    // A value that looks like an option has to be joined to its own.
    let sign = if value.starts_with('-') { '=' } else { ' ' };
    Some(format!("--{name}{sign}{}", quoted(&value)))
}

fn pretty(json: &Json) -> String {
    let line = json.to_string();
    if line.len() <= WIDTH {
        return line;
    }
    serde_json::to_string_pretty(json).unwrap_or(line)
}

/// A word as the shell reads it, in quotes where it needs them.
fn quoted(text: &str) -> String {
    let is_bare = |c: char| c.is_ascii_alphanumeric() || "-_./:,@+".contains(c);
    if !text.is_empty() && text.chars().all(is_bare) {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\'', "'\\''"))
}
