//! What tests are called.

/// The id by which unittest knows a test that a file names as pytest does (`tests/test_a.py::Case::test_b`), as Django's runner
/// does (`test_b (tests.test_a.Case)`), or as unittest does.
pub(super) fn of_unittest(name: &str) -> String {
    if let Some((path, rest)) = name.split_once("::") {
        let module = path.strip_suffix(".py").unwrap_or(path).replace('/', ".");
        // What stands in brackets are parameters, whatever they look like.
        let (test, parameters) = match rest.find('[') {
            Some(at) => rest.split_at(at),
            None => (rest, ""),
        };
        return format!("{module}.{}{parameters}", test.replace("::", "."));
    }
    match name
        .strip_suffix(')')
        .and_then(|name| name.split_once(" ("))
    {
        Some((test, class)) => match class.ends_with(&format!(".{test}")) {
            true => class.to_owned(),
            false => format!("{class}.{test}"),
        },
        None => name.to_owned(),
    }
}

/// The file of a test by its id here, among those that there are; without its end.
pub(super) fn module<'i>(id: &'i str, is_file: impl Fn(&str) -> bool) -> Option<String> {
    let plain = id.split('[').next().unwrap_or(id);
    let mut parts: Vec<&'i str> = plain.split('.').collect();
    while parts.len() > 1 {
        parts.pop();
        let path = parts.join("/");
        if is_file(&format!("{path}.py")) {
            return Some(path);
        }
    }
    None
}
