//! What the words of the report mean, for a reader who does not know the program.

use crate::domain::summary::suppress;

/// Each word with its meaning, in the order of the report.
pub const GLOSSARY: &[(&str, &str)] = &[
    ("Raised", "A dispute was opened in the period. One that was withdrawn later counts too."),
    (
        "Informal, formal",
        "Whether the stage belongs to the informal or the formal part of the protocol it was raised under.",
    ),
    ("Closed", "Resolved or withdrawn in the period, and not reopened by its end."),
    (
        "Ended before the start, and reopened",
        "Neither open at the start nor raised in the period, but reopened in it. Open at the start + raised + these − closed = open at the end.",
    ),
    (
        "Ended with an outcome",
        "It was ended, not withdrawn: because it was resolved, in full or in part, because the authority's decision stands, because it was not upheld, because the child left care, or because it was taken up elsewhere.",
    ),
    ("Open at the end", "Neither resolved nor withdrawn on the last day of the period, or today where it is not over."),
    (
        "Moved from informal to formal",
        "Raised at an informal stage, whenever that was, and first at a formal one in the period.",
    ),
    (
        "Change of stage",
        "Each further stage that a dispute went to in the period, up or down. One that is reopened where it ended is still at that stage. What was raised in error is left out.",
    ),
    (
        "Ended by somebody other than its IRO",
        "Its IRO is whoever has it at the end of the period: one who took it over ends it as their own.",
    ),
    ("Highest stage reached", "The furthest stage that the dispute had reached by the end of the period."),
    (
        "Group of the national list",
        "The four groups of the national standards' list of issues, to which the categories of each protocol point.",
    ),
    (
        "In time, late, no answer",
        "Measured against the date given first, whatever was extended since. What was resolved before its date without an answer is in none of the three. An answer in time counts in the period in which it came; a late or missing one in the period in which it was due, late also if it came only after the end of that period. An answer from somebody who was not asked is no answer here.",
    ),
    (
        "Total time",
        "The limit for the formal stages together, from the first formal stage on; 20 working days in the IRO Handbook. Disputes whose protocol has none, or has it for guidance only, are not counted. Every end with an outcome settles a dispute, whatever came of it, in time or late. What was withdrawn or went to the complaints procedure before the limit passed is neither within nor past it, even if it was resolved later.",
    ),
    (
        "Median",
        "Half took this long or less, half this long or more. One very long case does not move it, as it does the mean.",
    ),
    (
        "Raised again",
        "An earlier dispute of the same child has a category in common or, under another protocol, one that corresponds to the same category of the national list, and was raised within the months that the protocol sets, or 12. One that was withdrawn doesn't count as an earlier dispute, unless the withdrawal says that it was not raised in error.",
    ),
    (
        "Before",
        "A period under way, or a year to date, is compared with the same days of the year before; any other with the period before it, unless `--against` says otherwise. A month that stands beside one with another name says which.",
    ),
    (
        "A row with a protocol before its name",
        "Protocols have different words for this category, role or rule, so that it is counted for each.",
    ),
    (
        "Actions overdue",
        "Promised actions that are still to be done. Those of a dispute that has ended are not counted.",
    ),
    ("Longest overdue", "Of open disputes, as for actions: the date that passed longest ago and still stands."),
    (
        "Told, offered, raised in time",
        "Shares of the disputes whose protocol asks for it. What was raised in error is left out. A child who was told at the first stage only when it was reopened there was told at that stage, but not at the start.",
    ),
    ("Actions in place", "The day on which the last agreed action was done, where none is still open."),
    ("Escalation", "The dispute went to a higher stage, or to the next person of a stage."),
    (
        "Requirement overridden",
        "A step that the protocol asks something for first, taken without it; the reason is on the record. A step may override several, so that the rows can be more than the steps.",
    ),
    (
        "Referral to Cafcass",
        "Under section 25B of the Children Act 1989. Zero is printed, because none is an answer too.",
    ),
    ("Praise", "Good practice that was recorded in the protocol's own form. What was withdrawn is left out."),
    (
        suppress::SMALL_SHOWN,
        "In a public version: a count so small that it could be about somebody who can be recognised.",
    ),
    ("hidden", "In a public version: what would give a small count away, whether it is small itself or not."),
    ("–", "There is nothing to work the figure out from."),
];
