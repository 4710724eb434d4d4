//! The views of Changes, and the address that leads to one: `#/changes?table=Clinic&view=history`.

use crate::ui::model::link::{decode, encode};

/// A view of the place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[allow(missing_docs)]
pub enum View {
    /// The records of a stream.
    #[default]
    Stream,
    /// What a Lambda function gets of them.
    Event,
    /// The clinic's handler.
    Handler,
    /// Time to live, and indexes that lag.
    Lasting,
    History,
}

impl View {
    /// Every view, in order.
    pub const ALL: [View; 5] =
        [View::Stream, View::Event, View::Handler, View::Lasting, View::History];

    /// Its name on the page.
    pub fn title(self) -> &'static str {
        match self {
            View::Stream => "Stream",
            View::Event => "Lambda event",
            View::Handler => "Handler",
            View::Lasting => "TTL and index lag",
            View::History => "History",
        }
    }

    /// Its name in addresses.
    pub fn name(self) -> &'static str {
        match self {
            View::Stream => "stream",
            View::Event => "event",
            View::Handler => "handler",
            View::Lasting => "ttl",
            View::History => "history",
        }
    }
}

/// What an address asks to see.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ChangesLink {
    /// The table; none where the address names none.
    pub table: Option<String>,
    /// The view; none where the address names none.
    pub view: Option<View>,
}

impl ChangesLink {
    /// The part of the address behind the place.
    pub fn to_query(table: &str, view: View) -> String {
        format!("?table={}&view={}", encode(table), view.name())
    }

    /// What a fragment asks to see. What makes no sense says nothing.
    pub fn from_fragment(fragment: &str) -> Self {
        let mut link = Self::default();
        let query = fragment.split_once('?').map_or("", |(_, query)| query);
        for (name, value) in query.split('&').filter_map(|pair| pair.split_once('=')) {
            match name {
                "table" => link.table = decode(value).filter(|table| !table.is_empty()),
                "view" => link.view = View::ALL.into_iter().find(|view| view.name() == value),
                _ => {}
            }
        }
        link
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_leads_back_to_table_and_view() {
        for view in View::ALL {
            let fragment = format!("#/changes{}", ChangesLink::to_query("Größe & Co", view));
            let link = ChangesLink { table: Some("Größe & Co".into()), view: Some(view) };
            assert_eq!(ChangesLink::from_fragment(&fragment), link);
        }
        for nothing in ["#/changes", "#/changes?", "#/changes?table=&view=x", "#/changes?table=%zz"]
        {
            assert_eq!(ChangesLink::from_fragment(nothing), ChangesLink::default(), "{nothing}");
        }
    }
}
