//! Changes, played through without a browser: what a stream shows and a handler gets of it, what
//! expires, and undo, redo and looking back over a whole workbench.

use std::sync::Arc;

use dynamodb_playground::api::{Exchange, Request, Session};
use dynamodb_playground::changelog::{ChangeKind, ViewType};
use dynamodb_playground::datasets::clinic_handler::{Memory, notices_table};
use dynamodb_playground::datasets::{DatasetId, Recipe, Size, access_patterns, load};
use dynamodb_playground::engine::{Clock, Millis, Operation, SimulationSettings};
use dynamodb_playground::model::TableName;
use dynamodb_playground::ui::model::changes::handler::{Delivery, notices, request, tasks};
use dynamodb_playground::ui::model::changes::lambda::{Batches, read_size};
use dynamodb_playground::ui::model::changes::lasting::{
    TtlPicture, lags, let_expire, read_words, set_ttl,
};
use dynamodb_playground::ui::model::changes::moment::{Moment, lines, standing_words};
use dynamodb_playground::ui::model::changes::pattern::Pattern;
use dynamodb_playground::ui::model::changes::record::Opened;
use dynamodb_playground::ui::model::changes::stream::{
    Filter, StreamPicture, iterators, switch, view_name,
};
use dynamodb_playground::ui::model::changes::timeline::{Direction, What};
use serde_json::json;

use crate::tab::{NOON, Storage, TABLE, Tab};

const CLINIC: &str = "Clinic";

fn clinic() -> Session {
    let mut session = Session::new(Clock::fixed(Millis(NOON)));
    load(&mut session, Recipe::new(DatasetId::Clinic, Size::Article)).unwrap();
    session
}

fn send(session: &mut Session, operation: Operation, body: serde_json::Value) -> Exchange {
    let exchange = session.send(Request { operation, body });
    assert!(exchange.response.is_ok(), "{:?}", exchange.response);
    exchange
}

/// The clinic with a stream of this view type and its three writes made.
fn written(view: ViewType) -> Session {
    let mut session = clinic();
    for request in switch(CLINIC, false, Some(view)) {
        assert!(session.send(request).response.is_ok());
    }
    for pattern in access_patterns(DatasetId::Clinic) {
        if pattern.request.operation.is_write() {
            session.set_time(Millis(session.engine().now().0 + 1_000));
            assert!(session.send(pattern.request).response.is_ok());
        }
    }
    session
}

fn picture(session: &Session) -> StreamPicture {
    StreamPicture::read(&session.engine().inspect(), CLINIC, None)
}

#[test]
fn a_stream_shows_the_newest_record_first_with_what_changed() {
    let session = written(ViewType::NewAndOldImages);
    let picture = picture(&session);
    let events: Vec<_> = picture.records.iter().map(|listed| listed.record.kind).collect();
    assert_eq!(events, [ChangeKind::Remove, ChangeKind::Modify, ChangeKind::Insert]);
    assert_eq!(picture.count_text(), "3 records");
    let opened = Opened::new(&picture.records[1], ViewType::NewAndOldImages);
    assert!(opened.tells_changes() && opened.note.is_none());
    let changed: Vec<_> = opened
        .attributes
        .iter()
        .filter(|attribute| attribute.change() != "same")
        .map(|attribute| (attribute.name.as_str(), attribute.change()))
        .collect();
    assert_eq!(changed, [("status", "changed"), ("updated_at", "added")]);
    let total: usize = picture.shards.iter().map(|shard| shard.records).sum();
    assert_eq!(total, 3, "each record is in one shard");

    let filtered = |filter: Filter| picture.records.iter().filter(|l| filter.takes(l)).count();
    assert_eq!(filtered(Filter { attribute: " status ".into(), ..Filter::default() }), 3);
    assert_eq!(filtered(Filter { attribute: "updated_at".into(), ..Filter::default() }), 1);
    assert_eq!(filtered(Filter { key: "APT-5".into(), ..Filter::default() }), 1);
    assert_eq!(filtered(Filter { event: Some(ChangeKind::Remove), ..Filter::default() }), 1);
}

#[test]
fn iterators_begin_where_the_service_says() {
    let session = written(ViewType::KeysOnly);
    let picture = picture(&session);
    // All three changes are of one clinic, so they are in one shard.
    let newest = &picture.records[0];
    let shard = picture.shards[newest.shard].id;
    let inspect = session.engine().inspect();
    let id = &picture.stream().unwrap().id;
    let middle = &picture.records[1].record;
    let of = |record| {
        let starts = iterators(&inspect, id, shard, record);
        starts.into_iter().map(|start| (start.kind, start.first.unwrap())).collect::<Vec<_>>()
    };
    let numbers: Vec<_> = picture.records.iter().map(|listed| listed.record.number).collect();
    assert_eq!(of(None), [("TRIM_HORIZON", Some(numbers[2])), ("LATEST", None)]);
    assert_eq!(
        of(Some(middle))[2..],
        [
            ("AT_SEQUENCE_NUMBER", Some(numbers[1])),
            ("AFTER_SEQUENCE_NUMBER", Some(numbers[0])),
            ("AT_TIMESTAMP", Some(numbers[1])),
        ]
    );
    let note = Opened::new(&picture.records[1], ViewType::KeysOnly).note.unwrap();
    assert!(note.contains("no images"), "{note}");
}

#[test]
fn another_view_type_takes_two_requests_and_a_new_arn() {
    let mut session = written(ViewType::NewImage);
    let before = picture(&session).streams[0].clone();
    session.set_time(Millis(NOON + 60_000));
    let requests = switch(CLINIC, true, Some(ViewType::OldImage));
    assert_eq!(requests.len(), 2);
    // What a single request would be is rejected, as AWS rejects it.
    assert!(session.send(requests[1].clone()).response.is_err());
    for request in requests {
        assert!(session.send(request).response.is_ok());
    }
    let after = picture(&session);
    assert_eq!(after.streams.len(), 2, "the old one can be read for another day");
    assert_ne!(after.streams[0].arn, before.arn);
    assert_eq!(view_name(after.streams[0].view), "OLD_IMAGE");
    assert!(!after.streams[1].is_enabled && after.records.is_empty());
    let old = StreamPicture::read(&session.engine().inspect(), CLINIC, Some(&before.id));
    assert_eq!((old.shown, old.records.len()), (1, 3));
}

#[test]
fn a_batch_has_the_form_that_lambda_documents() {
    let session = written(ViewType::NewAndOldImages);
    let picture = picture(&session);
    let shard = picture.shards[picture.records[0].shard].id;
    let id = picture.stream().unwrap().id.clone();
    let inspect = session.engine().inspect();
    let read = |size, place, pattern: Option<&Pattern>| {
        Batches::read(&inspect, &id, shard, size, place, pattern).unwrap()
    };
    let first = read(2, 0, None);
    assert_eq!((first.records.len(), first.batches), (2, 2));
    assert_eq!(first.words(), "Batch 1 of 2, 2 records.");
    let record = &first.event["Records"][0];
    let members: Vec<_> = record.as_object().unwrap().keys().map(String::as_str).collect();
    let mut wanted = [
        "eventID",
        "eventName",
        "eventVersion",
        "eventSource",
        "awsRegion",
        "dynamodb",
        "eventSourceARN",
    ];
    let mut found = members.clone();
    found.sort_unstable();
    wanted.sort_unstable();
    assert_eq!(found, wanted);
    assert_eq!(record["eventVersion"], "1.1");
    assert_eq!(record["eventSourceARN"], picture.stream().unwrap().arn.as_str());
    let time = record["dynamodb"]["ApproximateCreationDateTime"].as_f64().unwrap();
    assert_eq!(time as u64, NOON / 1_000 + 1);
    assert_eq!(record["dynamodb"]["StreamViewType"], "NEW_AND_OLD_IMAGES");
    assert!(record["dynamodb"].get("OldImage").is_none(), "an INSERT has no old image");
    let pattern = Pattern::read(r#"{"eventName": ["REMOVE"]}"#).unwrap();
    let filtered = read(10, 5, Some(&pattern));
    assert_eq!((filtered.records.len(), filtered.filtered, filtered.place), (1, 2, 0));
    assert!(read_size("0").is_err() && read_size("10001").is_err() && read_size(" 100 ").is_ok());
}

#[test]
fn a_batch_that_arrives_twice_is_told_twice_unless_the_handler_remembers_it() {
    for (memory, sent) in [(Memory::None, "2"), (Memory::Mark, "1")] {
        let mut session = written(ViewType::NewAndOldImages);
        let picture = picture(&session);
        let shard = picture.shards[picture.records[0].shard].id;
        let id = picture.stream().unwrap().id.clone();
        let batch = Batches::read(&session.engine().inspect(), &id, shard, 10, 0, None).unwrap();
        assert!(session.send(notices_table()).response.is_ok());
        let mut second = Delivery::new(2);
        for number in 1..=2 {
            let mut delivery = Delivery::new(number);
            for task in tasks(&batch.event) {
                let exchange = request(&task, memory).map(|request| session.send(request));
                delivery.add(&task, exchange.as_ref());
            }
            second = delivery;
        }
        let told = notices(&session.engine().inspect());
        assert_eq!(told.len(), 3, "booked, completed, canceled: {told:?}");
        assert!(told.iter().all(|line| line.sent == sent), "{told:?}");
        assert_eq!(
            second.records.iter().filter(|r| r.is_sent).count(),
            if sent == "2" { 3 } else { 0 }
        );
        if memory == Memory::Mark {
            assert!(second.records[0].outcome.contains("the mark of this eventID exists"));
        }
    }
}

#[test]
fn a_handler_needs_images_and_tells_nobody_of_what_ttl_deleted() {
    let session = written(ViewType::KeysOnly);
    let picture = picture(&session);
    let shard = picture.shards[picture.records[0].shard].id;
    let id = picture.stream().unwrap().id.clone();
    let batch = Batches::read(&session.engine().inspect(), &id, shard, 10, 0, None).unwrap();
    assert!(
        tasks(&batch.event).iter().all(|task| task
            .notice
            .clone()
            .unwrap_err()
            .contains("no image"))
    );

    let mut session = written(ViewType::NewAndOldImages);
    assert!(session.send(set_ttl(CLINIC, "expires_at", true)).response.is_ok());
    let key = json!({"PK": {"S": "CLINIC#CLN-001"}, "SK": {"S": "APPT#2026-04-17#APT-3"}});
    let at = session.engine().now().0 / 1_000;
    let body = json!({
        "TableName": CLINIC, "Key": key, "UpdateExpression": "SET expires_at = :at",
        "ExpressionAttributeValues": {":at": {"N": at.to_string()}}
    });
    send(&mut session, Operation::UpdateItem, body);
    session.set_time(Millis(session.engine().now().0 + 3_600_000));
    send(&mut session, Operation::GetItem, json!({"TableName": CLINIC, "Key": key}));
    let batch = Batches::read(
        &session.engine().inspect(),
        &id_of(&session),
        shard_of(&session),
        10,
        0,
        None,
    );
    let batch = batch.unwrap();
    let last = batch.event["Records"].as_array().unwrap().last().unwrap().clone();
    assert_eq!(
        last["userIdentity"],
        json!({"type": "Service", "principalId": "dynamodb.amazonaws.com"})
    );
    let last = tasks(&batch.event).pop().unwrap();
    assert!(last.notice.unwrap_err().contains("TTL deleted it"));
}

fn id_of(session: &Session) -> dynamodb_playground::changelog::StreamId {
    picture(session).stream().unwrap().id.clone()
}

fn shard_of(session: &Session) -> dynamodb_playground::changelog::ShardId {
    let picture = picture(session);
    picture.shards[picture.records[0].shard].id
}

#[test]
fn an_expired_item_can_be_read_until_it_is_deleted() {
    let mut session = clinic();
    let ttl = |session: &Session| TtlPicture::read(&session.engine().inspect(), CLINIC);
    assert_eq!(ttl(&session), None);
    assert!(session.send(set_ttl(CLINIC, "expires_at", true)).response.is_ok());
    let request = let_expire(&session.engine().inspect(), CLINIC, "expires_at", 300).unwrap();
    assert!(session.send(request).response.is_ok());
    let before = ttl(&session).unwrap();
    assert_eq!((before.items.len(), before.items[0].is_expired), (1, false));
    assert_eq!(before.items[0].state, "Expires in 5 min");

    session.set_time(Millis(NOON + 400_000));
    let expired = ttl(&session).unwrap();
    assert!(expired.items[0].is_expired, "{expired:?}");
    assert!(expired.words.contains("1 expired and can still be read"), "{}", expired.words);
    let read = session.send(expired.items[0].read.clone());
    assert!(read_words(&read).starts_with("GetItem returned the item"));

    session.set_time(Millis(NOON + 1_000_000));
    let read = session.send(expired.items[0].read.clone());
    assert!(read_words(&read).contains("the item was deleted"), "{}", read_words(&read));
    assert!(ttl(&session).unwrap().items.is_empty());
}

#[test]
fn an_index_that_lags_says_how_far() {
    let mut session = clinic();
    assert_eq!(lags(&session.engine().inspect(), CLINIC), None, "the simulation is off");
    let settings = SimulationSettings { index_lag: 2_000, ..SimulationSettings::default() };
    session.set_simulation(Some(settings));
    let lag = |session: &Session| lags(&session.engine().inspect(), CLINIC).unwrap().remove(0);
    assert_eq!(lag(&session).words, "Up to date");
    for pattern in access_patterns(DatasetId::Clinic) {
        if pattern.id == "create-appointment" {
            assert!(session.send(pattern.request).response.is_ok());
        }
    }
    session.set_time(Millis(NOON + 500));
    let behind = lag(&session);
    assert_eq!((behind.waiting, behind.behind), (1, 500));
    assert!(behind.words.starts_with("500 ms behind, 1 change on the way"), "{}", behind.words);
    session.set_time(Millis(NOON + 60_000));
    session.advance_simulation();
    assert_eq!(lag(&session).waiting, 0);
}

/// The state of a tab: rows of the table and every index, and what the log holds.
fn data(tab: &Tab) -> String {
    let inspect = tab.bench.engine().inspect();
    let of_table = inspect.tables().into_iter().map(|table| {
        let indexes = table.indexes.iter().map(|i| inspect.rows(&table.schema.name, Some(&i.name)));
        let indexes: Vec<_> = indexes.collect();
        format!("{} {:?} {indexes:?}", table.schema.name, inspect.rows(&table.schema.name, None))
    });
    of_table.collect::<String>() + &format!("{:?}", inspect.changes(0))
}

fn look(tab: &mut Tab, to: usize) {
    while tab.act(|bench, _| {
        let mut looks = 0;
        bench.look_back(to, || {
            looks += 1;
            looks <= 2
        })
    }) {}
}

#[test]
fn undo_and_redo_take_tables_indexes_and_records_along() {
    let mut tab = Tab::new(&Storage::default(), 1);
    let begun = data(&tab);
    tab.put("NOTE#1");
    let first = data(&tab);
    tab.put("NOTE#2");
    let second = data(&tab);
    assert!(tab.act(|bench, _| bench.undo_or_redo(Direction::Back)));
    assert!(data(&tab) == first);
    assert!(tab.act(|bench, _| bench.undo_or_redo(Direction::Back)));
    assert!(data(&tab) == begun);
    assert!(!tab.act(|bench, _| bench.undo_or_redo(Direction::Back)), "there is nothing more");
    assert!(tab.act(|bench, _| bench.undo_or_redo(Direction::Forth)));
    assert!(tab.act(|bench, _| bench.undo_or_redo(Direction::Forth)));
    assert!(data(&tab) == second);
    assert!(!tab.act(|bench, _| bench.undo_or_redo(Direction::Forth)));
}

#[test]
fn what_was_undone_is_still_there_after_something_else_was_written() {
    let mut tab = Tab::new(&Storage::default(), 1);
    tab.put("NOTE#1");
    tab.put("NOTE#2");
    let full = data(&tab);
    look(&mut tab, 0);
    tab.act(|bench, _| bench.go_back_here());
    assert!(!tab.has("NOTE#1"));
    tab.put("NOTE#3");
    assert!(tab.has("NOTE#3") && !tab.has("NOTE#1"));
    let kinds: Vec<_> = tab.bench.timeline().events().iter().map(|e| &e.what).cloned().collect();
    assert!(matches!(kinds[2], What::WentBack(2)) && kinds.len() == 4, "{kinds:?}");
    // First the new note goes, then going back is undone: both old ones are there.
    tab.act(|bench, _| bench.undo_or_redo(Direction::Back));
    assert!(!tab.has("NOTE#3") && !tab.has("NOTE#1"));
    tab.act(|bench, _| bench.undo_or_redo(Direction::Back));
    assert!(data(&tab) == full);
}

#[test]
fn looking_back_changes_nothing_that_is_saved_and_a_request_returns_to_the_present() {
    let storage = Storage::default();
    let mut tab = Tab::new(&storage, 1);
    tab.put("NOTE#1");
    tab.put("NOTE#2");
    let writes = *storage.writes.borrow();
    look(&mut tab, 1);
    assert!(tab.has("NOTE#1") && !tab.has("NOTE#2") && tab.bench.standing().looks_back());
    assert!(!tab.act(|bench, now| bench.pass_time(now)), "time stands still in the past");
    assert_eq!(*storage.writes.borrow(), writes);
    // A tab that opens what is stored meanwhile sees the present.
    assert!(Tab::beside(&storage, 2).has("NOTE#2"));
    tab.put("NOTE#3");
    assert!(tab.has("NOTE#2") && tab.has("NOTE#3") && !tab.bench.standing().looks_back());
}

#[test]
fn going_back_is_saved_and_can_be_undone() {
    let storage = Storage::default();
    let mut tab = Tab::new(&storage, 1);
    tab.put("NOTE#1");
    tab.put("NOTE#2");
    look(&mut tab, 1);
    tab.act(|bench, _| bench.go_back_here());
    tab.rest();
    assert!(Tab::new(&storage, 2).has("NOTE#1") && !Tab::new(&storage, 2).has("NOTE#2"));
    tab.act(|bench, _| bench.undo_or_redo(Direction::Forth));
    tab.rest();
    assert!(Tab::new(&storage, 3).has("NOTE#2"));
}

#[test]
fn a_follower_hears_that_someone_went_back() {
    let storage = Storage::default();
    let mut tab = Tab::new(&storage, 1);
    tab.put("NOTE#1");
    tab.rest();
    let mut other = Tab::beside(&storage, 2);
    tab.words.clear();
    tab.act(|bench, _| bench.undo_or_redo(Direction::Back));
    other.hear(&mut tab);
    assert!(!tab.has("NOTE#1") && !other.has("NOTE#1"));
    assert_eq!(other.bench.standing().undo, None, "its own history begins anew");
}

#[test]
fn an_index_is_built_and_taken_back_with_its_entries() {
    let mut tab = Tab::new(&Storage::default(), 1);
    let begun = data(&tab);
    let body = json!({
        "TableName": TABLE,
        "AttributeDefinitions": [{"AttributeName": "SK", "AttributeType": "S"}],
        "GlobalSecondaryIndexUpdates": [{"Create": {
            "IndexName": "BySort", "Projection": {"ProjectionType": "ALL"},
            "KeySchema": [{"AttributeName": "SK", "KeyType": "HASH"}]
        }}]
    });
    tab.send(Operation::UpdateTable, body);
    while tab.act(|bench, _| bench.advance(|| true)) {}
    let built = data(&tab);
    assert_eq!(tab.bench.standing().events, 1, "building it belongs to the request");
    tab.act(|bench, _| bench.undo_or_redo(Direction::Back));
    assert!(data(&tab) == begun);
    tab.act(|bench, _| bench.undo_or_redo(Direction::Forth));
    assert!(data(&tab) == built);
}

#[test]
fn a_moment_shows_what_changed_and_what_lies_around_it() {
    let mut tab = Tab::new(&Storage::default(), 1);
    tab.put("NOTE#1");
    let read = json!({"TableName": TABLE, "Limit": 1});
    tab.send(Operation::Scan, read);
    tab.put("NOTE#2");
    let seen =
        |tab: &Tab, shown| Moment::read(&tab.bench.engine().inspect(), tab.bench.timeline(), shown);
    let newest = seen(&tab, 3);
    assert_eq!(newest.changed[0].event, "INSERT");
    assert_eq!(newest.changed[0].key, "PATIENT#1 · NOTE#2");
    let lane = &newest.lanes[0];
    assert!(lane.rows.contains(&("NOTE#2".to_owned(), true)), "{lane:?}");
    assert!(lane.rows.contains(&("NOTE#1".to_owned(), false)), "{lane:?}");
    let extents = newest.extents[0].items;
    look(&mut tab, 2);
    let before = seen(&tab, 2);
    assert_eq!((before.extents[0].items, before.changed.len()), (extents - 1, 0));
    let timeline = tab.bench.timeline();
    assert!(standing_words(timeline, 2).starts_with("After event 2 of 3: Scan"));
    assert_eq!(standing_words(timeline, 0), "Before the first event");
    let listed = lines(timeline);
    assert_eq!(listed.len(), 3);
    assert!(listed[0].outcome.contains("WCU") && listed[0].changes && !listed[1].changes);
}

#[test]
fn what_a_write_answered_can_be_taken_back_where_it_is_shown() {
    let mut tab = Tab::new(&Storage::default(), 1);
    let item = json!({"PK": {"S": "PATIENT#1"}, "SK": {"S": "NOTE#1"}});
    let put =
        Request { operation: Operation::PutItem, body: json!({"TableName": TABLE, "Item": item}) };
    let sent = tab.act(|bench, now| bench.send(put.clone(), now)).exchange;
    let offer = |tab: &Tab, request: &Request| tab.bench.timeline().offer(request);
    assert_eq!(offer(&tab, &sent.request), Some(Direction::Back));
    tab.act(|bench, _| bench.undo_or_redo(Direction::Back));
    assert_eq!(offer(&tab, &sent.request), Some(Direction::Forth));
    tab.act(|bench, _| bench.undo_or_redo(Direction::Forth));
    tab.put("NOTE#2");
    assert_eq!(offer(&tab, &sent.request), None, "something else came after it");
}

#[test]
fn a_deleted_table_ends_the_way_back_and_other_data_begins_anew() {
    let mut tab = Tab::new(&Storage::default(), 1);
    tab.put("NOTE#1");
    tab.send(Operation::DeleteTable, json!({"TableName": TABLE}));
    let standing = tab.bench.standing();
    assert_eq!((standing.floor, standing.undo), (2, None));
    look(&mut tab, 0);
    assert_eq!(tab.bench.standing().shown, 2, "no way leads behind it");
    tab.act(|bench, now| bench.load(Recipe::new(DatasetId::Clinic, Size::Article), now));
    tab.rest();
    assert_eq!(tab.bench.standing().events, 0);
}

#[test]
fn the_simulation_goes_on_after_looking_back() {
    let mut tab = Tab::new(&Storage::default(), 1);
    let real = tab.real;
    let mut service = tab.work.page.service.unwrap();
    service.simulated = true;
    tab.act(|bench, _| bench.set_service(service, real));
    tab.put("NOTE#1");
    look(&mut tab, 0);
    assert!(tab.bench.engine().simulation_settings().is_none());
    let table = TableName::parse(TABLE).unwrap();
    assert!(tab.bench.engine().inspect().table(&table).is_some());
    tab.act(|bench, _| bench.return_to_present());
    assert_eq!(tab.bench.engine().simulation_settings(), Some(service.settings));
    assert!(tab.has("NOTE#1"));
    let _: Arc<Exchange> = tab
        .act(|bench, now| {
            let body = json!({"TableName": TABLE, "Limit": 1});
            bench.send(Request { operation: Operation::Scan, body }, now)
        })
        .exchange;
}
