//! What a reading holds, and where rows are found in it again.

use serde_json::json;

use super::*;
use crate::api::{Request, Session};
use crate::datasets::{DatasetId, Loader, Recipe, Size};
use crate::engine::{Clock, Millis, Operation};
use crate::model::KeyScalar;
use crate::model::key::SortCondition;
use crate::ui::model::orders::{self, key, name, send, target};
use crate::ui::model::strips::{partition_text, sort_text};
use crate::ui::model::tables::Tables;

fn medical() -> (Session, TableRows) {
    let mut session = Session::new(Clock::fixed(Millis(0)));
    let mut loader = Loader::new(Recipe::new(DatasetId::Medical, Size::Article));
    while !loader.step(&mut session, 1_000).unwrap().is_complete() {}
    let target = Target { table: DatasetId::Medical.table().to_owned(), index: None };
    let rows = TableRows::read(&session.engine().inspect(), target);
    (session, rows)
}

fn selected(partition: &str, sort: SortCondition) -> Vec<String> {
    let (session, rows) = medical();
    let partition = vec![KeyScalar::S(partition.into())];
    let selection = KeySelection { partition, sort_equal: vec![], sort };
    let places = rows.selected(&session.engine().inspect(), &selection).unwrap_or_default();
    let keys = rows.keys().unwrap();
    let text = |item: &Item| format!("{} {}", partition_text(keys, item), sort_text(keys, item));
    places.map(|row| text(rows.item(row).unwrap())).collect()
}

#[test]
fn a_key_condition_selects_rows_of_one_collection() {
    let at = |text: &str| KeyScalar::S(text.into());
    let every = selected("PATIENT#123", SortCondition::Any);
    assert!(every.len() > 2 && every.is_sorted(), "{every:?}");
    assert!(every.iter().all(|row| row.starts_with("PATIENT#123 ")));
    let sort = |row: &String| row.strip_prefix("PATIENT#123 ").unwrap().to_owned();
    let sorts: Vec<String> = every.iter().map(sort).collect();
    let middle = &sorts[1];
    let is = |sort: SortCondition, expected: &[String]| {
        assert_eq!(selected("PATIENT#123", sort), expected);
    };
    is(SortCondition::Equal(at(middle)), &every[1..2]);
    is(SortCondition::Less(at(middle)), &every[..1]);
    is(SortCondition::LessOrEqual(at(middle)), &every[..2]);
    is(SortCondition::Greater(at(middle)), &every[2..]);
    is(SortCondition::GreaterOrEqual(at(middle)), &every[1..]);
    is(SortCondition::Between(at(&sorts[0]), at(middle)), &every[..2]);
    let bookings: Vec<String> =
        every.iter().filter(|row| row.contains(" BOOKING#")).cloned().collect();
    is(SortCondition::BeginsWith(at("BOOKING#")), &bookings);
}

#[test]
fn what_selects_nothing_has_no_rows() {
    assert!(selected("PATIENT#999", SortCondition::Any).is_empty());
    let prefix = SortCondition::BeginsWith(KeyScalar::S("ZZZ".into()));
    assert!(selected("PATIENT#123", prefix).is_empty());
}

#[test]
fn an_item_is_found_again_by_its_primary_key() {
    let mut session = orders::session();
    let read =
        |session: &Session, index| TableRows::read(&session.engine().inspect(), target(index));
    let place = |rows: &TableRows, sought: &str| {
        (0..rows.len()).find(|row| name(rows.item(*row).unwrap()) == sought)
    };
    let (table, by_tag) = (read(&session, None), read(&session, Some("ByTag")));
    let new_tag = json!({
        "TableName": "Orders", "Key": key("a", 2), "UpdateExpression": "SET tag = :t",
        "ExpressionAttributeValues": { ":t": { "S": "blue" } },
    });
    send(&mut session, "UpdateItem", new_tag);
    send(&mut session, "DeleteItem", json!({ "TableName": "Orders", "Key": key("a", 1) }));
    let inspect = session.engine().inspect();
    for (before, index) in [(table, None), (by_tag, Some("ByTag"))] {
        let now = read(&session, index);
        for sought in ["a/1", "a/2", "b/1", "c/1"] {
            let earlier = place(&before, sought).unwrap();
            let found = now.place_of(&inspect, &before, earlier);
            assert_eq!(found, place(&now, sought), "{sought} in {index:?}");
        }
        assert_eq!(now.place_of(&inspect, &before, 99), None);
        let elsewhere = read(&session, Some("ByDay"));
        assert_eq!(elsewhere.place_of(&inspect, &before, 0), None);
    }
}

#[test]
fn the_view_follows_where_a_request_went() {
    let mut session = orders::session();
    let scan = |session: &mut Session, index: Option<&str>| {
        let mut body = json!({ "TableName": "Orders" });
        index.into_iter().for_each(|index| body["IndexName"] = json!(index));
        session.send(Request { operation: Operation::Scan, body })
    };
    let (table, by_tag) = (target(None), target(Some("ByTag")));
    let of_index = scan(&mut session, Some("ByTag"));
    assert_eq!(Target::default().after(&of_index), by_tag);
    assert_eq!(table.clone().after(&of_index), by_tag);
    let of_table = scan(&mut session, None);
    assert_eq!(by_tag.clone().after(&of_table), table);
    let put = json!({ "TableName": "Orders", "Item": orders::item("e", 1, "mon", "red") });
    let put = send(&mut session, "PutItem", put);
    assert_eq!(by_tag.clone().after(&put), by_tag, "its entry was written there");
    let rejected = scan(&mut session, Some("Nowhere"));
    assert_eq!(by_tag.clone().after(&rejected), by_tag);
    let control = send(&mut session, "ListTables", json!({}));
    assert_eq!(by_tag.clone().after(&control), by_tag);
}

#[test]
fn every_table_and_index_can_be_looked_at() {
    let session = orders::session();
    let all = Tables::read(&session.engine().inspect()).targets();
    assert_eq!(all, [target(None), target(Some("ByDay")), target(Some("ByTag"))]);
    let labels: Vec<String> = all.iter().map(Target::label).collect();
    assert_eq!(labels, ["Orders", "Orders · ByDay", "Orders · ByTag"]);
}

#[test]
fn what_is_no_name_has_no_rows() {
    let (session, _) = medical();
    let inspect = session.engine().inspect();
    let none = TableRows::read(&inspect, Target { table: "no name!".to_owned(), index: None });
    assert!(none.is_empty() && none.schema().is_none());
    let table = DatasetId::Medical.table().to_owned();
    let index = Target { table, index: Some("no index!".to_owned()) };
    assert!(TableRows::read(&inspect, index).is_empty());
}
