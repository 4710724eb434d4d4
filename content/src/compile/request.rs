//! Requests as files have them: `Query { … }`, several behind each other, with `{{…}}` in texts.

use serde_json::{Map, Value as Json};

use super::expr::Scope;
use super::template::{self, Wrong};
use crate::Line;
use crate::request::{DataRef, Hole, Request};

/// A request as it is written: its body has its templates still, so that another can be made of it.
#[derive(Debug, Clone)]
pub struct Written {
    /// The operation.
    pub operation: String,
    /// The body.
    pub body: Json,
    /// The line, from 0.
    pub line: usize,
}

impl Written {
    /// The same request with these members added, replaced or, where they are null, removed.
    pub fn like(&self, operation: Option<String>, changes: Json, line: usize) -> Self {
        let mut body = self.body.clone();
        merge(&mut body, changes);
        Self { operation: operation.unwrap_or_else(|| self.operation.clone()), body, line }
    }

    /// The request, with the templates of its texts read. `first_line` is that of line 0.
    pub fn compile(mut self, scope: &Scope, first_line: Line) -> Result<Request, Wrong> {
        let mut holes = Vec::new();
        take_holes(&mut self.body, &mut String::new(), scope, &mut holes)
            .map_err(|wrong| (self.line, wrong))?;
        let line = first_line + self.line as Line;
        Ok(Request { operation: self.operation, body: self.body, holes, line })
    }
}

/// RFC 7396, JSON Merge Patch.
fn merge(target: &mut Json, changes: Json) {
    let Json::Object(changes) = changes else {
        *target = changes;
        return;
    };
    if !target.is_object() {
        *target = Json::Object(Map::new());
    }
    let Some(members) = target.as_object_mut() else { return };
    for (name, change) in changes {
        match change {
            Json::Null => drop(members.shift_remove(&name)),
            change => merge(members.entry(name).or_insert(Json::Null), change),
        }
    }
}

fn take_holes(
    json: &mut Json,
    at: &mut String,
    scope: &Scope,
    holes: &mut Vec<Hole>,
) -> Result<(), String> {
    match json {
        Json::String(text) if text.contains("{{") => {
            let filled = template::plain(text, scope).map_err(|(_, wrong)| wrong)?;
            holes.push(Hole { at: at.clone(), text: filled });
            text.clear();
        }
        Json::Object(members) => {
            for (name, member) in members.iter_mut() {
                let length = at.len();
                at.push('/');
                at.push_str(&name.replace('~', "~0").replace('/', "~1"));
                take_holes(member, at, scope, holes)?;
                at.truncate(length);
            }
        }
        Json::Array(elements) => {
            for (position, element) in elements.iter_mut().enumerate() {
                let length = at.len();
                at.push_str(&format!("/{position}"));
                take_holes(element, at, scope, holes)?;
                at.truncate(length);
            }
        }
        _ => {}
    }
    Ok(())
}

/// Reads requests: an operation and its body, as often as they come.
pub fn read_all(text: &str) -> Result<Vec<Written>, Wrong> {
    let line = |at: usize| text[..at].matches('\n').count();
    let (mut requests, mut at) = (Vec::new(), 0);
    loop {
        at = text.len() - text[at..].trim_start().len();
        if at == text.len() {
            return Ok(requests);
        }
        let name = text[at..].find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(text.len() - at);
        let operation = text[at..at + name].to_owned();
        if !operation.starts_with(|c: char| c.is_ascii_uppercase()) {
            let found: String = text[at..].chars().take(20).collect();
            return Err((
                line(at),
                format!("an operation such as `Query` is missing before `{found}`"),
            ));
        }
        let begin = at + name;
        let (body, length) =
            read_json(&text[begin..]).map_err(|(at, wrong)| (line(begin) + at, wrong))?;
        requests.push(Written { operation, body, line: line(at) });
        at = begin + length;
    }
}

/// Reads one JSON value, and tells how many bytes it took.
pub fn read_json(text: &str) -> Result<(Json, usize), Wrong> {
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<Json>();
    match values.next() {
        Some(Ok(json)) if json.is_object() => Ok((json, values.byte_offset())),
        Some(Ok(_)) => Err((0, "the body of a request must be a JSON object".into())),
        Some(Err(error)) => {
            let message = error.to_string();
            let message = message.split(" at line ").next().unwrap_or_default();
            Err((error.line().saturating_sub(1), format!("this is no JSON: {message}")))
        }
        None => Err((0, "the JSON body of the request is missing".into())),
    }
}

/// Reads `medical/1000?seed=7`, or `empty`.
pub fn data(text: &str) -> Result<DataRef, String> {
    const FORM: &str =
        "write dataset/size, such as `medical/1000` or `medical/article`, or `empty`";
    if text == "empty" {
        return Ok(DataRef { dataset: None, size: "article".into(), seed: None });
    }
    let (name, query) =
        text.split_once('?').map_or((text, None), |(name, query)| (name, Some(query)));
    let (dataset, size) = name.split_once('/').ok_or(format!("`{text}` names no data: {FORM}"))?;
    if !["article", "1000", "10000", "100000"].contains(&size) {
        return Err(format!(
            "there is no size `{size}`: {FORM}; sizes are article, 1000, 10000, 100000"
        ));
    }
    let seed = match query {
        None => None,
        Some(query) => {
            let seed = query.strip_prefix("seed=").and_then(|seed| seed.parse().ok());
            Some(seed.ok_or(format!("`?{query}` means nothing: a seed is `?seed=7`"))?)
        }
    };
    Ok(DataRef { dataset: Some(dataset.to_owned()), size: size.to_owned(), seed })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn requests_stand_behind_each_other() {
        let text = "Query { \"Limit\": 5 }\n\nPutItem {\n  \"Item\": {}\n}\n";
        let requests = read_all(text).unwrap();
        let read: Vec<_> = requests.iter().map(|r| (&*r.operation, &r.body, r.line)).collect();
        assert_eq!(
            read,
            [("Query", &json!({ "Limit": 5 }), 0), ("PutItem", &json!({ "Item": {} }), 2)]
        );
    }

    #[test]
    fn broken_requests_are_told_with_their_line() {
        for (text, line, part) in [
            ("{ \"Limit\": 5 }", 0, "an operation"),
            ("Query {\n  \"Limit\": 5,\n}", 2, "no JSON"),
            ("Query", 0, "missing"),
            ("Query 5", 0, "JSON object"),
            ("Query {}\nscan {}", 1, "an operation"),
        ] {
            let (at, message) = read_all(text).unwrap_err();
            assert!(at == line && message.contains(part), "{text}: {at} {message}");
        }
    }

    #[test]
    fn a_request_is_made_of_another() {
        let first = read_all(
            "Query {\"Limit\": 5, \"ExpressionAttributeValues\": {\":a\": {\"S\": \"b\"}}}",
        );
        let like = first.unwrap()[0].like(
            Some("Scan".into()),
            json!({ "Limit": null, "ExpressionAttributeValues": { ":c": { "N": "1" } } }),
            3,
        );
        assert_eq!(like.operation, "Scan");
        assert_eq!(
            like.body,
            json!({
                "ExpressionAttributeValues": { ":a": { "S": "b" }, ":c": { "N": "1" } }
            })
        );
    }

    #[test]
    fn texts_of_a_body_may_depend_on_facts() {
        let written =
            read_all("GetItem {\"Key\": {\"a/b\": {\"S\": \"x{{data.items}}\"}}}").unwrap();
        let request = written[0].clone().compile(&Scope::default(), 10).unwrap();
        assert_eq!((&*request.holes[0].at, request.line), ("/Key/a~1b/S", 10));
        assert!(request.body.pointer(&request.holes[0].at).is_some());
    }

    #[test]
    fn data_is_named_by_dataset_size_and_seed() {
        let read = data("medical/1000?seed=7").unwrap();
        assert_eq!(
            (read.dataset.as_deref(), &*read.size, read.seed),
            (Some("medical"), "1000", Some(7))
        );
        assert_eq!(data("empty").unwrap().dataset, None);
        for wrong in ["medical", "medical/500", "medical/1000?size=3", "medical/1000?seed=x"] {
            assert!(data(wrong).is_err(), "{wrong}");
        }
    }
}
