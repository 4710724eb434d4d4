//! The workspace → the data that a level begins with: a dataset and what was changed in it, or all
//! tables and items by themselves.

use content::written;
use serde_json::{Value as Json, json};

use crate::api::json::item_to_json;
use crate::api::{Operation, Request, Session};
use crate::datasets::Recipe;
use crate::model::TableName;
use crate::ui::model::template;

/// What a level begins with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StartText {
    /// The data.
    pub data: String,
    /// The requests that make the workspace of it.
    pub setup: String,
}

/// The workspace, told by what differs from its dataset. `base` is the dataset as it is loaded;
/// without one, or where a table of it was replaced or deleted, everything is told.
pub fn from_workspace(recipe: Recipe, base: Option<Session>, mut now: Session) -> StartText {
    let own = base.and_then(|base| changes_since(base, &mut now));
    let table = recipe.dataset.table();
    match own {
        Some(changes) => StartText { data: recipe.to_string(), setup: text(changes, Some(table)) },
        None => {
            let all = changes_since(Session::default(), &mut now).unwrap_or_default();
            StartText { data: "empty".into(), setup: text(all, None) }
        }
    }
}

/// The requests that make one session's data of another's; none if a table would have to change.
fn changes_since(mut base: Session, now: &mut Session) -> Option<Vec<Request>> {
    let names = |session: &Session| -> Vec<TableName> {
        let tables = session.engine().inspect().tables();
        tables.into_iter().map(|table| table.schema.name).collect()
    };
    let (before, after) = (names(&base), names(now));
    if before.iter().any(|name| !after.contains(name)) {
        return None;
    }
    let mut requests = Vec::new();
    for name in &after {
        let definition = definition(now, name)?;
        if !before.contains(name) {
            requests.push(Request { operation: Operation::CreateTable, body: definition });
        } else if self::definition(&mut base, name)? != definition {
            return None;
        }
        let expiring = expires_by(now, name);
        if let Some(attribute) =
            expiring.filter(|now| expires_by(&mut base, name).as_ref() != Some(now))
        {
            let body = json!({
                "TableName": name.as_str(),
                "TimeToLiveSpecification": { "Enabled": true, "AttributeName": attribute },
            });
            requests.push(Request { operation: Operation::UpdateTimeToLive, body });
        }
        item_changes(&base, now, name, &mut requests);
    }
    Some(requests)
}

/// A put for each item that is new or another one, and a delete for each that is gone.
fn item_changes(base: &Session, now: &Session, name: &TableName, requests: &mut Vec<Request>) {
    let (base, now) = (base.engine().inspect(), now.engine().inspect());
    for row in now.rows(name, None) {
        let known = base.item(name, row.item.item());
        if known.is_none_or(|known| known.item() != row.item.item()) {
            let body = json!({ "TableName": name.as_str(), "Item": item_to_json(row.item.item()) });
            requests.push(Request { operation: Operation::PutItem, body });
        }
    }
    let Some(table) = now.table(name) else { return };
    for row in base.rows(name, None) {
        if now.item(name, row.item.item()).is_none() {
            let all = item_to_json(row.item.item());
            let keys = table.schema.keys.attributes();
            let key =
                keys.map(|key| (key.name.as_str().to_owned(), all[key.name.as_str()].clone()));
            let key = Json::Object(key.collect());
            let body = json!({ "TableName": name.as_str(), "Key": key });
            requests.push(Request { operation: Operation::DeleteItem, body });
        }
    }
}

/// The CreateTable request for a table.
fn definition(session: &mut Session, name: &TableName) -> Option<Json> {
    let body = json!({ "TableName": name.as_str() });
    let exchange = session.send(Request { operation: Operation::DescribeTable, body });
    Some(template::definition(&exchange.response.ok()?.to_json()["Table"]))
}

/// The attribute by which a table's items expire.
fn expires_by(session: &mut Session, name: &TableName) -> Option<String> {
    let body = json!({ "TableName": name.as_str() });
    let exchange = session.send(Request { operation: Operation::DescribeTimeToLive, body });
    let described = exchange.response.ok()?.to_json();
    let described = &described["TimeToLiveDescription"];
    let is_on = described["TimeToLiveStatus"] == "ENABLED";
    described["AttributeName"].as_str().filter(|_| is_on).map(str::to_owned)
}

/// Requests as lessons write them: the table that goes without saying isn't said.
fn text(mut requests: Vec<Request>, own: Option<&str>) -> String {
    for request in &mut requests {
        if let Some(body) = request.body.as_object_mut()
            && own.is_some_and(|own| body.get("TableName").is_some_and(|name| name == own))
        {
            body.remove("TableName");
        }
    }
    written::to_text(requests.iter().map(|request| (request.operation.name(), &request.body)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::datasets::{self, DatasetId, Size};
    use crate::learn::stage::Stage;
    use content::request::Start;

    fn send(session: &mut Session, operation: Operation, body: Json) {
        let exchange = session.send(Request { operation, body });
        assert!(exchange.response.is_ok(), "{:?}", exchange.response);
    }

    fn loaded() -> (Recipe, Session) {
        let recipe = Recipe::new(DatasetId::Medical, Size::Article);
        let mut session = Session::default();
        datasets::load(&mut session, recipe).unwrap();
        (recipe, session)
    }

    /// The level's stage has the items of the workspace.
    fn assert_same(start: &StartText, now: &Session) {
        let read = content::written::read_all(&start.setup).unwrap();
        let request = |read: content::written::Written| content::request::Request {
            operation: read.operation,
            body: read.body,
            holes: Vec::new(),
            line: 0,
        };
        let start = Start {
            data: content::written::data(&start.data).unwrap(),
            setup: read.into_iter().map(request).collect(),
            simulation: None,
            line: 0,
        };
        let stage = Stage::open(&start, 4, None, |_| None).unwrap();
        let items = |session: &Session| {
            let inspect = session.engine().inspect();
            let tables = inspect.tables().into_iter().map(|table| table.schema.name);
            let rows = tables.flat_map(|name| inspect.rows(&name, None));
            rows.map(|row| row.item.item().clone()).collect::<Vec<_>>()
        };
        assert_eq!(items(stage.session()), items(now));
    }

    #[test]
    fn changes_are_told_as_requests() {
        let (recipe, base) = loaded();
        let mut now = base.clone();
        let item =
            json!({ "PK": { "S": "PATIENT#1" }, "SK": { "S": "PROFILE" }, "n": { "N": "1.50" } });
        send(&mut now, Operation::PutItem, json!({ "TableName": "MedicalTests", "Item": item }));
        let key = json!({ "PK": { "S": "PATIENT#123" }, "SK": { "S": "PROFILE" } });
        send(&mut now, Operation::DeleteItem, json!({ "TableName": "MedicalTests", "Key": key }));
        let start = from_workspace(recipe, Some(base.clone()), now.clone());
        assert_eq!(start.data, "medical/article");
        assert!(start.setup.starts_with("PutItem {") && !start.setup.contains("TableName"));
        assert!(start.setup.contains("DeleteItem"));
        assert_same(&start, &now);
        assert_eq!(from_workspace(recipe, Some(base.clone()), base).setup, "");
    }

    #[test]
    fn where_a_table_changed_everything_is_told() {
        let (recipe, base) = loaded();
        let mut now = base.clone();
        send(
            &mut now,
            Operation::UpdateTable,
            json!({
                "TableName": "MedicalTests",
                "StreamSpecification": { "StreamEnabled": true, "StreamViewType": "NEW_IMAGE" },
            }),
        );
        let start = from_workspace(recipe, Some(base), now.clone());
        assert_eq!(start.data, "empty");
        assert!(start.setup.starts_with("CreateTable {"), "{}", start.setup);
        assert_same(&start, &now);
    }
}
