//! What the program is about, as pure data and pure functions.
//!
//! Nothing here opens a file or a device, draws, starts a thread or reads a clock: time and frames come in
//! as arguments.

pub mod asking;
mod assets;
pub mod bank;
pub mod catalogue;
pub mod chooser;
pub mod compare;
pub mod csv_text;
pub mod draw;
pub mod export;
pub mod figures;
pub mod first_look;
pub mod framework;
pub mod guidance;
pub mod guide;
pub mod hearing;
pub mod import;
pub mod job_role;
pub mod lesson;
pub mod library;
pub mod library_changes;
pub mod listening;
pub mod marks;
pub mod next_round;
pub mod phases;
pub mod preparation;
pub mod progress;
pub mod question;
pub mod rating;
#[cfg(test)]
pub(crate) mod samples;
pub mod search;
pub mod session;
pub mod settings;
pub mod split;
pub mod split_table;
pub mod stats;
pub mod story;
pub mod suits;
pub mod take;
pub mod take_export;
pub mod tally;
pub mod time;
pub mod value_map;
pub mod verdict;
pub mod voice;
