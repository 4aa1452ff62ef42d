//! Taking over from a file's earlier text what the program that writes it now does not know.

use std::collections::{HashMap, VecDeque};

use super::{Body, Entry, Group, Key, Node, Shape};

/// Adds to `new` what only `old` has: unknown fields at any depth, and comments.
pub(super) fn node(new: &mut Node, old: &Node) {
    let (Body::Group(new), Some(old)) = (&mut new.body, old.some().group()) else { return };
    if new.shape != old.shape || (!new.name.is_empty() && !old.name.is_empty() && new.name != old.name) {
        return;
    }
    new.end.clone_from(&old.end);
    match new.shape {
        Shape::Fields => fields(new, old),
        Shape::List => list(new, old),
        Shape::Tuple if new.entries.len() == old.entries.len() => {
            for (new, old) in new.entries.iter_mut().zip(&old.entries) {
                entry(new, old);
            }
        }
        Shape::Tuple => {}
        Shape::Map => {
            for new in &mut new.entries {
                if let Some(old) = old.entries.iter().find(|old| old.key.is_the_same_as(&new.key)) {
                    entry(new, old);
                }
            }
        }
    }
}

fn entry(new: &mut Entry, old: &Entry) {
    new.comments.clone_from(&old.comments);
    node(&mut new.value, &old.value);
}

/// Fields that are only in `old` go behind the field that they followed there.
fn fields(new: &mut Group, old: &Group) {
    let mut place = 0;
    for old in &old.entries {
        let known = new.entries.iter().position(|new| new.key.is_the_same_as(&old.key));
        if let Some(known) = known {
            if let Some(new) = new.entries.get_mut(known) {
                entry(new, old);
            }
            place = known + 1;
        } else {
            new.entries.insert(place.min(new.entries.len()), old.clone());
            place += 1;
        }
    }
}

/// Finds each element's earlier self: of those of the same name the one that says the same, or else the first.
fn list(new: &mut Group, old: &Group) {
    let mut earlier: HashMap<&str, VecDeque<&Entry>> = HashMap::new();
    for old in &old.entries {
        if let Some(name) = identity(&old.value) {
            earlier.entry(name).or_default().push_back(old);
        }
    }
    for new in &mut new.entries {
        let Some(candidates) = identity(&new.value).and_then(|name| earlier.get_mut(name)) else { continue };
        let best = candidates.iter().take(MAX_NAMESAKES).position(|old| holds(&old.value, &new.value));
        if let Some(old) = candidates.remove(best.unwrap_or(0)) {
            entry(new, old);
        }
    }
}

/// Elements of one name that are compared before the first is taken; names are meant to be unique.
const MAX_NAMESAKES: usize = 16;

/// What tells an element from its neighbours: its `id`, or else its first field, or else itself.
fn identity(node: &Node) -> Option<&str> {
    match node.group() {
        Some(group) if group.shape == Shape::Fields => {
            group.field("id").or_else(|| group.entries.first().map(|first| &first.value))?.as_scalar()
        }
        Some(_) => None,
        None => node.as_scalar(),
    }
}

/// Whether `old` says everything that `new` says, and perhaps more.
fn holds(old: &Node, new: &Node) -> bool {
    let (Some(old_group), Some(new_group)) = (old.some().group(), new.group()) else {
        return old.some().says_the_same_as(new);
    };
    match (old_group.shape, new_group.shape) {
        (Shape::Fields, Shape::Fields) => new_group.entries.iter().all(|new| match &new.key {
            Key::Field(name) => old_group.field(name).is_some_and(|old| holds(old, &new.value)),
            _ => false,
        }),
        (Shape::List, Shape::List) if old_group.entries.len() == new_group.entries.len() => {
            old_group.entries.iter().zip(&new_group.entries).all(|(old, new)| holds(&old.value, &new.value))
        }
        _ => old.says_the_same_as(new),
    }
}

#[cfg(test)]
mod tests {
    use super::super::Tree;

    fn carried(new: &str, old: &str) -> String {
        let mut tree = Tree::parse(new).unwrap();
        tree.carry_over(&Tree::parse(old).unwrap());
        let printed = tree.print();
        printed.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn unknown_fields_stay_where_they_stood() {
        assert_eq!(carried("(a: 2, b: 3)", "(a: 1, mood: Calm, b: 3)"), "( a: 2, mood: Calm, b: 3, )");
        assert_eq!(carried("(a: (b: 1))", "(a: Some((b: 0, c: 5)))"), "( a: (b: 1, c: 5), )");
    }

    #[test]
    fn elements_are_known_by_what_they_say_or_by_their_name() {
        let old = "([(id: \"a\", x: 1, new: 7), (id: \"b\", x: 2, new: 8)])";
        assert_eq!(
            carried("([(id: \"b\", x: 9), (id: \"c\", x: 1), (id: \"a\", x: 1)])", old),
            "( [(id: \"b\", x: 9, new: 8), (id: \"c\", x: 1), (id: \"a\", x: 1, new: 7)], )"
        );
    }

    #[test]
    fn what_was_deleted_does_not_come_back() {
        assert_eq!(carried("([1], {})", "([1, 2], {\"a\": 1})"), "( [1], {}, )");
    }
}
