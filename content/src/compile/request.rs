//! Requests of files with the `{{…}}` in their texts, and requests made of others.

use serde_json::{Map, Value as Json};

use super::expr::Scope;
use super::template;
use crate::Line;
use crate::request::{Hole, Request};
pub use crate::written::{Written, Wrong, data, read_all, read_json};

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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

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
}
