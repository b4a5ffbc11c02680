//! The apps of the phone, each a tree of declarations. Adding one is a file here and its `mod` and a line in [`baked`].

pub(super) mod activity;
pub(super) mod browser;
mod calendar;
pub(super) mod calls;
pub(super) mod camera;
mod clock;
mod contacts;
pub(super) mod email;
pub(super) mod expenses;
pub(super) mod files;
pub(super) mod food;
pub(super) mod gallery;
pub(super) mod maps;
mod messages;
pub(super) mod music;
mod notes;
pub(super) mod recipes;
mod recorder;
pub(super) mod rides;
mod settings;
pub(super) mod shop;
mod tasks;
pub(super) mod timer;
pub(super) mod wallet;

use super::{
    bake::{Phone, bake},
    laws::BadApp,
};
use bevy_ecs::prelude::World;
use std::sync::{Arc, LazyLock};

/// The phone with all apps, baked once.
///
/// # Panics
/// If the apps break a law of declarations, which a test of this crate would have found.
#[must_use]
pub fn phone() -> &'static Arc<Phone> {
    static PHONE: LazyLock<Arc<Phone>> =
        LazyLock::new(|| Arc::new(baked().expect("invariant: the apps of the suite bake")));
    &PHONE
}

/// Author all apps and bake them.
///
/// # Errors
/// [`BadApp`] if one breaks a law.
pub fn baked() -> Result<Phone, BadApp> {
    let mut world = World::new();
    let authors = [
        settings::author,
        contacts::author,
        clock::author,
        notes::author,
        tasks::author,
        messages::author,
        calendar::author,
        music::author,
        activity::author,
        wallet::author,
        food::author,
        maps::author,
        rides::author,
        browser::author,
        calls::author,
        email::author,
        files::author,
        expenses::author,
        recipes::author,
        gallery::author,
        recorder::author,
        camera::author,
        shop::author,
        timer::author,
    ];
    let roots = authors.map(|author| author(&mut world));
    bake(&world, &roots)
}
