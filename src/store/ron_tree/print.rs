//! Writing a tree as text: short values on one line, everything else with one entry per line.

use super::{Body, Entry, Group, Key, Node, Tree};

const MAX_WIDTH: usize = 100;
const INDENT: usize = 4;

pub(super) fn tree(tree: &Tree) -> String {
    let mut printer = Printer { out: String::new() };
    printer.comments(&tree.comments, 0);
    match tree.root.group() {
        Some(group) => printer.lines(group, 0),
        None => printer.value(&tree.root, 0, 0),
    }
    printer.out.push('\n');
    printer.comments(&tree.end, 0);
    printer.out
}

struct Printer {
    out: String,
}

impl Printer {
    /// Prints a value where `used` columns of the line are taken.
    fn value(&mut self, node: &Node, indent: usize, used: usize) {
        let mut line = Line { text: String::new(), room: MAX_WIDTH.saturating_sub(used) };
        match &node.body {
            _ if line.value(node).is_some() => self.out.push_str(&line.text),
            Body::Scalar(text) => self.out.push_str(text),
            Body::Group(group) => self.lines(group, indent),
        }
    }

    fn lines(&mut self, group: &Group, indent: usize) {
        let (opening, closing) = group.shape.brackets();
        self.out.push_str(&group.name);
        self.out.push(opening);
        if !group.entries.is_empty() || !group.end.is_empty() {
            self.out.push('\n');
            for entry in &group.entries {
                self.entry(entry, indent + INDENT);
            }
            self.comments(&group.end, indent + INDENT);
            self.indent(indent);
        }
        self.out.push(closing);
    }

    fn entry(&mut self, entry: &Entry, indent: usize) {
        self.comments(&entry.comments, indent);
        self.indent(indent);
        let start = self.out.len();
        match &entry.key {
            Key::None => {}
            Key::Field(name) => {
                self.out.push_str(name);
                self.out.push_str(": ");
            }
            Key::Value(key) => {
                self.value(key, indent, indent);
                self.out.push_str(": ");
            }
        }
        let key_width = self.out.len() - start;
        self.value(&entry.value, indent, indent + key_width + 1);
        self.out.push_str(",\n");
    }

    fn comments(&mut self, comments: &[String], indent: usize) {
        for comment in comments {
            self.indent(indent);
            self.out.push_str(comment);
            self.out.push('\n');
        }
    }

    fn indent(&mut self, columns: usize) {
        self.out.extend(std::iter::repeat_n(' ', columns));
    }
}

/// A value on one line, as far as there is room for it.
struct Line {
    text: String,
    room: usize,
}

impl Line {
    /// `None` where the value does not fit or has comments.
    fn value(&mut self, node: &Node) -> Option<()> {
        match &node.body {
            Body::Scalar(text) => self.push(text),
            Body::Group(group) if group.end.is_empty() => self.group(group),
            Body::Group(_) => None,
        }
    }

    fn group(&mut self, group: &Group) -> Option<()> {
        let (opening, closing) = group.shape.brackets();
        self.push(&group.name)?;
        self.push(opening.encode_utf8(&mut [0; 4]))?;
        for (place, entry) in group.entries.iter().enumerate() {
            if !entry.comments.is_empty() {
                return None;
            }
            if place > 0 {
                self.push(", ")?;
            }
            match &entry.key {
                Key::None => {}
                Key::Field(name) => {
                    self.push(name)?;
                    self.push(": ")?;
                }
                Key::Value(key) => {
                    self.value(key)?;
                    self.push(": ")?;
                }
            }
            self.value(&entry.value)?;
        }
        self.push(closing.encode_utf8(&mut [0; 4]))
    }

    fn push(&mut self, text: &str) -> Option<()> {
        // No need to count what is too long in any script.
        if text.len() > self.room * 4 || text.contains('\n') {
            return None;
        }
        self.room = self.room.checked_sub(text.chars().count())?;
        self.text.push_str(text);
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::Tree;

    #[test]
    fn what_is_short_stands_on_one_line_and_comments_stay_with_their_entry() {
        let text = "// My story.\nStory(title: \"Checkout\", // the good one\n marks: [(at: 1, section: 0),\n\
                    // Late.\n (at: 2, section: 1)], tags: [\"a\", \"b\"] /* end */) // Done.";
        let expected = "// My story.\nStory(\n    // the good one\n    title: \"Checkout\",\n    marks: [\n        \
                        (at: 1, section: 0),\n        // Late.\n        (at: 2, section: 1),\n    ],\n    /* end */\n    \
                        tags: [\"a\", \"b\"],\n)\n// Done.\n";
        let printed = Tree::parse(text).unwrap().print();
        assert_eq!(printed, expected);
        assert_eq!(Tree::parse(&printed).unwrap().print(), printed);
    }
}
