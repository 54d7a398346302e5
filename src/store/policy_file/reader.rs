//! What the sections of a policy file share while it is read: the faults found so far, what a bare `days` means, and
//! the ids of all stages, which are known before any of them is read.

use std::cell::{Cell, RefCell};

use super::references::{Mention, NameKind, References, Word};
use crate::domain::fault::{Fault, Severity};
use crate::domain::holidays::Division;
use crate::domain::limit::DaysMean;
use crate::domain::policy::{RoleId, StageId, StageKind};
use crate::domain::worded::Worded;
use crate::store::yaml::{Content, Node, Place};

/// The state while a file is read. A section with a fault is read on with a placeholder for the wrong value; a file
/// with an error gives no policy in the end.
pub struct Reader<'a> {
    file: &'a str,
    lines: Vec<&'a str>,
    /// Whether the file is known to be correct, so that it isn't searched for warnings.
    pub is_known_sound: bool,
    faults: RefCell<Vec<Fault>>,
    pub days: Cell<Option<DaysMean>>,
    /// The division whose bank holidays apply, which also says whose law applies.
    pub division: Cell<Option<Division>>,
    /// Whether the calendar has office hours, and whether it has school terms.
    pub office: Cell<bool>,
    pub terms: Cell<bool>,
    pub outline: Vec<(&'a str, StageKind)>,
    /// The ids of the fields that the file declares.
    pub declared: Vec<&'a str>,
    pub references: RefCell<References>,
}

impl<'a> Reader<'a> {
    pub fn new(file: &'a str, text: &'a str, root: &'a Node) -> Self {
        Self {
            file,
            lines: text.split('\n').collect(),
            is_known_sound: false,
            faults: RefCell::default(),
            days: Cell::default(),
            division: Cell::new(Some(Division::default())),
            office: Cell::default(),
            terms: Cell::default(),
            outline: outline(root),
            declared: items(root, "fields").iter().filter_map(id_of).collect(),
            references: RefCell::default(),
        }
    }

    /// A reader for a file that was checked before.
    pub fn of_trusted(text: &'a str, root: &'a Node) -> Self {
        Self { is_known_sound: true, ..Self::new("", text, root) }
    }

    pub fn error(&self, place: Place, rule: &str, message: impl Into<String>, hint: Option<String>) {
        self.report(Severity::Error, place, rule, message.into(), hint);
    }

    pub fn warn(&self, place: Place, rule: &str, message: impl Into<String>, hint: Option<String>) {
        self.report(Severity::Warning, place, rule, message.into(), hint);
    }

    /// Reads something and discards the faults found in it.
    pub fn quietly<T>(&self, read: impl FnOnce() -> T) -> T {
        let before = self.faults.borrow().len();
        let value = read();
        self.faults.borrow_mut().truncate(before);
        value
    }

    fn report(&self, severity: Severity, place: Place, rule: &str, message: String, hint: Option<String>) {
        let fault = Fault::whole(self.file, severity, rule, message, hint).at(place.line, place.column);
        self.faults.borrow_mut().push(fault);
    }

    pub fn is_sound(&self) -> bool {
        let faults = self.faults.borrow();
        faults.iter().all(|fault| fault.severity == Severity::Warning)
    }

    /// Every fault, in the order of the file. Warnings at a place that also has an error are left out.
    pub fn into_faults(self) -> Vec<Fault> {
        let all = self.faults.into_inner();
        let wrong = |at: &Fault| {
            let same = |one: &Fault| (one.line, one.column, one.severity) == (at.line, at.column, Severity::Error);
            at.line > 0 && all.iter().any(same)
        };
        let kept = all.iter().filter(|fault| fault.severity == Severity::Error || !wrong(fault));
        let mut faults: Vec<Fault> = kept.cloned().collect();
        faults.sort_by_key(|fault| (fault.line, fault.column));
        faults.dedup();
        faults
    }

    /// A number, `true` or `false` exactly as written in the file, so that `2.10` stays `2.10`.
    pub fn letters(&self, place: Place) -> String {
        let place = (place.line as usize, place.column as usize);
        let line = place.0.checked_sub(1).and_then(|at| self.lines.get(at));
        let letters = line.into_iter().flat_map(|line| line.chars());
        letters
            .skip(place.1.saturating_sub(1))
            .take_while(|c| c.is_ascii_alphanumeric() || "+-._:".contains(*c))
            .collect()
    }

    /// The comment after a text on the same line.
    pub fn comment_after(&self, place: Place, text: &str) -> Option<&'a str> {
        let line = self.lines.get((place.line as usize).checked_sub(1)?).filter(|line| line.contains('#'))?;
        let start = line.char_indices().nth((place.column as usize).checked_sub(1)?)?.0;
        let rest = line[start..].strip_prefix(text)?.trim_start_matches(' ');
        rest.starts_with('#').then(|| rest.trim_end())
    }

    /// The ids of all stages of a kind such as `formal`; `None` if the word is not a kind of stage.
    pub fn stages_of_kind(&self, word: &str) -> Option<Vec<StageId>> {
        let kind = StageKind::named(word)?;
        let stages = self.outline.iter().filter(|(_, other)| *other == kind);
        Some(stages.map(|(id, _)| (*id).into()).collect())
    }

    pub fn every_stage(&self) -> Vec<StageId> {
        self.outline.iter().map(|(id, _)| (*id).into()).collect()
    }

    /// Declares a name that has to be unique among its kind within a stage or section.
    pub fn declare(&self, what: NameKind, within: Option<&str>, name: &Word) {
        self.declare_if(what, within, name, false);
    }

    /// The same for a rule that may have a `when`; if it has, another rule may have its name.
    pub fn declare_if(&self, what: NameKind, within: Option<&str>, name: &Word, conditional: bool) {
        if name.text.is_empty() {
            return;
        }
        let declared = self.references.borrow_mut().declare(what, within, name, conditional);
        if let Err(first) = declared {
            let message = format!("the {} `{}` appears twice", what.word(), name.text);
            let several = match what == NameKind::Clock {
                true => "; if several clocks have the same name, all but one need a `when`",
                false => "",
            };
            let hint = format!("the other one is on line {}{several}", first.line);
            self.error(name.place, "duplicate-id", message, Some(hint));
        }
    }

    /// Notes a name to be looked up later, and returns it as its own type.
    pub fn mention<T: From<String>>(&self, mention: Mention, name: Word) -> T {
        let text = name.text.clone();
        self.references.borrow_mut().mention(mention, name);
        text.into()
    }

    pub fn mention_all<T: From<String>>(&self, mention: impl Fn() -> Mention, names: Vec<Word>) -> Vec<T> {
        names.into_iter().map(|name| self.mention(mention(), name)).collect()
    }

    /// Whether a rule uses `raiser` as a role.
    pub fn names_the_raiser(&self) -> bool {
        let references = self.references.borrow();
        let is_raiser = |name: &Word| name.text == RoleId::RAISER.as_str();
        references.mentioned().iter().any(|(mention, name)| matches!(mention, Mention::Role) && is_raiser(name))
    }
}

/// The items of a list under a key.
fn items<'n>(node: &'n Node, key: &str) -> &'n [Node] {
    match node.get(key).map(|node| &node.content) {
        Some(Content::List(items)) => items,
        _ => &[],
    }
}

/// The ids and kinds of all stages that can be recognised. Their faults are reported later.
fn outline(root: &Node) -> Vec<(&str, StageKind)> {
    let text = |node: Option<&'_ Node>| match node.map(|node| &node.content) {
        Some(Content::Text(text)) => Some(text.clone()),
        _ => None,
    };
    let in_ladders = items(root, "ladders").iter().flat_map(|ladder| items(ladder, "stages"));
    let mut found = Vec::new();
    for stage in items(root, "stages").iter().chain(in_ladders) {
        let kind = text(stage.get("kind")).and_then(|kind| StageKind::named(&kind));
        found.extend(id_of(stage).map(|id| (id, kind.unwrap_or(StageKind::Formal))));
    }
    found
}

fn id_of(node: &Node) -> Option<&str> {
    match node.get("id").map(|id| &id.content) {
        Some(Content::Text(id)) => Some(id),
        _ => None,
    }
}
