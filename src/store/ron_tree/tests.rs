//! A tree says the same after it was printed and read, and any text at all is survived.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use super::*;

fn comments() -> impl Strategy<Value = Vec<String>> {
    let comment = select(vec!["// Why.", "//", "/* on two\n lines */", "/* a /* b */ c */", "// \"(\""]);
    prop_oneof![4 => Just(Vec::new()), 1 => vec(comment.prop_map(str::to_owned), 1..3)]
}

fn scalar() -> impl Strategy<Value = String> {
    prop_oneof![
        select(vec!["1", "-2.5e-3", "NaN", "'x'", r"'\''", r#"b"x""#, "Word", "r#type", "b'\\n'", "0x1F"])
            .prop_map(str::to_owned),
        any::<String>().prop_map(|text| format!("{text:?}")),
        "[a-z\" \n]{0,9}".prop_map(|text| format!("r##\"{text}\"##")),
    ]
}

fn node() -> impl Strategy<Value = Node> {
    scalar().prop_map(Node::scalar).prop_recursive(5, 60, 5, |node| {
        let name = select(vec!["", "", "Story", "Some", "r", "b_1"]);
        let shape = select(vec![Shape::Fields, Shape::Tuple, Shape::List, Shape::Map]);
        let entry = (comments(), "[a-z_][a-z0-9_]{0,9}", scalar(), node);
        (name, shape, vec(entry, 0..5), comments()).prop_map(|(name, shape, entries, end)| {
            let shape = if entries.is_empty() && shape == Shape::Fields { Shape::Tuple } else { shape };
            let named = matches!(shape, Shape::Fields | Shape::Tuple);
            let entry = |(comments, field, key, value)| {
                let key = match shape {
                    Shape::Fields => Key::Field(field),
                    Shape::Map => Key::Value(Box::new(Node::scalar(key))),
                    Shape::List | Shape::Tuple => Key::None,
                };
                Entry { comments, key, value }
            };
            let entries = entries.into_iter().map(entry).collect();
            let name = if named { name.to_owned() } else { String::new() };
            Node { line: 0, body: Body::Group(Group { shape, name, entries, end }) }
        })
    })
}

fn survives_printing(text: &str) -> Result<(), TestCaseError> {
    if let Ok(tree) = Tree::parse(text) {
        let printed = tree.print();
        let again = Tree::parse(&printed);
        prop_assert!(again.is_ok(), "{printed:?}: {again:?}");
        let again = again.unwrap();
        prop_assert!(again.root.says_the_same_as(&tree.root), "{printed:?}");
        prop_assert_eq!(again.print(), printed);
    }
    Ok(())
}

proptest! {
    #[test]
    fn a_printed_tree_reads_as_itself(root in node(), comments in comments(), end in comments()) {
        let tree = Tree { comments, root, end };
        let printed = tree.print();
        let again = Tree::parse(&printed).unwrap();
        prop_assert!(again.root.says_the_same_as(&tree.root), "{}", printed);
        prop_assert_eq!(again.print(), printed);
    }

    #[test]
    fn the_tree_keeps_what_the_reader_of_values_understands(root in node()) {
        let tree = Tree { comments: Vec::new(), root, end: Vec::new() };
        if let Ok(value) = ron::from_str::<ron::Value>(&tree.print()) {
            let again = Tree::parse(&tree.print()).unwrap().print();
            prop_assert_eq!(format!("{:?}", ron::from_str::<ron::Value>(&again).unwrap()), format!("{value:?}"));
        }
    }

    #[test]
    fn a_tree_takes_nothing_from_itself(root in node()) {
        let mut tree = Tree { comments: Vec::new(), root, end: Vec::new() };
        let before = tree.clone();
        tree.carry_over(&before);
        prop_assert!(tree.root.says_the_same_as(&before.root));
    }

    #[test]
    fn any_text_ends_in_a_tree_or_a_sentence(text in any::<String>()) {
        survives_printing(&text)?;
    }

    #[test]
    fn anything_that_looks_like_ron_is_survived(text in r#"[()\[\]{}:,"'/*#!rb\\0-9aS_ \n.-]{0,60}"#) {
        survives_printing(&text)?;
    }
}
