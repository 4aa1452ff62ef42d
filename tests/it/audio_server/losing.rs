//! A microphone, its sound server or its place as the default goes away in the middle of a take.

use std::process::Command;
use std::time::Duration;

use super::{Server, cpu_of_a_second, find_ramp};
use crate::{is_full_campaign, report};

/// What was recorded after something had happened in the middle of a ramp.
struct Outcome {
    told_after: Duration,
    cpu: u64,
}

/// Does something to the server in the middle of a ramp and sees that it is told, and that everything before is
/// kept.
fn lose(words: &[&str], act: fn(&mut Server)) -> Option<Outcome> {
    let mut server = Server::start()?;
    let mut recording = server.record();
    server.say_ramp(30);
    recording.until_heard(3);
    act(&mut server);
    let (line, told_after) = recording.until_one_of(words);
    if words.contains(&"Silent") && !line.contains("Silent") {
        // While a source that has just appeared delivers nothing, the system's library asks it without a rest.
        recording.until("Silent");
    }
    let cpu = cpu_of_a_second(&recording.child);
    let heard = recording.finish(server.folder.path());
    let ramp = find_ramp(&heard);
    assert!(ramp.len() > 48_000, "{} frames of the ramp; told {:?}", ramp.len(), recording.told());
    // What comes from a muted or another microphone is zeros, and what is resumed lies behind them.
    assert!(heard[ramp.end..].iter().take(480).all(|sample| *sample == 0), "nothing is torn");
    server.go_on();
    Some(Outcome { told_after, cpu })
}

/// Does it once, or twenty times in the campaign, and reports the worst.
fn lose_often(what: &str, words: &[&str], act: fn(&mut Server)) {
    let times = if is_full_campaign() { 20 } else { 1 };
    let outcomes: Vec<Outcome> = (0..times).map_while(|_| lose(words, act)).collect();
    let (Some(last), Some(cpu)) = (
        outcomes.iter().map(|outcome| outcome.told_after).max(),
        outcomes.iter().map(|outcome| outcome.cpu).max(),
    ) else {
        return;
    };
    report(&format!(
        "{what}, {} times: told ({}) after at most {} ms, then at most {cpu} % of a core",
        outcomes.len(),
        words.join(" or "),
        last.as_millis()
    ));
    assert!(last < Duration::from_secs(2), "{last:?}");
    assert!(cpu <= 10, "{cpu} %");
}

#[test]
fn a_microphone_that_is_pulled_out_is_told_within_two_seconds() {
    lose_often("pulled out", &["DeviceLost"], |server| {
        server.pactl(&["unload-module", "module-null-sink"]).unwrap();
    });
}

#[test]
fn a_sound_server_that_dies_is_told_within_two_seconds() {
    lose_often("server killed", &["DeviceLost"], |server| server.daemon.kill().unwrap());
}

#[test]
fn a_sound_server_that_stands_still_is_told_within_two_seconds() {
    lose_often("server stopped", &["NoSamples"], |server| server.signal("-STOP"));
}

#[test]
fn a_muted_source_is_told_within_two_seconds() {
    lose_often("muted", &["Silent"], |server| {
        server.pactl(&["set-source-mute", "fakemic", "1"]).unwrap();
    });
}

#[test]
fn another_default_microphone_that_hears_nothing_is_told_within_two_seconds() {
    // A source that has just appeared may deliver nothing for a while, and zeros after that.
    lose_often("default switched", &["NoSamples", "Silent"], |server| {
        server.add_microphone("other_in", "othermic");
        server.pactl(&["set-default-source", "othermic"]).unwrap();
    });
}

#[test]
fn a_source_that_is_heard_again_is_told() {
    let Some(mut server) = Server::start() else { return };
    let mut recording = server.record();
    server.say_ramp(30);
    recording.until_heard(1);
    server.pactl(&["set-source-mute", "fakemic", "1"]).unwrap();
    recording.until("Silent");
    server.pactl(&["set-source-mute", "fakemic", "0"]).unwrap();
    recording.until("SoundAgain");
}

#[test]
fn a_sound_server_that_goes_on_is_told_and_so_is_the_recording() {
    let Some(mut server) = Server::start() else { return };
    let mut recording = server.record();
    server.say_ramp(30);
    recording.until_heard(1);
    server.signal("-STOP");
    recording.until("NoSamples");
    server.signal("-CONT");
    recording.until("SamplesAgain");
    recording.until_heard(4);
    assert!(!recording.said.iter().any(|line| line.contains("DeviceLost")));
}

#[test]
fn when_the_system_uses_another_microphone_recording_goes_on() {
    let Some(mut server) = Server::start() else { return };
    let mut recording = server.record();
    server.say_ramp(3);
    recording.until_heard(1);
    server.add_microphone("other_in", "othermic");
    server.pactl(&["set-default-source", "othermic"]).unwrap();
    recording.until_heard(6);
    let heard = recording.finish(server.folder.path());
    assert!(heard.len() as u64 >= 6 * 48_000);
    assert!(!recording.said.iter().any(|line| line.contains("DeviceLost")));
    assert!(find_ramp(&heard).len() > 24_000);
}

impl Server {
    fn signal(&self, signal: &str) {
        let sent = Command::new("kill").arg(signal).arg(self.daemon.id().to_string()).status();
        assert!(sent.unwrap().success());
    }

    /// A daemon that was stopped cannot end before it goes on.
    fn go_on(&self) {
        let _ = Command::new("kill").arg("-CONT").arg(self.daemon.id().to_string()).status();
    }
}
