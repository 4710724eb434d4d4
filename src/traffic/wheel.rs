//! Requests that wait for their next attempt.
//!
//! Owns a timing wheel: one list for each millisecond of the longest wait and a little more, in an
//! arena that is used again, so that waiting costs no allocation and no sorting. Refuses to know
//! what waits.

use super::pattern::DrawnKey;

/// Milliseconds that the wheel reaches ahead: a power of two above the longest wait.
const TICKS: usize = 1 << 15;
/// Clients hold so many requests; one more is given up.
pub const MOST_WAITING: usize = 500_000;
const NONE: u32 = u32::MAX;

/// One request, as often as it is tried.
#[derive(Debug, Clone, Copy)]
pub struct Request {
    /// What it asks for.
    pub key: DrawnKey,
    /// When it was made.
    pub began: u64,
    /// Attempts so far, of this call.
    pub attempts: u32,
    /// Calls that left it unprocessed.
    pub rounds: u32,
    /// Whether it writes.
    pub write: bool,
}

#[derive(Debug, Clone)]
struct Entry {
    request: Request,
    next: u32,
}

/// Waiting requests by when they are due; those of one millisecond in the order in which they came.
#[derive(Debug, Clone)]
pub struct Wheel {
    first: Vec<u32>,
    last: Vec<u32>,
    entries: Vec<Entry>,
    free: u32,
    count: usize,
}

impl Wheel {
    /// Nobody waits.
    pub fn new() -> Self {
        Self {
            first: vec![NONE; TICKS],
            last: vec![NONE; TICKS],
            entries: Vec::new(),
            free: NONE,
            count: 0,
        }
    }

    /// How many wait.
    pub fn len(&self) -> usize {
        self.count
    }

    /// Lets a request wait until then, which must be after now and within the longest wait.
    /// Tells whether there was room.
    pub fn push(&mut self, due: u64, request: Request) -> bool {
        if self.count == MOST_WAITING {
            return false;
        }
        let at = self.place(request);
        let tick = due as usize % TICKS;
        match self.last[tick] {
            NONE => self.first[tick] = at,
            last => self.entries[last as usize].next = at,
        }
        self.last[tick] = at;
        self.count += 1;
        true
    }

    fn place(&mut self, request: Request) -> u32 {
        let entry = Entry { request, next: NONE };
        if self.free == NONE {
            self.entries.push(entry);
            return (self.entries.len() - 1) as u32;
        }
        let at = self.free;
        self.free = std::mem::replace(&mut self.entries[at as usize], entry).next;
        at
    }

    /// The next request that is due in this millisecond.
    pub fn pop(&mut self, now: u64) -> Option<Request> {
        let tick = now as usize % TICKS;
        let at = self.first[tick];
        if at == NONE {
            return None;
        }
        let entry = &mut self.entries[at as usize];
        let request = entry.request;
        self.first[tick] = std::mem::replace(&mut entry.next, self.free);
        self.free = at;
        if self.first[tick] == NONE {
            self.last[tick] = NONE;
        }
        self.count -= 1;
        Some(request)
    }
}

#[cfg(test)]
mod tests {
    use super::super::retry::LONGEST_MILLIS;
    use super::*;

    fn request(began: u64) -> Request {
        let key = DrawnKey { partition: 0, sort: 0, item: 0 };
        Request { key, began, attempts: 0, rounds: 0, write: true }
    }

    fn due(wheel: &mut Wheel, now: u64) -> Vec<u64> {
        std::iter::from_fn(|| wheel.pop(now)).map(|request| request.began).collect()
    }

    #[test]
    fn requests_come_when_they_are_due_in_the_order_they_went() {
        let mut wheel = Wheel::new();
        for (at, began) in [(7, 1), (LONGEST_MILLIS, 2), (7, 3), (8, 4)] {
            assert!(wheel.push(at, request(began)));
        }
        assert_eq!(due(&mut wheel, 7), [1, 3]);
        assert!(wheel.push(9, request(5)));
        assert_eq!(wheel.len(), 3);
        assert_eq!((due(&mut wheel, 8), due(&mut wheel, 9)), (vec![4], vec![5]));
        assert_eq!(due(&mut wheel, LONGEST_MILLIS), [2]);
        assert_eq!((wheel.len(), wheel.entries.len()), (0, 4), "places are used again");
    }

    #[test]
    fn there_is_an_end_to_waiting() {
        assert!((LONGEST_MILLIS as usize) < TICKS);
        let mut wheel = Wheel::new();
        assert!((0..MOST_WAITING).all(|_| wheel.push(5, request(0))));
        assert!(!wheel.push(5, request(0)));
        wheel.pop(5);
        assert!(wheel.push(6, request(0)));
    }
}
