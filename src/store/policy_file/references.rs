//! Names that one part of a policy file uses and another declares: roles, stages, duties, clocks. They are gathered
//! while the file is read, and `look_up` finds them when all of it is known.

use crate::domain::policy::{ClockId, OwedAt, Verb};
use crate::store::yaml::Place;

/// A text of the file with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    pub text: String,
    pub place: Place,
}

/// Everything declared and everything mentioned.
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
    what: &'static str,
    /// Within which stage or section the name must be the only one.
    within: Option<String>,
    id: String,
    place: Place,
    /// It holds only under circumstances, so that another may have its name.
    conditional: bool,
}

/// What a name must be the name of.
pub enum Mention {
    /// A role of the file, or `raiser` for the person who raised the dispute.
    Role,
    /// A role of the file.
    NamedRole,
    Stage,
    /// A stage to go to from the one named.
    NextStage(String),
    /// A stage that comes before the one named, or any if none is.
    EarlierStage(Option<String>),
    Group,
    Category,
    Field,
    /// A value of the field named.
    FieldValue(String),
    /// A duty owed in a stage; in any if none is named.
    Duty(Option<String>),
    /// A duty owed in `of`, which must not come after `at`.
    EarlierDuty {
        of: Word,
        at: Option<String>,
    },
    /// Another clock of the stage, or of those beside the ladder.
    Clock {
        stage: Option<String>,
        except: ClockId,
    },
    /// A clock of any stage, or of those beside the ladder.
    AnyClock,
    /// A field that is asked for with these steps; no fact that every policy knows.
    Ask(Vec<Verb>),
}

impl References {
    pub fn place_of(&self, what: &str, within: Option<&str>, id: &str) -> Place {
        let there = |known: &Declared| match (known.within.as_deref(), within) {
            (Some(GUARDS), None) => true,
            (known, within) => known == within,
        };
        let same = |known: &&Declared| known.what == what && known.id == id && there(known);
        let declared = self.declared.iter().find(same);
        declared.map_or_else(Place::default, |known| known.place)
    }

    /// Notes a name that must be the only one of its kind within a stage or section, unless one of the two holds only
    /// under circumstances. Where it isn't, gives the place of the other.
    pub fn declare(
        &mut self,
        what: &'static str,
        within: Option<&str>,
        name: &Word,
        conditional: bool,
    ) -> Result<(), Place> {
        let clash = |known: &&Declared| {
            // A duty may be repeated in another stage, with that stage's own words.
            let same_part =
                known.within.as_deref() == within || what == "duty" && both_anywhere(known.within.as_deref(), within);
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

    /// Every name that was mentioned, in the order of the reading.
    pub fn mentioned(&self) -> &[(Mention, Word)] {
        &self.mentioned
    }
}

/// The place of a duty that is owed in no stage and only guards steps: one of the same name may be owed in a stage.
pub const GUARDS: &str = "before steps";

/// Whether one of two duties of one name is beside the stages, where it would repeat the other. What is asked for at
/// the end is asked for nowhere else.
fn both_anywhere(one: Option<&str>, other: Option<&str>) -> bool {
    let elsewhere = [Some(OwedAt::END), Some(GUARDS)];
    (one.is_none() || other.is_none()) && !elsewhere.contains(&one) && !elsewhere.contains(&other)
}
