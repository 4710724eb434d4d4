//! Examples for fields that are still empty, of the table at hand.
//!
//! Owns that the service accepts each of them as it is: names that the table's items have, and no
//! placeholder that nobody defined.

use serde_json::{Map, Value as Json};

use super::problem::{FormPart, parse_object};
use super::{Draft, pretty};
use crate::expression::{conjunction, is_bare_name, is_reserved};
use crate::model::{Item, KeySchema, ScalarType, TableSchema, Value};

/// How many items are looked at for attributes.
const LOOKED_AT: usize = 100;

/// Something to write into each field.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Examples {
    /// A key condition of what is read.
    pub key_condition: String,
    /// A filter.
    pub filter: String,
    /// An update.
    pub update: String,
    /// An item.
    pub item: String,
    /// The partition key, for conditions on whether an item is there.
    pub partition: String,
    /// An attribute.
    pub attribute: String,
    /// An attribute that needs a placeholder, since its name is a reserved word.
    pub reserved: String,
}

impl Examples {
    /// Examples for a table that holds these items, read by these keys.
    pub fn for_table<'a>(
        schema: &TableSchema,
        keys: &KeySchema,
        items: impl Iterator<Item = &'a Item>,
    ) -> Self {
        let indexes = schema.indexes.iter().map(|index| &index.keys);
        let all_keys: Vec<&KeySchema> = std::iter::once(&schema.keys).chain(indexes).collect();
        let mut texts = items.take(LOOKED_AT).flat_map(Item::iter).filter_map(|(name, value)| {
            let is_key = all_keys.iter().any(|keys| keys.contains(name.as_str()));
            (!is_key && matches!(value, Value::S(_))).then_some(name.as_str())
        });
        let mut attribute = None;
        let mut reserved = None;
        while attribute.is_none() || reserved.is_none() {
            let Some(name) = texts.next() else { break };
            if is_reserved(name) {
                reserved.get_or_insert(name);
            } else if is_bare_name(name) {
                attribute.get_or_insert(name);
            }
        }
        let attribute = attribute.unwrap_or("Note");
        let reserved = reserved.unwrap_or("Status");
        let names = |keys: &KeySchema| -> Vec<String> {
            keys.attributes().map(|key| key.name.as_str().to_owned()).collect()
        };
        let own = names(&schema.keys);
        let mut read = names(keys);
        // A name that needs a placeholder would need a row in the table of names, too.
        if !read.iter().all(|name| is_bare_name(name)) {
            read.clear();
        }
        let members = own.iter().map(|name| format!("\"{name}\": \"A#1\", ")).collect::<String>();
        let equal = read.first().map(|name| format!("{name} = 'A#1'"));
        let begins = read.get(1).map(|name| format!("begins_with({name}, 'B')"));
        let key_condition = conjunction(&equal.into_iter().chain(begins).collect::<Vec<_>>());
        Self {
            key_condition,
            filter: format!("contains({attribute}, 'a') OR size({attribute}) > 100"),
            update: format!("SET {attribute} = 'New', Visits = if_not_exists(Visits, 0) + 1"),
            item: format!("{{ {members}\"Stars\": 5 }}"),
            partition: own
                .into_iter()
                .next()
                .filter(|name| is_bare_name(name))
                .unwrap_or_else(|| attribute.to_owned()),
            attribute: attribute.to_owned(),
            reserved: reserved.to_owned(),
        }
    }
}

impl Draft {
    /// An item that nobody has begun to write begins with the key attributes of its table: a number
    /// is 0, and anything else still empty, so that the service asks for it.
    pub(super) fn begin_item(&mut self, keys: &KeySchema) {
        let begun =
            |members: Map<String, Json>| members.values().any(|value| value != "" && *value != 0);
        // Text that is no item yet, or none any more, is someone's writing, too.
        if parse_object(FormPart::Item, &self.item).map_or(true, begun) {
            return;
        }
        let members = keys.attributes().map(|key| {
            let value = match key.kind {
                ScalarType::N => Json::from(0),
                ScalarType::S | ScalarType::B => Json::String(String::new()),
            };
            (key.name.as_str().to_owned(), value)
        });
        self.item = pretty(&Json::Object(members.collect()));
    }
}

#[cfg(test)]
mod tests {
    use super::super::Verb;
    use super::*;
    use crate::api::{Request, Session};
    use crate::datasets::{DatasetId, Loader, Recipe, Size};
    use crate::engine::{Clock, Millis, Operation};
    use crate::model::AttributeName;
    use serde_json::json;

    fn session(dataset: DatasetId) -> (Session, TableSchema) {
        let mut session = Session::new(Clock::fixed(Millis(0)));
        let mut loader = Loader::new(Recipe::new(dataset, Size::Article));
        while !loader.step(&mut session, 1_000).unwrap().is_complete() {}
        let schema = session.engine().inspect().tables().remove(0).schema;
        (session, schema)
    }

    /// Sends the draft as the form does and returns what the service says.
    fn said(session: &mut Session, draft: &Draft) -> String {
        let operation = Operation::from_name(draft.operation()).unwrap();
        let body = draft.to_request().unwrap();
        let exchange = session.send(Request { operation, body });
        exchange
            .response
            .as_ref()
            .map_or_else(|e| e.message().unwrap_or_default().to_owned(), |_| String::new())
    }

    #[test]
    fn every_example_runs_as_it_stands() {
        for dataset in DatasetId::ALL {
            let (mut session, schema) = session(dataset);
            let rows = session.engine().inspect().rows(&schema.name, None);
            let examples =
                Examples::for_table(&schema, &schema.keys, rows.iter().map(|r| r.item.item()));
            assert!(is_reserved(&examples.reserved));
            let mut draft = Draft { table: schema.name.as_str().to_owned(), ..Draft::default() };
            draft.key.text = Some(examples.key_condition);
            draft.filter.text = Some(examples.filter);
            assert_eq!(said(&mut session, &draft), "");
            draft.verb = Verb::PutItem;
            draft.item = examples.item;
            draft.condition = format!("attribute_not_exists({})", examples.partition);
            assert_eq!(said(&mut session, &draft), "");
            let key: Vec<_> = schema.keys.attributes().map(|k| k.name.as_str()).collect();
            let body = json!({ "TableName": draft.table, "Key": { key[0]: {"S": "a"}, key[1]: {"S": "b"} },
                "UpdateExpression": examples.update });
            assert_eq!(said(&mut session, &Draft::from_request("UpdateItem", &body)), "");
        }
    }

    #[test]
    fn a_name_that_cannot_stand_bare_is_no_example() {
        let (_, mut schema) = session(DatasetId::Medical);
        let odd = [("my-note", Value::text("a")), ("plain", Value::text("b"))];
        let odd = odd.map(|(name, value)| (AttributeName::parse(name).unwrap(), value));
        let item: Item = odd.into_iter().collect();
        let examples = Examples::for_table(&schema, &schema.keys, [&item].into_iter());
        assert_eq!((examples.attribute.as_str(), examples.partition.as_str()), ("plain", "PK"));
        schema.keys.partition[0].name = AttributeName::parse("my-key").unwrap();
        let examples = Examples::for_table(&schema, &schema.keys, [&item].into_iter());
        assert_eq!((examples.key_condition.as_str(), examples.partition.as_str()), ("", "plain"));
    }

    #[test]
    fn an_item_begins_with_the_keys_and_is_rejected_until_they_are_filled_in() {
        let (mut session, schema) = session(DatasetId::Medical);
        let table = schema.name.as_str().to_owned();
        let mut draft = Draft { verb: Verb::PutItem, table, ..Draft::default() };
        draft.fit(&schema);
        assert_eq!(draft.item, "{\n  \"PK\": \"\",\n  \"SK\": \"\"\n}");
        assert!(said(&mut session, &draft).contains("empty string value"));
        let mut numbered = schema.clone();
        numbered.keys.sort[0].kind = ScalarType::N;
        let mut other = Draft { verb: Verb::PutItem, ..draft.clone() };
        other.fit(&numbered);
        assert_eq!(other.item, "{\n  \"PK\": \"\",\n  \"SK\": 0\n}");
        other.fit(&schema);
        assert_eq!(other.item, draft.item, "a 0 that nobody wrote is let go");
        draft.item = "{ \"PK\": \"a\" }".to_owned();
        draft.fit(&schema);
        assert_eq!(draft.item, "{ \"PK\": \"a\" }", "what is begun stays");
        draft.item = "{ \"PK\":".to_owned();
        draft.fit(&schema);
        assert_eq!(draft.item, "{ \"PK\":");
    }
}
