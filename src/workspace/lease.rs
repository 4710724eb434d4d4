//! Which of several tabs saves, where the browser has no locks: the one that has the lease.
//!
//! A lease is an entry of the small storage: who has it, and when that tab last said so. Owns who may
//! take it when. Refuses to know timers and storages: whoever asks writes what the answer tells.
//!
//! Two tabs may write an entry at once, and each sees its own for a moment. So nobody concludes
//! anything from having written: who has the lease is what the entry says when it is read again.

use std::fmt;
use std::str::FromStr;

/// The name of the entry.
pub const KEY: &str = "dynamodb-playground/lease";

/// How often whoever has the lease says so, and the others look, in milliseconds.
pub const BEAT: u64 = 2_000;
/// A lease of which nothing was heard for so long is free. Browsers let the timers of hidden tabs ring
/// once a second; one that is put to sleep for a minute loses its lease to a tab that is in sight,
/// and learns of it before it does anything.
const LAPSE: u64 = 3 * BEAT;

/// What the entry says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lease {
    /// The tab, by a number drawn when it opened.
    pub owner: u64,
    /// When it last said so, in real time.
    pub at: u64,
}

impl fmt::Display for Lease {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x} {}", self.owner, self.at)
    }
}

impl FromStr for Lease {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (owner, at) = text.split_once(' ').ok_or(())?;
        let owner = u64::from_str_radix(owner, 16).map_err(|_| ())?;
        Ok(Self { owner, at: at.parse().map_err(|_| ())? })
    }
}

/// How a tab stands to the lease.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It has it, and says so again by writing this.
    Holds(Lease),
    /// Nobody has it: the tab writes this, and looks again.
    Claims(Lease),
    /// Another tab has it.
    Waits,
}

impl Standing {
    /// The standing of a tab, by what the entry says now.
    pub fn of(tab: u64, entry: Option<&str>, now: u64) -> Self {
        let mine = Lease { owner: tab, at: now };
        match entry.and_then(|text| text.parse().ok()) {
            Some(Lease { owner, .. }) if owner == tab => Self::Holds(mine),
            // A clock that was set back must not keep a lease alive for ever.
            Some(Lease { at, .. }) if now.abs_diff(at) < LAPSE => Self::Waits,
            _ => Self::Claims(mine),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_lease_is_read_as_it_was_written() {
        let lease = Lease { owner: 7, at: 1_767_225_600_000 };
        assert_eq!(lease.to_string().parse(), Ok(lease));
        for other in ["", "7", "x 1", "7 x"] {
            assert_eq!(other.parse::<Lease>(), Err(()));
        }
    }

    #[test]
    fn whoever_is_silent_for_long_loses_it() {
        let entry = Lease { owner: 1, at: 100_000 }.to_string();
        let standing = |tab, now| Standing::of(tab, Some(&entry), now);
        assert_eq!(standing(2, 100_000 + LAPSE - 1), Standing::Waits);
        assert!(matches!(standing(2, 100_000 + LAPSE), Standing::Claims(_)));
        assert!(matches!(standing(2, 1), Standing::Claims(_)), "a clock was set back");
        assert!(matches!(standing(1, 900_000), Standing::Holds(_)), "nobody else has taken it");
        assert!(matches!(Standing::of(2, Some("damaged"), 1), Standing::Claims(_)));
    }

    proptest! {
        /// Tabs open, close, sleep and look in any order: as soon as each has looked after the last
        /// word was written, exactly one holds the lease.
        #[test]
        fn one_tab_holds_it(steps in proptest::collection::vec((0..4u64, 0..5u8, 0..9_000u64), 1..80)) {
            let mut entry: Option<String> = None;
            let mut now = 1_000_000;
            let write = |entry: &mut Option<String>, tab, now| match Standing::of(tab, entry.as_deref(), now) {
                Standing::Holds(lease) | Standing::Claims(lease) => *entry = Some(lease.to_string()),
                Standing::Waits => {}
            };
            for (tab, what, wait) in steps {
                now += wait;
                match what {
                    // Taken by a person.
                    0 => entry = Some(Lease { owner: tab, at: now }.to_string()),
                    // Closed.
                    1 => {
                        if matches!(Standing::of(tab, entry.as_deref(), now), Standing::Holds(_)) {
                            entry = None;
                        }
                    }
                    _ => write(&mut entry, tab, now),
                }
                let holding = (0..4).filter(|tab| {
                    matches!(Standing::of(*tab, entry.as_deref(), now), Standing::Holds(_))
                });
                prop_assert!(holding.count() <= 1);
            }
            now += LAPSE;
            for tab in 0..4 {
                write(&mut entry, tab, now);
            }
            let holds = |tab: &u64| matches!(Standing::of(*tab, entry.as_deref(), now), Standing::Holds(_));
            prop_assert_eq!((0..4).filter(holds).count(), 1);
        }
    }
}
