//! The screens, one module each.

pub mod guide;
pub mod practice;
pub mod progress;
pub mod questions;
pub mod settings;
pub mod stories;
pub mod takes;
