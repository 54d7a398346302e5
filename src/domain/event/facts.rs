//! The facts of each kind of event, in the order in which a record has them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::absent::Absent;
use super::choices::{Barrier, Because, NoteKind, ResultKind};
use super::fact_type::FactType;
use super::typed::{Typed, Unreadable};
use crate::domain::id::DisputeId;
use crate::domain::terms::{
    ActionNumber, CaseType, CategoryId, ChainStep, ClockId, DutyId, EntryNumber, FieldId, GroundId, ImpactLevel,
    OwedAt, PaperId, RoleId, StageId,
};
use crate::domain::time::{Date, Moment};

/// What the values of a fact are: what its type says or, for text, what stands after `as`.
macro_rules! fact_type {
    ($kind:ty) => {
        <$kind as Typed>::TYPE
    };
    ($kind:ty, $of:ident) => {
        FactType::$of
    };
}

/// Declares a struct of facts: what is absent is left out of the record, what is unknown is refused. A text that is more
/// than text says what it is, as in `owner: Option<String> as Who`, and is then shown in words.
macro_rules! facts {
    ($(#[$doc:meta])* $name:ident {
        $( $(#[$field_doc:meta])* $field:ident : $kind:ty $(as $of:ident)? ),* $(,)?
    }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            $( $(#[$field_doc])* #[serde(default, skip_serializing_if = "Absent::absent")] pub $field: $kind ),*
        }

        impl $name {
            pub(super) const FACTS: &'static [&'static str] = &[$( stringify!($field) ),*];

            /// Reads a fact as a person types it; `None` for one that this kind of event doesn't have.
            pub(super) fn typed(
                name: &str,
                given: &[String],
                old: Option<&Value>,
                now: Moment,
            ) -> Option<Result<Value, Unreadable>> {
                $( if name == stringify!($field).trim_start_matches("r#") {
                    return Some(<$kind as Typed>::typed(given, old, now));
                } )*
                None
            }

            /// What the values of a fact are; `None` for one that this kind of event doesn't have.
            pub(super) fn fact_type(name: &str) -> Option<FactType> {
                $( if name == stringify!($field).trim_start_matches("r#") {
                    return Some(fact_type!($kind $(, $of)?));
                } )*
                None
            }

            /// Whether this kind of event may be without a fact.
            pub(super) fn may_lack(name: &str) -> bool {
                $( (name == stringify!($field).trim_start_matches("r#") && <$kind as Typed>::OPTIONAL) )||*
            }
        }
    };
}

facts! {
    /// A dispute was opened at a stage.
    Raised {
        /// The child's reference, only if a correction replaced the one in the header.
        child: Option<String>,
        stage: StageId,
        by_role: RoleId,
        case_type: Option<CaseType>,
        legal_status: Option<String> as LegalStatus,
        iro: Option<String>,
        team: Option<String>,
        categories: Vec<CategoryId>,
        concern: String,
        impact: Option<String>,
        impact_level: Option<ImpactLevel>,
        /// The resolution asked for.
        seeking: Option<String>,
        /// When the raiser became aware of the matter.
        aware_on: Option<Moment>,
        /// When the matter arose.
        arose_on: Option<Moment>,
        /// Whether it calls for immediate action.
        immediate: Option<bool>,
        /// The reference of the fostering household that it is about.
        household: Option<String>,
        /// Another department or agency whose practice it is about.
        subject: Option<String>,
        /// The role whose decision is in dispute.
        decided_by: Option<RoleId>,
        respond_by: Option<Date>,
        /// The role that was asked, if the stage lets the raiser choose.
        asked: Option<RoleId>,
        /// The day by which the child needs it settled.
        needed_by: Option<Date>,
        review_date: Option<Moment>,
        /// The next review, which it leads up to, if `review_date` is the one that it came from.
        next_review: Option<Moment>,
        /// Why it starts at a stage other than the one that the protocol's rules give.
        reason: Option<String>,
        /// Disputes raised with it for the child's brothers and sisters.
        siblings: Vec<DisputeId>,
        /// Earlier disputes of the same child about the same concern.
        repeat_of: Vec<DisputeId>,
        /// Who holds which role in this case.
        assigned: BTreeMap<RoleId, String>,
        fields: BTreeMap<FieldId, String>,
        /// Which of the protocol's ladders it took, if there are several.
        ladder: Option<String>,
        /// SHA-256 of the policy's text as it was then.
        policy_digest: Option<String> as Internal,
    }
}

facts! {
    /// The responder answered. An answer never closes the dispute.
    Responded {
        role: RoleId,
        /// Who it was, by name.
        name: Option<String>,
        /// The role that was asked, if `role` acted for it.
        standing_in_for: Option<RoleId>,
        text: String,
        actions: Vec<PlannedAction>,
        barrier: Option<Barrier>,
        fields: BTreeMap<FieldId, String>,
    }
}

/// One action of a plan: what, who, by when, and how its completion is measured.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlannedAction {
    pub what: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Date>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measure: Option<String>,
}

facts! {
    /// The raiser accepted the plan; the dispute stays open while its actions are tracked.
    PlanAgreed { text: Option<String>, fields: BTreeMap<FieldId, String> }
}

facts! {
    /// The raiser resolved the dispute.
    Resolved {
        outcome: String,
        result: ResultKind,
        impact_on_child: Option<String>,
        barrier: Option<Barrier>,
        fields: BTreeMap<FieldId, String>,
    }
}

facts! {
    /// The dispute was escalated: to another stage, or to the next person of a chain.
    Escalated {
        from: StageId,
        to: StageId,
        /// The place in the stage's chain, 0 for the first.
        step: Option<ChainStep>,
        because: Because,
        reason: Option<String>,
        respond_by: Option<Date>,
        /// The role that was asked, if the stage lets the raiser choose.
        asked: Option<RoleId>,
        /// The stages left out, or the roles skipped in the stage's chain.
        bypassed: Vec<String> as StageOrRole,
        fields: BTreeMap<FieldId, String>,
    }
}

facts! {
    /// More time was given to a clock.
    Extended {
        clock: ClockId,
        stage: Option<StageId>,
        /// How much more, as typed; `None` if a date was named.
        more: Option<String>,
        /// The date that this led to when it was recorded: of the clock itself, or of the further time beside it.
        until: Option<Moment>,
        reason: String,
        agreed_with: Option<String> as Who,
    }
}

facts! {
    /// A duty of the policy was done.
    DutyDone {
        duty: DutyId,
        /// Where it was owed: an earlier stage, or the end; `None` for the present stage.
        stage: Option<OwedAt>,
        with: Option<String> as Who,
        text: Option<String>,
    }
}

facts! {
    /// A duty of the policy will not be done.
    DutyWaived {
        duty: DutyId,
        /// Where it was owed: an earlier stage, or the end; `None` for the present stage.
        stage: Option<OwedAt>,
        reason: String,
    }
}

facts! {
    ActionAdded { what: String, owner: Option<String> as Who, due: Option<Date>, measure: Option<String> }
}

facts! {
    ActionDone { action: ActionNumber }
}

facts! {
    ActionMissed { action: ActionNumber, reason: String }
}

facts! {
    /// A meeting of the present stage was arranged for a day, or for another day than before.
    MeetingArranged { day: Option<Moment>, reason: Option<String> }
}

facts! {
    MeetingHeld {
        /// When it was held, if that was before it was recorded.
        held: Option<Moment>,
        /// The earlier stage it was called for, if that stage was left before it was held.
        stage: Option<StageId>,
        chair: String as Who,
        attended: Vec<String> as Who,
        minutes: Option<String>,
    }
}

facts! {
    /// The authority's final decision; the raiser may still be dissatisfied with it.
    Decided { decided_by: String as Who, text: String }
}

facts! {
    Noted { kind: NoteKind, text: String, fields: BTreeMap<FieldId, String> }
}

facts! {
    /// A step of a referral to Cafcass; the first carries the ground.
    Referred {
        ground: Option<GroundId>,
        reason: Option<String>,
        curtail: Option<String>,
        impact_on_child: Option<String>,
        phoned: Option<Moment>,
        written: Option<Moment>,
        sent: Vec<PaperId>,
        not_applicable: BTreeMap<PaperId, String>,
        fields: BTreeMap<FieldId, String>,
    }
}

facts! {
    Complained { reason: String, fields: BTreeMap<FieldId, String> }
}

facts! {
    Praised {
        /// As in `Raised`.
        child: Option<String>,
        r#for: Vec<String>,
        role: Option<RoleId>,
        text: String,
        /// The reasons for praise that apply, in the protocol's words.
        reasons: Vec<String>,
        by_role: RoleId,
        iro: Option<String>,
        team: Option<String>,
        fields: BTreeMap<FieldId, String>,
        /// As in `Raised`.
        policy_digest: Option<String> as Internal,
    }
}

facts! {
    Acknowledged { name: String }
}

facts! {
    Withdrawn {
        reason: String,
        /// `None` if nobody said.
        raised_in_error: Option<bool>,
    }
}

facts! {
    Reopened { stage: StageId, reason: String, respond_by: Option<Date>, fields: BTreeMap<FieldId, String> }
}

facts! {
    /// An earlier event was wrong: it is struck if `set` is empty, else the facts in `set` replace its own.
    Corrected {
        corrects: EntryNumber,
        reason: String,
        set: BTreeMap<String, Value>,
        /// Events whose clocks this correction counts again; their new dates are in this entry.
        recounted: Vec<EntryNumber> as Internal,
        /// The numbers of the corrected event's actions from now on, if it had or has any; those that it had otherwise
        /// are not given again.
        numbers: Option<Vec<ActionNumber>> as Internal,
    }
}
