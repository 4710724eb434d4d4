//! Shortens the names by which the engine and its script know each other.
//!
//! wasm-bindgen gives each function that one of the two lends the other a name that no other has,
//! with sixteen digits of chance in it. They stand in both files, and chance cannot be packed. In
//! a bundle only these two files use them, so that numbers do. Owns the names, and refuses to know
//! what is behind them.

use std::collections::HashMap;
use std::convert::Infallible;

use anyhow::{Result, ensure};
use wasm_encoder::reencode::{Error, Reencode, utils};
use wasm_encoder::{ExportSection, ImportSection, Module};
use wasmparser::{Export, Import, ImportSectionReader, Parser, Payload};

/// How the names begin that wasm-bindgen makes.
const MADE: [&str; 4] = ["__wbg_", "__wbindgen_", "__externref_", "wasm_bindgen_"];

/// The module and its script with a number in place of each such name.
pub fn shortened(module: &[u8], script: &str) -> Result<(Vec<u8>, String)> {
    let mut names = Names::of(module)?;
    let taken = words(script).find(|(word, _)| names.0.values().any(|short| short == word));
    ensure!(taken.is_none(), "the script has a name of its own like the short ones: {taken:?}");
    let mut short = Module::new();
    names.parse_core_module(&mut short, Parser::new(0), module)?;
    Ok((short.finish(), names.put_into(script)))
}

/// A short name for each long one.
struct Names(HashMap<String, String>);

impl Names {
    fn of(module: &[u8]) -> Result<Self> {
        let mut names = Self(HashMap::new());
        for payload in Parser::new(0).parse_all(module) {
            match payload? {
                Payload::ImportSection(imports) => {
                    for import in imports.into_imports() {
                        names.add(import?.name);
                    }
                }
                Payload::ExportSection(exports) => {
                    for export in exports {
                        names.add(export?.name);
                    }
                }
                _ => {}
            }
        }
        Ok(names)
    }

    fn add(&mut self, name: &str) {
        if MADE.iter().any(|beginning| name.starts_with(beginning)) {
            let number = self.0.len();
            self.0.entry(name.to_owned()).or_insert_with(|| format!("_{number}"));
        }
    }

    fn short<'a>(&'a self, name: &'a str) -> &'a str {
        self.0.get(name).map_or(name, String::as_str)
    }

    fn put_into(&self, script: &str) -> String {
        let mut written = String::with_capacity(script.len());
        for (word, after) in words(script) {
            written.push_str(self.short(word));
            written.push_str(after);
        }
        written
    }
}

/// The names, keywords and numbers of a script in turn, each with the sign after it.
fn words(script: &str) -> impl Iterator<Item = (&str, &str)> {
    let is_sign = |one: char| !(one.is_alphanumeric() || one == '_' || one == '$');
    let words = script.split_inclusive(is_sign);
    words.map(move |word| word.split_at(word.trim_end_matches(is_sign).len()))
}

impl Reencode for Names {
    type Error = Infallible;

    fn parse_import_section(
        &mut self,
        imports: &mut ImportSection,
        section: ImportSectionReader<'_>,
    ) -> Result<(), Error> {
        for import in section.into_imports() {
            let import = import?;
            let name = self.short(import.name).to_owned();
            utils::parse_import(self, imports, Import { name: &name, ..import })?;
        }
        Ok(())
    }

    fn parse_export(
        &mut self,
        exports: &mut ExportSection,
        export: Export<'_>,
    ) -> Result<(), Error> {
        let name = self.short(export.name).to_owned();
        utils::parse_export(self, exports, Export { name: &name, ..export })
    }
}

#[cfg(test)]
mod tests {
    use wasm_encoder::{
        CodeSection, EntityType, ExportKind, Function, FunctionSection, TypeSection,
    };

    use super::*;

    fn module() -> Vec<u8> {
        let mut types = TypeSection::new();
        types.ty().function([], []);
        let mut imports = ImportSection::new();
        imports.import("./page.js", "__wbg_now_86c0d4ba3fa605b8", EntityType::Function(0));
        imports.import("./page.js", "__wbg_now_86c0d4ba3fa605b8_2", EntityType::Function(0));
        let mut functions = FunctionSection::new();
        functions.function(0);
        let mut exports = ExportSection::new();
        exports.export("main", ExportKind::Func, 2);
        exports.export("__wbindgen_start", ExportKind::Func, 2);
        let mut code = CodeSection::new();
        let mut body = Function::new([]);
        body.instructions().call(1).end();
        code.function(&body);
        let mut module = Module::new();
        module.section(&types).section(&imports).section(&functions);
        module.section(&exports).section(&code);
        module.finish()
    }

    fn names(module: &[u8]) -> Vec<String> {
        wasmparser::Validator::new().validate_all(module).unwrap();
        let mut names = Vec::new();
        for payload in Parser::new(0).parse_all(module) {
            match payload.unwrap() {
                Payload::ImportSection(imports) => {
                    names.extend(imports.into_imports().map(|one| one.unwrap().name.to_owned()));
                }
                Payload::ExportSection(exports) => {
                    names.extend(exports.into_iter().map(|one| one.unwrap().name.to_owned()));
                }
                _ => {}
            }
        }
        names
    }

    #[test]
    fn module_and_script_agree_on_the_short_names() {
        let script = "const imports = { __wbg_now_86c0d4ba3fa605b8: () => now(), \
            __wbg_now_86c0d4ba3fa605b8_2: () => then() }; wasm.__wbindgen_start(); wasm.main();";
        let (module, script) = shortened(&module(), script).unwrap();
        assert_eq!(names(&module), ["_0", "_1", "main", "_2"]);
        assert_eq!(
            script,
            "const imports = { _0: () => now(), _1: () => then() }; wasm._2(); wasm.main();"
        );
    }

    #[test]
    fn names_that_mean_something_stay() {
        let script = "function __wbg_load(now, $now, __wbg_now) { return 'now — später'; }";
        assert_eq!(shortened(&module(), script).unwrap().1, script);
    }

    #[test]
    fn a_script_that_has_such_a_name_already_is_an_error() {
        assert!(shortened(&module(), "const _1 = 0;").is_err());
    }
}
