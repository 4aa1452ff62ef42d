//! The round of practice, step by step and in any order of events.

use super::*;
use proptest::prelude::*;

const THREE_SECONDS: Thinking = Thinking::Countdown { time: Duration::from_secs(3), start_at_zero: true };

fn recording() -> Session {
    let mut session = Session::new(4);
    session.step(Event::Start { heard: None }).unwrap();
    session.step(Event::FirstSamples { heard: Frames(480) }).unwrap();
    session
}

#[test]
fn a_take_begins_at_its_first_samples_and_not_at_the_key() {
    let mut session = Session::new(4);
    assert_eq!(session.step(Event::Start { heard: None }), Ok(vec![Effect::OpenMicrophone]));
    assert_eq!(session.phase(), &Phase::Starting);
    session.step(Event::FirstSamples { heard: Frames(480) }).unwrap();
    assert_eq!(session.phase(), &Phase::Recording);
    assert_eq!(session.recorded(Frames(1_480)), Frames(1_000));
}

#[test]
fn after_thinking_a_take_begins_at_the_key_to_the_frame() {
    let mut session = Session::new(4);
    session.step(Event::Think { now: Duration::ZERO, thinking: THREE_SECONDS }).unwrap();
    session.step(Event::FirstSamples { heard: Frames(10) }).unwrap();
    let effects = session.step(Event::Start { heard: Some(Frames(70_001)) }).unwrap();
    assert_eq!(effects[0], Effect::BeginTake { heard: Frames(70_001) });
}

#[test]
fn a_countdown_starts_by_itself_only_at_zero() {
    let mut session = Session::new(4);
    session.step(Event::Think { now: Duration::from_secs(10), thinking: THREE_SECONDS }).unwrap();
    let early = Event::Tick { now: Duration::from_millis(12_999), heard: Frames(5) };
    assert_eq!(session.step(early), Ok(vec![]));
    assert_eq!(session.thinking_left(Duration::from_millis(12_999)), Some(Duration::from_millis(1)));
    session.step(Event::Tick { now: Duration::from_secs(13), heard: Frames(144_000) }).unwrap();
    assert_eq!(session.phase(), &Phase::Recording);
    assert_eq!(session.recorded(Frames(144_100)), Frames(100));
}

#[test]
fn a_countdown_that_ends_before_the_microphone_speaks_waits_for_it() {
    let mut session = Session::new(4);
    session.step(Event::Think { now: Duration::ZERO, thinking: THREE_SECONDS }).unwrap();
    session.step(Event::Tick { now: Duration::from_secs(3), heard: Frames::ZERO }).unwrap();
    assert_eq!(session.phase(), &Phase::Starting);
}

#[test]
fn marks_count_the_takes_own_frames_and_leave_pauses_out() {
    let mut session = recording();
    session.step(Event::NextSection { heard: Frames(1_480) }).unwrap();
    session.step(Event::Pause { heard: Frames(2_480) }).unwrap();
    assert_eq!(session.recorded(Frames(9_999)), Frames(2_000));
    session.step(Event::Resume { heard: Frames(5_480) }).unwrap();
    session.step(Event::JumpToSection { section: 3, heard: Frames(6_480) }).unwrap();
    session.step(Event::Stop { heard: Frames(7_480) }).unwrap();
    let speaking = session.speaking();
    let places: Vec<(u64, usize)> = speaking.marks.iter().map(|m| (m.at.0, m.section)).collect();
    assert_eq!(places, [(0, 0), (1_000, 1), (3_000, 3)]);
    assert_eq!(speaking.pauses, [Pause { at: Frames(2_000), lasted: Frames(3_000) }]);
    assert_eq!(session.split(Frames(7_480)).elapsed(), Frames(7_000));
}

#[test]
fn the_last_mark_can_be_taken_back_but_not_the_first() {
    let mut session = recording();
    session.step(Event::NextSection { heard: Frames(900) }).unwrap();
    assert_eq!(session.step(Event::TakeBackMark), Ok(vec![Effect::WriteMarks]));
    assert!(session.step(Event::TakeBackMark).is_err());
    assert_eq!(session.speaking().current_section(), Some(0));
}

#[test]
fn after_the_last_section_there_is_no_next_one() {
    let mut session = recording();
    for heard in [600, 700, 800] {
        session.step(Event::NextSection { heard: Frames(heard) }).unwrap();
    }
    assert!(session.step(Event::NextSection { heard: Frames(900) }).is_err());
    assert!(session.step(Event::JumpToSection { section: 4, heard: Frames(900) }).is_err());
}

#[test]
fn losing_the_microphone_while_speaking_keeps_the_take() {
    let mut session = recording();
    let effects = session.step(Event::MicrophoneLost { heard: Frames(48_480) }).unwrap();
    assert!(effects.contains(&Effect::FinishTake { heard: Frames(48_480) }));
    session.step(Event::Saved).unwrap();
    assert_eq!(session.phase(), &Phase::Reviewing);
    assert!(session.step(Event::Start { heard: None }).is_ok());
}

#[test]
fn a_take_stopped_while_paused_ends_where_the_pause_began() {
    let mut session = recording();
    session.step(Event::Pause { heard: Frames(1_000) }).unwrap();
    let effects = session.step(Event::Stop { heard: Frames(9_000) }).unwrap();
    assert!(effects.contains(&Effect::FinishTake { heard: Frames(1_000) }));
}

fn any_event() -> impl Strategy<Value = Event> {
    let heard = (0u64..10_000).prop_map(Frames);
    let now = (0u64..20).prop_map(Duration::from_secs);
    prop_oneof![
        now.clone().prop_map(|now| Event::Think { now, thinking: THREE_SECONDS }),
        (now, heard.clone()).prop_map(|(now, heard)| Event::Tick { now, heard }),
        prop::option::of(heard.clone()).prop_map(|heard| Event::Start { heard }),
        heard.clone().prop_map(|heard| Event::FirstSamples { heard }),
        Just(Event::CouldNotStart),
        heard.clone().prop_map(|heard| Event::NextSection { heard }),
        (0usize..6, heard.clone()).prop_map(|(section, heard)| Event::JumpToSection { section, heard }),
        Just(Event::TakeBackMark),
        heard.clone().prop_map(|heard| Event::Pause { heard }),
        heard.clone().prop_map(|heard| Event::Resume { heard }),
        heard.clone().prop_map(|heard| Event::Stop { heard }),
        heard.prop_map(|heard| Event::MicrophoneLost { heard }),
        Just(Event::Saved),
        Just(Event::Scrap),
        Just(Event::Leave),
    ]
}

proptest! {
    /// Whatever happens in whatever order: a refusal changes nothing, the microphone is open exactly in
    /// the phases that say so, and every take that was begun is finished or scrapped once.
    #[test]
    fn no_order_of_events_confuses_the_round(events in prop::collection::vec(any_event(), 0..60)) {
        let mut session = Session::new(4);
        let mut open = false;
        let mut taking = false;
        for event in events {
            let before = session.clone();
            match session.step(event) {
                Err(_) => prop_assert_eq!(&session, &before),
                Ok(effects) => for effect in effects {
                    match effect {
                        Effect::OpenMicrophone => { prop_assert!(!open); open = true; }
                        Effect::CloseMicrophone => open = false,
                        Effect::BeginTake { .. } => { prop_assert!(open && !taking); taking = true; }
                        Effect::FinishTake { .. } | Effect::ScrapTake => { prop_assert!(taking); taking = false; }
                        Effect::PauseTake { .. } | Effect::ResumeTake { .. } => prop_assert!(taking),
                        Effect::WriteMarks => {}
                    }
                },
            }
            prop_assert_eq!(open, session.phase().listens());
        }
    }
}
