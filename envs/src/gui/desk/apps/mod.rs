//! The apps of the desktop, each a tree of declarations. Adding one is a file here and its `mod` and a line in [`baked`].

mod editor;
mod files;
mod mail;
mod settings;
mod sheets;

pub(super) use files::TEXT_SIZE;

use crate::gui::{
    bake::{BakedAct, BakedTitle, BakedWidget, LAUNCHER, Phone, bake},
    laws::BadApp,
};
use bevy_ecs::prelude::World;
use std::sync::{Arc, LazyLock};

/// The desktop with all apps, baked once.
///
/// # Panics
/// If the apps break a law of declarations, which a test of this crate would have found.
#[must_use]
pub fn desktop() -> &'static Arc<Phone> {
    static DESKTOP: LazyLock<Arc<Phone>> =
        LazyLock::new(|| Arc::new(baked().expect("invariant: the apps of the desktop bake")));
    &DESKTOP
}

/// Author all apps and bake them.
///
/// # Errors
/// [`BadApp`] if one breaks a law, or opens a screen of another: an app stays in its window.
pub fn baked() -> Result<Phone, BadApp> {
    let mut world = World::new();
    let authors = [
        files::author,
        mail::author,
        editor::author,
        sheets::author,
        settings::author,
    ];
    let roots = authors.map(|author| author(&mut world));
    let mut phone = bake(&world, &roots)?;
    let strays = phone.screens.iter().find(|screen| {
        let mut widgets = screen.widgets.iter();
        widgets.any(|widget| match widget {
            BakedWidget::Button(_, _, BakedAct::Find(to, ..)) => {
                phone.screen(*to).app != screen.app
            }
            _ => false,
        })
    });
    if let Some(screen) = strays {
        return Err(BadApp::Form {
            screen: screen.name,
            problem: "opens a screen of another app; a window shows one app",
        });
    }
    phone.is_desktop = true;
    phone.screens[usize::from(LAUNCHER)].title = BakedTitle::Words("Desktop");
    Ok(phone)
}
