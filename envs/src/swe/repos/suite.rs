//! The tests of a project, and what each of them expects.

use super::{RepoError, Repository};
use crate::swe::bugs::python::{self, Kind, Stmt};

/// A test of a project's suite.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TestCase {
    /// Its id as unittest says it: `tests.test_stock.ReserveTests.test_reserved_units_stay`.
    pub id: String,
    /// What its class is about, in a few words.
    pub subject: String,
    /// What is expected, as one plain sentence.
    pub sentence: String,
}

/// Every test of a project.
pub(super) fn tests(repository: &Repository) -> Result<Vec<TestCase>, RepoError> {
    let mut all = vec![];
    for file in &repository.files {
        let Some(module) = file.path.strip_suffix(".py") else {
            continue;
        };
        if !module.starts_with("tests/test_") {
            continue;
        }
        let tree = python::parse(&file.text).map_err(|reason| RepoError::Syntax {
            path: file.path.clone(),
            reason,
        })?;
        let module = module.replace('/', ".");
        for class in &tree {
            of_class(&module, class, &file.text, &mut all);
        }
    }
    all.sort_by(|a, b| a.id.cmp(&b.id));
    Ok(all)
}

/// The tests of one class.
fn of_class(module: &str, class: &Stmt, text: &str, all: &mut Vec<TestCase>) {
    let Kind::Class { name, body, .. } = &class.kind else {
        return;
    };
    let class_name = &text[name.clone()];
    let subject = python::docstring(body, text).unwrap_or_default();
    for method in body {
        if let Kind::Function { name, body, .. } = &method.kind
            && text[name.clone()].starts_with("test_")
        {
            all.push(TestCase {
                id: format!("{module}.{class_name}.{}", &text[name.clone()]),
                subject: subject.trim_end_matches('.').to_owned(),
                sentence: python::docstring(body, text).unwrap_or_default(),
            });
        }
    }
}
