//! Who asks and who answers in a talk, and in lists whose labels come back: `Rachel: …`, `Вопрос: …`.

use std::collections::HashMap;

use super::super::labels::{self, Role};
use super::super::wording;

/// A name before what somebody says, and what is said; times and brackets before the name are passed over.
pub(super) fn split(text: &str) -> Option<(String, &str)> {
    const LONGEST: usize = 48;
    const MOST_WORDS: usize = 3;
    let bare = without_time(text);
    if let Some((name, said)) = bare.strip_prefix('<').and_then(|rest| rest.split_once('>'))
        && is_name(name)
    {
        return Some((name.to_lowercase(), said.trim()));
    }
    let colon = bare
        .char_indices()
        .take_while(|(place, _)| *place < LONGEST)
        .find(|(_, letter)| matches!(letter, ':' | '：'))?;
    let name = bare.get(..colon.0)?;
    let said = bare.get(colon.0 + colon.1.len_utf8()..)?.trim_start_matches(['*', '_', ' ']);
    let name = name.split(['(', '[', ',']).next().unwrap_or_default().trim();
    let fits = is_name(name) && name.split_whitespace().count() <= MOST_WORDS && !said.starts_with("//");
    fits.then(|| (name.to_lowercase(), said.trim()))
}

fn is_name(name: &str) -> bool {
    let first = name.chars().next().unwrap_or(' ');
    first.is_alphabetic()
        && !first.is_lowercase()
        && name.chars().all(|letter| letter.is_alphanumeric() || " .-'_’".contains(letter))
}

/// Passes over `[10:32]`, `10:32 –` and `2024-05-01, 10:32 -`.
fn without_time(text: &str) -> &str {
    let bare = text.trim_start();
    if !bare.starts_with(|letter: char| letter.is_ascii_digit() || letter == '[' || letter == '(') {
        return bare;
    }
    let rest =
        bare.trim_start_matches(|letter: char| letter.is_ascii_digit() || "[]():.,/- –".contains(letter));
    let rest = ["AM", "PM", "am", "pm"].iter().find_map(|half| rest.strip_prefix(half)).unwrap_or(rest);
    rest.trim_start_matches([' ', ']', ')', '-', '–', ':'])
}

/// What each label that comes back stands before, of all names and the texts that they begin: questions, follow-ups or answers.
pub(super) fn roles<'v>(spoken: impl Iterator<Item = (Option<&'v str>, &'v str)>) -> HashMap<String, Role> {
    #[derive(Default)]
    struct Count {
        all: usize,
        asking: usize,
        first: usize,
    }
    let mut counts: HashMap<&str, Count> = HashMap::new();
    for (place, (name, title)) in spoken.enumerate() {
        let Some(name) = name else { continue };
        if labels::leading(title).is_some_and(|(role, _)| role != Role::Category) {
            continue;
        }
        let count = counts.entry(name).or_insert_with(|| Count { first: place, ..Count::default() });
        count.all += 1;
        let said = split(title).map_or("", |(_, said)| said);
        count.asking += usize::from(wording::look(wording::without_small_talk(said)).is_question());
    }
    counts.retain(|_, count| count.all >= 2);
    let asks = |count: &Count| count.asking * 2 >= count.all && count.asking > 0;
    let asker = counts.values().filter(|count| asks(count)).map(|count| count.first).min();
    let several = counts.len() >= 2;
    counts
        .into_iter()
        .filter(|(_, count)| several && asker.is_some() || count.all >= 3)
        .map(|(name, count)| {
            let role = match () {
                () if asks(&count) && Some(count.first) == asker => Role::Question,
                () if asks(&count) => Role::FollowUps,
                () => Role::Answer,
            };
            (name.to_owned(), role)
        })
        .collect()
}
