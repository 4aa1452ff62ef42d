//! Sound in and out: the only place that knows the sound system.
//!
//! A microphone's samples go from the audio thread ([`capture`]) through a ring to a thread that writes them to
//! the disk ([`writer`]), one that syncs it meanwhile ([`syncing`]), and another opens, watches and closes the microphone. The program holds a
//! [`engine::Recorder`] and sees none of this.

mod between;
pub mod capture;
mod config;
pub mod device;
mod encode;
pub mod encoding;
pub mod engine;
pub mod event;
pub mod files;
mod flac_read;
mod kept;
pub mod loudness;
mod marks;
pub mod microphone;
mod names;
mod pieces;
pub mod playback;
pub mod progress;
mod recent;
#[cfg(any(test, debug_assertions, feature = "test-doubles"))]
pub mod scripted;
pub mod shared;
pub mod sound;
mod stream_errors;
pub mod stretch;
pub mod syncing;
mod take_file;
pub mod taking;
mod timeline;
mod watch;
pub mod wav_read;
pub mod waveform;
pub mod writer;
