//! Requests as files have them: `Query { … }`, several behind each other, and the data that they
//! are sent to: `medical/1000?seed=7`.
//!
//! Owns that notation, both ways. What `{{…}}` in a text means only the compiler knows.

use serde_json::Value as Json;

use crate::request::{DataRef, Request};

/// What is wrong, and how many lines below the beginning of the text.
pub type Wrong = (usize, String);

/// A request as it is written: its body has its templates still.
#[derive(Debug, Clone)]
pub struct Written {
    /// The operation.
    pub operation: String,
    /// The body.
    pub body: Json,
    /// The line, from 0.
    pub line: usize,
}

/// Requests as text, to be read by [`read_all`].
pub fn to_text<'a>(requests: impl IntoIterator<Item = (&'a str, &'a Json)>) -> String {
    let mut text = String::new();
    for (operation, body) in requests {
        text += &format!("{operation} {body:#}\n");
    }
    text
}

/// The text of requests as content has them.
pub fn text_of(requests: &[Request]) -> String {
    to_text(requests.iter().map(|request| (request.operation.as_str(), &request.body)))
}

/// Data as it is named: `medical/1000?seed=7`, or `empty`.
pub fn data_text(data: &DataRef) -> String {
    match (&data.dataset, data.seed) {
        (None, _) => "empty".to_owned(),
        (Some(dataset), None) => format!("{dataset}/{}", data.size),
        (Some(dataset), Some(seed)) => format!("{dataset}/{}?seed={seed}", data.size),
    }
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
        for text in ["empty", "medical/1000", "orders/article?seed=7"] {
            assert_eq!(data_text(&data(text).unwrap()), text);
        }
    }

    #[test]
    fn requests_are_written_as_they_are_read() {
        let text = "Query {\n  \"Limit\": 5\n}\nPutItem {\n  \"Item\": {}\n}\n";
        let requests = read_all(text).unwrap();
        let written = requests.iter().map(|request| (request.operation.as_str(), &request.body));
        assert_eq!(to_text(written), text);
    }
}
