//! What the address says of Explore: table, index and request, so that a link shows what one sees.
//!
//! Owns the form of it. Refuses to judge it: an address that makes no sense says nothing, and what a
//! request in it asks for is the service's to answer.

use serde_json::Value as Json;

use super::draft::Draft;
use super::rows::Target;
use crate::api::json::parse;

/// The longest address that is written; with a longer one browsers and chats take liberties.
const LONGEST: usize = 6_000;

/// What an address asks to see.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Link {
    /// The table or index whose items are shown.
    pub target: Target,
    /// The operation and its body.
    pub request: Option<(String, Json)>,
    /// Whether the address has a request that can't be read.
    pub is_broken: bool,
}

impl Link {
    /// The link to what is shown now.
    pub fn new(target: Target, draft: &Draft) -> Self {
        Self { target, request: draft.asked(), is_broken: false }
    }

    /// The draft that it asks for.
    pub fn draft(&self) -> Option<Draft> {
        self.request.as_ref().map(|(operation, body)| Draft::from_request(operation, body))
    }

    /// The part of an address behind the place: "?table=…&index=…&op=…&request=…". A request that is
    /// too long for an address is left out.
    pub fn to_query(&self) -> String {
        let mut query = format!("?table={}", encode(&self.target.table));
        if let Some(index) = &self.target.index {
            query += &format!("&index={}", encode(index));
        }
        let request = self.request.as_ref().map(|(operation, body)| {
            format!("&op={}&request={}", encode(operation), encode(&body.to_string()))
        });
        query + &request.filter(|text| text.len() <= LONGEST).unwrap_or_default()
    }

    /// What the address asks to see; none if it says nothing of it.
    pub fn from_fragment(fragment: &str) -> Option<Self> {
        let (_, query) = fragment.split_once('?')?;
        let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        let mut link = Self::default();
        let (mut operation, mut body, mut asks) = (None, None, false);
        for (name, value) in pairs {
            if name == "request" {
                asks = true;
                body = decode(value).and_then(|text| parse(&text).ok()).filter(Json::is_object);
                continue;
            }
            let value = decode(value)?;
            match name {
                "table" => link.target.table = value,
                "index" => link.target.index = Some(value),
                "op" => operation = Some(value),
                _ => {}
            }
        }
        asks |= operation.is_some();
        link.request = operation.zip(body);
        link.is_broken = asks && link.request.is_none();
        Some(link).filter(|link| *link != Self::default())
    }
}

/// As `encodeURIComponent` does it: letters, digits and a few signs stay, everything else is written
/// as the bytes of its UTF-8.
pub(super) fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len() * 3 / 2);
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' | b':' | b',' => {
                encoded.push(char::from(byte));
            }
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}

/// The text again; none if the signs of it are no UTF-8.
pub(super) fn decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, behind)) = rest.split_first() {
        rest = behind;
        if *first != b'%' {
            bytes.push(*first);
            continue;
        }
        let (digits, behind) = rest.split_at_checked(2)?;
        bytes.push(u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?);
        rest = behind;
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::datasets::{DatasetId, access_patterns};

    #[test]
    fn a_link_leads_back_to_what_was_shown() {
        for pattern in access_patterns(DatasetId::Medical) {
            let request = pattern.request;
            let draft = Draft::from_request(request.operation.name(), &request.body);
            let target = Target { table: "MedicalTests".into(), index: Some("GSI1".into()) };
            let link = Link::new(target, &draft);
            let fragment = format!("#/explore{}", link.to_query());
            let signs = fragment.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'"');
            assert!(signs, "{fragment}");
            let again = Link::from_fragment(&fragment).unwrap();
            assert_eq!(again, link);
            assert_eq!(again.draft().unwrap().asked(), draft.asked());
        }
    }

    #[test]
    fn texts_of_any_kind_survive() {
        let draft = Draft::from_request(
            "Scan",
            &serde_json::json!({ "TableName": "T", "Odd": "50 % & größe=ש\u{202e}#?" }),
        );
        let link = Link::new(Target { table: "T".into(), index: None }, &draft);
        assert_eq!(Link::from_fragment(&format!("#/explore{}", link.to_query())), Some(link));
    }

    #[test]
    fn an_address_without_sense_says_nothing() {
        for nothing in ["#/explore", "#/explore?", "#/explore?x=1", "#/explore?table=%zz", "?op=%"]
        {
            assert_eq!(Link::from_fragment(nothing), None, "{nothing}");
        }
        let half = Link::from_fragment("#/explore?table=T&op=Scan&request={").unwrap();
        assert_eq!((half.target.table.as_str(), half.request), ("T", None));
        for broken in ["op=Scan&request=%zz", "op=Scan", "request={}", "op=Scan&request=[]"] {
            let link = Link::from_fragment(&format!("#/explore?table=T&{broken}")).unwrap();
            assert!(link.is_broken, "{broken}");
        }
        assert!(!Link::from_fragment("#/explore?table=T").unwrap().is_broken);
    }

    #[test]
    fn a_request_too_long_for_an_address_stays_out_of_it() {
        let body = serde_json::json!({ "TableName": "T", "x": "y".repeat(7_000) });
        let draft = Draft::from_request("Scan", &body);
        let link = Link::new(Target { table: "T".into(), index: None }, &draft);
        assert_eq!(link.to_query(), "?table=T");
    }
}
