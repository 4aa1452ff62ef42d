//! The text of a document as people would write it.

use super::head::{KIND_FIELD, VERSION_FIELD};
use super::{Document, WriteFault, ron_options};
use crate::store::names;
use crate::store::ron_tree::{Body, Key, Node, Shape, Tree};

/// The document as a tree, kind and version first.
pub(super) fn to_tree<T: Document>(disk: &T::OnDisk) -> Result<Tree, WriteFault> {
    let text = ron_options().to_string(disk).map_err(|error| WriteFault::NotReadable(error.to_string()))?;
    let mut tree = Tree::parse(&text).map_err(|fault| WriteFault::NotReadable(fault.to_string()))?;
    make_legible(&mut tree.root);
    if let Some(fields) = tree.root.group_mut() {
        // A document without fields prints as an empty tuple.
        fields.shape = Shape::Fields;
        fields.set_field(0, KIND_FIELD, Node::scalar(quoted(T::KIND)));
        fields.set_field(1, VERSION_FIELD, Node::scalar(T::VERSION.to_string()));
    }
    Ok(tree)
}

/// Writes texts as people would: the RON crate escapes apostrophes and many letters of the world's scripts.
fn make_legible(node: &mut Node) {
    match &mut node.body {
        Body::Scalar(text) if text.starts_with('"') => {
            if let Ok(plain) = ron::from_str::<String>(text) {
                *text = quoted(&plain);
            }
        }
        Body::Scalar(_) => {}
        Body::Group(group) => {
            for entry in &mut group.entries {
                if let Key::Value(key) = &mut entry.key {
                    make_legible(key);
                }
                make_legible(&mut entry.value);
            }
        }
    }
}

fn quoted(plain: &str) -> String {
    let mut text = String::with_capacity(plain.len() + 2);
    text.push('"');
    for letter in plain.chars() {
        match letter {
            '"' => text.push_str("\\\""),
            '\\' => text.push_str("\\\\"),
            '\n' => text.push_str("\\n"),
            '\t' => text.push_str("\\t"),
            _ if names::is_invisible(letter) => text.extend(letter.escape_unicode()),
            _ => text.push(letter),
        }
    }
    text.push('"');
    text
}
