//! Tools that are made of a description: one pack for every domain of `envs/src/tools/generated`.
//!
//! The table `tools` holds for each tool what it does (see `encode.rs` there); the other tables are the domain's, with text
//! keys and an object for each row. A tool is one of these:
//!
//! | `act` | does |
//! |---|---|
//! | `get` | shows a row |
//! | `find` | the id of the row that is called so |
//! | `list` | the ids of the rows in which a column has a value |
//! | `set` | puts given values into columns of a row |
//! | `make`, `change`, `remove` | make, change or remove a row, with effects on the rows it refers to |
//!
//! `needs` must hold of the row before - of a new one, as it is made -, or nothing changes. An error begins with its kind:
//! `not_found`, `precondition(COLUMN)` or `conflict`, and says what was found and what is expected. The table `tools` is
//! read and never written; nothing else is kept.

#[path = "../../../sandbox/packs/kit/mod.rs"]
#[macro_use]
mod kit;

use kit::{json::Json, Reply};

const TOOLS: &str = include_str!("tools.json");
/// Rows of one table that are looked through, at most.
const MOST: usize = 1_000;

pack!(TOOLS, call);

type Answer = Result<Reply, String>;

fn call(name: &str, arguments: &Json) -> Answer {
    let tool = kit::get_json("tools", name).ok_or(format!("not_found: there is no tool `{name}`"))?;
    let call = Call { tool: &tool, arguments };
    match text(&tool, "act") {
        "get" => call.get(),
        "find" => call.find(),
        "list" => call.list(),
        "set" => call.set(),
        "make" => call.make(),
        "change" => call.change(),
        "remove" => call.remove(),
        other => Err(format!("not_found: the tool `{name}` is said to do `{other}`, which is nothing")),
    }
}

// What rows, descriptions and arguments hold.

fn text<'a>(object: &'a Json, name: &str) -> &'a str {
    object.field(name).and_then(Json::text).unwrap_or("")
}

fn items<'a>(object: &'a Json, name: &str) -> &'a [Json] {
    match object.field(name) {
        Some(Json::List(items)) => items,
        _ => &[],
    }
}

fn say(text: String) -> Answer {
    Ok(Reply { text, data: None })
}

/// A value as it is shown.
fn shown(value: &Json, unit: &str) -> String {
    match value {
        Json::Number(cents) if unit == "money" => format!("{}.{:02} USD", cents / 100, cents % 100),
        Json::Text(text) => text.clone(),
        Json::Null => "none".to_owned(),
        other => other.to_string(),
    }
}

/// A column's name in words.
fn words(name: &str) -> String {
    name.replace('_', " ")
}

fn rows(table: &str) -> Vec<(String, Json)> {
    let read = |(key, bytes): (String, Vec<u8>)| {
        let row = std::str::from_utf8(&bytes).ok().and_then(|text| Json::parse(text).ok());
        row.map(|row| (key, row))
    };
    kit::scan(table, "", "", MOST).into_iter().filter_map(read).collect()
}

fn row(kind: &str, table: &str, key: &str) -> Result<Json, String> {
    if key.is_empty() {
        return Err(format!("not_found: no id of the {} was given", words(kind)));
    }
    kit::get_json(table, key).ok_or(format!("not_found: there is no {} `{key}`", words(kind)))
}

/// Texts listed as choices.
fn choices(values: &[Json]) -> String {
    let quoted: Vec<String> = values.iter().map(|value| format!("`{}`", shown(value, ""))).collect();
    match &quoted[..] {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}

struct Call<'a> {
    tool: &'a Json,
    arguments: &'a Json,
}

impl<'a> Call<'a> {
    fn kind(&self) -> &'a str {
        text(self.tool, "kind")
    }

    fn table(&self) -> &'a str {
        text(self.tool, "table")
    }

    /// The row that is worked on.
    fn row(&self) -> Result<(&'a str, Json), String> {
        let id = text(self.arguments, text(self.tool, "id"));
        Ok((id, row(self.kind(), self.table(), id)?))
    }

    /// The kind of a row with its id and what it is called.
    fn named(&self, id: &str, row: &Json) -> String {
        match text(self.tool, "label") {
            "" => format!("{} {id}", words(self.kind())),
            label => format!("{} {id}: {}", words(self.kind()), text(row, label)),
        }
    }

    fn get(&self) -> Answer {
        let (id, row) = self.row()?;
        let mut said = self.named(id, &row);
        for column in items(self.tool, "columns") {
            let name = text(column, "name");
            let value = row.field(name).unwrap_or(&Json::Null);
            said.push_str(&format!("\n{}: {}", words(name), shown(value, text(column, "unit"))));
        }
        say(said)
    }

    fn find(&self) -> Answer {
        let label = text(self.tool, "label");
        let wanted = text(self.arguments, label);
        let plain = |name: &str| name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        let is_called = |row: &Json| plain(text(row, label)) == plain(wanted);
        match rows(self.table()).into_iter().find(|(_, row)| is_called(row)) {
            Some((id, row)) => say(self.named(&id, &row)),
            None => Err(format!("not_found: there is no {} called `{wanted}`", words(self.kind()))),
        }
    }

    fn list(&self) -> Answer {
        let (by, argument) = (text(self.tool, "by"), text(self.tool, "argument"));
        let wanted = text(self.arguments, argument);
        let head = match text(self.tool, "of") {
            "" => format!("with the {} {wanted}", words(by)),
            table => {
                row(by, table, wanted)?;
                format!("of {} {wanted}", words(by))
            }
        };
        let mut said = format!("{} {head}:", words(self.table()));
        let mut count = 0;
        for (id, row) in rows(self.table()).iter().filter(|(_, row)| text(row, by) == wanted) {
            said.push_str(&format!("\n- {}", self.named(id, row)));
            count += 1;
        }
        if count == 0 {
            said.push_str(" none");
        }
        say(said)
    }

    /// Takes values from the arguments into a row.
    fn take(&self, row: &mut Json) -> Result<Vec<String>, String> {
        let mut changed = vec![];
        for given in items(self.tool, "takes") {
            let (name, argument) = (text(given, "column"), text(given, "argument"));
            let value = match self.arguments.field(argument) {
                Some(value) => value,
                None => continue,
            };
            if let (table, Json::Text(key)) = (text(given, "in"), value) {
                if !table.is_empty() {
                    let other = self::row(text(given, "of"), table, key)?;
                    let states = items(given, "is");
                    let status = other.field("status").unwrap_or(&Json::Null);
                    if !states.is_empty() && !states.contains(status) {
                        return Err(format!(
                            "precondition(status): {} {key} is `{}`; expected {}",
                            words(text(given, "of")),
                            shown(status, ""),
                            choices(states)
                        ));
                    }
                }
            }
            // An address is one in whatever capitals.
            let value = match (value, text(given, "unit")) {
                (Json::Text(address), "email") => Json::of(&address.trim().to_lowercase()),
                (Json::Text(address), "address") => Json::of(&titled(address)),
                (other, _) => other.clone(),
            };
            changed.extend(put(row, name, value, text(given, "unit")));
        }
        Ok(changed)
    }

    fn set(&self) -> Answer {
        let (id, mut row) = self.row()?;
        let is_given = |given: &Json| self.arguments.field(text(given, "argument")).is_some();
        if !items(self.tool, "takes").iter().any(is_given) {
            return Err("precondition(arguments): nothing is to be set; expected at least one value beside the id".to_owned());
        }
        self.hold(id, &row)?;
        let changed = self.take(&mut row)?;
        let name = format!("{} {id}", words(self.kind()));
        if changed.is_empty() {
            return say(format!("{name} is so already"));
        }
        kit::put_json(self.table(), id, &row);
        say(format!("{name}: {}", changed.join("; ")))
    }

    fn make(&self) -> Answer {
        let mut row = self.tool.field("starts").cloned().unwrap_or(Json::Object(vec![]));
        self.take(&mut row)?;
        let refers = items(self.tool, "takes").iter().filter(|given| !text(given, "in").is_empty());
        let keys: Vec<&str> = refers.map(|given| text(&row, text(given, "column"))).collect();
        let id = format!("{}-{}", text(self.tool, "prefix"), keys.join("-"));
        if kit::get(self.table(), &id).is_some() {
            return Err(format!("conflict: {} `{id}` is there already", words(self.kind())));
        }
        self.hold(&id, &row)?;
        let mut changed = vec![format!("{} {id}: made", words(self.kind()))];
        changed.extend(self.effects(&id, &mut row)?);
        kit::put_json(self.table(), &id, &row);
        say(changed.join("; "))
    }

    fn change(&self) -> Answer {
        let (id, mut row) = self.row()?;
        self.hold(id, &row)?;
        let mut changed = self.take(&mut row)?;
        changed.extend(self.effects(id, &mut row)?);
        kit::put_json(self.table(), id, &row);
        say(format!("{} {id}: {}", words(self.kind()), changed.join("; ")))
    }

    fn remove(&self) -> Answer {
        let (id, mut row) = self.row()?;
        self.hold(id, &row)?;
        let mut changed = vec![format!("{} {id}: removed", words(self.kind()))];
        changed.extend(self.effects(id, &mut row)?);
        kit::delete(self.table(), id);
        say(changed.join("; "))
    }

    /// Whether everything that a call needs is so.
    fn hold(&self, id: &str, row: &Json) -> Result<(), String> {
        for need in items(self.tool, "needs") {
            if let Some(table) = need.field("none").and_then(Json::text) {
                self.is_alone(id, table, need)?;
                continue;
            }
            let of = text(need, "of");
            let (kind, key, other) = match of {
                "" => (self.kind(), id, None),
                of => {
                    let key = text(row, of);
                    (of, key, Some(self::row(of, text(need, "in"), key)?))
                }
            };
            fits(&format!("{} {key}", words(kind)), need, other.as_ref().unwrap_or(row))?;
        }
        Ok(())
    }

    /// That no row of another table refers to this one and is so.
    fn is_alone(&self, id: &str, table: &str, need: &Json) -> Result<(), String> {
        let (by, states) = (text(need, "by"), items(need, "is"));
        let stands = |row: &Json| text(row, by) == id && states.contains(row.field("status").unwrap_or(&Json::Null));
        match rows(table).into_iter().find(|(_, row)| stands(row)) {
            None => Ok(()),
            Some((key, _)) => Err(format!(
                "precondition({table}): {} {key} refers to {} {id} and is {}; expected none that is",
                words(text(need, "kind")),
                words(self.kind()),
                choices(states)
            )),
        }
    }

    /// What a call does beyond what it was given: to the row, and to those it refers to.
    fn effects(&self, _: &str, row: &mut Json) -> Result<Vec<String>, String> {
        let mut changed = vec![];
        for effect in items(self.tool, "effects") {
            let (name, unit) = (text(effect, "column"), text(effect, "unit"));
            let of = text(effect, "of");
            if of.is_empty() {
                changed.extend(put(row, name, after(effect, row, name), unit));
                continue;
            }
            let (table, key) = (text(effect, "in"), text(row, of).to_owned());
            let mut other = self::row(of, table, &key)?;
            let value = after(effect, &other, name);
            let said = put(&mut other, name, value, unit);
            kit::put_json(table, &key, &other);
            changed.extend(said.map(|said| format!("{} {key}: {said}", words(of))));
        }
        Ok(changed)
    }
}

/// Words each with a capital, however they were written.
fn titled(words: &str) -> String {
    let word = |word: &str| {
        let mut letters = word.chars();
        let first = letters.next().map_or(String::new(), |letter| letter.to_uppercase().collect());
        first + &letters.as_str().to_lowercase()
    };
    words.split_whitespace().map(word).collect::<Vec<_>>().join(" ")
}

/// What a column becomes.
fn after(effect: &Json, row: &Json, name: &str) -> Json {
    match (effect.field("to"), effect.field("add").and_then(Json::number)) {
        (Some(to), _) => to.clone(),
        (None, Some(add)) => {
            let now = row.field(name).and_then(Json::number).unwrap_or(0);
            Json::Number(now.saturating_add(add))
        }
        (None, None) => Json::Null,
    }
}

/// Puts a value into a row: what that changed, in words.
fn put(row: &mut Json, name: &str, value: Json, unit: &str) -> Option<String> {
    let before = row.field(name).cloned();
    if before.as_ref() == Some(&value) {
        return None;
    }
    let to = shown(&value, unit);
    row.set(name, value);
    Some(match before {
        Some(before) => format!("{} changed from {} to {to}", words(name), shown(&before, unit)),
        None => format!("{} is {to}", words(name)),
    })
}

/// Whether a row is as a need says.
fn fits(which: &str, need: &Json, row: &Json) -> Result<(), String> {
    let (name, unit) = (text(need, "column"), text(need, "unit"));
    let value = row.field(name).unwrap_or(&Json::Null);
    let fail = |expected: String| {
        Err(format!(
            "precondition({name}): the {} of {which} is `{}`; expected {expected}",
            words(name),
            shown(value, unit)
        ))
    };
    let states = items(need, "is");
    if !states.is_empty() && !states.contains(value) {
        return fail(choices(states));
    }
    let number = value.number().unwrap_or(0);
    let bound = |bound: &str| need.field(bound).and_then(Json::number);
    match (bound("least"), bound("most")) {
        (Some(least), _) if number < least => fail(format!("at least {}", shown(&Json::Number(least), unit))),
        (_, Some(most)) if number > most => fail(format!("at most {}", shown(&Json::Number(most), unit))),
        _ => Ok(()),
    }
}
