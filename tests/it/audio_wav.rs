//! No WAV file is too strange: whatever it says, everything that reads one ends soon and in little memory.

use std::io::Cursor;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use starling::audio::encoding::Mix;
use starling::audio::files::{export, import};
use starling::audio::progress::Progress;
use starling::audio::wav_read::WavReader;
use starling::audio::waveform::Waveform;
use starling::domain::take::SampleFormat;
use starling::domain::time::Frames;
use starling::store::sim::SimFs;
use starling::store::wav::{Layout, header};

use crate::audio_rig::RATE;
use crate::{is_full_campaign, report};

const FRAMES: u64 = 40;
/// Nothing may need more than this beyond what the process holds anyway, in KiB.
const MOST_MEMORY: u64 = 64 << 10;
const AS_CHILD: &str = "STARLING_READS_HOSTILE_FILES";
/// Values that mean something to somebody.
const TELLING: [u8; 12] = [0, 1, 2, 3, 7, 8, 16, 0x7F, 0x80, 0xF0, 0xFE, 0xFF];

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

/// Does everything with a file that the program does with one; says how long that took.
fn use_every_way(bytes: &[u8]) -> Duration {
    let began = Instant::now();
    frames_in(bytes.to_vec());
    if let Ok(mut reader) = WavReader::open(Box::new(Cursor::new(bytes.to_vec()))) {
        let _ = Waveform::of_file(&mut reader, &Progress::default());
    }
    let (fs, source) = (SimFs::default(), Path::new("/strange.wav"));
    fs.write_outside(source, bytes).unwrap();
    let _ = import::import(&fs, source, Path::new("/in.wav"), Mix::All, &Progress::default());
    let _ = export::wav(&fs, source, Path::new("/out.wav"), None, &Progress::default());
    let _ = export::flac(&fs, source, Path::new("/out.flac"), None, &Progress::default());
    began.elapsed()
}

/// Every value of every byte, every length, and lengths that lie.
fn hostile_files(mut each: impl FnMut(&[u8])) {
    let all: Vec<u8> = (0..=u8::MAX).collect();
    let values = if is_full_campaign() { all.as_slice() } else { &TELLING };
    for format in [SampleFormat::Int16, SampleFormat::Int24, SampleFormat::Float32] {
        let honest = file(format, FRAMES);
        for place in 0..honest.len() {
            for value in values {
                let mut strange = honest.clone();
                strange[place] = *value;
                each(&strange);
            }
            each(&honest[..place]);
        }
        for claimed in [0, 1, 2, 79, 81, 1 << 20, 1 << 31, u32::MAX - 1, u32::MAX] {
            for place in [4, 16, 24, 28, 40] {
                let mut lying = honest.clone();
                lying[place..place + 4].copy_from_slice(&u32::to_le_bytes(claimed));
                each(&lying);
                // As the long form, whose lengths are elsewhere.
                lying[..4].copy_from_slice(b"RF64");
                each(&lying);
            }
        }
    }
}

/// The most memory this process has held, in KiB; `None` where the system does not say.
fn most_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse().ok()
}

#[test]
#[ignore = "a process of its own that the other test starts, so that its memory can be measured"]
fn child() {
    if std::env::var_os(AS_CHILD).is_none() {
        return;
    }
    use_every_way(&file(SampleFormat::Int16, FRAMES));
    let before = most_memory();
    let (mut files, mut slowest) = (0, Duration::ZERO);
    hostile_files(|bytes| {
        slowest = slowest.max(use_every_way(bytes));
        files += 1;
    });
    let grown = most_memory().zip(before).map_or(0, |(after, before)| after - before);
    report(&format!("{files} hostile files: {} ms for the slowest, {grown} KiB more", slowest.as_millis()));
    assert!(slowest < Duration::from_secs(1), "{slowest:?}");
    assert!(grown < MOST_MEMORY, "{grown} KiB");
}

#[test]
fn nothing_that_reads_a_file_panics_hangs_or_needs_much_memory() {
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "audio_wav::child", "--ignored", "--nocapture"])
        .env(AS_CHILD, "1")
        // Whoever asks for backtraces pays for them, in time and in memory.
        .env("RUST_BACKTRACE", "0")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}\n{}", String::from_utf8_lossy(&output.stderr));
    report(said.lines().find(|line| line.contains("hostile files")).unwrap_or_default());
}

#[test]
fn every_byte_of_the_header_may_be_anything() {
    for format in [SampleFormat::Int16, SampleFormat::Int24, SampleFormat::Float32] {
        let honest = file(format, FRAMES);
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
    let honest = file(SampleFormat::Int16, FRAMES);
    for end in 0..honest.len() {
        assert_eq!(frames_in(honest[..end].to_vec()), end.saturating_sub(44) / 2);
    }
}

#[test]
fn lengths_that_lie_are_not_believed() {
    for claimed in [0, 1, 2, 79, 81, 1 << 20, u32::MAX - 1, u32::MAX] {
        let mut lying = file(SampleFormat::Int16, FRAMES);
        lying[40..44].copy_from_slice(&claimed.to_le_bytes());
        let frames = frames_in(lying.clone());
        assert!(frames <= 40, "{claimed}: {frames}");
        lying[4..8].copy_from_slice(&claimed.to_le_bytes());
        assert_eq!(frames_in(lying), frames, "the outer length says nothing");
    }
}
