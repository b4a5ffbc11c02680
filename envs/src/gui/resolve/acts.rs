//! What buttons do, from names to numbers.

use super::{On, Resolver};
use crate::gui::{
    author::{Act, Given, Submit},
    bake::{BakedAct, BakedGiven, BakedSubmit, BakedTakes},
    laws::BadApp,
    verb::Way,
};

impl Resolver<'_> {
    fn submit(&self, on: &On, submit: Submit) -> Result<BakedSubmit, BadApp> {
        let drafts = on.drafts()?;
        let choice = |table: u8, (name, option): &(&'static str, &'static str)| {
            let field = self.field(table, name)?;
            Ok((field, self.option(table, field, option)?))
        };
        let sets = submit.sets.iter().map(|set| choice(drafts, set));
        let limit = |(table, field): (&'static str, &'static str)| {
            let table = self.table(table)?;
            Ok((table, self.field(table, field)?))
        };
        let spends = submit
            .spends
            .map(|(amount, most)| Ok((self.field(drafts, amount)?, most.map(limit).transpose()?)));
        let takes = submit.takes.map(|takes| {
            let of = self.table(takes.of)?;
            let (name, before, after) = takes.turns;
            let turned = self.field(of, name)?;
            Ok(BakedTakes {
                of,
                same: (
                    self.field(of, takes.same.0)?,
                    self.field(on.of()?, takes.same.1)?,
                ),
                turns: (
                    turned,
                    self.option(of, turned, before)?,
                    self.option(of, turned, after)?,
                ),
            })
        });
        Ok(BakedSubmit {
            from: self.pairs(drafts, submit.from, || on.of())?,
            sets: sets.collect::<Result<_, _>>()?,
            today: submit
                .today
                .map(|name| self.field(drafts, name))
                .transpose()?,
            spends: spends.transpose()?,
            takes: takes.transpose()?,
            marks: submit.marks.map(|set| choice(on.of()?, &set)).transpose()?,
        })
    }

    pub(super) fn act(&self, on: &On, act: Act) -> Result<BakedAct, BadApp> {
        Ok(match act {
            Act::New(screen) => BakedAct::New(self.screen(screen)?),
            Act::Edit(screen) => BakedAct::Edit(self.screen(screen)?),
            Act::Save => BakedAct::Save,
            Act::Delete => BakedAct::Delete(vec![]),
            Act::DeleteWith(others) => {
                let other = |(table, there, here): &(&'static str, &'static str, &'static str)| {
                    let table = self.table(table)?;
                    Ok((
                        table,
                        self.field(table, there)?,
                        self.field(on.of()?, here)?,
                    ))
                };
                BakedAct::Delete(others.iter().map(other).collect::<Result<_, _>>()?)
            }
            Act::Earlier => BakedAct::Move(Way::Up),
            Act::Later => BakedAct::Move(Way::Down),
            Act::Submit(submit) => BakedAct::Submit(Box::new(self.submit(on, submit)?)),
            Act::Make { of, with, then } => {
                let of = self.table(of)?;
                let with = with
                    .iter()
                    .map(|(name, given)| self.given(on, of, name, *given));
                BakedAct::Make {
                    of,
                    with: with.collect::<Result<_, _>>()?,
                    then,
                }
            }
            Act::Set(name, option) => {
                let of = on.of()?;
                let field = self.field(of, name)?;
                BakedAct::Set(field, self.option(of, field, option)?)
            }
            Act::Find(screen, there, here) => {
                let id = self.screen(screen)?;
                let target = self.0.screens[usize::from(id) - 1].1.of;
                let table = self.table(target.ok_or(BadApp::NoRecord { screen })?)?;
                BakedAct::Find(id, self.field(table, there)?, self.field(on.of()?, here)?)
            }
        })
    }

    fn given(
        &self,
        on: &On,
        of: u8,
        name: &'static str,
        given: Given,
    ) -> Result<(u8, BakedGiven), BadApp> {
        let field = self.field(of, name)?;
        let given = match given {
            Given::Of(here) => BakedGiven::Of(self.field(on.of()?, here)?),
            Given::Below(table, there) => {
                let table = self.table(table)?;
                BakedGiven::Below(table, self.field(table, there)?)
            }
            Given::Is(option) => BakedGiven::Is(self.option(of, field, option)?),
            Given::Today => BakedGiven::Today,
            Given::Now => BakedGiven::Now,
        };
        Ok((field, given))
    }
}
