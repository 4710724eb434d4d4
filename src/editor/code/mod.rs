//! A request as a program with one of AWS's SDKs, and a new table as infrastructure code.
//!
//! Owns the texts. Those of the SDKs are each made of the same typed tree, so that numbers keep their digits, bytes
//! their bytes and sets their type in every language. What no SDK could send is an
//! [`Inexpressible`]. Refuses to read code.

mod definition;
mod javascript;
mod layout;
mod node;
mod python;
mod rust;

#[cfg(test)]
mod tests;

use serde_json::{Map, Value as Json};

pub use node::Inexpressible;

use crate::api::{Operation, shape_of};

/// A language, with its library.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Language {
    /// boto3's client, which speaks DynamoDB JSON.
    PythonClient,
    /// boto3's resource, which takes Python's own values.
    PythonResource,
    /// The AWS SDK for JavaScript, version 3.
    JavaScript,
    /// The AWS SDK for Rust.
    Rust,
    /// A template with the table that CreateTable would create.
    CloudFormation,
    /// A resource for that table.
    Terraform,
    /// A construct of the CDK for that table, in TypeScript.
    Cdk,
}

impl Language {
    /// All, in the order in which they are offered.
    pub const ALL: [Language; 7] = [
        Language::PythonClient,
        Language::PythonResource,
        Language::JavaScript,
        Language::Rust,
        Language::CloudFormation,
        Language::Terraform,
        Language::Cdk,
    ];

    /// Those in which a request of this operation can be written.
    pub fn of(operation: Operation) -> impl Iterator<Item = Language> {
        Self::ALL.into_iter().filter(move |language| match language {
            Language::CloudFormation | Language::Terraform | Language::Cdk => {
                operation == Operation::CreateTable
            }
            Language::PythonResource => !operation.is_stream(),
            _ => true,
        })
    }

    /// What it is called.
    pub fn label(self) -> &'static str {
        match self {
            Language::PythonClient => "Python, boto3 client",
            Language::PythonResource => "Python, boto3 resource",
            Language::JavaScript => "JavaScript, SDK v3",
            Language::Rust => "Rust, AWS SDK",
            Language::CloudFormation => "CloudFormation",
            Language::Terraform => "Terraform",
            Language::Cdk => "CDK TableV2",
        }
    }
}

/// A program that sends this request and prints the response.
pub fn print(
    language: Language,
    operation: Operation,
    body: &Map<String, Json>,
) -> Result<String, Inexpressible> {
    let members = node::members(shape_of(operation), body, "")?;
    if !Language::of(operation).any(|offered| offered == language) {
        return Err(Inexpressible::Operation(operation.name(), language.label()));
    }
    match language {
        Language::PythonClient => Ok(python::client(operation, members)),
        Language::PythonResource => Ok(python::resource(operation, members)),
        Language::JavaScript => Ok(javascript::program(operation, members)),
        Language::Rust => Ok(rust::program(operation, members)),
        Language::CloudFormation => definition::cloudformation(body),
        Language::Terraform => definition::terraform(body),
        Language::Cdk => definition::cdk(body),
    }
}

/// A text in double quotes. Whatever can't be seen is escaped, by the language's own notation.
fn quoted(text: &str, escape: fn(u32) -> String) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for sign in text.chars() {
        match sign {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            // Marks of direction and spaces without width can make code look like other code.
            '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}' => {
                quoted.push_str(&escape(sign.into()));
            }
            sign if sign.is_control() => quoted.push_str(&escape(sign.into())),
            sign => quoted.push(sign),
        }
    }
    quoted.push('"');
    quoted
}
