//! Recipes.

use super::{Template, added, cross::recipients, cross::to_each, list};
use crate::gui::{
    apps::recipes::SERVES,
    case::{Desk, Ref},
    wish::AnswerKind,
};

/// The templates.
pub(super) const TEMPLATES: &[Template] = &[
    added("recipe-add", "add recipes", add),
    added(
        "recipe-favourite",
        "mark recipes as favourites, or no longer",
        favourite,
    ),
    added("recipe-delete", "delete recipes", delete),
    added(
        "recipe-delete-duplicates",
        "delete the recipes that are there twice",
        duplicates,
    ),
    added(
        "recipe-delete-with",
        "delete the recipes with an ingredient",
        delete_with,
    ),
    added(
        "recipe-quickest",
        "answer which recipe for so many takes the least time",
        quickest,
    ),
    added(
        "recipe-from-note",
        "add a recipe that a note has",
        from_note,
    ),
    added(
        "recipe-to-message",
        "send somebody the ingredients of a recipe",
        to_message,
    ),
];

/// Add one or two.
pub(super) fn add(desk: &mut Desk) -> Option<String> {
    desk.about("Recipes");
    let count = 1 + desk.below(2);
    let dishes = desk.new_dishes(count + 1);
    let [right @ .., (_, other, _)] = &dishes[..] else {
        return None;
    };
    let mut parts = vec![];
    for (name, ingredients, steps) in right {
        let (minutes, serves) = (desk.minutes(), desk.one(SERVES));
        desk.make(
            "recipe",
            &[
                ("name", name, 0),
                ("minutes", &minutes, 0),
                ("serves", serves, 0),
                ("ingredients", ingredients, 0),
                ("steps", steps, 0),
            ],
        );
        parts.push(format!(
            "\"{name}\", which takes {minutes} and serves {serves}, with the ingredients \"{ingredients}\" and the directions \"{steps}\""
        ));
    }
    desk.tempt_new("recipe", "ingredients", other, 0);
    let noun = if parts.len() == 1 {
        "a recipe"
    } else {
        "two recipes"
    };
    Some(format!("Add {noun}: {}.", parts.join("; and ")))
}

fn quoted(desk: &Desk, recipes: &[Ref]) -> Vec<String> {
    recipes
        .iter()
        .map(|&at| format!("\"{}\"", desk.text(at, "name")))
        .collect()
}

fn to_delete(desk: &mut Desk) -> (Vec<Ref>, String) {
    desk.about("Recipes");
    let count = 1 + desk.below(3);
    let all = desk.all("recipe");
    let recipes = desk.some(&all, count);
    let (noun, one) = if count == 1 {
        ("recipe", "it")
    } else {
        ("recipes", "one of them")
    };
    let said = format!(
        "Delete the {noun} {}. If {one} is not among the recipes, delete none and report the task as infeasible.",
        list(&quoted(desk, &recipes))
    );
    (recipes, said)
}

/// Delete one to three.
pub(super) fn delete(desk: &mut Desk) -> Option<String> {
    let (recipes, said) = to_delete(desk);
    // None is deleted before all were found.
    let found = recipes
        .iter()
        .fold(0, |all, &at| all | desk.see(at, "name"));
    recipes
        .into_iter()
        .for_each(|at| desk.delete_after(at, found));
    Some(said)
}

const FIELDS: [&str; 6] = [
    "name",
    "minutes",
    "serves",
    "ingredients",
    "steps",
    "favourite",
];

/// Put a record on the phone that holds the same as another, but for its directions if these are given.
fn copy(desk: &mut Desk, held: &[String; 6], steps: Option<&str>) {
    let mut content: Vec<(&str, &str)> = FIELDS
        .into_iter()
        .zip(held.iter().map(String::as_str))
        .collect();
    if let Some(steps) = steps {
        content[4].1 = steps;
    }
    desk.add("recipe", &content);
}

/// Delete what is there twice; what only looks so in the list stays.
pub(super) fn duplicates(desk: &mut Desk) -> Option<String> {
    desk.about("Recipes");
    let (all, fresh) = (desk.all("recipe"), desk.new_dishes(1));
    let drawn = desk.some(&all, 3);
    let held: Vec<[String; 6]> = drawn
        .iter()
        .map(|&at| FIELDS.map(|field| desk.text(at, field)))
        .collect();
    let [varied, twice @ ..] = &held[..] else {
        return None;
    };
    copy(desk, varied, Some(fresh.first()?.2));
    let count = 1 + desk.below(2);
    for held in &twice[..count] {
        copy(desk, held, None);
    }
    // The screen of each tells that it is the same as the other.
    desk.delete_twins("recipe", "steps");
    let some = if count == 1 {
        "One recipe is"
    } else {
        "Two recipes are"
    };
    Some(format!(
        "{some} there twice, with everything the same, directions too. Delete what is too many, so that each is there once. Recipes that only share a name stay."
    ))
}

/// Delete those with an ingredient, which each one's screen tells.
pub(super) fn delete_with(desk: &mut Desk) -> Option<String> {
    desk.about("Recipes");
    let all = desk.all("recipe");
    let parts = |desk: &Desk, at: Ref| -> Vec<String> {
        let text = desk.text(at, "ingredients");
        text.split(", ").map(str::to_owned).collect()
    };
    let first = *desk.some(&all, 1).first()?;
    let drawn = parts(desk, first);
    let ingredient = desk.some_of(&drawn, 1).pop()?;
    let mut right = all.clone();
    right.retain(|&at| parts(desk, at).contains(&ingredient));
    if right.len() > 3 {
        return None;
    }
    all.iter().for_each(|&at| {
        desk.see(at, "ingredients");
    });
    right.into_iter().for_each(|at| desk.delete(at));
    Some(format!(
        "Delete every recipe that has {ingredient} among its ingredients, and no other."
    ))
}

/// Which of those for so many people takes the least time.
pub(super) fn quickest(desk: &mut Desk) -> Option<String> {
    desk.about("Recipes");
    let all = desk.all("recipe");
    let serves = desk.one(SERVES);
    let mut those = desk.those("recipe", "serves", serves);
    let minutes = |desk: &Desk, at: Ref| -> i32 {
        let text = desk.text(at, "minutes");
        let number = text.split(' ').next().unwrap_or_default();
        number.parse().unwrap_or_default()
    };
    those.sort_by_key(|&at| minutes(desk, at));
    let [first, _, ..] = those[..] else {
        return None;
    };
    let least = minutes(desk, first);
    let as_quick = |at: &&Ref| minutes(desk, **at) == least;
    if all.iter().filter(as_quick).count() > 1 {
        return None;
    }
    // The list tells how long each takes: those that take longer need not be opened.
    for &at in &all {
        desk.see(at, "minutes");
        if minutes(desk, at) <= least {
            desk.see(at, "serves");
        }
    }
    let right = desk.text(first, "name");
    let mut others = desk.column("recipe", "name");
    others.retain(|name| *name != right);
    desk.ask(AnswerKind::Words, &right, &others);
    Some(format!(
        "Which of the recipes that serve {serves} takes the least time? Answer with its name."
    ))
}

/// Make two or three favourites, or no longer.
pub(super) fn favourite(desk: &mut Desk) -> Option<String> {
    desk.about("Recipes");
    let count = 2 + desk.below(2);
    let all = desk.all("recipe");
    let (mut on, mut off) = (vec![], vec![]);
    for at in desk.some(&all, count) {
        match desk.text(at, "favourite") == "on" {
            true => off.push(at),
            false => on.push(at),
        }
    }
    on.iter().for_each(|&at| desk.set(at, "favourite", "on", 0));
    off.iter()
        .for_each(|&at| desk.set(at, "favourite", "off", 0));
    let mut parts = vec![];
    if !on.is_empty() {
        let what = if on.len() == 1 {
            "a favourite"
        } else {
            "favourites"
        };
        parts.push(format!("mark {} as {what}", list(&quoted(desk, &on))));
    }
    if !off.is_empty() {
        parts.push(format!(
            "take the mark as favourite from {}",
            list(&quoted(desk, &off))
        ));
    }
    Some(format!("In the recipes, {}.", list(&parts)))
}

/// A note has a recipe: it is added.
pub(super) fn from_note(desk: &mut Desk) -> Option<String> {
    desk.about("Recipes");
    desk.about("Notes");
    let dishes = desk.new_dishes(2);
    let [(name, ingredients, steps), (_, other, _)] = dishes[..] else {
        return None;
    };
    let (minutes, serves) = (desk.minutes(), desk.one(SERVES));
    let folder = desk.one(&["Personal", "Work", "Ideas"]);
    let text = format!("{minutes}, for {serves}: {ingredients}");
    let note = desk.add(
        "note",
        &[("title", name), ("folder", folder), ("text", &text)],
    );
    let needs = desk.see(note, "text");
    desk.make(
        "recipe",
        &[
            ("name", name, 0),
            ("minutes", &minutes, needs),
            ("serves", serves, needs),
            ("ingredients", ingredients, needs),
            ("steps", steps, 0),
        ],
    );
    desk.tempt_new("recipe", "ingredients", other, 0);
    Some(format!(
        "The note \"{name}\" in the folder {folder} says how long a dish takes, how many it serves and what it is made of. Add it to the recipes under the same name, with these and the directions \"{steps}\"."
    ))
}

/// The ingredients of one are sent to one to three people.
pub(super) fn to_message(desk: &mut Desk) -> Option<String> {
    desk.about("Recipes");
    desk.about("Messages");
    let all = desk.all("recipe");
    let recipes = desk.some(&all, 2);
    let [at, other] = recipes[..] else {
        return None;
    };
    let (text, other) = (
        desk.text(at, "ingredients"),
        desk.text(other, "ingredients"),
    );
    let needs = desk.see(at, "ingredients");
    let names = recipients(desk, &text, needs, "");
    desk.tempt_new("message", "text", &other, needs);
    Some(format!(
        "Send {} the ingredients of the recipe \"{}\" as a message, and nothing more in it.",
        to_each(&names),
        desk.text(at, "name")
    ))
}
