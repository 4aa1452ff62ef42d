//! What is asked and told next: the question, the story, the framework and the length.

use std::sync::Arc;

use crate::domain::bank;
use crate::domain::catalogue::Filter;
use crate::domain::chooser;
use crate::domain::framework::FrameworkId;
use crate::domain::lesson;
use crate::domain::next_round::{self, Aim, Choice};
use crate::domain::question::QuestionId;
use crate::domain::session::Session;
use crate::domain::settings::{PracticeOptions, Settings};
use crate::domain::story::{Story, StoryId};
use crate::domain::suits::{self, Suited, Why};
use crate::domain::take::{AskedQuestion, Take, TakeId};
use crate::store::ids::new_id;
use crate::ui::command::PracticeCommand;
use crate::ui::model::practice::{Candidate, Task};
use crate::ui::screen::Screen;
use crate::ui::screens::practice::Dialog;

use super::round::Round;
use super::{Practice, set_options};
use crate::app::history::Edit;
use crate::app::services::Services;
use crate::app::worker::Request;

/// Shorter and longer answers than these are not practised here.
const LENGTHS_SECS: std::ops::RangeInclusive<u32> = 10..=3_600;

impl Practice {
    /// A choice about the next round.
    pub(super) fn choose(&mut self, services: &mut Services, command: PracticeCommand) {
        match command {
            PracticeCommand::Question(id) => {
                services.view.screen = Screen::Practice;
                services.view.practice.dialog = None;
                self.put_on_card(services, &id);
            }
            PracticeCommand::PracticeStory(id) => self.practise_story(services, &id),
            PracticeCommand::Retake { take, section } => {
                turn_to(services, &take, |take, settings| next_round::retake(take, section, settings));
            }
            PracticeCommand::FollowUp { take, question } => {
                turn_to(services, &take, |take, settings| next_round::follow_up(take, question, settings));
            }
            PracticeCommand::WholeAnswer => whole_answer(services),
            PracticeCommand::Aim(story, aim) => {
                services.model.practice.aim = Some((story, aim));
                greet(services);
            }
            PracticeCommand::NextQuestion
            | PracticeCommand::PreviousQuestion
            | PracticeCommand::ShuffleQuestion => self.go(services, &command),
            PracticeCommand::PickQuestion => services.view.practice.dialog = Some(Dialog::pick()),
            PracticeCommand::Narrow(filter) => self.narrow(services, *filter),
            PracticeCommand::Story(story) => tell(services, story),
            PracticeCommand::AskNewStory => {
                services.view.practice.dialog = Some(Dialog::new_story());
            }
            PracticeCommand::NewStory(title) => tell_new_story(services, &title),
            PracticeCommand::TogglePin => toggle_pin(services),
            PracticeCommand::Framework(framework) => {
                services.model.practice.own_framework = framework;
                plan(services);
            }
            PracticeCommand::Length(secs) => {
                let length_secs = secs.map(|secs| secs.clamp(*LENGTHS_SECS.start(), *LENGTHS_SECS.end()));
                if services.model.practice.is_in_phases() {
                    services.model.practice.own_phases_secs = length_secs;
                } else {
                    let set = services.model.preferences.practice.clone();
                    set_options(services, PracticeOptions { length_secs, ..set });
                }
                plan(services);
            }
            PracticeCommand::Options(options) => set_options(services, *options),
            PracticeCommand::ToggleInterview => {
                let set = services.model.preferences.practice.clone();
                set_options(services, PracticeOptions { interview: !set.interview, ..set });
            }
            _ => {}
        }
    }

    /// Starts anew with a library that was just opened.
    pub(in crate::app) fn practise_library(&mut self, services: &mut Services) {
        let shown = &mut services.model.practice;
        (shown.question, shown.story, shown.task) = (None, None, Task::Answer);
        self.order.begin_anew();
        self.seen = (services.model.revision, services.view.screen);
        self.refresh_choice(services);
    }

    /// Looks everything up again after the library changed, or on coming back from another screen.
    pub(super) fn keep_choice_fresh(&mut self, services: &mut Services) {
        let seen = (services.model.revision, services.view.screen);
        if self.seen != seen {
            let stale = self.seen.0 != seen.0 || seen.1 == Screen::Practice;
            self.seen = seen;
            if stale && self.is_ready() {
                self.refresh_choice(services);
            }
        }
    }

    fn refresh_choice(&mut self, services: &mut Services) {
        self.look_up_offered(services);
        let on_card = on_card(services).and_then(|id| services.model.catalogue.get(&id)).map(Arc::clone);
        if let Some(question) = on_card {
            let settings = &services.model.library.settings;
            services.model.practice.suggestion = next_round::suggestion(&question, settings);
            services.model.practice.question = Some(question);
            look_up_stories(services);
            return plan(services);
        }
        services.model.practice.question = None;
        // Somebody new begins with an easy question.
        let easy = QuestionId::new(bank::FIRST_QUESTION);
        let is_new = services.model.library.takes().len() == 0;
        if is_new && self.order.offered().contains(&easy) {
            return self.put_on_card(services, &easy);
        }
        let command = if is_new { PracticeCommand::NextQuestion } else { PracticeCommand::ShuffleQuestion };
        self.go(services, &command);
    }

    /// On, back, or to a question at random.
    fn go(&mut self, services: &mut Services, command: &PracticeCommand) {
        self.widen_if_nothing_fits(services);
        let here = on_card(services);
        let there = match command {
            PracticeCommand::NextQuestion => self.order.next(here.as_ref()),
            PracticeCommand::PreviousQuestion => self.order.previous(here.as_ref()),
            _ => self.order.shuffle(),
        };
        if let Some(id) = there {
            self.show_question(services, &id);
        }
    }

    /// Lets go of a filter that no question passes any more, so that there is a next question as long as there is one.
    fn widen_if_nothing_fits(&mut self, services: &mut Services) {
        if self.order.offered().is_empty() && !services.model.preferences.practice.filter.is_empty() {
            self.narrow(services, Filter::default());
            services.mention("No question fits the filter any more, so it was taken away.");
        }
    }

    fn look_up_offered(&mut self, services: &mut Services) {
        let model = &services.model;
        let found =
            model.catalogue.find("", &model.preferences.practice.filter, &model.library, &model.guide);
        self.order.offer(found.iter().map(|question| question.id.clone()).collect());
        self.find_place(services);
    }

    fn find_place(&self, services: &mut Services) {
        let place = on_card(services).and_then(|id| self.order.place_of(&id));
        services.model.practice.place = place.map(|place| place + 1);
        services.model.practice.offered = self.order.offered().len();
    }

    fn put_on_card(&mut self, services: &mut Services, id: &QuestionId) {
        self.order.show(id);
        self.show_question(services, id);
    }

    fn show_question(&self, services: &mut Services, id: &QuestionId) {
        let Some(question) = services.model.catalogue.get(id).map(Arc::clone) else { return };
        let wording = services.model.library.takes().len();
        let shown = &mut services.model.practice;
        shown.wording = wording;
        shown.task = Task::Answer;
        shown.suggestion = next_round::suggestion(&question, &services.model.library.settings);
        shown.question = Some(question);
        shown.own_framework = None;
        shown.own_phases_secs = None;
        shown.story = None;
        self.find_place(services);
        look_up_stories(services);
        let best = services.model.practice.candidates.first().filter(|best| best.why != Why::Other);
        tell(services, best.map(|best| best.id.clone()));
    }

    fn narrow(&mut self, services: &mut Services, filter: Filter) {
        let set = services.model.preferences.practice.clone();
        set_options(services, PracticeOptions { filter, ..set });
        self.look_up_offered(services);
    }

    fn practise_story(&mut self, services: &mut Services, id: &StoryId) {
        services.view.screen = Screen::Practice;
        let model = &services.model;
        let Some(story) = model.library.story(id) else { return };
        let (here, offered) = (on_card(services), self.order.offered());
        let question = next_round::question_for(
            story,
            here.as_ref(),
            offered,
            &model.catalogue,
            &model.library,
            &model.guide,
        );
        if let Some(question) = question.cloned().filter(|question| Some(question) != here.as_ref()) {
            self.put_on_card(services, &question);
        }
        services.model.practice.task = Task::Answer;
        tell(services, Some(id.clone()));
    }

    /// The take that is about to be spoken; the library is asked where it goes.
    pub(super) fn prepare_round(&mut self, services: &mut Services) {
        services.model.practice.aim = None;
        let shown = &services.model.practice;
        let asked = shown.question.as_ref().filter(|_| shown.task == Task::Answer);
        let question = AskedQuestion {
            id: asked.map(|asked| asked.id.clone()),
            text: services.model.asked().to_owned(),
        };
        let (id, now) = (TakeId(new_id(services.model.now)), services.model.now);
        let format = services.model.preferences.sample_format;
        let mut take = next_round::take_of(&shown.task, question, shown.plan.clone(), id, now, format);
        take.story.clone_from(&shown.story);
        self.session = Session::new(take.plan.sections.len());
        services.worker.ask(Request::NewRecording {
            story: take.story.clone(),
            take: take.id.clone(),
            recorded_at: take.recorded_at,
        });
        let second_places = services.rescue.second_places();
        self.rounds.push(Round::new(take, second_places));
    }
}

fn on_card(services: &Services) -> Option<QuestionId> {
    services.model.practice.question.as_ref().map(|question| question.id.clone())
}

/// Prepares to record a part of a take again, or what was asked after it.
fn turn_to(services: &mut Services, id: &TakeId, make: impl FnOnce(&Take, &Settings) -> Option<(Task, Aim)>) {
    services.view.screen = Screen::Practice;
    let library = &services.model.library;
    let Some(take) = library.take(id) else { return };
    let Some((task, aim)) = make(take, &library.settings) else { return };
    let story = take.story.clone();
    services.model.practice.task = task;
    tell(services, story);
    aim_at(services, aim);
}

fn whole_answer(services: &mut Services) {
    services.model.practice.task = Task::Answer;
    plan(services);
}

fn aim_at(services: &mut Services, aim: Aim) {
    services.model.practice.plan = aim.plan;
    services.model.practice.zones = aim.zones;
}

/// The framework and the targets that the next answer aims at.
fn plan(services: &mut Services) {
    let shown = &services.model.practice;
    if shown.task != Task::Answer {
        return;
    }
    let choice = Choice {
        question: shown.question.as_deref(),
        story: told_story(services),
        suggested: shown.suggestion.as_ref().map(|suggested| &suggested.framework),
        own_framework: shown.own_framework.as_ref(),
        own_secs: services.model.preferences.practice.length_secs,
        own_phases_secs: shown.own_phases_secs,
        is_first: services.model.library.takes().len() == 0,
    };
    if let Some(aim) = choice.aim(&services.model.library.settings) {
        aim_at(services, aim);
    }
}

fn candidate(suited: Suited<'_>) -> Candidate {
    Candidate {
        id: suited.story.id.clone(),
        title: suited.story.shown_title().to_owned(),
        role: suited.story.role,
        why: suited.why,
    }
}

fn told_story(services: &Services) -> Option<&Story> {
    services.model.practice.story.as_ref().and_then(|id| services.model.library.story(id))
}

/// Reminds the user of what was to be done better this time.
fn greet(services: &mut Services) {
    let shown = &services.model.practice;
    let told = shown.story.as_ref();
    let aim = shown.aim.as_ref().filter(|(story, _)| told == Some(story));
    let question = shown.question.as_ref().filter(|_| shown.task == Task::Answer);
    let next = lesson::Next {
        story: told,
        question: question.map(|question| &question.id),
        asked: services.model.asked(),
    };
    let change = || lesson::change_to_try(&services.model.library, next);
    services.model.practice.change = aim.map(|(_, aim)| aim.as_str()).or_else(change).map(str::to_owned);
}

/// The framework of the round, unless that is the phases of a question, which no other question has.
fn framework_of_new_story(services: &Services) -> FrameworkId {
    let of_round = FrameworkId::new(services.model.practice.plan.framework_id.clone());
    let question =
        services.model.practice.question.as_ref().filter(|_| services.model.practice.is_in_phases());
    question.map_or(of_round, |question| chooser::suggest(question).framework)
}

fn look_up_stories(services: &mut Services) {
    let Some(question) = &services.model.practice.question else { return };
    let suited = suits::stories_for(question, &services.model.library, &services.model.guide);
    services.model.practice.candidates = suited.into_iter().map(candidate).collect();
    let chosen = services.model.practice.story.as_ref();
    if chosen.is_some_and(|id| services.model.library.story(id).is_none()) {
        services.model.practice.story = None;
    }
    greet(services);
}

fn tell(services: &mut Services, story: Option<StoryId>) {
    services.model.practice.story = story.filter(|id| services.model.library.story(id).is_some());
    greet(services);
    plan(services);
}

fn toggle_pin(services: &mut Services) {
    let Some(question) = services.model.practice.question.as_ref().map(|question| question.id.clone()) else {
        return;
    };
    let Some(before) = told_story(services).cloned().filter(|_| services.model.is_writable()) else {
        return;
    };
    let mut story = before.clone();
    if story.questions.contains(&question) {
        story.questions.retain(|pinned| *pinned != question);
    } else {
        story.questions.push(question);
    }
    services.change(story, Edit::Once);
    look_up_stories(services);
}

fn tell_new_story(services: &mut Services, title: &str) {
    services.view.practice.dialog = None;
    if !services.model.is_writable() || title.trim().is_empty() {
        return;
    }
    let id = StoryId(new_id(services.model.now));
    let framework = framework_of_new_story(services);
    let mut story = Story::new(id.clone(), title.trim(), framework, services.model.now);
    if let Some(question) = &services.model.practice.question {
        story.themes.clone_from(&question.themes);
        story.questions.push(question.id.clone());
    }
    services.put(story);
    services.save_now();
    look_up_stories(services);
    tell(services, Some(id));
}
