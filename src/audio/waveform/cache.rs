//! Waveforms that were made once, kept beside the user's files in the system's folder for such things.
//!
//! Everything here may be deleted at any time. What cannot be read, or does not belong to the recording, is made
//! again from the recording.

use std::fmt;
use std::io::{self, Read as _, SeekFrom};
use std::path::{Path, PathBuf};

use super::{FINEST, Peak, Sum, Waveform};
use crate::store::atomic::append_all;
use crate::store::fs::{Fs, ReadFile};

/// Changed whenever the same recording would be kept in another way.
const VERSION: u32 = 1;
const MAGIC: &[u8; 8] = b"STARWAVE";
const HEAD_BYTES: usize = 60;
const PEAK_BYTES: usize = 8;

/// A day of sound at 48 kHz.
const MOST_BYTES: u64 = 24 * 3_600 * 48_000 / FINEST * PEAK_BYTES as u64;

const SAMPLED_BLOCKS: u64 = 64;
const SAMPLED_BYTES: u64 = 4_096;

/// What a recording is known by, whatever it is called: its length and a sum over 64 blocks spread over it.
///
/// Reading all of it would take as long as making the waveform. Finished takes are never written again, so two
/// files that agree in length and in 64 blocks of a microphone's noise are one recording.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CacheKey {
    bytes: u64,
    sum: u128,
}

impl CacheKey {
    /// Takes the key of a file.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn of(file: &mut dyn ReadFile) -> io::Result<Self> {
        let bytes = file.seek(SeekFrom::End(0))?;
        let last = bytes.saturating_sub(SAMPLED_BYTES);
        let mut sum = Sum128::START;
        let mut block = Vec::new();
        for n in 0..SAMPLED_BLOCKS {
            let at = u128::from(last) * u128::from(n) / u128::from(SAMPLED_BLOCKS - 1);
            file.seek(SeekFrom::Start(u64::try_from(at).unwrap_or(last)))?;
            block.clear();
            (&mut *file).take(SAMPLED_BYTES).read_to_end(&mut block)?;
            sum.add(&block);
        }
        Ok(Self { bytes, sum: sum.0 })
    }

    fn path(self, folder: &Path) -> PathBuf {
        folder.join(format!("{self}.wave"))
    }
}

impl fmt::Display for CacheKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:x}-{:032x}", self.bytes, self.sum)
    }
}

/// FNV-1a: the same on every machine and in every version, which the standard library's sums are not.
struct Sum128(u128);

impl Sum128 {
    const START: Self = Self(0x6c62_272e_07bb_0142_62b8_2175_6295_c58d);
    const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;

    fn add(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u128::from(*byte)).wrapping_mul(Self::PRIME);
        }
    }
}

/// The waveform that is kept for a recording, if one is and it is whole.
#[must_use]
pub fn load(fs: &dyn Fs, folder: &Path, key: CacheKey) -> Option<Waveform> {
    let mut bytes = Vec::new();
    fs.open(&key.path(folder)).ok()?.take(MOST_BYTES).read_to_end(&mut bytes).ok()?;
    parse(&bytes, key)
}

/// Keeps a recording's waveform. The folder is made where it is missing.
///
/// # Errors
/// What the operating system says. Nothing is lost by it but time.
pub fn save(fs: &dyn Fs, folder: &Path, key: CacheKey, waveform: &Waveform) -> io::Result<()> {
    if fs.meta(folder).is_err() {
        fs.create_folder(folder)?;
    }
    let path = key.path(folder);
    let unfinished = path.with_extension("tmp");
    // One that a crash left behind.
    let _ = fs.remove_file(&unfinished);
    let written =
        fs.create_new(&unfinished).and_then(|mut file| append_all(file.as_mut(), &print(waveform, key)));
    // It is not synced: what a power cut leaves of it fails the check when it is read.
    written.and_then(|()| fs.rename(&unfinished, &path)).inspect_err(|_| {
        let _ = fs.remove_file(&unfinished);
    })
}

fn print(waveform: &Waveform, key: CacheKey) -> Vec<u8> {
    let blocks = waveform.levels.first().map_or(&[][..], Vec::as_slice);
    let mut body = Vec::with_capacity((blocks.len() + 1) * PEAK_BYTES);
    for Peak { min, max, power } in blocks.iter().copied().chain([waveform.rest.peak()]) {
        body.extend(min.to_le_bytes());
        body.extend(max.to_le_bytes());
        body.extend(power.to_le_bytes());
    }
    let frames = waveform.frames().0.to_le_bytes();
    let mut sum = Sum128::START;
    sum.add(&frames);
    sum.add(&body);
    let mut bytes = Vec::with_capacity(HEAD_BYTES + body.len());
    bytes.extend(MAGIC);
    bytes.extend(VERSION.to_le_bytes());
    bytes.extend(key.bytes.to_le_bytes());
    bytes.extend(key.sum.to_le_bytes());
    bytes.extend(frames);
    bytes.extend(sum.0.to_le_bytes());
    bytes.extend(body);
    bytes
}

fn parse(mut bytes: &[u8], key: CacheKey) -> Option<Waveform> {
    let head = MAGIC.iter().copied().chain(VERSION.to_le_bytes());
    let head: Vec<u8> = head.chain(key.bytes.to_le_bytes()).chain(key.sum.to_le_bytes()).collect();
    bytes = bytes.strip_prefix(head.as_slice())?;
    let (frames, rest) = bytes.split_first_chunk()?;
    let (sum, body) = rest.split_first_chunk()?;
    let frames = u64::from_le_bytes(*frames);
    let mut found = Sum128::START;
    found.add(&frames.to_le_bytes());
    found.add(body);
    let (peaks, left_over) = body.as_chunks::<PEAK_BYTES>();
    let fits = left_over.is_empty() && peaks.len() as u64 == frames / FINEST + 1;
    if found.0.to_le_bytes() != *sum || !fits {
        return None;
    }
    let (last, blocks) = peaks.split_last()?;
    let mut waveform = Waveform::default();
    for block in blocks {
        waveform.push_peak(peak_of(*block));
    }
    let left = frames % FINEST;
    if left > 0 {
        waveform.rest = Sum::of_peak(peak_of(*last), left);
    }
    Some(waveform)
}

const fn peak_of([a, b, c, d, power @ ..]: [u8; PEAK_BYTES]) -> Peak {
    Peak {
        min: i16::from_le_bytes([a, b]),
        max: i16::from_le_bytes([c, d]),
        power: f32::from_le_bytes(power),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::time::Frames;
    use crate::store::sim::SimFs;
    use std::io::Cursor;

    fn sample() -> Waveform {
        let mut waveform = Waveform::default();
        let samples: Vec<f32> = (0..3_000u16).map(|n| f32::from(n % 700) / 700.0 - 0.3).collect();
        waveform.push(&samples);
        waveform
    }

    fn key(bytes: &[u8]) -> CacheKey {
        CacheKey::of(&mut Cursor::new(bytes.to_vec())).unwrap()
    }

    #[test]
    fn a_kept_waveform_is_the_same_waveform() {
        let fs = SimFs::default();
        let (folder, key, waveform) = (Path::new("/cache"), key(b"take"), sample());
        assert_eq!(load(&fs, folder, key), None);
        for _ in 0..2 {
            save(&fs, folder, key, &waveform).unwrap();
        }
        let loaded = load(&fs, folder, key).unwrap();
        assert_eq!(loaded.frames(), waveform.frames());
        let all = Frames(0)..Frames(3_000);
        for (one, other) in loaded.columns(all.clone(), 9).iter().zip(waveform.columns(all, 9)) {
            assert!((one.min - other.min).abs() + (one.max - other.max).abs() < 1e-4);
            assert!((one.rms - other.rms).abs() < 1e-4);
        }
        assert_eq!(fs.list(folder).unwrap().len(), 1);
    }

    #[test]
    fn what_is_damaged_or_of_another_recording_is_not_used() {
        let key = key(b"take");
        let bytes = print(&sample(), key);
        assert!(parse(&bytes, key).is_some());
        assert!(parse(&bytes, self::key(b"tale")).is_none());
        for cut in 0..bytes.len() {
            assert!(parse(&bytes[..cut], key).is_none());
        }
        for at in 0..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[at] ^= 0x10;
            assert!(parse(&damaged, key).is_none(), "{at}");
        }
    }

    #[test]
    fn the_key_follows_the_contents() {
        let long: Vec<u8> = (0..900_000u32).map(|n| (n / 7) as u8).collect();
        assert_eq!(key(&long), key(&long));
        let mut changed = long.clone();
        changed[899_999] ^= 1;
        assert_ne!(key(&long), key(&changed));
        assert_ne!(key(&long), key(&long[..899_999]));
        assert_ne!(key(&[]), key(&[0]));
    }
}
