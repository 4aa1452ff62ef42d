//! Proves the encoder by two decoders that know nothing of it.

use std::io::{Cursor, Read as _};
use std::path::Path;

use proptest::prelude::*;

use super::*;
use crate::audio::files::{open_take, source::Source};
use crate::domain::take::SampleFormat;
use crate::domain::time::SampleRate;
use crate::store::fs::Fs as _;
use crate::store::sim::SimFs;
use crate::store::wav::{Encoding, Layout, header};

const FROM: &str = "/from.wav";
const TO: &str = "/to.flac";

fn bytes_of(samples: &[i32], encoding: Encoding) -> Vec<u8> {
    let width = encoding.bytes();
    samples.iter().flat_map(|sample| sample.to_le_bytes().into_iter().take(width)).collect()
}

/// Encodes samples of one layout, and asserts that both decoders give them back. Returns the file.
fn there_and_back(samples: &[i32], layout: Layout, threads: usize) -> Vec<u8> {
    let sound = bytes_of(samples, layout.encoding);
    let file = [&header(layout, sound.len() as u64), sound.as_slice()].concat();
    let fs = SimFs::default();
    fs.write_outside(Path::new(FROM), &file).unwrap();
    let mut reader = open_take(&fs, Path::new(FROM)).unwrap();
    let mut output = Output::create(&fs, Path::new(TO)).unwrap();
    let progress = Progress::default();
    encode(&mut reader, Path::new(FROM), &mut output, None, threads, &progress).unwrap();
    output.finish().unwrap();

    let mut flac = Vec::new();
    fs.open(Path::new(TO)).unwrap().read_to_end(&mut flac).unwrap();
    let mut reader = WavReader::open(Box::new(Cursor::new(flac.clone()))).unwrap();
    assert_eq!(reader.layout(), layout);
    let (mut one, count) = (Vec::new(), samples.len() / usize::from(layout.channels));
    assert_eq!(reader.read_integers(Frames::ZERO, count, &mut one).unwrap(), count);
    assert!(one == samples, "the one that plays");

    let mut source = Source::open(&fs, Path::new(TO), &progress).unwrap();
    let (mut other, mut part) = (Vec::new(), Vec::<i32>::new());
    while source.next(&mut part).unwrap().is_some() {
        other.extend(part.iter().map(|sample| sample >> (32 - layout.encoding.integer_bits().unwrap())));
    }
    assert!(!source.is_damaged && other == samples, "the one that compares");
    flac
}

fn mono(format: SampleFormat) -> Layout {
    Layout::mono(SampleRate::PREFERRED, format)
}

/// Numbers of so many bits in which nothing can be foretold.
fn noise(count: usize, bits: u32) -> Vec<i32> {
    let mut state = 7_u64;
    let next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 32) as i32 >> (32 - bits)
    };
    std::iter::repeat_with(next).take(count).collect()
}

#[test]
fn sound_of_every_kind_and_length_comes_back() {
    let tooth = |at: usize, len: usize| i32::try_from(at % len).unwrap_or(0);
    let wave = |at: usize| (tooth(at, 400) - 200).abs() * 90 - 9_000 + (tooth(at, 37) - 18) * 20;
    for len in [1, 2, 3, 4, 5, 16, 17, 4_095, 4_096, 4_097, 70_001] {
        for samples in [
            vec![0; len],
            vec![-32_768; len],
            noise(len, 16),
            noise(len, 3),
            (0..len).map(wave).collect(),
            (0..len).map(|at| if at % 100 < 50 { 32_767 } else { -32_768 }).collect(),
            (0..len).map(|at| i32::from(at % 4_096 == 4_000) * 32_767).collect(),
        ] {
            there_and_back(&samples, mono(SampleFormat::Int16), 2);
        }
        there_and_back(&noise(len, 24), mono(SampleFormat::Int24), 1);
        there_and_back(&(0..len).map(|at| wave(at) << 8).collect::<Vec<_>>(), mono(SampleFormat::Int24), 1);
    }
    let six = Layout { channels: 6, ..mono(SampleFormat::Int16) };
    there_and_back(&noise(6 * 9_000, 12), six, 3);
    let odd = Layout { rate: SampleRate::new(11_025).unwrap(), ..mono(SampleFormat::Int16) };
    there_and_back(&noise(9_000, 12), odd, 3);
}

#[test]
fn the_number_of_threads_changes_no_byte() {
    let samples: Vec<i32> = noise(600_000, 9);
    let one = there_and_back(&samples, mono(SampleFormat::Int16), 1);
    for threads in [2, 5] {
        assert!(there_and_back(&samples, mono(SampleFormat::Int16), threads) == one);
    }
}

#[test]
fn bits_that_are_never_used_take_no_room() {
    let samples = noise(50_000, 9);
    let wide: Vec<i32> = samples.iter().map(|sample| sample << 15).collect();
    let narrow = there_and_back(&samples, mono(SampleFormat::Int16), 1).len();
    let wide = there_and_back(&wide, mono(SampleFormat::Int24), 1).len();
    assert!(wide <= narrow, "{wide} for {narrow}");
}

#[test]
fn a_place_is_found_by_the_table() {
    let samples = noise(48_000 * 12, 10);
    let flac = there_and_back(&samples, mono(SampleFormat::Int16), 2);
    let mut reader = WavReader::open(Box::new(Cursor::new(flac))).unwrap();
    for at in [500_000, 3, 48_000 * 11, 47_999, 300_000] {
        let mut some = Vec::new();
        assert_eq!(reader.read_integers(Frames(at as u64), 1_000, &mut some).unwrap(), 1_000);
        assert_eq!(some, samples[at..at + 1_000]);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn whatever_is_recorded_comes_back(
        samples in prop::collection::vec(-32_768..=32_767_i32, 1..300),
        steps in prop::collection::vec(-20..=20_i32, 1..6_000),
    ) {
        there_and_back(&samples, mono(SampleFormat::Int16), 1);
        let walk: Vec<i32> = steps.iter().scan(0, |at, step| { *at += step; Some(*at) }).collect();
        there_and_back(&walk, mono(SampleFormat::Int16), 2);
    }
}
