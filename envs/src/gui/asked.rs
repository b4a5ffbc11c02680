//! What a task asks for, said once: as records, as texts somebody might type, as what has to be read - and the task made of it.

use super::{
    author::{Kind, Rows},
    case::{Desk, Ref},
    def::{Def, Looks},
    desk,
    disturb::Schedule,
    plan::Plan,
    rows::{Changes, RowId},
    verb,
    wish::{Answer, AnswerKind, Offer, On, Piece, Sight, Wish},
};
use std::sync::Arc;
use truestep_core::model::Goal;

/// Apps that are installed only where a task is about them, so that the phones of other tasks stay as they were.
const ONLY_NAMED: &[&str] = &["Camera", "Shop", "Timer"];

/// What the task asks for.
impl Desk {
    /// The task is about an app.
    pub(super) fn about(&mut self, app: &str) {
        let app = self
            .phone
            .app(app)
            .unwrap_or_else(|| panic!("invariant: there is an app `{app}`"));
        if !self.wish.apps.contains(&app) {
            self.wish.apps.push(app);
        }
    }

    /// A field of a record is to read so. `needs`: what has to be known before anybody could think of it.
    pub(super) fn set(&mut self, at: Ref, field: &str, text: &str, needs: u64) {
        let number = self.field(at.table, field);
        let value = self.value(at.table, number, text);
        if needs != 0 {
            let piece = Piece::Field(at.table, at.row, number, value.clone());
            self.wish.needs.push((piece, needs));
        }
        let held = self.wish.wanted.get(&self.base, at.table, at.row);
        let mut content = held.map_or_else(Vec::new, |row| row.to_vec());
        content[usize::from(number)] = value;
        self.wish
            .wanted
            .write(&self.base, at.table, at.row, content.into());
        self.offer(at.table, number, On::Row(at.row), text, true, needs);
    }

    /// Somebody might think that a field of a record is to read so.
    pub(super) fn tempt(&mut self, at: Ref, field: &str, text: &str, needs: u64) {
        let number = self.field(at.table, field);
        self.offer(at.table, number, On::Row(at.row), text, false, needs);
    }

    /// A record is to be made. Each field: its name, what it is to read, and what has to be known first.
    pub(super) fn make(&mut self, table: &str, fields: &[(&str, &str, u64)]) {
        let plain: Vec<(&str, &str)> = fields
            .iter()
            .map(|(name, text, _)| (*name, *text))
            .collect();
        let number = self.table(table);
        let content = self.content(number, &plain);
        let all = fields.iter().fold(0, |all, (.., needs)| all | needs);
        if all != 0 {
            let same = |(piece, _): &&(Piece, u64)| matches!(piece, Piece::Made(t, row, _) if *t == number && *row == content);
            let count = self.wish.needs.iter().filter(same).count() + 1;
            let piece = Piece::Made(number, Arc::clone(&content), count);
            self.wish.needs.push((piece, all));
        }
        self.wish.wanted.make(&self.base, number, content);
        for (name, text, needs) in fields {
            let field = self.field(number, name);
            self.offer(number, field, On::New, text, true, *needs);
        }
    }

    /// Somebody might think that a field of the new record is to read so.
    pub(super) fn tempt_new(&mut self, table: &str, field: &str, text: &str, needs: u64) {
        let table = self.table(table);
        let field = self.field(table, field);
        self.offer(table, field, On::New, text, false, needs);
    }

    /// A field of new records is filled in by the phone, and no text is offered for it.
    pub(super) fn fills_in(&mut self, table: &str, field: &str) {
        let table = self.table(table);
        let field = self.field(table, field);
        let is_it = |offer: &Offer| (offer.table, offer.field) == (table, field);
        self.wish.offers.retain(|offer| !is_it(offer));
    }

    /// A record may be made on the way, and is to become another or be gone. `needs`: what has to be known before anybody could
    /// think of it.
    pub(super) fn pass(&mut self, table: &str, fields: &[(&str, &str)], needs: u64) {
        let table = self.table(table);
        let content = self.content(table, fields);
        if needs != 0 {
            let piece = Piece::Made(table, Arc::clone(&content), 1);
            self.wish.needs.push((piece, needs));
        }
        self.wish.passing.push((table, content));
    }

    /// A record is to be gone.
    pub(super) fn delete(&mut self, at: Ref) {
        self.wish.wanted.delete(&self.base, at.table, at.row);
    }

    /// The same, once something is known.
    pub(super) fn delete_after(&mut self, at: Ref, needs: u64) {
        self.delete(at);
        self.wish.needs.push((Piece::Gone(at.table, at.row), needs));
    }

    /// Of records that hold the same as another, all but one of each are to be gone; none before a field of all that are alike
    /// was read, which their screens show beside everything that tells them from others.
    pub(super) fn delete_twins(&mut self, table: &str, field: &str) {
        for at in self.twins(table) {
            let alike = self.alike(at);
            let one_of = alike.first().map(|first| first.row);
            let mut read = 0;
            for at in alike {
                read |= self.look(Sight {
                    table: at.table,
                    row: at.row,
                    field: self.field(at.table, field),
                    after: 0,
                    is_summed: false,
                    one_of,
                });
            }
            self.delete_after(at, read);
        }
    }

    fn offer(&mut self, table: u8, field: u8, on: On, text: &str, is_right: bool, needs: u64) {
        let kind = self.phone.field_of(table, field).kind;
        if text.is_empty() || matches!(kind, Kind::Choice(_) | Kind::Flag) {
            return;
        }
        let text = self.words.add(text);
        let is_same = |o: &&mut Offer| (o.table, o.field, o.on, o.text) == (table, field, on, text);
        if let Some(same) = self.wish.offers.iter_mut().find(is_same) {
            same.is_right |= is_right;
            same.needs &= needs;
            return;
        }
        self.wish.offers.push(Offer {
            table,
            field,
            on,
            text,
            is_right,
            needs,
        });
    }

    /// A field of a record has to be read; the bit of that fact.
    pub(super) fn see(&mut self, at: Ref, field: &str) -> u64 {
        self.see_after(at, field, 0)
    }

    /// The same of a field that nobody could know to look for before something else is known.
    pub(super) fn see_after(&mut self, at: Ref, field: &str, after: u64) -> u64 {
        let sight = Sight {
            table: at.table,
            row: at.row,
            field: self.field(at.table, field),
            after,
            is_summed: false,
            one_of: None,
        };
        self.look(sight)
    }

    /// Fields of records have to be added up: each has to be read, or their sum; the bits of that.
    pub(super) fn add_up(&mut self, records: &[Ref], field: &str) -> u64 {
        let mut all = 0;
        for at in records {
            let sight = Sight {
                table: at.table,
                row: at.row,
                field: self.field(at.table, field),
                after: 0,
                is_summed: true,
                one_of: None,
            };
            all |= self.look(sight);
        }
        all
    }

    fn look(&mut self, sight: Sight) -> u64 {
        let met = self.wish.sights.iter().position(|s| *s == sight);
        let bit = met.unwrap_or_else(|| {
            let table = self.phone.tables[usize::from(sight.table)].name;
            let label = self.phone.field_of(sight.table, sight.field).label;
            self.evidence
                .push(format!("{label} of {table} {}", sight.row));
            self.wish.sights.push(sight);
            self.wish.sights.len() - 1
        });
        // Of records that are alike there is another bit for each.
        let most = if sight.one_of.is_some() { 32 } else { 64 };
        debug_assert!(
            bit < most,
            "invariant: a task has at most {most} things to read"
        );
        1 << bit
    }

    /// A question is asked. `distractors` are offered beside the right answer once that can be known.
    pub(super) fn ask(&mut self, kind: AnswerKind, right: &str, distractors: &[String]) {
        let needs = self.wish.evidence();
        let mut offers = vec![(self.words.add(right), needs)];
        for other in distractors {
            let word = self.words.add(other);
            if !offers.iter().any(|(met, _)| *met == word) {
                offers.push((word, needs));
            }
        }
        offers.sort_unstable();
        self.wish.answer = Some(Answer {
            kind,
            right: right.into(),
            offers,
        });
    }

    /// A question for a number is asked; its neighbours are the distractors.
    pub(super) fn ask_count(&mut self, right: usize) {
        let near = (0..=right + 2).filter(|n| *n != right && n.abs_diff(right) <= 2);
        let others: Vec<String> = near.map(|n| n.to_string()).collect();
        self.ask(AnswerKind::Count, &right.to_string(), &others);
    }

    /// The same asked where it cannot be done: the record is not on the phone, and a look at all others of its table shows it.
    /// To be said after everything else.
    pub(super) fn vanish(&mut self, at: Ref, field: &str) {
        let table = self.phone.tables[usize::from(at.table)].name;
        let all = self.all(table);
        self.vanish_among(at, field, &all);
    }

    /// The same where a look at some others shows it: those among which it would be.
    pub(super) fn vanish_among(&mut self, at: Ref, field: &str, others: &[Ref]) {
        self.drop_records(&[at]);
        let left = others.iter().filter(|other| **other != at);
        let left: Vec<Ref> = left
            .map(|other| Ref {
                row: other.row - RowId::from(other.row > at.row),
                ..*other
            })
            .collect();
        self.impossible(&left, field);
    }

    /// What is asked for cannot be done, and a field of these records shows it.
    pub(super) fn impossible(&mut self, records: &[Ref], field: &str) {
        self.wish.wanted = Changes::default();
        self.wish.passing.clear();
        self.wish.sights.clear();
        self.wish.needs.clear();
        self.evidence.clear();
        self.wish.is_infeasible = true;
        for at in records {
            self.see(*at, field);
        }
        // Texts for the record that is missing go nowhere, and later ones have other numbers.
        self.wish.offers.clear();
    }

    /// A record has been otherwise from the start, in a field that lists are not sorted by.
    pub(in crate::gui) fn rewrite(&mut self, at: Ref, field: &str, text: &str) {
        let number = self.field(at.table, field);
        let value = self.value(at.table, number, text);
        let row = &mut self.base[usize::from(at.table)][usize::from(at.row)];
        let mut content = row.to_vec();
        content[usize::from(number)] = value;
        *row = content.into();
    }

    /// Take records from the phone; later ones of their tables get other numbers.
    pub(super) fn drop_records(&mut self, records: &[Ref]) {
        let mut records = records.to_vec();
        records.sort_unstable();
        for at in records.iter().rev() {
            self.base[usize::from(at.table)].remove(usize::from(at.row));
        }
    }

    /// The task; none where what is asked for holds already or cannot be reached.
    pub(super) fn finish(mut self, instruction: String, others: usize) -> Option<Def> {
        self.apps = self.installed(others);
        let wish = std::mem::take(&mut self.wish);
        let evidence = std::mem::take(&mut self.evidence);
        self.def(wish, evidence, instruction).asked()
    }

    /// What is wanted, on this phone.
    pub(super) fn def(&self, wish: Wish, evidence: Vec<String>, instruction: String) -> Def {
        let apps: Vec<&str> = self.phone.apps.iter().map(|app| app.name).collect();
        let forms = match self.phone.is_desktop {
            true => desk::forms(verb::MAX_ELEMENTS, None),
            false => verb::forms(&apps, None),
        };
        Def {
            goal: Goal {
                instruction,
                subgoals: vec![],
                evidence,
                max_steps: 0,
                feasible: !wish.is_infeasible,
            },
            forms,
            spoken: None,
            looks: Looks::default(),
            phone: Arc::clone(&self.phone),
            apps: self.apps.clone(),
            words: self.words.clone(),
            base: self.base.clone(),
            today: self.today,
            now: self.now,
            wish,
            schedule: Schedule::default(),
            plan: Plan::default(),
            parts: vec![],
        }
    }

    /// The apps that the task is about and some others, in the order of the launcher.
    fn installed(&mut self, count: usize) -> Vec<u8> {
        let all: Vec<u8> = (0..self.phone.apps.len() as u8).collect();
        let comes_beside = |app: &&u8| {
            let name = self.phone.apps[usize::from(**app)].name;
            !self.wish.apps.contains(app) && !ONLY_NAMED.contains(&name)
        };
        let others: Vec<u8> = all.iter().filter(comes_beside).copied().collect();
        let others = self.some(&others, count);
        let is_there = |app: &u8| {
            self.wish.apps.contains(app) || others.contains(app) || self.has_to_be_there(*app)
        };
        all.into_iter().filter(is_there).collect()
    }

    /// Whether a desktop cannot do without an app: those of the task can make records of its, and only it can make them good,
    /// or are to make some, and only it shows them.
    fn has_to_be_there(&self, app: u8) -> bool {
        let is_its = |number: u8| {
            let table = &self.phone.tables[usize::from(number)];
            table.app == app && (table.rows != Rows::Log || self.wish.wanted.touches(number))
        };
        let mut own = self.wish.apps.iter();
        self.phone.is_desktop
            && own.any(|own| {
                let root = self.phone.apps[usize::from(*own)].root;
                self.phone.within[usize::from(root)].written().any(is_its)
            })
    }
}
