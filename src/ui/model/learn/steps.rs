//! How far an answer of several requests is: which of the solution's requests were sent already.
//!
//! Owns that. Compares what requests did, never their text: whether the answer passes is
//! `crate::learn::grade`'s.

use content::request::Request as Written;
use serde_json::Value as Json;

use crate::api::json::item_to_json;
use crate::api::{Exchange, Request};
use crate::learn::facts::returned_items;
use crate::learn::stage::Stage;

/// How far an answer is.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Steps {
    /// The requests that did what the solution's do, in its order. What was sent besides is left out.
    pub taken: Vec<Request>,
    /// Requests of the solution.
    pub of: usize,
    /// Whether the last request that was sent is among them.
    pub leads_on: bool,
    /// Whether a request that is left out has changed the data.
    pub has_strayed: bool,
}

impl Steps {
    /// How far these requests are on the way that the solution goes, from where the part begins.
    pub fn new(begin: &Stage, solution: &[Written], sent: &[Request]) -> Self {
        let mut model = begin.clone();
        let wanted: Vec<(Request, Effect)> = solution
            .iter()
            .map_while(|written| {
                // An answer that its author got wrong is the checker's to tell.
                let request = model.request(written).ok()?;
                let effect = Effect::of(&mut model, &request);
                Some((request, effect))
            })
            .collect();
        let mut steps = Self { of: solution.len(), ..Self::default() };
        let mut led = begin.clone();
        for request in sent {
            let mut next = led.clone();
            let effect = Effect::of(&mut next, request);
            // Some responses differ each time, such as a new table's id: the same request leads on
            // in any case.
            steps.leads_on = wanted
                .get(steps.taken.len())
                .is_some_and(|(known, wanted)| known == request || *wanted == effect);
            if steps.leads_on {
                led = next;
                steps.taken.push(request.clone());
            } else {
                steps.has_strayed |= effect.has_changed();
            }
        }
        steps
    }

    /// The requests to grade: those that lead on, and the last one even if it doesn't, so that it is
    /// told why.
    pub fn answer(&self, sent: &[Request]) -> Vec<Request> {
        let stray = sent.last().filter(|_| !self.leads_on);
        self.taken.iter().chain(stray).cloned().collect()
    }
}

/// What a request did.
#[derive(Debug, PartialEq)]
struct Effect {
    operation: &'static str,
    /// What it returned, or the error's name.
    result: Result<Json, String>,
    /// The images of each item that it changed.
    changes: Vec<(Option<Json>, Option<Json>)>,
}

impl Effect {
    fn of(stage: &mut Stage, request: &Request) -> Self {
        let exchange = stage.send(request.clone());
        let records = stage.session().engine().inspect().changes(exchange.changes.start);
        let image = |row: &std::sync::Arc<crate::store::Row>| item_to_json(row.item());
        let changes: Vec<_> = records
            .iter()
            .take_while(|record| record.sequence < exchange.changes.end)
            .map(|record| (record.old.as_ref().map(image), record.new.as_ref().map(image)))
            .collect();
        let result = result_of(&exchange, changes.is_empty());
        Self { operation: request.operation.name(), result, changes }
    }

    fn has_changed(&self) -> bool {
        !self.changes.is_empty()
    }
}

/// What tells one result from another: the items of a read, and of what changes tables the response.
/// What changed items is told by them, whatever it was asked to return.
fn result_of(exchange: &Exchange, is_unchanged: bool) -> Result<Json, String> {
    match &exchange.response {
        Err(error) => Err(error.kind().name().to_owned()),
        Ok(_) if !is_unchanged => Ok(Json::Null),
        Ok(response) if exchange.request.operation.is_read() => {
            Ok(Json::Array(returned_items(&response.to_json())))
        }
        Ok(response) => {
            let mut body = response.to_json();
            if let Some(members) = body.as_object_mut() {
                members.remove("ConsumedCapacity");
            }
            Ok(body)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use content::request::{DataRef, Start};
    use serde_json::json;

    fn stage() -> Stage {
        let data = DataRef { dataset: Some("orders".into()), size: "article".into(), seed: None };
        let start = Start { data, setup: Vec::new(), simulation: None, line: 0 };
        Stage::open(&start, 4, None, |_| None).unwrap()
    }

    fn written(operation: &str, body: Json) -> Written {
        Written { operation: operation.into(), body, holes: Vec::new(), line: 0 }
    }

    fn sale(count: &str, condition: &str) -> Written {
        let mut body = json!({
            "Key": { "PK": { "S": "PRODUCT#P-100" }, "SK": { "S": "DETAILS" } },
            "UpdateExpression": "SET stock = stock - :n",
            "ExpressionAttributeValues": { ":n": { "N": count } },
        });
        if !condition.is_empty() {
            body["ConditionExpression"] = condition.into();
        }
        written("UpdateItem", body)
    }

    fn steps(sent: &[Written]) -> (Steps, Vec<Request>) {
        let stage = stage();
        let sent: Vec<Request> = sent.iter().map(|w| stage.request(w).unwrap()).collect();
        let solution = [sale("1", "stock >= :n"), sale("100000", "stock >= :n")];
        (Steps::new(&stage, &solution, &sent), sent)
    }

    #[test]
    fn what_does_the_same_leads_on_however_it_is_written() {
        let (known, _) = steps(&[sale("1.0", ":n <= stock")]);
        assert_eq!((known.taken.len(), known.of, known.leads_on), (1, 2, true));
        let (known, _) = steps(&[sale("1", ""), sale("99999", ":n < stock")]);
        assert_eq!((known.taken.len(), known.has_strayed), (2, false));
    }

    #[test]
    fn what_leads_nowhere_is_left_out() {
        let empty = written("Query", json!({ "KeyConditionExpression": "PK = PK" }));
        let (known, sent) = steps(&[empty, sale("1", "stock >= :n"), sale("2", "")]);
        assert_eq!((known.taken.len(), known.leads_on, known.has_strayed), (1, false, true));
        assert_eq!(known.answer(&sent), sent[1..], "the last one is told why it fails");
        let (known, sent) = steps(&[sale("2", ""), sale("1", "")]);
        assert_eq!((known.leads_on, known.has_strayed), (true, true));
        assert_eq!(known.answer(&sent), sent[1..]);
    }
}
