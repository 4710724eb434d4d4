//! Children that are there while a condition holds.

use leptos::prelude::*;

use crate::ui::reactive::Memo;

/// As Leptos's own, but compiled once and not for the type of every condition and every child.
#[component]
pub fn Show<W>(
    /// The condition.
    when: W,
    /// What is there while it holds.
    children: ChildrenFn,
    /// What is there otherwise.
    #[prop(optional, into)]
    fallback: ViewFn,
) -> impl IntoView
where
    W: Fn() -> bool + Send + Sync + 'static,
{
    shown(Memo::new(move |_| when()), children, fallback)
}

fn shown(when: Memo<bool>, children: ChildrenFn, fallback: ViewFn) -> AnyView {
    (move || if when.get() { children() } else { fallback.run() }).into_any()
}
