//! The gate of edits: what the interpreter says of a text.

use super::{
    edit::{Finding, Syntax},
    given::ProjectFiles,
    guest::Guest,
    remembered::{Remembered, Weighed},
};
use std::{cell::RefCell, sync::Arc};
use truestep_core::model::HostFault;
use xxhash_rust::xxh3::xxh3_128;

impl Weighed for Vec<Finding> {
    fn bytes(&self) -> usize {
        self.iter().map(|finding| finding.problem.len()).sum()
    }
}

static FINDINGS: Remembered<Vec<Finding>> = Remembered::new();

impl Guest {
    /// What the interpreter says is wrong with the text of a file.
    ///
    /// # Errors
    /// A [`HostFault`].
    fn findings(&self, text: &str) -> Result<Arc<Vec<Finding>>, HostFault> {
        FINDINGS.get(xxh3_128(text.as_bytes()), || {
            let text = serde_json::json!(text);
            let ran = self.run(
                &ProjectFiles::default(),
                "/",
                &format!("{CHECK}\ncheck({text})"),
            )?;
            let said: Option<(usize, usize, String)> = serde_json::from_str(&ran.stdout).ok();
            let finding = |(line, column, problem)| Finding {
                line,
                column,
                problem: format!("E999 {problem}"),
            };
            Ok(said.map(finding).into_iter().collect())
        })
    }

    /// The gate of edits.
    pub(super) fn gate(&self) -> Gate<'_> {
        Gate {
            guest: self,
            fault: RefCell::default(),
        }
    }
}

/// Says what is wrong with a program: nothing, or where and what.
const CHECK: &str = r#"
import json

def check(text):
    try:
        compile(text, "<file>", "exec", dont_inherit=True)
    except SyntaxError as error:
        print(json.dumps([error.lineno or 1, error.offset or 1, f"{type(error).__name__}: {error.msg}"]))
    except Exception as error:
        print(json.dumps([1, 1, f"{type(error).__name__}: {error}"]))
"#;

/// The gate of edits: Python's own word on Python, nothing on other files.
pub(super) struct Gate<'g> {
    guest: &'g Guest,
    fault: RefCell<Option<HostFault>>,
}

impl Gate<'_> {
    /// What went wrong in asking, if anything did.
    ///
    /// # Errors
    /// The [`HostFault`] that it met.
    pub(super) fn closed(self) -> Result<(), HostFault> {
        self.fault.into_inner().map_or(Ok(()), Err)
    }
}

impl Syntax for Gate<'_> {
    fn findings(&self, path: &str, text: &str) -> Vec<Finding> {
        if !path.ends_with(".py") {
            return vec![];
        }
        match self.guest.findings(text) {
            Ok(findings) => findings.to_vec(),
            Err(fault) => {
                *self.fault.borrow_mut() = Some(fault);
                vec![]
            }
        }
    }
}
