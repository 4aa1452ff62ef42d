//! What is going to be recorded: a whole answer, one section again, or the answer to a follow-up question.

use crate::domain::chooser;
use crate::domain::framework::Framework;
use crate::domain::session::Session;
use crate::domain::settings::LengthZones;
use crate::domain::take::{AskedQuestion, Plan, Recording, Take, TakeId, TakeKind};
use crate::domain::time::Frames;
use crate::domain::time::SampleRate;
use crate::store::ids::new_id;
use crate::ui::model::practice::Task;
use crate::ui::screen::Screen;

use super::super::App;
use super::super::worker::Request;
use super::round::Round;

/// The length that a reply to an answer aims at.
const FOLLOW_UP_SECS: u32 = 60;

impl App {
    pub(super) fn aim_at(&mut self, framework: &Framework, secs: u32, zones: LengthZones) {
        if self.model.practice.task == Task::Answer {
            self.model.practice.plan = Plan::of(framework, secs);
            self.model.practice.zones = zones;
        }
    }

    /// Prepares to tell one section of a take again.
    pub(super) fn retake(&mut self, id: &TakeId, section: usize) {
        self.view.screen = Screen::Practice;
        let Some(take) = self.model.library.take(id).cloned() else { return };
        let (Some(told), Some(plan)) = (take.plan.sections.get(section), take.plan.of_section(section))
        else {
            return;
        };
        let task = Task::Retake {
            of: take.id.clone(),
            section,
            name: told.name.clone(),
            question: take.question.text.clone(),
        };
        self.turn_to(task, plan, &take);
    }

    /// Prepares to answer what is asked after a take.
    pub(super) fn follow_up(&mut self, id: &TakeId, question: String) {
        self.view.screen = Screen::Practice;
        let Some(take) = self.model.library.take(id).cloned() else { return };
        let framework = self.model.library.settings.framework(&chooser::on_the_spot().framework);
        let Some(framework) = framework else { return };
        let plan = Plan::of(&framework, FOLLOW_UP_SECS);
        self.turn_to(Task::FollowUp { of: take.id.clone(), question }, plan, &take);
    }

    fn turn_to(&mut self, task: Task, plan: Plan, take: &Take) {
        let settings = &self.model.library.settings;
        let zones = settings.zones_for(plan.target_length_secs);
        self.model.practice.task = task;
        self.tell(take.story.clone());
        self.model.practice.plan = plan;
        self.model.practice.zones = zones;
    }

    pub(super) fn whole_answer(&mut self) {
        self.model.practice.task = Task::Answer;
        self.plan();
    }

    /// The take that is about to be spoken; the library is asked where it goes.
    pub(super) fn prepare_round(&mut self) {
        self.practice.aim = None;
        let shown = &self.model.practice;
        let id = TakeId(new_id(self.model.now));
        let recording = Recording {
            file: format!("{id}.wav"),
            rate: SampleRate::PREFERRED,
            frames: Frames::ZERO,
            format: self.model.preferences.sample_format,
            device: String::new(),
        };
        let question = AskedQuestion {
            id: shown.question.as_ref().filter(|_| shown.task == Task::Answer).map(|asked| asked.id.clone()),
            text: self.model.asked().to_owned(),
        };
        let mut take = Take::new(id, question, self.model.now, shown.plan.clone(), recording);
        take.story.clone_from(&shown.story);
        take.kind = match &shown.task {
            Task::Answer => TakeKind::Full,
            Task::Retake { of, section, .. } => TakeKind::Retake { of: of.clone(), section: *section },
            Task::FollowUp { of, .. } => TakeKind::FollowUp { of: of.clone() },
        };
        self.practice.session = Session::new(take.plan.sections.len());
        self.worker.ask(Request::NewRecording {
            story: take.story.clone(),
            take: take.id.clone(),
            recorded_at: take.recorded_at,
        });
        let second_places = self.rescue.second_places();
        self.practice.rounds.push(Round::new(take, second_places));
    }
}
