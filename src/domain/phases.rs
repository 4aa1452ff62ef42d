//! The phases of a scenario as a framework, so that an answer in phases is timed and marked like any other.

use super::framework::{Framework, FrameworkId, MAX_PARTS, Section, Targets};
use super::question::Question;

/// Why phases are suggested.
pub const REASON: &str = "It is worked through in phases, and each gets the same share of the time";

/// What the id of a question's phases begins with.
const PREFIX: &str = "phases-";

/// The question's phases as a framework of its own; `None` where it has none, or more than an answer can be told in.
#[must_use]
pub fn framework(question: &Question) -> Option<Framework> {
    let count = question.phases.len();
    if count == 0 || count > MAX_PARTS {
        return None;
    }
    let section = |(number, name): (usize, &str)| Section {
        name: format!("{number} {}", without_number(name)),
        prompt: String::new(),
        acts: false,
    };
    Some(Framework {
        id: FrameworkId(format!("{PREFIX}{}", question.id)),
        name: format!("Phases of {}", question.id),
        best_for: "This question alone".to_owned(),
        sections: (1..).zip(question.phases.iter().map(|phase| phase.name.trim())).map(section).collect(),
        targets: Targets::even(count),
    })
}

/// Whether a plan's framework is the phases of this question.
#[must_use]
pub fn are_of(question: &Question, framework_id: &str) -> bool {
    framework_id.strip_prefix(PREFIX) == Some(question.id.0.as_str())
}

/// The length that an answer to the question should have, where it is told in phases.
#[must_use]
pub fn length_secs(question: &Question) -> u32 {
    question.length.longest_secs
}

/// A phase's name without a count of its own: "Step 2: resolve by rule" is counted already.
fn without_number(name: &str) -> String {
    let counted = |(before, rest): (&str, &str)| {
        let (word, number) = before.split_once(' ')?;
        let is_count = word.chars().all(char::is_alphabetic) && number.parse::<u32>().is_ok();
        let mut letters = rest.trim().chars();
        let first = letters.next().filter(|_| is_count)?;
        Some(first.to_uppercase().chain(letters).collect())
    };
    name.split_once(':').and_then(counted).unwrap_or_else(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::bank::Bank;
    use super::super::framework::{Share, TargetOrigin};
    use super::super::question::{Difficulty, Phase, QuestionId, Source};
    use super::*;

    #[test]
    fn every_scenario_is_told_in_its_phases_in_five_minutes() {
        let scenarios =
            Bank::built_in().questions.iter().filter(|one| one.difficulty == Difficulty::Scenario);
        let mut count = 0;
        for scenario in scenarios {
            let framework = framework(scenario).unwrap();
            assert!(are_of(scenario, &framework.id.0));
            assert_eq!(framework.validate(), Ok(()), "{}", scenario.id);
            assert_eq!(framework.sections.len(), scenario.phases.len());
            assert_eq!(framework.targets.origin, TargetOrigin::Even);
            assert_eq!(length_secs(scenario), 300);
            let letters: BTreeSet<char> = framework.sections.iter().map(Section::letter).collect();
            assert_eq!(letters.len(), framework.sections.len(), "each zone has a sign of its own");
            count += 1;
        }
        assert_eq!(count, 11);
    }

    #[test]
    fn a_phase_is_counted_once() {
        let names = [
            ("Phase 1: a catalogue, ready in advance", "A catalogue, ready in advance"),
            ("Step 12: look", "Look"),
            ("Delivery: the sender", "Delivery: the sender"),
            ("Read the timeline aloud", "Read the timeline aloud"),
            ("Phase 1:", "Phase 1:"),
        ];
        for (name, kept) in names {
            assert_eq!(without_number(name), kept);
        }
    }

    #[test]
    fn more_phases_than_keys_are_told_in_all_the_same() {
        let mut question = Question::plain(QuestionId::new("mine"), "What now?", Source::Own);
        assert_eq!(framework(&question), None);
        question.phases = vec![Phase { name: "Next".to_owned(), points: Vec::new() }; 9];
        let phases = framework(&question).unwrap();
        assert_eq!(phases.targets.shares().iter().map(|share| share.0).sum::<u16>(), Share::WHOLE.0);
        assert_eq!(phases.targets.shares().len(), 9);
        question.phases = vec![Phase { name: "Next".to_owned(), points: Vec::new() }; MAX_PARTS + 1];
        assert_eq!(framework(&question), None);
    }
}
