//! Names that one part of a policy file uses and another declares: roles, stages, duties, clocks. They are collected
//! while the file is read; `resolve_references` resolves them once it has been read in full.

use crate::domain::policy::{ClockId, OwedAt, Verb};
use crate::domain::worded::worded;
use crate::store::yaml::Place;

/// A text in the file, and its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    pub text: String,
    pub place: Place,
}

/// All names that the file declares, and all that it uses.
#[derive(Default)]
pub struct References {
    /// The place of the total limit.
    pub total: Place,
    /// The place of the limit on raising.
    pub raise_within: Place,
    declared: Vec<Declared>,
    mentioned: Vec<(Mention, Word)>,
}

struct Declared {
    what: NameKind,
    /// The stage or section in which the name has to be unique; `None` if it is not in one.
    within: Option<String>,
    id: String,
    place: Place,
    /// Whether the rule has a `when`, so that another may have the same name.
    conditional: bool,
}

worded! {
    /// What a name is declared as, with the word that messages have for it.
    pub enum NameKind {
        Stage = "stage",
        Duty = "duty",
        Clock = "clock",
        Ask = "ask",
        EntryRule = "rule of entry",
        FormalRule = "rule",
        Repeats = "rule on repeats",
        Category = "category",
        Field = "field",
        Ground = "ground",
        Item = "item",
        Complaints = "rule about complaints",
        Copies = "copies",
        Ladder = "ladder",
    }
}

/// What a name that is used has to be declared as.
pub enum Mention {
    /// A role of the file, or `raiser` for the person who raised the dispute.
    Role,
    /// A role of the file.
    NamedRole,
    /// A role in which a dispute is raised.
    RaisedBy,
    Stage,
    /// A stage that the dispute can go to from this one.
    NextStage(String),
    /// A stage before this one; any stage for `None`.
    EarlierStage(Option<String>),
    Group,
    Category,
    Field,
    /// A value of this field.
    FieldValue(String),
    /// A duty owed at this stage; at any for `None`.
    Duty(Option<String>),
    /// A duty owed at stage `of`, which must not come after stage `at`.
    EarlierDuty {
        of: Word,
        at: Option<String>,
    },
    /// Another clock of this stage, or, for `None`, of those beside the stages.
    Clock {
        stage: Option<String>,
        except: ClockId,
    },
    /// A clock of any stage, or beside the stages.
    AnyClock,
    /// A kind of case, which the policy should cover.
    CaseType,
    /// A field of the policy that is asked for with these steps, rather than one of the built-in facts.
    Ask(Vec<Verb>),
}

impl References {
    pub fn place_of(&self, what: NameKind, within: Option<&str>, id: &str) -> Place {
        self.place_of_nth(what, within, id, 0)
    }

    /// The place of one of several of a name, counted from 0; of the first if there are not so many.
    pub fn place_of_nth(&self, what: NameKind, within: Option<&str>, id: &str, nth: usize) -> Place {
        let there = |known: &Declared| match (known.within.as_deref(), within) {
            (Some(GUARDS), None) => true,
            (known, within) => known == within,
        };
        let same = |known: &&Declared| known.what == what && known.id == id && there(known);
        let mut all = self.declared.iter().filter(same);
        let declared = all.clone().nth(nth).or_else(|| all.next());
        declared.map_or_else(Place::default, |known| known.place)
    }

    /// Declares a name, which has to be unique among its kind within a stage or section, unless one of the two rules
    /// has a `when`. If the name is taken, returns the place where it was declared first.
    pub fn declare(
        &mut self,
        what: NameKind,
        within: Option<&str>,
        name: &Word,
        conditional: bool,
    ) -> Result<(), Place> {
        let clash = |known: &&Declared| {
            // Two stages may each have a duty of the same name, worded differently.
            let same_part = known.within.as_deref() == within
                || what == NameKind::Duty && both_anywhere(known.within.as_deref(), within);
            known.what == what && known.id == name.text && same_part && !(known.conditional || conditional)
        };
        if let Some(first) = self.declared.iter().find(clash) {
            return Err(first.place);
        }
        self.declared.push(Declared {
            what,
            within: within.map(str::to_owned),
            id: name.text.clone(),
            place: name.place,
            conditional,
        });
        Ok(())
    }

    pub fn mention(&mut self, mention: Mention, name: Word) {
        self.mentioned.push((mention, name));
    }

    /// Every name that is used, in the order of reading.
    pub fn mentioned(&self) -> &[(Mention, Word)] {
        &self.mentioned
    }
}

/// Where a duty that belongs to no stage and only guards steps is declared. A duty of the same name may be owed at a
/// stage.
pub const GUARDS: &str = "before steps";

/// Whether one of these two duties is owed at every stage, so that the other would repeat it. Duties owed at the end
/// and duties that only guard steps don't clash with them.
fn both_anywhere(one: Option<&str>, other: Option<&str>) -> bool {
    let elsewhere = [Some(OwedAt::END), Some(GUARDS)];
    (one.is_none() || other.is_none()) && !elsewhere.contains(&one) && !elsewhere.contains(&other)
}
