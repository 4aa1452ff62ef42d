//! How much longer it takes to make the waveform of an hour of sound than to read the file: twice at most.
#![expect(
    clippy::print_stdout,
    clippy::expect_used,
    reason = "a benchmark prints what it found, or why it could not"
)]

use std::io::{Read as _, Seek as _, Write as _};
use std::time::{Duration, Instant};

use starling::audio::progress::Progress;
use starling::audio::wav_read::WavReader;
use starling::audio::waveform::Waveform;
use starling::domain::take::SampleFormat;
use starling::domain::time::SampleRate;
use starling::store::wav::{Layout, header};

const HOUR_BYTES: u64 = 3_600 * 48_000 * 2;

fn hour() -> std::fs::File {
    let mut file = tempfile::tempfile().expect("a temporary file");
    let layout = Layout::mono(SampleRate::PREFERRED, SampleFormat::Int16);
    file.write_all(&header(layout, HOUR_BYTES)).expect("space for an hour");
    let block: Vec<u8> = (0..48_000u32 * 2).map(|n| n.to_le_bytes()[0] ^ n.to_le_bytes()[1]).collect();
    for _ in 0..3_600 {
        file.write_all(&block).expect("space for an hour");
    }
    file
}

fn timed(work: impl FnOnce()) -> Duration {
    let begun = Instant::now();
    work();
    begun.elapsed()
}

fn read_to_end(mut file: &std::fs::File) {
    let mut block = vec![0; 64 * 1024];
    file.rewind().expect("the file is there");
    while file.read(&mut block).expect("the file can be read") > 0 {}
}

fn make_waveform(file: &std::fs::File) {
    let file = file.try_clone().expect("the file is there");
    let mut reader = WavReader::open(Box::new(file)).expect("the file is WAV");
    let made = Waveform::of_file(&mut reader, &Progress::default());
    assert!(made.is_ok_and(|made| made.is_ok()));
}

fn main() {
    let file = hour();
    read_to_end(&file);
    let (mut read, mut made) = (Duration::MAX, Duration::MAX);
    for _ in 0..5 {
        read = read.min(timed(|| read_to_end(&file)));
        made = made.min(timed(|| make_waveform(&file)));
    }
    let ratio = made.as_secs_f64() / read.as_secs_f64();
    println!("reading an hour: {read:.2?}; its waveform: {made:.2?}; {ratio:.2} times as long");
}
