//! The tree read from top to bottom: every node becomes a question, part of one, or is left out with a reason.

use std::sync::Arc;

use super::super::columns::{Columns, split_entries};
use super::super::labels::{self, Role};
use super::super::sink::{Flow, Sink};
use super::super::tree::{Kind, Node, Place};
use super::super::wording::{self, Look};
use super::super::{Confidence, Found, Why};
use super::cuts::View;
use super::{Case, Class};

/// What holds for everything below a node.
#[derive(Clone, Debug, Default)]
pub(super) struct Scope {
    pub role: Option<Role>,
    /// The question that this lies below.
    pub owner: Option<usize>,
    pub category: Arc<str>,
    /// A heading above says that questions follow.
    pub announced: bool,
}

/// A label that stands alone, whose text are the paragraphs behind it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Slot {
    pub role: Role,
    pub parent: Option<Place>,
    pub owner: Option<usize>,
    pub filled: bool,
}

/// What becomes of a node.
#[derive(Clone, Copy, Debug)]
pub(super) enum Verdict {
    Question(Confidence),
    FollowUp(usize),
    /// What a question tests, or a theme of it.
    Note(usize, Role),
    Title,
    Label(Role, Option<usize>),
    Left(Why),
}

pub(super) struct Run<'c, 't, 's, 'p> {
    pub case: &'c Case<'t>,
    pub sink: &'s mut Sink<'p>,
    pub scopes: Vec<Scope>,
    pub found: Vec<Found>,
    pub slot: Option<Slot>,
    /// The last question and what it lies below.
    pub open: Option<(usize, Option<Place>)>,
}

pub(super) fn run(case: &Case<'_>, sink: &mut Sink<'_>) -> Flow {
    let mut run = Run {
        case,
        sink,
        scopes: Vec::with_capacity(case.views.len()),
        found: Vec::new(),
        slot: None,
        open: None,
    };
    let mut place = 0;
    while let Some((node, view)) = case.node(place) {
        if let Kind::Row(_) = node.kind {
            place = run.table(place);
            continue;
        }
        let scope = run.scope_above(node);
        let verdict = run.verdict(place, node, view, &scope);
        run.carry_out(place, node, view, scope, verdict);
        place += 1;
    }
    for found in std::mem::take(&mut run.found) {
        run.sink.question(found)?;
    }
    Flow::Continue(())
}

impl Run<'_, '_, '_, '_> {
    fn scope_above(&self, node: &Node) -> Scope {
        let mut scope = node.parent.and_then(|parent| self.scopes.get(parent)).cloned().unwrap_or_default();
        if let Some(slot) = self.slot.filter(|slot| slot.parent == node.parent) {
            scope.role = Some(slot.role);
            scope.owner = slot.owner.or(scope.owner);
        }
        scope
    }

    /// The question that a label at this node speaks of.
    pub(super) fn question_at(&self, node: &Node, scope: &Scope) -> Option<usize> {
        let mut above = node.parent;
        let (question, parent) = self.open?;
        loop {
            if above == parent {
                return Some(question);
            }
            match above {
                Some(place) if Some(question) != scope.owner => {
                    above = self.case.tree.nodes.get(place)?.parent;
                }
                _ => return scope.owner,
            }
        }
    }

    fn verdict(&mut self, place: Place, node: &Node, view: &View, scope: &Scope) -> Verdict {
        if let Some(slot) = self.slot
            && (slot.parent != node.parent
                || matches!(node.kind, Kind::Heading(_))
                || view.bare_label
                || slot.filled && slot.role == Role::Question)
        {
            let below_it =
                node.parent.is_some() && slot.parent != node.parent && !matches!(node.kind, Kind::Heading(_));
            if !below_it {
                self.slot = None;
            }
        }
        if view.contents {
            return Verdict::Left(Why::Contents);
        }
        if node.kind == Kind::Code {
            let asks = view.look == Look::Asks && view.words >= 3 && scope.owner.is_none();
            return if asks { Verdict::Question(Confidence::Unsure) } else { Verdict::Left(Why::Markup) };
        }
        if view.text.len() > wording::LONGEST_QUESTION && view.text.contains(' ') {
            return Verdict::Left(Why::TooLong);
        }
        if let Kind::Heading(_) = node.kind {
            return self.heading(place, node, view, scope);
        }
        if view.bare_label
            && let Some(role) = view.label
        {
            let owner = self.question_at(node, scope);
            if node.kind == Kind::Text || view.speaker.is_some() {
                self.slot = Some(Slot { role, parent: node.parent, owner, filled: false });
            }
            return Verdict::Label(role, owner);
        }
        if let Some(role) = view.label {
            return self.labelled(node, view, scope, role);
        }
        let role = self.scope_of_slot(node, scope);
        if let Some(role) = role
            && let Some(verdict) = self.under_role(node, view, scope, role)
        {
            return verdict;
        }
        if self.case.is_title(place) {
            return Verdict::Title;
        }
        if let Some(owner) = scope.owner {
            return self.below_question(node, view, owner);
        }
        if node.kind == Kind::Item {
            self.item(place, node, view, scope)
        } else {
            self.text(place, node, view, scope)
        }
    }

    /// The role that holds here; a slot ends where another question begins.
    fn scope_of_slot(&mut self, node: &Node, scope: &Scope) -> Option<Role> {
        let Some(slot) = self.slot.filter(|slot| slot.parent == node.parent) else { return scope.role };
        let ends = slot.filled
            && node.after_blank
            && node.kind == Kind::Text
            && matches!(slot.role, Role::FollowUps | Role::Probing | Role::Probes | Role::Themes);
        if ends || slot.filled && slot.role == Role::Question {
            self.slot = None;
            return node.parent.and_then(|parent| self.scopes.get(parent)).and_then(|scope| scope.role);
        }
        if let Some(slot) = &mut self.slot {
            slot.filled = true;
        }
        Some(slot.role)
    }

    fn carry_out(&mut self, place: Place, node: &Node, view: &View, mut scope: Scope, verdict: Verdict) {
        match verdict {
            Verdict::Question(confidence) => self.take(node, view, &mut scope, confidence),
            Verdict::FollowUp(owner) => {
                self.attach(owner, node, |found| found.follow_ups.extend(split_entries(&view.text)));
            }
            Verdict::Note(owner, Role::Themes) => self.attach(owner, node, |found| {
                let themes = view
                    .text
                    .split([',', ';', '/', '|', '#', '·'])
                    .map(|theme| theme.trim().trim_end_matches('.'));
                found
                    .themes
                    .extend(themes.filter(|theme| !theme.is_empty() && theme.len() <= 60).map(str::to_owned));
            }),
            Verdict::Note(owner, _) => self.attach(owner, node, |found| found.probes.push(view.text.clone())),
            Verdict::Title => {
                self.sink.leave(node.lines, &view.title, Why::Title);
                let lower = view.title.to_lowercase();
                scope.announced |=
                    lower.contains("question") || lower.contains("prompt") || lower.contains("scenario");
                let names = node.kind != Kind::Text || view.words <= 5;
                if names && (scope.category.is_empty() || !labels::is_generic(&view.title)) {
                    scope.category = Arc::from(view.text.trim_end_matches([':', '：', ' ']));
                }
            }
            Verdict::Label(role, owner) => {
                self.sink.leave(node.lines, &view.title, Why::Title);
                scope.owner = owner;
                scope.role = Some(role);
                if matches!(node.kind, Kind::Heading(_)) && owner.is_none() && role.hides() {
                    scope.category = Arc::from(view.text.as_str());
                }
            }
            Verdict::Left(why) => {
                self.sink.leave(node.lines, &view.title, why);
                let asked = self.case.below(place).items;
                if why == Why::Answer && !(asked.asking >= 2 && asked.at_least(5) && scope.owner.is_none()) {
                    scope.role = Some(Role::Answer);
                }
            }
        }
        debug_assert_eq!(self.scopes.len(), place);
        self.scopes.push(scope);
    }

    fn take(&mut self, node: &Node, view: &View, scope: &mut Scope, confidence: Confidence) {
        let list = self.case.lists.get(&(node.parent, Class::of(node))).copied().unwrap_or_default();
        let category = if view.topic.is_some() && scope.category.is_empty() {
            Arc::from(view.topic.as_deref().unwrap_or_default())
        } else {
            Arc::clone(&scope.category)
        };
        let mut found = Found {
            category,
            confidence,
            list,
            lines: vec![node.lines],
            ..Found::new(view.text.clone(), node.lines.0)
        };
        found.probes.extend(view.remark.clone());
        self.found.push(found);
        let number = self.found.len() - 1;
        if confidence == Confidence::Sure {
            scope.owner = Some(number);
            scope.role = view.has_answer().then_some(Role::Answer);
            self.open = Some((number, node.parent));
            if self.slot.is_some_and(|slot| slot.role == Role::Answer) {
                self.slot = None;
            }
        }
    }

    fn attach(&mut self, owner: usize, node: &Node, add: impl FnOnce(&mut Found)) {
        if let Some(found) = self.found.get_mut(owner) {
            found.lines.push(node.lines);
            add(found);
        }
    }

    /// Reads a table from its first row; answers the place behind it.
    fn table(&mut self, start: Place) -> Place {
        let tree = self.case.tree;
        let parent = tree.nodes.get(start).and_then(|node| node.parent);
        let mut rows: Vec<(Place, &(usize, Vec<String>))> = Vec::new();
        let mut place = start;
        while let Some(node) = tree.nodes.get(place) {
            let Kind::Row(row) = node.kind else { break };
            rows.extend(tree.rows.get(row).map(|row| (place, row)));
            self.scopes.push(Scope::default());
            place += 1;
        }
        let scope = parent.and_then(|parent| self.scopes.get(parent)).cloned().unwrap_or_default();
        let head = rows.first().and_then(|(_, (_, cells))| Columns::from_header(cells));
        let body: Vec<&Vec<String>> =
            rows.iter().skip(usize::from(head.is_some())).map(|(_, (_, cells))| cells).collect();
        let hidden = scope.role.is_some_and(Role::hides) || scope.owner.is_some();
        let columns = head.clone().unwrap_or_else(|| Columns::guess(&body));
        let list = self.case.lists.get(&(parent, Class::Other)).copied().unwrap_or_default();
        for (count, (place, (line, cells))) in rows.iter().enumerate() {
            let Some(node) = tree.nodes.get(*place) else { continue };
            if count == 0 && head.is_some() {
                self.sink.leave(node.lines, &node.text, Why::Title);
                continue;
            }
            match columns.found(cells, *line) {
                Some(mut found) => {
                    if found.category.is_empty() {
                        found.category = Arc::clone(&scope.category);
                    }
                    if hidden && head.is_none() {
                        found.confidence = Confidence::Unsure;
                    }
                    self.found.push(Found { list, lines: vec![node.lines], ..found });
                }
                None => self.sink.leave(node.lines, &node.text, Why::Nothing),
            }
        }
        place
    }
}
