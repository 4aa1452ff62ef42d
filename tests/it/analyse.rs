//! `starling analyse` on files of every kind, beside what is known of them.

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

fn data(name: &str) -> String {
    format!("{}/tests/data/{name}", env!("CARGO_MANIFEST_DIR"))
}

fn analyse(arguments: &[&str]) -> Output {
    let home = tempfile::tempdir().unwrap();
    Command::new(env!("CARGO_BIN_EXE_starling"))
        .arg("analyse")
        .args(arguments)
        .env_clear()
        .env("HOME", home.path())
        .output()
        .unwrap()
}

fn rows(output: &Output) -> Vec<Value> {
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn a_sentence_is_measured_as_it_was_spoken() {
    let output = analyse(&[&data("speech/go_forward.wav"), "--format", "json"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let [row] = rows(&output).try_into().unwrap();
    let number = |name: &str| row[name].as_f64().unwrap();
    assert!((number("duration_s") - 44_580.0 / 16_000.0).abs() < 0.001);
    // Read off the waveform: "go" begins at 0.43 s and "meters" ends at 2.2 s.
    assert!((number("onset_s") - 0.43).abs() < 0.1, "{row}");
    assert!((number("speech_s") - 1.75).abs() < 0.3, "{row}");
    assert!((80.0..180.0).contains(&row["pitch"]["median_hz"].as_f64().unwrap()), "a man: {row}");
    assert!(number("true_peak_dbtp") >= number("peak_dbfs") - 0.1);
    assert_eq!(row["clipped_samples"], 0);
}

#[test]
fn every_kind_of_file_is_read_and_one_that_is_none_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let none = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml");
    let missing = folder.path().join("missing.wav");
    let files = ["voice.flac", "voice.ogg", "voice.opus", "stereo.opus"].map(data);
    let mut arguments: Vec<&str> = files.iter().map(String::as_str).collect();
    let path = |path: &Path| path.to_str().unwrap().to_owned();
    let (none, missing) = (path(&none), path(&missing));
    arguments.extend([none.as_str(), missing.as_str(), "--format=json"]);
    let output = analyse(&arguments);
    assert_eq!(output.status.code(), Some(1), "two of the files could not be measured");
    let measured = rows(&output);
    assert_eq!(measured.iter().map(|row| row["file"].as_str().unwrap()).collect::<Vec<_>>(), files);
    assert!(measured.iter().all(|row| row["duration_s"].as_f64().unwrap() > 0.1));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("Cargo.toml") && said.contains("missing.wav"), "{said}");
}

#[test]
fn a_person_gets_a_table_and_is_told_what_cannot_be_measured() {
    let folder = tempfile::tempdir().unwrap();
    let silence = folder.path().join("silence.wav");
    let spec = hound::WavSpec {
        channels: 1,
        sample_rate: 8_000,
        bits_per_sample: 32,
        sample_format: hound::SampleFormat::Float,
    };
    let mut wav = hound::WavWriter::create(&silence, spec).unwrap();
    (0..16_000).for_each(|n| wav.write_sample(if n == 77 { f32::NAN } else { 0.0 }).unwrap());
    wav.finalize().unwrap();
    let output = analyse(&[silence.to_str().unwrap()]);
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.starts_with("Length") && text.contains("2.0 s"), "{text}");
    assert!(text.contains("No voice was found"), "{text}");
    assert_eq!(analyse(&[]).status.code(), Some(2));
}
