//! Made-up data for tests: one take, one story, one question, to be changed where a test cares.

use jiff::Timestamp;

use super::framework::{DEFAULT_LENGTH_SECS, FrameworkId, built_in};
use super::story::{Story, StoryId};
use super::take::{AskedQuestion, Plan, Recording, SampleFormat, Take, TakeId, TakeKind};
use super::time::SampleRate;

/// A take of so many seconds in STAR without marks.
pub fn take(secs: f64) -> Take {
    let star = built_in().swap_remove(0);
    let rate = SampleRate::PREFERRED;
    Take {
        id: TakeId("take".into()),
        story: None,
        title: String::new(),
        question: AskedQuestion { id: None, text: "Tell me about a time you led".into() },
        recorded_at: Timestamp::UNIX_EPOCH,
        plan: Plan {
            framework_id: star.id.0,
            framework_name: star.name,
            sections: star.sections,
            targets: star.targets,
            target_length_secs: DEFAULT_LENGTH_SECS,
        },
        recording: Recording {
            file: "take.wav".into(),
            rate,
            frames: rate.frames(secs),
            format: SampleFormat::Int16,
            device: "Microphone".into(),
        },
        live_marks: Vec::new(),
        edited_marks: None,
        pauses: Vec::new(),
        gaps: Vec::new(),
        prediction: None,
        ratings: Vec::new(),
        notes: Vec::new(),
        tally_passes: Vec::new(),
        voice: None,
        change_for_next_time: String::new(),
        kind: TakeKind::Full,
        warm_up: false,
        recovered: false,
    }
}

pub fn story(id: &str) -> Story {
    Story::new(StoryId(id.into()), id, FrameworkId::new("star"), Timestamp::UNIX_EPOCH)
}
