//! Where the samples of a recording lie, and how many of them are sound.

use std::io::{Read as _, SeekFrom};
use std::path::Path;

use super::Failure;
use crate::domain::take::{SampleFormat, Take};
use crate::domain::time::Frames;
use crate::store::atomic::patiently;
use crate::store::files::Files;
use crate::store::flac::StreamInfo;
use crate::store::fs::ReadFile;
use crate::store::wav::{self, Header, Layout, WavError};

/// A recording's samples: where they begin, and how many bytes of them count.
#[derive(Clone, Copy, Debug)]
pub struct Samples {
    pub layout: Layout,
    pub format: SampleFormat,
    pub at: u64,
    pub len: u64,
    /// Whether the file's own header says how they are written.
    pub has_header: bool,
}

impl Samples {
    pub fn frames(&self) -> Frames {
        Frames(self.len / self.layout.frame_len())
    }

    /// The samples of a recording, as many as the file's length makes whole frames. What a damaged header does not
    /// say is taken from what the take was meant to be. `None` where the file ends before its first frame.
    pub fn measure(files: &Files, path: &Path, intent: Option<&Take>) -> Result<Option<Self>, Failure> {
        let file_len = files.meta(path)?.map_or(0, |meta| meta.len);
        let found = match Header::read(files.open(path)?.as_mut()) {
            Ok(found) => Some(found),
            Err(WavError::Io(error)) => return Err(error.into()),
            Err(_) => None,
        };
        let (layout, at) = match (found, intent) {
            (Some(found), _) => (found.layout, found.sound_at),
            (None, Some(take)) => (Layout::mono(take.recording.rate, take.recording.format), wav::HEADER_LEN),
            (None, None) if file_len <= wav::HEADER_LEN => return Ok(None),
            (None, None) => {
                return Err(Failure::Said(
                    "This recording's beginning is damaged, and nothing says how its samples lie. It is left as \
                     it is; a sound editor that imports raw data may read it."
                        .to_owned(),
                ));
            }
        };
        let format = layout.encoding.of_takes().ok_or_else(no_take)?;
        let len = file_len.saturating_sub(at) / layout.frame_len() * layout.frame_len();
        Ok((len > 0).then_some(Self { layout, format, at, len, has_header: found.is_some() }))
    }

    /// The samples of a packed recording; only their number and how they are written mean anything.
    pub fn of_packed(files: &Files, path: &Path) -> Result<Self, Failure> {
        let info = StreamInfo::read(files.open(path)?.as_mut())?;
        let damaged = "This packed recording's beginning is damaged, so it is left as it is.";
        let info = info.ok_or_else(|| Failure::Said(damaged.to_owned()))?;
        let format = info.format.ok_or_else(no_take)?;
        let layout = Layout { channels: info.channels, ..Layout::mono(info.rate, format) };
        let len = info.frames.0.saturating_mul(layout.frame_len());
        Ok(Self { layout, format, at: 0, len, has_header: true })
    }

    /// The length without the zeros that a power cut leaves at the end, but never less than what marks prove.
    pub fn len_of_sound(&self, files: &Files, path: &Path, told: Frames) -> Result<u64, Failure> {
        let frame_len = self.layout.frame_len();
        let mut file = files.open(path)?;
        let nearby = self.len.saturating_sub(READ_WHOLE_LEN);
        let end = match self.end_of_sound(file.as_mut(), nearby, self.len)? {
            Some(end) => end,
            None => self.far_end_of_sound(file.as_mut(), nearby)?,
        };
        let sound = end.div_ceil(frame_len) * frame_len;
        Ok(sound.max(told.0.saturating_mul(frame_len)).min(self.len))
    }

    /// Where the last byte that is not zero ends, between two places; `None` where there is none.
    fn end_of_sound(&self, file: &mut dyn ReadFile, from: u64, to: u64) -> Result<Option<u64>, Failure> {
        let mut end = to;
        while end > from {
            let start = end.saturating_sub(BLOCK_LEN).max(from);
            if let Some(last) = self.last_in(file, start, end - start)? {
                return Ok(Some(last));
            }
            end = start;
        }
        Ok(None)
    }

    /// Does the same in gigabytes of zeros, of which a sample is looked at: a microphone that hears is never silent to
    /// the bit for as long as from one place to the next.
    fn far_end_of_sound(&self, file: &mut dyn ReadFile, to: u64) -> Result<u64, Failure> {
        let mut end = to;
        while end > 0 {
            let start = end.saturating_sub(STRIDE_LEN);
            if self.last_in(file, start, PROBE_LEN.min(end - start))?.is_some() {
                return Ok(self.end_of_sound(file, start, end)?.unwrap_or(end));
            }
            end = start;
        }
        Ok(0)
    }

    fn last_in(&self, file: &mut dyn ReadFile, start: u64, len: u64) -> Result<Option<u64>, Failure> {
        patiently(|| file.seek(SeekFrom::Start(self.at + start)))?;
        let mut block = Vec::new();
        file.take(len).read_to_end(&mut block)?;
        Ok(block.iter().rposition(|&byte| byte != 0).map(|last| start + last as u64 + 1))
    }
}

fn no_take() -> Failure {
    let what =
        "This recording is written as no take is, so it is left as it is. Import it to have it as a take.";
    Failure::Said(what.to_owned())
}

/// Zeros are looked for from the end in pieces of this many bytes.
const BLOCK_LEN: u64 = 64 << 10;
/// So much of the end is read whole: five minutes of a usual recording.
const READ_WHOLE_LEN: u64 = 32 << 20;
/// Between two places that are looked at further ahead lie at most three seconds of sound.
const STRIDE_LEN: u64 = 256 << 10;
const PROBE_LEN: u64 = 4 << 10;

/// The last moment that somebody or something noted, which proves that the recording went on until then.
pub fn last_event(take: &Take) -> Frames {
    let marks = take.live_marks.iter().map(|mark| mark.at);
    let pauses = take.pauses.iter().map(|pause| pause.at);
    let gaps = take.gaps.iter().map(|gap| gap.at);
    marks.chain(pauses).chain(gaps).max().unwrap_or_default()
}
