//! Text: the verbs there are (`verbs`, `forms`), how actions are read (`decode`) and written (`encode`), what pages say
//! (`pages`), names and money in words (`words`).

pub(crate) mod decode;
pub(crate) mod encode;
#[allow(dead_code, reason = "pages do not say yet what can be done")]
pub(crate) mod forms;
pub(crate) mod pages;
#[allow(dead_code, reason = "pages do not say yet what can be done")]
pub(crate) mod verbs;
pub(crate) mod words;
