//! Text: the verbs there are (`verbs`, `forms`), how actions are read (`decode`, `answers`) and written (`encode`), what pages say
//! (`pages`), names and money in words (`words`).

pub(crate) mod answers;
pub(crate) mod decode;
pub(crate) mod encode;
pub(crate) mod forms;
pub(crate) mod pages;
pub(crate) mod verbs;
pub(crate) mod words;
