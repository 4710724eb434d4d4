//! Changes to a table that is there: the request of each, and what became of it.

use serde_json::{Value as Json, json};

use super::form::{Billing, Capacity, FormProblem, View};
use crate::api::{Exchange, Operation, Request};
use crate::ui::model::answer::Rejection;
use crate::ui::model::words::visible;

/// One change to a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// A global index goes.
    DeleteIndex(String),
    /// Another capacity mode, or other units, for the table and the global indexes named.
    Capacity(Capacity, Vec<String>),
    /// A stream begins, or ends.
    Stream(Option<View>),
    /// Items expire by this attribute, or no longer do.
    TimeToLive(String, bool),
    /// Deletion protection.
    Protection(bool),
    /// The table goes.
    Delete,
}

impl Change {
    /// The request.
    pub fn request(&self, table: &str) -> Result<Request, FormProblem> {
        let update = |members: Json| {
            let mut body = json!({ "TableName": table });
            if let (Some(body), Json::Object(members)) = (body.as_object_mut(), members) {
                body.extend(members);
            }
            Request { operation: Operation::UpdateTable, body }
        };
        Ok(match self {
            Self::DeleteIndex(index) => {
                let gone = json!([{"Delete": {"IndexName": index}}]);
                update(json!({ "GlobalSecondaryIndexUpdates": gone }))
            }
            Self::Capacity(capacity, indexes) => {
                let mut members = json!({ "BillingMode": capacity.mode() });
                if let Some(throughput) = capacity.throughput()? {
                    let of_index = |index: &String| {
                        let update =
                            json!({"IndexName": index, "ProvisionedThroughput": throughput});
                        json!({ "Update": update })
                    };
                    let indexes: Vec<Json> = indexes.iter().map(of_index).collect();
                    if !indexes.is_empty() {
                        members["GlobalSecondaryIndexUpdates"] = json!(indexes);
                    }
                    members["ProvisionedThroughput"] = throughput;
                }
                update(members)
            }
            Self::Stream(view) => update(match view {
                Some(view) => {
                    json!({"StreamSpecification": {"StreamEnabled": true, "StreamViewType": view.name()}})
                }
                None => json!({"StreamSpecification": {"StreamEnabled": false}}),
            }),
            Self::TimeToLive(attribute, enabled) => Request {
                operation: Operation::UpdateTimeToLive,
                body: json!({
                    "TableName": table,
                    "TimeToLiveSpecification": {"AttributeName": attribute, "Enabled": enabled},
                }),
            },
            Self::Protection(on) => update(json!({ "DeletionProtectionEnabled": on })),
            Self::Delete => {
                Request { operation: Operation::DeleteTable, body: json!({ "TableName": table }) }
            }
        })
    }

    /// What it did, once it succeeded.
    pub fn done(&self, table: &str) -> String {
        let table = visible(table);
        match self {
            Self::DeleteIndex(index) => {
                format!(
                    "Index {} of {table} is deleted. Its items are still in the table.",
                    visible(index)
                )
            }
            Self::Capacity(capacity, _) => match capacity.billing {
                Billing::OnDemand => format!("{table} is now in on-demand mode."),
                Billing::Provisioned => format!(
                    "{table} now has {} RCU and {} WCU per second.",
                    capacity.read.trim(),
                    capacity.write.trim()
                ),
            },
            Self::Stream(Some(view)) => {
                format!(
                    "{table} has a new stream with {}. It records changes from now on.",
                    view.name()
                )
            }
            Self::Stream(None) => {
                format!(
                    "The stream of {table} is disabled. Its records stay readable for 24 hours."
                )
            }
            Self::TimeToLive(attribute, true) => format!(
                "Items of {table} now expire by {}, a time in seconds since 1970.",
                visible(attribute)
            ),
            Self::TimeToLive(_, false) => format!("Items of {table} no longer expire."),
            Self::Protection(true) => format!("{table} can't be deleted until you turn this off."),
            Self::Protection(false) => format!("{table} can be deleted again."),
            Self::Delete => format!("Table {table} is deleted."),
        }
    }
}

/// What became of a request of this place.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// It worked.
    Done(String),
    /// It was rejected.
    Rejected(Rejection),
    /// There was nothing to send.
    Unfinished(FormProblem),
}

impl Outcome {
    /// What became of a request that would do this.
    pub fn of(exchange: &Exchange, done: String) -> Self {
        match &exchange.response {
            Ok(_) => Self::Done(done),
            Err(error) => Self::Rejected(Rejection::from_error(error)),
        }
    }

    /// Whether it worked.
    pub fn is_done(&self) -> bool {
        matches!(self, Self::Done(_))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::Session;
    use crate::engine::{Clock, Millis};
    use crate::model::IndexKind;
    use crate::ui::model::table::{IndexForm, KeyField, TableForm, TypeName};

    fn a_table() -> Session {
        let mut session = Session::new(Clock::fixed(Millis(0)));
        let mut form = TableForm { name: "Shop".into(), ..TableForm::default() };
        form.indexes.push(IndexForm {
            name: "ByCity".into(),
            partition: vec![KeyField { name: "City".into(), kind: TypeName::String }],
            ..IndexForm::new(IndexKind::Global)
        });
        assert!(session.send(form.create().unwrap()).response.is_ok());
        session
    }

    fn make(session: &mut Session, change: Change) -> Outcome {
        let exchange = session.send(change.request("Shop").unwrap());
        Outcome::of(&exchange, change.done("Shop"))
    }

    #[test]
    fn each_change_is_one_request_that_the_service_takes() {
        let mut session = a_table();
        let provisioned =
            Capacity { billing: Billing::Provisioned, read: "4".into(), write: "2".into() };
        for change in [
            Change::Capacity(provisioned, vec!["ByCity".into()]),
            Change::Stream(Some(View::KeysOnly)),
            Change::Stream(None),
            Change::TimeToLive("expires".into(), true),
            Change::Protection(true),
            Change::Protection(false),
            Change::DeleteIndex("ByCity".into()),
            Change::Delete,
        ] {
            let outcome = make(&mut session, change.clone());
            assert!(outcome.is_done(), "{change:?}: {outcome:?}");
        }
        assert_eq!(session.engine().inspect().tables(), []);
    }

    #[test]
    fn a_change_that_the_service_rejects_is_told_in_its_words() {
        let mut session = a_table();
        make(&mut session, Change::Protection(true));
        let Outcome::Rejected(rejection) = make(&mut session, Change::Delete) else { panic!() };
        assert!(rejection.message.contains("deletion protection"), "{}", rejection.message);
        let again = make(&mut session, Change::DeleteIndex("Gone".into()));
        assert!(!again.is_done());
    }
}
