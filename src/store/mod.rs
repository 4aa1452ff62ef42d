//! The user's library on disk. The only place that touches the user's files.

pub mod atomic;
pub mod clock;
pub mod document;
pub mod fs;
pub mod intent;
pub mod names;
pub mod preferences;
pub mod real;
pub mod ron_tree;
pub mod schema;
pub mod sim;
pub mod warning;
pub mod wav;

pub use warning::Warning;
