//! The history of a visit as a line: every request, what it changed, and where one stands on it.
//!
//! Owns the order of events, what undo and redo lead to, and that nothing is lost: whoever goes back
//! and then changes something has gone back as an event of its own, and can undo that too. Refuses to
//! know how a step is taken, which is the engine's.

use crate::api::Request;
use crate::engine::{Millis, Step};
use crate::ui::model::history::Past;

/// The most events that are kept; the oldest make room.
const MOST: usize = 500;

/// What happened.
#[derive(Debug, Clone)]
pub enum What {
    /// A request was answered.
    Request(Box<Past>),
    /// Something went on in the background: an index was built, a shard split.
    Background,
    /// Someone went back over so many events, and then went on from there.
    WentBack(usize),
}

/// Something that happened, and what it changed.
#[derive(Debug, Clone)]
pub struct Event {
    /// 1-based, in the order of the visit; it stays when older events make room.
    pub number: u64,
    /// When, by the engine's clock.
    pub at: Millis,
    /// What.
    pub what: What,
    /// What it changed; none for a read.
    pub step: Option<Step>,
}

/// Where one stands. Positions lie between events: 0 is before the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Standing {
    /// How many events there are.
    pub events: usize,
    /// Where the data is: what lies behind is undone.
    pub at: usize,
    /// What is looked at; elsewhere than the data only while someone looks back.
    pub shown: usize,
    /// The first position that can be reached: no deleted table comes back.
    pub floor: usize,
    /// The position that undo leads to.
    pub undo: Option<usize>,
    /// The position that redo leads to.
    pub redo: Option<usize>,
    /// Counts what has happened, so that a list with as many events as before is drawn anew.
    pub happened: u64,
}

impl Standing {
    /// Whether someone looks at another state than the data's.
    pub fn looks_back(&self) -> bool {
        self.shown != self.at
    }
}

/// Every event of the visit.
#[derive(Debug, Clone, Default)]
pub struct Timeline {
    events: Vec<Event>,
    at: usize,
    shown: usize,
    happened: u64,
}

impl Timeline {
    /// Where one stands.
    pub fn standing(&self) -> Standing {
        let floor = self.floor();
        let changes = |event: &Event| event.step.is_some();
        let undo = self.events[floor..self.at].iter().rposition(changes).map(|place| floor + place);
        let redo = self.events[self.at..].iter().position(changes).map(|n| self.at + n + 1);
        let (at, shown, happened) = (self.at, self.shown, self.happened);
        Standing { events: self.events.len(), at, shown, floor, undo, redo, happened }
    }

    /// Every event, oldest first.
    pub fn events(&self) -> &[Event] {
        &self.events
    }

    /// Adds what has happened to the data. Events that were undone stay: going back over them is an
    /// event itself once something else follows.
    pub fn add(&mut self, at: Millis, what: What, step: Option<Step>) {
        let undone = self.events.len() - self.at;
        if step.is_some() && undone > 0 {
            let steps = self.events[self.at..].iter().filter_map(|event| event.step.as_ref());
            let back = Step::back_over(steps);
            self.insert(self.events.len(), at, What::WentBack(undone), Some(back));
        }
        // A read is part of where one is, and undoes nothing.
        self.insert(self.at, at, what, step);
        while self.events.len() > MOST && self.at > 0 {
            self.events.remove(0);
            self.at -= 1;
        }
        self.shown = self.at;
    }

    /// Adds what goes on in the background to the event that it belongs to, the last one.
    pub fn amend(&mut self, at: Millis, step: Step) {
        let is_last = self.at == self.events.len();
        match self.events.last_mut().filter(|_| is_last) {
            Some(last) => {
                last.step = Some(match last.step.take() {
                    Some(before) => before.followed_by(step),
                    None => step,
                });
                self.happened += 1;
            }
            None => self.add(at, What::Background, Some(step)),
        }
    }

    fn insert(&mut self, place: usize, at: Millis, what: What, step: Option<Step>) {
        self.happened += 1;
        self.events.insert(place, Event { number: self.happened, at, what, step });
        self.at = place + 1;
    }

    /// The next step on the way to a position, and the direction; none where it is reached. A
    /// position out of reach is the nearest that is not.
    pub fn next(&self, to: usize) -> Option<(Direction, Option<&Step>)> {
        let to = to.clamp(self.floor(), self.events.len());
        match self.shown {
            shown if shown > to => Some((Direction::Back, self.events[shown - 1].step.as_ref())),
            shown if shown < to => Some((Direction::Forth, self.events[shown].step.as_ref())),
            _ => None,
        }
    }

    /// Takes note that a step was taken.
    pub fn take(&mut self, direction: Direction) {
        match direction {
            Direction::Back => self.shown -= 1,
            Direction::Forth => self.shown += 1,
        }
    }

    /// The data is what is shown from now on. Tells the steps from where it was, in their order.
    pub fn settle(&mut self) -> Vec<(Direction, &Step)> {
        let (from, to) = (std::mem::replace(&mut self.at, self.shown), self.shown);
        self.happened += 1;
        let between = &self.events[from.min(to)..from.max(to)];
        let steps = between.iter().filter_map(|event| event.step.as_ref());
        if to < from {
            steps.rev().map(|step| (Direction::Back, step)).collect()
        } else {
            steps.map(|step| (Direction::Forth, step)).collect()
        }
    }

    /// Behind the last event that can't be taken back.
    fn floor(&self) -> usize {
        let is_final = |event: &Event| event.step.as_ref().is_some_and(Step::is_final);
        self.events.iter().rposition(is_final).map_or(0, |place| place + 1)
    }

    /// Whether this request is what undo would take back, or redo make again.
    pub fn offer(&self, request: &Request) -> Option<Direction> {
        let standing = self.standing();
        let is_of = |place: usize| match &self.events[place].what {
            What::Request(past) => past.request == *request,
            _ => false,
        };
        if standing.undo.is_some_and(is_of) {
            return Some(Direction::Back);
        }
        standing.redo.filter(|to| is_of(to - 1)).map(|_| Direction::Forth)
    }
}

/// Which way along the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Towards the beginning: undo.
    Back,
    /// Towards the end: redo.
    Forth,
}
