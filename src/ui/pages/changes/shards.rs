//! The shards of the stream, and where an iterator of each type would begin in one of them.

use leptos::prelude::*;

use super::use_changes;
use crate::changelog::{SequenceNumber, ShardId};
use crate::ui::components::term::Term;
use crate::ui::model::changes::stream::{Iterator as Start, ShardLine, iterators};
use crate::ui::model::changes::stream::{Listed, RecordLine};
use crate::ui::model::glossary::Term as Word;
use crate::ui::model::words::count;

/// The newest records of a shard that are drawn.
const DRAWN: usize = 12;

/// The shards.
#[component]
pub fn Shards() -> impl IntoView {
    let changes = use_changes();
    let shards = Memo::new(move |_| changes.picture.with(|picture| picture.shards.clone()));
    let row = move |shard: ShardLine| {
        let id = shard.id;
        let pressed = move || (changes.shard_shown() == Some(id)).to_string();
        view! {
            <tr>
                <th scope="row">
                    <button
                        type="button"
                        class="quiet"
                        aria-pressed=pressed
                        title=shard.id_text
                        on:click=move |_| changes.shard.set(Some(id))
                    >
                        {shard.name}
                    </button>
                </th>
                <td class="num">{count(shard.records as u64)}</td>
                <td>{shard.state}</td>
                <td class="mono">{shard.range}</td>
                <td class="mono">{shard.numbers}</td>
            </tr>
        }
    };
    view! {
        <section class="pane" aria-label="Shards">
            <h2>"Shards"</h2>
            <p>
                "Each " <Term term=Word::Shard word="shard"/>
                " has the changes of one range of hashed partition keys. A reader needs a "
                <Term term=Word::ShardIterator word="shard iterator"/> " for each."
            </p>
            <div class="table-scroll" tabindex="0" role="region" aria-label="Shards of the stream">
                <table class="figures" data-testid="shards">
                    <thead>
                        <tr>
                            <th scope="col">"Shard"</th>
                            <th scope="col" class="num">"Records"</th>
                            <th scope="col">"State"</th>
                            <th scope="col">"Hashes"</th>
                            <th scope="col">"Sequence numbers"</th>
                        </tr>
                    </thead>
                    <tbody>{move || shards.get().into_iter().map(row).collect_view()}</tbody>
                </table>
            </div>
            <Iterators/>
        </section>
    }
}

/// Where iterators would begin in the shard that is looked at.
#[component]
fn Iterators() -> impl IntoView {
    let changes = use_changes();
    let shard = Memo::new(move |_| changes.shard_shown());
    let place = move |id: ShardId| {
        changes.picture.with(|picture| picture.shards.iter().position(|shard| shard.id == id))
    };
    // The newest records of the shard, oldest first.
    let drawn = Memo::new(move |_| {
        let own = shard.get().and_then(place);
        changes.picture.with(|picture| {
            let records = picture.records.iter().filter(|listed| Some(listed.shard) == own);
            let mut drawn: Vec<Listed> = records.take(DRAWN).cloned().collect();
            drawn.reverse();
            drawn
        })
    });
    let starts = Memo::new(move |_| {
        let (Some(shard), opened) = (shard.get(), changes.opened.get()) else { return Vec::new() };
        changes.picture.with(|picture| {
            let Some(stream) = picture.stream() else { return Vec::new() };
            let own = picture.shards.iter().position(|known| known.id == shard);
            let record = opened.and_then(|number| picture.record(number));
            let record = record.filter(|listed| Some(listed.shard) == own);
            changes.app.look(|inspect| {
                iterators(inspect, &stream.id, shard, record.map(|listed| &listed.record))
            })
        })
    });
    let name = move || {
        let at = shard.get().and_then(place).unwrap_or_default();
        format!("Iterators in shard {}", at + 1)
    };
    let chip = move |listed: Listed| {
        let line = RecordLine::new(&listed);
        let number = line.number;
        view! {
            <button
                type="button"
                class="changes-chip"
                data-event=line.event
                aria-pressed=move || (changes.opened.get() == Some(number)).to_string()
                title=format!("{} {}", line.event, line.key)
                on:click=move |_| changes.opened.set(Some(number))
            >
                {short(number)}
            </button>
        }
    };
    let start = move |start: Start| {
        let words = match &start.first {
            Ok(Some(number)) => format!("begins with record {}", short(*number)),
            Ok(None) => "waits for the next record".to_owned(),
            Err(why) => why.clone(),
        };
        view! { <div><dt class="mono">{start.kind}</dt><dd>{words}</dd></div> }
    };
    view! {
        <h3>{name}</h3>
        <div class="changes-chips" role="group" aria-label="Records of the shard, oldest first">
            {move || drawn.get().into_iter().map(chip).collect_view()}
            <span class="changes-next">"next record"</span>
        </div>
        <dl class="changes-facts" data-testid="iterators">
            {move || starts.get().into_iter().map(start).collect_view()}
        </dl>
        <p class="hint">
            "Open a record of this shard to see where AT_SEQUENCE_NUMBER, AFTER_SEQUENCE_NUMBER and \
             AT_TIMESTAMP begin."
        </p>
    }
}

/// The end of a sequence number: the beginning is the same for all.
fn short(number: SequenceNumber) -> String {
    let text = number.to_string();
    format!("…{}", text.get(text.len().saturating_sub(5)..).unwrap_or(&text))
}
