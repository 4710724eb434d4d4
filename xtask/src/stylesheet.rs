//! Joins the stylesheets of a release into one.
//!
//! The page's styles are a file for each place, and small files pack worse than a large one and
//! each cost a request. Owns finding them in the start page that Trunk has written, and refuses to
//! know what they say: they are joined in the order in which the page links them, which is the
//! order in which a browser would read them.

use std::fs;
use std::ops::Range;
use std::path::Path;

use anyhow::{Context as _, Result, ensure};
use flate2::Crc;

/// Puts one stylesheet into the bundle in place of those that the start page links; the page that
/// links it.
pub fn joined(page: &str, dist: &Path) -> Result<String> {
    let links = links(page);
    ensure!(!page.contains("media="), "a stylesheet for some media can't be joined with others");
    ensure!(!links.is_empty(), "the start page links no stylesheet");
    let mut style = String::new();
    for link in &links {
        let file = dist.join(link.address);
        let part = fs::read_to_string(&file).with_context(|| format!("{}", file.display()))?;
        style.push_str(&part);
        style.push('\n');
        fs::remove_file(&file)?;
    }
    let name = named(&style);
    fs::write(dist.join(&name), style)?;
    Ok(linking(page, &links, &name))
}

/// A stylesheet that the page links.
struct Link<'a> {
    /// Where the tag stands in the page.
    tag: Range<usize>,
    address: &'a str,
}

fn links(page: &str) -> Vec<Link<'_>> {
    let tags = page.match_indices("<link ").filter_map(|(from, _)| {
        let length = page[from..].find('>')? + 1;
        Some(from..from + length)
    });
    tags.filter_map(|tag| Some(Link { address: stylesheet(&page[tag.clone()])?, tag })).collect()
}

/// The address in a tag, if it links a stylesheet. Trunk leaves out the quotes around most values.
fn stylesheet(tag: &str) -> Option<&str> {
    let value = |name: &str| {
        let mut parts = tag.trim_end_matches('>').split_whitespace();
        let value = parts.find_map(|part| part.strip_prefix(name)?.strip_prefix('='))?;
        Some(value.trim_matches(['"', '\'']))
    };
    (value("rel")? == "stylesheet").then(|| value("href"))?
}

/// A name that changes with the content, as Trunk gives, so that a cache may keep the file.
fn named(style: &str) -> String {
    let mut sum = Crc::new();
    sum.update(style.as_bytes());
    format!("style-{:08x}.css", sum.sum())
}

/// The page with one link in place of the first and nothing in place of the others. Trunk's
/// checksums were those of the parts.
fn linking(page: &str, links: &[Link<'_>], name: &str) -> String {
    let mut written = String::new();
    let mut from = 0;
    for (place, link) in links.iter().enumerate() {
        written.push_str(&page[from..link.tag.start]);
        if place == 0 {
            written.push_str(&format!("<link href=./{name} rel=stylesheet>"));
        }
        from = link.tag.end;
    }
    written + &page[from..]
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<title>Page</title><link href=./layers-1.css integrity=sha384-ab/c+d \
        rel=stylesheet><link rel=\"stylesheet\" href=\"./base-2.css\" /><link href=./icon-3.svg \
        rel=icon><link href=./last-0.css rel=stylesheet></head>";

    fn bundle() -> tempfile::TempDir {
        let dist = tempfile::tempdir().unwrap();
        fs::write(dist.path().join("layers-1.css"), "@layer tokens,base;").unwrap();
        fs::write(dist.path().join("base-2.css"), "@layer base{p{margin:0}}").unwrap();
        fs::write(dist.path().join("last-0.css"), "@layer tokens{p{margin:1px}}").unwrap();
        fs::write(dist.path().join("icon-3.svg"), "<svg/>").unwrap();
        dist
    }

    fn the_one_stylesheet(dist: &Path) -> String {
        let names = fs::read_dir(dist).unwrap().map(|entry| entry.unwrap().file_name());
        let names: Vec<String> = names.map(|name| name.into_string().unwrap()).collect();
        let mut styles = names.into_iter().filter(|name| name.ends_with(".css"));
        let style = styles.next().unwrap();
        assert_eq!(styles.next(), None);
        style
    }

    #[test]
    fn one_stylesheet_says_what_all_said_in_the_order_of_the_page() {
        let dist = bundle();
        let page = joined(PAGE, dist.path()).unwrap();
        let style = the_one_stylesheet(dist.path());
        assert_eq!(
            page,
            format!(
                "<title>Page</title><link href=./{style} rel=stylesheet><link href=./icon-3.svg \
                 rel=icon></head>"
            )
        );
        assert_eq!(
            fs::read_to_string(dist.path().join(style)).unwrap(),
            "@layer tokens,base;\n@layer base{p{margin:0}}\n@layer tokens{p{margin:1px}}\n"
        );
    }

    #[test]
    fn another_style_has_another_name() {
        assert_eq!(named("p{}"), named("p{}"));
        assert_ne!(named("p{}"), named("a{}"));
    }

    #[test]
    fn a_page_without_styles_and_a_style_that_is_missing_are_errors() {
        let dist = bundle();
        assert!(joined("<link href=./icon-3.svg rel=icon>", dist.path()).is_err());
        assert!(joined("<link href=./none.css rel=stylesheet>", dist.path()).is_err());
    }
}
