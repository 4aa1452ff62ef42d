//! Which nodes of a tree are questions: each by its own wording, its siblings, and what it lies below.

mod cuts;
mod flow;
mod speakers;
mod verdicts;

use std::collections::HashMap;

use super::labels::{self, Role};
use super::sink::{Flow, Sink};
use super::tree::{Kind, Node, Place, Tree};
use super::wording::{self, Look};
use cuts::View;

/// Nodes that are judged together: those below the same node, of the same kind.
type Group = (Option<Place>, Class);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Class {
    Heading(u8),
    Item,
    Text { quoted: bool, block: Option<Place> },
    Other,
}

impl Class {
    fn of(node: &Node) -> Self {
        match node.kind {
            Kind::Heading(level) => Self::Heading(level),
            Kind::Item => Self::Item,
            Kind::Text => Self::Text { quoted: node.quoted, block: node.block },
            Kind::Code | Kind::Row(_) => Self::Other,
        }
    }
}

/// How many of a group ask.
#[derive(Clone, Copy, Debug, Default)]
struct Share {
    asking: usize,
    all: usize,
}

impl Share {
    fn add(&mut self, asks: bool) {
        self.all += 1;
        self.asking += usize::from(asks);
    }

    fn and(self, other: Self) -> Self {
        Self { asking: self.asking + other.asking, all: self.all + other.all }
    }

    /// Whether at least `part` of ten ask.
    fn at_least(self, part: usize) -> bool {
        self.asking > 0 && self.asking * 10 >= self.all * part
    }
}

/// What lies straight below a node.
#[derive(Clone, Copy, Debug, Default)]
struct Below {
    headings: Share,
    items: Share,
    texts: Share,
}

impl Below {
    /// Everything but sections.
    fn entries(self) -> Share {
        self.items.and(self.texts)
    }
}

/// A tree with what the judge knows about each node.
struct Case<'t> {
    tree: &'t Tree,
    views: Vec<View>,
    shares: HashMap<Group, Share>,
    /// How many items straight below a node ask.
    listed: HashMap<Place, Share>,
    /// How many headings at any depth below a node ask.
    headings: HashMap<Place, usize>,
    /// What lies straight below each node that has something below it.
    below: HashMap<Place, Below>,
    /// A number for every group, so that a list can be taken as a whole.
    lists: HashMap<Group, usize>,
    /// Whether nothing in the text does anything but ask.
    all_ask: bool,
    /// Labels that come back without ever standing before a question.
    speakers: HashMap<String, Role>,
}

/// Judges a tree and hands the outcome on.
pub(super) fn judge(tree: &Tree, sink: &mut Sink<'_>) -> Flow {
    let case = Case::of(tree, sink.next_list());
    flow::run(&case, sink)
}

impl<'t> Case<'t> {
    fn of(tree: &'t Tree, first_list: usize) -> Self {
        let views: Vec<View> = tree.nodes.iter().map(cuts::view).collect();
        let mut case = Self {
            tree,
            views,
            shares: HashMap::new(),
            listed: HashMap::new(),
            headings: HashMap::new(),
            below: HashMap::new(),
            lists: HashMap::new(),
            all_ask: false,
            speakers: HashMap::new(),
        };
        case.speakers =
            speakers::roles(case.views.iter().map(|view| (view.speaker.as_deref(), view.title.as_str())));
        for view in &mut case.views {
            view.settle_speaker(&case.speakers);
        }
        for node in &tree.nodes {
            let group = (node.parent, Class::of(node));
            let next = first_list + case.lists.len();
            case.lists.entry(group).or_insert(next);
            if let Some(parent) = node.parent {
                case.below.entry(parent).or_default();
            }
        }
        case.count();
        case.learn();
        case.count();
        case.all_ask = case.shares.values().all(|share| share.asking == share.all);
        case
    }

    fn count(&mut self) {
        self.shares.clear();
        self.below.values_mut().for_each(|below| *below = Below::default());
        self.listed.clear();
        self.headings.clear();
        for place in (0..self.views.len()).rev() {
            let Some((node, view)) = self.node(place) else { continue };
            let Kind::Heading(_) = node.kind else { continue };
            let own = usize::from(view.look.is_question()) + self.headings.get(&place).copied().unwrap_or(0);
            if let Some(parent) = node.parent {
                *self.headings.entry(parent).or_default() += own;
            }
        }
        for (node, view) in self.tree.nodes.iter().zip(&self.views) {
            if let Some(parent) = node.parent.filter(|_| node.kind == Kind::Item) {
                self.listed.entry(parent).or_default().add(view.look.is_question());
            }
        }
        for (place, node) in self.tree.nodes.iter().enumerate() {
            let Some(view) = self.views.get(place).filter(|view| view.counts) else { continue };
            if node.kind == Kind::Code || self.is_title(place) {
                continue;
            }
            let asks = view.look.is_question();
            self.shares.entry((node.parent, Class::of(node))).or_default().add(asks);
            if let Some(below) = node.parent.and_then(|parent| self.below.get_mut(&parent)) {
                match node.kind {
                    Kind::Heading(_) => below.headings.add(asks),
                    Kind::Item => below.items.add(asks),
                    _ => below.texts.add(asks),
                }
            }
        }
    }

    /// Lets questions vouch for siblings that open or close as they do, or as many of one list do.
    fn learn(&mut self) {
        const LEAST: usize = 3;
        let mut known: HashMap<String, usize> = HashMap::new();
        let mut counts: HashMap<(Group, String), usize> = HashMap::new();
        let mut open: Vec<(Place, Group, [Option<String>; 3], bool)> = Vec::new();
        for (place, node) in self.tree.nodes.iter().enumerate() {
            let group = (node.parent, Class::of(node));
            let Some(view) = self.views.get(place).filter(|view| view.counts) else { continue };
            if !matches!(node.kind, Kind::Heading(_) | Kind::Item | Kind::Text) || view.english {
                continue;
            }
            let habits = wording::habits(&view.text);
            let share = self.share(group);
            let asks = view.look.is_question() && share.at_least(5)
                || view.look == Look::Says
                    && share.asking >= 2
                    && share.at_least(6)
                    && node.kind == Kind::Item;
            for (kind, habit) in habits
                .iter()
                .enumerate()
                .filter_map(|(kind, habit)| habit.as_ref().map(|habit| (kind, habit)))
            {
                if asks && kind != 1 {
                    *known.entry(habit.clone()).or_default() += 1;
                }
                *counts.entry((group, habit.clone())).or_default() += 1;
            }
            let heads = node.kind != Kind::Item && !self.share(group).at_least(3)
                || node.kind == Kind::Text && view.words > 30;
            if view.look == Look::Says && !self.is_title(place) {
                open.push((place, group, habits, heads));
            }
        }
        for (place, group, habits, heads) in open {
            let share = self.share(group);
            let shared = |habit: &String| {
                let count = counts.get(&(group, habit.clone())).copied().unwrap_or(0);
                share.asking > 0 && count >= LEAST && count * 10 >= share.all * 3
            };
            let [open, near, close] = &habits;
            let is_known = [open, close]
                .into_iter()
                .flatten()
                .any(|habit| known.get(habit).is_some_and(|count| *count > usize::from(heads)));
            let learned = is_known || !heads && [near, close].into_iter().flatten().any(shared);
            if learned && let Some(view) = self.views.get_mut(place) {
                view.look = Look::Requests;
                view.learned = true;
            }
        }
    }

    fn node(&self, place: Place) -> Option<(&Node, &View)> {
        self.tree.nodes.get(place).zip(self.views.get(place))
    }

    fn share(&self, group: Group) -> Share {
        self.shares.get(&group).copied().unwrap_or_default()
    }

    fn below(&self, place: Place) -> Below {
        self.below.get(&place).copied().unwrap_or_default()
    }

    /// Whether a node only names what lies below it.
    fn is_title(&self, place: Place) -> bool {
        let Some((node, view)) = self.node(place) else { return false };
        let parent_of_some = self.below.contains_key(&place);
        match node.kind {
            Kind::Heading(_) => {
                view.cut_off && parent_of_some
                    || view.look == Look::Says && view.words <= 2 && parent_of_some && !view.numbered
            }
            Kind::Item | Kind::Text if !view.look.is_question() => {
                let short = view.words <= 8 && !view.ended;
                let names = view.words <= 4 && self.listed.get(&place).is_some_and(|share| share.at_least(4));
                parent_of_some && short && (view.bold && !view.numbered || view.colon || names)
                    || node.kind == Kind::Text && short && view.bold
            }
            Kind::Item | Kind::Text => view.cut_off && parent_of_some,
            Kind::Code | Kind::Row(_) => false,
        }
    }

    /// Whether a heading that asks names a group of questions instead of being one.
    fn heads_questions(&self, place: Place) -> bool {
        let Some((node, view)) = self.node(place) else { return false };
        let own = self.share((node.parent, Class::of(node)));
        let headings = self.below(place).headings;
        let rest = self.below(place).entries();
        let peers_ask = own.all > 1 && own.at_least(5);
        let few = own.all <= 2;
        let peers_ask = peers_ask && !(few && self.headings.get(&place).is_some_and(|count| *count >= 3));
        view.cut_off
            || headings.asking >= 2 && headings.at_least(4)
            || !peers_ask && self.headings.get(&place).is_some_and(|count| *count >= 3)
            || !peers_ask && rest.asking >= 3 && rest.at_least(6)
            || rest.asking >= 8 && rest.at_least(7)
    }

    /// What a heading says that its section is for; what the section holds may speak against it.
    fn section_role(&self, place: Place) -> Option<Role> {
        let (_, view) = self.node(place)?;
        let role = labels::section(&view.title);
        let asked = self.below(place).entries();
        // One word is a subject as well as a label.
        let vague = view.words <= 1;
        let most_ask = asked.at_least(5) && asked.asking >= 2;
        let holds = match role {
            Role::FollowUps | Role::ForTheInterviewer => true,
            Role::Answer => !(vague && most_ask),
            Role::Advice => !most_ask,
            Role::Probes | Role::Probing | Role::Themes | Role::Question => !most_ask && !vague,
            Role::Category => false,
        };
        holds.then_some(role)
    }
}
