//! `starling analyse`: what is measured in the voice of any sound file.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::ArgMatches;
use serde::Serialize;

use super::argument::{Format, flag, path};
use super::table::Table;
use super::{Outcome, print, print_json, say};
use crate::audio::files::measure::{self, Measured};
use crate::audio::progress::Progress;
use crate::domain::take::Take;
use crate::domain::voice::{Span, VoiceMeasures};
use crate::speech::analysis::{fitting, is_due};
use crate::store::clock::SystemClock;
use crate::store::real::RealFs;
use crate::store::{Access, Store};

/// Which files to measure.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    pub files: Vec<PathBuf>,
    /// Measure the takes of the library that have no measures or older ones, and keep what comes of it.
    pub takes: bool,
}

impl Wanted {
    pub(super) fn arguments(command: clap::Command) -> clap::Command {
        let files = path("FILE").num_args(1..).required_unless_present("takes").conflicts_with("takes");
        let takes = "Measure the takes that have no measures or older ones, and keep what comes of it";
        command
            .arg(files.help("WAV, FLAC, MP3, M4A, Ogg or Opus, at any rate and with any number of channels"))
            .arg(flag("takes", takes))
    }

    pub(super) fn read(typed: &mut ArgMatches) -> Self {
        Self {
            files: typed.remove_many("FILE").into_iter().flatten().collect(),
            takes: typed.get_flag("takes"),
        }
    }
}

/// Measures one file after the other. One that cannot be read is named, and the others are measured.
pub(super) fn run(root: &Path, wanted: &Wanted, format: Format) -> Result<Outcome, String> {
    let (rows, outcome) = if wanted.takes { of_takes(root)? } else { of_files(&wanted.files) };
    match format {
        Format::Json => print_json(&rows)?,
        Format::Table if rows.is_empty() && wanted.takes && outcome == Outcome::Fine => {
            print("Every take is measured.\n")?
        }
        Format::Table if rows.is_empty() => Outcome::Found,
        Format::Table => print(&table(&rows))?,
    };
    Ok(outcome)
}

fn of_files(files: &[PathBuf]) -> (Vec<Row>, Outcome) {
    let mut rows = Vec::new();
    let mut outcome = Outcome::Fine;
    for file in files {
        match measure::of_file(&RealFs, file, &Progress::default()) {
            Ok(measured) => rows.push(Row::of(file, &measured)),
            Err(error) => {
                say(error);
                outcome = Outcome::Found;
            }
        }
    }
    (rows, outcome)
}

/// Measures the takes of the library that are due, and keeps the measures of each as soon as they are there.
fn of_takes(root: &Path) -> Result<(Vec<Row>, Outcome), String> {
    let opened = Store::open(Arc::new(RealFs), Arc::new(SystemClock), root, Access::Write);
    let opened = opened.map_err(|error| error.to_string())?;
    for warning in &opened.warnings {
        say(warning);
    }
    let (mut store, library) = (opened.store, opened.library);
    let mut due: Vec<&Take> = library.takes().filter(|take| is_due(take)).collect();
    due.sort_by_key(|take| (take.recorded_at, &take.id));
    let mut rows = Vec::new();
    let mut outcome = Outcome::Fine;
    for take in due {
        let file = store.take_audio_path(take);
        match measure::of_file(&RealFs, &file, &Progress::default()) {
            Ok(measured) => {
                rows.push(Row::of(&file, &measured));
                if let Some(voice) = fitting(measured.measures, take) {
                    let saved = store.save_take(&Take { voice: Some(voice), ..take.clone() });
                    saved.map_err(|error| error.to_string())?.warnings.iter().for_each(say);
                    continue;
                }
                let why = "The recording is not as long as its take says, so its measures are not kept";
                say(format!("{why}: {}", file.display()));
            }
            Err(error) => say(error),
        }
        outcome = Outcome::Found;
    }
    Ok((rows, outcome))
}

/// What was measured in a file, as programs read it. What cannot be measured in it is null.
#[derive(Debug, Serialize)]
struct Row {
    file: String,
    method: u32,
    duration_s: f64,
    speech_s: f64,
    speech_share: f64,
    onset_s: Option<f64>,
    pauses: Vec<Stretch>,
    pause_s: f64,
    longest_pause_s: Option<f64>,
    syllables: usize,
    /// In a second of speech.
    syllables_per_s: Option<f64>,
    /// In a second from the first word to the last, pauses counted.
    syllables_per_s_with_pauses: Option<f64>,
    pitch: Option<PitchRow>,
    loudness_lufs: Option<f64>,
    peak_dbfs: Option<f64>,
    true_peak_dbtp: Option<f64>,
    clipped_samples: u64,
    clipped: Vec<Stretch>,
    noise_floor_dbfs: Option<f64>,
    voice_above_noise_db: Option<f64>,
    hum_hz: Option<u32>,
    phrases: u32,
    fading_phrases: u32,
    speech: Vec<Stretch>,
    doubts: Vec<String>,
}

#[derive(Debug, Serialize)]
struct Stretch {
    start_s: f64,
    end_s: f64,
}

#[derive(Debug, Serialize)]
struct PitchRow {
    median_hz: f64,
    sd_semitones: f64,
}

impl Row {
    fn of(file: &Path, Measured { measures, is_partial }: &Measured) -> Self {
        let whole = measures.whole();
        let duration = measures.secs(measures.frames);
        let speech = measures.speech_secs(whole);
        let stretches =
            |spans: &mut dyn Iterator<Item = Span>| spans.map(|span| stretch(measures, span)).collect();
        let mut doubts = measures.doubts();
        if *is_partial {
            doubts.push("The file breaks off or is damaged; what could be read was measured.".to_owned());
        }
        Self {
            file: file.display().to_string(),
            method: measures.method,
            duration_s: millis(duration),
            speech_s: millis(speech),
            speech_share: millis(if duration > 0.0 { speech / duration } else { 0.0 }),
            onset_s: measures.onset_secs().map(millis),
            pauses: stretches(&mut measures.pauses()),
            pause_s: millis(measures.pauses().map(|pause| measures.secs(pause.length())).sum()),
            longest_pause_s: measures.longest_pause_secs().map(millis),
            syllables: measures.syllables_millis.len(),
            syllables_per_s: measures.pace(whole).map(millis),
            syllables_per_s_with_pauses: measures.pace_with_pauses().map(millis),
            pitch: measures.pitch.map(|pitch| PitchRow {
                median_hz: millis(pitch.median_hz),
                sd_semitones: millis(pitch.spread_semitones),
            }),
            loudness_lufs: measures.level.loudness_lufs.map(millis),
            peak_dbfs: measures.level.peak_dbfs.map(millis),
            true_peak_dbtp: measures.level.true_peak_dbtp.map(millis),
            clipped_samples: measures.level.clipped_samples,
            clipped: stretches(&mut measures.level.clipped.iter().copied()),
            noise_floor_dbfs: measures.level.noise_floor_dbfs.map(millis),
            voice_above_noise_db: measures.level.voice_above_noise_db.map(millis),
            hum_hz: measures.level.hum_hz,
            phrases: measures.fading.phrases,
            fading_phrases: measures.fading.fading,
            speech: stretches(&mut measures.speech.iter().copied()),
            doubts,
        }
    }
}

fn stretch(measures: &VoiceMeasures, span: Span) -> Stretch {
    Stretch { start_s: millis(measures.secs(span.start)), end_s: millis(measures.secs(span.end)) }
}

/// Three digits behind the point, which is more than any of this is exact to.
fn millis(value: f64) -> f64 {
    (value * 1_000.0).round() / 1_000.0
}

/// The measures as people read them: a line for each file, and below what to take care with.
fn table(rows: &[Row]) -> String {
    let mut table = Table::new([
        "Length",
        "First word",
        "Pauses",
        "Longest",
        "Syllables/s",
        "Pitch",
        "Varies by",
        "Loudness",
        "Peak",
        "Noise",
        "File",
    ]);
    let cell = |value: Option<f64>, digits: usize, unit: &str| {
        value.map_or_else(|| "–".to_owned(), |value| format!("{value:.digits$}{unit}"))
    };
    for row in rows {
        table.push([
            format!("{:.1} s", row.duration_s),
            cell(row.onset_s, 1, " s"),
            row.pauses.len().to_string(),
            cell(row.longest_pause_s, 1, " s"),
            cell(row.syllables_per_s, 1, ""),
            cell(row.pitch.as_ref().map(|pitch| pitch.median_hz), 0, " Hz"),
            cell(row.pitch.as_ref().map(|pitch| pitch.sd_semitones), 1, " semitones"),
            cell(row.loudness_lufs, 1, " LUFS"),
            cell(row.true_peak_dbtp, 1, " dBTP"),
            cell(row.noise_floor_dbfs, 0, " dBFS"),
            row.file.clone(),
        ]);
    }
    let doubts =
        rows.iter().flat_map(|row| row.doubts.iter().map(move |doubt| format!("{}: {doubt}\n", row.file)));
    table.print() + &doubts.collect::<String>()
}
