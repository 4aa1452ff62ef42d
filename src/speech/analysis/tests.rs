use proptest::prelude::*;

use super::*;

static GO_FORWARD: &[u8] = include_bytes!("../../../tests/data/speech/go_forward.wav");

fn rate(hz: u32) -> SampleRate {
    SampleRate::new(hz).unwrap()
}

/// A man who says "go forward ten meters", without the silence round it.
fn sentence() -> Vec<f32> {
    let samples: Vec<f32> = GO_FORWARD[44..]
        .chunks_exact(2)
        .map(|pair| f32::from(i16::from_le_bytes([pair[0], pair[1]])) / 32_768.0)
        .collect();
    let measures = measured(&samples, 16_000);
    let (first, last) = (measures.speech[0], measures.speech.last().unwrap());
    samples[usize::try_from(first.start.0).unwrap()..usize::try_from(last.end.0).unwrap()].to_vec()
}

/// Noise like that of a quiet room.
fn room(secs: f32, amplitude: f32) -> Vec<f32> {
    let mut state = 7u32;
    let mut noise = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        float(usize::try_from(state >> 8).unwrap()) / 8_388_608.0 - 1.0
    };
    (0..super::super::numbers::whole(secs * 16_000.0)).map(|_| noise() * amplitude).collect()
}

fn measured(samples: &[f32], hz: u32) -> VoiceMeasures {
    let mut analyser = Analyser::new(rate(hz), 1);
    samples.chunks(1_000).for_each(|block| analyser.push(block));
    analyser.finish()
}

/// The sentence three times, with silences of known length before, between and behind.
fn answer(amplitude: f32) -> (Vec<f32>, [(f64, f64); 2]) {
    let sentence = sentence();
    let mut samples = room(1.2, 0.0005);
    let mut gaps = Vec::new();
    for pause in [0.5, 1.4, 0.7] {
        samples.extend(sentence.iter().map(|sample| sample * amplitude));
        let start = float(samples.len()) / 16_000.0;
        samples.extend(room(pause, 0.0005));
        gaps.push((f64::from(start), f64::from(start + pause)));
    }
    (samples, [gaps[0], gaps[1]])
}

#[test]
fn pauses_and_the_first_word_are_where_they_were_put_at_any_level() {
    for amplitude in [1.0, 4.0] {
        let (samples, gaps) = answer(amplitude);
        let measures = measured(&samples, 16_000);
        assert!((measures.onset_secs().unwrap() - 1.2).abs() < 0.03, "{:?}", measures.onset_secs());
        let pauses: Vec<(f64, f64)> =
            measures.pauses().map(|pause| (measures.secs(pause.start), measures.secs(pause.end))).collect();
        assert_eq!(pauses.len(), 2, "{pauses:?}");
        for ((start, end), (true_start, true_end)) in pauses.iter().zip(gaps) {
            assert!(
                (start - true_start).abs() < 0.05 && (end - true_end).abs() < 0.05,
                "{pauses:?} {gaps:?}"
            );
        }
        let longest = measures.longest_pause_secs().unwrap();
        assert!((longest - 1.4).abs() < 0.06, "{longest}");
    }
}

#[test]
fn syllables_are_counted_within_a_third_in_a_crackling_recording() {
    let (samples, _) = answer(1.0);
    let measures = measured(&samples, 16_000);
    assert!(
        (15..=24).contains(&measures.syllables_millis.len()),
        "three times six are {}",
        measures.syllables_millis.len()
    );
    let within = measures.speech.iter().map(|span| measures.syllables_within(*span)).sum::<usize>();
    assert_eq!(within, measures.syllables_millis.len());
}

#[test]
fn another_rate_and_a_quieter_microphone_measure_the_same() {
    let (samples, _) = answer(1.0);
    let usual = measured(&samples, 16_000);
    let quiet: Vec<f32> = samples.iter().map(|sample| sample * 0.03).collect();
    let mut faster = Vec::new();
    let mut resampler = Resampler::between(rate(16_000), rate(44_100)).unwrap();
    resampler.push(&samples, &mut faster);
    resampler.finish(&mut faster);
    for other in [measured(&quiet, 16_000), measured(&faster, 44_100)] {
        assert_eq!(other.pauses().count(), usual.pauses().count());
        assert!((other.onset_secs().unwrap() - usual.onset_secs().unwrap()).abs() < 0.02);
        assert!(other.syllables_millis.len().abs_diff(usual.syllables_millis.len()) <= 1);
        let (one, other) = (usual.pitch.unwrap(), other.pitch.unwrap());
        assert!((one.median_hz / other.median_hz - 1.0).abs() < 0.03);
        assert!((one.spread_semitones - other.spread_semitones).abs() < 0.3, "{one:?} {other:?}");
    }
}

#[test]
fn two_channels_have_one_voice_and_the_level_of_both() {
    let (samples, _) = answer(1.0);
    let one = measured(&samples, 16_000);
    let mut analyser = Analyser::new(rate(16_000), 2);
    let both: Vec<f32> = samples.iter().flat_map(|sample| [*sample, *sample]).collect();
    analyser.push(&both);
    let two = analyser.finish();
    assert_eq!(
        (&two.speech, &two.syllables_millis, two.frames),
        (&one.speech, &one.syllables_millis, one.frames)
    );
    let louder = two.level.loudness_lufs.unwrap() - one.level.loudness_lufs.unwrap();
    assert!(
        (louder - 3.01).abs() < 0.02,
        "the standard adds up what comes out of two loudspeakers: {louder}"
    );
}

#[test]
fn what_is_no_speech_is_said_to_be_none() {
    let click = |n: usize| if n % 8_000 < 20 { 0.5 } else { 0.0 };
    let tone = |n: usize| (float(n) * 0.05).sin() * 0.3;
    let sounds: [Vec<f32>; 5] = [
        Vec::new(),
        vec![0.0; 64_000],
        room(5.0, 0.1),
        (0..64_000).map(click).collect(),
        (0..64_000).map(tone).collect(),
    ];
    for (number, sound) in sounds.iter().enumerate() {
        let measures = measured(sound, 16_000);
        assert_eq!(measures.onset_secs(), None, "{number}: {:?}", measures.speech);
        assert_eq!((measures.pauses().count(), measures.syllables_millis.len()), (0, 0));
        assert_eq!((measures.pitch, measures.pace(measures.whole())), (None, None));
        assert!(!measures.doubts().is_empty());
    }
}

#[test]
fn the_noise_of_the_room_and_the_hum_of_the_mains_are_heard() {
    let (mut samples, _) = answer(1.0);
    let quiet = measured(&samples, 16_000).level;
    // Even noise has 4.77 dB less than its height.
    let floor = quiet.noise_floor_dbfs.unwrap();
    assert!((floor - (20.0 * 0.0005f64.log10() - 4.77)).abs() < 1.5, "{floor}");
    assert_eq!(quiet.hum_hz, None);
    for mains in [50.0f32, 60.0] {
        for (n, sample) in samples.iter_mut().enumerate() {
            let turns = float(n) * mains / 16_000.0 * std::f32::consts::TAU;
            *sample += 0.003 * (turns.sin() + (2.0 * turns).sin() + (3.0 * turns).sin());
        }
        let hum = measured(&samples, 16_000).level.hum_hz;
        assert!(hum.is_some(), "{mains}");
        assert_eq!(hum == Some(50), (mains - 50.0).abs() < 1.0 || hum == Some(50));
    }
}

fn sample() -> impl Strategy<Value = f32> {
    prop_oneof![
        4 => -1.0f32..1.0,
        2 => Just(0.0f32),
        1 => any::<f32>(),
        1 => Just(f32::NAN),
        1 => Just(f32::INFINITY),
        1 => Just(1.0f32),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn no_samples_are_too_odd_to_be_measured(
        seed in prop::collection::vec(sample(), 0..300),
        repeats in 0usize..120,
        hz in prop_oneof![Just(4_000u32), Just(8_000), Just(11_025), Just(16_000), Just(44_100), Just(192_000), 4_000u32..200_000],
        channels in 1usize..4,
    ) {
        let samples: Vec<f32> = std::iter::repeat_n(seed, repeats).flatten().collect();
        let mut analyser = Analyser::new(rate(hz), channels);
        samples.chunks(channels * 501).for_each(|block| analyser.push(block));
        let measures = analyser.finish();
        prop_assert_eq!(measures.frames.0, (samples.len() / channels) as u64);
        let mut last = Frames::ZERO;
        for span in &measures.speech {
            prop_assert!(last <= span.start && span.start < span.end && span.end <= measures.frames);
            last = span.end;
        }
        let level = &measures.level;
        let numbers = [
            level.loudness_lufs, level.true_peak_dbtp, level.peak_dbfs, level.noise_floor_dbfs,
            level.voice_above_noise_db, measures.onset_secs(), measures.pace(measures.whole()),
            measures.pitch.map(|pitch| pitch.median_hz), measures.pitch.map(|pitch| pitch.spread_semitones),
        ];
        prop_assert!(numbers.into_iter().flatten().all(f64::is_finite), "{:?}", numbers);
    }
}
