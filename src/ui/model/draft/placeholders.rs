//! `#names` and `:values` of one request.
//!
//! Owns that no two things share a placeholder: generated ones (`#n0`, `:v0`) step around those
//! that a person wrote. Every name of a form row gets one, so reserved words never bite there.

use serde_json::{Map, Value as Json};

/// The two maps of a request as they grow.
#[derive(Debug, Default)]
pub struct Placeholders {
    names: Map<String, Json>,
    values: Map<String, Json>,
    next_name: usize,
    next_value: usize,
}

impl Placeholders {
    /// Takes a name that a person wrote.
    pub fn define_name(&mut self, placeholder: &str, name: &str) {
        self.names.insert(placeholder.to_owned(), Json::String(name.to_owned()));
    }

    /// Takes a value that a person wrote.
    pub fn define_value(&mut self, placeholder: &str, value: Json) {
        self.values.insert(placeholder.to_owned(), value);
    }

    /// The placeholder of this attribute name, the same each time.
    pub fn name(&mut self, name: &str) -> String {
        let known = self.names.iter().find(|(_, n)| n.as_str() == Some(name));
        if let Some((placeholder, _)) = known {
            return placeholder.clone();
        }
        let placeholder = free(&self.names, "#n", &mut self.next_name);
        self.define_name(&placeholder, name);
        placeholder
    }

    /// A new placeholder for this value.
    pub fn value(&mut self, value: Json) -> String {
        let placeholder = free(&self.values, ":v", &mut self.next_value);
        self.define_value(&placeholder, value);
        placeholder
    }

    /// A document path with a placeholder for every name: `a.b[0]` becomes `#n0.#n1[0]`.
    /// Components that are placeholders already stay.
    pub fn path(&mut self, path: &str) -> String {
        let parts = path.trim().split('.').map(|part| {
            let (name, index) = part.split_at(part.find('[').unwrap_or(part.len()));
            match name.trim() {
                "" => part.to_owned(),
                name if name.starts_with('#') => format!("{name}{index}"),
                name => format!("{}{index}", self.name(name)),
            }
        });
        parts.collect::<Vec<_>>().join(".")
    }

    /// Puts the maps into the request, each only when it holds something.
    pub fn finish(self, body: &mut Map<String, Json>) {
        if !self.names.is_empty() {
            body.insert("ExpressionAttributeNames".to_owned(), Json::Object(self.names));
        }
        if !self.values.is_empty() {
            body.insert("ExpressionAttributeValues".to_owned(), Json::Object(self.values));
        }
    }
}

fn free(taken: &Map<String, Json>, stem: &str, next: &mut usize) -> String {
    loop {
        let placeholder = format!("{stem}{next}");
        *next += 1;
        if !taken.contains_key(&placeholder) {
            return placeholder;
        }
    }
}
