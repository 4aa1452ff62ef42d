//! All integration tests in one program, so that the large crates are linked once.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that meets the unexpected is meant to stop and say where"
)]

mod audio_rig;
mod audio_take;
mod content;
mod corruption;
mod layers;
mod progress;
mod progress_pictures;
#[path = "../support/sample.rs"]
mod sample;
mod store;
mod support;
mod ui_everywhere;
mod ui_questions;
mod ui_stories;
