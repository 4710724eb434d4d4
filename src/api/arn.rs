//! Amazon Resource Names, and where the engine pretends to be.
//!
//! Owns region and account, which are those of no one, and every text made from them. Refuses to
//! know requests.

use crate::changelog::{StreamId, StreamLabel};
use crate::model::TableName;

/// The region of every table.
pub const REGION: &str = "us-east-1";
/// The account of every table: the one of AWS's own examples. Tools put zeros for an account that is
/// not theirs, so zeros are somebody else's here too.
pub const ACCOUNT: &str = "123456789012";

/// The name of a table in full.
pub fn table(table: &TableName) -> String {
    format!("arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/{table}")
}

/// A table's stream.
pub fn stream(id: &StreamId) -> String {
    format!("{}/stream/{}", table(&id.table), id.label)
}

/// The stream that an ARN names, if it has the form of a stream's. Region and account are not
/// looked at: there is only one of each.
pub fn read_stream(text: &str) -> Option<StreamId> {
    let resource = Arn::parse(text)?.resource.strip_prefix("table/")?;
    let (table, label) = resource.split_once("/stream/")?;
    Some(StreamId { table: TableName::parse(table).ok()?, label: StreamLabel::parse(label)? })
}

/// A key of the key service: by its ARN as it is, else by the id that was given.
pub fn kms_key(given: &str) -> String {
    let id = given.rsplit('/').next().unwrap_or(given);
    match given.starts_with("arn:") {
        true => given.to_owned(),
        false => format!("arn:aws:kms:{REGION}:{ACCOUNT}:key/{id}"),
    }
}

/// The key that the key service keeps for tables, when none is named.
pub fn managed_kms_key() -> String {
    kms_key("00000000-0000-4000-8000-000000000000")
}

/// Where the service is to be found.
pub fn endpoint() -> String {
    format!("dynamodb.{REGION}.amazonaws.com")
}

/// The parts of `arn:aws:dynamodb:<region>:<account>:<resource>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Arn<'a> {
    /// `dynamodb`
    pub service: &'a str,
    /// The region.
    pub region: &'a str,
    /// The account.
    pub account: &'a str,
    /// What it names: `table/Music`.
    pub resource: &'a str,
}

impl<'a> Arn<'a> {
    /// The parts of a text that has all of them.
    pub fn parse(text: &'a str) -> Option<Self> {
        let mut parts = text.strip_prefix("arn:aws:")?.splitn(4, ':');
        let (service, region) = (parts.next()?, parts.next()?);
        Some(Self { service, region, account: parts.next()?, resource: parts.next()? })
    }

    /// The table that it names, if it names one and nothing of it.
    pub fn table(self) -> Option<&'a str> {
        self.resource.strip_prefix("table/").filter(|name| TableName::parse(name).is_ok())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_arn_names_its_table() {
        let music = TableName::parse("Music").unwrap();
        let text = table(&music);
        let arn = Arn::parse(&text).unwrap();
        assert_eq!((arn.service, arn.region, arn.account), ("dynamodb", REGION, ACCOUNT));
        assert_eq!(arn.table(), Some("Music"));
        assert_eq!(Arn::parse(&format!("{text}/index/ByYear")).unwrap().table(), None);
        assert_eq!(Arn::parse("arn:aws:dynamodb:x"), None);
        assert_eq!(Arn::parse("Music"), None);
    }
}
