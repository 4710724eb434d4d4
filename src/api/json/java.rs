//! Values as some of the service's sentences print them, the way its Java objects print themselves:
//! `{pk=AttributeValue: {S:x}}`.

use super::tree::Json;
use super::{blob, read_item};
use crate::model::{AttributeMap, Value};

/// An item or a key.
pub fn java_item(item: &AttributeMap) -> String {
    let members = item.iter().map(|(name, value)| format!("{name}={}", java_value(value)));
    format!("{{{}}}", members.collect::<Vec<_>>().join(", "))
}

/// The writes of one table in a batch: `{Music=[WriteRequest(PutRequest=…, DeleteRequest=null)]}`.
/// The service's own print differs in details that depend on its version.
pub fn write_request_dump(table: &str, writes: &[Json<'_>]) -> String {
    let part = |write: &Json<'_>, outer: &str, inner: &str| {
        let request = write.as_object().and_then(|members| members.get(outer)?.as_object());
        match request.and_then(|members| members.get(inner)?.as_object()) {
            None => "null".to_owned(),
            Some(item) => {
                let item = read_item(item).map(|item| java_item(&item)).unwrap_or_default();
                format!("{outer}({inner}={item})")
            }
        }
    };
    let writes = writes.iter().map(|write| {
        let put = part(write, "PutRequest", "Item");
        let delete = part(write, "DeleteRequest", "Key");
        format!("WriteRequest(PutRequest={put}, DeleteRequest={delete})")
    });
    format!("{{{table}=[{}]}}", writes.collect::<Vec<_>>().join(", "))
}

/// A value.
fn java_value(value: &Value) -> String {
    format!("AttributeValue: {{{}:{}}}", value.kind(), untagged(value))
}

fn untagged(value: &Value) -> String {
    match value {
        Value::S(text) => text.to_string(),
        Value::N(number) => number.to_string(),
        Value::B(bytes) => blob::encode(bytes),
        Value::Bool(flag) => flag.to_string(),
        Value::Null => "true".to_owned(),
        Value::M(map) => java_item(map),
        Value::L(list) => joined(list.iter().map(java_value)),
        Value::Ss(set) => joined(set.iter().map(|text| text.to_string())),
        Value::Ns(set) => joined(set.iter().map(|number| number.to_string())),
        Value::Bs(set) => joined(set.iter().map(|bytes| blob::encode(bytes))),
    }
}

fn joined(elements: impl Iterator<Item = String>) -> String {
    format!("[{}]", elements.collect::<Vec<_>>().join(","))
}
