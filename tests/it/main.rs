//! All integration tests in one program, so that the large crates are linked once.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that meets the unexpected is meant to stop and say where"
)]

mod analyse;
mod audio_alloc;
mod audio_disk;
mod audio_engine;
mod audio_full;
mod audio_hang;
mod audio_kill;
mod audio_long;
mod audio_ramp;
mod audio_rig;
mod audio_server;
mod audio_take;
mod audio_wav;
mod command_line;
mod content;
mod corruption;
mod desktop;
mod finding;
mod fuzz_corpus;
mod fuzz_library;
mod import;
mod layers;
mod progress;
mod progress_pictures;
#[path = "../support/sample.rs"]
mod sample;
mod store;
mod support;
mod ui_disk;
mod ui_everywhere;
mod ui_import;
mod ui_keyboard;
mod ui_keys;
mod ui_packing;
mod ui_practice;
mod ui_progress;
mod ui_questions;
mod ui_review;
mod ui_settings;
mod ui_snapshots;
mod ui_stories;

/// Lets a test forbid allocations; everywhere else it is the usual allocator.
#[global_allocator]
static ALLOCATOR: assert_no_alloc::AllocDisabler = assert_no_alloc::AllocDisabler;

/// Whether the long form of the tests was asked for, which takes hours: `STARLING_CAMPAIGN=full`.
fn is_full_campaign() -> bool {
    std::env::var_os("STARLING_CAMPAIGN").is_some()
}

/// Says a measured figure, which `cargo test -- --nocapture` shows.
#[expect(clippy::print_stdout, reason = "figures are for whoever runs the tests")]
fn report(figure: &str) {
    println!("{figure}");
}
