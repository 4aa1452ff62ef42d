//! What the fuzz targets do with their bytes. The ordinary tests do the same with the corpus.
#![allow(dead_code, reason = "each target uses one of them")]

use std::io::Cursor;
use std::path::Path;

use starling::audio::encoding::Mix;
use starling::audio::files::{export, import};
use starling::audio::progress::Progress;
use starling::audio::wav_read::WavReader;
use starling::audio::waveform::Waveform;
use starling::domain::time::Frames;
use starling::store::sim::SimFs;

const ENDINGS: [&str; 6] = ["wav", "flac", "mp3", "m4a", "ogg", "bin"];
/// A packet's length is taken modulo this.
const LONGEST_PACKET: usize = 1_500;
const SOUND_OUT: &str = "/out.wav";

/// A WAV file as the program meets it.
pub fn wav(bytes: &[u8]) {
    read_everywhere(bytes);
    let fs = SimFs::default();
    let source = Path::new("/from.wav");
    if fs.write_outside(source, bytes).is_ok() {
        let progress = Progress::default();
        let _ = import::import(&fs, source, Path::new("/in.wav"), Mix::Channel(1), &progress);
        let _ = export::wav(&fs, source, Path::new(SOUND_OUT), None, &progress);
        let _ = export::flac(&fs, source, Path::new("/out.flac"), None, &progress);
    }
}

/// A FLAC file in place of a take.
pub fn flac(bytes: &[u8]) {
    if bytes.starts_with(b"fLaC") {
        read_everywhere(bytes);
    }
}

fn read_everywhere(bytes: &[u8]) {
    let open = || WavReader::open(Box::new(Cursor::new(bytes.to_vec())));
    let Ok(mut reader) = open() else { return };
    let frames = reader.frames().0;
    let mut some = [0.0; 512];
    for at in [0, frames / 2, frames.saturating_sub(7), 1, u64::MAX] {
        let _ = reader.read(Frames(at), Mix::All, &mut some);
        let _ = reader.read(Frames(at), Mix::Channel(1), &mut some);
    }
    // A header may claim hours that a few bytes cannot hold.
    if frames < 10_000_000
        && let Ok(mut reader) = open()
    {
        let _ = Waveform::of_file(&mut reader, &Progress::default());
    }
}

/// Any file that somebody brings in.
pub fn sound_file(bytes: &[u8]) {
    let Some((first, bytes)) = bytes.split_first() else { return };
    let ending = ENDINGS.get(usize::from(*first) % ENDINGS.len()).copied().unwrap_or("bin");
    bring_in(&format!("/from.{ending}"), bytes);
}

/// Opus packets in an Ogg file that is right apart from them.
pub fn opus(bytes: &[u8]) {
    bring_in("/from.opus", &opus_file(bytes));
}

/// The file round the packets.
pub fn opus_file(bytes: &[u8]) -> Vec<u8> {
    let Some((&[channels, skip, gain], mut rest)) = bytes.split_first_chunk::<3>() else { return Vec::new() };
    let mut head = b"OpusHead".to_vec();
    head.extend([1, 1 + channels % 2, skip, 0, 0x80, 0xBB, 0, 0, 0, gain, 0]);
    let mut pages = Ogg::default();
    pages.add(&head, 0, FIRST_PAGE);
    pages.add(b"OpusTags\0\0\0\0\0\0\0\0", 0, 0);
    let mut samples = 0;
    while let Some((len, more)) = rest.split_first_chunk::<2>() {
        let len = (usize::from(u16::from_le_bytes(*len)) % LONGEST_PACKET).min(more.len());
        let (packet, more) = more.split_at(len);
        samples += 960;
        pages.add(packet, samples, if more.len() < 2 { LAST_PAGE } else { 0 });
        rest = more;
    }
    pages.bytes
}

fn bring_in(name: &str, bytes: &[u8]) {
    let (fs, source) = (SimFs::default(), Path::new(name));
    if fs.write_outside(source, bytes).is_ok() {
        let _ = import::import(&fs, source, Path::new(SOUND_OUT), Mix::All, &Progress::default());
    }
}

const FIRST_PAGE: u8 = 2;
const LAST_PAGE: u8 = 4;

/// An Ogg file with a packet on each page.
#[derive(Default)]
struct Ogg {
    bytes: Vec<u8>,
    pages: u32,
}

impl Ogg {
    fn add(&mut self, packet: &[u8], samples: u64, kind: u8) {
        let mut page = b"OggS\0".to_vec();
        page.push(kind);
        page.extend(samples.to_le_bytes());
        page.extend(7_u32.to_le_bytes());
        page.extend(self.pages.to_le_bytes());
        page.extend([0; 4]);
        let mut lengths = vec![255; packet.len() / 255];
        lengths.push((packet.len() % 255) as u8);
        page.push(lengths.len() as u8);
        page.extend(lengths);
        page.extend(packet);
        let sum = check_sum(&page).to_le_bytes();
        page[22..26].copy_from_slice(&sum);
        self.bytes.extend(page);
        self.pages += 1;
    }
}

fn check_sum(page: &[u8]) -> u32 {
    page.iter().fold(0, |sum: u32, byte| {
        (0..8).fold(sum ^ u32::from(*byte) << 24, |sum, _| {
            if sum & 0x8000_0000 == 0 { sum << 1 } else { sum << 1 ^ 0x04C1_1DB7 }
        })
    })
}
