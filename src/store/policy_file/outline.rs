//! Drafts a policy from the sentences of a document, each as a comment beside the key that it would become. What a
//! sentence doesn't settle becomes a question. A required key is left empty, so that checking the file lists it.

use super::draft::{quoted, role_id};
use crate::domain::document::{Key, LimitFound, Obligation, Sentence, StageNamed};
use crate::domain::holidays::Division;
use crate::domain::limit::{Limit, Unit};
use crate::domain::policy::CaseType;
use crate::domain::text::each_once;
use crate::domain::worded::Worded;

/// The maximum width of a comment.
const WIDTH: usize = 110;

/// A document to draft a policy from.
#[derive(Debug)]
pub struct Outline<'a> {
    pub id: &'a str,
    /// The document's own title.
    pub title: &'a str,
    /// The file name of the document.
    pub file: &'a str,
    pub sentences: &'a [Sentence],
}

/// Sentences of a document that a draft has no key for.
#[derive(Debug)]
pub struct NotPlaced<'a> {
    /// They ask for something or set a time.
    pub asking: Vec<&'a Sentence>,
    /// They may hold a rule, and none was recognised.
    pub others: Vec<&'a Sentence>,
}

impl Outline<'_> {
    /// The text of the file.
    pub fn text(&self) -> String {
        let draft = self.draft();
        let at_the_end = self.at_the_end(&draft);
        [draft, at_the_end].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n")
    }

    /// The keys, each beside its sentences.
    fn draft(&self) -> String {
        let parts = [self.head(), self.people(), self.calendar(), self.ladder(), self.beside()];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n")
    }

    /// The stages that the document names. In the order of their numbers if all have the same kind of number, otherwise
    /// in the order of the document.
    pub fn stages(&self) -> Vec<&StageNamed> {
        let mut stages: Vec<&StageNamed> = Vec::new();
        let named = self.sentences.iter().flat_map(|sentence| sentence.stage.iter().chain(&sentence.names));
        for stage in named {
            match stages.iter_mut().find(|known| known.id == stage.id) {
                // The longer title of a stage is usually its heading.
                Some(known) if known.title.len() < stage.title.len() => *known = stage,
                Some(_) => {}
                None => stages.push(stage),
            }
        }
        let called: Vec<&str> = stages.iter().filter_map(|stage| place(stage)).map(|(called, _)| called).collect();
        if called.windows(2).all(|pair| pair[0] == pair[1]) {
            stages.sort_by_key(|stage| place(stage).map(|(_, number)| number));
        }
        stages
    }

    /// The roles that the document names: id, title and the line where each is first mentioned.
    pub fn roles(&self) -> Vec<(String, &str, usize)> {
        let mut roles: Vec<(String, &str, usize)> = Vec::new();
        for sentence in self.sentences {
            for title in &sentence.roles {
                let id = role_id(title);
                if roles.iter().all(|(known, ..)| *known != id) {
                    roles.push((id, title, sentence.line));
                }
            }
        }
        roles
    }

    /// The sentences that stand at no key of the draft.
    pub fn not_placed(&self) -> NotPlaced<'_> {
        self.missing_in(&self.draft())
    }

    fn missing_in(&self, draft: &str) -> NotPlaced<'_> {
        // Comments are wrapped, each as far as its indent allows.
        let comments = draft.lines().filter_map(|line| line.trim_start().strip_prefix('#'));
        let comments = comments.flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ");
        let stands = |sentence: &Sentence| comments.contains(&on_one_line(sentence));
        let missing = self.sentences.iter().filter(|sentence| !stands(sentence));
        let (asking, others) = missing.partition(|sentence| sentence.asks());
        NotPlaced { asking, others }
    }

    fn head(&self) -> String {
        format!(
            "\
# Drafted from {} by `iro policy import`.
# Beside each key stands the sentence that it comes from, and its line.
# Nothing was decided: where a line ends in `# ?` the document has to be read. `iro policy check FILE` lists what is
# still empty, `iro policy check FILE --against DOCUMENT` what the document asks for and no rule cites.
# Say it in your own words, and delete whatever isn't a rule.
format: 1
id: {}
version:                         # ? one word for this version, such as \"2026-04\"
effective_on:                    # ? the first day it is in force, such as \"2026-04-01\"
title: {}
document:
  title: {}
covers:                          # ? [{}]
",
            one_line(self.file),
            self.id,
            quoted(self.title),
            quoted(self.title),
            CaseType::WORDS.join(", ")
        )
    }

    fn people(&self) -> String {
        let mut raisers = self.of(Key::Raisers).map(|sentence| quote(sentence, "")).collect::<String>();
        let named: Vec<String> =
            self.of(Key::Raisers).flat_map(|sentence| &sentence.roles).map(|title| role_id(title)).collect();
        if !named.is_empty() {
            raisers.push_str(&format!("# named there: [{}]\n", each_once(named).join(", ")));
        }
        let roles = self.roles();
        let roles = roles.iter().map(|(id, title, line)| format!("  {id}: {}    # line {line}\n", quoted(title)));
        format!(
            "{raisers}raisers:                         # ? who may raise one\nroles:\n{}",
            roles.collect::<String>()
        )
    }

    fn calendar(&self) -> String {
        let mut lines: String = self.of(Key::Calendar).map(|sentence| quote(sentence, "")).collect();
        let bare = self.sentences.iter().flat_map(|sentence| &sentence.limits);
        let bare: Vec<String> =
            bare.filter(|found| is_bare(found)).map(|found| format!("\"{}\"", found.written)).collect();
        if let Some(first) = bare.first() {
            lines.push_str(&format!(
                "calendar:\n  days:                          # ? what {first} means: working or calendar\n"
            ));
        }
        let mut limits = self.sentences.iter().flat_map(|sentence| &sentence.limits);
        let terms = self.sentences.iter().flat_map(|sentence| &sentence.limits);
        let of_school = |found: &&LimitFound| found.limit.as_ref().is_some_and(|one| one.unit == Unit::SchoolDays);
        if let Some(school) = terms.clone().find(of_school) {
            lines.push_str(&format!(
                "{}  terms:                         # ? of the schools, for \"{}\": [{{from: , to: , name: }}]\n",
                if bare.is_empty() { "calendar:\n" } else { "" },
                school.written
            ));
        }
        let has_calendar = !bare.is_empty() || terms.clone().any(|found| of_school(&found));
        if let Some(division) = self.of(Key::Calendar).find_map(|sentence| division_named(&sentence.text)) {
            lines.push_str(&format!(
                "{}  division: {:<21}# ? whose bank holidays are left out\n",
                if has_calendar { "" } else { "calendar:\n" },
                division.word()
            ));
        }
        if let Some(hours) = limits.find(|found| found.limit.as_ref().is_some_and(Limit::is_hours)) {
            lines.push_str(&format!(
                "{}#  hours: working-days          # ? if \"{}\" means working days, and not hours on the clock\n",
                if lines.contains("\ncalendar:\n") || lines.starts_with("calendar:\n") { "" } else { "# calendar:\n" },
                hours.written
            ));
        }
        lines
    }

    fn ladder(&self) -> String {
        let stages = self.stages();
        if stages.is_empty() {
            return "stages:                          # ? no heading and no sentence names one\n".to_owned();
        }
        let stages: Vec<String> = stages.into_iter().map(|stage| self.stage(stage)).collect();
        format!("stages:                          # from the bottom up\n{}", stages.join("\n"))
    }

    fn stage(&self, stage: &StageNamed) -> String {
        let under = |sentence: &&Sentence| sentence.stage.as_ref().is_some_and(|one| one.id == stage.id);
        let mut here: Vec<&Sentence> = self.sentences.iter().filter(under).collect();
        if here.is_empty() {
            // For a stage without a section of its own, use the sentences that mention it.
            let names = |sentence: &&Sentence| sentence.names.iter().any(|one| one.id == stage.id);
            here = self.sentences.iter().filter(names).collect();
        }
        let named = each_once(here.iter().flat_map(|sentence| &sentence.roles).map(|title| role_id(title)));
        // The same number under several headings is a stage of several ladders.
        let under: Vec<String> = here.iter().filter_map(|sentence| sentence.ladder().map(str::to_owned)).collect();
        let under = each_once(under);
        let several = match under.len() {
            0 | 1 => String::new(),
            _ => format!(
                "    # under several headings, so perhaps of several `ladders`: {}\n",
                one_line(&under.join("; "))
            ),
        };
        let source = here.first().map(|sentence| sentence.source()).unwrap_or_default();
        let mut text = format!(
            "  - id: {}\n    title: {}\n    kind:                        # ? informal, pre-formal or formal\n    \
             any_of:                      # ? who must answer; all_of: each of them, chain: one after another\n{}    \
             source: {}\n",
            stage.id,
            quoted(&stage.title),
            match named.is_empty() {
                true => several,
                false => format!("{several}    # named here: [{}]\n", named.join(", ")),
            },
            text_in_quotes(&source),
        );
        let clocks = here.iter().filter(|sentence| sentence.keys.contains(&Key::Clocks));
        let clocks: String = clocks.flat_map(|sentence| clocks_of(sentence)).collect();
        if !clocks.is_empty() {
            text.push_str(&format!("    clocks:\n{clocks}"));
        }
        let duties = here.iter().filter(|sentence| sentence.keys.contains(&Key::Duties)).enumerate();
        let duties: String = duties.map(|(at, sentence)| duty(at + 1, sentence)).collect();
        if !duties.is_empty() {
            text.push_str(&format!("    duties:\n{duties}"));
        }
        let rest = here.iter().filter(|sentence| !sentence.keys.iter().any(|key| is_written(*key)));
        text.extend(rest.map(|sentence| quote(sentence, "    ")));
        for (key, written) in OF_A_STAGE {
            let found: Vec<&&Sentence> = here.iter().filter(|sentence| sentence.keys.contains(&key)).collect();
            if !found.is_empty() {
                text.extend(found.iter().map(|sentence| quote(sentence, "    ")));
                text.push_str(&format!("    # {written}    # ?\n"));
            }
        }
        text
    }

    /// The keys beside the stages, each after its sentences, to be filled in and uncommented.
    fn beside(&self) -> String {
        let keys = BESIDE.iter().filter_map(|(key, written)| {
            let in_stages = *key == Key::Clocks || OF_A_STAGE.iter().any(|(other, _)| other == key);
            let found: Vec<&Sentence> =
                self.of(*key).filter(|sentence| !in_stages || sentence.stage.is_none()).collect();
            let first = found.first()?;
            let quotes: String = found.iter().map(|sentence| quote(sentence, "")).collect();
            let limit = first.limits.first().map(|found| found.as_limit().to_owned()).unwrap_or_default();
            let filled = written
                .replace("LIMIT", &limit)
                .replace("FROM", counted_from(&first.text))
                .replace("SOURCE", &text_in_quotes(&first.source()));
            Some(format!("{quotes}# {filled}    # ?\n"))
        });
        keys.collect::<Vec<_>>().join("\n")
    }

    fn at_the_end(&self, draft: &str) -> String {
        const UNANSWERED: &str =
            "# No key answers these. Each is a duty, an ask, a piece of guidance, or no rule at all:\n";
        const UNRECOGNISED: &str = "# No rule was recognised in these. Read whether there is one:\n";
        let NotPlaced { asking, others } = self.missing_in(draft);
        let parts = [(UNANSWERED, asking), (UNRECOGNISED, others)].into_iter().filter(|part| !part.1.is_empty());
        let parts = parts.map(|(title, sentences)| {
            let quotes: String = sentences.into_iter().map(|sentence| quote(sentence, "")).collect();
            format!("{title}{quotes}")
        });
        parts.collect::<Vec<_>>().join("\n")
    }

    fn of(&self, key: Key) -> impl Iterator<Item = &Sentence> {
        self.sentences.iter().filter(move |sentence| sentence.keys.contains(&key))
    }
}

/// The part of the country that a sentence about days names; England and Wales need no key.
fn division_named(text: &str) -> Option<Division> {
    let text = text.to_lowercase();
    match () {
        () if text.contains("scotland") || text.contains("scottish") => Some(Division::Scotland),
        () if text.contains("northern ireland") => Some(Division::NorthernIreland),
        () => None,
    }
}

/// The word and the number of a stage such as `stage-2`. `None` if it has no number, which sorts first.
fn place(stage: &StageNamed) -> Option<(&str, u32)> {
    let (called, number) = stage.id.rsplit_once('-')?;
    Some((called, number.parse().ok()?))
}

/// The keys of a stage other than its clocks and duties, with an example of each.
const OF_A_STAGE: [(Key, &str); 5] = [
    (Key::CopyTo, "copy_to: []"),
    (Key::Meeting, "meeting: {title: , needed: , chair: , attendees: [], minutes_by: }"),
    (Key::Satisfied, "satisfied: []"),
    (Key::Judge, "judge: "),
    (Key::Extend, "extend: {kind: , at_most: }, in the clock that can be extended"),
];

/// The keys beside the stages, with an example of each.
const BESIDE: [(Key, &str); 15] = [
    (Key::RaiseWithin, "raise_within: {limit: LIMIT, from: FROM, strength: , source: SOURCE}"),
    (Key::Total, "total: {limit: LIMIT, strength: , from: , source: SOURCE}"),
    (Key::Clocks, "clocks: [{id: , label: , limit: LIMIT, strength: , whose: , from: , until: , source: SOURCE}]"),
    (Key::Bypass, "bypass: {free: , source: SOURCE}"),
    (Key::Substitutes, "substitutes: {}"),
    (Key::Extend, "extend: {kind: , at_most: }, in the clock that can be extended"),
    (Key::CopyTo, "copy_to: [], in the stage where the copy is sent"),
    (Key::Meeting, "meeting: {title: , needed: }, in the stage where it is held"),
    (Key::Satisfied, "satisfied: [], in each stage"),
    (Key::Judge, "judge: , in the stage where somebody else than the raiser judges"),
    (Key::Asks, "asks: [{ask: , before: , source: SOURCE}]"),
    (Key::Obstacles, "obstacles: {source: SOURCE}"),
    (Key::Referral, "referral: {when: , covers: [looked-after], grounds: [{id: , text: }], source: SOURCE}"),
    (Key::BesideComplaint, "beside_complaint: {source: SOURCE}"),
    (Key::Praise, "praise: {reasons: [], notify: [], source: SOURCE}"),
];

/// Whether sentences with this key are shown at the key, in a stage or beside the stages.
fn is_written(key: Key) -> bool {
    matches!(key, Key::Clocks | Key::Duties)
        || OF_A_STAGE.iter().chain(&BESIDE).any(|(other, _)| *other == key)
        || matches!(key, Key::Raisers | Key::Calendar)
}

/// What the time for raising counts from, if the sentence says so.
fn counted_from(text: &str) -> &'static str {
    let text = text.to_lowercase();
    let says = |any: &[&str]| any.iter().any(|word| text.contains(word));
    match (
        says(&["aware"]),
        says(&["review", "conference"]),
        says(&["arise", "arising", "arose", "to light", "incident"]),
    ) {
        (true, ..) => "aware",
        (_, true, _) => "review",
        (_, _, true) => "arose",
        _ => "",
    }
}

fn clocks_of(sentence: &Sentence) -> Vec<String> {
    let strength = |at: usize| match sentence.obligation_by(at) {
        Some(Obligation::Must) => "hard              # the document says must, will or the like",
        Some(Obligation::Should) => "aim               # the document says should, aims or the like",
        Some(Obligation::Does | Obligation::May) | None => "               # ? hard (a duty) or aim (a target)",
    };
    let clocks = sentence.limits.iter().enumerate().map(|(at, found)| {
        let quote = if at == 0 { quote(sentence, "      ") } else { String::new() };
        let limit = match (&found.limit, Limit::range(&found.written.to_lowercase()), &found.open) {
            (Some(limit), ..) => limit.written.to_lowercase(),
            (None, Some((aim, limit)), _) => format!("{limit}\n        aim: {aim}"),
            (None, None, open) => {
                let open = open.as_deref().and_then(|open| open.split(';').next()).unwrap_or("by when");
                format!("                  # ? {open}")
            }
        };
        format!(
            "{quote}      - id:                      # ? respond, resolve, meeting, ...\n        label:                   # ? what \
             has to happen\n        limit: {limit}\n        strength: {}\n        from:                    # ? \
             stage-entered, meeting, {{duty: ID}}, ...\n        until:                   # ? answered, resolved, decided, \
             {{duty: ID}}, ...\n        source: {}\n",
            strength(at),
            text_in_quotes(&sentence.source())
        )
    });
    clocks.collect()
}

fn duty(number: usize, sentence: &Sentence) -> String {
    format!(
        "{}      - id: duty-{number}\n        text:                    # ? in your own words, what is true once it is done\n        \
         source: {}\n",
        quote(sentence, "      "),
        text_in_quotes(&sentence.source())
    )
}

/// A sentence with its line number.
fn on_one_line(sentence: &Sentence) -> String {
    let number = sentence.number_in_words().map(|number| format!(", {number}")).unwrap_or_default();
    let text = format!("line {}{number}: \"{}\"", sentence.line, one_line(&sentence.text));
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The same as a comment.
fn quote(sentence: &Sentence, indent: &str) -> String {
    let mut lines = vec![String::new()];
    for word in on_one_line(sentence).split(' ') {
        let last = lines.last().map_or(0, |line| line.chars().count());
        if last > 0 && indent.len() + last + word.chars().count() > WIDTH {
            lines.push(String::new());
        }
        if let Some(line) = lines.last_mut() {
            line.push(' ');
            line.push_str(word);
        }
    }
    lines.iter().map(|line| format!("{indent}#{line}\n")).collect()
}

fn is_bare(found: &LimitFound) -> bool {
    found.limit.as_ref().is_some_and(|limit| Limit::parse(&limit.written).is_err())
}

/// A text in quotation marks that both YAML and JSON can read.
fn text_in_quotes(text: &str) -> String {
    serde_json::Value::from(one_line(text)).to_string()
}

/// A text without line breaks and control characters, which a comment can't contain.
fn one_line(text: &str) -> String {
    let plain: String = text.chars().filter(|c| !c.is_control() || c.is_whitespace()).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}
