//! Several tabs: which of them saves, and what it tells the others.
//!
//! One tab at a time holds a lock of the browser (Web Locks). It goes to the next one when the tab
//! closes, or when another takes it. A page that came over plain HTTP from another machine has no such
//! locks: there a lease in localStorage does the same, a few seconds more slowly. Where there is no
//! localStorage either, each tab takes itself for the only one. Refuses to know what the words mean.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use js_sys::{Function, Object, Promise, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{BroadcastChannel, MessageEvent};

use super::storage::{LocalEntries, on_event};
use super::time;
use crate::workspace::Storage as _;
use crate::workspace::lease::{self, Lease, Standing};

const LOCK: &str = "dynamodb-playground";
/// After this long every tab sees the same entry of localStorage.
const SETTLED: Duration = Duration::from_millis(100);

/// How the lock is asked for.
#[derive(Clone, Copy)]
enum Way {
    /// Now or not at all.
    IfAvailable,
    /// As soon as nobody else has it.
    InTurn,
    /// From whoever has it.
    Steal,
}

/// The competition for saving.
#[derive(Clone)]
pub struct Competition {
    told: Rc<dyn Fn(bool)>,
    /// Who this tab is, where there are no locks.
    tab: u64,
    /// What it said last, there.
    said: Rc<Cell<Option<bool>>>,
}

impl Competition {
    /// Enters it; calls back soon, and later whenever that changes, whether this tab saves.
    pub fn enter(told: impl Fn(bool) + 'static) -> Self {
        let said = Rc::new(Cell::new(None));
        let competition = Self { told: Rc::new(told), tab: time::random(), said };
        match locks() {
            Some(_) => competition.ask(Way::IfAvailable),
            None => competition.begin_lease(),
        }
        competition
    }

    /// Takes saving over from the tab that has it.
    pub fn take(&self) {
        match locks() {
            Some(_) => self.ask(Way::Steal),
            None => self.claim(Lease { owner: self.tab, at: time::now() }),
        }
    }

    fn ask(&self, way: Way) {
        let Some((locks, request)) = locks() else { return (self.told)(true) };
        let competition = self.clone();
        let granted = Closure::once_into_js(move |lock: JsValue| {
            if lock.is_null() {
                (competition.told)(false);
                competition.ask(Way::InTurn);
                return Promise::resolve(&JsValue::NULL);
            }
            (competition.told)(true);
            // Held until the tab closes or another takes it.
            Promise::new(&mut |_, _| {})
        });
        let options = Object::new();
        let wish = match way {
            Way::IfAvailable => Some("ifAvailable"),
            Way::Steal => Some("steal"),
            Way::InTurn => None,
        };
        if let Some(wish) = wish {
            let _ = Reflect::set(&options, &wish.into(), &JsValue::TRUE);
        }
        let Ok(held) = request.call3(&locks, &LOCK.into(), &options, &granted) else {
            return (self.told)(true);
        };
        let competition = self.clone();
        leptos::task::spawn_local(async move {
            // It ends only when the lock was taken away.
            if JsFuture::from(held.unchecked_into::<Promise>()).await.is_err() {
                (competition.told)(false);
                competition.ask(Way::InTurn);
            }
        });
    }

    /// Looks at the lease now and then, and whenever another tab has written it. A page that is left
    /// gives it back; one that is shown again asks for it like a new one.
    fn begin_lease(&self) {
        let look = |competition: &Self| {
            let competition = competition.clone();
            move || competition.look()
        };
        on_event("storage", look(self));
        on_event("pageshow", look(self));
        let competition = self.clone();
        on_event("pagehide", move || competition.give_back());
        self.beat();
    }

    fn beat(&self) {
        self.look();
        let competition = self.clone();
        time::later(Duration::from_millis(lease::BEAT), move || competition.beat());
    }

    /// Finds out who has the lease.
    fn look(&self) {
        // Where nothing can be read or written, no other tab can be told of.
        let Ok(entry) = LocalEntries.read(lease::KEY) else { return self.tell(true) };
        match Standing::of(self.tab, entry.as_deref(), time::now()) {
            Standing::Waits => self.tell(false),
            Standing::Holds(mine) => {
                let _ = LocalEntries.write(lease::KEY, &mine.to_string());
                self.tell(true);
            }
            Standing::Claims(mine) => self.claim(mine),
        }
    }

    fn claim(&self, mine: Lease) {
        let competition = self.clone();
        match LocalEntries.write(lease::KEY, &mine.to_string()) {
            Ok(()) => time::later(SETTLED, move || competition.look()),
            Err(_) => self.tell(true),
        }
    }

    fn tell(&self, saves: bool) {
        if self.said.replace(Some(saves)) != Some(saves) {
            (self.told)(saves);
        }
    }

    fn give_back(&self) {
        let entry = LocalEntries.read(lease::KEY).unwrap_or_default();
        let standing = Standing::of(self.tab, entry.as_deref(), time::now());
        if matches!(standing, Standing::Holds(_)) {
            let _ = LocalEntries.remove(lease::KEY);
        }
    }
}

/// The browser's locks and how they are asked for. No page that came over plain HTTP from elsewhere
/// has them.
fn locks() -> Option<(JsValue, Function)> {
    let locks = Reflect::get(&super::window().navigator(), &"locks".into()).ok()?;
    let request = Reflect::get(&locks, &"request".into()).ok()?;
    Some((locks, request.dyn_into().ok()?))
}

/// What all tabs of this page hear.
#[derive(Clone)]
pub struct Channel {
    channel: Option<BroadcastChannel>,
}

impl Channel {
    /// Joins; calls back with each word of another tab.
    pub fn join(heard: impl Fn(String) + 'static) -> Self {
        let channel = BroadcastChannel::new(LOCK).ok();
        if let Some(channel) = &channel {
            let hear = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
                event.data().as_string().into_iter().for_each(&heard);
            });
            channel.set_onmessage(Some(hear.as_ref().unchecked_ref()));
            hear.forget();
        }
        Self { channel }
    }

    /// Says a word to all other tabs.
    pub fn say(&self, word: &str) {
        if let Some(channel) = &self.channel {
            // Only what can't be copied is rejected, and text can be.
            let _ = channel.post_message(&JsValue::from_str(word));
        }
    }
}
