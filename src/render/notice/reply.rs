//! What a message asks its recipients to reply.

use super::{ExplainedNotice, due, section};
use crate::domain::dispute::{AskedFor, Standing};
use crate::domain::inbox::What;
use crate::domain::policy::{Asked, Fact};

impl ExplainedNotice<'_> {
    /// The reply that is wanted.
    pub(super) fn reply(&self) -> Vec<String> {
        let Some(first) = self.notice.tasks.first() else {
            let line = match self.dispute().is_open() && !self.notice.with_them.is_empty() {
                true => "Please tell me if you see it differently, or need anything else from me.",
                false => "This is for your information; no reply is needed.",
            };
            return vec![section("YOUR REPLY", [line])];
        };
        let by = match self.deadline() {
            Some(clock) if clock.pressing() != Some(Standing::Overdue) => format!(" by {}", due(clock)),
            Some(_) => " now".to_string(),
            None => String::new(),
        };
        if !self.notice.asks_for_an_answer() {
            let line = match first.what() {
                What::Review => {
                    let judged = self.dispute().to_be_judged();
                    format!("Please say{by} whether you are satisfied with the {judged}, and why.")
                }
                What::Answer | What::Acknowledge | What::Do => {
                    format!("Please see to it{by}, and reply to this message once it is done.")
                }
            };
            return vec![section("YOUR REPLY", [line])];
        }
        match self.asked() {
            AskedFor::FurtherWork | AskedFor::Work => {
                let line = format!("Please see to it{by}, and reply to this message once it is done.");
                return vec![section("YOUR REPLY", [line])];
            }
            AskedFor::Answer | AskedFor::Resolution | AskedFor::Decision | AskedFor::Nothing => {}
        }
        let by = match self.deadline().filter(|_| self.asked() == AskedFor::Resolution) {
            Some(clock) if clock.pressing() == Some(Standing::Upcoming) => {
                format!(" in time for it to be resolved by {}", due(clock))
            }
            Some(_) | None => by,
        };
        let decides = self.asked() == AskedFor::Decision;
        let mut lines = vec![
            format!("Please reply to this message{by}, and say"),
            (if decides { "- what is decided, and why" } else { "- what will be done, by whom, and by when" })
                .to_string(),
        ];
        lines.extend((!decides).then(|| "- what stands in the way, if anything does".to_string()));
        lines.extend(self.also_asked());
        let has_to = if decides { "decide" } else { "answer" };
        lines.push(format!("If somebody else has to {has_to}, please tell me at once who it is."));
        vec![section("YOUR REPLY", lines)]
    }

    /// What else the protocol asks for with an answer, besides its actions.
    fn also_asked(&self) -> Vec<String> {
        let policy = self.policy();
        let lines = self.dispute().asked_of_an_answer().filter_map(|ask| {
            let words = match &ask.ask {
                Asked::Fact(Fact::Actions | Fact::Text | Fact::Role | Fact::Barrier) => return None,
                Asked::Fact(Fact::Measure) => "how it will be seen that each of these is done".to_string(),
                Asked::Fact(fact) => format!("what the answer is to “{}”", fact.question()),
                Asked::Field(id) => policy.field_text(id).to_string(),
            };
            Some(format!("- {words} ({})", ask.source))
        });
        lines.collect()
    }
}
