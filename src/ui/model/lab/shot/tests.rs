//! What is said of runs, against runs played to their end.

use super::*;
use crate::model::Millis;
use crate::ui::model::lab::bill::bill;
use crate::ui::model::lab::chart::{self, Course};
use crate::ui::model::lab::preset::PRESETS;
use crate::ui::model::lab::tank;

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
    verdict(&shot, shot.at(None)).join(" ")
}

#[test]
fn a_hot_key_is_told_with_its_reason() {
    assert_eq!(
        said("hot-key"),
        "1,000 of 1,500 writes a second were granted at the end. Of all 270,000 attempts 32.9 % were \
         refused. Reason: TableWriteKeyRangeThroughputExceeded. One partition serves 1,000 write units a \
         second, whatever the table has. No split helped: all its traffic is for one item, which cannot \
         be parted. Clients gave up on 89,001 writes."
    );
    assert!(said("sharded").ends_with("requests were granted; none was refused."));
}

#[test]
fn what_a_split_cured_is_told_with_its_worst_second() {
    let said = said("status");
    assert!(said.contains("writes a second were granted in the worst second"), "{said}");
    assert!(said.contains("at the end all of 2,000"), "{said}");
    assert!(said.contains("1 partition was split."), "{said}");
}

#[test]
fn back_pressure_is_told_of_the_index() {
    let said = said("index");
    assert!(said.contains("IndexWriteKeyRangeThroughputExceeded"), "{said}");
    assert!(said.contains("s behind its table."), "{said}");
}

/// What is offered first after a run makes the next one better.
#[test]
fn the_first_cure_of_each_experiment_helps() {
    for id in ["hot-key", "date", "rising", "index", "batches", "retries", "scaling"] {
        let shot = played(id);
        let before = total(shot.run.samples(), shot.at(None));
        let cure = cures_of(&shot).remove(0);
        let mut form = shot.form;
        cure.changes.iter().for_each(|(field, text)| form.set(*field, text.clone()));
        let cured = play(Shot::new(form, &cure.name).unwrap());
        let after = total(cured.run.samples(), cured.at(None));
        let bad = |tally: &Tally| tally.given_up + tally.dropped;
        assert!(bad(&after) < bad(&before), "{id} {}", cure.name);
    }
}

#[test]
fn a_split_parts_a_tank_in_two_side_by_side() {
    let shot = played("status");
    let tanks = |at| tank::tanks(shot.run.samples(), at, tank::of_table);
    let born = |at| tanks(at).iter().map(|tank| tank.born).collect::<Vec<_>>();
    assert_eq!(born(100), [0; 4]);
    let halves: Vec<u8> = born(120).into_iter().filter(|born| *born > 0).collect();
    assert_eq!(halves, [1, 2], "{:?}", born(120));
    assert_eq!(born(140), [0; 5], "they grow old");
    let before = tank::words(&tanks(100));
    assert!(before.contains("one is asked for more than it serves"), "{before}");
    assert!(tanks(100).iter().any(|tank| tank.refused > 10 && tank.heat == 8));
}

#[test]
fn the_course_shows_what_is_used_allowed_and_refused() {
    let shot = played("hot-key");
    let course = Course::of(shot.run.samples(), &shot.scenario.load);
    let scale = course.scale();
    assert_eq!((scale.seconds, scale.top), (180, 2_000));
    let labels: Vec<String> = course.lines(scale).into_iter().map(|line| line.label).collect();
    assert_eq!(labels, ["refused", "writes allowed: 4,000, above the chart", "writes used"]);
    let rows = chart::rows(shot.run.samples(), &shot.scenario.load);
    assert_eq!(rows.last().unwrap(), &["3:00", "1,000", "4,000", "0", "12,000", "500"]);
}

#[test]
fn the_bill_names_the_cheaper_mode() {
    let shot = played("hot-key");
    let bill = bill(&shot, shot.at(None));
    assert!(bill.words.contains("Provisioned is cheaper here"), "{}", bill.words);
    assert_eq!(bill.rows.len(), 3);
    assert!(bill.source.contains("us-east-1"));
}

#[test]
fn the_sample_of_a_second_is_found() {
    let shot = played("uniform");
    assert_eq!((shot.at(None), shot.at(Some(0)), shot.at(Some(41))), (59, 0, 41));
    assert_eq!((shot.at(Some(900)), where_it_is(&shot, 41)), (59, "0:42 of 1:00".into()));
    let empty = Shot::new(Form::default(), "").unwrap();
    assert_eq!((empty.at(Some(3)), verdict(&empty, 0).len(), facts(&empty, 0).len()), (0, 0, 0));
}
