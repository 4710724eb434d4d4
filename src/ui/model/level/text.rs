//! The texts of a level by their places, for fields that show and change them.

use super::{Level, WrongAnswer};

/// The place of a text. A number is that of the hint, the check or the wrong answer, from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum TextAt {
    Title,
    Story,
    Task,
    Data,
    Changes,
    SecondSeed,
    Solution,
    SolutionLab,
    Why,
    Hint(usize),
    WrongName(usize),
    WrongRequests(usize),
    WrongLab(usize),
    WrongSays(usize),
    RowsBy,
    Operation,
    MaxRequests,
    MaxRcu,
    MaxWcu,
    ChangedItems,
    Error,
    ItemTable(usize),
    ItemKey(usize),
    ItemAttributes(usize),
    ShapeTable(usize),
    ShapeName(usize),
    ShapePartition(usize),
    ShapeSort(usize),
    ShapeMaxItems(usize),
    ShapeBilling(usize),
    LabSet,
    LabChoose,
    LabThrottled,
    LabSucceeded,
    LabLatency,
    LabDollars,
}

/// The text in a place, borrowed as the level is: `find!(level, at, get, as_ref)`, or
/// `find!(level, at, get_mut, as_mut, mut)`.
macro_rules! find {
    ($level:expr, $at:expr, $get:ident, $as:ident $(, $m:tt)?) => {{
        use TextAt as At;
        let level = $level;
        match $at {
            At::Title => Some(&$($m)? level.title),
            At::Story => Some(&$($m)? level.intro),
            At::Task => Some(&$($m)? level.task),
            At::Data => Some(&$($m)? level.data),
            At::Changes => Some(&$($m)? level.setup),
            At::SecondSeed => Some(&$($m)? level.second_seed),
            At::Solution => Some(&$($m)? level.solution),
            At::SolutionLab => Some(&$($m)? level.solution_lab),
            At::Why => Some(&$($m)? level.why),
            At::Hint(at) => level.hints.$get(at),
            At::WrongName(at) => level.wrong.$get(at).map(|wrong| &$($m)? wrong.name),
            At::WrongRequests(at) => level.wrong.$get(at).map(|wrong| &$($m)? wrong.answer),
            At::WrongLab(at) => level.wrong.$get(at).map(|wrong| &$($m)? wrong.lab),
            At::WrongSays(at) => level.wrong.$get(at).map(|wrong| &$($m)? wrong.says),
            At::RowsBy => level.checks.rows.$as().map(|rows| &$($m)? rows.by),
            At::Operation => level.checks.operation.$as(),
            At::MaxRequests => level.checks.max_requests.$as(),
            At::MaxRcu => level.checks.max_rcu.$as(),
            At::MaxWcu => level.checks.max_wcu.$as(),
            At::ChangedItems => level.checks.changes.$as(),
            At::Error => level.checks.error.$as(),
            At::ItemTable(at) => level.checks.items.$get(at).map(|item| &$($m)? item.table),
            At::ItemKey(at) => level.checks.items.$get(at).map(|item| &$($m)? item.item),
            At::ItemAttributes(at) => {
                level.checks.items.$get(at).map(|item| &$($m)? item.attributes)
            }
            At::ShapeTable(at) => level.checks.shapes.$get(at).map(|shape| &$($m)? shape.table),
            At::ShapeName(at) => level.checks.shapes.$get(at).map(|shape| &$($m)? shape.name),
            At::ShapePartition(at) => {
                level.checks.shapes.$get(at).map(|shape| &$($m)? shape.partition)
            }
            At::ShapeSort(at) => level.checks.shapes.$get(at).map(|shape| &$($m)? shape.sort),
            At::ShapeMaxItems(at) => {
                level.checks.shapes.$get(at).map(|shape| &$($m)? shape.max_items)
            }
            At::ShapeBilling(at) => {
                level.checks.shapes.$get(at).map(|shape| &$($m)? shape.billing)
            }
            At::LabSet => level.checks.lab.$as().map(|lab| &$($m)? lab.set),
            At::LabChoose => level.checks.lab.$as().map(|lab| &$($m)? lab.choose),
            At::LabThrottled => {
                level.checks.lab.$as().map(|lab| &$($m)? lab.max_throttled_percent)
            }
            At::LabSucceeded => {
                level.checks.lab.$as().map(|lab| &$($m)? lab.min_succeeded_percent)
            }
            At::LabLatency => level.checks.lab.$as().map(|lab| &$($m)? lab.max_p99_millis),
            At::LabDollars => level.checks.lab.$as().map(|lab| &$($m)? lab.max_dollars),
        }
    }};
}

impl Level {
    /// What is typed in a place; nothing where there is no such place now.
    pub fn text(&self, at: TextAt) -> &str {
        find!(self, at, get, as_ref).map_or("", String::as_str)
    }

    /// Types into a place.
    pub fn set_text(&mut self, at: TextAt, text: String) {
        if let Some(known) = find!(&mut *self, at, get_mut, as_mut, mut) {
            *known = text;
        }
        // Another answer may fail another check; the next proof says which.
        if let TextAt::WrongRequests(at) | TextAt::WrongLab(at) = at
            && let Some(WrongAnswer { fails, .. }) = self.wrong.get_mut(at)
        {
            fails.clear();
        }
    }
}

/// A check that is one text: chosen or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OneText {
    /// Where it is typed.
    pub at: TextAt,
    /// What it is called.
    pub label: &'static str,
    /// What stands in it once it is chosen.
    pub first: &'static str,
}

/// Checks of one text each.
pub const ONE_TEXT: [OneText; 6] = [
    OneText { at: TextAt::Operation, label: "Allowed operations", first: "Query" },
    OneText { at: TextAt::MaxRequests, label: "Most requests", first: "1" },
    OneText { at: TextAt::MaxRcu, label: "Budget in RCU", first: "0.5" },
    OneText { at: TextAt::MaxWcu, label: "Budget in WCU", first: "1" },
    OneText { at: TextAt::ChangedItems, label: "Number of changed items", first: "1" },
    OneText {
        at: TextAt::Error,
        label: "Error of the last request",
        first: "ConditionalCheckFailedException",
    },
];

impl Level {
    fn one_text(&mut self, at: TextAt) -> Option<&mut Option<String>> {
        let checks = &mut self.checks;
        Some(match at {
            TextAt::Operation => &mut checks.operation,
            TextAt::MaxRequests => &mut checks.max_requests,
            TextAt::MaxRcu => &mut checks.max_rcu,
            TextAt::MaxWcu => &mut checks.max_wcu,
            TextAt::ChangedItems => &mut checks.changes,
            TextAt::Error => &mut checks.error,
            _ => return None,
        })
    }

    /// Whether a check of one text is chosen.
    pub fn has_check(&self, at: TextAt) -> bool {
        find!(self, at, get, as_ref).is_some()
    }

    /// Chooses a check of one text, or leaves it out.
    pub fn choose_check(&mut self, check: OneText, chosen: bool) {
        if let Some(text) = self.one_text(check.at) {
            *text = chosen.then(|| check.first.to_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::level;
    use super::*;

    #[test]
    fn texts_are_found_by_their_places() {
        let mut level = level();
        assert_eq!(level.text(TextAt::MaxRcu), "0.5");
        assert_eq!(level.text(TextAt::ItemKey(3)), "");
        level.set_text(TextAt::Hint(0), "Another".into());
        level.set_text(TextAt::Hint(7), "None".into());
        assert_eq!(level.hints, ["Another"]);
        level.wrong[0].fails = "rows".into();
        level.set_text(TextAt::WrongRequests(0), "Scan {}".into());
        assert_eq!(
            (level.wrong[0].fails.as_str(), level.text(TextAt::WrongName(0))),
            ("", "a Scan")
        );
    }

    #[test]
    fn checks_of_one_text_are_chosen_and_left_out() {
        let mut level = level();
        for check in ONE_TEXT {
            level.choose_check(check, true);
            assert!(level.has_check(check.at));
            assert_eq!(level.text(check.at), check.first);
            level.choose_check(check, false);
            assert!(!level.has_check(check.at));
        }
    }
}
