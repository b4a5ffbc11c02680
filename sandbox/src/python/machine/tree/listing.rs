//! What is in folders, and what of it is not as in the base.

use super::{COMPILED, Content, Kind, Slot, Tree};
use crate::python::files::{FileChange, Node};
use std::{collections::BTreeMap, ops::Bound, sync::Arc};

impl Tree {
    /// A folder and all that is below it.
    pub(super) fn below(&self, folder: &str) -> Vec<String> {
        let prefix = format!("{folder}/");
        let within = |path: &&String| path.starts_with(&prefix);
        let base = self.base.nodes().range(prefix.clone()..).map(|(p, _)| p);
        let layer = self.layer.range(prefix.clone()..).map(|(p, _)| p);
        let mut paths: Vec<String> = base
            .take_while(within)
            .chain(layer.take_while(within))
            .filter(|path| self.kind(path).is_some())
            .cloned()
            .collect();
        paths.push(folder.to_owned());
        paths.sort_unstable();
        paths.dedup();
        paths
    }

    /// What is in a folder, in order of the names.
    pub(in super::super) fn list(&self, folder: &str) -> Vec<(String, Kind)> {
        let prefix = if folder.is_empty() {
            String::new()
        } else {
            format!("{folder}/")
        };
        let mut names = children(self.base.nodes(), &prefix);
        names.append(&mut children(&self.layer, &prefix));
        names.sort_unstable();
        names.dedup();
        let kind = |name: String| {
            let kind = self.kind(&format!("{prefix}{name}"))?;
            Some((name, kind))
        };
        let mut listed: Vec<_> = names.into_iter().filter_map(kind).collect();
        if folder.is_empty() {
            listed.retain(|(name, _)| name != COMPILED);
        }
        listed
    }

    /// Files that are not as in the base.
    pub(in super::super) fn changes(&self) -> Vec<FileChange> {
        let hidden = |path: &str| {
            path.split('/').next() == Some(COMPILED) || path.split('/').next() == Some("dev")
        };
        let change = |(path, slot): (&String, &Slot)| {
            let before = match self.base.nodes().get(path) {
                Some(Node::File(bytes)) => Some(bytes.clone()),
                _ => None,
            };
            let after: Option<Arc<[u8]>> = match slot {
                Slot::File(id) => match &self.files[*id].content {
                    Content::Shared(bytes) => Some(bytes.clone()),
                    Content::Own(bytes) => Some(bytes.as_slice().into()),
                },
                _ => None,
            };
            (before != after).then(|| FileChange {
                path: format!("/{path}"),
                before,
                after,
            })
        };
        let layer = self.layer.iter().filter(|(path, _)| !hidden(path));
        layer.filter_map(change).collect()
    }
}

/// Names directly below a prefix; what is further below is skipped, not walked through.
fn children<T>(nodes: &BTreeMap<String, T>, prefix: &str) -> Vec<String> {
    let mut names = vec![];
    let mut from = Bound::Included(prefix.to_owned());
    while let Some((path, _)) = nodes.range((from, Bound::Unbounded)).next() {
        let Some(rest) = path.strip_prefix(prefix) else {
            break;
        };
        from = match rest.split_once('/') {
            // `0` comes after `/`.
            Some((first, _)) => Bound::Included(format!("{prefix}{first}0")),
            None => {
                names.push(rest.to_owned());
                Bound::Excluded(path.clone())
            }
        };
    }
    names
}
