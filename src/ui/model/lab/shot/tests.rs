//! What is said of runs, against runs played to their end.

use super::*;
use crate::model::Millis;
use crate::ui::model::lab::bill::{self, bill};
use crate::ui::model::lab::chart::{self, Course};
use crate::ui::model::lab::field::Field;
use crate::ui::model::lab::partition::{self, PartitionLoad};
use crate::ui::model::lab::preset::PRESETS;

/// The preset of this name, played to its end.
fn played(id: &str) -> Shot {
    let preset = PRESETS.iter().position(|preset| preset.id == id).unwrap();
    play(Shot::new(Form::of(preset), "").unwrap())
}

fn play(mut shot: Shot) -> Shot {
    while !shot.run.is_over() {
        shot.run.advance(Millis(u64::MAX), 1_000_000);
    }
    shot
}

fn said(id: &str) -> String {
    let shot = played(id);
    verdict(&shot).join(" ")
}

#[test]
fn a_hot_key_is_told_with_its_reason() {
    assert_eq!(
        said("hot-key"),
        "33% of requests were throttled; 180,999 writes succeeded. At the worst point (3:00), 1,000 of \
         1,500 writes per second succeeded. Reason: TableWriteKeyRangeThroughputExceeded. One partition serves at most 1,000 write units per second, however much capacity the table has. DynamoDB didn't split the hot partition: all its traffic is for one item, and an item can't be split across partitions. \
         Clients gave up on 89,001 writes."
    );
    assert!(said("sharded").ends_with("requests succeeded; none was throttled."));
}

#[test]
fn what_a_split_cured_is_told_with_its_worst_second() {
    let said = said("status");
    assert!(said.contains("writes per second succeeded; at the end, all 2,000 did."), "{said}");
    assert!(said.contains("DynamoDB split 1 partition for heat."), "{said}");
}

#[test]
fn back_pressure_is_told_of_the_index() {
    let said = said("index");
    assert!(said.contains("IndexWriteKeyRangeThroughputExceeded"), "{said}");
    assert!(said.contains("The index fell up to"), "{said}");
}

/// What is offered first after a run makes the next one better.
#[test]
fn the_first_cure_of_each_experiment_helps() {
    for id in ["hot-key", "date", "rising", "prime-day", "index", "batches", "retries", "scaling"] {
        let shot = played(id);
        let before = total(&shot);
        let cure = cures_of(&shot).remove(0);
        let mut form = shot.form;
        cure.changes.iter().for_each(|(field, text)| form.set(*field, text.clone()));
        let cured = play(Shot::new(form, &cure.name).unwrap());
        let after = total(&cured);
        let bad = |tally: &Tally| tally.given_up + tally.dropped;
        assert!(bad(&after) < bad(&before), "{id} {}", cure.name);
    }
}

#[test]
fn a_split_makes_two_partitions_side_by_side() {
    let shot = played("status");
    let loads = |at| partition::loads(&shot, at, Resource::Table);
    let born = |at| loads(at).iter().map(|load: &PartitionLoad| load.born).collect::<Vec<_>>();
    assert_eq!(born(100), [0; 4]);
    let halves: Vec<u8> = born(120).into_iter().filter(|born| *born > 0).collect();
    assert_eq!(halves, [1, 2], "{:?}", born(120));
    assert_eq!(born(140), [0; 5], "they grow old");
    let before = partition::words(&shot, 100, Resource::Table, &loads(100));
    assert!(before.ends_with("of its limit, and the excess is throttled."), "{before}");
    assert!(loads(100).iter().any(|load| load.throttled > 10 && load.heat == 8));
}

#[test]
fn the_course_shows_what_is_consumed_available_and_throttled() {
    let shot = played("hot-key");
    let course = Course::of(shot.run.samples(), &shot.scenario.load);
    let scale = course.scale();
    assert_eq!((scale.seconds, scale.top), (180, 2_000));
    let labels: Vec<String> = course.lines(scale).into_iter().map(|line| line.label).collect();
    assert_eq!(
        labels,
        ["throttled", "writes available: 4,000 (above the chart)", "writes consumed"]
    );
    let rows = chart::rows(shot.run.samples(), &shot.scenario.load);
    assert_eq!(rows.last().unwrap(), &["3:00", "1,000", "4,000", "0", "12,000", "500"]);
}

#[test]
fn the_bill_says_when_on_demand_is_cheaper() {
    let shot = played("hot-key");
    let bill = bill(&shot);
    assert!(bill.words.contains("Below 28.8% utilization, on-demand is cheaper"), "{}", bill.words);
    let names: Vec<&str> = bill.rows.iter().map(|row| row[0].as_str()).collect();
    assert_eq!(names, ["Requests or capacity", "Storage", "Total", "Per million writes"]);
    assert!(bill.source.contains("us-east-1"));
}

#[test]
fn the_sample_of_a_second_is_found() {
    let shot = played("uniform");
    assert_eq!((shot.at(None), shot.at(Some(0)), shot.at(Some(41))), (59, 0, 41));
    assert_eq!((shot.at(Some(900)), where_it_is(&shot, 41)), (59, "Showing 0:42 of 1:00".into()));
    let empty = Shot::new(Form::default(), "").unwrap();
    assert_eq!((empty.at(Some(3)), verdict(&empty).len(), facts(&empty, 0).len()), (0, 0, 0));
}

/// The run as it would be with one of its cures.
fn cured(shot: &Shot) -> Shot {
    let cure = cures_of(shot).remove(0);
    let mut form = shot.form.clone();
    cure.changes.iter().for_each(|(field, text)| form.set(*field, text.clone()));
    play(Shot::new(form, &cure.name).unwrap())
}

/// The sale's last second is calm: what is shown and cured is what happened at its height.
#[test]
fn the_worst_second_of_a_sale_is_not_its_last() {
    let shot = played("prime-day");
    let (worst, last) = (shot.worst().unwrap(), shot.run.samples().last().unwrap());
    assert_eq!(last.tally.throttled(), 0);
    assert!(worst.tally.throttled() > 0 && worst.second < last.second);
    assert!(said("prime-day").contains("; at the end, all"), "{}", said("prime-day"));
}

/// The table's partitions are cool while the index's only one holds up every write.
#[test]
fn a_hot_index_leads_before_its_cool_table() {
    let shot = played("index");
    assert_eq!(partition::hottest_first(&shot), [Resource::Index, Resource::Table]);
    let at = shot.at(shot.worst().map(|sample| sample.second));
    let words =
        |resource| partition::words(&shot, at, resource, &partition::loads(&shot, at, resource));
    let (index, table) = (words(Resource::Index), words(Resource::Table));
    assert!(index.contains(" of the index is hot: its traffic is 100%"), "{index}");
    assert!(table.starts_with("The hottest partition of the table"), "{table}");
    assert_eq!(partition::hottest_first(&played("hot-key")), [Resource::Table]);
}

/// Where the whole table's capacity throttles, no partition is called hot for it.
#[test]
fn a_partition_is_not_hot_because_its_table_throttles() {
    let mut form = Form::of(PRESETS.iter().position(|preset| preset.id == "uniform").unwrap());
    for (field, text) in
        [(Field::Mode, "provisioned"), (Field::WriteUnits, "100"), (Field::Rate, "200")]
    {
        form.set(field, text.into());
    }
    let shot = play(Shot::new(form, "").unwrap());
    let at = shot.at(shot.worst().map(|sample| sample.second));
    let loads = partition::loads(&shot, at, Resource::Table);
    assert!(loads.iter().any(|load| load.throttled > 0) && loads.iter().all(|load| !load.is_hot));
    let words = partition::words(&shot, at, Resource::Table, &loads);
    assert!(words.starts_with("The hottest partition of the table"), "{words}");
    assert!(words.ends_with("What throttles is the table's provisioned capacity."), "{words}");
}

/// Sharding lets more through, and each write costs what it did before.
#[test]
fn a_dearer_bill_says_what_it_buys() {
    let shot = played("hot-key");
    let cured = cured(&shot);
    let words = bill::compared(&shot, &cured).unwrap();
    assert!(words.starts_with("With on-demand capacity, B costs $"), "{words}");
    assert!(words.ends_with("more writes succeed."), "{words}");
    let each = |shot: &Shot| bill(shot).rows.pop().unwrap()[1].clone();
    assert_eq!((each(&shot), each(&cured)), ("$0.63".into(), "$0.63".into()));
    assert_eq!(bill::compared(&cured, &shot), None);
}

#[test]
fn the_nodes_of_a_cache_are_on_the_bill() {
    let rows = bill(&played("dax")).rows;
    assert_eq!(rows[2], ["DAX, 3 nodes", "$548", "$548"]);
}
