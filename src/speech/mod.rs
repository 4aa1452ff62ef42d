//! What can be measured in speech: samples in, measures out. No file, device, clock or thread.

pub mod loudness;
pub mod silence;
