//! What is asked and told next: the question, the story, the framework and the length.

use std::sync::Arc;

use eframe::egui::Context;

use crate::domain::bank;
use crate::domain::catalogue::Filter;
use crate::domain::chooser;
use crate::domain::framework::{FIRST_AIM_SECS, Framework, FrameworkId};
use crate::domain::guide::Guide;
use crate::domain::lesson;
use crate::domain::phases;
use crate::domain::question::{Question, QuestionId};
use crate::domain::settings::PracticeOptions;
use crate::domain::story::{Story, StoryId};
use crate::domain::suits::{self, Suited, Why};
use crate::store::ids::new_id;
use crate::ui::command::PracticeCommand;
use crate::ui::model::practice::{Candidate, Suggested, Task};
use crate::ui::screen::Screen;
use crate::ui::screens::practice::Dialog;

use super::super::App;
use super::super::history::{Thing, ThingId};

/// Shorter and longer answers than these are not practised here.
const LENGTHS_SECS: std::ops::RangeInclusive<u32> = 10..=3_600;

impl App {
    /// A choice about the next round.
    pub(super) fn choose(&mut self, ctx: &Context, command: PracticeCommand) {
        match command {
            PracticeCommand::Question(id) => {
                self.view.screen = Screen::Practice;
                self.view.practice.dialog = None;
                self.put_on_card(&id);
            }
            PracticeCommand::PracticeStory(id) => self.practise_story(&id),
            PracticeCommand::Retake { take, section } => self.retake(&take, section),
            PracticeCommand::FollowUp { take, question } => self.follow_up(&take, question),
            PracticeCommand::WholeAnswer => self.whole_answer(),
            PracticeCommand::Aim(story, aim) => {
                self.practice.aim = Some((story, aim));
                self.greet();
            }
            PracticeCommand::NextQuestion => self.next_question(),
            PracticeCommand::PreviousQuestion => self.previous_question(),
            PracticeCommand::ShuffleQuestion => self.shuffle_question(),
            PracticeCommand::PickQuestion => self.view.practice.dialog = Some(Dialog::pick()),
            PracticeCommand::Narrow(filter) => self.narrow(ctx, *filter),
            PracticeCommand::Story(story) => self.tell(story),
            PracticeCommand::AskNewStory => {
                self.view.practice.dialog = Some(Dialog::new_story());
            }
            PracticeCommand::NewStory(title) => self.tell_new_story(ctx, &title),
            PracticeCommand::TogglePin => self.toggle_pin(ctx),
            PracticeCommand::Framework(framework) => {
                self.model.practice.own_framework = framework;
                self.plan();
            }
            PracticeCommand::Length(secs) => {
                let length_secs = secs.map(|secs| secs.clamp(*LENGTHS_SECS.start(), *LENGTHS_SECS.end()));
                if self.model.practice.is_in_phases() {
                    self.model.practice.own_phases_secs = length_secs;
                } else {
                    let set = self.model.preferences.practice.clone();
                    self.set_options(ctx, PracticeOptions { length_secs, ..set });
                }
                self.plan();
            }
            PracticeCommand::Options(options) => self.set_options(ctx, *options),
            PracticeCommand::ToggleInterview => {
                let set = self.model.preferences.practice.clone();
                self.set_options(ctx, PracticeOptions { interview: !set.interview, ..set });
            }
            _ => {}
        }
    }

    /// Starts anew with a library that was just opened.
    pub(in crate::app) fn practise_library(&mut self) {
        self.read_own_map();
        let shown = &mut self.model.practice;
        (shown.question, shown.story, shown.task) = (None, None, Task::Answer);
        self.practice.trail.clear();
        self.practice.trail_at = 0;
        self.practice.seen = (self.model.revision, self.view.screen);
        self.refresh_choice();
    }

    /// Puts the user's own map of values beside the built-in ones.
    pub(in crate::app) fn read_own_map(&mut self) {
        self.model.guide = Arc::new(Guide::built_in().with_own(&self.model.library.settings.own_map));
        self.model.revision += 1;
    }

    /// Looks everything up again after the library changed, or on coming back from another screen.
    pub(super) fn keep_choice_fresh(&mut self) {
        let seen = (self.model.revision, self.view.screen);
        if self.practice.seen != seen {
            let stale = self.practice.seen.0 != seen.0 || seen.1 == Screen::Practice;
            self.practice.seen = seen;
            if stale && self.practice.is_ready() {
                self.refresh_choice();
            }
        }
    }

    fn refresh_choice(&mut self) {
        self.look_up_offered();
        let shown = self.model.practice.question.as_ref().map(|question| question.id.clone());
        if let Some(id) = shown.filter(|id| self.model.catalogue.get(id).is_some()) {
            let question = self.model.catalogue.get(&id).map(Arc::clone);
            self.model.practice.suggestion = question.as_ref().and_then(|one| self.suggestion(one));
            self.model.practice.question = question;
            self.look_up_stories();
            return self.plan();
        }
        self.model.practice.question = None;
        // Somebody new begins with an easy question.
        if self.model.library.takes().len() == 0 {
            let easy = QuestionId::new(bank::FIRST_QUESTION);
            if self.practice.offered.contains(&easy) { self.put_on_card(&easy) } else { self.next_question() }
        } else {
            self.shuffle_question();
        }
    }

    /// Lets go of a filter that no question passes any more, so that there is a next question as long as there is one.
    fn widen_if_nothing_fits(&mut self) {
        if !self.practice.offered.is_empty() || self.model.preferences.practice.filter.is_empty() {
            return;
        }
        let ctx = self.ctx.clone();
        self.narrow(&ctx, Filter::default());
        let what = "No question fits the filter any more, so it was taken away.";
        self.mention(&ctx, what.to_owned(), None);
    }

    fn look_up_offered(&mut self) {
        let filter = &self.model.preferences.practice.filter;
        let found = self.model.catalogue.find("", filter, &self.model.library, &self.model.guide);
        self.practice.offered = found.iter().map(|question| question.id.clone()).collect();
        self.model.practice.offered = found.len();
        self.find_place();
    }

    fn find_place(&mut self) {
        let id = self.model.practice.question.as_ref().map(|question| &question.id);
        let at = id.and_then(|id| self.practice.offered.iter().position(|offered| offered == id));
        self.model.practice.place = at.map(|at| at + 1);
    }

    fn put_on_card(&mut self, id: &QuestionId) {
        self.practice.trail.truncate(self.practice.trail_at + 1);
        if self.practice.trail.last() != Some(id) {
            self.practice.trail.push(id.clone());
        }
        self.practice.trail_at = self.practice.trail.len().saturating_sub(1);
        self.show_question(id);
    }

    fn show_question(&mut self, id: &QuestionId) {
        let Some(question) = self.model.catalogue.get(id).map(Arc::clone) else { return };
        let suggestion = self.suggestion(&question);
        let wording = self.model.library.takes().len();
        let shown = &mut self.model.practice;
        shown.wording = wording;
        shown.task = Task::Answer;
        shown.suggestion = suggestion;
        shown.question = Some(question);
        shown.own_framework = None;
        shown.own_phases_secs = None;
        shown.story = None;
        self.find_place();
        self.look_up_stories();
        let best = self.model.practice.candidates.first().filter(|best| best.why != Why::Other);
        self.model.practice.story = best.map(|best| best.id.clone());
        self.greet();
        self.plan();
    }

    /// What the question is best told in: its own phases, the framework it names, or the one it asks for.
    fn suggestion(&self, question: &Question) -> Option<Suggested> {
        if let Some(framework) = phases::framework(question) {
            return Some(Suggested { framework, reason: phases::REASON });
        }
        let suggestion = chooser::suggest(question);
        let framework = self.model.library.settings.framework(&suggestion.framework)?;
        Some(Suggested { framework, reason: suggestion.reason })
    }

    fn next_question(&mut self) {
        let next = self.practice.trail.get(self.practice.trail_at + 1).cloned();
        if let Some(next) = next {
            self.practice.trail_at += 1;
            return self.show_question(&next);
        }
        self.widen_if_nothing_fits();
        let at = self.model.practice.place.unwrap_or(0);
        let offered = &self.practice.offered;
        if let Some(id) = offered.get(at).or_else(|| offered.first()).cloned() {
            self.put_on_card(&id);
        }
    }

    fn previous_question(&mut self) {
        if let Some(at) = self.practice.trail_at.checked_sub(1)
            && let Some(before) = self.practice.trail.get(at).cloned()
        {
            self.practice.trail_at = at;
            return self.show_question(&before);
        }
        self.widen_if_nothing_fits();
        let at = self.model.practice.place.and_then(|place| place.checked_sub(2));
        let offered = &self.practice.offered;
        if let Some(id) = at.and_then(|at| offered.get(at)).or_else(|| offered.last()).cloned() {
            self.practice.trail.insert(0, id.clone());
            self.practice.trail_at = 0;
            self.show_question(&id);
        }
    }

    fn shuffle_question(&mut self) {
        self.widen_if_nothing_fits();
        if let Some(drawn) = self.practice.draw.next(&self.practice.offered) {
            self.put_on_card(&drawn);
        }
    }

    fn narrow(&mut self, ctx: &Context, filter: Filter) {
        let set = self.model.preferences.practice.clone();
        self.set_options(ctx, PracticeOptions { filter, ..set });
        self.look_up_offered();
    }

    pub(super) fn look_up_stories(&mut self) {
        let Some(question) = &self.model.practice.question else { return };
        let suited = suits::stories_for(question, &self.model.library, &self.model.guide);
        self.model.practice.candidates = suited.into_iter().map(candidate).collect();
        let chosen = self.model.practice.story.as_ref();
        if chosen.is_some_and(|id| self.model.library.story(id).is_none()) {
            self.model.practice.story = None;
        }
        self.greet();
    }

    fn told_story(&self) -> Option<&Story> {
        self.model.practice.story.as_ref().and_then(|id| self.model.library.story(id))
    }

    /// Reminds the user of what was to be done better this time.
    fn greet(&mut self) {
        let shown = &self.model.practice;
        let told = shown.story.as_ref();
        let aim = self.practice.aim.as_ref().filter(|(story, _)| told == Some(story));
        let question = shown.question.as_ref().filter(|_| shown.task == Task::Answer);
        let next = lesson::Next {
            story: told,
            question: question.map(|question| &question.id),
            asked: self.model.asked(),
        };
        let change = || lesson::change_to_try(&self.model.library, next);
        self.model.practice.change = aim.map(|(_, aim)| aim.as_str()).or_else(change).map(str::to_owned);
    }

    pub(super) fn tell(&mut self, story: Option<StoryId>) {
        self.model.practice.story = story.filter(|id| self.model.library.story(id).is_some());
        self.greet();
        self.plan();
    }

    fn practise_story(&mut self, id: &StoryId) {
        self.view.screen = Screen::Practice;
        let Some(story) = self.model.library.story(id) else { return };
        let suits = |question: &QuestionId| {
            self.model.catalogue.get(question).is_some_and(|question| {
                suits::stories_for(question, &self.model.library, &self.model.guide)
                    .iter()
                    .any(|suited| suited.story.id == *id && suited.why != Why::Other)
            })
        };
        let here = self.model.practice.question.as_ref().map(|question| question.id.clone());
        if !here.as_ref().is_some_and(&suits) {
            let pinned = story.questions.iter().find(|question| self.model.catalogue.get(question).is_some());
            let found = pinned.or_else(|| self.practice.offered.iter().find(|question| suits(question)));
            if let Some(question) = found.cloned() {
                self.put_on_card(&question);
            }
        }
        self.model.practice.task = Task::Answer;
        self.tell(Some(id.clone()));
    }

    fn tell_new_story(&mut self, ctx: &Context, title: &str) {
        self.view.practice.dialog = None;
        if !self.model.is_writable() || title.trim().is_empty() {
            return;
        }
        let id = StoryId(new_id(self.model.now));
        let framework = self.framework_of_new_story();
        let mut story = Story::new(id.clone(), title.trim(), framework, self.model.now);
        if let Some(question) = &self.model.practice.question {
            story.themes.clone_from(&question.themes);
            story.questions.push(question.id.clone());
        }
        self.put(ctx, story);
        self.save_now();
        self.look_up_stories();
        self.tell(Some(id));
    }

    /// The framework of the round, unless that is the phases of a question, which no other question has.
    fn framework_of_new_story(&self) -> FrameworkId {
        let of_round = FrameworkId::new(self.model.practice.plan.framework_id.clone());
        let question = self.model.practice.question.as_ref().filter(|_| self.model.practice.is_in_phases());
        question.map_or(of_round, |question| chooser::suggest(question).framework)
    }

    fn toggle_pin(&mut self, ctx: &Context) {
        let Some(question) = self.model.practice.question.as_ref().map(|question| question.id.clone()) else {
            return;
        };
        let Some(before) = self.told_story().cloned().filter(|_| self.model.is_writable()) else { return };
        let mut story = before.clone();
        if story.questions.contains(&question) {
            story.questions.retain(|pinned| *pinned != question);
        } else {
            story.questions.push(question);
        }
        self.history.changed(Thing::Story(before), Thing::Story(story.clone()), false);
        self.autosave.forget(&ThingId::Story(story.id.clone()));
        self.put(ctx, story);
        self.look_up_stories();
    }

    /// The framework and the targets that the next answer aims at.
    pub(super) fn plan(&mut self) {
        let settings = &self.model.library.settings;
        let story = self.told_story();
        let shown = &self.model.practice;
        let of_story = story.and_then(|story| settings.framework(&story.framework));
        let chosen = shown.own_framework.as_ref().and_then(|id| settings.framework(id));
        let in_phases = shown.question.as_ref().filter(|_| chosen.is_none());
        let in_phases = in_phases.and_then(|question| Some((phases::framework(question)?, question)));
        if let Some((framework, question)) = in_phases {
            let secs = shown.own_phases_secs.unwrap_or_else(|| phases::length_secs(question));
            let zones = settings.zones_for(secs);
            return self.aim_at(&framework, secs, zones);
        }
        let suggested = shown.suggestion.as_ref().map(|suggested| suggested.framework.clone());
        let Some(mut framework) = chosen.or(of_story).or(suggested).or_else(first_framework) else { return };
        let targets =
            story.filter(|story| story.framework == framework.id).and_then(|story| story.targets.clone());
        if let Some(targets) = targets.filter(|own| own.shares().len() == framework.sections.len()) {
            framework.targets = targets;
        }
        let is_first = self.model.library.takes().len() == 0;
        let common = if is_first { FIRST_AIM_SECS } else { settings.target_length_secs };
        let usual = story.and_then(|story| story.target_length_secs).unwrap_or(common);
        let secs = self.model.preferences.practice.length_secs.unwrap_or(usual);
        let zones = settings.zones_for(secs);
        self.aim_at(&framework, secs, zones);
    }
}

fn first_framework() -> Option<Framework> {
    crate::domain::framework::built_in().into_iter().next()
}

fn candidate(suited: Suited<'_>) -> Candidate {
    Candidate {
        id: suited.story.id.clone(),
        title: suited.story.shown_title().to_owned(),
        role: suited.story.role,
        why: suited.why,
    }
}
