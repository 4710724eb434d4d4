//! What requests say of a table's billing, class and encryption.
//!
//! Owns their shapes and the rules of their form.

use crate::api::arn;
use crate::api::error::{ApiError, Constraints, Parameter, Rule};
use crate::api::shape::{Members, Shape, Structure};
use crate::engine::TableClass;
use crate::engine::control::Encryption;
use crate::engine::ops::create_table::BillingChoice;
use crate::engine::ops::update_table::EncryptionChoice;

/// `SSESpecification`
pub static ENCRYPTION: Structure = Structure {
    class: "SSESpecification",
    members: &[("Enabled", Shape::Flag), ("SSEType", Shape::Text), ("KMSMasterKeyId", Shape::Text)],
};

const BILLING: &[(&str, BillingChoice)] = &[
    ("PROVISIONED", BillingChoice::Provisioned),
    ("PAY_PER_REQUEST", BillingChoice::PayPerRequest),
];

/// Reads `BillingMode`.
pub fn billing(broken: &mut Constraints, members: Members<'_>) -> Option<BillingChoice> {
    broken.choice("billingMode", members.text("BillingMode"), BILLING)
}

/// Reads `TableClass`, whose sentence is its own.
pub fn class(members: Members<'_>) -> Result<Option<TableClass>, ApiError> {
    match members.text("TableClass") {
        None => Ok(None),
        Some("STANDARD") => Ok(Some(TableClass::Standard)),
        Some("STANDARD_INFREQUENT_ACCESS") => Ok(Some(TableClass::InfrequentAccess)),
        Some(_) => Err(ApiError::validation(
            Rule::TableClassKnown,
            "Invalid table-class parameter provided. Please try again with a valid table-class \
             value: [STANDARD, STANDARD_INFREQUENT_ACCESS].",
        )
        .about(Parameter::TableClass)),
    }
}

/// Reads `SSESpecification`. An empty one asks for nothing; a type alone asks for a key.
pub fn encryption(
    broken: &mut Constraints,
    members: Members<'_>,
) -> Option<Result<EncryptionChoice, ApiError>> {
    let given = members.structure("SSESpecification")?;
    let kinds = [("AES256", false), ("KMS", true)];
    let kind = broken.choice("sSESpecification.sSEType", given.text("SSEType"), &kinds);
    let key = given.text("KMSMasterKeyId");
    if let Some(key) = key {
        broken.length("sSESpecification.kMSMasterKeyId", key, key.len(), (1, 2048));
    }
    Some(choice(given.flag("Enabled"), kind, key))
}

fn choice(
    enabled: Option<bool>,
    kind: Option<bool>,
    key: Option<&str>,
) -> Result<EncryptionChoice, ApiError> {
    let refuse = |sentence: &str| {
        let error = ApiError::invalid_parameter(Rule::EncryptionSettings, sentence);
        Err(error.about(Parameter::SSESpecification))
    };
    match (enabled, kind, key) {
        (Some(false), Some(_), _) => refuse("SSEType can not be specified if Enabled is false"),
        (Some(false), _, Some(_)) => {
            refuse("KMSMasterKeyId can not be specified if Enabled is false")
        }
        (_, Some(false), _) => refuse("SSEType AES256 is not supported"),
        (_, None, Some(_)) => refuse("SSEType KMS is required if KMSMasterKeyId is specified"),
        (None | Some(false), None, None) => Ok(EncryptionChoice::Owned),
        (_, _, None) => {
            let key = Encryption { key_arn: arn::of_managed_key() };
            Ok(EncryptionChoice::Key { key, exact: false })
        }
        (_, _, Some(key)) => Ok(EncryptionChoice::Key {
            key: Encryption { key_arn: arn::of_key(key) },
            exact: key.starts_with("arn:"),
        }),
    }
}
