//! What an author should know beside the dates of a rehearsal.

use chrono::Days;

use super::Play;
use crate::domain::dispute::ClockEnd;
use crate::domain::event::{Entry, Event};
use crate::domain::policy::{CaseType, ClockId, ClockRule, DutyId, EndsOn, MeetingNeed, ReferralWhen, Stage};
use crate::domain::steps::Denied;
use crate::domain::text::list;
use crate::domain::time::{Moment, describe};

impl Play<'_> {
    /// What a step past the protocol's way leaves out, and what it asks for: an override where the ladder ends, else a
    /// reason unless stages may be left out without one, and an approval.
    pub(super) fn note_bypass(&mut self, entry: &Entry, to: &Stage) {
        let Event::Escalated(escalated) = &entry.event else { return };
        if self.dispute.next_stages().iter().any(|next| next.id == to.id) {
            return;
        }
        let policy = &self.dispute.policy;
        let (from, title) = (self.dispute.stage(), &to.title);
        let left_out: Vec<String> =
            escalated.bypassed.iter().map(|id| policy.stage_title(&id.as_str().into()).to_owned()).collect();
        let left_out = Some(list(&left_out, "and")).filter(|_| !left_out.is_empty());
        let approver = policy.bypass.approved_by.as_ref();
        let approval = approver.map(|role| format!(", and the {} has to approve", policy.role_title(role)));
        let approval = approval.unwrap_or_default();
        let leaves = left_out.map(|left_out| format!("going to {title} leaves out {left_out}"));
        let notes = match (from.ends_here, leaves, policy.bypass.free) {
            (true, leaves, _) => {
                let (last, source) = (&from.title, &from.source);
                let end =
                    format!("the ladder ends at {last} ({source}), so going to {title} needs an override{approval}");
                [Some(end), leaves]
            }
            (false, Some(leaves), true) => [Some(format!("{leaves}, without a reason{approval}")), None],
            (false, Some(leaves), false) => [Some(format!("{leaves}, which needs a reason{approval}")), None],
            (false, None, free) => {
                let reason = if free { "needs no reason" } else { "needs a reason" };
                [Some(format!("{} does not lead to {title}: going there {reason}{approval}", from.title)), None]
            }
        };
        notes.into_iter().flatten().for_each(|note| self.note(note));
    }

    /// Adds the notes that can be made once the last stage is over.
    pub(super) fn after_the_end(&mut self) -> Result<(), Denied> {
        let totals = self.dispute.clocks.iter().filter(|clock| clock.id == ClockId::Total || self.covers_some(clock));
        for total in totals.cloned().collect::<Vec<_>>() {
            let (out, counting) = (describe(total.due), &self.dispute.policy.counting);
            let ended = |how: ClockEnd| total.end.filter(|(end, _)| *end == how).map(|(_, at)| at.date());
            let (left, met) = (ended(ClockEnd::Stopped), ended(ClockEnd::Met));
            let past = self.calendar.between(total.due, left.or(met).unwrap_or(self.over_on), counting)?;
            let days = if past == 1 { "working day" } else { "working days" };
            let named = if total.id == ClockId::Total { "the total".to_string() } else { format!("`{}`", total.id) };
            self.note(match (past > 0, left) {
                (true, None) if met.is_some() => format!("{named} runs out on {out}, {past} {days} before it is met"),
                (true, None) => format!("{named} runs out on {out}, {past} {days} before the last date of the stages"),
                (true, Some(_)) => format!("{named} runs out on {out}, {past} {days} before its stages are left"),
                (false, None) if self.dispute.resolved.is_some() => {
                    format!("it is resolved within {named}, which runs out on {out}")
                }
                (false, None) if !self.dispute.is_open() => {
                    format!("it is withdrawn within {named}, which runs out on {out}")
                }
                (false, None) if met.is_some() => format!("{named} is met before it runs out on {out}"),
                (false, None) => format!("the stages end within {named}, which runs out on {out}"),
                (false, Some(_)) => format!("its stages are left within {named}, which runs out on {out}"),
            });
        }
        for stage in std::mem::take(&mut self.ahead) {
            let title = self.dispute.policy.stage_title(&stage).to_owned();
            self.note(format!("{title} was not gone to: it is not further up from where it was to be left"));
        }
        self.note_not_extended();
        self.note_missed();
        self.note_meetings();
        let note = self.referral();
        self.note(note);
        Ok(())
    }

    /// Notes what was to be missed but has no clock, so that no date shows it.
    fn note_missed(&mut self) {
        let policy = self.dispute.policy.clone();
        for missed in self.missed.clone() {
            let waiting: Vec<&ClockRule> = missed.clocks(&policy).collect();
            let began = |rule: &&&ClockRule| self.dispute.clocks.iter().any(|clock| clock.id == rule.id);
            if waiting.iter().any(|rule| began(&rule)) {
                continue;
            }
            let which = if waiting.is_empty() { "" } else { " that begins here" };
            let at = missed.stage.as_ref().map(|stage| format!(" at {}", policy.stage_title(stage)));
            let duties = policy.duties.iter().filter(|duty| missed.duty() == Some(&duty.id));
            let steps: Vec<String> = duties.flat_map(|duty| &duty.before).map(|step| format!("`{step}`")).collect();
            let asked = match steps.is_empty() {
                true => String::new(),
                false => format!("; it is asked for before {}", list(&steps, "and")),
            };
            let note = format!(
                "no clock{which} waits for `{}`{}: left undone, it changes no date here{asked}",
                missed.name(),
                at.unwrap_or_default()
            );
            self.note(note);
        }
    }

    /// Notes required meetings that were not held: nothing waits for them, and they are still owed.
    fn note_meetings(&mut self) {
        let owed = self.dispute.owed();
        let policy = self.dispute.policy.clone();
        for stage in
            owed.iter().filter(|duty| duty.duty == DutyId::MEETING).filter_map(|duty| policy.stage(duty.place.stage()?))
        {
            let Some(meeting) = stage.meeting.as_ref().filter(|one| one.needed == MeetingNeed::Required) else {
                continue;
            };
            let left = match self.dispute.stage().id == stage.id {
                true => format!("{} is over", stage.title),
                false => format!("{} is left", stage.title),
            };
            let plays = match stage.clocks.iter().any(|rule| rule.until.contains(&EndsOn::Meeting)) {
                true => String::new(),
                false => "; no clock waits for it, and `--meeting DATE` plays it".to_owned(),
            };
            self.note(format!("{left} without its {}, which is required and still owed{plays}", meeting.title));
        }
    }

    /// From when the matter can be referred without giving a reason for not waiting.
    pub(super) fn referral(&self) -> String {
        let policy = &self.dispute.policy;
        let (label, to) = (&policy.labels.referral, self.dispute.referred_to());
        if !self.dispute.can_be_referred() {
            let case = self.dispute.raised.case_type;
            let whom = case.map_or("no child", CaseType::whom);
            return match case {
                Some(CaseType::LookedAfter) => format!("this is about {whom}, and nothing opens a way to {to} here"),
                Some(_) | None => {
                    format!(
                        "this is about {whom}, and only the case of a looked-after child is referred to {to}, by law"
                    )
                }
            };
        }
        let reason = |over: Option<Moment>| match over {
            Some(on) => {
                format!("{label}: from {}; before that, a reason for not waiting is needed", describe(on.date()))
            }
            None => format!("{label}: a reason for not waiting is needed throughout"),
        };
        match policy.referral.as_ref().map(|rule| &rule.when) {
            None => format!("the file doesn't mention a {label}, which the law allows at any point"),
            Some(ReferralWhen::Any) => format!("{label}: open from the first day"),
            Some(ReferralWhen::AfterAll) => {
                let over = self.dispute.used_up_since(Moment::on(self.over_on + Days::new(1)));
                reason(over)
            }
            Some(ReferralWhen::AfterStage(stage)) => {
                let over = self.dispute.over_since(stage, Moment::on(self.over_on + Days::new(1)));
                reason(over)
            }
        }
    }
}
