//! Whether a request looks signed.
//!
//! Whose signature it is, and whether it is right, nobody asks.

use hyper::HeaderMap;
use hyper::header;
use hyper::http::request::Parts;

use super::refusal::Refusal;

const IN_HEADER: [&str; 3] = ["Credential", "Signature", "SignedHeaders"];
const IN_QUERY: [&str; 5] =
    ["X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Signature", "X-Amz-SignedHeaders", "X-Amz-Date"];

/// Refuses a request that could not come from a client with credentials.
pub(super) fn check(head: &Parts) -> Result<(), Refusal> {
    let signed_header = text(&head.headers, header::AUTHORIZATION.as_str());
    let query = head.uri.query().unwrap_or_default();
    match (signed_header, value(query, '&', IN_QUERY[0]).is_some()) {
        (Some(_), true) => Err(Refusal::TwoSignatures),
        (Some(authorization), false) if authorization.trim().starts_with("AWS4-") => {
            check_header(authorization, &head.headers)
        }
        (None, true) => check_query(query),
        _ => Err(Refusal::MissingToken),
    }
}

fn check_header(authorization: &str, headers: &HeaderMap) -> Result<(), Refusal> {
    let parameters = authorization.replace(' ', ",");
    let mut message = String::new();
    for name in IN_HEADER.into_iter().filter(|name| is_absent(&parameters, ',', name)) {
        message += &format!("Authorization header requires '{name}' parameter. ");
    }
    if text(headers, "x-amz-date").is_none() && text(headers, "date").is_none() {
        message += "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' \
                    header. ";
    }
    complete(message, &format!("Authorization={authorization}"))
}

fn check_query(query: &str) -> Result<(), Refusal> {
    let mut message = String::new();
    for name in IN_QUERY.into_iter().filter(|name| is_absent(query, '&', name)) {
        message += &format!("AWS query-string parameters must include '{name}'. ");
    }
    complete(message, "Re-examine the query-string parameters.")
}

fn complete(missing: String, advice: &str) -> Result<(), Refusal> {
    match missing.is_empty() {
        true => Ok(()),
        false => Err(Refusal::IncompleteSignature(missing + advice)),
    }
}

fn is_absent(parameters: &str, separator: char, name: &str) -> bool {
    value(parameters, separator, name).is_none_or(str::is_empty)
}

/// The value of `name=value`; empty when only the name stands there.
fn value<'a>(parameters: &'a str, separator: char, name: &str) -> Option<&'a str> {
    let mut pairs = parameters.split(separator).map(|p| p.split_once('=').unwrap_or((p, "")));
    pairs.find(|(key, _)| *key == name).map(|(_, value)| value)
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}
