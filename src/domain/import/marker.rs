//! What stands before the words of a line: bullets of any shape and numbers of any shape.

use super::tree::Marker;

/// A line's mark, its number, and the words behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Marked<'a> {
    pub marker: Marker,
    pub number: Option<usize>,
    pub rest: &'a str,
}

/// The mark that a line begins with, if it is an item of a list.
pub(super) fn marked(line: &str) -> Option<Marked<'_>> {
    let line = line
        .strip_prefix('\\')
        .filter(|rest| rest.starts_with(|next: char| next.is_ascii_digit()))
        .unwrap_or(line);
    let found = bullet(line).or_else(|| number(line))?;
    let found = Marked { rest: without_box(found.rest), ..found };
    // `- 1. Why us?` is one item.
    match number(found.rest) {
        Some(inner) if !inner.rest.is_empty() => Some(Marked { rest: inner.rest, ..found }),
        _ => Some(found),
    }
}

/// Takes off a box to tick.
fn without_box(rest: &str) -> &str {
    ["[ ]", "[x]", "[X]", "[-]", "☐", "☑", "✅"]
        .iter()
        .find_map(|mark| rest.strip_prefix(mark))
        .map_or(rest, str::trim_start)
}

fn bullet(line: &str) -> Option<Marked<'_>> {
    let first = line.chars().next()?;
    let rest = line.get(first.len_utf8()..)?.trim_start_matches('\u{FE0F}');
    let spaced = rest.starts_with([' ', '\t', '\u{A0}', '\u{3000}']);
    let close = "•‣⁃∙・".contains(first);
    // Round, square and pointed bullets, arrows, ticks, pictures.
    let drawn = matches!(first, '\u{2190}'..='\u{21FF}' | '\u{25A0}'..='\u{27BF}' | '\u{2B00}'..='\u{2BFF}' | '\u{1F300}'..='\u{1FAFF}');
    let fits = close || spaced && (drawn || ".-*+–—·»›→o¤".contains(first));
    let rest = rest.trim_start();
    (fits && !rest.is_empty()).then_some(Marked { marker: Marker::Bullet(first), number: None, rest })
}

/// `7.`, `(7)`, `4.1.1`, `#.`, `a)`, `iv.`, `Q.7)`, `Question 7:`, `７、`, `①`.
fn number(line: &str) -> Option<Marked<'_>> {
    let named = name_before_number(line).unwrap_or(line);
    let is_named = named.len() < line.len();
    let opened = named.starts_with(['(', '[', '（', '【']);
    let inner = named.trim_start_matches(['(', '[', '（', '【']);
    let (parts, value, behind) = parts(inner)?;
    let (closed, rest) = close(behind, opened);
    let keycap = behind.starts_with(['\u{FE0F}', '\u{20E3}']);
    let spaced = rest.starts_with([' ', '\t', '\u{A0}', '\u{3000}']);
    // `4.1 Conflict` is numbered, `3.5 years` is a measure.
    let goes_on_in_small = rest.trim_start().starts_with(char::is_lowercase);
    let whole = parts.is_none_or(|count| count > 1 && !goes_on_in_small) || is_named;
    let unspaced =
        closed && rest.starts_with(|next: char| !next.is_ascii_digit() && !next.is_ascii_lowercase());
    if !(rest.is_empty() || (closed || whole || keycap) && spaced || unspaced) || opened && !closed {
        return None;
    }
    if rest.is_empty() && !closed && !is_named {
        return None;
    }
    let letters = parts.is_none();
    let marker =
        Marker::Number { parts: parts.unwrap_or(1), letters: letters && value.is_none(), named: is_named };
    let rest = rest.trim_start().trim_start_matches(['-', '–', '—', ':', '|']).trim_start();
    (!(letters && value.is_none() && rest.is_empty())).then_some(Marked { marker, number: value, rest })
}

/// A short word that a number belongs to: `Q`, `Question`, `Вопрос`, `问题`, `Problem`.
fn name_before_number(line: &str) -> Option<&str> {
    const LONGEST_CHARS: usize = 10;
    let end = line.find(|letter: char| !letter.is_alphabetic())?;
    let name = line.get(..end)?;
    if name.is_empty() || name.chars().count() > LONGEST_CHARS {
        return None;
    }
    let rest = line.get(end..)?;
    let rest = rest.trim_start_matches([' ', '.', '#', '№', '°', 'º', '\u{A0}']);
    let digits = rest.chars().take_while(|letter| letter.is_numeric()).count();
    let behind = rest.chars().nth(digits);
    // `Top 10 questions` and `Day 1 was hard` name no number of a list.
    let is_set_off = behind.is_none_or(|next| ".):：、）]-–—|".contains(next))
        || rest.contains(" - ")
        || rest.contains(" – ");
    (digits > 0 && digits <= 4 && is_set_off).then_some(rest)
}

/// The parts of a number (none for a letter or a sign of one), its value, and what stands behind it.
fn parts(text: &str) -> Option<(Option<u8>, Option<usize>, &str)> {
    let first = text.chars().next()?;
    let rest = text.get(first.len_utf8()..)?;
    if ('\u{2460}'..='\u{24FF}').contains(&first) || first == '#' && rest.starts_with(['.', ')']) {
        return Some((None, Some(0), rest)).filter(|_| first != '#' || rest.starts_with('.'));
    }
    if first.is_numeric() && !first.is_alphabetic() {
        let mut count = 0;
        let mut value = None;
        let mut rest = text;
        loop {
            let digits: usize =
                rest.chars().take_while(|letter| letter.is_numeric()).map(char::len_utf8).sum();
            if digits == 0 || digits > 12 {
                break;
            }
            count += 1;
            value = rest.get(..digits).and_then(|number| number.parse().ok());
            rest = rest.get(digits..)?;
            match rest.strip_prefix('.').filter(|next| next.starts_with(|letter: char| letter.is_numeric())) {
                Some(next) if count < 6 => rest = next,
                _ => break,
            }
        }
        let long = text.len() - rest.len() > 12;
        return (count > 0 && !long).then_some((Some(count), value.filter(|_| count == 1), rest));
    }
    let roman: usize = text.bytes().take_while(|byte| b"ivxIVX".contains(byte)).count();
    let length = if roman > 1 && roman < 6 { roman } else { first.len_utf8() };
    let rest = text.get(length..)?;
    let is_letter = first.is_alphabetic() && !('\u{2E80}'..='\u{D7FF}').contains(&first);
    (is_letter && rest.starts_with(['.', ')'])).then_some((None, None, rest))
}

/// The sign that ends a number, and what stands behind it.
fn close(behind: &str, opened: bool) -> (bool, &str) {
    let behind = behind.trim_start_matches(['\u{FE0F}', '\u{20E3}']);
    let trimmed =
        behind.trim_start_matches(['.', ')', ']', ':', '：', '、', '．', '）', '】', '°', 'º', '/']);
    let dashed = trimmed.trim_start();
    if trimmed.len() == behind.len()
        && !opened
        && dashed.starts_with(['-', '–', '—'])
        && dashed.len() < behind.len()
    {
        let rest = dashed.trim_start_matches(['-', '–', '—']);
        return (rest.starts_with(' '), rest);
    }
    (trimmed.len() < behind.len(), trimmed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_bullets_of_any_shape_are_taken_off() {
        for line in [
            "1. Why us?",
            "1) Why us?",
            "(1) Why us?",
            "[1] Why us?",
            "4.1.1 Why us?",
            "4.1.1. Why us?",
            "#. Why us?",
            "a) Why us?",
            "iv. Why us?",
            "Q.1) Why us?",
            "Q1: Why us?",
            "Question 12 – Why us?",
            "Вопрос 3. Why us?",
            "问题1：Why us?",
            "１、Why us?",
            "① Why us?",
            "1️⃣ Why us?",
            "● Why us?",
            "▶ Why us?",
            "– Why us?",
            "1 - Why us?",
            "- [ ] Why us?",
            "•Why us?",
            "- 3. Why us?",
            "1.Why us?",
        ] {
            let rest = marked(line).map(|found| found.rest);
            assert_eq!(rest, Some("Why us?"), "{line}");
        }
        for line in [
            "Why us?",
            "2 to 3 days",
            "3.5 years",
            "I am here",
            "-1 is less",
            "Top 10 questions",
            "A day in May",
            "2024 was long",
        ] {
            assert_eq!(marked(line), None, "{line}");
        }
    }
}
