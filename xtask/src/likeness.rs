//! Puts the functions of a module in an order in which like follows like.
//!
//! LZMA says what it has seen before by how far back that was, and says a short way in fewer bits.
//! In which order a module's functions stand is all the same to a browser, so each is followed by
//! the one that most repeats what stands before it. Knows functions as bytes, and refuses to know
//! what they do.
//!
//! Tried, and worse by a fifth to two per cent of the packed module: likeness as what two functions
//! share of all that either has, exact or estimated by min-hashes; joining the likest pairs end to
//! end; halving the functions again and again so that each half shares the most. Longer words,
//! weights for rare ones and leaving out the numbers of called functions made no difference.

use std::collections::HashMap;
use std::convert::Infallible;

use anyhow::Result;
use wasm_encoder::reencode::{Error, Reencode};
use wasm_encoder::{CodeSection, FunctionSection, Module};
use wasmparser::{
    CodeSectionReader, CustomSectionReader, FunctionBody, FunctionSectionReader, Parser, Payload,
    TypeRef,
};

/// Bytes that are compared at once: about the shortest repetition that pays.
const WORD: usize = 4;
/// What is left of a function's likeness to those before, with each function that comes between.
const FADING: f32 = 0.5;

/// The module with like functions side by side, and without the custom sections, of which a
/// browser needs none.
pub fn side_by_side(module: &[u8]) -> Result<Vec<u8>> {
    let functions = Functions::of(module)?;
    let order = chain(&functions.bodies);
    let mut arranged = Module::new();
    let mut renumbering = Renumbering::new(functions.imported, order);
    renumbering.parse_core_module(&mut arranged, Parser::new(0), module)?;
    Ok(arranged.finish())
}

/// What an order is made of.
struct Functions<'a> {
    /// These have no bodies, and their numbers come first.
    imported: usize,
    bodies: Vec<&'a [u8]>,
}

impl<'a> Functions<'a> {
    fn of(module: &'a [u8]) -> Result<Self> {
        let mut functions = Self { imported: 0, bodies: Vec::new() };
        for payload in Parser::new(0).parse_all(module) {
            match payload? {
                Payload::ImportSection(imports) => {
                    for import in imports.into_imports() {
                        let is_function =
                            matches!(import?.ty, TypeRef::Func(_) | TypeRef::FuncExact(_));
                        functions.imported += usize::from(is_function);
                    }
                }
                Payload::CodeSectionEntry(body) => functions.bodies.push(body.as_bytes()),
                _ => {}
            }
        }
        Ok(functions)
    }
}

/// Begins with the first and goes on with the one of which the largest part has just been there.
/// Of several the first is taken, so that the same module always comes out the same.
fn chain(bodies: &[&[u8]]) -> Vec<usize> {
    let words: Vec<Vec<u32>> = bodies.iter().map(|body| words(body)).collect();
    let holders = holders(&words);
    let mut likeness = vec![0.0f32; bodies.len()];
    let mut left: Vec<usize> = (0..bodies.len()).collect();
    let mut order = Vec::with_capacity(bodies.len());
    let mut next = (!left.is_empty()).then_some(0);
    while let Some(place) = next {
        let placed = left.remove(place);
        order.push(placed);
        likeness.iter_mut().for_each(|value| *value *= FADING);
        for holder in words[placed].iter().flat_map(|word| &holders[word]) {
            likeness[*holder] += 1.0;
        }
        let part = |place: usize| likeness[left[place]] / words[left[place]].len().max(1) as f32;
        next = (0..left.len()).rev().max_by(|a, b| part(*a).total_cmp(&part(*b)));
    }
    order
}

/// What stands in a body at any place, each word once.
fn words(body: &[u8]) -> Vec<u32> {
    let bytes = body.windows(WORD);
    let mut words: Vec<u32> =
        bytes.map(|word| word.iter().fold(0, |sum, byte| sum << 8 | u32::from(*byte))).collect();
    words.sort_unstable();
    words.dedup();
    words
}

/// The functions in which each word stands.
fn holders(words: &[Vec<u32>]) -> HashMap<u32, Vec<usize>> {
    let mut holders: HashMap<u32, Vec<usize>> = HashMap::new();
    for (function, words) in words.iter().enumerate() {
        for word in words {
            holders.entry(*word).or_default().push(function);
        }
    }
    holders
}

/// Writes a module down with its functions in another order, and whatever names them.
struct Renumbering {
    /// Which function of the old order stands at each place of the new one.
    order: Vec<usize>,
    /// The number in the new order of each function of the old one, imported ones included.
    numbers: Vec<u32>,
}

impl Renumbering {
    fn new(imported: usize, order: Vec<usize>) -> Self {
        let mut numbers: Vec<u32> = (0..).take(imported + order.len()).collect();
        for (number, old) in (0..).skip(imported).zip(&order) {
            numbers[imported + old] = number;
        }
        Self { order, numbers }
    }

    fn in_order<T: Clone>(&self, old: &[T]) -> Vec<T> {
        self.order.iter().map(|function| old[*function].clone()).collect()
    }
}

impl Reencode for Renumbering {
    type Error = Infallible;

    fn function_index(&mut self, old: u32) -> Result<u32, Error> {
        Ok(self.numbers[old as usize])
    }

    fn parse_function_section(
        &mut self,
        types: &mut FunctionSection,
        section: FunctionSectionReader<'_>,
    ) -> Result<(), Error> {
        let old = section.into_iter().collect::<Result<Vec<u32>, _>>()?;
        for kind in self.in_order(&old) {
            types.function(kind);
        }
        Ok(())
    }

    fn parse_code_section(
        &mut self,
        code: &mut CodeSection,
        section: CodeSectionReader<'_>,
    ) -> Result<(), Error> {
        let old = section.into_iter().collect::<Result<Vec<FunctionBody<'_>>, _>>()?;
        for body in self.in_order(&old) {
            self.parse_function_body(code, body)?;
        }
        Ok(())
    }

    fn parse_custom_section(
        &mut self,
        _: &mut Module,
        _: CustomSectionReader<'_>,
    ) -> Result<(), Error> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use wasm_encoder::{
        ConstExpr, CustomSection, ElementSection, Elements, EntityType, ExportKind, ExportSection,
        Function, ImportSection, StartSection, TableSection, TableType, TypeSection,
    };
    use wasmparser::{Operator, Validator};

    use super::*;

    /// A body that says who it is and then calls these, none of which takes or gives anything.
    struct Body {
        name: i32,
        sort: i64,
        calls: &'static [u32],
    }

    const BODIES: [Body; 5] = [
        Body { name: 100, sort: 0x1234_5678_9abc, calls: &[2, 0, 5] },
        Body { name: 101, sort: 0x4321_8765_cba9, calls: &[3] },
        Body { name: 102, sort: 0x1234_5678_9abc, calls: &[1, 1] },
        Body { name: 103, sort: 0x4321_8765_cba9, calls: &[] },
        Body { name: 104, sort: 0x1234_5678_9abc, calls: &[2, 0] },
    ];

    /// One imported function, and five whose second and fourth are like each other and unlike the
    /// rest; the second is exported, the third starts, and the table holds the fourth and fifth.
    fn module() -> Vec<u8> {
        let mut module = Module::new();
        let mut types = TypeSection::new();
        types.ty().function([], []);
        let mut imports = ImportSection::new();
        imports.import("page", "imported", EntityType::Function(0));
        let mut functions = FunctionSection::new();
        for _ in &BODIES {
            functions.function(0);
        }
        let mut tables = TableSection::new();
        let element_type = wasm_encoder::RefType::FUNCREF;
        let (minimum, maximum, table64, shared) = (2, None, false, false);
        tables.table(TableType { element_type, minimum, maximum, table64, shared });
        let mut exports = ExportSection::new();
        exports.export("second", ExportKind::Func, 2);
        let mut elements = ElementSection::new();
        elements.active(None, &ConstExpr::i32_const(0), Elements::Functions([4, 5][..].into()));
        let mut code = CodeSection::new();
        for body in &BODIES {
            code.function(&written(body));
        }
        let custom = CustomSection { name: "name".into(), data: (&[1, 2, 3]).into() };
        module.section(&types).section(&imports).section(&functions).section(&tables);
        module.section(&exports).section(&StartSection { function_index: 3 });
        module.section(&elements).section(&code).section(&custom);
        module.finish()
    }

    fn written(body: &Body) -> Function {
        let mut function = Function::new([]);
        let mut instructions = function.instructions();
        instructions.i32_const(body.name).drop();
        for _ in 0..3 {
            instructions.i64_const(body.sort).drop();
        }
        for callee in body.calls {
            instructions.call(*callee);
        }
        instructions.end();
        function
    }

    /// What a module says, each function by its name and not by its number.
    #[derive(Debug, Default, PartialEq, Eq)]
    struct Said {
        names: Vec<String>,
        bodies: Vec<Vec<String>>,
        exported: Vec<String>,
        in_table: Vec<String>,
        first: String,
        custom: usize,
    }

    fn said(module: &[u8]) -> Said {
        Validator::new().validate_all(module).unwrap();
        let payloads: Vec<Payload<'_>> =
            Parser::new(0).parse_all(module).collect::<Result<_, _>>().unwrap();
        let mut said = Said { names: vec!["imported".to_owned()], ..Said::default() };
        for payload in &payloads {
            if let Payload::CodeSectionEntry(body) = payload {
                said.names.push(format!("{:?}", operators(body)[0]));
            }
        }
        let name = |number: u32| said.names[number as usize].clone();
        for payload in payloads {
            match payload {
                Payload::CodeSectionEntry(body) => {
                    said.bodies.push(operators(&body).iter().map(|one| told(one, name)).collect());
                }
                Payload::ExportSection(exports) => {
                    said.exported =
                        exports.into_iter().map(|one| name(one.unwrap().index)).collect();
                }
                Payload::StartSection { func, .. } => said.first = name(func),
                Payload::ElementSection(elements) => {
                    let kept = elements.into_iter().map(|one| one.unwrap().items);
                    said.in_table = kept.flat_map(numbers).map(name).collect();
                }
                Payload::CustomSection(_) => said.custom += 1,
                _ => {}
            }
        }
        said
    }

    fn operators<'a>(body: &FunctionBody<'a>) -> Vec<Operator<'a>> {
        body.get_operators_reader().unwrap().into_iter().collect::<Result<_, _>>().unwrap()
    }

    fn told(operator: &Operator<'_>, name: impl Fn(u32) -> String) -> String {
        match operator {
            Operator::Call { function_index } => format!("call {}", name(*function_index)),
            other => format!("{other:?}"),
        }
    }

    fn numbers(items: wasmparser::ElementItems<'_>) -> Vec<u32> {
        let wasmparser::ElementItems::Functions(numbers) = items else { return vec![] };
        numbers.into_iter().collect::<Result<_, _>>().unwrap()
    }

    #[test]
    fn whatever_names_a_function_names_the_same_one_afterwards() {
        let (before, after) = (said(&module()), said(&side_by_side(&module()).unwrap()));
        assert_ne!(before.names, after.names);
        let sorted = |bodies: &Vec<Vec<String>>| {
            let mut bodies = bodies.clone();
            bodies.sort();
            bodies
        };
        assert_eq!(sorted(&before.bodies), sorted(&after.bodies));
        assert_eq!(before.exported, after.exported);
        assert_eq!(before.in_table, after.in_table);
        assert_eq!(before.first, after.first);
    }

    #[test]
    fn what_no_browser_needs_is_left_out() {
        assert_eq!(said(&module()).custom, 1);
        assert_eq!(said(&side_by_side(&module()).unwrap()).custom, 0);
    }

    #[test]
    fn like_stands_beside_like() {
        let bodies: [&[u8]; 5] = [b"a tree", b"in a house", b"trees", b"in house", b"the tree"];
        assert_eq!(chain(&bodies), [0, 2, 4, 1, 3]);
    }

    #[test]
    fn bodies_too_short_to_compare_keep_their_order() {
        assert_eq!(chain(&[b"", b"ab", b"cd"]), [0, 1, 2]);
        assert_eq!(chain(&[]), [0usize; 0]);
    }
}
