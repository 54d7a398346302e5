//! Since when a duty that is outstanding has been asked for.

use super::{Dispute, DutyStanding};
use crate::domain::policy::{Duty, FieldId, OwedAt, When, has_one_of};
use crate::domain::sequence::in_time;
use crate::domain::time::Moment;

fn later(one: Moment, other: Moment) -> Moment {
    if one.is_before(&other) { other } else { one }
}

impl Dispute {
    /// Since when a duty has been asked for: since the dispute came to its stage, also in an earlier stay, or ended; or
    /// later, since its circumstances came about, something brought it up, or the date came that it waits for.
    pub fn asked_since(&self, view: &DutyStanding) -> Moment {
        if let Some(since) = self.referral.as_ref().and_then(|referral| referral.asks_since(&view.duty)) {
            return since;
        }
        let rule = self.policy.duty_in(&view.duty, &view.place);
        let stay = self.stay_of(Some(&view.place));
        let brought_up = self.up_since(self.brought_up_by(view), rule, stay).map(Moment::on);
        let circumstances = rule.and_then(|duty| self.holds_since(&duty.when));
        let date = rule.and_then(|duty| self.waits_for_date(duty)).map(Moment::on);
        let place = self.place_since(view, rule);
        // A day without a time is no later than the moment on it.
        let after = |at: &Moment| place.is_before(at);
        [circumstances, brought_up, date].into_iter().flatten().filter(after).fold(place, later)
    }

    /// Since when the dispute has been where a duty is owed: since the first stay at the stage after the last one in which
    /// it was settled; for one that is done once, since the first stay at any stage that asks for it.
    fn place_since(&self, view: &DutyStanding, rule: Option<&Duty>) -> Moment {
        let ended = self.ended_at().filter(|_| view.place == OwedAt::End);
        let index = |entry: usize| &self.policy.stages[entry].id;
        let once = rule.filter(|duty| duty.once).and_then(|duty| {
            let asks = |stage: usize| duty.stages.is_empty() || duty.stages.contains(index(stage));
            self.stage_entries.iter().find(|entry| asks(entry.stage))
        });
        let here = view.place.stage();
        let stays = self.stage_entries.iter().rev().filter(|entry| Some(index(entry.stage)) == here);
        let unsettled = stays.take_while(|entry| self.mark_in_stay(&view.duty, entry.stay).is_none());
        let first = ended.or_else(|| Some(once.or_else(|| unsettled.last())?.entered));
        first.unwrap_or_else(|| self.at_stage_since())
    }

    /// Since when circumstances have held that hold now; `None` if they have from the start.
    fn holds_since(&self, when: &When) -> Option<Moment> {
        let asked = |wanted: Option<bool>| wanted == Some(true);
        let ended = asked(when.later.resolved) || !when.later.results.is_empty();
        let came = [
            self.complained.map(|(at, _)| at).filter(|_| asked(when.later.complaint)),
            self.referral.as_ref().map(|referral| referral.began).filter(|_| asked(when.later.referred)),
            self.answered().filter(|_| asked(when.later.answered)),
            self.plan_agreed.map(|(at, _)| at).filter(|_| asked(when.later.agreed)),
            self.ended_at().filter(|_| ended),
        ];
        let reached =
            self.stage_entries.iter().find(|entry| when.later.reached.contains(&self.policy.stages[entry.stage].id));
        let fields = when.raised.fields.iter().filter_map(|(field, values)| self.field_since(field, values));
        let facts = self.facts(None);
        let any = when.any.iter().filter(|one| one.holds(&facts)).map(|one| self.holds_since(one));
        // Circumstances that have held from the start come first.
        let any = any.reduce(|one, other| Some(if one?.is_before(&other?) { one? } else { other? }));
        let all = came.into_iter().flatten().chain(fields).chain(any.flatten());
        all.chain(reached.map(|entry| entry.entered)).reduce(later)
    }

    /// Since when a field has had one of these values.
    fn field_since(&self, field: &FieldId, values: &[String]) -> Option<Moment> {
        let mut since = None;
        for entry in in_time(&self.history).into_iter().filter(|entry| self.applied.has(entry.number)) {
            let given = entry.event.fields().find(|(id, _)| *id == field);
            match given.map(|(_, value)| has_one_of(value, values)) {
                Some(true) => since = since.or(Some(entry.at)),
                Some(false) => since = None,
                None => {}
            }
        }
        since
    }
}
