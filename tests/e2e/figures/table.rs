//! The figures as a Markdown table, with the goals beside them.

use xtask::weight::Weight;

use crate::journeys::{LOAD, SCAN, Stretch, TRAFFIC};
use crate::{Measured, SLOWER};

/// Milliseconds until the page can be used, at the first visit and at later ones.
const FIRST_VISIT_GOAL: f64 = 2_000.0;
const LATER_VISITS_GOAL: f64 = 800.0;
/// Milliseconds that the page may be busy at a stretch, at this machine's speed and slowed.
const TASK_GOAL: f64 = 50.0;
const SLOWED_TASK_GOAL: f64 = 200.0;

/// A row: what was measured, its goal, and the figure of each release.
struct Row {
    name: String,
    goal: String,
    figures: Vec<String>,
}

/// The table.
pub fn markdown(releases: &[Measured]) -> String {
    let mut rows = Vec::new();
    let mut row = |name: String, goal: String, figure: &dyn Fn(&Measured) -> String| {
        rows.push(Row { name, goal, figures: releases.iter().map(figure).collect() });
    };
    let circumstances = format!("CPU ÷ {SLOWER}, 9 Mbit/s, 60 ms");
    let visit_goal = |goal: f64| format!("≤ {}", seconds(goal));
    row(
        format!("first visit until Run can be pressed ({circumstances})"),
        visit_goal(FIRST_VISIT_GOAL),
        &|release| {
            let first: Vec<f64> = release.visits.iter().map(|visits| visits.first).collect();
            visits(&first, FIRST_VISIT_GOAL)
        },
    );
    row("later visits, the same".into(), visit_goal(LATER_VISITS_GOAL), &|release| {
        let later: Vec<f64> =
            release.visits.iter().flat_map(|visits| visits.later.clone()).collect();
        visits(&later, LATER_VISITS_GOAL)
    });
    for (at, name) in stretch_names(releases).into_iter().enumerate() {
        row(format!("long tasks: {name}"), tasks_goal(TASK_GOAL), &|release| {
            long_tasks(&release.at_speed, at, TASK_GOAL)
        });
        row(format!("the same, CPU ÷ {SLOWER}"), tasks_goal(SLOWED_TASK_GOAL), &|release| {
            long_tasks(&release.slowed, at, SLOWED_TASK_GOAL)
        });
    }
    for name in [LOAD, SCAN, TRAFFIC] {
        row(format!("time: {name}"), String::new(), &|release| {
            let took = release.at_speed.iter().flatten().filter(|stretch| stretch.name == name);
            spread(&took.map(|stretch| stretch.took).collect::<Vec<_>>())
        });
    }
    let mut weight = |name: &str, bytes: fn(&Weight) -> usize| {
        row(format!("first visit over the wire, {name}"), String::new(), &|release| {
            format!("{} KiB", bytes(&release.weight).div_ceil(1024))
        });
    };
    weight("gzip", |weight| weight.gzip);
    weight("brotli", |weight| weight.brotli);
    weight("not compressed", |weight| weight.raw);

    let names: Vec<String> = releases.iter().map(|release| release.name.clone()).collect();
    let mut table = line("", "goal", &names);
    table += &format!("|---|---|{}\n", "---|".repeat(names.len()));
    for row in rows {
        table += &line(&row.name, &row.goal, &row.figures);
    }
    table
}

fn line(name: &str, goal: &str, figures: &[String]) -> String {
    format!("| {name} | {goal} | {} |\n", figures.join(" | "))
}

fn stretch_names(releases: &[Measured]) -> Vec<&'static str> {
    let journey = releases.first().and_then(|release| release.at_speed.first());
    journey.into_iter().flatten().map(|stretch| stretch.name).collect()
}

fn tasks_goal(goal: f64) -> String {
    format!("none over {goal:.0} ms")
}

/// The median decides: one visit in several that waits longer has its reason outside the page.
fn visits(waited: &[f64], goal: f64) -> String {
    spread(waited) + if median(waited) > goal { ", **missed**" } else { "" }
}

/// The run with the longest task decides: a goal of "none" is missed by one.
fn long_tasks(runs: &[Vec<Stretch>], at: usize, goal: f64) -> String {
    let longest = |tasks: &[f64]| tasks.iter().copied().fold(0.0, f64::max);
    let tasks = runs.iter().filter_map(|stretches| Some(&stretches.get(at)?.long_tasks[..]));
    let worst = tasks.max_by(|a, b| longest(a).total_cmp(&longest(b))).unwrap_or_default();
    match (worst.len(), longest(worst)) {
        (0, _) => "none".to_owned(),
        (count, longest) => {
            let missed = if longest > goal { ", **missed**" } else { "" };
            format!("{count}, longest {longest:.0} ms{missed}")
        }
    }
}

/// The median, and between which figures it lies.
fn spread(milliseconds: &[f64]) -> String {
    let least = milliseconds.iter().copied().fold(f64::INFINITY, f64::min);
    let most = milliseconds.iter().copied().fold(0.0, f64::max);
    format!("{} ({:.2} to {:.2})", seconds(median(milliseconds)), least / 1e3, most / 1e3)
}

fn seconds(milliseconds: f64) -> String {
    format!("{:.2} s", milliseconds / 1_000.0)
}

/// The middle figure; of an even number of them the mean of the middle two.
fn median(figures: &[f64]) -> f64 {
    let mut sorted = figures.to_vec();
    sorted.sort_by(f64::total_cmp);
    match sorted.len() {
        0 => 0.0,
        count if count % 2 == 0 => f64::midpoint(sorted[count / 2 - 1], sorted[count / 2]),
        count => sorted[count / 2],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stretch(long_tasks: &[f64]) -> Vec<Stretch> {
        vec![Stretch { name: LOAD, took: 1.0, long_tasks: long_tasks.to_vec() }]
    }

    #[test]
    fn a_missed_goal_is_said() {
        assert_eq!(visits(&[700.0, 900.0, 750.0], 800.0), "0.75 s (0.70 to 0.90)");
        assert_eq!(visits(&[900.0, 850.0], 800.0), "0.88 s (0.85 to 0.90), **missed**");
    }

    #[test]
    fn the_run_with_the_longest_task_is_told() {
        let runs = [stretch(&[]), stretch(&[61.2, 90.4]), stretch(&[80.0; 7])];
        assert_eq!(long_tasks(&runs, 0, 200.0), "2, longest 90 ms");
        assert_eq!(long_tasks(&runs, 0, 50.0), "2, longest 90 ms, **missed**");
        assert_eq!(long_tasks(&runs[..1], 0, 50.0), "none");
    }
}
