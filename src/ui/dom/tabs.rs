//! Several tabs: which of them saves, and what it tells the others.
//!
//! One tab at a time holds a lock of the browser (Web Locks). It goes to the next one when the tab
//! closes, or when another takes it. Where a browser has no such locks, each tab takes itself for the
//! only one. Refuses to know what the words mean.

use std::rc::Rc;

use js_sys::{Function, Object, Promise, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{BroadcastChannel, MessageEvent};

const LOCK: &str = "dynamodb-playground";

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

/// The competition for the lock.
#[derive(Clone)]
pub struct Competition {
    told: Rc<dyn Fn(bool)>,
}

impl Competition {
    /// Enters it; calls back at once, and later whenever that changes, whether this tab saves.
    pub fn enter(told: impl Fn(bool) + 'static) -> Self {
        let competition = Self { told: Rc::new(told) };
        competition.ask(Way::IfAvailable);
        competition
    }

    /// Takes the lock from the tab that has it.
    pub fn take(&self) {
        self.ask(Way::Steal);
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
