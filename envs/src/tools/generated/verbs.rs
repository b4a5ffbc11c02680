//! What is done to things: a theme's verbs as a domain has them.

use super::{
    blueprint::{Becomes, Change, Column, Effect, Entity, Need, Shape, Test, pick},
    draw::Drawing,
    theme::{Clause, Kind, Verb, What},
};

impl Drawing {
    fn one_of(&mut self, numbers: &[i64]) -> i64 {
        pick(&mut self.chance, numbers)
    }

    /// A verb as a domain has it; none if something is missing that it cannot do without.
    pub(super) fn change(
        &mut self,
        kinds: &[Entity],
        number: usize,
        sketch: &Kind,
        verb: &Verb,
        name: &str,
    ) -> Result<Option<Change>, String> {
        let entity = &kinds[number];
        let theme = self.theme;
        let is_known = |kind: &str| theme.kinds.iter().any(|k| k.one[0] == kind);
        let is_sketched = |name: &str| sketch.columns.iter().any(|column| column.name == name);
        let own = |name: &str| entity.columns.iter().position(|column| column.name == name);
        let state = |kind: usize, state: &str| match kinds[kind].columns.last() {
            Some(Column {
                what: What::State(states),
                ..
            }) if states.contains(&state) => Ok(()),
            _ => Err(format!("{} has no state `{state}`", kinds[kind].one)),
        };
        for name in verb.from.iter().chain(&verb.to) {
            state(number, name)?;
        }
        let shape = match (verb.from.is_empty(), verb.to) {
            (true, Some(_)) => Shape::Make,
            (false, Some(_)) => Shape::Change,
            (false, None) => Shape::Remove,
            (true, None) => return Err("it neither begins nor ends".into()),
        };
        let mut change = Change {
            verb: name.replace('_', " "),
            shape,
            from: verb.from.clone(),
            to: verb.to,
            needs: vec![],
            effects: vec![],
            takes: vec![],
        };
        let status = entity.status().ok_or("it has no states")?;
        if shape != Shape::Make {
            change.needs.push(Need::Is {
                of: None,
                column: status,
                test: Test::In(verb.from.clone()),
            });
        }
        if shape == Shape::Make {
            change.takes.extend(entity.refers().map(|(place, _)| place));
            if change.takes.is_empty() {
                return Ok(None);
            }
        } else if let Some(to) = verb.to.filter(|to| verb.from != [*to]) {
            change.effects.push(Effect {
                of: None,
                column: status,
                becomes: Becomes::Word(to),
            });
        }
        for clause in &verb.clauses {
            // The column by which it refers to a kind, and the kind.
            let refers = |this: &Self, name: &str| {
                let kind = this.kind(name)?;
                let mut refers = entity.refers();
                refers.find(|(_, other)| *other == kind)
            };
            match clause {
                Clause::Is(what, states) if is_known(what) => {
                    if let Some((of, kind)) = refers(self, what) {
                        for name in states {
                            state(kind, name)?;
                        }
                        let column = kinds[kind].columns.len() - 1;
                        let (of, test) = (Some(of), Test::In(states.clone()));
                        change.needs.push(Need::Is { of, column, test });
                    }
                }
                Clause::Becomes(what, to) => {
                    if let Some((of, kind)) = refers(self, what) {
                        state(kind, to)?;
                        change.effects.push(Effect {
                            of: Some(of),
                            column: kinds[kind].columns.len() - 1,
                            becomes: Becomes::Word(to),
                        });
                    } else if !is_known(what) {
                        return Err(format!("there is no kind `{what}`"));
                    }
                }
                Clause::No(what, states) => match self.kind(what) {
                    Some(kind) => {
                        let mut by = kinds[kind].refers();
                        let by = by.find(|(_, other)| *other == number);
                        let (by, _) = by.ok_or(format!("no {what} refers to it"))?;
                        for name in states {
                            state(kind, name)?;
                        }
                        let states = states.clone();
                        change.needs.push(Need::Alone { kind, by, states });
                    }
                    None if is_known(what) => {}
                    None => return Err(format!("there is no kind `{what}`")),
                },
                Clause::Is(column, _)
                | Clause::Most(column, _)
                | Clause::Least(column, _)
                | Clause::Add(column, _)
                | Clause::Set(column, _)
                | Clause::Takes(column) => match own(column) {
                    Some(place) => {
                        self.of_column(&mut change, clause, place, entity)?;
                    }
                    None if is_sketched(column) => {}
                    None => return Err(format!("there is no column `{column}`")),
                },
            }
        }
        // What changes nothing is no tool.
        let does = shape != Shape::Change || !change.effects.is_empty() || !change.takes.is_empty();
        Ok(does.then_some(change))
    }

    /// A clause about a column of its own.
    fn of_column(
        &mut self,
        change: &mut Change,
        clause: &Clause,
        column: usize,
        entity: &Entity,
    ) -> Result<(), String> {
        let mut need = |test| {
            let of = None;
            change.needs.push(Need::Is { of, column, test });
        };
        match clause {
            Clause::Is(_, words) => need(Test::In(words.clone())),
            Clause::Most(_, numbers) => {
                let most = self.one_of(numbers);
                need(Test::Most(most));
            }
            Clause::Least(_, numbers) => {
                let least = self.one_of(numbers);
                need(Test::Least(least));
            }
            Clause::Add(_, numbers) => change.effects.push(Effect {
                of: None,
                column,
                becomes: Becomes::More(self.one_of(numbers)),
            }),
            Clause::Set(_, word) => {
                let What::Word(words) = &entity.columns[column].what else {
                    return Err("only words are set".into());
                };
                // A word that this domain lacks is not set.
                if words.contains(word) {
                    change.effects.push(Effect {
                        of: None,
                        column,
                        becomes: Becomes::Word(word),
                    });
                }
            }
            Clause::Takes(_) => change.takes.push(column),
            Clause::No(..) | Clause::Becomes(..) => {}
        }
        Ok(())
    }
}
