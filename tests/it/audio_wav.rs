//! No header is too strange: whatever it says, opening and reading a WAV file ends soon and in little memory.

use std::io::Cursor;

use starling::audio::wav_read::{Mix, WavReader};
use starling::domain::take::SampleFormat;
use starling::domain::time::Frames;
use starling::store::wav::{Layout, header};

use crate::audio_rig::RATE;

/// Opens and reads a file, and says how many frames came out.
fn frames_in(bytes: Vec<u8>) -> usize {
    let len = bytes.len();
    let Ok(mut reader) = WavReader::open(Box::new(Cursor::new(bytes))) else { return 0 };
    assert!(reader.frames().0 <= len as u64, "no more frames than bytes");
    let mut out = [0.0; 64];
    reader.read(Frames::ZERO, Mix::default(), &mut out).unwrap_or(0)
}

fn file(format: SampleFormat, frames: u64) -> Vec<u8> {
    let layout = Layout::mono(RATE, format);
    let len = frames * layout.frame_len();
    let sound = (0..len).map(|n| u8::try_from(n % 251).unwrap_or(0));
    header(layout, len).into_iter().chain(sound).collect()
}

#[test]
fn every_byte_of_the_header_may_be_anything() {
    for format in [SampleFormat::Int16, SampleFormat::Int24, SampleFormat::Float32] {
        let honest = file(format, 40);
        assert_eq!(frames_in(honest.clone()), 40);
        for place in 0..44 {
            for value in 0..=u8::MAX {
                let mut strange = honest.clone();
                strange[place] = value;
                frames_in(strange);
            }
        }
    }
}

#[test]
fn a_file_may_end_anywhere() {
    let honest = file(SampleFormat::Int16, 40);
    for end in 0..honest.len() {
        assert_eq!(frames_in(honest[..end].to_vec()), end.saturating_sub(44) / 2);
    }
}

#[test]
fn lengths_that_lie_are_not_believed() {
    for claimed in [0, 1, 2, 79, 81, 1 << 20, u32::MAX - 1, u32::MAX] {
        let mut lying = file(SampleFormat::Int16, 40);
        lying[40..44].copy_from_slice(&claimed.to_le_bytes());
        let frames = frames_in(lying.clone());
        assert!(frames <= 40, "{claimed}: {frames}");
        lying[4..8].copy_from_slice(&claimed.to_le_bytes());
        assert_eq!(frames_in(lying), frames, "the outer length says nothing");
    }
}
