//! Mounts the page.

#[cfg(target_arch = "wasm32")]
fn main() {
    dynamodb_playground::ui::app::mount();
}

/// The page runs in a browser; natively there is nothing to mount.
#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("This is a web page: run `cargo xtask serve`.");
}
