//! The picture of a run at the second looked at: tanks, course, figures, reasons, events, bill.

use leptos::prelude::*;

use super::table::{Facts, Figures, Unfolded};
use crate::traffic::{KeySample, ThrottlingReason};
use crate::ui::dom::route::focus;
use crate::ui::model::lab::bill::bill;
use crate::ui::model::lab::chart::{self, Course, HEIGHT, Scale, WIDTH};
use crate::ui::model::lab::clock::time;
use crate::ui::model::lab::event::Happening;
use crate::ui::model::lab::key;
use crate::ui::model::lab::shot::{self, Shot};
use crate::ui::model::lab::tank::{self, Tank};
use crate::ui::model::words::count;
use crate::ui::state::{Lab, Side};

/// Partitions from which on their tanks are drawn small.
const MANY: usize = 16;
/// Keys in the table of those that were asked for most.
const KEYS: usize = 5;

/// One run.
#[component]
pub fn Picture(
    /// The lab.
    lab: Lab,
    /// Which of its runs.
    side: Side,
) -> impl IntoView {
    let title = Memo::new(move |_| lab.see(side, |shot, _| shot.title.clone()).unwrap_or_default());
    let (mark, label) = match side {
        Side::Before => ("A", "Run A"),
        Side::Now => ("B", "This run"),
    };
    let tanks = move || lab.see(side, table_tanks).unwrap_or_default();
    let tank_rows = move || {
        let rows = |shot: &Shot, at| table_tanks(shot, at).iter().map(Tank::row).collect();
        lab.see_later(side, rows).unwrap_or_default()
    };
    let course_rows = move || {
        let rows = |shot: &Shot, _| chart::rows(shot.run.samples(), &shot.scenario.load);
        lab.see_later(side, rows).unwrap_or_default()
    };
    view! {
        <article class="lab-picture" aria-label=label>
            <header>
                <h3>
                    <span class="lab-mark">{mark}</span>
                    " "
                    {title}
                </h3>
                <Keeper lab side/>
            </header>
            <section class="lab-tanks">
                <h4>"Partitions, along the hash space"</h4>
                <ScaleNote lab side/>
                <Tanks tanks=Signal::derive(tanks)/>
                <Unfolded title="Partitions as a table">
                    <Figures
                        label="Partitions, figures"
                        heads=&["Partition", "From hash", "Asked of its limit", "Refused", "Stored"]
                        rows=Signal::derive(tank_rows)
                    />
                </Unfolded>
            </section>
            <section class="lab-course">
                <h4>"Units a second"</h4>
                <CourseChart lab side/>
                <Unfolded title="Course as a table">
                    <Figures
                        label="Course, figures"
                        heads=&[
                            "Until",
                            "Writes used",
                            "Writes allowed",
                            "Reads used",
                            "Reads allowed",
                            "Refused",
                        ]
                        rows=Signal::derive(course_rows)
                    />
                </Unfolded>
            </section>
            <Second lab side/>
            <Reasons lab side/>
            <Index lab side/>
            <Keys lab side/>
            <Costs lab side/>
            <Events lab side/>
        </article>
    }
}

fn table_tanks(shot: &Shot, at: usize) -> Vec<Tank> {
    tank::tanks(shot.run.samples(), at, tank::of_table)
}

/// Lays the run aside, or puts it away. The button goes with it, so the focus goes on.
#[component]
fn Keeper(
    /// The lab.
    lab: Lab,
    /// Which of its runs.
    side: Side,
) -> impl IntoView {
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
    view! { <button type="button" class="quiet" on:click=press>{label}</button> }
}

/// What one item stands for, where it is more than itself.
#[component]
fn ScaleNote(
    /// The lab.
    lab: Lab,
    /// Which of its runs.
    side: Side,
) -> impl IntoView {
    let scale = Memo::new(move |_| lab.see(side, |shot, _| shot.scenario.stored.scale));
    move || {
        scale.get().filter(|scale| *scale > 1).map(|scale| {
            view! { <p class="hint">"Scale model: each item stands for "{count(scale)}"."</p> }
        })
    }
}

/// Partitions, as tanks side by side.
#[component]
fn Tanks(
    /// The tanks, in the order of the hash space.
    tanks: Signal<Vec<Tank>>,
) -> impl IntoView {
    let tanks = Memo::new(move |_| tanks.get());
    let names =
        move || tanks.with(|tanks| tanks.iter().map(|tank| tank.name.clone()).collect::<Vec<_>>());
    let many = move || tanks.with(|tanks| tanks.len() > MANY);
    // Few tanks need not be as wide as the page.
    let width = move || tanks.with(|tanks| format!("{}rem", tanks.len() * 14));
    view! {
        <p>{move || tanks.with(|tanks| tank::words(tanks))}</p>
        <ul class="lab-tank-list" class:many=many style:max-width=width>
            <For each=names key=|name| name.clone() let(name)>
                <OneTank tanks name/>
            </For>
        </ul>
    }
}

/// One tank.
#[component]
fn OneTank(
    /// All tanks.
    tanks: Memo<Vec<Tank>>,
    /// The name of this one.
    name: String,
) -> impl IntoView {
    let known = name.clone();
    let tank = Memo::new(move |_| {
        tanks.with(|tanks| tanks.iter().find(|tank| tank.name == known).cloned())
    });
    // The tank goes with its partition; until then there is one to read.
    let read =
        move |of: fn(&Tank) -> String| tank.with(|tank| tank.as_ref().map(of)).unwrap_or_default();
    let refused = Memo::new(move |_| tank.with(|tank| tank.as_ref().map_or(0, |t| t.refused)));
    let class = |tank: &Tank| {
        let born = ["", " born-low", " born-high"][usize::from(tank.born)];
        format!("lab-tank{born}")
    };
    view! {
        <li class=move || read(class)>
            <span class="lab-tank-name">{name}</span>
            <span class="lab-tank-box" aria-hidden="true">
                <span
                    class=move || read(|tank| format!("lab-tank-fill heat-{}", tank.heat))
                    style:height=move || read(|tank| format!("{}%", tank.level))
                ></span>
                <Show when=move || { refused.get() > 0 }>
                    <span
                        class="lab-tank-refused"
                        style:height=move || format!("{}%", refused.get())
                    ></span>
                </Show>
            </span>
            <span class="lab-tank-load">{move || read(Tank::percent)}</span>
            <span class="lab-tank-share">
                {move || Some(refused.get()).filter(|r| *r > 0).map(|r| format!("{r} %"))}
            </span>
        </li>
    }
}

/// What the chart of a run shows, worked out.
#[derive(Debug, Clone, PartialEq)]
struct Plot {
    scale: Scale,
    lines: Vec<chart::Line>,
    /// Where the second looked at lies from left to right.
    here: u64,
    /// Where partitions were split.
    splits: Vec<u64>,
}

impl Plot {
    /// The run on a scale on which the run beside it can be drawn too.
    fn of(lab: Lab, shot: &Shot, at: usize) -> Self {
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
        let splits = shot.run.events().iter().map(Happening::of).filter(|event| event.split);
        Self {
            scale,
            lines: course.lines(scale),
            here: samples.get(at).map_or(0, |sample| scale.x(chart::end_of(sample))),
            splits: splits.map(|event| scale.x(event.second)).collect(),
        }
    }
}

/// The run as lines over time, on one scale with the run beside it.
#[component]
fn CourseChart(
    /// The lab.
    lab: Lab,
    /// Which of its runs.
    side: Side,
) -> impl IntoView {
    let plot = Memo::new(move |_| lab.see(side, |shot, at| Plot::of(lab, shot, at)));
    let classes = move || {
        let class = |line: &chart::Line| line.class;
        plot.with(|plot| plot.iter().flat_map(|p| &p.lines).map(class).collect::<Vec<_>>())
    };
    let line = move |class: &'static str| {
        plot.with(|plot| plot.iter().flat_map(|p| &p.lines).find(|l| l.class == class).cloned())
    };
    let splits = Memo::new(move |_| {
        plot.with(|plot| plot.as_ref().map(|p| p.splits.clone())).unwrap_or_default()
    });
    let split =
        |x: u64| view! { <path class="lab-line lab-split" d=format!("M{x} 0V{HEIGHT}")></path> };
    let here = move || plot.with(|plot| plot.as_ref().map(|p| format!("M{} 0V{HEIGHT}", p.here)));
    view! {
        <figure>
            <div class="lab-plot">
                <span class="lab-top" aria-hidden="true">
                    {move || plot.with(|plot| plot.as_ref().map(|p| count(p.scale.top)))}
                </span>
                <svg
                    viewBox=format!("0 0 {WIDTH} {HEIGHT}")
                    preserveAspectRatio="none"
                    role="img"
                    aria-label="Units used, allowed and refused over time; the figures stand in \
                                the table below"
                >
                    <For each=classes key=|class| *class let(class)>
                        <path
                            class=format!("lab-line lab-{class}")
                            fill="url(#lab-bars)"
                            d=move || line(class).map(|line| line.path)
                        ></path>
                    </For>
                    {move || splits.get().into_iter().map(split).collect_view()}
                    <path class="lab-line lab-here" d=here></path>
                </svg>
                <span class="lab-ends" aria-hidden="true">
                    <span>"0:00"</span>
                    <span>
                        {move || plot.with(|plot| plot.as_ref().map(|p| time(p.scale.seconds)))}
                    </span>
                </span>
            </div>
            <figcaption>
                <For each=classes key=|class| *class let(class)>
                    <span class=format!("lab-key lab-key-{class}")>
                        {move || line(class).map(|line| line.label)}
                    </span>
                </For>
                <Show when=move || splits.with(|splits| !splits.is_empty())>
                    <span class="lab-key lab-key-split">"a partition was split"</span>
                </Show>
            </figcaption>
        </figure>
    }
}

/// The figures of the second looked at.
#[component]
fn Second(
    /// The lab.
    lab: Lab,
    /// Which of its runs.
    side: Side,
) -> impl IntoView {
    let title = move || {
        let place = lab.see_later(side, shot::where_it_is).unwrap_or_default();
        format!("At {place}")
    };
    let facts = move || lab.see_later(side, shot::facts).unwrap_or_default();
    view! {
        <section>
            <h4>{title}</h4>
            <Facts facts=Signal::derive(facts)/>
        </section>
    }
}

/// Why requests were refused so far.
#[component]
fn Reasons(
    /// The lab.
    lab: Lab,
    /// Which of its runs.
    side: Side,
) -> impl IntoView {
    let refused = Memo::new(move |_| {
        let refused = |shot: &Shot, at| shot::reasons(&shot::total(shot.run.samples(), at));
        lab.see_later(side, refused).unwrap_or_default()
    });
    let reason = move |(throttle, refused): (ThrottlingReason, u64)| {
        let plain = move || {
            let plain = |shot: &Shot, at| {
                let sample = shot.run.samples().get(at)?;
                Some(shot::plain(sample, &shot.scenario.load, throttle))
            };
            lab.see_later(side, plain).flatten()
        };
        view! {
            <li>
                <code>{throttle.reason()}</code>
                <span class="num">{count(refused)}</span>
                <p>{plain}</p>
            </li>
        }
    };
    let none = move || refused.with(Vec::is_empty).then_some("Nothing was refused so far.");
    view! {
        <section class="lab-reasons">
            <h4>"Refused, by reason"</h4>
            <ul>{move || refused.get().into_iter().map(reason).collect_view()}</ul>
            <p>{none}</p>
        </section>
    }
}

/// From the table to its index, if it has one.
#[component]
fn Index(
    /// The lab.
    lab: Lab,
    /// Which of its runs.
    side: Side,
) -> impl IntoView {
    let has_index = Memo::new(move |_| {
        let has = |shot: &Shot, at: usize| {
            shot.run.samples().get(at).is_some_and(|sample| sample.index.is_some())
        };
        lab.see_later(side, has).unwrap_or(false)
    });
    view! {
        <Show when=move || has_index.get()>
            <Propagation lab side/>
        </Show>
    }
}

/// How far the index is behind its table, and what is asked of it.
#[component]
fn Propagation(
    /// The lab.
    lab: Lab,
    /// Which of its runs.
    side: Side,
) -> impl IntoView {
    let is_held = Memo::new(move |_| {
        let is_held = |shot: &Shot, at| shot.run.samples().get(at).is_some_and(shot::is_held_back);
        lab.see_later(side, is_held).unwrap_or(false)
    });
    let words = move || match is_held.get() {
        true => "Back-pressure: the index cannot follow, so the table’s writes are refused.",
        false => "The index follows its table.",
    };
    let facts = move || {
        let facts =
            |shot: &Shot, at| shot.run.samples().get(at).map(shot::index_facts).unwrap_or_default();
        lab.see_later(side, facts).unwrap_or_default()
    };
    // An index refuses nobody: what it cannot take waits.
    let waiting = move || {
        let waiting = |shot: &Shot, at| {
            let mut tanks = tank::tanks(shot.run.samples(), at, tank::of_index);
            tanks.iter_mut().for_each(|tank| tank.refused = 0);
            tanks
        };
        lab.see_later(side, waiting).unwrap_or_default()
    };
    // Five seconds behind is where back-pressure begins, more or less.
    let full = move || {
        let behind = |shot: &Shot, at: usize| {
            let sample = shot.run.samples().get(at)?;
            sample.index.as_ref().map(|index| index.behind)
        };
        let behind = lab.see_later(side, behind).flatten().unwrap_or(0);
        format!("{}%", (behind / 50).min(100))
    };
    view! {
        <section class="lab-index" class:held=is_held>
            <h4>"From the table to its index"</h4>
            <div class="lab-pipe" aria-hidden="true">
                <span>"table"</span>
                <span class="lab-pipe-queue">
                    <span style:width=full></span>
                </span>
                <span>"index"</span>
            </div>
            <p>{words}</p>
            <Facts facts=Signal::derive(facts)/>
            <Tanks tanks=Signal::derive(waiting)/>
        </section>
    }
}

/// What happened to partitions and capacity.
#[component]
fn Events(
    /// The lab.
    lab: Lab,
    /// Which of its runs.
    side: Side,
) -> impl IntoView {
    let events = Memo::new(move |_| {
        let events = |shot: &Shot, at: usize| {
            let until = shot.run.samples().get(at).map_or(0, chart::end_of);
            let all = shot.run.events().iter().map(Happening::of);
            all.filter(|event| event.second <= until).collect::<Vec<_>>()
        };
        lab.see_later(side, events).unwrap_or_default()
    });
    let none = move || events.with(Vec::is_empty).then_some("No partition was split so far.");
    view! {
        <section class="lab-events">
            <h4>"What happened"</h4>
            <ol>
                <For
                    each=move || events.get().into_iter().enumerate()
                    key=|event| event.clone()
                    children=move |(_, event): (usize, Happening)| {
                        let second = event.second;
                        view! {
                            <li>
                                <button
                                    type="button"
                                    class="quiet"
                                    on:click=move |_| lab.second.set(Some(second))
                                >
                                    {event.time()}
                                </button>
                                <span>{event.words}</span>
                            </li>
                        }
                    }
                />
            </ol>
            <p>{none}</p>
        </section>
    }
}

/// The keys that were asked for most.
#[component]
fn Keys(
    /// The lab.
    lab: Lab,
    /// Which of its runs.
    side: Side,
) -> impl IntoView {
    let rows = move || {
        let rows = |shot: &Shot, at: usize| {
            let keys = shot.run.samples().get(at).map_or(&[][..], |sample| &sample.keys);
            let row = |sample: &KeySample| {
                let name = key::name(shot.scenario.load.pattern, sample.key);
                vec![name, count(sample.attempts), count(sample.throttled)]
            };
            keys.iter().take(KEYS).map(row).collect()
        };
        lab.see_later(side, rows).unwrap_or_default()
    };
    view! {
        <section>
            <h4>"Keys asked for most, this second"</h4>
            <Figures
                label="Keys asked for most"
                heads=&["Partition key", "Attempts", "Refused"]
                rows=Signal::derive(rows)
            />
        </section>
    }
}

/// What it costs.
#[component]
fn Costs(
    /// The lab.
    lab: Lab,
    /// Which of its runs.
    side: Side,
) -> impl IntoView {
    let bill = Memo::new(move |_| lab.see_later(side, bill));
    let rows = move || bill.with(|bill| bill.as_ref().map(|b| b.rows.clone()).unwrap_or_default());
    view! {
        <section class="lab-bill">
            <h4>"The bill"</h4>
            <Figures
                label="Bill"
                heads=&["A month like this", "On-demand", "Provisioned"]
                rows=Signal::derive(rows)
            />
            <p>{move || bill.with(|bill| bill.as_ref().map(|bill| bill.words.clone()))}</p>
            <p class="hint">
                {move || bill.with(|bill| bill.as_ref().map(|bill| bill.source.clone()))}
            </p>
        </section>
    }
}
