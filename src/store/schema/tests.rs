//! What is written is what is read back, for whatever the program may hold.

use proptest::prelude::*;

use super::samples;
use crate::store::document::{self, Document};

fn comes_back<T: Document + PartialEq + std::fmt::Debug>(value: &T) -> Result<(), TestCaseError> {
    let text = document::write(value, None).unwrap();
    let read = document::read::<T>(text.as_bytes()).unwrap();
    prop_assert_eq!(read.warnings, []);
    prop_assert_eq!(&read.value, value);
    let again = document::write(&read.value, Some(&text)).unwrap();
    prop_assert_eq!(again, text);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn a_story_comes_back(value in samples::story()) {
        comes_back(&value)?;
    }

    #[test]
    fn a_take_comes_back(value in samples::take()) {
        comes_back(&value)?;
    }

    #[test]
    fn questions_come_back(value in samples::questions()) {
        comes_back(&value)?;
    }

    #[test]
    fn settings_come_back(value in samples::settings()) {
        comes_back(&value)?;
    }

    #[test]
    fn a_plan_comes_back(value in samples::preparation()) {
        comes_back(&value)?;
    }

    #[test]
    fn a_library_head_comes_back(value in samples::library_head()) {
        comes_back(&value)?;
    }

    #[test]
    fn preferences_come_back(value in samples::preferences()) {
        comes_back(&value)?;
    }
}
