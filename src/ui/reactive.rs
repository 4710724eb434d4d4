//! The page's signals and memos.
//!
//! Leptos compiles its graph anew for every type that a signal holds, several kilobytes each. Here
//! every value is held in a box of one type, so that the graph is compiled once, and a type brings
//! only its reading and writing. Owns that disguise. What depends on what, and who runs when, is
//! Leptos's.

use std::any::Any;
use std::marker::PhantomData;
use std::sync::Arc;

use graph::{GetValue, Notify, Read, ReadUntracked, Set, Track, Write};
use leptos::prelude as graph;

/// A value of whatever type.
type Held = Box<dyn Any + Send + Sync>;

/// What a value must be to be held: it may be read from anywhere.
pub trait Holdable: Send + Sync + 'static {}

impl<T: Send + Sync + 'static> Holdable for T {}

fn hold<T: Holdable>(value: T) -> Held {
    Box::new(value)
}

fn of<T: Holdable>(held: &Held) -> &T {
    held.downcast_ref().expect("a signal holds the type that it was made for")
}

fn of_mut<T: Holdable>(held: &mut Held) -> &mut T {
    held.downcast_mut().expect("a signal holds the type that it was made for")
}

/// A value that can be read and written, and that tells when it was written.
pub struct RwSignal<T> {
    held: graph::RwSignal<Held>,
    of: PhantomData<fn() -> T>,
}

/// The reading half of a signal.
pub struct ReadSignal<T>(RwSignal<T>);

/// The writing half of a signal.
pub struct WriteSignal<T>(RwSignal<T>);

/// A value worked out from others, again whenever they changed; tells only when it came out
/// different.
pub struct Memo<T> {
    held: graph::Memo<Held>,
    of: PhantomData<fn() -> T>,
}

/// A value from anywhere: what a component asks for when it does not care where it comes from.
pub struct Signal<T> {
    source: graph::StoredValue<Source>,
    of: PhantomData<fn() -> T>,
}

/// Shows its value to a reader, once.
type Source = Arc<dyn Fn(&mut dyn FnMut(&Held)) + Send + Sync>;

macro_rules! copied {
    ($($type:ident),*) => {
        $(
            impl<T> Clone for $type<T> {
                fn clone(&self) -> Self {
                    *self
                }
            }

            impl<T> Copy for $type<T> {}
        )*
    };
}

copied!(RwSignal, ReadSignal, WriteSignal, Memo, Signal);

/// A signal as its two halves.
pub fn signal<T: Holdable>(value: T) -> (ReadSignal<T>, WriteSignal<T>) {
    let signal = RwSignal::new(value);
    (ReadSignal(signal), WriteSignal(signal))
}

impl<T: Holdable> RwSignal<T> {
    /// A signal that holds this.
    pub fn new(value: T) -> Self {
        Self { held: graph::RwSignal::new(hold(value)), of: PhantomData }
    }

    /// Reads it, to be told when it changes.
    pub fn with<U>(self, read: impl FnOnce(&T) -> U) -> U {
        read(of(&self.held.read()))
    }

    /// Reads it as it is now.
    pub fn with_untracked<U>(self, read: impl FnOnce(&T) -> U) -> U {
        read(of(&self.held.read_untracked()))
    }

    /// To be told when it changes.
    pub fn track(self) {
        self.held.track();
    }

    /// Changes it in place.
    pub fn update(self, change: impl FnOnce(&mut T)) {
        change(of_mut(&mut self.held.write()));
    }

    /// Changes it in place and tells only if the change says that there is something to tell.
    /// Nothing happens when the signal is gone.
    pub fn maybe_update(self, change: impl FnOnce(&mut T) -> bool) {
        let changed = self.held.try_write_untracked().map(|mut held| change(of_mut(&mut held)));
        if changed == Some(true) {
            self.held.notify();
        }
    }

    /// Replaces it.
    pub fn set(self, value: T) {
        self.held.set(hold(value));
    }

    /// Replaces it, if the signal is still there.
    pub fn try_set(self, value: T) {
        // What is handed back when it is gone is the value itself.
        let _ = self.held.try_set(hold(value));
    }

    /// A copy, to be told when it changes.
    pub fn get(self) -> T
    where
        T: Clone,
    {
        self.with(T::clone)
    }

    /// A copy of what it is now.
    pub fn get_untracked(self) -> T
    where
        T: Clone,
    {
        self.with_untracked(T::clone)
    }

    /// A copy of what it is now, if the signal is still there.
    pub fn try_get_untracked(self) -> Option<T>
    where
        T: Clone,
    {
        self.held.try_read_untracked().map(|held| of::<T>(&held).clone())
    }
}

impl<T: Holdable + Default> Default for RwSignal<T> {
    fn default() -> Self {
        Self::new(T::default())
    }
}

impl<T: Holdable> ReadSignal<T> {
    /// Reads it, to be told when it changes.
    pub fn with<U>(self, read: impl FnOnce(&T) -> U) -> U {
        self.0.with(read)
    }

    /// Reads it as it is now.
    pub fn with_untracked<U>(self, read: impl FnOnce(&T) -> U) -> U {
        self.0.with_untracked(read)
    }

    /// To be told when it changes.
    pub fn track(self) {
        self.0.track();
    }

    /// A copy, to be told when it changes.
    pub fn get(self) -> T
    where
        T: Clone,
    {
        self.0.get()
    }

    /// A copy of what it is now.
    pub fn get_untracked(self) -> T
    where
        T: Clone,
    {
        self.0.get_untracked()
    }
}

impl<T: Holdable> WriteSignal<T> {
    /// Replaces it.
    pub fn set(self, value: T) {
        self.0.set(value);
    }

    /// Changes it in place.
    pub fn update(self, change: impl FnOnce(&mut T)) {
        self.0.update(change);
    }
}

impl<T: Holdable + PartialEq> Memo<T> {
    /// What this comes to, given what it came to before.
    pub fn new(work_out: impl Fn(Option<&T>) -> T + Send + Sync + 'static) -> Self {
        let work_out = move |before: Option<&Held>| hold(work_out(before.map(of)));
        Self { held: memo(Box::new(work_out), differs::<T>), of: PhantomData }
    }
}

impl<T: Holdable> Memo<T> {
    /// Reads it, to be told when it changes.
    pub fn with<U>(self, read: impl FnOnce(&T) -> U) -> U {
        read(of(&self.held.read()))
    }

    /// Reads it as it is now.
    pub fn with_untracked<U>(self, read: impl FnOnce(&T) -> U) -> U {
        read(of(&self.held.read_untracked()))
    }

    /// To be told when it changes.
    pub fn track(self) {
        self.held.track();
    }

    /// A copy, to be told when it changes.
    pub fn get(self) -> T
    where
        T: Clone,
    {
        self.with(T::clone)
    }

    /// A copy of what it is now.
    pub fn get_untracked(self) -> T
    where
        T: Clone,
    {
        self.with_untracked(T::clone)
    }
}

type WorkOut = Box<dyn Fn(Option<&Held>) -> Held + Send + Sync>;
type Differs = fn(Option<&Held>, Option<&Held>) -> bool;

fn memo(work_out: WorkOut, differs: Differs) -> graph::Memo<Held> {
    graph::Memo::new_with_compare(move |before| work_out(before), differs)
}

fn differs<T: Holdable + PartialEq>(before: Option<&Held>, now: Option<&Held>) -> bool {
    before.map(of::<T>) != now.map(of::<T>)
}

impl<T: Holdable> Signal<T> {
    /// What this comes to, worked out at every reading.
    pub fn derive(work_out: impl Fn() -> T + Send + Sync + 'static) -> Self {
        Self::new(Arc::new(move |read: &mut dyn FnMut(&Held)| read(&hold(work_out()))))
    }

    fn new(source: Source) -> Self {
        Self { source: graph::StoredValue::new(source), of: PhantomData }
    }

    /// Reads it, to be told when it changes.
    pub fn with<U>(self, read: impl FnOnce(&T) -> U) -> U {
        let (mut read, mut result) = (Some(read), None);
        let source = self.source.get_value();
        source(&mut |held| result = read.take().map(|read| read(of(held))));
        result.expect("a source shows its value")
    }

    /// A copy, to be told when it changes.
    pub fn get(self) -> T
    where
        T: Clone,
    {
        self.with(T::clone)
    }
}

impl<T: Holdable> From<RwSignal<T>> for Signal<T> {
    fn from(signal: RwSignal<T>) -> Self {
        let held = signal.held;
        Self::new(Arc::new(move |read: &mut dyn FnMut(&Held)| read(&held.read())))
    }
}

impl<T: Holdable> From<ReadSignal<T>> for Signal<T> {
    fn from(signal: ReadSignal<T>) -> Self {
        signal.0.into()
    }
}

impl<T: Holdable> From<Memo<T>> for Signal<T> {
    fn from(memo: Memo<T>) -> Self {
        let held = memo.held;
        Self::new(Arc::new(move |read: &mut dyn FnMut(&Held)| read(&held.read())))
    }
}

impl<T: Holdable> From<T> for Signal<T> {
    fn from(value: T) -> Self {
        let held = hold(value);
        Self::new(Arc::new(move |read: &mut dyn FnMut(&Held)| read(&held)))
    }
}

/// Runs this after the page was drawn, and again whenever what it read has changed.
pub fn effect(run: impl FnMut() + 'static) {
    run_effect(Box::new(run));
}

fn run_effect(mut run: Box<dyn FnMut()>) {
    graph::Effect::new(move |_: Option<()>| run());
}

/// Runs `then` whenever what `watch` reads has changed.
pub fn when_changed(watch: impl Fn() + 'static, then: impl Fn() + 'static) {
    let mut first = true;
    effect(move || {
        watch();
        if !std::mem::take(&mut first) {
            graph::untrack(&then);
        }
    });
}
