//! The picture of a run at the second looked at: tanks, course, figures, reasons, events, bill.

use leptos::prelude::*;

use super::table::{facts, figures};
use crate::traffic::KeySample;
use crate::ui::dom::route::focus;
use crate::ui::model::lab::bill::bill;
use crate::ui::model::lab::chart::{self, Course, HEIGHT, Scale, WIDTH};
use crate::ui::model::lab::clock::time;
use crate::ui::model::lab::event::Happening;
use crate::ui::model::lab::key;
use crate::ui::model::lab::shot::{self, Shot};
use crate::ui::model::lab::tank::{self, Tank};
use crate::ui::model::words::count;
use crate::ui::reactive::{Memo, RwSignal};
use crate::ui::state::{Lab, Side};
use crate::ui::{handler, view};

/// Partitions from which on their tanks are drawn small.
const MANY: usize = 16;

/// One run.
pub fn of(lab: Lab, side: Side) -> AnyView {
    let title = Memo::new(move |_| lab.see(side, |shot, _| shot.title.clone()).unwrap_or_default());
    let (mark, label) = match side {
        Side::Before => ("A", "Run A"),
        Side::Now => ("B", "This run"),
    };
    let part = move |draw: fn(&Shot, usize) -> AnyView| {
        view! { {move || lab.see_later(side, draw)} }
    };
    let figures = [now, reasons, index, keys, costs].map(part);
    view! {
        <article class="lab-picture" aria-label=label>
            <header>
                <h3><span class="lab-mark">{mark}</span>" "{move || title.get()}</h3>
                {keeper(lab, side)}
            </header>
            <section class="lab-tanks">
                <h4>"Partitions, along the hash space"</h4>
                {move || lab.see(side, tanks)}
                {unfolded(lab, side, "Partitions as a table", tank_rows)}
            </section>
            <section class="lab-course">
                <h4>"Units a second"</h4>
                {move || lab.see(side, |shot, at| course(lab, shot, at))}
                {unfolded(lab, side, "Course as a table", course_rows)}
            </section>
            {figures.collect_view()}
            {move || lab.see_later(side, |shot, at| events(lab, shot, at))}
        </article>
    }
}

/// Lays the run aside, or puts it away. The button goes with it, so the focus goes on.
fn keeper(lab: Lab, side: Side) -> AnyView {
    let label = match side {
        Side::Before => "Put A away",
        Side::Now => "Keep as A, to compare",
    };
    let press = move |_| {
        match side {
            Side::Before => lab.put_away(),
            Side::Now => lab.lay_beside(),
        }
        focus("lab-run");
    };
    view! { <button type="button" class="quiet" on:click=handler(press)>{label}</button> }
}

/// A table that is made only while it is open: most of the time nobody looks.
fn unfolded(
    lab: Lab,
    side: Side,
    title: &'static str,
    draw: fn(&Shot, usize) -> AnyView,
) -> AnyView {
    let open = RwSignal::new(false);
    let toggled = move |event: web_sys::Event| {
        open.set(event_target::<web_sys::Element>(&event).has_attribute("open"));
    };
    let content = move || open.get().then(|| lab.see_later(side, draw));
    view! { <details on:toggle=handler(toggled)><summary>{title}</summary>{move || content()}</details> }
}

/// The table's partitions.
fn tanks(shot: &Shot, at: usize) -> AnyView {
    let scale = (shot.scenario.stored.scale > 1).then(|| {
        let stands_for = count(shot.scenario.stored.scale);
        view! { <p class="hint">"Scale model: each item stands for "{stands_for}"."</p> }
    });
    view! { {scale}{tank_list(tank::tanks(shot.run.samples(), at, tank::of_table))} }
}

fn tank_list(tanks: Vec<Tank>) -> AnyView {
    let words = tank::words(&tanks);
    let many = tanks.len() > MANY;
    // Few tanks need not be as wide as the page.
    let width = format!("{}rem", tanks.len() * 14);
    view! {
        <p>{words}</p>
        <ul class="lab-tank-list" class:many=many style:max-width=width>{tanks.into_iter().map(one_tank).collect_view()}</ul>
    }
}

fn tank_rows(shot: &Shot, at: usize) -> AnyView {
    let rows = tank::tanks(shot.run.samples(), at, tank::of_table).iter().map(Tank::row).collect();
    let heads = ["Partition", "From hash", "Asked of its limit", "Refused", "Stored"];
    figures("Partitions, figures", &heads, rows)
}

fn one_tank(tank: Tank) -> AnyView {
    let born = ["", " born-low", " born-high"][usize::from(tank.born)];
    let refused = (tank.refused > 0).then(|| {
        let height = format!("{}%", tank.refused);
        view! { <span class="lab-tank-refused" style:height=height></span> }
    });
    let share = (tank.refused > 0).then(|| format!("{} %", tank.refused));
    let level = format!("{}%", tank.level);
    view! {
        <li class=format!("lab-tank{born}")>
            <span class="lab-tank-name">{tank.name.clone()}</span>
            <span class="lab-tank-box" aria-hidden="true">
                <span class=format!("lab-tank-fill heat-{}", tank.heat) style:height=level></span>
                {refused}
            </span>
            <span class="lab-tank-load">{tank.percent()}</span>
            <span class="lab-tank-share">{share}</span>
        </li>
    }
}

/// The run as lines over time, on one scale with the run beside it.
fn course(lab: Lab, shot: &Shot, at: usize) -> AnyView {
    let samples = shot.run.samples();
    let course = Course::of(samples, &shot.scenario.load);
    let of = |side| {
        let of = |other: &Shot, _| {
            let is_own = std::ptr::eq(other, shot);
            (!is_own).then(|| Course::of(other.run.samples(), &other.scenario.load).scale())
        };
        lab.see(side, of).flatten()
    };
    let others = [Side::Before, Side::Now].into_iter().filter_map(of);
    let scale = others.fold(course.scale(), Scale::with);
    let lines = course.lines(scale);
    let here = samples.get(at).map_or(0, |sample| scale.x(chart::end_of(sample)));
    let path = |line: &chart::Line| view! { <path class=format!("lab-line lab-{}", line.class) fill="url(#lab-bars)" d=line.path.clone() /> };
    let key = |line: &chart::Line| {
        view! { <span class=format!("lab-key lab-key-{}", line.class)>{line.label.clone()}</span> }
    };
    let split = |event: Happening| {
        let x = scale.x(event.second);
        event
            .split
            .then(|| view! { <path class="lab-line lab-split" d=format!("M{x} 0V{HEIGHT}") /> })
    };
    let splits = shot.run.events().iter().map(Happening::of).filter_map(split).collect_view();
    let parted = (!splits.is_empty())
        .then(|| view! { <span class="lab-key lab-key-split">"a partition was split"</span> });
    view! {
        <figure>
            <div class="lab-plot">
                <span class="lab-top" aria-hidden="true">{count(scale.top)}</span>
                <svg viewBox=format!("0 0 {WIDTH} {HEIGHT}") preserveAspectRatio="none" role="img"
                    aria-label="Units used, allowed and refused over time; the figures stand in the table below">
                    {lines.iter().map(path).collect_view()}
                    {splits}
                    <path class="lab-line lab-here" d=format!("M{here} 0V{HEIGHT}") />
                </svg>
                <span class="lab-ends" aria-hidden="true"><span>"0:00"</span><span>{time(scale.seconds)}</span></span>
            </div>
            <figcaption>{lines.iter().map(key).collect_view()}{parted}</figcaption>
        </figure>
    }
}

fn course_rows(shot: &Shot, _: usize) -> AnyView {
    let heads =
        ["Until", "Writes used", "Writes allowed", "Reads used", "Reads allowed", "Refused"];
    figures("Course, figures", &heads, chart::rows(shot.run.samples(), &shot.scenario.load))
}

/// The figures of the second looked at.
fn now(shot: &Shot, at: usize) -> AnyView {
    let title = format!("At {}", shot::where_it_is(shot, at));
    view! { <section><h4>{title}</h4>{facts(shot::facts(shot, at))}</section> }
}

/// Why requests were refused so far.
fn reasons(shot: &Shot, at: usize) -> AnyView {
    let samples = shot.run.samples();
    let total = shot::total(samples, at);
    let reason = |(throttle, refused): (crate::traffic::Throttle, u64)| {
        let plain =
            samples.get(at).map(|sample| shot::plain(sample, &shot.scenario.load, throttle));
        view! { <li><code>{throttle.reason()}</code><span class="num">{count(refused)}</span><p>{plain}</p></li> }
    };
    let list = shot::reasons(&total).into_iter().map(reason).collect_view();
    let none = (total.refused() == 0).then_some("Nothing was refused so far.");
    view! { <section class="lab-reasons"><h4>"Refused, by reason"</h4><ul>{list}</ul><p>{none}</p></section> }
}

/// From the table to its index.
fn index(shot: &Shot, at: usize) -> AnyView {
    let sample = shot.run.samples().get(at);
    let Some((sample, index)) = sample.and_then(|s| Some((s, s.index.as_ref()?))) else {
        return ().into_any();
    };
    let held = shot::is_held_back(sample);
    let words = match held {
        true => "Back-pressure: the index cannot follow, so the table’s writes are refused.",
        false => "The index follows its table.",
    };
    // An index refuses nobody: what it cannot take waits.
    let mut waiting = tank::tanks(shot.run.samples(), at, tank::of_index);
    waiting.iter_mut().for_each(|tank| tank.refused = 0);
    // Five seconds behind is where back-pressure begins, more or less.
    let full = (index.behind / 50).min(100);
    view! {
        <section class="lab-index" class:held=held>
            <h4>"From the table to its index"</h4>
            <div class="lab-pipe" aria-hidden="true">
                <span>"table"</span>
                <span class="lab-pipe-queue"><span style:width=format!("{full}%")></span></span>
                <span>"index"</span>
            </div>
            <p>{words}</p>
            {facts(shot::index_facts(sample))}
            {tank_list(waiting)}
        </section>
    }
}

/// What happened to partitions and capacity.
fn events(lab: Lab, shot: &Shot, at: usize) -> AnyView {
    let until = shot.run.samples().get(at).map_or(0, chart::end_of);
    let all = shot.run.events().iter().map(Happening::of);
    let line = |event: Happening| {
        let (second, when) = (event.second, event.time());
        let look = move |_| lab.second.set(Some(second));
        view! {
            <li>
                <button type="button" class="quiet" on:click=handler(look)>{when}</button>
                <span>{event.words}</span>
            </li>
        }
    };
    let lines: Vec<_> = all.filter(|event| event.second <= until).map(line).collect();
    let none = lines.is_empty().then_some("No partition was split so far.");
    view! { <section class="lab-events"><h4>"What happened"</h4><ol>{lines}</ol><p>{none}</p></section> }
}

/// The keys that were asked for most.
fn keys(shot: &Shot, at: usize) -> AnyView {
    let keys = shot.run.samples().get(at).map_or(&[][..], |sample| &sample.keys);
    let row = |sample: &KeySample| {
        let name = key::name(shot.scenario.load.pattern, sample.key);
        vec![name, count(sample.asked), count(sample.throttled)]
    };
    let rows = keys.iter().take(5).map(row).collect();
    let table = figures("Keys asked for most", &["Partition key", "Attempts", "Refused"], rows);
    view! { <section><h4>"Keys asked for most, this second"</h4>{table}</section> }
}

/// What it costs.
fn costs(shot: &Shot, at: usize) -> AnyView {
    let bill = bill(shot, at);
    let table = figures("Bill", &["A month like this", "On-demand", "Provisioned"], bill.rows);
    view! {
        <section class="lab-bill">
            <h4>"The bill"</h4>
            {table}
            <p>{bill.words}</p>
            <p class="hint">{bill.source}</p>
        </section>
    }
}
