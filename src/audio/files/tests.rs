//! Proves import, export and packing on files of other programs, on damaged ones and on failing disks.

use std::path::Path;
use std::time::{Duration, Instant};

use super::import::import;
use super::pack::pack;
use super::source::Source;
use super::*;
use crate::audio::encoding::Mix;
use crate::audio::progress::Progress;
use crate::store::fs::Fs;
use crate::store::sim::{Fault, FaultPlan, SimFs};
use crate::store::wav::{Layout, header};

/// "I led the team" by espeak-ng at 16 kHz, packed by sox: `sox v.wav -r 16000 -c 1 voice.flac trim 0 0.8`.
const FLAC: &[u8] = include_bytes!("../../../tests/data/voice.flac");
/// The same as Vorbis: `sox voice.flac -C -1 voice.ogg`.
const OGG: &[u8] = include_bytes!("../../../tests/data/voice.ogg");

/// The same as Opus, as phones send it: `opusenc --bitrate 14 voice.wav voice.opus`.
const OPUS: &[u8] = include_bytes!("../../../tests/data/voice.opus");
/// The same on two channels, the right half as loud, as Opus for music: `opusenc --bitrate 96 --music`.
const OPUS_MUSIC: &[u8] = include_bytes!("../../../tests/data/stereo.opus");

const FROM: &str = "/from";
const TO: &str = "/to.wav";

fn disk(bytes: &[u8]) -> SimFs {
    let fs = SimFs::default();
    fs.write_outside(Path::new(FROM), bytes).unwrap();
    fs
}

fn contents(fs: &SimFs, path: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    io::Read::read_to_end(&mut fs.open(Path::new(path)).unwrap(), &mut bytes).unwrap();
    bytes
}

/// A WAV file of noise with silence in it.
fn wav(layout: Layout, frames: usize) -> Vec<u8> {
    let bytes = frames * usize::try_from(layout.frame_len()).unwrap();
    let mut file = header(layout, bytes as u64).to_vec();
    let mut state = 1u32;
    file.extend((0..bytes).map(|n| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        if n % 5_000 < 4_000 { state.to_be_bytes()[0] } else { 0 }
    }));
    file
}

fn small_wav() -> Vec<u8> {
    wav(Layout::mono(SampleRate::PREFERRED, SampleFormat::Int16), 9_001)
}

/// Frames of MP3 that hold nothing but their headers: 128 kbit/s, 44.1 kHz, one channel.
fn silent_mp3(frames: usize) -> Vec<u8> {
    let mut frame = vec![0xFF, 0xFB, 0x90, 0xC4];
    frame.resize(417, 0);
    frame.repeat(frames)
}

fn brought_in(bytes: &[u8], mix: Mix) -> Result<(Imported, Vec<i16>), FileError> {
    let fs = disk(bytes);
    let imported = import(&fs, Path::new(FROM), Path::new(TO), mix, &Progress::default())?;
    let mut reader = open_take(&fs, Path::new(TO))?;
    assert_eq!((reader.frames(), reader.rate()), (imported.frames, imported.rate));
    let mut samples = vec![0; usize::try_from(imported.frames.0).unwrap()];
    reader.read_16_bits(Frames::ZERO, Mix::All, &mut samples).unwrap();
    Ok((imported, samples))
}

#[test]
fn files_of_other_programs_are_brought_in() {
    let (flac, original) = brought_in(FLAC, Mix::All).unwrap();
    assert_eq!((flac.rate.hz(), flac.is_partial), (16_000, false));
    assert_eq!(flac.frames, Frames(12_800));
    let (ogg, samples) = brought_in(OGG, Mix::All).unwrap();
    assert!(ogg.frames.0.abs_diff(12_800) < 1_100 && !ogg.is_partial, "{ogg:?}");
    let power = |samples: &[i16]| samples.iter().map(|s| f64::from(*s).powi(2)).sum::<f64>();
    let ratio = power(&samples) / power(&original);
    assert!((0.7..1.3).contains(&ratio), "{ratio}");
    let (mp3, _) = brought_in(&silent_mp3(40), Mix::All).unwrap();
    assert_eq!(mp3.rate.hz(), 44_100);
    assert!(mp3.frames.0 > 40_000, "{mp3:?}");
}

/// How alike two recordings are, the second at three times the rate of the first: 1 where they are the same.
fn likeness(slow: &[i16], fast: &[i16]) -> f64 {
    let fast = fast.chunks(3).map(|three| three.iter().map(|sample| f64::from(*sample)).sum::<f64>() / 3.0);
    let pairs: Vec<(f64, f64)> = slow.iter().map(|sample| f64::from(*sample)).zip(fast).collect();
    let sum = |of: fn(&(f64, f64)) -> f64| pairs.iter().map(of).sum::<f64>();
    sum(|(a, b)| a * b) / (sum(|(a, _)| a * a) * sum(|(_, b)| b * b)).sqrt()
}

#[test]
fn opus_is_brought_in_to_the_frame() {
    let original = brought_in(FLAC, Mix::All).unwrap().1;
    let (speech, samples) = brought_in(OPUS, Mix::All).unwrap();
    assert_eq!((speech.rate.hz(), speech.frames, speech.is_partial), (48_000, Frames(38_400), false));
    let alike = likeness(&original, &samples);
    assert!(alike > 0.8, "{alike}");
    for (channel, loudness) in [(0, 1.0), (1, 0.5)] {
        let (music, samples) = brought_in(OPUS_MUSIC, Mix::Channel(channel)).unwrap();
        assert_eq!((music.frames, music.is_partial), (Frames(38_400), false));
        let alike = likeness(&original, &samples);
        assert!(alike > 0.95, "{alike}");
        let power = |samples: &[i16]| samples.iter().map(|s| f64::from(*s).powi(2)).sum::<f64>();
        let ratio = (power(&samples) / power(&original) / 3.0).sqrt();
        assert!((ratio - loudness).abs() < 0.1, "{ratio}");
    }
}

#[test]
fn a_chosen_channel_is_brought_in_to_the_sample() {
    let layout = Layout { channels: 2, ..Layout::mono(SampleRate::PREFERRED, SampleFormat::Int16) };
    let file = wav(layout, 3_000);
    let expected: Vec<i16> =
        file[44..].chunks_exact(4).map(|frame| i16::from_le_bytes([frame[2], frame[3]])).collect();
    assert_eq!(brought_in(&file, Mix::Channel(1)).unwrap().1, expected);
}

#[test]
fn what_breaks_off_is_kept_as_far_as_it_goes() {
    let (imported, samples) = brought_in(&FLAC[..FLAC.len() / 2], Mix::All).unwrap();
    assert!(imported.is_partial && samples.len() > 2_000, "{imported:?}");
    assert_eq!(samples, brought_in(FLAC, Mix::All).unwrap().1[..samples.len()]);
}

#[test]
fn what_is_no_sound_is_refused_in_a_sentence_and_leaves_nothing() {
    for bytes in [&b""[..], b"RIFF", b"%PDF-1.4 and so on", &[0; 5_000], &FLAC[..60]] {
        let fs = disk(bytes);
        let error = import(&fs, Path::new(FROM), Path::new(TO), Mix::All, &Progress::default()).unwrap_err();
        assert!(error.to_string().contains(FROM), "{error}");
        assert_eq!(fs.list(Path::new("/")).unwrap().len(), 1);
    }
}

/// Damages a file in many places, and asserts that reading it ends soon and without a panic that escapes.
fn survives_damage(file: &[u8], step: usize) {
    let begun = Instant::now();
    for at in (0..file.len()).step_by(step) {
        for change in [0x00, 0xFF, 0x80, 0x01] {
            let mut damaged = file.to_vec();
            damaged[at] = if change == 0x01 { damaged[at] ^ 1 } else { change };
            let _ = brought_in(&damaged, Mix::All);
        }
        let _ = brought_in(&file[..at], Mix::All);
    }
    assert!(begun.elapsed() < Duration::from_mins(1), "{:?}", begun.elapsed());
}

#[test]
fn damage_anywhere_is_survived() {
    survives_damage(&FLAC[..FLAC.len().min(3_000)], 61);
    survives_damage(&OGG[..OGG.len().min(6_000)], 97);
    survives_damage(OPUS, 7);
    survives_damage(&silent_mp3(6), 83);
}

#[test]
fn cancelling_stops_and_leaves_nothing() {
    let progress = Progress::default();
    progress.cancel();
    for bytes in [&small_wav()[..], FLAC] {
        let fs = disk(bytes);
        assert!(import(&fs, Path::new(FROM), Path::new(TO), Mix::All, &progress).is_err());
        assert_eq!(fs.list(Path::new("/")).unwrap().len(), 1);
    }
}

#[test]
fn progress_ends_at_the_whole() {
    let progress = Progress::default();
    import(&disk(&small_wav()), Path::new(FROM), Path::new(TO), Mix::All, &progress).unwrap();
    assert!((progress.fraction() - 1.0).abs() < 1e-6);
}

#[test]
fn a_failing_disk_leaves_no_half_of_a_file() {
    for fault in [Fault::Eio, Fault::Enospc, Fault::Eacces] {
        for at in 0..14 {
            let fs = disk(&small_wav());
            fs.fail(Some(FaultPlan { at, fault, lasting: false }));
            let outcome = import(&fs, Path::new(FROM), Path::new(TO), Mix::All, &Progress::default());
            fs.fail(None);
            // A failure after the file had its name leaves the whole file.
            let is_there = fs.meta(Path::new(TO)).is_ok();
            assert!(is_there || outcome.is_err());
            assert!(!is_there || contents(&fs, TO) == small_wav());
        }
    }
}

#[test]
fn an_exported_wav_is_the_recording_byte_for_byte() {
    let fs = disk(&small_wav());
    let whole = export::wav(&fs, Path::new(FROM), Path::new(TO), None, &Progress::default()).unwrap();
    assert_eq!((whole, contents(&fs, TO)), (Frames(9_001), small_wav()));
    let part = Frames(1_000)..Frames(1_500);
    export::wav(&fs, Path::new(FROM), Path::new(TO), Some(&part), &Progress::default()).unwrap();
    assert_eq!(contents(&fs, TO)[44..], small_wav()[44 + 2_000..44 + 3_000]);
}

#[test]
fn a_packed_take_holds_every_sample_in_less_space() {
    let mono = |format| Layout::mono(SampleRate::PREFERRED, format);
    let stereo = Layout { channels: 2, ..mono(SampleFormat::Int16) };
    let voice = {
        let fs = disk(FLAC);
        import(&fs, Path::new(FROM), Path::new(TO), Mix::All, &Progress::default()).unwrap();
        contents(&fs, TO)
    };
    for file in [small_wav(), wav(mono(SampleFormat::Int24), 5_003), wav(stereo, 4_096), voice.clone()] {
        let fs = disk(&file);
        let proof = pack(&fs, Path::new(FROM), Path::new("/take.flac"), &Progress::default()).unwrap();
        assert_eq!((proof.wav(), proof.flac()), (Path::new(FROM), Path::new("/take.flac")));
        let back =
            import(&fs, Path::new("/take.flac"), Path::new(TO), Mix::All, &Progress::default()).unwrap();
        assert_eq!(back.frames, proof.frames());
        assert_eq!(contents(&fs, FROM), file);
        if file == voice {
            assert_eq!(contents(&fs, TO), voice);
            assert!(contents(&fs, "/take.flac").len() < voice.len() * 3 / 4);
        }
    }
}

#[test]
fn samples_that_flac_cannot_hold_are_not_packed() {
    let fs = disk(&wav(Layout::mono(SampleRate::PREFERRED, SampleFormat::Float32), 100));
    let error = pack(&fs, Path::new(FROM), Path::new("/take.flac"), &Progress::default()).unwrap_err();
    assert!(matches!(error, FileError::Unsupported { .. }), "{error}");
    assert_eq!(fs.list(Path::new("/")).unwrap().len(), 1);
}

#[test]
fn a_file_read_round_in_circles_ends() {
    let fs = disk(FLAC);
    let progress = Progress::default();
    let mut source = Source::open(&fs, Path::new(FROM), &progress).unwrap();
    progress.cancel();
    let mut samples = Vec::<f32>::new();
    let begun = Instant::now();
    while source.next(&mut samples).unwrap().is_some() {}
    assert!(begun.elapsed() < Duration::from_secs(5));
}
