//! Sound files of many kinds, decoded with a guard: a hostile one can neither end the program nor keep it busy
//! for ever.

use std::io::{self, Read, Seek, SeekFrom};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use symphonia::core::codecs::CodecParameters;
use symphonia::core::codecs::audio::well_known::CODEC_ID_OPUS;
use symphonia::core::codecs::audio::{AudioDecoder, AudioDecoderOptions};
use symphonia::core::errors::Error;
use symphonia::core::formats::probe::Hint;
use symphonia::core::formats::{FormatOptions, FormatReader, TrackType};
use symphonia::core::io::{MediaSource, MediaSourceStream, MediaSourceStreamOptions};
use symphonia::core::meta::MetadataOptions;

use super::FileError;
use super::opus::{self, Opus};
use crate::audio::progress::Progress;
use crate::domain::time::SampleRate;
use crate::store::fs::{Fs, ReadFile};

/// Damaged packets in a row after which a file is given up.
const MOST_BAD_PACKETS: u32 = 10_000;

/// A sound file, packet by packet.
pub(super) struct Source {
    path: PathBuf,
    format: Box<dyn FormatReader>,
    decoder: Decoder,
    track: u32,
    bad_packets: u32,
    pub(super) is_damaged: bool,
}

enum Decoder {
    Usual(Box<dyn AudioDecoder>),
    Opus(Box<Opus>),
}

/// What a packet held.
pub(super) struct Decoded {
    pub rate: SampleRate,
    pub channels: usize,
}

impl Source {
    pub(super) fn open(fs: &dyn Fs, path: &Path, progress: &Progress) -> Result<Self, FileError> {
        let file = GuardedFile::new(fs, path, progress)?;
        guarded(path, || Self::probe(file, path))?
    }

    fn probe(file: GuardedFile, path: &Path) -> Result<Self, FileError> {
        let unknown = || FileError::UnknownKind { path: path.to_owned() };
        let mut hint = Hint::new();
        if let Some(extension) = path.extension().and_then(|extension| extension.to_str()) {
            hint.with_extension(extension);
        }
        let stream = MediaSourceStream::new(Box::new(file), MediaSourceStreamOptions::default());
        let probe = symphonia::default::get_probe();
        let format = probe
            .probe(&hint, stream, FormatOptions::default(), MetadataOptions::default())
            .map_err(|_| unknown())?;
        let track = format.default_track(TrackType::Audio).ok_or_else(unknown)?;
        let Some(CodecParameters::Audio(parameters)) = &track.codec_params else { return Err(unknown()) };
        let unsupported = |what: String| FileError::Unsupported { path: path.to_owned(), what };
        let decoder = if parameters.codec == CODEC_ID_OPUS {
            let head = parameters.extra_data.as_deref().unwrap_or_default();
            let opus = Opus::new(head).map_err(|what| unsupported(what.to_owned()))?;
            Decoder::Opus(Box::new(opus))
        } else {
            let usual = symphonia::default::get_codecs()
                .make_audio_decoder(parameters, &AudioDecoderOptions::default())
                .map_err(|error| unsupported(error.to_string()))?;
            Decoder::Usual(usual)
        };
        let track = track.id;
        Ok(Self { path: path.to_owned(), format, decoder, track, bad_packets: 0, is_damaged: false })
    }

    /// The next packet's samples, channel beside channel, in place of what `out` holds; `None` at the end, also where
    /// the file breaks off.
    pub(super) fn next<T>(&mut self, out: &mut Vec<T>) -> Result<Option<Decoded>, FileError>
    where
        T: symphonia::core::audio::conv::ConvertibleSample,
    {
        let path = self.path.clone();
        guarded(&path, || self.next_unguarded(out))
    }

    fn next_unguarded<T>(&mut self, out: &mut Vec<T>) -> Option<Decoded>
    where
        T: symphonia::core::audio::conv::ConvertibleSample,
    {
        while self.bad_packets < MOST_BAD_PACKETS {
            let packet = match self.format.next_packet() {
                Ok(packet) => packet?,
                Err(_) => break,
            };
            if packet.track_id != self.track {
                continue;
            }
            let decoder = match &mut self.decoder {
                Decoder::Usual(usual) => usual,
                Decoder::Opus(opus) => {
                    let Some(sound) = opus.decode(&packet) else {
                        self.is_damaged = true;
                        self.bad_packets += 1;
                        continue;
                    };
                    if sound.is_empty() {
                        continue;
                    }
                    self.bad_packets = 0;
                    out.clear();
                    out.extend(sound.iter().map(|sample| T::from_sample(*sample)));
                    let rate = SampleRate::new(opus::RATE_HZ)?;
                    return Some(Decoded { rate, channels: opus.channels });
                }
            };
            match decoder.decode(&packet) {
                Ok(sound) if sound.frames() == 0 => {}
                Ok(sound) => {
                    self.bad_packets = 0;
                    let channels = sound.spec().channels().count();
                    let Some(rate) = SampleRate::new(sound.spec().rate()) else { break };
                    sound.copy_to_vec_interleaved(out);
                    return Some(Decoded { rate, channels });
                }
                Err(Error::DecodeError(_)) => {
                    self.is_damaged = true;
                    self.bad_packets += 1;
                }
                Err(_) => break,
            }
        }
        self.is_damaged = true;
        None
    }
}

/// A decoder that panics has met damage that it did not foresee; the program goes on.
fn guarded<T>(path: &Path, work: impl FnOnce() -> T) -> Result<T, FileError> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|_| FileError::Damaged { path: path.to_owned() })
}

/// A file that stops answering once far more was read than it holds, or when somebody wishes it.
struct GuardedFile {
    /// Never locked: the mutex only makes the file shareable, which nobody makes use of.
    file: Mutex<Box<dyn ReadFile>>,
    bytes: u64,
    budget: u64,
    progress: Progress,
}

impl GuardedFile {
    fn new(fs: &dyn Fs, path: &Path, progress: &Progress) -> Result<Self, FileError> {
        let cannot_read = |error: io::Error| FileError::CannotRead {
            path: path.to_owned(),
            why: format!("The file cannot be read. The system says: {error}:"),
        };
        let mut file = fs.open(path).map_err(cannot_read)?;
        let bytes = file.seek(SeekFrom::End(0)).map_err(cannot_read)?;
        file.seek(SeekFrom::Start(0)).map_err(cannot_read)?;
        let budget = bytes.saturating_mul(16).saturating_add(4 * 1024 * 1024);
        Ok(Self { file: Mutex::new(file), bytes, budget, progress: progress.clone() })
    }

    fn file(&mut self) -> &mut dyn ReadFile {
        self.file.get_mut().unwrap_or_else(PoisonError::into_inner).as_mut()
    }

    /// Every call costs something, so that calls that read nothing end too.
    fn pay(&mut self, bytes: u64) -> io::Result<()> {
        self.budget = self.budget.saturating_sub(bytes.max(64));
        if self.budget == 0 || self.progress.is_cancelled() {
            return Err(io::Error::other("the file is read round in circles"));
        }
        Ok(())
    }
}

impl Read for GuardedFile {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let count = self.file().read(out)?;
        self.pay(count as u64)?;
        let at = self.file().stream_position()?;
        self.progress.set(at, self.bytes);
        Ok(count)
    }
}

impl Seek for GuardedFile {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.pay(0)?;
        self.file().seek(to)
    }
}

impl MediaSource for GuardedFile {
    fn is_seekable(&self) -> bool {
        true
    }

    fn byte_len(&self) -> Option<u64> {
        Some(self.bytes)
    }
}
