//! All questions on offer, built in and own, to be searched and filtered as one list.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use super::bank::Bank;
use super::framework::FrameworkId;
use super::guide::Guide;
use super::job_role::JobRole;
use super::library::Library;
use super::question::{Difficulty, Level, Question, QuestionId, Source};
use super::search::{Index, Weight, ask_the_same};

/// What the list is narrowed to. The default lets everything through that is not hidden.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    pub category: Option<String>,
    pub theme: Option<String>,
    pub difficulty: Option<Difficulty>,
    pub level: Option<Level>,
    pub role: Option<JobRole>,
    pub framework: Option<FrameworkId>,
    /// Id of a company value: `amz-02`.
    pub value: Option<String>,
    pub origin: Option<Origin>,
    pub practised: Option<bool>,
    /// Whether to show the hidden questions instead of the others.
    pub hidden: bool,
}

impl Filter {
    /// Whether it narrows anything.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// Who a question comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    BuiltIn,
    /// Typed or imported by the user.
    Own,
}

impl Origin {
    #[must_use]
    pub const fn of(source: &Source) -> Self {
        match source {
            Source::BuiltIn => Self::BuiltIn,
            Source::Own | Source::Imported(_) => Self::Own,
        }
    }
}

/// The questions with their search index. Made anew when the user's own questions change.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Catalogue {
    questions: Vec<Arc<Question>>,
    by_id: BTreeMap<QuestionId, usize>,
    index: Index,
    /// Collected when first asked for.
    names: OnceLock<Names>,
}

/// What questions are filed under.
#[derive(Clone, Debug, PartialEq)]
struct Names {
    categories: Vec<String>,
    themes: BTreeSet<String>,
}

impl Catalogue {
    /// The built-in questions in their order, then the user's own by id.
    #[must_use]
    pub fn new<'a>(bank: &'a Bank, own: impl Iterator<Item = &'a Question>) -> Self {
        Self::of(bank.questions.iter().chain(own).cloned().map(Arc::new).collect())
    }

    /// These questions in this order.
    #[must_use]
    pub fn of(questions: Vec<Arc<Question>>) -> Self {
        let by_id =
            questions.iter().enumerate().map(|(place, question)| (question.id.clone(), place)).collect();
        let index = Index::new(questions.iter().map(|question| searched_parts(question)));
        Self { questions, by_id, index, names: OnceLock::new() }
    }

    /// Takes in one of the user's own questions, new or changed, which costs far less than beginning anew.
    pub fn put_own(&mut self, question: Arc<Question>) {
        self.names = OnceLock::new();
        if let Some(place) = self.by_id.get(&question.id).copied()
            && let Some(known) = self.questions.get_mut(place)
        {
            let number = number_of(place);
            self.index.remove_words(number, searched_parts(known));
            self.index.put_words(number, searched_parts(&question));
            *known = question;
            return;
        }
        let place = self
            .questions
            .partition_point(|other| Origin::of(&other.source) == Origin::BuiltIn || other.id < question.id);
        for later in self.by_id.values_mut().filter(|later| **later >= place) {
            *later += 1;
        }
        self.index.make_room(number_of(place));
        self.index.put_words(number_of(place), searched_parts(&question));
        self.by_id.insert(question.id.clone(), place);
        self.questions.insert(place, question);
    }

    /// Lets go of one of the user's own questions.
    pub fn remove_own(&mut self, id: &QuestionId) {
        let own = |place: &usize| {
            self.questions.get(*place).is_some_and(|known| Origin::of(&known.source) == Origin::Own)
        };
        let Some(place) = self.by_id.get(id).copied().filter(own) else { return };
        self.names = OnceLock::new();
        let question = self.questions.remove(place);
        self.by_id.remove(id);
        for later in self.by_id.values_mut().filter(|later| **later > place) {
            *later -= 1;
        }
        self.index.remove_words(number_of(place), searched_parts(&question));
        self.index.close_gap(number_of(place));
    }

    #[must_use]
    pub fn questions(&self) -> &[Arc<Question>] {
        &self.questions
    }

    #[must_use]
    pub fn get(&self, id: &QuestionId) -> Option<&Arc<Question>> {
        self.questions.get(*self.by_id.get(id)?)
    }

    /// The questions that hold every word of `typed` and pass the filter, the best fit first.
    #[must_use]
    pub fn find(&self, typed: &str, filter: &Filter, library: &Library, guide: &Guide) -> Vec<Arc<Question>> {
        let practised: BTreeSet<&QuestionId> =
            library.takes().filter_map(|take| take.question.id.as_ref()).collect();
        let valued = filter.value.as_deref().map(|value| questions_of_value(guide, value));
        let mut found: Vec<Arc<Question>> = self
            .index
            .find(typed)
            .into_iter()
            .filter_map(|place| self.questions.get(place))
            .filter(|question| {
                filter.lets_through(question)
                    && filter.hidden == library.hidden_questions.contains(&question.id)
                    && filter.practised.is_none_or(|wanted| wanted == practised.contains(&question.id))
                    && valued.as_ref().is_none_or(|ids| ids.contains(question.id.0.as_str()))
            })
            .cloned()
            .collect();
        // A sentence or a term typed whole goes before words that are merely frequent in another question.
        found.sort_by_cached_key(|question| !is_known_as(question, typed));
        found
    }

    /// Every category that some question has, in the order in which they first appear.
    #[must_use]
    pub fn categories(&self) -> Vec<&str> {
        self.names().categories.iter().map(String::as_str).collect()
    }

    /// Every theme that some question has, by name.
    #[must_use]
    pub fn themes(&self) -> BTreeSet<&str> {
        self.names().themes.iter().map(String::as_str).collect()
    }

    fn names(&self) -> &Names {
        self.names.get_or_init(|| {
            let mut seen = BTreeSet::new();
            let categories = self.questions.iter().map(|question| question.category.as_str());
            let categories = categories
                .filter(|category| !category.is_empty() && seen.insert(*category))
                .map(str::to_owned)
                .collect();
            let themes: BTreeSet<&String> =
                self.questions.iter().flat_map(|question| &question.themes).collect();
            Names { categories, themes: themes.into_iter().cloned().collect() }
        })
    }
}

impl Filter {
    /// Judges what the question itself says; the rest depends on the library.
    fn lets_through(&self, question: &Question) -> bool {
        let same = |wanted: &Option<String>, has: &str| {
            wanted.as_ref().is_none_or(|wanted| wanted.eq_ignore_ascii_case(has))
        };
        same(&self.category, &question.category)
            && (self.theme.is_none() || question.themes.iter().any(|theme| same(&self.theme, theme)))
            && self.difficulty.is_none_or(|wanted| wanted == question.difficulty)
            && self.level.is_none_or(|wanted| question.levels_covered().any(|level| level == wanted))
            && self.role.is_none_or(|wanted| question.roles.contains(&wanted))
            && self.framework.as_ref().is_none_or(|wanted| question.frameworks.contains(wanted))
            && self.origin.is_none_or(|wanted| wanted == Origin::of(&question.source))
    }
}

/// A place as the index counts it; a list never comes near the limit.
fn number_of(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}

fn questions_of_value<'a>(guide: &'a Guide, value: &str) -> BTreeSet<&'a str> {
    guide
        .companies
        .iter()
        .flat_map(|company| &company.values)
        .filter(|candidate| candidate.id == value)
        .flat_map(|value| value.questions.iter().map(String::as_str))
        .collect()
}

/// Whether a question is known by what is typed. A question of the user's own has no other names.
fn is_known_as(question: &Question, typed: &str) -> bool {
    let wordings = &question.wordings;
    if wordings.plain.is_empty() || typed.trim().is_empty() {
        return false;
    }
    let names = std::iter::once(&wordings.plain).chain(&wordings.stock).chain(&wordings.terms);
    names.into_iter().any(|name| ask_the_same(typed, name))
}

fn searched_parts(question: &Question) -> impl Iterator<Item = (&str, Weight)> {
    let terms = question.wordings.terms.iter().map(String::as_str);
    let main = question.asked_as().chain(terms).map(|text| (text, Weight::Main));
    let side = question.themes.iter().chain(&question.probes).map(String::as_str);
    main.chain([(question.category.as_str(), Weight::Side)])
        .chain(side.map(|text| (text, Weight::Side)))
        .chain([(question.id.0.as_str(), Weight::Side)])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(typed: &str, filter: &Filter) -> Vec<String> {
        let mut library = Library::default();
        library.hidden_questions.insert(QuestionId::new("own-02"));
        Catalogue::new(Bank::built_in(), std::iter::empty())
            .find(typed, filter, &library, Guide::built_in())
            .iter()
            .map(|question| question.id.0.clone())
            .collect()
    }

    #[test]
    fn everything_is_there_but_what_is_hidden() {
        assert_eq!(found("", &Filter::default()).len(), 274);
        assert_eq!(found("", &Filter { hidden: true, ..Filter::default() }), ["own-02"]);
    }

    #[test]
    fn filters_narrow_together() {
        let filter = Filter {
            category: Some("core behavioural".into()),
            difficulty: Some(Difficulty::Grilling),
            ..Filter::default()
        };
        assert_eq!(found("", &filter).len(), 15);
        assert!(found("", &Filter { origin: Some(Origin::Own), ..Filter::default() }).is_empty());
        assert_eq!(found("", &Filter { practised: Some(true), ..Filter::default() }), [""; 0]);
        let managers = Filter { role: Some(JobRole::EngineeringManager), ..Filter::default() };
        assert!(found("", &managers).contains(&"em-01".to_owned()));
        assert!(!found("", &managers).contains(&"fe-01".to_owned()));
        let levelled = Filter { level: Some(Level::L5), ..Filter::default() };
        assert_eq!(found("", &levelled).len(), 5);
    }

    #[test]
    fn a_companys_value_finds_its_questions() {
        let ownership = Filter { value: Some("amz-02".into()), ..Filter::default() };
        let ids = found("", &ownership);
        assert!(ids.contains(&"own-01".to_owned()) && ids.contains(&"lp-02-a".to_owned()), "{ids:?}");
    }

    #[test]
    fn an_id_finds_its_question_first() {
        assert_eq!(found("scen-03", &Filter::default()).first().map(String::as_str), Some("scen-03"));
    }

    #[test]
    fn own_questions_stand_beside_the_built_in_ones() {
        let mut own = Question::plain(QuestionId::new("mine"), "Why this zoo?", Source::Own);
        own.category = "Zoo".into();
        let catalogue = Catalogue::new(Bank::built_in(), std::iter::once(&own));
        let found = catalogue.find("zoo", &Filter::default(), &Library::default(), Guide::built_in());
        assert_eq!(found.first().map(|question| question.id.0.as_str()), Some("mine"));
        assert_eq!(catalogue.categories().last(), Some(&"Zoo"));
        assert_eq!(catalogue.get(&own.id).map(|question| question.text.as_str()), Some("Why this zoo?"));
    }

    #[test]
    fn putting_and_removing_one_by_one_comes_to_the_same_as_beginning_anew() {
        let own = |id: &str, text: &str| Arc::new(Question::plain(QuestionId::new(id), text, Source::Own));
        let mut step_by_step = Catalogue::new(Bank::built_in(), std::iter::empty());
        for question in [
            own("own-5", "Why this zoo and no other zoo?"),
            own("own-1", "What did the walrus teach you?"),
            own("own-9", "When was the aviary yours?"),
            own("own-5", "Why this aquarium?"),
            own("own-3", "Tell me about the walrus."),
        ] {
            step_by_step.put_own(question);
        }
        step_by_step.remove_own(&QuestionId::new("own-1"));
        step_by_step.remove_own(&QuestionId::new("own-01"));
        step_by_step.remove_own(&QuestionId::new("nobody"));
        let left = [
            own("own-3", "Tell me about the walrus."),
            own("own-5", "Why this aquarium?"),
            own("own-9", "When was the aviary yours?"),
        ];
        let anew = Catalogue::new(Bank::built_in(), left.iter().map(Arc::as_ref));
        assert_eq!(step_by_step, anew);
    }
}
