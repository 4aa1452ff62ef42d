//! The audio thread's code allocates nothing, whatever arrives.

use std::time::Duration;

use assert_no_alloc::assert_no_alloc;
use starling::audio::capture::path;
use starling::audio::scripted::ErrorKind;
use starling::domain::time::{Frames, SampleRate};

#[test]
fn the_audio_thread_allocates_nothing() {
    let (mut capture, errors, mut intake, shared) = path(SampleRate::PREFERRED, 2, None);
    let block = vec![1_i16; 2 * 4_801];
    let at = |frames: u64| Duration::from_nanos(frames * 1_000_000_000 / 48_000);
    assert_no_alloc(|| {
        // A full ring, a gap, an overrun, a storm, and room again.
        for n in 0..150_u64 {
            capture.receive(&block, at(n * 4_801));
        }
        errors.note(ErrorKind::Xrun);
        capture.receive(&block, at(200 * 4_801));
        for _ in 0..10_000 {
            errors.note(ErrorKind::BackendError);
        }
    });
    intake.drain(usize::MAX, |_, _| {});
    assert_no_alloc(|| capture.receive(&block, at(201 * 4_801)));
    assert_eq!(shared.heard(), Frames(202 * 4_801));
    assert_eq!(shared.errors(), 10_000);
}
