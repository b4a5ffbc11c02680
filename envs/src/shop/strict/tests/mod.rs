//! Laws every template keeps.

mod world;
