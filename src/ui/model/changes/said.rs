//! What the page sends by itself, and what came of it.

use crate::api::Exchange;
use crate::ui::model::answer::Rejection;
use crate::ui::model::compare::heading;

/// A request that was sent by a button, and its outcome in a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// What was sent: "UpdateTable on Clinic".
    pub heading: String,
    /// Its body, to be read.
    pub body: String,
    /// What came of it: the service's words where it was rejected.
    pub outcome: String,
    /// What to do about it.
    pub advice: Option<String>,
    /// Whether it was rejected.
    pub is_rejected: bool,
}

impl Said {
    /// What to say of an exchange.
    pub fn new(exchange: &Exchange) -> Self {
        let (heading, body) = (heading(&exchange.request), exchange.request.body.to_string());
        match &exchange.response {
            Ok(_) => Self {
                heading,
                body,
                outcome: "Succeeded".to_owned(),
                advice: None,
                is_rejected: false,
            },
            Err(error) => {
                let rejection = Rejection::from_error(error);
                Self {
                    heading,
                    body,
                    outcome: format!("{}: {}", rejection.name(), rejection.message),
                    advice: rejection.advice(),
                    is_rejected: true,
                }
            }
        }
    }
}
