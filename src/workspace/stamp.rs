//! Which tab wrote a saved state, and whether another one may replace it.

use std::fmt;
use std::str::FromStr;

/// A tab, by a number drawn when it opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct OwnerId(pub u64);

impl fmt::Display for OwnerId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

impl FromStr for OwnerId {
    type Err = ();

    /// Only what `Display` writes: sixteen lower-case hexadecimal digits.
    fn from_str(text: &str) -> Result<Self, ()> {
        let owner = Self(u64::from_str_radix(text, 16).map_err(|_| ())?);
        if owner.to_string() == text { Ok(owner) } else { Err(()) }
    }
}

/// Says of a saved state how many were written before it and by which tab it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    /// Counts up with every write, whoever writes.
    pub revision: u64,
    /// Who wrote.
    pub owner: OwnerId,
}

impl Stamp {
    /// The stamp of the next state, written by this owner.
    pub fn next(stored: Option<Stamp>, owner: OwnerId) -> Self {
        Self { revision: stored.map_or(1, |stamp| stamp.revision.saturating_add(1)), owner }
    }
}

/// Whether a tab may write over what is stored: only if nothing is, or if it is exactly the state
/// that the tab itself last read or wrote. Anything else was written by another tab meanwhile.
pub fn may_write(stored: Option<Stamp>, mine: Option<Stamp>) -> bool {
    stored.is_none() || stored == mine
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tab_sees_that_another_has_written() {
        let (mine, other) = (OwnerId(1), OwnerId(2));
        let first = Stamp::next(None, mine);
        assert!(may_write(None, None));
        assert!(may_write(Some(first), Some(first)));
        let theirs = Stamp::next(Some(first), other);
        assert!(!may_write(Some(theirs), Some(first)));
        assert!(!may_write(Some(first), None), "a tab that has not read what is stored");
        assert!(!may_write(Some(Stamp { owner: other, ..first }), Some(first)), "same revision");
        assert!(may_write(None, Some(first)), "nothing is lost where nothing is stored");
    }

    #[test]
    fn owners_read_back_and_nothing_else_does() {
        let owner = OwnerId(0xABC);
        assert_eq!(owner.to_string().parse(), Ok(owner));
        assert!("ABC".parse::<OwnerId>().is_err());
        assert!("0000000000000ABC".parse::<OwnerId>().is_err());
    }
}
