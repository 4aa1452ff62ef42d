//! What is asked, told and aimed at in the next round of practice.

use jiff::Timestamp;

use super::catalogue::Catalogue;
use super::chooser;
use super::draw::Draw;
use super::framework::{FIRST_AIM_SECS, Framework, FrameworkId, built_in};
use super::guide::Guide;
use super::library::Library;
use super::phases;
use super::question::{Question, QuestionId};
use super::settings::{LengthZones, Settings};
use super::story::Story;
use super::suits::{self, Why};
use super::take::{AskedQuestion, Plan, Recording, SampleFormat, Take, TakeId, TakeKind};
use super::time::{Frames, SampleRate};

/// What is going to be recorded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Task {
    #[default]
    Answer,
    /// One section of a take again.
    Retake { of: TakeId, section: usize, name: String, question: String },
    /// A short answer to what was asked after a take.
    FollowUp { of: TakeId, question: String },
}

/// A framework that suits the question, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggested {
    pub framework: Framework,
    pub reason: &'static str,
}

/// What an answer aims at.
#[derive(Clone, Debug, PartialEq)]
pub struct Aim {
    pub plan: Plan,
    pub zones: LengthZones,
}

impl Aim {
    #[must_use]
    pub fn of(plan: Plan, settings: &Settings) -> Self {
        let zones = settings.zones_for(plan.target_length_secs);
        Self { plan, zones }
    }
}

/// The length that a reply to an answer aims at.
const FOLLOW_UP_SECS: u32 = 60;

/// What the choice of a framework and a length rests on.
pub struct Choice<'a> {
    pub question: Option<&'a Question>,
    pub story: Option<&'a Story>,
    pub suggested: Option<&'a Framework>,
    /// The framework that the speaker chose instead.
    pub own_framework: Option<&'a FrameworkId>,
    /// The length that the speaker chose for answers, and for an answer in the question's own phases.
    pub own_secs: Option<u32>,
    pub own_phases_secs: Option<u32>,
    /// Whether this is the first take of all, which aims at a short answer.
    pub is_first: bool,
}

impl Choice<'_> {
    /// The framework and the targets that a whole answer aims at; `None` where there is no framework at all.
    #[must_use]
    pub fn aim(&self, settings: &Settings) -> Option<Aim> {
        let chosen = self.own_framework.and_then(|id| settings.framework(id));
        if chosen.is_none()
            && let Some(question) = self.question
            && let Some(framework) = phases::framework(question)
        {
            let secs = self.own_phases_secs.unwrap_or_else(|| phases::length_secs(question));
            return Some(Aim::of(Plan::of(&framework, secs), settings));
        }
        let of_story = self.story.and_then(|story| settings.framework(&story.framework));
        let first = || built_in().into_iter().next();
        let mut framework = chosen.or(of_story).or_else(|| self.suggested.cloned()).or_else(first)?;
        let targets = self.story.filter(|story| story.framework == framework.id);
        let targets = targets.and_then(|story| story.targets.clone());
        if let Some(targets) = targets.filter(|own| own.shares().len() == framework.sections.len()) {
            framework.targets = targets;
        }
        let of_story = self.story.and_then(|story| story.target_length_secs);
        let usual = if self.is_first { FIRST_AIM_SECS } else { settings.target_length_secs };
        let secs = self.own_secs.or(of_story).unwrap_or(usual);
        Some(Aim::of(Plan::of(&framework, secs), settings))
    }
}

/// What the question is best told in: its own phases, the framework it names, or the one it asks for.
#[must_use]
pub fn suggestion(question: &Question, settings: &Settings) -> Option<Suggested> {
    if let Some(framework) = phases::framework(question) {
        return Some(Suggested { framework, reason: phases::REASON });
    }
    let suggestion = chooser::suggest(question);
    let framework = settings.framework(&suggestion.framework)?;
    Some(Suggested { framework, reason: suggestion.reason })
}

/// To tell one section of a take again; `None` where it has no such section.
#[must_use]
pub fn retake(take: &Take, section: usize, settings: &Settings) -> Option<(Task, Aim)> {
    let (told, plan) = (take.plan.sections.get(section)?, take.plan.of_section(section)?);
    let (name, question) = (told.name.clone(), take.question.text.clone());
    Some((Task::Retake { of: take.id.clone(), section, name, question }, Aim::of(plan, settings)))
}

/// To answer what is asked after a take.
#[must_use]
pub fn follow_up(take: &Take, question: String, settings: &Settings) -> Option<(Task, Aim)> {
    let framework = settings.framework(&chooser::on_the_spot().framework)?;
    let aim = Aim::of(Plan::of(&framework, FOLLOW_UP_SECS), settings);
    Some((Task::FollowUp { of: take.id.clone(), question }, aim))
}

/// The question with which a story is practised: the one on the card if it suits, one that the story was pinned to, or
/// the first on offer that suits.
#[must_use]
pub fn question_for<'a>(
    story: &'a Story,
    on_card: Option<&'a QuestionId>,
    offered: &'a [QuestionId],
    catalogue: &Catalogue,
    library: &Library,
    guide: &Guide,
) -> Option<&'a QuestionId> {
    let suits = |id: &QuestionId| {
        let fits = |question: &Question| {
            let suited = suits::stories_for(question, library, guide);
            suited.iter().any(|suited| suited.story.id == story.id && suited.why != Why::Other)
        };
        catalogue.get(id).is_some_and(|question| fits(question))
    };
    let pinned = || story.questions.iter().find(|id| catalogue.get(id).is_some());
    on_card.filter(|id| suits(id)).or_else(pinned).or_else(|| offered.iter().find(|id| suits(id)))
}

/// The take that is about to be spoken, without its recording.
#[must_use]
pub fn take_of(
    task: &Task,
    question: AskedQuestion,
    plan: Plan,
    id: TakeId,
    now: Timestamp,
    format: SampleFormat,
) -> Take {
    let recording = Recording {
        file: format!("{id}.wav"),
        rate: SampleRate::PREFERRED,
        frames: Frames::ZERO,
        format,
        device: String::new(),
    };
    let mut take = Take::new(id, question, now, plan, recording);
    take.kind = match task {
        Task::Answer => TakeKind::Full,
        Task::Retake { of, section, .. } => TakeKind::Retake { of: of.clone(), section: *section },
        Task::FollowUp { of, .. } => TakeKind::FollowUp { of: of.clone() },
    };
    take
}

/// The questions on offer, and the way through them: on, back over those that were shown, or at random.
#[derive(Clone, Debug)]
pub struct Order {
    offered: Vec<QuestionId>,
    /// Questions as they were shown, and which of them is on the card.
    shown: Vec<QuestionId>,
    at: usize,
    draw: Draw,
}

impl Order {
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self { offered: Vec::new(), shown: Vec::new(), at: 0, draw: Draw::new(seed) }
    }

    /// These questions are on offer, in this order.
    pub fn offer(&mut self, offered: Vec<QuestionId>) {
        self.offered = offered;
    }

    #[must_use]
    pub fn offered(&self) -> &[QuestionId] {
        &self.offered
    }

    /// The place of a question among those on offer.
    #[must_use]
    pub fn place_of(&self, question: &QuestionId) -> Option<usize> {
        self.offered.iter().position(|offered| offered == question)
    }

    /// Forgets what was shown.
    pub fn begin_anew(&mut self) {
        self.shown.clear();
        self.at = 0;
    }

    /// A question was chosen, so that what was shown after the one before is forgotten.
    pub fn show(&mut self, question: &QuestionId) {
        self.shown.truncate(self.at + 1);
        if self.shown.last() != Some(question) {
            self.shown.push(question.clone());
        }
        self.at = self.shown.len().saturating_sub(1);
    }

    /// The next question: one that was shown before going back, else the one after the card's on offer.
    pub fn next(&mut self, on_card: Option<&QuestionId>) -> Option<QuestionId> {
        if let Some(next) = self.shown.get(self.at + 1).cloned() {
            self.at += 1;
            return Some(next);
        }
        let after = on_card.and_then(|id| self.place_of(id)).map_or(0, |place| place + 1);
        let next = self.offered.get(after).or_else(|| self.offered.first()).cloned()?;
        self.show(&next);
        Some(next)
    }

    /// The question before: one that was shown, else the one before the card's on offer.
    pub fn previous(&mut self, on_card: Option<&QuestionId>) -> Option<QuestionId> {
        if let Some(at) = self.at.checked_sub(1)
            && let Some(before) = self.shown.get(at).cloned()
        {
            self.at = at;
            return Some(before);
        }
        let before = on_card.and_then(|id| self.place_of(id)).and_then(|place| place.checked_sub(1));
        let before = before.and_then(|place| self.offered.get(place));
        let before = before.or_else(|| self.offered.last()).cloned()?;
        self.shown.insert(0, before.clone());
        self.at = 0;
        Some(before)
    }

    /// A question at random, none twice before all had their turn.
    pub fn shuffle(&mut self) -> Option<QuestionId> {
        let drawn = self.draw.next(&self.offered)?;
        self.show(&drawn);
        Some(drawn)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::samples;
    use crate::domain::story::StoryId;

    fn ids(names: &[&str]) -> Vec<QuestionId> {
        names.iter().map(|name| QuestionId::new(*name)).collect()
    }

    fn walk() -> Order {
        let mut order = Order::new(7);
        order.offer(ids(&["a", "b", "c"]));
        order
    }

    #[test]
    fn on_and_back_lead_over_what_was_shown() {
        let mut order = walk();
        let mut card = None;
        let mut go = |order: &mut Order, on: bool| {
            card = if on { order.next(card.as_ref()) } else { order.previous(card.as_ref()) };
            card.clone().unwrap().0
        };
        let walked: Vec<String> =
            [true, true, true, false, false, true].map(|on| go(&mut order, on)).to_vec();
        assert_eq!(walked, ["a", "b", "c", "b", "a", "b"]);
        // Before the first that was shown comes the one before it on offer.
        assert_eq!([false, false].map(|on| go(&mut order, on)), ["a", "c"]);
    }

    #[test]
    fn a_choice_ends_the_way_that_was_gone_back_over() {
        let mut order = walk();
        let first = order.next(None).unwrap();
        let second = order.next(Some(&first)).unwrap();
        order.previous(Some(&second));
        order.show(&QuestionId::new("c"));
        assert_eq!(order.next(Some(&QuestionId::new("c"))), Some(QuestionId::new("a")));
    }

    #[test]
    fn at_random_every_question_has_its_turn() {
        let mut order = walk();
        let mut drawn: Vec<QuestionId> = (0..3).filter_map(|_| order.shuffle()).collect();
        drawn.sort();
        assert_eq!(drawn, ids(&["a", "b", "c"]));
        order.offer(Vec::new());
        assert_eq!((order.shuffle(), order.next(None)), (None, None));
    }

    fn choice(story: Option<&Story>) -> Choice<'_> {
        Choice {
            question: None,
            story,
            suggested: None,
            own_framework: None,
            own_secs: None,
            own_phases_secs: None,
            is_first: false,
        }
    }

    #[test]
    fn an_own_choice_goes_before_the_story_and_the_story_before_what_is_suggested() {
        let settings = Settings::default();
        let framework = |id: &str| settings.framework(&FrameworkId::new(id)).unwrap();
        let mut story =
            Story::new(StoryId("s".into()), "Outage", FrameworkId::new("car"), Timestamp::UNIX_EPOCH);
        story.target_length_secs = Some(90);
        let soar = framework("soar");
        let of = |choice: Choice<'_>| {
            let plan = choice.aim(&settings).unwrap().plan;
            (plan.framework_id, plan.target_length_secs)
        };
        let usual = settings.target_length_secs;
        assert_eq!(of(choice(None)), ("star".to_owned(), usual));
        assert_eq!(of(Choice { suggested: Some(&soar), ..choice(None) }), ("soar".to_owned(), usual));
        assert_eq!(of(Choice { is_first: true, ..choice(None) }), ("star".to_owned(), FIRST_AIM_SECS));
        assert_eq!(of(Choice { suggested: Some(&soar), ..choice(Some(&story)) }), ("car".to_owned(), 90));
        let own = FrameworkId::new("star");
        let chosen = Choice { own_framework: Some(&own), own_secs: Some(45), ..choice(Some(&story)) };
        assert_eq!(of(chosen), ("star".to_owned(), 45));
    }

    #[test]
    fn a_section_again_keeps_its_place_in_the_take_and_aims_at_its_own_length() {
        let take = samples::take(120.0);
        let settings = Settings::default();
        let (task, aim) = retake(&take, 2, &settings).unwrap();
        assert!(matches!(&task, Task::Retake { section: 2, .. }));
        assert_eq!(aim.plan.sections.len(), 1);
        let question = AskedQuestion { id: None, text: String::new() };
        let (id, now) = (TakeId("again".into()), Timestamp::UNIX_EPOCH);
        let again = take_of(&task, question, aim.plan, id, now, SampleFormat::Int16);
        assert_eq!(again.kind, TakeKind::Retake { of: take.id.clone(), section: 2 });
        assert_eq!(retake(&take, 9, &settings), None);
    }
}
