//! Equivalents: another order, another producer of the same end, a change that is changed back, another spelling.

use crate::shop::strict::{
    ends::script::{Script, Which, changes, ending, other_products, piece, planned, texts, with},
    planner::cache::Planned,
    rules::admit::is_in_stock,
    world::{
        action::{Action, Unit, Value},
        def::Def,
        objective::Objective,
        state::State,
    },
};

/// Scripts that end as well as the planner's.
pub(crate) fn equivalents(def: &Planned) -> Vec<Script> {
    let episode = planned(def, Which::First);
    let script = texts(def, &episode);
    let mut out = vec![texts(def, &planned(def, Which::Last))];
    match (&def.objective, episode.last()) {
        (Objective::Purchase(_), Some((last, _))) => {
            let end = script.len() - 1;
            let back = changes(def, last).into_iter();
            out.extend(back.map(|there_and_back| with(&script, end, &there_and_back)));
            out.extend(units_as_lines(def, &episode, last, &script));
            if !def.cart.is_empty() {
                let there_and_back = piece(&["cart", "remove[1]", "restore[1]"]);
                out.push(with(&script, 0, &there_and_back));
            }
        }
        (objective, Some(_)) => {
            let back = changes(def, &State::start(def)).into_iter();
            out.extend(back.map(|[there, back]| {
                let detour = ["cart".into(), there, back];
                with(&script, 0, &detour)
            }));
            for adding in other_products(def, 1) {
                let detour = [adding, piece(&["cart", "remove[1]"])].concat();
                out.push(with(&script, 0, &detour));
            }
            if let Objective::Answer { correct, unit, .. } = objective {
                out.extend(
                    spellings(def, *unit, *correct)
                        .into_iter()
                        .map(|s| ending(&script, format!("answer[{s}]"))),
                );
            }
        }
        _ => {}
    }
    out
}

/// Several units as several lines of one, or of one and the rest.
fn units_as_lines(
    def: &Def,
    episode: &[(State, Action)],
    last: &State,
    script: &[String],
) -> Option<Script> {
    let [line] = last.lines() else {
        return None;
    };
    let is_one = |i: &usize| matches!(episode[*i].1, Action::AddToCart | Action::Reorder(_));
    let add = (0..episode.len()).find(is_one)?;
    let quantity = line.quantity;
    if quantity < 2 || def.cart_limit < 2 {
        return None;
    }
    let set = |(_, action): &(State, Action)| matches!(action, Action::SetQuantity(..));
    let at = episode.iter().position(set)?;
    let mut out = script.to_vec();
    match quantity {
        2 => {
            out.remove(at);
        }
        // The lines are alike, so it does not matter which of them gets the rest.
        _ if is_in_stock(def, last, 0, quantity) => {
            out[at] = format!("set_quantity[2: {}]", quantity - 1);
        }
        _ => return None,
    }
    out.insert(add, script[add].clone());
    Some(out)
}

/// Other ways to write an answer.
fn spellings(def: &Def, unit: Unit, value: Value) -> Vec<String> {
    match (unit, value) {
        (Unit::Money, Value::Number(cents)) => {
            let mut all = vec![format!("{}.{:02}", cents / 100, cents % 100)];
            if cents % 100 == 0 {
                all.extend([format!("${}", cents / 100), format!("{}", cents / 100)]);
            }
            all
        }
        (Unit::Grams, Value::Number(n)) => {
            vec![format!("{n}g"), format!("{n}"), format!("{n} grams")]
        }
        (Unit::Months, Value::Number(n)) => vec![format!("{n} months"), format!("{n}")],
        (Unit::Count, Value::Number(n)) => vec![format!("{n}"), format!("{n} reviews")],
        (Unit::Asin, Value::Product(id)) => vec![def.product(id).asin.to_lowercase()],
        _ => vec![],
    }
}
