//! The cases of a task: the same task with other names and numbers in it. A task's seed says which.

use super::error::Wrong;
use serde_json::{Map, Value};

/// Cases of a task, at most.
const MAX_CASES: usize = 1_000;
/// Bytes of texts in one task with its case filled in, at most.
const MAX_BYTES: usize = 1 << 18;

/// A task's text before its cases are filled in.
#[derive(Debug)]
pub(super) struct Template {
    text: Value,
    cases: Vec<Map<String, Value>>,
}

impl Template {
    /// What stands in a domain's file for a task.
    pub(super) fn read(mut text: Value) -> Result<Self, Wrong> {
        let task = text
            .as_object_mut()
            .ok_or_else(|| Wrong::new("", "expected an object"))?;
        let cases = match task.remove("cases") {
            None => vec![Map::new()],
            Some(Value::Array(cases)) => (0..)
                .zip(cases)
                .map(|(number, case)| match case {
                    Value::Object(case) => Ok(case),
                    _ => Err(Wrong::new(format!("cases[{number}]"), "expected an object")),
                })
                .collect::<Result<_, _>>()?,
            Some(_) => return Err(Wrong::new("cases", "expected a list of objects")),
        };
        if !(1..=MAX_CASES).contains(&cases.len()) {
            let reason = format!("{} cases; expected 1 to {MAX_CASES}", cases.len());
            return Err(Wrong::new("cases", reason));
        }
        Ok(Self { text, cases })
    }

    /// How many cases there are.
    pub(super) fn cases(&self) -> usize {
        self.cases.len()
    }

    /// The task with case `number` filled in.
    pub(super) fn fill(&self, number: usize) -> Result<Value, Wrong> {
        let mut filled = self.text.clone();
        let mut filler = Filler {
            case: &self.cases[number],
            number,
            left: MAX_BYTES,
        };
        filler.value(&mut filled)?;
        Ok(filled)
    }
}

struct Filler<'a> {
    case: &'a Map<String, Value>,
    number: usize,
    left: usize,
}

impl Filler<'_> {
    fn value(&mut self, value: &mut Value) -> Result<(), Wrong> {
        match value {
            Value::String(text) => {
                if let Some(filled) = self.text(text)? {
                    *value = filled;
                }
                Ok(())
            }
            Value::Array(items) => {
                for (number, item) in items.iter_mut().enumerate() {
                    self.value(item)
                        .map_err(|wrong| wrong.within(&format!("[{number}]")))?;
                }
                Ok(())
            }
            Value::Object(fields) => {
                for (name, field) in fields {
                    self.value(field).map_err(|wrong| wrong.within(name))?;
                }
                Ok(())
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => Ok(()),
        }
    }

    fn take(&mut self, bytes: usize) -> Result<(), Wrong> {
        self.left = self.left.checked_sub(bytes).ok_or_else(|| {
            let reason = format!(
                "the texts of the task come to more than {MAX_BYTES} bytes with case {} filled in",
                self.number + 1
            );
            Wrong::new("", reason)
        })?;
        Ok(())
    }

    /// A text with its placeholders filled in; one that is a placeholder and nothing else becomes the value itself.
    fn text(&mut self, text: &str) -> Result<Option<Value>, Wrong> {
        self.take(text.len())?;
        if !text.contains('{') {
            return Ok(None);
        }
        let (mut out, mut rest) = (String::new(), text);
        while let Some((before, after)) = rest.split_once('{') {
            out.push_str(before);
            let Some((name, behind)) = after.split_once('}').filter(|(name, _)| is_name(name))
            else {
                out.push('{');
                rest = after;
                continue;
            };
            let Some(value) = self.case.get(name) else {
                let case = self.number + 1;
                let reason = match self.case.is_empty() {
                    true => format!(
                        "`{{{name}}}` is to be filled in, and `cases` does not say with what"
                    ),
                    false => format!("case {case} has no `{name}`"),
                };
                return Err(Wrong::new("", reason));
            };
            if out.is_empty() && behind.is_empty() {
                self.take(value.to_string().len())?;
                return Ok(Some(value.clone()));
            }
            let shown = match value {
                Value::String(text) => text.clone(),
                other => other.to_string(),
            };
            self.take(shown.len())?;
            out.push_str(&shown);
            rest = behind;
        }
        out.push_str(rest);
        Ok(Some(Value::String(out)))
    }
}

fn is_name(name: &str) -> bool {
    let letter = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
    !name.is_empty() && name.bytes().all(letter)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_placeholder_is_filled_in_and_one_that_stands_alone_keeps_its_type() {
        let template = Template::read(json!({"instruction": "For {who}: {count}, {\"x\"}.",
            "arguments": {"count": "{count}"}, "cases": [{"who": "Ada", "count": 2}]}))
        .unwrap();
        assert_eq!(
            template.fill(0).unwrap(),
            json!({"instruction": "For Ada: 2, {\"x\"}.", "arguments": {"count": 2}})
        );
    }

    #[test]
    fn what_a_case_lacks_is_named_with_its_place() {
        let template =
            Template::read(json!({"gold": [{"tool": "{x}"}], "cases": [{"y": 1}]})).unwrap();
        let wrong = template.fill(0).unwrap_err();
        assert_eq!(
            (wrong.field.as_str(), wrong.reason.as_str()),
            ("gold[0].tool", "case 1 has no `x`")
        );
    }

    #[test]
    fn a_placeholder_without_cases_is_refused_and_other_braces_are_text() {
        let template = Template::read(json!({"instruction": "For {who}."})).unwrap();
        let wrong = template.fill(0).unwrap_err();
        assert!(wrong.reason.starts_with("`{who}`"), "{}", wrong.reason);
        let text = json!({"instruction": "Store {\"a\": {}} and { }."});
        assert_eq!(Template::read(text.clone()).unwrap().fill(0).unwrap(), text);
    }

    #[test]
    fn a_case_cannot_grow_a_task_beyond_bounds() {
        let many = "{x}".repeat(10_000);
        let template =
            Template::read(json!({"instruction": many, "cases": [{"x": "y".repeat(10_000)}]}));
        assert!(
            template
                .unwrap()
                .fill(0)
                .unwrap_err()
                .reason
                .contains("more than")
        );
    }
}
