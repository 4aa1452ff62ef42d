//! Arbitrary preferences.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

use super::{id, text, title};
use crate::domain::catalogue::{Filter, Origin};
use crate::domain::framework::FrameworkId;
use crate::domain::job_role::JobRole;
use crate::domain::question::{AskIn, Difficulty, Level};
use crate::domain::settings::{
    Examples, KeyChanges, PracticeOptions, Preferences, Prompter, Temperament, ThemeChoice, WindowPlace,
};
use crate::domain::take::SampleFormat;

pub fn preferences() -> impl Strategy<Value = Preferences> {
    let place = (
        [1.0..=9_999.0_f32, 1.0..=9_999.0],
        option::of([-9_999.0..=9_999.0_f32, 0.0..=9_999.0]),
        any::<bool>(),
    )
        .prop_map(|(size, position, maximized)| WindowPlace { size, position, maximized });
    let theme = select(vec![ThemeChoice::System, ThemeChoice::Dark, ThemeChoice::Light]);
    let format = select(vec![SampleFormat::Int16, SampleFormat::Int24, SampleFormat::Float32]);
    let looks = (theme, Preferences::TEXT_SCALES, any::<bool>(), option::of(place));
    let devices = (option::of(text()), option::of(text()));
    let names = (option::of(title()), option::of(title()), option::of(any::<u16>()));
    (looks, option::of(text()), (devices, names), format, practice_options(), key_changes()).prop_map(
        |(looks, library, ((microphone, loudspeaker), names), sample_format, practice, keys)| Preferences {
            theme: looks.0,
            text_scale: looks.1,
            reduce_motion: looks.2,
            window: looks.3,
            library: library.map(Into::into),
            microphone,
            loudspeaker,
            microphone_name: names.0,
            loudspeaker_name: names.1,
            microphone_channel: names.2,
            sample_format,
            practice,
            keys,
        },
    )
}

fn key_changes() -> impl Strategy<Value = KeyChanges> {
    vec((text(), vec(title(), 0..3)), 0..4).prop_map(|actions| {
        let mut changes = KeyChanges::default();
        for (action, keys) in actions {
            changes.set(action, keys);
        }
        changes
    })
}

fn practice_options() -> impl Strategy<Value = PracticeOptions> {
    let prompter = select(Prompter::ALL.to_vec());
    let temperament = select(Temperament::ALL.to_vec());
    let thinking = (option::of(0..=3_600_u32), any::<bool>());
    let asked = (select(AskIn::ALL.to_vec()), select(vec![Examples::Offered, Examples::Hidden]));
    let said = option::of(1..=3_600_u32);
    let round = (option::of(1..=86_400_u32), any::<bool>(), asked, said);
    (thinking, prompter, temperament, any::<bool>(), filter(), round).prop_map(
        |((thinking_secs, start_at_zero), prompter, temperament, predict, filter, round)| PracticeOptions {
            thinking_secs,
            start_at_zero,
            prompter,
            temperament,
            predict,
            filter,
            length_secs: round.0,
            interview: round.1,
            ask_in: round.2.0,
            examples: round.2.1,
            said_every_secs: round.3,
        },
    )
}

fn filter() -> impl Strategy<Value = Filter> {
    let names = (option::of(text()), option::of(text()), option::of(text()), option::of(id()));
    let difficulty = option::of(select(Difficulty::ALL.to_vec()));
    let level = (option::of(select(Level::ALL.to_vec())), option::of(select(JobRole::ALL.to_vec())));
    let origin = option::of(select(vec![Origin::BuiltIn, Origin::Own]));
    (names, difficulty, level, origin, option::of(any::<bool>()), any::<bool>()).prop_map(
        |(names, difficulty, level, origin, practised, hidden)| Filter {
            category: names.0,
            theme: names.1,
            value: names.2,
            framework: names.3.map(FrameworkId),
            difficulty,
            level: level.0,
            role: level.1,
            origin,
            practised,
            hidden,
        },
    )
}
