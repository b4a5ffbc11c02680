//! What hands do on a desktop, for tests: things found by their words.

use super::task_with;
use crate::gui::{Def, Gui, State, tests::act};
use truestep_core::{
    model::{Dynamics, Render, ViewKind},
    truth::Rejection,
};

/// A desktop on which somebody acts.
pub(super) struct Hands {
    pub(super) def: Def,
    pub(super) state: State,
}

impl Hands {
    /// The first instance of a template that is as it has to be.
    pub(super) fn on(name: &str, is_it: impl Fn(&Def) -> bool) -> Self {
        let mut all = (1..60).filter_map(|seed| task_with(name, seed, &[("others", "0")]));
        let def = all.find(is_it).expect("an instance");
        let state = def.start();
        Self { def, state }
    }

    /// The first task that asks for one text to be replaced, with the file, its folder and the new text.
    pub(super) fn on_a_rewrite() -> (Self, [String; 3]) {
        let one = |def: &Def| !def.goal().instruction.contains(" and ");
        let hands = Self::on("text-rewrite", one);
        let asked = &hands.def.goal().instruction["Replace the text of ".len()..];
        let (file, text) = asked.split_once(" by \"").unwrap();
        let (file, folder) = file.split_once(" in ").unwrap();
        let asked = [file, folder, text.trim_end_matches("\".")].map(str::to_owned);
        (hands, asked)
    }

    /// The text view.
    pub(super) fn shown(&self) -> String {
        let mut out = String::new();
        Gui::observe(&self.def, &self.state, &(), ViewKind::TEXT, &mut out);
        out
    }

    /// The number of the first element whose line has these words.
    pub(super) fn find(&self, words: &str) -> usize {
        let text = self.shown();
        let mut lines = text.lines().filter(|line| line.starts_with('['));
        lines
            .position(|line| line.contains(words))
            .unwrap_or_else(|| panic!("{words} in {text}"))
    }

    /// Whether an element's line has these words.
    pub(super) fn has(&self, words: &str) -> bool {
        let text = self.shown();
        let mut lines = text.lines().filter(|line| line.starts_with('['));
        lines.any(|line| line.contains(words))
    }

    /// Scroll to the page that has these words, if one has.
    fn scroll_to(&mut self, words: &str) {
        if self.has(words) {
            return;
        }
        while act(&self.def, &mut self.state, "scroll[up]").is_ok() {}
        while !self.has(words) && act(&self.def, &mut self.state, "scroll[down]").is_ok() {}
    }

    pub(super) fn key(&mut self, keys: &str) {
        act(&self.def, &mut self.state, &format!("key[{keys}]")).unwrap();
    }

    /// Do something to the first element with these words.
    pub(super) fn does(&mut self, verb: &str, words: &str) -> Result<(), Rejection> {
        self.scroll_to(words);
        let number = self.find(words);
        act(&self.def, &mut self.state, &format!("{verb}[{number}]"))
    }

    pub(super) fn click(&mut self, words: &str) {
        self.does("click", words).unwrap();
    }

    pub(super) fn double(&mut self, words: &str) {
        self.does("double_click", words).unwrap();
    }

    pub(super) fn right(&mut self, words: &str) {
        self.does("right_click", words).unwrap();
    }

    pub(super) fn types(&mut self, field: &str, text: &str) -> Result<(), Rejection> {
        let number = self.find(&format!("field \"{field}\""));
        act(
            &self.def,
            &mut self.state,
            &format!("type[{number}, {text}]"),
        )
    }

    /// What a field of a record of the start reads.
    pub(super) fn reads(&self, table: &str, row: usize, field: &str) -> String {
        read(&self.def, table, row, field)
    }

    /// The records of the start.
    pub(super) fn rows(&self, table: &str) -> usize {
        let number = self.def.phone.table(table).unwrap();
        self.def.base[usize::from(number)].len()
    }

    /// The first record of the start of which a field reads so.
    pub(super) fn row(&self, table: &str, field: &str, text: &str) -> usize {
        (0..self.rows(table))
            .find(|&row| self.reads(table, row, field) == text)
            .unwrap_or_else(|| panic!("a {table} whose {field} is {text}"))
    }

    /// The records as they are now; what a field of each reads.
    pub(super) fn now(&self, table: &str, field: &str) -> Vec<String> {
        let number = self.def.phone.table(table).unwrap();
        let field = self.def.phone.field(number, field).unwrap();
        let rows = self.state.changes.rows(&self.def.base, number);
        let rows = rows.filter_map(|row| self.def.row(&self.state.changes, number, row));
        rows.map(|row| self.def.text(number, field, row)).collect()
    }

    pub(super) fn refused(told: Result<(), Rejection>, code: &str, words: &str) {
        let no = told.expect_err("it is refused");
        assert_eq!(no.code, code, "{no:?}");
        assert!(no.message.contains(words), "{no:?}");
    }

    pub(super) fn ends_well(&mut self) {
        let verb = Gui::decode(&self.def, &self.state, "done").unwrap();
        crate::gui::tests::step(&self.def, &mut self.state, &verb);
        assert_eq!(
            self.state.ended,
            crate::gui::state::Ended::Solved,
            "{}",
            self.def.goal().instruction
        );
    }
}

/// What a field of a record of the start reads.
pub(super) fn read(def: &Def, table: &str, row: usize, field: &str) -> String {
    let number = def.phone.table(table).unwrap();
    let field = def.phone.field(number, field).unwrap();
    def.text(number, field, &def.base[usize::from(number)][row])
}
