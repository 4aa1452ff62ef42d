//! The screens, one module each.

pub mod settings;
pub mod stories;
