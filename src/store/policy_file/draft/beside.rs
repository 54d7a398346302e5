//! What a draft has beside its stages: duties, and clocks for those duties that have a time.

use super::{Draft, STRENGTH, strength_word};

const REMINDERS: &str = "\
# These two are not from your document: the guidance asks for them of every protocol, and they only remind. `meets` names
# the part of the guidance that one answers.
";

const REMINDING: &str = "  \
  - id: child-told
    text: The child has been told what is being done and how it is going
    stages: every
    enforce: remind
    meets: [NA-22, NA-23]
    source: Added from the National Standards, Corporate Parenting, standard 2
  - id: recorded-on-file
    text: What was done at this stage is on the child's file
    stages: every
    enforce: remind
    meets: [HB-02, HB-11]
    source: Added from the IRO Handbook 2010, chapter 6
";

const REGULAR: &str =
    "  - {id: kept-informed, text: It was said how it stands, stages: every, while_open: true, source: Principles}\n";

const BEFORE: &str = "\
# ? What must be done before a step? It stops the step until it is confirmed or overridden with a reason:
# duties:
#   - {id: own-manager-asked, text: The IRO has talked it over with their own manager, before: escalate formal, source: Stage 1}
";

const TIMED: &str = "\
# ? Is anything owed once it has ended, such as a letter, or regularly while it is open? A clock waits for a duty:
#   - {id: closing-letter, text: The outcome was confirmed in writing, stages: end, source: Principles}
# clocks: [{id: closing-letter, label: Confirm the outcome, limit: 5 working days, strength: hard, whose: raiser, from: resolved, until: {duty: closing-letter}, source: Principles}]
";

const ASKS: &str = "\
# ? Which texts must come with a step, such as what effect it is having on the child?
# asks: [{ask: impact, before: raise, source: Principles}]
";

impl Draft {
    pub(super) fn duties(&self) -> String {
        let reminders = if self.reminders { REMINDERS } else { "" };
        let listed = [
            self.reminders.then(|| REMINDING.to_owned()),
            self.regular.as_ref().map(|_| REGULAR.to_owned()),
            self.letter.as_ref().map(|letter| {
                let when = if letter.however_it_ends { "" } else { "when: {resolved: true}, " };
                let by = letter.by.as_ref().map(|who| format!("by: {}, ", self.id_of(who))).unwrap_or_default();
                format!(
                    "  - {{id: outcome-letter, text: The outcome was confirmed in writing, stages: end, {when}{by}source: Principles}}\n"
                )
            }),
        ];
        let listed: String = listed.into_iter().flatten().collect();
        let head = if listed.is_empty() { String::new() } else { format!("{reminders}duties:\n{listed}\n") };
        // Commented-out examples of duties continue the list, if there is one.
        let goes_on = |text: &str| match listed.is_empty() {
            true => text.to_owned(),
            false => text.replacen("# duties:\n", "", 1),
        };
        let said = self.regular.is_some() || self.letter.is_some();
        let timed = if said { String::new() } else { format!("{TIMED}\n") };
        format!("{head}{}{}\n{timed}{ASKS}", self.clocks(), goes_on(BEFORE))
    }

    /// The clocks for duties beside the stages.
    fn clocks(&self) -> String {
        let regular = self.regular.as_ref().map(|regular| {
            format!(
                "{}  - {{id: kept-informed, label: Say how it stands, limit: {}, strength: {}, whose: raiser, from: raised, until: \
                 {{duty: kept-informed}}, repeats: {}, source: Principles}}\n",
                open_strength(regular.aim),
                regular.limit,
                strength_word(regular.aim),
                if regular.from_done { "done" } else { "due" },
            )
        });
        let letter = self.letter.as_ref().map(|letter| {
            let whose = letter.by.as_ref().map_or_else(|| "raiser".to_owned(), |who| self.id_of(who));
            let from = if letter.however_it_ends { "closed" } else { "resolved" };
            format!(
                "{}  - {{id: outcome-letter, label: Confirm the outcome in writing, limit: {}, strength: {}, whose: {whose}, \
                 from: {from}, until: {{duty: outcome-letter}}, source: Principles}}\n",
                open_strength(letter.aim),
                letter.limit,
                strength_word(letter.aim),
            )
        });
        let clocks: String = regular.into_iter().chain(letter).collect();
        match clocks.is_empty() {
            true => String::new(),
            false => format!(
                "clocks:                          # beside the stages; `hard` is a duty, `aim` a target\n{clocks}\n"
            ),
        }
    }
}

/// The question that stays open beside a strength nobody gave, as a line of its own.
fn open_strength(aim: Option<bool>) -> String {
    aim.map_or_else(|| format!("  # ? {STRENGTH}\n"), |_| String::new())
}
