//! What is said into the virtual microphone is in the file, sample for sample, at little cost.

use std::process::{Child, Command};
use std::time::{Duration, Instant};

use super::{Recording, Server, breaks, find_ramp};
use crate::{is_full_campaign, report};

/// Seconds listened to by the test that measures what it costs: an hour in the campaign, unless
/// `STARLING_SECONDS` names fewer.
fn listened_secs() -> u64 {
    let wanted = std::env::var("STARLING_SECONDS").ok().and_then(|secs| secs.parse().ok());
    wanted.unwrap_or(if is_full_campaign() { 3_600 } else { 5 })
}

/// A player that has a lot of room takes a while to begin.
const STARTS_WITHIN_SECS: u64 = 8;

/// Says the ramp and sees that all of it was recorded, and that the clock agrees.
fn hear_ramp(server: &mut Server, recording: &mut Recording, secs: u64, mut halfway: impl FnMut(&Recording)) {
    server.say_ramp(secs);
    let heard = recording.heard_now();
    let began = Instant::now();
    recording.until_heard(heard / 48_000 + secs / 2);
    halfway(recording);
    recording.until_heard(heard / 48_000 + secs + STARTS_WITHIN_SECS);
    let lasted = recording.heard_now() - heard;
    let passed = began.elapsed();
    let expected = passed.as_secs_f64() * 48_000.0;
    let off = (Duration::from_nanos(lasted * 1_000_000_000 / 48_000)).as_secs_f64() - passed.as_secs_f64();
    report(&format!("{lasted} frames heard in {:.3} s: {off:+.3} s off", passed.as_secs_f64()));
    let take = recording.finish(server.folder.path());
    let ramp = find_ramp(&take);
    let (late, lost) = breaks(&take);
    report(&format!("broken by zeros of a late player at {late} places, by lost frames at {lost}"));
    assert_eq!(ramp.len() as u64, secs * 48_000, "of {} frames; told {:?}", take.len(), recording.told());
    assert!(take[ramp.end..].iter().all(|sample| *sample == 0));
    report(&format!("{} frames of the ramp, 0 discontinuities", ramp.len()));
    if secs > 100 {
        assert!(off.abs() * 48_000.0 < expected / 1_000.0, "{off} s off");
    }
}

#[test]
fn the_virtual_microphone_is_recorded_bit_by_bit_and_cheaply() {
    let Some(mut server) = Server::start() else { return };
    let secs = listened_secs();
    let mut recording = server.record();
    report(&format!(
        "first samples {} ms after the process was started",
        recording.began.elapsed().as_millis()
    ));
    let began = Instant::now();
    let (mut held, mut used) = (0, Vec::new());
    recording.until_heard((secs / 10).min(60));
    let (at_first, before) = (recording.memory(), recording.cpu_by_thread());
    let measured_from = Instant::now();
    hear_ramp(&mut server, &mut recording, secs, |recording| {
        let passed = measured_from.elapsed().as_secs_f64() * 100.0;
        held = recording.memory();
        used = shares(&before, &recording.cpu_by_thread(), passed);
    });
    let at_last = recording.memory();
    report(&format!("memory: {at_first} KiB, halfway {held} KiB, at the end {at_last} KiB"));
    for (name, share) in &used {
        report(&format!("{name}: {share:.2} % of a core"));
    }
    if secs >= 300 {
        assert!(at_last < at_first + 2_048, "memory grows from {at_first} to {at_last} KiB");
        let threads = used.iter().filter(|(name, _)| name.contains("cpal") || name.contains("writer"));
        let together: f64 = threads.map(|(_, share)| share).sum();
        report(&format!("capture and writer together: {together:.2} % of a core"));
        assert!(together < 4.0, "{used:?}");
    }
    report(&format!("listened for {} s", began.elapsed().as_secs()));

    recording.order("close", "Closed");
    let began = Instant::now();
    while server.pactl(&["list", "short", "source-outputs"]).unwrap().contains("alsa") {
        assert!(began.elapsed() < Duration::from_millis(500), "the microphone is free again");
    }
}

/// What each thread used between two looks, in per cent of a core.
fn shares(before: &[(String, u64)], after: &[(String, u64)], hundredths: f64) -> Vec<(String, f64)> {
    let used = |name: &str, ticks: u64| {
        let earlier = before.iter().find(|(other, _)| other == name).map_or(0, |(_, ticks)| *ticks);
        f64::from(u32::try_from(ticks.saturating_sub(earlier)).unwrap()) * 100.0 / hundredths
    };
    after.iter().map(|(name, ticks)| (name.clone(), used(name, *ticks))).collect()
}

/// Processes that keep every core busy as long as this value lives.
struct Busy(Vec<Child>);

impl Busy {
    fn all_cores() -> Self {
        let cores = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
        let busy = || Command::new("sh").args(["-c", "while :; do :; done"]).spawn().unwrap();
        Self((0..cores).map(|_| busy()).collect())
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        for child in &mut self.0 {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

#[test]
fn while_all_cores_are_busy_nothing_is_lost() {
    let Some(mut server) = Server::start() else { return };
    let secs = if is_full_campaign() { 600 } else { 5 };
    let mut recording = server.record();
    let _busy = Busy::all_cores();
    hear_ramp(&mut server, &mut recording, secs, |_| {});
    let said = recording.told();
    assert!(!said.iter().any(|line| line.contains("Gap")), "{said:?}");
}
