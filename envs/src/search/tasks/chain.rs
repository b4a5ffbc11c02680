//! `search/chain2` to `search/chain5`: from something that is named through so many relations to the answer.
//!
//! Oracle: (`search` `open` [`find`])* `answer`; `find` where the line is not among those a page shows. Evidence: every
//! link. Grade: 1 or 0.

use super::{Draft, Draw, Template};
use crate::search::world::Kind;
use truestep_core::truth::FactSet;

const fn template(
    name: &'static str,
    summary: &'static str,
    draft: fn(&mut Draw<'_>) -> Option<Draft>,
) -> Template {
    Template {
        name,
        version: 2,
        summary,
        random_ceiling_percent: 5,
        draft,
    }
}

pub(crate) const TWO: Template =
    template("chain2", "follow two relations from what is named", |d| {
        draft(d, 2)
    });
pub(crate) const THREE: Template =
    template("chain3", "follow three relations from what is named", |d| {
        draft(d, 3)
    });
pub(crate) const FOUR: Template =
    template("chain4", "follow four relations from what is named", |d| {
        draft(d, 4)
    });
pub(crate) const FIVE: Template =
    template("chain5", "follow five relations from what is named", |d| {
        draft(d, 5)
    });

/// What chains begin with; novels and companies, of which most is told, twice.
const BEGINNINGS: [Kind; 7] = [
    Kind::Novel,
    Kind::Novel,
    Kind::Company,
    Kind::Company,
    Kind::Festival,
    Kind::School,
    Kind::Person,
];

fn draft(draw: &mut Draw<'_>, hops: usize) -> Option<Draft> {
    let kind = draw.one(&BEGINNINGS)?;
    let start = draw.any(kind)?;
    let links = draw.walk(start, hops)?;
    let opening = draw.opening(start);
    draw.chain(&links, opening, FactSet::default())
}
