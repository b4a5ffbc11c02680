//! What a request has changed, what that rests on, and the changes that lie near by mistake.

use super::{
    blueprint::{Act, Need, Shape},
    case::Case,
    data::Cell,
    policy::{Subject, argument},
    theme::What,
};
use crate::tools::kernel::types::Facts;
use serde_json::{Map, Value};

impl Case<'_> {
    /// What shows that no rule forbids a tool for a row: what it refers to is looked at where a rule is about that.
    pub(super) fn permission(
        &mut self,
        tool: usize,
        row: usize,
        own: Facts,
    ) -> Result<Facts, String> {
        let world = self.world;
        let kind = world.print.tools[tool].kind;
        let mut evidence = own;
        for law in world.laws(tool) {
            let Subject::Other { of, .. } = law.subject else {
                continue;
            };
            let what = &world.print.kinds[kind].columns[of].what;
            if let (What::Row(other), Cell::Row(number)) = (what, &world.rows[kind][row].cells[of])
            {
                evidence |= self.contents(*other, *number, own)?;
            }
        }
        self.all |= evidence;
        Ok(evidence)
    }

    /// What shows that a tool's own precondition holds for a row: the rows beside it that its description names. The tool looks
    /// at them itself, so that a change need not rest on it; but whoever looks first learns something.
    pub(super) fn precondition(
        &mut self,
        tool: usize,
        row: usize,
        own: Facts,
    ) -> Result<Facts, String> {
        let world = self.world;
        let of = &world.print.tools[tool];
        let Act::Do(change) = &of.act else {
            return Ok(0);
        };
        let mut all = 0;
        for need in &change.needs {
            match need {
                Need::Is { of: Some(by), .. } => {
                    let what = &world.print.kinds[of.kind].columns[*by].what;
                    if let (What::Row(other), Cell::Row(number)) =
                        (what, &world.rows[of.kind][row].cells[*by])
                    {
                        all |= self.contents(*other, *number, own)?;
                    }
                }
                Need::Is { of: None, .. } => {}
                Need::Alone { kind, by, .. } => all |= self.those_of(*kind, *by, row, own),
            }
        }
        Ok(all)
    }

    /// The same change of other rows, which is not asked for: refused or not, it is offered as the right one is.
    pub(super) fn not_of(&mut self, tool: usize, rows: &[usize], further: &Map<String, Value>) {
        let of = &self.world.print.tools[tool];
        for &row in rows {
            let mut arguments = self.names(of.kind, row);
            arguments.extend(further.clone());
            let known = self.known(of.kind, row) | self.asked;
            self.maker.wrong(&of.name, Value::Object(arguments), known);
        }
    }

    /// Have a row changed by a tool with further arguments, on what is known of it.
    pub(super) fn change(
        &mut self,
        tool: usize,
        row: usize,
        further: Map<String, Value>,
        evidence: Facts,
    ) -> Result<(), String> {
        let of = &self.world.print.tools[tool];
        let evidence = self.permission(tool, row, evidence)? | self.asked;
        self.precondition(tool, row, evidence)?;
        let mut arguments = self.names(of.kind, row);
        arguments.extend(further);
        let known = self.known(of.kind, row);
        self.maker
            .write(&of.name, Value::Object(arguments), known, evidence);
        Ok(())
    }

    /// Note the changes of rows that could be made by mistake: every other that their tools would carry out.
    pub(super) fn near(&mut self, kind: usize, rows: &[usize]) {
        let world = self.world;
        for &row in rows {
            let known = self.known(kind, row);
            for tool in world.print.tools.iter().filter(|tool| tool.kind == kind) {
                let arguments = self.names(kind, row);
                match &tool.act {
                    Act::Do(change)
                        if change.shape != Shape::Make
                            && change.takes.is_empty()
                            && world.allows(kind, row, change) => {}
                    Act::Set(columns) => {
                        for &place in columns {
                            let Some((value, _)) = self.other(kind, row, place) else {
                                continue;
                            };
                            let mut arguments = arguments.clone();
                            arguments.insert(argument(&world.print.kinds[kind], place), value);
                            self.mistake_of(&tool.name, arguments, known);
                        }
                        continue;
                    }
                    _ => continue,
                }
                self.mistake_of(&tool.name, arguments, known);
            }
        }
    }

    pub(super) fn mistake(&mut self, tool: usize, arguments: Map<String, Value>, shown: Facts) {
        let tool = &self.world.print.tools[tool].name;
        self.mistake_of(tool, arguments, shown);
    }

    fn mistake_of(&mut self, tool: &'static str, arguments: Map<String, Value>, shown: Facts) {
        self.mistakes.push((tool, Value::Object(arguments), shown));
    }
}
