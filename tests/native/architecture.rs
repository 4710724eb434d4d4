//! The arrows of the house, read from the sources: who may import whom.
//!
//! Every path that begins with `crate` or `super` is resolved to the module that it names, and every
//! path into a foreign crate to that crate. ARCHITECTURE.md says why the arrows run as they do.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use syn::visit::{self, Visit};

/// What each top-level module may import. Absent arrows are the point of the table.
const ARROWS: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("expression", &["model"]),
    ("store", &["model"]),
    ("capacity", &["model", "store"]),
    ("changelog", &["model", "store", "partition"]),
    ("partition", &["model", "capacity"]),
    ("engine", &["model", "expression", "store", "capacity", "changelog", "partition"]),
    ("dax", &["model", "store", "capacity", "engine"]),
    ("partiql", &["model", "expression", "engine"]),
    (
        "api",
        &[
            "model",
            "expression",
            "store",
            "capacity",
            "changelog",
            "partition",
            "engine",
            "dax",
            "partiql",
        ],
    ),
    ("editor", &["api"]),
    ("traffic", &["model", "capacity", "partition"]),
    ("datasets", &["model", "engine", "api"]),
    ("workspace", &["model", "engine", "api", "capacity", "datasets"]),
    ("learn", &["model", "engine", "api", "capacity", "datasets", "partition", "traffic"]),
    ("endpoint", &["model", "engine", "api", "datasets", "workspace"]),
    (
        "ui",
        &[
            "model",
            "expression",
            "store",
            "capacity",
            "changelog",
            "partition",
            "engine",
            "dax",
            "api",
            "editor",
            "datasets",
            "workspace",
            "learn",
            "traffic",
        ],
    ),
];

/// Crates that only the wire and what stands above it may know.
const JSON: &[&str] = &["serde", "serde_json"];
/// Crates that only the page may know.
const BROWSER: &[&str] = &[
    "leptos",
    "web_sys",
    "js_sys",
    "wasm_bindgen",
    "wasm_bindgen_futures",
    "gloo_storage",
    "idb",
    "leptos_use",
];
/// Modules below the wire.
const BELOW_API: &[&str] = &[
    "model",
    "expression",
    "store",
    "capacity",
    "changelog",
    "partition",
    "engine",
    "dax",
    "partiql",
];

/// The engine's modules from the bottom up: each may import those before it and none behind it, so
/// that there is no circle. `engine` is `engine/mod.rs`, and whatever is imported from
/// `crate::engine` itself; only what stands above it may do that.
const ENGINE_LAYERS: &[&str] = &[
    "operation",
    "types",
    "error",
    "statement",
    "streams",
    "control",
    "tables",
    "rules",
    "tokens",
    "applied",
    "past",
    "state",
    "checkpoint",
    "plan",
    "ops",
    "simulation",
    "inspect",
    "engine",
    "simulated",
    "replay",
];

/// One source file and what it refers to.
struct Source {
    /// Module path below the crate: `["engine", "ops", "query"]`.
    module: Vec<String>,
    /// Every path that it names, absolute: `["crate", "model", …]` or `["serde_json", …]`.
    paths: BTreeSet<Vec<String>>,
    /// Every method that it calls on something named `inspect`, the engine's views.
    asked_of_inspect: BTreeSet<String>,
}

impl Source {
    fn top(&self) -> &str {
        self.module.first().map_or("", String::as_str)
    }

    fn is_below(&self, place: &[&str]) -> bool {
        self.module.len() >= place.len() && place.iter().zip(&self.module).all(|(a, b)| a == b)
    }

    /// The modules of this crate that the file names, as paths without `crate`.
    fn imports(&self) -> impl Iterator<Item = &[String]> {
        self.paths.iter().filter(|p| p[0] == "crate" && p.len() > 1).map(|p| &p[1..])
    }

    fn names_crate(&self, name: &str) -> bool {
        self.paths.iter().any(|p| p[0] == name)
    }
}

#[test]
fn modules_import_only_along_the_arrows() {
    let mut wrong = Vec::new();
    for source in sources().iter().filter(|s| !s.module.is_empty()) {
        let allowed = allowed_from(source.top());
        let foreign = source.imports().filter(|path| path[0] != source.top());
        for path in
            foreign.filter(|path| is_module(&path[0]) && !allowed.contains(&path[0].as_str()))
        {
            wrong.push(format!("{} imports {}", source.module.join("::"), path.join("::")));
        }
    }
    assert!(wrong.is_empty(), "arrows that the house forbids:\n{}", wrong.join("\n"));
}

#[test]
fn the_engine_is_built_in_layers() {
    let layer = |name: &str| ENGINE_LAYERS.iter().position(|layer| *layer == name);
    let root = layer("engine").expect("the engine itself is a layer");
    let mut wrong = Vec::new();
    // Unit tests may reach anywhere.
    let is_test = |s: &Source| s.is_below(&["engine", "tests"]);
    for source in sources().iter().filter(|s| s.top() == "engine" && !is_test(s)) {
        let name = source.module.join("::");
        let own = match source.module.get(1) {
            None => root,
            Some(module) => layer(module).unwrap_or_else(|| panic!("{name} has no layer")),
        };
        for path in source.imports().filter(|path| path[0] == "engine" && path.len() > 1) {
            let imported = layer(&path[1]).unwrap_or(root);
            if imported > own {
                wrong.push(format!("{name} imports {}", path.join("::")));
            }
        }
    }
    assert!(wrong.is_empty(), "imports that go up in the engine:\n{}", wrong.join("\n"));
}

#[test]
fn every_module_has_its_row_in_the_table() {
    for source in sources().iter().filter(|s| !s.module.is_empty()) {
        assert!(is_module(source.top()), "{} is not in the table of arrows", source.top());
    }
}

#[test]
fn nothing_below_the_wire_knows_json() {
    forbid(|s| BELOW_API.contains(&s.top()), JSON);
}

#[test]
fn nothing_below_the_page_knows_the_browser() {
    forbid(|s| s.top() != "ui" && !s.module.is_empty(), BROWSER);
    forbid(|s| s.is_below(&["ui", "model"]), BROWSER);
}

#[test]
fn only_the_dom_corner_touches_the_browser_itself() {
    // Under whatever name: Leptos hands on the crates of the browser too.
    let is_browser = |part: &String| BROWSER.contains(&part.as_str()) && part != "leptos";
    let mut wrong = Vec::new();
    for source in sources().iter().filter(|s| s.top() == "ui" && !s.is_below(&["ui", "dom"])) {
        for path in source.paths.iter().filter(|path| path.iter().any(is_browser)) {
            wrong.push(format!("{} names {}", source.module.join("::"), path.join("::")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn time_comes_only_from_the_clock() {
    let mut wrong = Vec::new();
    for source in sources().iter().filter(|s| BELOW_API.contains(&s.top()) || s.top() == "api") {
        let reads_time =
            |p: &Vec<String>| p.iter().any(|part| part == "SystemTime" || part == "Instant");
        if source.paths.iter().any(reads_time) {
            wrong.push(source.module.join("::"));
        }
    }
    assert!(wrong.is_empty(), "these read the time: {wrong:?}");
}

#[test]
fn components_know_no_pages() {
    let mut wrong = Vec::new();
    for source in sources().iter().filter(|s| s.is_below(&["ui", "components"])) {
        for path in source.imports().filter(|path| path.starts_with(&["ui".into(), "pages".into()]))
        {
            wrong.push(format!("{} imports {}", source.module.join("::"), path.join("::")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What a page shows of the engine is a view of `ui::model`, which is built and tested natively.
#[test]
fn what_is_drawn_knows_neither_engine_nor_store() {
    const DRAWN: &[&str] = &["app", "components", "frame", "pages"];
    let is_drawn = |s: &Source| {
        s.top() == "ui" && s.module.get(1).is_some_and(|m| DRAWN.contains(&m.as_str()))
    };
    let mut wrong = Vec::new();
    for source in sources().iter().filter(|s| is_drawn(s)) {
        let below = |path: &&[String]| ["engine", "store"].contains(&path[0].as_str());
        for path in source.imports().filter(below) {
            wrong.push(format!("{} imports {}", source.module.join("::"), path.join("::")));
        }
        for method in &source.asked_of_inspect {
            wrong.push(format!("{} calls inspect.{method}", source.module.join("::")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn forbid(place: impl Fn(&Source) -> bool, crates: &[&str]) {
    let mut wrong = Vec::new();
    for source in sources().iter().filter(|s| place(s)) {
        let named = crates.iter().filter(|name| source.names_crate(name));
        wrong.extend(named.map(|name| format!("{} names {name}", source.module.join("::"))));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn allowed_from(module: &str) -> &'static [&'static str] {
    ARROWS.iter().find(|(name, _)| *name == module).map_or(&[], |(_, allowed)| allowed)
}

fn is_module(name: &str) -> bool {
    ARROWS.iter().any(|(module, _)| *module == name)
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    collect(&root, &mut files);
    assert!(files.len() > 40, "the sources were not found under {}", root.display());
    files.iter().map(|file| read_source(&root, file)).collect()
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a readable folder") {
        let path = entry.expect("a readable entry").path();
        match path.is_dir() {
            true => collect(&path, files),
            false if path.extension().is_some_and(|e| e == "rs") => files.push(path),
            false => {}
        }
    }
}

fn read_source(root: &Path, file: &Path) -> Source {
    let module = module_of(file.strip_prefix(root).expect("a file below src"));
    let text = fs::read_to_string(file).expect("a readable file");
    let tree = syn::parse_file(&text).unwrap_or_else(|e| panic!("{}: {e}", file.display()));
    let mut finder = PathFinder {
        module: module.clone(),
        paths: BTreeSet::new(),
        asked_of_inspect: BTreeSet::new(),
    };
    finder.visit_file(&tree);
    Source { module, paths: finder.paths, asked_of_inspect: finder.asked_of_inspect }
}

fn module_of(file: &Path) -> Vec<String> {
    let mut parts: Vec<String> =
        file.with_extension("").iter().map(|p| p.to_string_lossy().into_owned()).collect();
    if parts.last().is_some_and(|last| ["mod", "lib", "main"].contains(&last.as_str())) {
        parts.pop();
    }
    if parts.first().is_some_and(|first| first == "bin") {
        parts.clear();
    }
    parts
}

/// Collects paths, from `use` trees, from code and, word by word, from inside macros.
struct PathFinder {
    module: Vec<String>,
    paths: BTreeSet<Vec<String>>,
    asked_of_inspect: BTreeSet<String>,
}

impl PathFinder {
    fn add(&mut self, parts: Vec<String>) {
        if let Some(path) = self.absolute(parts) {
            self.paths.insert(path);
        }
    }

    /// Resolves `self` and `super` against the module that the file is.
    fn absolute(&self, parts: Vec<String>) -> Option<Vec<String>> {
        let ups = parts.iter().take_while(|p| *p == "super").count();
        let rest = parts.iter().skip(ups).skip_while(|p| *p == "self").cloned();
        match parts.first()?.as_str() {
            "super" => {
                let base = self.module.iter().take(self.module.len().saturating_sub(ups)).cloned();
                Some(std::iter::once("crate".to_string()).chain(base).chain(rest).collect())
            }
            "self" => None,
            _ => Some(parts),
        }
    }

    fn add_use(&mut self, mut prefix: Vec<String>, tree: &syn::UseTree) {
        match tree {
            syn::UseTree::Path(path) => {
                prefix.push(path.ident.to_string());
                self.add_use(prefix, &path.tree);
            }
            syn::UseTree::Group(group) => {
                group.items.iter().for_each(|item| self.add_use(prefix.clone(), item));
            }
            syn::UseTree::Name(name) => {
                prefix.push(name.ident.to_string());
                self.add(prefix);
            }
            syn::UseTree::Rename(rename) => {
                prefix.push(rename.ident.to_string());
                self.add(prefix);
            }
            syn::UseTree::Glob(_) => self.add(prefix),
        }
    }

    fn add_words(&mut self, text: &str) {
        let words: Vec<&str> = text.split("::").map(str::trim).collect();
        for (at, word) in words.iter().enumerate().filter(|(_, w)| w.ends_with("crate")) {
            let next = words
                .get(at + 1)
                .and_then(|w| w.split(|c: char| !c.is_alphanumeric() && c != '_').next());
            if let Some(next) = next.filter(|_| !word.is_empty()) {
                self.add(vec!["crate".into(), next.into()]);
            }
        }
    }
}

impl<'ast> Visit<'ast> for PathFinder {
    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.add_use(Vec::new(), &item.tree);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        if path.segments.len() > 1 {
            self.add(path.segments.iter().map(|s| s.ident.to_string()).collect());
        }
        visit::visit_path(self, path);
    }

    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        if let syn::Expr::Path(receiver) = &*call.receiver
            && receiver.path.is_ident("inspect")
        {
            self.asked_of_inspect.insert(call.method.to_string());
        }
        visit::visit_expr_method_call(self, call);
    }

    fn visit_macro(&mut self, item: &'ast syn::Macro) {
        self.add_words(&item.tokens.to_string());
        visit::visit_macro(self, item);
    }

    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        // Unit tests may reach anywhere, and their `super` counts one module more.
        let is_test = item.attrs.iter().any(|a| a.path().is_ident("cfg"));
        if !is_test {
            visit::visit_item_mod(self, item);
        }
    }
}
