//! How a task's data changes the databases before anything else happens.

use super::Run;
use crate::tools::tau2::{
    error::Tau2Error,
    load,
    python::Py,
    task::{InitializationData, Requestor},
};

impl Run {
    /// Update the databases; as in tau2, both toolkits then work on the database that was updated.
    pub(super) fn update(&mut self, data: &InitializationData) -> Result<(), Tau2Error> {
        if let Some(update) = &data.agent_data {
            self.merge(Requestor::Assistant, update)?;
            if self.domain().user.is_some() {
                self.holds[1] = self.holds[0];
            }
        }
        if let Some(update) = &data.user_data {
            if self.domain().user.is_none() {
                return Err(Tau2Error::Start {
                    step: "its data".into(),
                    reason: format!("{} has no database of the user", self.domain().name),
                });
            }
            self.merge(Requestor::User, update)?;
            self.holds[0] = self.holds[1];
        }
        let (domain, layout) = (self.domain(), self.world.layout());
        layout.hold(domain, &mut self.tables, self.holds);
        self.in_line = false;
        Ok(())
    }

    fn merge(&mut self, side: Requestor, update: &Py) -> Result<(), Tau2Error> {
        let held = self.held(side);
        let mut db = self.world.layout().gather(&self.tables, held);
        merge_into(&mut db, update);
        let db = load::database(self.domain(), held, db)?;
        let (domain, layout) = (self.domain(), self.world.layout());
        layout.replace(domain, &mut self.tables, held, &db)
    }
}

/// Update a dictionary as addict's `Dict.update` does: dictionaries are merged, anything else takes the place of what was
/// there.
fn merge_into(old: &mut Py, update: &Py) {
    let (Py::Dict(old), Py::Dict(update)) = (old, update) else {
        return;
    };
    for (name, value) in update {
        match old.iter_mut().find(|(field, _)| field == name) {
            Some((_, old)) if matches!((&*old, value), (Py::Dict(_), Py::Dict(_))) => {
                merge_into(old, value);
            }
            Some((_, old)) => *old = value.clone(),
            None => old.push((name.clone(), value.clone())),
        }
    }
}
