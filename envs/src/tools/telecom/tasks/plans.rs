//! Lines are moved to the cheapest plan that holds what they use.

use super::{
    Scope,
    errands::{Kind, besides},
};
use crate::tools::{
    kernel::types::{Def, Facts},
    telecom::{
        case::Case,
        offers::Plan,
        policy::NOT_ALLOWED,
        world::{Line, World},
    },
};
use serde_json::json;
use truestep_core::chance::Chance;

/// The cheapest plan that holds so much, whoever may have it.
fn best(world: &World, least: i64) -> Option<&Plan> {
    let plans = world.plans.iter().filter(|plan| plan.gb >= least);
    plans.min_by_key(|plan| plan.cents)
}

/// Whether a line may be moved to a plan.
fn may_have(world: &World, line: &Line, plan: &Plan) -> bool {
    !line.is_bound() || plan.cents > world.plans[line.plan].cents
}

/// The cheapest plan that holds so much and to which a line may be moved.
pub(super) fn cheapest<'w>(world: &'w World, line: &Line, least: i64) -> Option<&'w Plan> {
    let plans = world.plans.iter();
    let plans = plans.filter(|plan| plan.gb >= least && may_have(world, line, plan));
    plans.min_by_key(|plan| plan.cents)
}

/// The month in which a line has used most.
fn most(line: &Line) -> i64 {
    line.usage.into_iter().max().unwrap_or(0)
}

/// The plan that is best for a line, if it is another than it has.
fn better<'w>(world: &'w World, line: &Line) -> Option<&'w Plan> {
    let plan = best(world, most(line))?;
    (plan.id != world.plans[line.plan].id).then_some(plan)
}

/// Whether a line can be moved to what is best for it, and whether it only is not allowed to.
pub(super) fn can_move(world: &World, line: &Line) -> bool {
    better(world, line).is_some_and(|plan| may_have(world, line, plan))
}

fn is_held(world: &World, line: &Line) -> bool {
    better(world, line).is_some_and(|plan| !may_have(world, line, plan))
}

/// The fact of what a line costs a month on a plan: worked out from `known`, or said when it is moved there.
pub(super) fn monthly(case: &mut Case<'_>, line: &Line, plan: &Plan, known: Facts) -> Facts {
    let needles = [
        format!("line {} has plan {} (", line.id, plan.id),
        " a month; before: ".into(),
    ];
    case.amount(format!("what {} costs a month", line.id), known, needles)
}

/// Move a line to what is best for it; gives the price, and the fact that says it.
pub(super) fn shift(case: &mut Case<'_>, line: &Line) -> Result<(i64, Facts), String> {
    let world = case.world;
    let plan = better(world, line).ok_or("the line has the best plan already")?;
    let evidence = case.usage(line) | case.plans() | case.line(line);
    let call = |id: &str| json!({"line_id": line.id, "plan_id": id});
    case.write("change_plan", call(&plan.id), evidence, evidence);
    let now = &world.plans[line.plan].id;
    let others = world.plans.iter();
    let others = others.filter(|other| other.id != plan.id && other.id != *now);
    for other in others.take(2) {
        case.wrong("change_plan", call(&other.id), evidence);
    }
    Ok((plan.cents, monthly(case, line, plan, evidence)))
}

/// What is wanted of lines, without a full stop.
pub(super) fn wish(lines: &[&Line]) -> String {
    const PLAN: &str = "to the cheapest plan that holds at least what it used in the busiest of the last three months";
    let spoken: Vec<String> = lines.iter().map(|line| line.spoken()).collect();
    match lines.len() {
        1 => format!("Please move {} {PLAN}", spoken[0]),
        _ => format!("Please move {}, each {PLAN}", spoken.join(" and ")),
    }
}

/// Most lines of one ticket.
const MOST: u32 = 2;

pub(super) fn build(mut scope: Scope<'_>) -> Result<Def, String> {
    let world = scope.world;
    let count = 1 + scope.chance.below(MOST) as usize;
    let mut case = Case::ticket(scope, |customer| {
        let lines = customer.lines.iter();
        lines.filter(|line| can_move(world, line)).count() >= count
    })?;
    let lines = case.customer.lines.iter();
    let lines: Vec<&Line> = lines.filter(|line| can_move(world, line)).collect();
    let (mut total, mut known) = (0, 0);
    let lines = case.some(count, &lines);
    case.say(wish(&lines));
    let taken: Vec<&str> = lines.iter().map(|line| line.id.as_str()).collect();
    for line in lines {
        let (cents, evidence) = shift(&mut case, line)?;
        (total, known) = (total + cents, known | evidence);
    }
    let others = [total + 250, total + 1_000];
    match count {
        1 => {
            case.say("Tell me the new monthly price".into());
            case.tell("monthly price", total, known, &others);
        }
        _ => {
            case.say("Tell me the total of the new monthly prices".into());
            case.tell("total", total, known, &others);
        }
    }
    besides(&mut case, &taken, &[Kind::Plan])?;
    case.finish()
}

/// One line is moved; another is bound and would be moved to a plan that costs no more.
pub(super) fn bound(scope: Scope<'_>) -> Result<Def, String> {
    let world = scope.world;
    let fits = [can_move, is_held];
    let mut case = Case::ticket(scope, |customer| {
        let has = |fits: fn(&World, &Line) -> bool| {
            let mut lines = customer.lines.iter();
            lines.any(|line| fits(world, line))
        };
        fits.into_iter().all(has)
    })?;
    let mut lines: Vec<&Line> = vec![];
    for fits in fits {
        let all = case.customer.lines.iter();
        let all: Vec<&Line> = all.filter(|line| fits(world, line)).collect();
        lines.push(case.draw(&all));
    }
    let [free, held] = lines[..] else {
        return Err("two lines are needed".into());
    };
    shift(&mut case, free)?;
    let evidence = case.usage(held) | case.plans() | case.line(held);
    let plan = better(world, held).ok_or("the line has the best plan already")?;
    let call = json!({"line_id": held.id, "plan_id": plan.id});
    case.wrong("change_plan", call, evidence);
    let others = [(NOT_ALLOWED, free.id.as_str())];
    case.maker
        .transfer(NOT_ALLOWED, &held.id, evidence | case.profile, &others);
    let mut both = [free, held];
    if case.chance.below(2) == 0 {
        both.reverse();
    }
    case.say(wish(&both));
    let taken = [free.id.as_str(), held.id.as_str()];
    besides(&mut case, &taken, &[Kind::Plan])?;
    case.finish()
}
