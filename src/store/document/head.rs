//! What a file says about itself before anything else: its kind and its version.

use super::check::Check;
use super::{DocWarning, Document, ReadFault};
use crate::store::ron_tree::{Group, Shape, Tree};

pub(super) const KIND_FIELD: &str = "starling";
pub(super) const VERSION_FIELD: &str = "version";

/// Reads kind and version and takes an older file through every version up to this program's.
pub(super) fn bring_up_to_date<T: Document>(
    tree: &mut Tree,
    warnings: &mut Vec<DocWarning>,
) -> Result<u32, ReadFault> {
    let line = tree.root.line;
    let Some(fields) = tree.root.group_mut().filter(|group| group.shape == Shape::Fields) else {
        let what = "The file should hold named fields in round brackets";
        return Err(ReadFault::new(line, what));
    };
    let mut check = Check::on_line(line, warnings);
    read_kind::<T>(fields, &mut check)?;
    let version = read_version::<T>(fields, &mut check)?;
    for step in version..T::VERSION {
        T::upgrade(fields, step);
    }
    Ok(version)
}

fn read_kind<T: Document>(fields: &Group, check: &mut Check<'_, '_>) -> Result<(), ReadFault> {
    let Some(node) = fields.field(KIND_FIELD) else {
        check.warn(format!("The file does not say what it holds; it is read as \"{}\".", T::KIND));
        return Ok(());
    };
    let kind = node.as_scalar().and_then(|text| ron::from_str::<String>(text).ok()).unwrap_or_default();
    if kind == T::KIND {
        return Ok(());
    }
    let what = format!("The file says that it holds \"{kind}\", but \"{}\" belongs here", T::KIND);
    Err(ReadFault::new(node.line, what))
}

fn read_version<T: Document>(fields: &Group, check: &mut Check<'_, '_>) -> Result<u32, ReadFault> {
    let Some(node) = fields.field(VERSION_FIELD) else {
        check.warn(format!("The file does not say its version; it is read as version {}.", T::VERSION));
        return Ok(T::VERSION);
    };
    match node.as_scalar().and_then(|text| text.parse::<u32>().ok()) {
        Some(version) if version > T::VERSION => Err(ReadFault {
            line: Some(node.line),
            what: format!(
                "A newer Starling wrote this file (version {version}, this one knows {}). It is left as it is; \
                 update Starling to use it.",
                T::VERSION
            ),
            from_the_future: true,
        }),
        Some(version) if version > 0 => Ok(version),
        _ => {
            let what = format!("The version should be a whole number from 1 to {}", T::VERSION);
            Err(ReadFault::new(node.line, what))
        }
    }
}
