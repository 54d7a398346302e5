//! Resolves the names that rules use, once the whole file is known.

use super::reader::Reader;
use super::references::{Mention, Word};
use super::steps::asked_before;
use super::values::{Guess, one_of};
use super::when_meant::known;
use crate::domain::policy::{ClockId, ClockRule, Fact, Policy, RoleId, Verb};
use crate::domain::suggest::{nearest, plain};
use crate::domain::text::{each_once, ticked};
use crate::domain::time::typed;
use crate::domain::worded::Worded;

/// What people write under `next` where no stage follows.
const NO_STAGE: [&str; 10] = ["none", "end", "nothing", "no", "last", "-", "finish", "finished", "stop", "closed"];

/// What comes between a role and the circumstances in which it is meant.
const CIRCUMSTANCE: [&str; 4] = [" when ", " if ", " where ", " unless "];

impl Reader<'_> {
    /// Looks up every name that a rule uses, and reports those that aren't declared.
    pub fn resolve_references(&self, policy: &Policy) {
        let references = self.references.borrow();
        for (mention, name) in references.mentioned() {
            self.look_up_one(policy, mention, name);
        }
    }

    fn look_up_one(&self, policy: &Policy, mention: &Mention, name: &Word) {
        let stage_ids = || policy.stages.iter().map(|stage| stage.id.as_str());
        let field_ids = || policy.fields.iter().map(|field| field.id.as_str());
        match mention {
            Mention::Role if name.text == RoleId::RAISER.as_str() => {}
            Mention::NamedRole | Mention::RaisedBy if name.text == RoleId::RAISER.as_str() => {
                let message = "`raiser` can't stand here: it is whoever raised the dispute, whatever their role";
                let hint = format!(
                    "name a role that the file declares, such as one of `raisers`: {}",
                    one_of(policy.raisers.iter().map(RoleId::as_str))
                );
                self.error(name.place, "not-the-raiser", message, Some(hint));
            }
            Mention::Role | Mention::NamedRole => self.look_up_role(policy, name),
            Mention::RaisedBy => {
                self.look_up_role(policy, name);
                self.raises(policy, name);
            }
            Mention::Stage => self.known("stage", name, stage_ids()),
            Mention::EarlierStage(at) => {
                self.known("stage", name, stage_ids());
                let place = |id: &str| policy.stage_index(&id.into());
                let (of, at) = (place(&name.text), at.as_deref().and_then(place));
                if of.zip(at).is_some_and(|(of, at)| of > at) {
                    let message =
                        format!("the stage `{}` comes later, so nothing of it can start this clock", name.text);
                    self.error(name.place, "later-stage", message, Some(earlier_or_there(&name.text)));
                }
            }
            Mention::NextStage(from) if *from == name.text => {
                let message = format!("the stage `{from}` leads to itself");
                let hint =
                    "name the stages that can come after it, or write `next: []` where it is the last".to_owned();
                self.error(name.place, "bad-next", message, Some(hint));
            }
            Mention::NextStage(_)
                if NO_STAGE.contains(&name.text.as_str()) && !stage_ids().any(|id| id == name.text) =>
            {
                let message = format!("there is no stage `{}`", name.text);
                self.error(
                    name.place,
                    "unknown-stage",
                    message,
                    Some("write `next: []` where it is the last".to_owned()),
                );
            }
            Mention::NextStage(_) => self.known("stage", name, stage_ids()),
            Mention::Group => self.known("group", name, policy.category_groups.iter().map(|group| group.id.as_str())),
            Mention::Category => self.known("category", name, policy.categories.iter().map(|one| one.id.as_str())),
            Mention::Field => self.known("field", name, field_ids()),
            Mention::FieldValue(field) => {
                if let Some(field) = policy.field(&field.as_str().into()).filter(|field| !field.values.is_empty()) {
                    self.known("value", name, field.values.iter().map(String::as_str));
                }
            }
            Mention::Duty(stage) => self.look_up_duty(policy, name, stage.as_deref()),
            Mention::EarlierDuty { of, at } => self.look_up_earlier(policy, name, of, at.as_deref()),
            Mention::Clock { except, .. } if except.to_string() == name.text => {
                let message = format!("the clock `{except}` waits for its own due date");
                let hint = "name another clock, or what starts it, as in `from: stage-entered`".to_owned();
                self.error(name.place, "bad-start", message, Some(hint));
            }
            Mention::Clock { stage, except } => {
                let clocks: Vec<&ClockRule> = match stage.as_deref().and_then(|id| policy.stage(&id.into())) {
                    Some(stage) => stage.clocks.iter().collect(),
                    None => policy.dispute_wide_clocks().collect(),
                };
                let others = clocks.iter().map(|clock| &clock.id).filter(|id| *id != except);
                self.known_clock(name, others);
            }
            Mention::AnyClock => {
                let staged = policy.stages.iter().flat_map(|stage| &stage.clocks);
                self.known_clock(name, staged.chain(policy.dispute_wide_clocks()).map(|clock| &clock.id));
            }
            Mention::CaseType => self.covered(policy, name),
            Mention::Ask(verbs) => self.look_up_ask(name, verbs, field_ids()),
        }
    }

    fn known_clock<'n>(&self, name: &Word, clocks: impl Iterator<Item = &'n ClockId>) {
        let ids = each_once(clocks.map(ClockId::to_string));
        self.known("clock", name, ids.iter().map(String::as_str));
    }

    /// Warns of a circumstance that never comes about, because the policy doesn't cover such cases.
    fn covered(&self, policy: &Policy, name: &Word) {
        if policy.covers.iter().any(|case| case.word() == name.text) {
            return;
        }
        let message = format!("no dispute is about `{}`, which `covers` doesn't name: that never holds", name.text);
        let hint = "add it to `covers`, or name a kind of case that is there".to_owned();
        self.warn(name.place, "case-not-covered", message, Some(hint));
    }

    /// Warns of a role in which nobody raises a dispute.
    fn raises(&self, policy: &Policy, name: &Word) {
        let role = RoleId::from(name.text.as_str());
        if policy.raisers.contains(&role) || !policy.roles.iter().any(|one| one.id == role) {
            return;
        }
        let message = format!("no dispute is raised by `{role}`, whom `raisers` doesn't name: that never holds");
        let hint = "add it to `raisers`, or name a role that is there".to_owned();
        self.warn(name.place, "not-a-raiser", message, Some(hint));
    }

    fn known<'n>(&self, what: &str, name: &Word, known: impl Iterator<Item = &'n str> + Clone) {
        if known.clone().any(|known| known == name.text) {
            return;
        }
        let message = format!("there is no {what} `{}`", typed(&name.text));
        let rule = format!("unknown-{what}");
        let declared = match what {
            "duty" => Some("duties"),
            "category" => Some("categories"),
            "field" => Some("fields"),
            "group" => Some("groups"),
            _ => None,
        };
        let is_none = known.clone().next().is_none();
        let hint = Guess::of(&name.text, known).or_else(|all| match declared {
            None if what == "clock" && is_none => {
                "no other clock is here: name what starts it, as in `from: stage-entered`".to_owned()
            }
            Some(key) if is_none => format!("declare it under `{key}`"),
            Some(key) => format!("{all}; or declare it under `{key}`"),
            None => all,
        });
        self.error(name.place, &rule, message, Some(hint));
    }

    /// Looks up a role. A title instead of the id is a common mistake, and gets a hint.
    fn look_up_role(&self, policy: &Policy, name: &Word) {
        let ids = || policy.roles.iter().map(|role| role.id.as_str());
        if ids().any(|id| id == name.text) {
            return;
        }
        if let Some(several) = several_roles(policy, &name.text) {
            let message = format!("`{}` is not one role", typed(&name.text));
            let hint = format!("put several in square brackets, with commas between: `[{}]`", several.join(", "));
            return self.error(name.place, "unknown-role", message, Some(hint));
        }
        if let Some((role, when)) = CIRCUMSTANCE.iter().find_map(|word| name.text.split_once(word)) {
            let role = policy.resolve_role(role);
            let message = format!("`{}` is a role and a circumstance", typed(&name.text));
            let known = known(when).filter(|_| !name.text.contains(" unless "));
            let hint = format!("write `{{role: {role}, when: {}}}`", known.as_deref().unwrap_or("{…}"));
            return self.error(name.place, "unknown-role", message, Some(hint));
        }
        // A file without any roles has one error about that, not one for each use.
        if policy.roles.is_empty() {
            return;
        }
        let title = |title: &str| plain(title) == plain(&name.text);
        let titled = policy.roles.iter().find(|role| title(&role.title) && !title(role.id.as_str()));
        let hint = match titled {
            Some(role) => format!("did you mean `{}`?", role.id),
            None => Guess::of(&name.text, ids()).or_else(|all| format!("{all}; or declare it under `roles`")),
        };
        let message = format!("there is no role `{}`", typed(&name.text));
        self.error(name.place, "unknown-role", message, Some(hint));
    }

    fn look_up_ask<'n>(&self, name: &Word, verbs: &[Verb], fields: impl Iterator<Item = &'n str> + Clone) {
        if fields.clone().any(|field| field == name.text) {
            return;
        }
        let message = format!("`{}` can't be asked for", typed(&name.text));
        let facts = Fact::ALL.iter().filter(|fact| fact.steps().next().is_some()).map(|fact| fact.word());
        let hint = match nearest(&name.text, facts.chain(fields)) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("{}; or declare it under `fields`", asked_before(verbs)),
        };
        self.error(name.place, "unknown-ask", message, Some(hint));
    }

    fn look_up_duty(&self, policy: &Policy, name: &Word, stage: Option<&str>) {
        let Some(stage) = stage else {
            return self.known("duty", name, policy.duties.iter().map(|duty| duty.id.as_str()));
        };
        let owed = policy.duties.iter().filter(|duty| {
            // A duty that only guards steps can be done at any stage.
            duty.stages.is_empty() || duty.stages.iter().any(|owed_in| owed_in.as_str() == stage)
        });
        if owed.clone().any(|duty| duty.id.as_str() == name.text) {
            return;
        }
        match policy.duty(&name.text.as_str().into()) {
            Some(duty) => {
                let message = format!("the duty `{}` is not owed in the stage `{stage}`", name.text);
                let hint = format!("it is owed in {}", ticked(&duty.stages));
                self.error(name.place, "unknown-duty", message, Some(hint));
            }
            None => self.known("duty", name, owed.map(|duty| duty.id.as_str())),
        }
    }

    fn look_up_earlier(&self, policy: &Policy, name: &Word, of: &Word, at: Option<&str>) {
        let Some(of_index) = policy.stage_index(&of.text.as_str().into()) else {
            return self.known("stage", of, policy.stages.iter().map(|stage| stage.id.as_str()));
        };
        if at.and_then(|id| policy.stage_index(&id.into())).is_some_and(|at| at < of_index) {
            let message = format!("the stage `{}` comes later, so nothing of it can start this clock", of.text);
            self.error(of.place, "later-stage", message, Some(earlier_or_there(&of.text)));
        }
        self.look_up_duty(policy, name, Some(&of.text));
    }
}

/// The ids of several roles that a text names at once, as in `Team Manager or Service Manager`; `None` if it doesn't.
fn several_roles(policy: &Policy, text: &str) -> Option<Vec<String>> {
    let parts = [" or ", " and ", " & ", "/", ";"].iter().fold(text.to_owned(), |text, word| text.replace(word, ","));
    let role = |part: &str| {
        let known = policy
            .roles
            .iter()
            .find(|role| [role.id.as_str(), role.title.as_str()].iter().any(|name| plain(name) == plain(part)));
        known.map(|role| role.id.to_string())
    };
    let roles: Option<Vec<String>> = parts.split(',').map(role).collect();
    let whole = policy.roles.iter().any(|role| role.id.as_str() == text || role.title == text);
    roles.filter(|roles| roles.len() > 1 && !whole)
}

fn earlier_or_there(stage: &str) -> String {
    format!("name an earlier stage, or write the clock in the stage `{stage}`")
}
