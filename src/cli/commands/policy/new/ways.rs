//! The questions about leaving stages out and going to Cafcass, about the kinds of concern, and about the reminders.

use super::Args;
use super::choices::{LeavingOut, Referral, YesOrNo};
use super::flow::{Flow, Kind, YES_OR_NO};
use super::parts::Check;
use crate::domain::holidays::Division;

impl Flow<'_> {
    pub(super) fn ways(&mut self, args: &Args) {
        let left_out = [
            (LeavingOut::Free, "yes, freely"),
            (LeavingOut::Reason, "yes, with a reason"),
            (LeavingOut::No, "no"),
            (LeavingOut::Open, "it doesn't say"),
        ];
        let flag = args.bypass.map(|free| if free { LeavingOut::Free } else { LeavingOut::Reason });
        let bypass = self.choice_or(flag, "bypass", "May stages be left out?", None, &left_out);
        let approved = bypass == Some(LeavingOut::Reason) && args.bypass.is_none();
        self.draft.bypass = match bypass {
            Some(LeavingOut::Free) => Some(true),
            Some(LeavingOut::Reason | LeavingOut::No) => Some(false),
            Some(LeavingOut::Open) | None => None,
        };
        if approved {
            let words = "Who has to approve leaving one out? (press Enter for nobody)";
            self.draft.bypass_approved_by = self.optional_person("bypass-by", words);
        }
        if self.draft.refers_by_law() {
            let times = [
                (Referral::Any, "at any point"),
                (Referral::AfterAll, "only after all stages: a last resort"),
                (Referral::Open, "it doesn't say"),
            ];
            let flag = args.last_resort.map(|last| if last { Referral::AfterAll } else { Referral::Any });
            let when = self.choice_or(flag, "referral", "When may it go to Cafcass?", None, &times);
            self.draft.last_resort = match when {
                Some(Referral::Any) => Some(false),
                Some(Referral::AfterAll) => Some(true),
                Some(Referral::Open) | None => None,
            };
        }
        let flag = Some(args.category.join("; ")).filter(|given| !given.is_empty());
        let asked = || {
            let words = "Which kinds of concern does the document list? (with `;` between; press Enter if none)";
            (words.to_owned(), Kind::Optional(Check::Anything))
        };
        let kinds = self.get("categories", flag, asked);
        self.draft.has_no_kinds = kinds.is_none() && self.is_answered("categories");
        let kinds = kinds.unwrap_or_default();
        self.draft.categories =
            kinds.split(';').map(str::trim).filter(|kind| !kind.is_empty()).map(str::to_owned).collect();
        let elsewhere = self.draft.division.is_some_and(|division| division != Division::EnglandAndWales);
        let from = if elsewhere { "; that guidance is for England" } else { "" };
        let words = format!(
            "Put in the two reminders that the guidance asks for: that the child is told, and that it is on the child's file{from}?"
        );
        let usual = Some(usize::from(elsewhere));
        let reminders = self.choice_or(args.reminders.map(YesOrNo::from), "reminders", &words, usual, &YES_OR_NO);
        self.draft.reminders = reminders != Some(YesOrNo::No);
    }
}
