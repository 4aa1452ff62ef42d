//! Notices what a microphone does not say: that it has stopped, or delivers nothing but zeros.

use std::time::Duration;

use super::shared::{Fault, Shared};
use crate::domain::time::{Frames, SampleRate};

/// Sound servers take up to two seconds to start.
const FIRST_CALL_WITHIN: Duration = Duration::from_secs(3);
const CALL_WITHIN: Duration = Duration::from_secs(1);
/// After so long nothing will come.
const GIVEN_UP_AFTER: Duration = Duration::from_secs(10);
/// It has to be told within two seconds, and a busy server takes some of them; nobody pauses in exact zeros.
const SILENT_AFTER_SECS: f64 = 1.5;

/// What was noticed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Notice {
    FirstSamples,
    NoSamples,
    SamplesAgain,
    Silent,
    SoundAgain,
    Rerouted,
    Dead(Fault),
    /// Nothing has come for so long that nothing will.
    GivenUp,
}

/// Watches one stream.
#[derive(Debug)]
pub(super) struct Watch {
    calls: u64,
    called_at: Duration,
    is_stopped: bool,
    is_silent: bool,
    silent_after: Frames,
}

impl Watch {
    pub fn new(rate: SampleRate, now: Duration) -> Self {
        let silent_after = rate.frames(SILENT_AFTER_SECS);
        Self { calls: 0, called_at: now, is_stopped: false, is_silent: false, silent_after }
    }

    pub fn look(&mut self, shared: &Shared, now: Duration) -> Vec<Notice> {
        if let Some(fault) = shared.fault() {
            return vec![Notice::Dead(fault)];
        }
        let mut notices = Vec::new();
        let calls = shared.calls();
        if calls != self.calls {
            notices.extend((self.calls == 0).then_some(Notice::FirstSamples));
            notices.extend(self.is_stopped.then_some(Notice::SamplesAgain));
            (self.calls, self.called_at, self.is_stopped) = (calls, now, false);
        }
        let quiet_for = now.saturating_sub(self.called_at);
        let allowed = if self.calls == 0 { FIRST_CALL_WITHIN } else { CALL_WITHIN };
        if quiet_for >= GIVEN_UP_AFTER {
            return vec![Notice::GivenUp];
        }
        if quiet_for >= allowed && !self.is_stopped {
            self.is_stopped = true;
            notices.push(Notice::NoSamples);
        }
        let is_silent = shared.zero_run() >= self.silent_after;
        if is_silent != self.is_silent {
            self.is_silent = is_silent;
            notices.push(if is_silent { Notice::Silent } else { Notice::SoundAgain });
        }
        notices.extend(shared.take_rerouted().then_some(Notice::Rerouted));
        notices
    }
}

#[cfg(test)]
mod tests {
    use super::super::capture::path;
    use super::*;

    const RATE: SampleRate = SampleRate::PREFERRED;

    const fn ms(millis: u64) -> Duration {
        Duration::from_millis(millis)
    }

    #[test]
    fn a_microphone_that_stops_is_noticed_once_and_given_up_at_last() {
        let (mut capture, _, _, shared) = path(RATE, 1, None);
        let mut watch = Watch::new(RATE, ms(0));
        assert_eq!(watch.look(&shared, ms(2_900)), []);
        capture.receive(&[0.1_f32; 480], ms(0));
        assert_eq!(watch.look(&shared, ms(2_950)), [Notice::FirstSamples]);
        assert_eq!(watch.look(&shared, ms(3_949)), []);
        assert_eq!(watch.look(&shared, ms(3_950)), [Notice::NoSamples]);
        assert_eq!(watch.look(&shared, ms(5_000)), []);
        capture.receive(&[0.1_f32; 480], ms(10));
        assert_eq!(watch.look(&shared, ms(5_001)), [Notice::SamplesAgain]);
        assert_eq!(watch.look(&shared, ms(15_001)), [Notice::GivenUp]);
    }

    #[test]
    fn a_second_and_a_half_of_zeros_are_noticed_and_their_end_is() {
        let (mut capture, _, _, shared) = path(RATE, 1, None);
        let mut watch = Watch::new(RATE, ms(0));
        capture.receive(&vec![0.0_f32; 71_999], ms(0));
        assert_eq!(watch.look(&shared, ms(10)), [Notice::FirstSamples]);
        capture.receive(&[0.0_f32; 1], ms(1_500));
        assert_eq!(watch.look(&shared, ms(20)), [Notice::Silent]);
        capture.receive(&[1e-5_f32; 1], ms(1_500));
        assert_eq!(watch.look(&shared, ms(30)), [Notice::SoundAgain]);
    }

    #[test]
    fn a_dead_stream_says_nothing_else() {
        let (_, errors, _, shared) = path(RATE, 1, None);
        let mut watch = Watch::new(RATE, ms(0));
        errors.note(cpal::ErrorKind::DeviceNotAvailable);
        assert_eq!(watch.look(&shared, ms(60_000)), [Notice::Dead(Fault::Gone)]);
    }
}
