//! What the program is about, as pure data and pure functions.
//!
//! Nothing here opens a file or a device, draws, starts a thread or reads a clock: time and frames come in
//! as arguments.

mod assets;
pub mod bank;
pub mod catalogue;
pub mod chooser;
pub mod draw;
pub mod framework;
pub mod guide;
pub mod library;
pub mod preparation;
pub mod question;
pub mod rating;
pub mod search;
pub mod session;
pub mod settings;
pub mod split;
pub mod story;
pub mod take;
pub mod time;
