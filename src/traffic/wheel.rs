//! Requests that wait for their next attempt.
//!
//! Owns a timing wheel: one list for each millisecond of the longest wait and a little more, so
//! that waiting costs no sorting, and lists are used again. Refuses to know what waits.

use super::pattern::DrawnKey;

/// Milliseconds that the wheel reaches ahead: a power of two above the longest wait.
const TICKS: usize = 1 << 15;
/// Clients hold so many requests; one more is given up.
pub const MOST_WAITING: usize = 500_000;
/// Lists that are kept to be used again, and how long they may be: what one list grew to must not
/// be held by all.
const SPARE: usize = 64;
const SPARE_CAPACITY: usize = 256;

/// One request, as often as it is tried.
#[derive(Debug, Clone, Copy)]
pub struct Request {
    /// What it asks for.
    pub key: DrawnKey,
    /// The millisecond in which it was made.
    pub began: u32,
    /// Attempts so far, of this call.
    pub attempts: u8,
    /// Calls that left it unprocessed.
    pub rounds: u8,
    /// Whether it writes.
    pub write: bool,
}

/// Waiting requests by when they are due; those of one millisecond in the order in which they came.
#[derive(Debug, Clone)]
pub struct Wheel {
    ticks: Vec<Vec<Request>>,
    spare: Vec<Vec<Request>>,
    count: usize,
}

impl Wheel {
    /// Nobody waits.
    pub fn new() -> Self {
        Self { ticks: vec![Vec::new(); TICKS], spare: Vec::new(), count: 0 }
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
        let tick = &mut self.ticks[due as usize % TICKS];
        if tick.capacity() == 0 {
            *tick = self.spare.pop().unwrap_or_default();
        }
        tick.push(request);
        self.count += 1;
        true
    }

    /// Those that are due in this millisecond.
    pub fn take(&mut self, now: u64) -> Vec<Request> {
        let due = std::mem::take(&mut self.ticks[now as usize % TICKS]);
        self.count -= due.len();
        due
    }

    /// Takes back a list that was dealt with.
    pub fn give_back(&mut self, mut list: Vec<Request>) {
        list.clear();
        if (1..=SPARE_CAPACITY).contains(&list.capacity()) && self.spare.len() < SPARE {
            self.spare.push(list);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::retry::LONGEST_MILLIS;
    use super::*;

    fn request(began: u32) -> Request {
        let key = DrawnKey { partition: 0, sort: 0, item: 0 };
        Request { key, began, attempts: 0, rounds: 0, write: true }
    }

    fn due(wheel: &mut Wheel, now: u64) -> Vec<u32> {
        let due = wheel.take(now);
        let began = due.iter().map(|request| request.began).collect();
        wheel.give_back(due);
        began
    }

    #[test]
    fn requests_come_when_they_are_due_in_the_order_they_went() {
        let mut wheel = Wheel::new();
        for (at, began) in [(7, 1), (LONGEST_MILLIS, 2), (7, 3), (8, 4)] {
            assert!(wheel.push(at, request(began)));
        }
        assert_eq!(due(&mut wheel, 7), [1, 3]);
        assert!(wheel.push(9, request(5)));
        assert_eq!((wheel.len(), wheel.spare.len()), (3, 0), "the list is used again");
        assert_eq!((due(&mut wheel, 8), due(&mut wheel, 9)), (vec![4], vec![5]));
        assert_eq!(due(&mut wheel, LONGEST_MILLIS), [2]);
        assert_eq!(wheel.len(), 0);
    }

    #[test]
    fn there_is_an_end_to_waiting() {
        assert!((LONGEST_MILLIS as usize) < TICKS);
        let mut wheel = Wheel::new();
        assert!((0..MOST_WAITING).all(|_| wheel.push(5, request(0))));
        assert!(!wheel.push(5, request(0)));
        assert_eq!(wheel.take(5).len(), MOST_WAITING);
        assert!(wheel.push(6, request(0)));
    }
}
