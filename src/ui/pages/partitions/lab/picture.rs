//! The picture of a run at the time shown: what came of it, its partitions, its course, figures,
//! reasons, index, keys, bill and events.
//!
//! Every section is a row of the place's grid, so that two runs stand aligned row by row.

use leptos::prelude::*;

use super::table::{Facts, Figures, Unfolded};
use crate::traffic::{KeySample, Resource, ThrottlingReason};
use crate::ui::components::plot::{Axis, Plot, Tick};
use crate::ui::components::term::Term;
use crate::ui::dom::route::focus;
use crate::ui::model::glossary::Term as GlossaryTerm;
use crate::ui::model::lab::bill::bill;
use crate::ui::model::lab::chart::{self, Course, HEIGHT, Scale};
use crate::ui::model::lab::cure::Cure;
use crate::ui::model::lab::event::Happening;
use crate::ui::model::lab::key;
use crate::ui::model::lab::partition::{self, PartitionLoad};
use crate::ui::model::lab::shot::{self, Shot};
use crate::ui::model::words::count;
use crate::ui::state::{Lab, Phase, Side};

/// Partitions from which on they are drawn small.
const MANY: usize = 16;
/// Keys in the table of the hottest.
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
            </header>
            <Outcome lab side/>
            <Partitions lab side/>
            <section class="lab-course">
                <h4>"Capacity units per second"</h4>
                <CourseChart lab side/>
                <Unfolded title="Timeline as a table">
                    <Figures
                        label="Timeline, figures"
                        heads=&[
                            "Until",
                            "Writes consumed",
                            "Writes available",
                            "Reads consumed",
                            "Reads available",
                            "Throttled",
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

/// Keeps the run to compare with, or puts it away. The button goes with it, so the focus goes on.
#[component]
fn Pin(
    /// The lab.
    lab: Lab,
    /// Which of its runs.
    side: Side,
) -> impl IntoView {
    let label = match side {
        Side::Before => "Unpin run A",
        Side::Now => "Pin as A for comparison",
    };
    let press = move |_| {
        match side {
            Side::Before => lab.unpin(),
            Side::Now => lab.pin(),
        }
        focus("lab-run");
    };
    view! { <button type="button" class="quiet" on:click=press>{label}</button> }
}

/// What came of the run, told when it stops, and what to try next.
#[component]
fn Outcome(
    /// The lab.
    lab: Lab,
    /// Which of its runs.
    side: Side,
) -> impl IntoView {
    // Of the whole run so far, whichever second is looked at: what is spoken must not chatter.
    let stopped =
        move || side == Side::Before || matches!(lab.phase.get(), Phase::Paused | Phase::Over);
    let words = Memo::new(move |_| {
        let said = || lab.see_later(side, |shot, _| shot::verdict(shot));
        stopped().then(said).flatten().unwrap_or_default().join(" ")
    });
    let offered = Memo::new(move |_| {
        let offered = || lab.see_later(side, |shot, _| shot::cures_of(shot));
        stopped().then(offered).flatten().unwrap_or_default()
    });
    let cure = move |cure: Cure| {
        let label = cure.label();
        // The button goes while the run is played, so the focus goes on.
        let press = move |_| {
            lab.try_cure(side, &cure);
            focus("lab-run");
        };
        view! { <button type="button" on:click=press>{label}</button> }
    };
    // Only the run that plays is news; the other one is there to be read.
    let (role, testid) = match side {
        Side::Before => (None, "verdict-a"),
        Side::Now => (Some("status"), "verdict"),
    };
    view! {
        <section class="lab-outcome">
            <p role=role data-testid=testid>{words}</p>
            <div class="lab-cures">
                {move || offered.get().into_iter().map(cure).collect_view()}
                <Pin lab side/>
            </div>
        </section>
    }
}

/// The partitions of the table and of its index, first what is hottest.
#[component]
fn Partitions(
    /// The lab.
    lab: Lab,
    /// Which of its runs.
    side: Side,
) -> impl IntoView {
    let order = Memo::new(move |_| {
        lab.see(side, |shot, _| partition::hottest_first(shot)).unwrap_or_default()
    });
    view! {
        <section class="lab-partitions">
            <h4><Term term=GlossaryTerm::Partition word="Partitions"/></h4>
            <ScaleNote lab side/>
            <For each=move || order.get() key=|resource| *resource let(resource)>
                <Group lab side resource/>
            </For>
        </section>
    }
}

/// The partitions of the table, or those of its index.
#[component]
fn Group(
    /// The lab.
    lab: Lab,
    /// Which of its runs.
    side: Side,
    /// Whose partitions.
    resource: Resource,
) -> impl IntoView {
    let loads = Memo::new(move |_| {
        lab.see(side, |shot, at| partition::loads(shot, at, resource)).unwrap_or_default()
    });
    let rows = move || {
        let rows = |shot: &Shot, at| {
            partition::loads(shot, at, resource).iter().map(PartitionLoad::row).collect()
        };
        lab.see_later(side, rows).unwrap_or_default()
    };
    let (title, table, label) = match resource {
        Resource::Table => {
            ("Table", "Figures for the table's partitions", "Table partitions, figures")
        }
        Resource::Index => ("GSI", "Figures for the index's partitions", "GSI partitions, figures"),
    };
    let words = Memo::new(move |_| {
        let words = |shot: &Shot, at| loads.with(|l| partition::words(shot, at, resource, l));
        lab.see(side, words).unwrap_or_default()
    });
    view! {
        <div class="lab-group">
            <p><strong>{title}</strong> " " {words}</p>
            <Loads loads/>
            <Unfolded title=table>
                <Figures
                    label
                    heads=&["Partition", "From hash", "Load", "Throttled", "Stored"]
                    rows=Signal::derive(rows)
                />
            </Unfolded>
        </div>
    }
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
            view! { <p class="hint">"Scale model: each stored item represents "{count(scale)}"."</p> }
        })
    }
}

/// Partitions side by side, along the hash space.
#[component]
fn Loads(
    /// The partitions.
    loads: Memo<Vec<PartitionLoad>>,
) -> impl IntoView {
    let names =
        move || loads.with(|loads| loads.iter().map(|load| load.name.clone()).collect::<Vec<_>>());
    let many = move || loads.with(|loads| loads.len() > MANY);
    // Few partitions need not be as wide as the page.
    let width = move || loads.with(|loads| format!("{}rem", loads.len() * 14));
    view! {
        <ul class="lab-partition-list" class:many=many style:max-width=width>
            <For each=names key=|name| name.clone() let(name)>
                <OnePartition loads name/>
            </For>
        </ul>
    }
}

/// One partition: a box that fills with its load, the figure written in it.
#[component]
fn OnePartition(
    /// All of them.
    loads: Memo<Vec<PartitionLoad>>,
    /// The name of this one.
    name: String,
) -> impl IntoView {
    let known = name.clone();
    let load = Memo::new(move |_| {
        loads.with(|loads| loads.iter().find(|load| load.name == known).cloned())
    });
    // The box goes with its partition; until then there is one to read.
    let read = move |of: fn(&PartitionLoad) -> String| {
        load.with(|load| load.as_ref().map(of)).unwrap_or_default()
    };
    let throttled = Memo::new(move |_| load.with(|load| load.as_ref().map_or(0, |l| l.throttled)));
    let class = |load: &PartitionLoad| {
        let born = ["", " born-low", " born-high"][usize::from(load.born)];
        format!("lab-partition{born}")
    };
    view! {
        <li class=move || read(class)>
            <span class="lab-partition-name">{name}</span>
            <span class="lab-partition-box">
                <span
                    class=move || read(|load| format!("lab-partition-fill heat-{}", load.heat))
                    style:height=move || read(|load| format!("{}%", load.level))
                ></span>
                <Show when=move || { throttled.get() > 0 }>
                    <span
                        class="lab-partition-throttled"
                        style:height=move || format!("{}%", throttled.get())
                    ></span>
                </Show>
                <span class="lab-partition-load">{move || read(PartitionLoad::percent)}</span>
            </span>
            <Show when=move || { throttled.get() > 0 }>
                <span class="lab-partition-share">
                    {move || format!("{}%", throttled.get())}
                    <span>" throttled"</span>
                </span>
            </Show>
        </li>
    }
}

/// What the chart of a run shows, worked out.
#[derive(Debug, Clone, PartialEq)]
struct Drawing {
    scale: Scale,
    lines: Vec<chart::Line>,
    /// Where the second looked at lies from left to right.
    here: u64,
    /// Where partitions were split.
    splits: Vec<u64>,
}

impl Drawing {
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
    let plot = Memo::new(move |_| lab.see(side, |shot, at| Drawing::of(lab, shot, at)));
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
    let axis = move |unit, ticks: fn(Scale) -> Vec<(f64, String)>| {
        let tick = |(at, label)| Tick { at, label };
        Memo::new(move |_| {
            let scale = plot.with(|plot| plot.as_ref().map(|p| p.scale));
            let ticks = scale.map(ticks).unwrap_or_default().into_iter().map(tick).collect();
            Axis { unit, ticks }
        })
    };
    view! {
        <figure>
            <Plot
                label="Units consumed, available and throttled over time; the table below has the \
                       figures"
                x=axis("min:s", Scale::times)
                y=axis("units/s", Scale::units)
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
            </Plot>
            <figcaption>
                <For each=classes key=|class| *class let(class)>
                    <span class=format!("lab-key lab-key-{class}")>
                        {move || line(class).map(|line| line.label)}
                    </span>
                </For>
                <Show when=move || splits.with(|splits| !splits.is_empty())>
                    <span class="lab-key lab-key-split">"partition split"</span>
                </Show>
            </figcaption>
        </figure>
    }
}

/// The figures of the second shown.
#[component]
fn Second(
    /// The lab.
    lab: Lab,
    /// Which of its runs.
    side: Side,
) -> impl IntoView {
    let title = move || lab.see_later(side, shot::where_it_is).unwrap_or_default();
    let facts = move || lab.see_later(side, shot::facts).unwrap_or_default();
    view! {
        <section class="lab-second">
            <h4>{title}</h4>
            <Facts facts=Signal::derive(facts)/>
        </section>
    }
}

/// Why requests were throttled so far.
#[component]
fn Reasons(
    /// The lab.
    lab: Lab,
    /// Which of its runs.
    side: Side,
) -> impl IntoView {
    // What is one reason at the end may have been another at the worst time: a table at its peak.
    let reasons = Memo::new(move |_| {
        let reasons = |shot: &Shot, _| {
            let sample = shot.worst();
            let plain = |reason: ThrottlingReason| {
                sample.map(|sample| shot::plain(sample, &shot.scenario.load, reason))
            };
            let reasons = shot::reasons(&shot::total(shot)).into_iter();
            reasons.map(|(reason, count)| (reason, count, plain(reason))).collect::<Vec<_>>()
        };
        lab.see_later(side, reasons).unwrap_or_default()
    });
    let line = |(reason, throttled, plain): (ThrottlingReason, u64, Option<&'static str>)| {
        view! {
            <li>
                <code>{reason.reason()}</code>
                <span class="num">{count(throttled)}</span>
                <p>{plain}</p>
            </li>
        }
    };
    let none = move || reasons.with(Vec::is_empty).then_some("Nothing was throttled.");
    view! {
        <section class="lab-reasons">
            <h4><Term term=GlossaryTerm::Throttling word="Throttled requests"/> " by reason"</h4>
            <ul>{move || reasons.get().into_iter().map(line).collect_view()}</ul>
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
        lab.see_later(side, |shot, _| shot.scenario.index.is_some()).unwrap_or(false)
    });
    view! {
        <Show when=move || has_index.get()>
            <Propagation lab side/>
        </Show>
    }
}

/// How far the index is behind its table.
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
        true => "The index can't keep up, so DynamoDB throttles writes to the table.",
        false => "The index keeps up with its table.",
    };
    let facts = move || {
        let facts =
            |shot: &Shot, at| shot.run.samples().get(at).map(shot::index_facts).unwrap_or_default();
        lab.see_later(side, facts).unwrap_or_default()
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
            <h4>"Table to GSI: " <Term term=GlossaryTerm::BackPressure word="back-pressure"/></h4>
            <div class="lab-pipe" aria-hidden="true">
                <span>"table"</span>
                <span class="lab-pipe-queue meter-bar">
                    <span style:width=full></span>
                </span>
                <span>"GSI"</span>
            </div>
            <p>{words}</p>
            <Facts facts=Signal::derive(facts)/>
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
        let events =
            |shot: &Shot, _| shot.run.events().iter().map(Happening::of).collect::<Vec<_>>();
        lab.see_later(side, events).unwrap_or_default()
    });
    let none = move || events.with(Vec::is_empty).then_some("No partition was split.");
    view! {
        <section class="lab-events">
            <h4>"Events"</h4>
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

/// The keys with the most traffic.
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
        <section class="lab-keys">
            <h4>"Hottest keys, this second"</h4>
            <Figures
                label="Hottest keys"
                heads=&["Partition key", "Requests", "Throttled"]
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
    let bill = Memo::new(move |_| lab.see_later(side, |shot, _| bill(shot)));
    let rows = move || bill.with(|bill| bill.as_ref().map(|b| b.rows.clone()).unwrap_or_default());
    view! {
        <section class="lab-bill">
            <h4>"Monthly estimate"</h4>
            <Figures
                label="Monthly estimate"
                heads=&["At this rate", "On-demand", "Provisioned"]
                rows=Signal::derive(rows)
            />
            <p>{move || bill.with(|bill| bill.as_ref().map(|bill| bill.bought.clone()))}</p>
            <p>{move || bill.with(|bill| bill.as_ref().map(|bill| bill.words.clone()))}</p>
            <p class="hint">
                {move || bill.with(|bill| bill.as_ref().map(|bill| bill.source.clone()))}
            </p>
        </section>
    }
}
