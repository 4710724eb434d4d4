//! Reads expressions: text → tokens → tree, names checked against what is in scope.

use crate::expr::{BinaryOp, Expr, FactRef, Function, Of};
use crate::facts::{self, DATA_FACTS, FactKind, FactName, GUESS_FACTS, RUN_FACTS};
use crate::number::Number;

/// How deep an expression may be nested, so that reading one can't exhaust the stack.
const MOST_NESTING: usize = 32;

/// What an expression can speak of where it stands.
#[derive(Debug, Clone, Default)]
pub struct Scope {
    /// The runs that have a name, the latest last.
    pub runs: Vec<String>,
    /// Whether anything has run.
    pub has_run: bool,
    /// The facts that were guessed; `None` where there is no prediction.
    pub guessed: Option<Vec<String>>,
}

impl Scope {
    /// The scope after one more run.
    pub fn add_run(&mut self, name: Option<&str>) {
        self.has_run = true;
        self.runs.extend(name.map(str::to_owned));
    }
}

/// Whether a run may have this name. Names of facts and words of the language are taken.
pub fn check_run_name(name: &str) -> Result<(), String> {
    let is_word = name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
    let taken = facts::find(RUN_FACTS, name).is_some()
        || ["guess", "data", "true", "false", "and", "or", "not", "if", "else", "pages", "like"]
            .contains(&name)
        || Function::ALL.iter().any(|(function, _)| *function == name);
    match (is_word, taken) {
        (true, false) => Ok(()),
        (false, _) => {
            Err(format!("a run can't be called `{name}`: use small letters, digits and _"))
        }
        (true, true) => Err(format!("a run can't be called `{name}`: that is a name already")),
    }
}

/// Reads an expression.
pub fn parse(text: &str, scope: &Scope) -> Result<Expr, String> {
    let tokens = tokenize(text)?;
    let mut parser = Parser { tokens: &tokens, at: 0, depth: 0, scope };
    let expr = parser.or()?;
    match parser.peek() {
        None => Ok(expr),
        Some(token) => Err(format!("`{text}` goes on with {token}, which has no place there")),
    }
}

#[derive(Debug, Clone, PartialEq)]
enum Token {
    Number(Number),
    Text(String),
    Name(String),
    Sign(&'static str),
}

impl std::fmt::Display for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Token::Number(number) => write!(f, "`{}`", number.to_plain()),
            Token::Text(text) => write!(f, "the text {text:?}"),
            Token::Name(name) => write!(f, "`{name}`"),
            Token::Sign(sign) => write!(f, "`{sign}`"),
        }
    }
}

/// Longer signs first, since `<` begins `<=`.
const SIGNS: [&str; 16] =
    ["==", "!=", "<=", ">=", "&&", "||", "<", ">", "+", "-", "*", "/", "(", ")", ",", "."];

fn tokenize(text: &str) -> Result<Vec<Token>, String> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let length = if first.is_ascii_digit() && !after_dot(&tokens) {
            let length = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
            let number = rest[..length]
                .parse()
                .map_err(|_| format!("`{}` is no number", &rest[..length]))?;
            tokens.push(Token::Number(number));
            length
        } else if first == '"' || first == '\'' {
            let inside = &rest[1..];
            let end =
                inside.find(first).ok_or_else(|| format!("a {first} is missing in `{text}`"))?;
            tokens.push(Token::Text(inside[..end].to_owned()));
            end + 2
        } else if is_of_name(first) {
            let length = rest.find(|c: char| !is_of_name(c)).unwrap_or(rest.len());
            tokens.push(Token::Name(rest[..length].to_owned()));
            length
        } else {
            let sign = SIGNS.into_iter().find(|sign| rest.starts_with(sign));
            let sign = sign.ok_or_else(|| format!("`{first}` has no meaning in `{text}`"))?;
            tokens.push(Token::Sign(sign));
            sign.len()
        };
        rest = rest[length..].trim_start();
    }
    Ok(tokens)
}

/// Behind a dot digits are a position in a list: `response.Items.0.SK`.
fn after_dot(tokens: &[Token]) -> bool {
    tokens.last() == Some(&Token::Sign("."))
}

fn is_of_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

struct Parser<'a> {
    tokens: &'a [Token],
    at: usize,
    depth: usize,
    scope: &'a Scope,
}

impl Parser<'_> {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at)
    }

    fn next(&mut self) -> Option<Token> {
        let token = self.tokens.get(self.at).cloned();
        self.at += 1;
        token
    }

    fn takes_sign(&mut self, sign: &str) -> bool {
        let takes = matches!(self.peek(), Some(Token::Sign(s)) if *s == sign);
        self.at += usize::from(takes);
        takes
    }

    fn takes_word(&mut self, word: &str) -> bool {
        let takes = matches!(self.peek(), Some(Token::Name(name)) if name == word);
        self.at += usize::from(takes);
        takes
    }

    fn or(&mut self) -> Result<Expr, String> {
        self.depth += 1;
        if self.depth > MOST_NESTING {
            return Err("the expression is nested too deeply".into());
        }
        let mut left = self.and()?;
        while self.takes_word("or") || self.takes_sign("||") {
            left = binary(BinaryOp::Or, left, self.and()?);
        }
        self.depth -= 1;
        Ok(left)
    }

    fn and(&mut self) -> Result<Expr, String> {
        let mut left = self.not()?;
        while self.takes_word("and") || self.takes_sign("&&") {
            left = binary(BinaryOp::And, left, self.not()?);
        }
        Ok(left)
    }

    fn not(&mut self) -> Result<Expr, String> {
        let mut turned = false;
        let mut any = false;
        while self.takes_word("not") {
            (turned, any) = (!turned, true);
        }
        let inner = self.comparison()?;
        // Twice not is not the same as not at all: it makes a flag of what isn't one.
        Ok(match (any, turned) {
            (false, _) => inner,
            (true, true) => Expr::Not(Box::new(inner)),
            (true, false) => Expr::Not(Box::new(Expr::Not(Box::new(inner)))),
        })
    }

    fn comparison(&mut self) -> Result<Expr, String> {
        const COMPARISONS: [(&str, BinaryOp); 6] = [
            ("==", BinaryOp::Equal),
            ("!=", BinaryOp::NotEqual),
            ("<=", BinaryOp::LessOrEqual),
            (">=", BinaryOp::GreaterOrEqual),
            ("<", BinaryOp::Less),
            (">", BinaryOp::Greater),
        ];
        let left = self.sum()?;
        match COMPARISONS.into_iter().find(|(sign, _)| self.takes_sign(sign)) {
            Some((_, op)) => Ok(binary(op, left, self.sum()?)),
            None => Ok(left),
        }
    }

    fn sum(&mut self) -> Result<Expr, String> {
        let mut left = self.product()?;
        loop {
            let op = if self.takes_sign("+") {
                BinaryOp::Plus
            } else if self.takes_sign("-") {
                BinaryOp::Minus
            } else {
                return Ok(left);
            };
            left = binary(op, left, self.product()?);
        }
    }

    fn product(&mut self) -> Result<Expr, String> {
        let mut left = self.primary()?;
        loop {
            let op = if self.takes_sign("*") {
                BinaryOp::Times
            } else if self.takes_sign("/") {
                BinaryOp::DividedBy
            } else {
                return Ok(left);
            };
            left = binary(op, left, self.primary()?);
        }
    }

    fn primary(&mut self) -> Result<Expr, String> {
        match self.next() {
            Some(Token::Number(number)) => Ok(Expr::Number(number)),
            Some(Token::Text(text)) => Ok(Expr::Text(text)),
            Some(Token::Name(name)) => self.named(name),
            Some(Token::Sign("(")) => {
                let inner = self.or()?;
                if self.takes_sign(")") { Ok(inner) } else { Err("a `)` is missing".into()) }
            }
            Some(token) => {
                Err(format!("{token} has no place there: a fact or a number is missing"))
            }
            None => Err("the expression ends where a fact or a number is missing".into()),
        }
    }

    fn named(&mut self, name: String) -> Result<Expr, String> {
        if let "true" | "false" = &*name {
            return Ok(Expr::Flag(name == "true"));
        }
        let function = Function::ALL.into_iter().find(|(function, _)| *function == name);
        if let Some((_, function)) = function.filter(|_| self.takes_sign("(")) {
            return self.call(&name, function);
        }
        let mut path = vec![name];
        while self.takes_sign(".") {
            match self.next() {
                Some(Token::Name(name)) => path.push(name),
                _ => return Err(format!("a name is missing behind `{}.`", path.join("."))),
            }
        }
        self.scope.resolve(path).map(Expr::Fact)
    }

    fn call(&mut self, name: &str, function: Function) -> Result<Expr, String> {
        let mut arguments = vec![self.or()?];
        while self.takes_sign(",") {
            arguments.push(self.or()?);
        }
        let (least, most) = function.arity();
        if !self.takes_sign(")") {
            return Err(format!("a `)` is missing behind `{name}(`"));
        }
        match (least..=most).contains(&arguments.len()) {
            true => Ok(Expr::Call(function, arguments)),
            false => {
                Err(format!("`{name}` takes {least} to {most} values, not {}", arguments.len()))
            }
        }
    }
}

fn binary(op: BinaryOp, left: Expr, right: Expr) -> Expr {
    Expr::Binary(op, Box::new(left), Box::new(right))
}

impl Scope {
    fn resolve(&self, path: Vec<String>) -> Result<FactRef, String> {
        let written = path.join(".");
        let mut path = path.into_iter();
        let first = path.next().unwrap_or_default();
        if first == "guess" {
            let name = path.next().unwrap_or_default();
            let guessed = self.guessed.as_ref();
            let guessed =
                guessed.ok_or_else(|| format!("`{written}`: there is no prediction here"))?;
            let known = guessed.contains(&name) || facts::find(GUESS_FACTS, &name).is_some();
            return match known && path.next().is_none() {
                true => Ok(FactRef { of: Of::Guess, name, path: Vec::new() }),
                false => Err(format!(
                    "`{written}` isn't predicted: there are `guess.made`, `guess.right`{}",
                    guessed.iter().map(|name| format!(", `guess.{name}`")).collect::<String>()
                )),
            };
        }
        let (of, name, list) = if first == "data" {
            (Of::Data, path.next().unwrap_or_default(), DATA_FACTS)
        } else if self.runs.contains(&first) {
            (Of::Run(first), path.next().unwrap_or_default(), RUN_FACTS)
        } else if facts::find(RUN_FACTS, &first).is_none() && path.len() > 0 {
            return Err(format!("there is no run `{first}` before this; {}", self.listed_runs()));
        } else {
            (Of::Latest, first, RUN_FACTS)
        };
        if of == Of::Latest && !self.has_run {
            return Err(format!("`{written}`: nothing has run before this"));
        }
        let fact = facts::find(list, &name).ok_or_else(|| unknown(&name, list))?;
        let path: Vec<String> = path.collect();
        match fact.kind == FactKind::Json || path.is_empty() {
            true => Ok(FactRef { of, name, path }),
            false => Err(format!("`{name}` has no members, so `{written}` means nothing")),
        }
    }

    fn listed_runs(&self) -> String {
        match self.runs.is_empty() {
            true => "no run has a name yet".into(),
            false => format!("there are `{}`", self.runs.join("`, `")),
        }
    }
}

/// Names the fact that is most like it, if one is.
fn unknown(name: &str, list: &'static [FactName]) -> String {
    let like = list.iter().map(|fact| fact.name).find(|fact| {
        fact.starts_with(name) || name.starts_with(fact) || is_one_change_apart(fact, name)
    });
    match like {
        Some(like) => format!("there is no fact `{name}`; did you mean `{like}`?"),
        None => format!("there is no fact `{name}`; lessons/README.md lists all"),
    }
}

fn is_one_change_apart(one: &str, other: &str) -> bool {
    let same = one.bytes().zip(other.bytes()).take_while(|(a, b)| a == b).count();
    let behind = |text: &str| text.as_bytes()[same..].to_vec();
    let (one, other) = (behind(one), behind(other));
    let rest = |bytes: &[u8]| bytes.get(1..).unwrap_or_default().to_vec();
    rest(&one) == other || one == rest(&other) || rest(&one) == rest(&other)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scope() -> Scope {
        Scope {
            runs: vec!["query".into(), "scan".into()],
            has_run: true,
            guessed: Some(vec!["rcu".into()]),
        }
    }

    fn read(text: &str) -> Result<Expr, String> {
        parse(text, &scope())
    }

    fn fact(of: Of, name: &str) -> Expr {
        Expr::Fact(FactRef { of, name: name.into(), path: vec![] })
    }

    #[test]
    fn names_are_facts_of_runs_data_and_guesses() {
        assert_eq!(read("rcu"), Ok(fact(Of::Latest, "rcu")));
        assert_eq!(read("scan.rcu"), Ok(fact(Of::Run("scan".into()), "rcu")));
        assert_eq!(read("guess.rcu"), Ok(fact(Of::Guess, "rcu")));
        assert_eq!(read("data.items"), Ok(fact(Of::Data, "items")));
        let Ok(Expr::Fact(first)) = read("query.response.Items.0.SK") else { panic!() };
        assert_eq!(first.path, ["Items", "0", "SK"]);
    }

    #[test]
    fn products_bind_closer_than_sums_and_those_closer_than_comparisons() {
        let times =
            binary(BinaryOp::Times, fact(Of::Latest, "rcu"), Expr::Number(Number::from_u64(2)));
        let sum = binary(BinaryOp::Plus, Expr::Number(Number::from_u64(1)), times);
        assert_eq!(read("1 + rcu * 2"), Ok(sum.clone()));
        assert_eq!(
            read("1 + rcu * 2 > wcu and not ok"),
            Ok(binary(
                BinaryOp::And,
                binary(BinaryOp::Greater, sum, fact(Of::Latest, "wcu")),
                Expr::Not(Box::new(fact(Of::Latest, "ok")))
            ))
        );
    }

    #[test]
    fn what_is_wrong_is_said() {
        let wrong = [
            ("rcus", "did you mean `rcu`"),
            ("retuned", "did you mean `returned`"),
            ("other.rcu", "there is no run `other`"),
            ("guess.bytes", "isn't predicted"),
            ("rcu.more", "has no members"),
            ("1 +", "ends where"),
            ("(rcu", "`)` is missing"),
            ("rcu rcu", "goes on with"),
            ("rcu § 1", "has no meaning"),
            ("count(1)", "takes 3 to 3"),
            ("'open", "is missing"),
            ("", "ends where"),
        ];
        for (text, part) in wrong {
            let message = read(text).unwrap_err();
            assert!(message.contains(part), "{text}: {message}");
        }
        let deep = format!("{}1{}", "(".repeat(99), ")".repeat(99));
        assert!(read(&deep).unwrap_err().contains("nested too deeply"));
        assert!(parse("rcu", &Scope::default()).unwrap_err().contains("nothing has run"));
    }

    #[test]
    fn a_run_has_a_name_of_its_own() {
        assert_eq!(check_run_name("strong_2"), Ok(()));
        for name in ["rcu", "guess", "Query", "2nd", "", "a-b", "max"] {
            assert!(check_run_name(name).is_err(), "{name}");
        }
    }
}
