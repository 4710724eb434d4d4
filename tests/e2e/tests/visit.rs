//! A visit to the page: what a person does there and looks at, in their words.
//!
//! Owns how the page's controls and figures are found. A visit is made with one hand, by mouse or
//! by keyboard alone, so that one story can be told with either. Nothing here sleeps or tries
//! again: what is looked at is waited for.

use std::collections::BTreeMap;
use std::ops::Deref;
use std::time::Duration;

use anyhow::{Context as _, Result, bail, ensure};
use e2e::{Page, on_page};
use serde_json::{Value, json};
use thirtyfour::components::SelectElement;
use thirtyfour::prelude::*;

/// How long the largest dataset may take to load on a slow machine.
const LOAD_LIMIT: Duration = Duration::from_secs(240);

/// What a person uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hand {
    /// The mouse, and the keyboard only for writing.
    Mouse,
    /// Nothing but keys.
    Keyboard,
}

/// A row of an answer: the text under each column.
pub type Row = BTreeMap<String, String>;

/// A person at the page.
pub struct Visit<'a> {
    page: &'a Page,
    hand: Hand,
}

impl Deref for Visit<'_> {
    type Target = Page;

    fn deref(&self) -> &Page {
        self.page
    }
}

/// Runs a test on the page as a new visitor finds it, its first dataset loaded.
pub async fn first_visit<F>(hand: Hand, work: F) -> Result<()>
where
    F: AsyncFnOnce(&Visit<'_>) -> Result<()>,
{
    on_page(async |page| {
        let visit = Visit { page, hand };
        visit.until_loaded().await?;
        work(&visit).await
    })
    .await
}

/// As [`first_visit`], for whoever has gone on from the start page to Explore.
pub async fn visit<F>(hand: Hand, work: F) -> Result<()>
where
    F: AsyncFnOnce(&Visit<'_>) -> Result<()>,
{
    first_visit(hand, async |visit| {
        visit.go_to("Explore").await?;
        work(visit).await
    })
    .await
}

impl Visit<'_> {
    /// Presses the button, link or disclosure with this name.
    pub async fn press_on(&self, name: &str) -> Result<()> {
        match self.hand {
            Hand::Mouse => click(&self.control(name).await?).await,
            Hand::Keyboard => {
                self.tab_to(name, |focus| {
                    let presses = ["button", "link", "DisclosureTriangle"];
                    focus.name == name && presses.contains(&focus.role.as_str())
                })
                .await?;
                self.press(Key::Enter).await
            }
        }
    }

    /// Presses what runs the question of the place.
    pub async fn run_it(&self) -> Result<()> {
        match self.hand {
            Hand::Mouse => click(&self.test_id("run").await?).await,
            Hand::Keyboard => {
                self.tab_to("the run button", |focus| focus.test_id == "run").await?;
                self.press(Key::Enter).await
            }
        }
    }

    /// Chooses an option of the list with this label.
    pub async fn choose(&self, label: &str, option: &str) -> Result<()> {
        match self.hand {
            Hand::Mouse => {
                let list = SelectElement::new(&self.field(label).await?).await?;
                Ok(list.select_by_exact_text(option).await?)
            }
            Hand::Keyboard => {
                self.tab_to(label, |f| f.name == label && f.role == "combobox").await?;
                self.arrow_to(option).await
            }
        }
    }

    /// Goes through the list that has the focus by arrow keys.
    async fn arrow_to(&self, option: &str) -> Result<()> {
        let script = format!(
            "const list = document.activeElement;
             const wanted = [...list.options].findIndex((option) => option.text === {});
             return wanted < 0 ? null : wanted - list.selectedIndex",
            json!(option)
        );
        let way = self.page.run(&script).await?.as_i64();
        let way = way.with_context(|| format!("the list has no {option}"))?;
        let key = if way < 0 { Key::Up } else { Key::Down };
        for _ in 0..way.abs() {
            self.press(key.clone()).await?;
        }
        ensure!(self.page.run(&script).await? == 0, "the arrows do not lead to {option}");
        Ok(())
    }

    /// Puts the focus into the field with this label.
    async fn enter(&self, label: &str) -> Result<()> {
        match self.hand {
            Hand::Mouse => click(&self.field(label).await?).await,
            Hand::Keyboard => {
                let fields = ["textbox", "spinbutton"];
                self.tab_to(label, |f| f.name == label && fields.contains(&f.role.as_str()))
                    .await?;
                Ok(())
            }
        }
    }

    /// Writes into the field with this label, in place of what it holds.
    pub async fn write(&self, label: &str, text: &str) -> Result<()> {
        self.enter(label).await?;
        self.type_over(text).await
    }

    /// Pastes into the field with this label, in place of what it holds.
    pub async fn paste(&self, label: &str, text: &str) -> Result<()> {
        self.enter(label).await?;
        self.paste_over(text).await
    }

    /// What the field with this label holds.
    pub async fn field_text(&self, label: &str) -> Result<String> {
        let field = self.field(label).await?;
        field.prop("value").await?.with_context(|| format!("{label} is no field"))
    }

    /// From now on notes in `window.files` what the page hands out as files.
    pub async fn overhear_files(&self) -> Result<()> {
        let script = "window.files = [];
            const make = URL.createObjectURL;
            URL.createObjectURL = (file) => {
                const at = window.files.push(null) - 1;
                file.text().then((text) => { window.files[at] = text; });
                return make(file);
            }";
        self.page.run(script).await?;
        Ok(())
    }

    /// Chooses this file in the page's file field.
    pub async fn bring_in(&self, file: &std::path::Path) -> Result<()> {
        let field = self.browser().find(By::Css("input[type=file]")).await?;
        Ok(field.send_keys(file.to_string_lossy()).await?)
    }

    /// Answers the question that is shown, whatever its kind and whether it is right, and waits
    /// for the explanation.
    pub async fn answer_question(&self) -> Result<()> {
        self.test_id("question").await?;
        // Whatever is the first choice; a number; the first option of each pattern. Cards have an
        // order from the beginning.
        let fill = "const type = (field, text) => {
                field.value = text;
                field.dispatchEvent(new Event('input', { bubbles: true }));
                field.dispatchEvent(new Event('change', { bubbles: true }));
            };
            const all = (selector) => document.querySelectorAll('.question ' + selector);
            all('.question-number input').forEach((field) => type(field, '1'));
            all('.question-pair select').forEach((field) => type(field, field.options[1].value));
            return all('.question-choice input').length > 0";
        let has_choices = self.page.run(fill).await? == true;
        match self.hand {
            Hand::Mouse if has_choices => {
                click(&self.css(".question-choice input").await?).await?;
            }
            Hand::Keyboard if has_choices => {
                self.tab_to("the choices", |focus| {
                    focus.role == "radio" || focus.role == "checkbox"
                })
                .await?;
                self.press(" ").await?;
            }
            _ => {}
        }
        self.press_on("Check: I'm guessing").await?;
        self.test_id("feedback").await?;
        Ok(())
    }

    /// Goes to a place by the navigation.
    pub async fn go_to(&self, place: &str) -> Result<()> {
        self.press_on(place).await?;
        self.expect_place(place).await
    }

    /// Opens the panel of the service.
    pub async fn open_service(&self) -> Result<()> {
        click(&self.css("[data-testid=service] > summary").await?).await
    }

    /// Sets or takes away the mark of the box with this label.
    pub async fn tick(&self, label: &str) -> Result<()> {
        click(&self.field(label).await?).await
    }

    /// Waits until the element with this test id has these words in it.
    pub async fn expect_text_in(&self, test_id: &str, words: &str) -> Result<()> {
        let script = format!(
            "return document.querySelector('[data-testid={}]')?.innerText.includes({})",
            json!(test_id),
            json!(words)
        );
        self.until(&format!("{test_id} says “{words}”"), &script).await?;
        Ok(())
    }

    /// Opens the newest record of a stream.
    pub async fn open_newest_record(&self) -> Result<()> {
        match self.hand {
            Hand::Mouse => click(&self.css(".changes-record").await?).await,
            Hand::Keyboard => {
                self.tab_to("the records", |focus| focus.test_id == "records").await?;
                self.press(Key::Home).await
            }
        }
    }

    /// Goes to how the data spreads over partitions.
    pub async fn go_to_data(&self) -> Result<()> {
        self.go_to("Partitions").await?;
        self.press_on("Your data").await?;
        self.test_id("landing").await?;
        Ok(())
    }

    /// Waits until this place is shown.
    pub async fn expect_place(&self, place: &str) -> Result<()> {
        let script = format!(
            "return document.querySelector('main h1')?.textContent.trim() === {}",
            json!(place)
        );
        self.until(&format!("{place} is shown"), &script).await?;
        Ok(())
    }

    /// Waits until no data is being loaded.
    pub async fn until_loaded(&self) -> Result<()> {
        let script = "return document.querySelector('main h1') !== null
            && document.querySelector('[data-testid=loading]') === null";
        self.until_within(LOAD_LIMIT, "the data is loaded", script).await?;
        Ok(())
    }

    /// Loads a size of the dataset that is there.
    pub async fn load_size(&self, size: &str) -> Result<()> {
        self.choose("Size", size).await?;
        self.until_loaded().await
    }

    /// Comes back to the page.
    pub async fn come_back(&self) -> Result<()> {
        self.open().await?;
        self.until_loaded().await
    }

    /// Waits until the element with this test id says exactly this.
    pub async fn expect(&self, test_id: &str, words: &str) -> Result<()> {
        let script = format!(
            "const text = document.querySelector('[data-testid={}]')?.innerText.trim();
             return text === {}",
            json!(test_id),
            json!(words)
        );
        let told = self.until(&format!("{test_id} is “{words}”"), &script).await;
        told.map(|_| ())
    }

    /// What the element with this test id says.
    pub async fn says(&self, test_id: &str) -> Result<String> {
        Ok(self.test_id(test_id).await?.text().await?.trim().to_owned())
    }

    /// Waits until the answer has exactly these rows, each by its sort key.
    pub async fn expect_rows(&self, sort_keys: &[&str]) -> Result<()> {
        let script = format!(
            "{ROWS} return JSON.stringify(rows().map((row) => row.SK)) === {}",
            json!(json!(sort_keys).to_string())
        );
        self.until(&format!("the rows are {sort_keys:?}"), &script).await?;
        Ok(())
    }

    /// The rows of the answer that are drawn.
    pub async fn rows(&self) -> Result<Vec<Row>> {
        let rows = self.page.run(&format!("{ROWS} return rows()")).await?;
        Ok(serde_json::from_value(rows)?)
    }

    /// Waits until the meter shows these units.
    pub async fn expect_meter(&self, read: &str, written: &str) -> Result<()> {
        self.expect("meter-rcu", read).await?;
        self.expect("meter-wcu", written).await
    }

    /// Waits until an item of this description lies on a strip in view.
    pub async fn expect_on_strip(&self, described: &str) -> Result<()> {
        let script = format!(
            "return [...document.querySelectorAll('[data-testid=strip-item]')]
                .some((item) => item.title.startsWith({}))",
            json!(described)
        );
        self.until(&format!("{described} lies on a strip"), &script).await?;
        Ok(())
    }

    /// The figures of a list of names and values, such as a bill.
    pub async fn figures(&self, of: &str) -> Result<Row> {
        let script = format!(
            "const part = document.querySelector({});
             const lines = [...(part?.querySelectorAll('dt') ?? [])];
             return lines.length > 0 && Object.fromEntries(lines.map(
                 (name) => [name.innerText.trim(), name.nextElementSibling.innerText.trim()]))",
            json!(of)
        );
        let figures = self.until(&format!("{of} has figures"), &script).await?;
        Ok(serde_json::from_value(figures)?)
    }

    /// The sum of a column of a table, both by their headings.
    pub async fn column_sum(&self, table: &str, column: &str) -> Result<u64> {
        let script = format!(
            "const table = document.querySelector({});
             const names = [...table.querySelectorAll('thead th')].map((name) => name.innerText);
             const at = names.indexOf({});
             return [...table.querySelectorAll('tbody tr')].map((row) => row.cells[at].innerText)",
            json!(table),
            json!(column)
        );
        let cells: Vec<String> = serde_json::from_value(self.page.run(&script).await?)?;
        ensure!(!cells.is_empty(), "{table} has no rows");
        cells.iter().map(|cell| number(cell)).sum()
    }

    /// Waits for the rejection of a request: the service's words, and a sentence beside them.
    pub async fn expect_rejection(&self, words: &str) -> Result<()> {
        let script = "const box = document.querySelector('[role=alert].answer-rejected');
            return box && [...box.querySelectorAll('p')].map((part) => part.innerText)";
        let said = self.until(&format!("it is rejected with “{words}”"), script).await?;
        let said: Vec<String> = serde_json::from_value(said)?;
        ensure!(said.first().is_some_and(|line| line.contains(words)), "it says {said:?}");
        let plain = said.get(1).is_some_and(|line| line.ends_with('.') && line.len() > 20);
        ensure!(plain, "no plain sentence beside {said:?}");
        Ok(())
    }

    /// Waits for a notice with these words.
    pub async fn expect_notice(&self, words: &str) -> Result<()> {
        let script = format!(
            "return [...document.querySelectorAll('[data-testid=notice]')]
                .some((notice) => notice.innerText.includes({}))",
            json!(words)
        );
        self.until(&format!("a notice says “{words}”"), &script).await?;
        Ok(())
    }

    /// Waits until there is no notice.
    pub async fn expect_no_notice(&self) -> Result<()> {
        self.expect_no_notice_but("no notice at all").await
    }

    /// Waits until there is no notice but one with these words.
    pub async fn expect_no_notice_but(&self, words: &str) -> Result<()> {
        let script = format!(
            "return [...document.querySelectorAll('[data-testid=notice]')]
                .every((notice) => notice.innerText.includes({}))",
            json!(words)
        );
        self.until("no notice is left", &script).await?;
        Ok(())
    }

    /// The buttons of the notices.
    pub async fn offers(&self) -> Result<Vec<String>> {
        let script = "return [...document.querySelectorAll('[data-testid=notice] button')]
            .map((button) => button.innerText)";
        Ok(serde_json::from_value(self.page.run(script).await?)?)
    }

    /// Fails if the page is wider than the window.
    pub async fn expect_no_sideways_scrolling(&self, place: &str) -> Result<()> {
        let script = "const root = document.scrollingElement;
            const inside = (element) => element !== null
                && (getComputedStyle(element).overflowX !== 'visible' || inside(element.parentElement));
            const wide = [...document.body.querySelectorAll('*')]
                .filter((e) => e.getBoundingClientRect().right > root.clientWidth + 1)
                .filter((e) => !inside(e.parentElement) || e.parentElement === document.body)
                .map((e) => `${e.tagName}.${e.className}`);
            return { over: root.scrollWidth - root.clientWidth, wide: wide.slice(0, 5) }";
        let seen = self.page.run(script).await?;
        match seen["over"].as_i64() {
            Some(over) if over <= 0 => Ok(()),
            _ => bail!("{place} scrolls sideways: {seen}"),
        }
    }

    /// A number that a script gives.
    pub async fn measure(&self, script: &str) -> Result<f64> {
        let found: Value = self.page.run(script).await?;
        found.as_f64().with_context(|| format!("{script} gave {found}"))
    }
}

/// Clicks on what may lie below the edge of the window or a bar that stays there.
async fn click(element: &WebElement) -> Result<()> {
    element.scroll_into_view().await?;
    Ok(element.click().await?)
}

/// Reads the drawn rows of the answer: each a map from column to text.
const ROWS: &str = "
    const rows = () => {
        const grid = document.querySelector('[role=grid][aria-label=\"Items returned\"]');
        if (grid === null) return [];
        const texts = (from, role) =>
            [...from.querySelectorAll(`[role=${role}]`)].slice(1).map((cell) => cell.textContent);
        const names = texts(grid, 'columnheader');
        const drawn = [...grid.querySelectorAll('.grid-body [role=row]')];
        return drawn.map((row) => Object.fromEntries(
            texts(row, 'gridcell').map((text, at) => [names[at], text])));
    };";

/// The number that a text begins with, whatever unit follows: "335,000 B".
pub fn number(text: &str) -> Result<u64> {
    let digits = text.split(|c: char| !c.is_ascii_digit() && c != ',').next().unwrap_or_default();
    digits.replace(',', "").parse().with_context(|| format!("“{text}” begins with no number"))
}
