//! The command line: everything that can be typed, and the function that it calls. CONTRIBUTING.md says what adding a
//! command takes.

#[cfg(test)]
mod closed_lists;
pub mod did_you_mean;
pub mod hyphens;
pub mod missing;
pub mod needs;
mod which;

use std::ffi::OsString;

use clap::error::ErrorKind;
use clap::{ArgMatches, CommandFactory, FromArgMatches, Parser, Subcommand};

#[cfg(feature = "postgres")]
use super::commands::store;
use super::commands::{
    acknowledge, action, addresses, agree, calendar, check, codes, complaint, completions, config, correct, decide,
    demo, doctor, done, due, escalate, export, extend, form, import, inbox, init, list, log, man, meeting, morning,
    note, notice, policy, praise, purge, raise, refer, remind, reopen, report, resolve, respond, retention, review,
    show, supervision, topics, undo, waive, why, withdraw,
};
use super::context::Context;
use super::error::Failure;
use super::global::Global;
use super::options::origins::Origins;
use crate::domain::id::IdQuery;

/// Keep track of disputes about children's care plans: raise, answer, escalate, resolve; see what is due, from whom, and why
#[derive(Debug, Parser)]
#[command(name = "iro", version, propagate_version = true, max_term_width = 100)]
#[command(after_help = "Begin with one of these:\n  \
iro                    your morning: what is due today, and what is waiting for you\n  \
iro raise              open a dispute; you are asked for what is needed\n  \
iro due                what is overdue or due soon, and from whom\n  \
iro demo               an example store to look around in\n  \
iro policy list        the protocols there are\n\n\
More help:\n  \
iro raise --help       one command, with examples\n  \
iro help dates         how dates and times are written\n  \
iro help exit-codes    how a command ends, for scripts\n  \
iro help environment   what is read from the environment")]
struct Program {
    #[command(flatten)]
    global: Global,
}

/// A parsed command line.
#[derive(Debug)]
pub struct Typed {
    pub command: Command,
    /// The record that the command is about, if its id was typed.
    pub record: Option<IdQuery>,
    pub global: Global,
    pub origins: Origins,
}

impl Typed {
    /// Parses the words of a command line, beginning with the program's name.
    ///
    /// # Errors
    /// Wrong usage, and also help and version, which clap reports as errors.
    pub fn parse(words: &[OsString]) -> Result<Typed, clap::Error> {
        let found = match with_one_command(words).try_get_matches_from(words) {
            Err(fault) if fault.kind() != ErrorKind::DisplayVersion => {
                let help = !fault.use_stderr();
                let whole = if help { Err(fault) } else { command_line().try_get_matches_from(words) };
                let wrong = |fault| without_environment(words).unwrap_or(fault);
                whole.map_err(|fault| did_you_mean::instead(wrong(fault), command_line, words))
            }
            found => found,
        }?;
        Typed::of(&found)
    }

    fn of(found: &ArgMatches) -> Result<Typed, clap::Error> {
        let command = match found.subcommand_name() {
            Some(_) => Command::from_arg_matches(found)?,
            None => Command::Morning,
        };
        let record = || {
            let typed = found.subcommand()?.1.try_get_one::<String>("id").ok()??;
            typed.parse().ok()
        };
        let record = record();
        Ok(Typed { command, record, global: Global::from_arg_matches(found)?, origins: Origins::of(found) })
    }

    pub fn is_doctor(&self) -> bool {
        matches!(self.command, Command::Doctor(_))
    }

    /// Runs the command.
    ///
    /// # Errors
    /// Whatever the command fails with.
    pub fn run(self, ctx: &mut Context) -> Result<(), Failure> {
        if self.uses_the_store() {
            ctx.refuse_unfinished_copy()?;
            ctx.refuse_folder_of_a_store()?;
        }
        // A person is told in place of an empty list.
        if self.lists() && !ctx.console.takes_notes() {
            ctx.warn_of_no_store();
        }
        match self.command {
            Command::Init(args) => init::run(args, ctx),
            Command::Raise(args) => raise::run(*args, ctx),
            Command::Respond(args) => respond::run(args, ctx),
            Command::Agree(args) => agree::run(args, ctx),
            Command::Resolve(args) => resolve::run(args, ctx),
            Command::Escalate(args) => escalate::run(args, ctx),
            Command::Extend(args) => extend::run(args, ctx),
            Command::Done(args) => done::run(args, ctx),
            Command::Waive(args) => waive::run(args, ctx),
            Command::Action(args) => action::run(args, ctx),
            Command::Meeting(args) => meeting::run(args, ctx),
            Command::Decide(args) => decide::run(args, ctx),
            Command::Note(args) => note::run(args, ctx),
            Command::Refer(args) => refer::run(args, ctx),
            Command::Complaint(args) => complaint::run(args, ctx),
            Command::Praise(args) => praise::run(args, ctx),
            Command::Acknowledge(args) => acknowledge::run(args, ctx),
            Command::Withdraw(args) => withdraw::run(args, ctx),
            Command::Reopen(args) => reopen::run(args, ctx),
            Command::Correct(args) => correct::run(args, ctx),
            Command::Undo(args) => undo::run(args, ctx),
            Command::List(args) => list::run(args, ctx),
            Command::Due(args) => due::run(args, ctx),
            Command::Inbox(args) => inbox::run(args, ctx),
            Command::Supervision(args) => supervision::run(args, ctx),
            Command::Show(args) => show::run(args, ctx),
            Command::Log(args) => log::run(args, ctx),
            Command::Why(args) => why::run(args, ctx),
            Command::Review(args) => review::run(args, ctx),
            Command::Report(args) => report::run(args, ctx),
            Command::Form(args) => form::run(args, ctx),
            Command::Codes(args) => codes::run(args, ctx),
            Command::Import(args) => import::run(args, ctx),
            Command::Notice(args) => notice::run(args, ctx),
            Command::Remind(args) => remind::run(args, ctx),
            Command::Addresses(args) => addresses::run(args, ctx),
            Command::Export(args) => export::run(args, ctx),
            Command::Policy(args) => policy::run(args, ctx),
            Command::Calendar(args) => calendar::run(args, ctx),
            Command::Check(args) => check::run(args, ctx),
            Command::Doctor(args) => doctor::run(args, ctx),
            #[cfg(feature = "postgres")]
            Command::Store(args) => store::run(args, ctx),
            Command::Demo(args) => demo::run(args, &run_words, ctx),
            Command::Retention(args) => retention::run(args, ctx),
            Command::Purge(args) => purge::run(args, &self.origins, ctx),
            Command::Config(args) => config::run(args, &self.origins, self.global.color.word(), ctx),
            Command::Completions(args) => completions::run(args, ctx),
            Command::Man(args) => man::run(args, command_line(), ctx),
            Command::ExitCodes(_) => topics::exit_codes(ctx),
            Command::Environment(_) => topics::environment(ctx),
            Command::Dates(_) => topics::dates(ctx),
            Command::Morning => morning::run(ctx),
        }
    }
}

/// Parses and runs a command line.
///
/// # Errors
/// The words are no command; whatever the command fails with.
pub fn run_words(words: &[OsString], ctx: &mut Context) -> Result<(), Failure> {
    Typed::parse(words).map_err(|fault| Failure::usage(fault.to_string()))?.run(ctx)
}

/// Everything that can be typed, as clap knows it.
pub fn command_line() -> clap::Command {
    Command::augment_subcommands(Program::command())
}

/// The most deeply nested subcommand that these words name.
pub fn named(words: &[OsString]) -> clap::Command {
    let mut named = command_line();
    named.build();
    for word in words.iter().skip(1).filter(|word| !word.to_string_lossy().starts_with('-')) {
        if let Some(below) = named.find_subcommand(word) {
            named = below.clone();
        }
    }
    named
}

/// The help of the command that is named without its arguments. Environment variables are ignored, because clap counts
/// one that is set as an argument and would then only report what is missing.
pub fn help_of(words: &[OsString]) -> clap::Error {
    let shown = named(words).arg_required_else_help(true);
    let mut shown = shown.mut_args(|argument| argument.env(None::<&str>));
    shown.try_get_matches_from_mut([""; 1]).expect_err("something is missing")
}

/// Parses the words again without environment variables, which clap would otherwise show in the usage line as if they
/// were required. `None` if a variable caused the error.
fn without_environment(words: &[OsString]) -> Option<clap::Error> {
    // Only the options of every command can also be given by variables.
    command_line().mut_args(|argument| argument.env(None::<&str>)).try_get_matches_from(words).err()
}

/// Builds only the command that is named first. Building all takes longer than `iro due` itself; they are needed only
/// for help and for unknown commands.
fn with_one_command(words: &[OsString]) -> clap::Command {
    let named = words.iter().skip(1).find(|word| word.to_str().is_some_and(Command::has_subcommand));
    let Some(named) = named else { return Program::command() };
    let all = Command::augment_subcommands(clap::Command::default());
    Program::command().subcommands(all.find_subcommand(named).cloned())
}

#[derive(Debug, Subcommand)]
#[command(defer = true)]
pub enum Command {
    /// Make the store and its config file
    ///
    /// Does no harm when repeated: what is there stays, and only the settings given here change.
    Init(init::Args),
    /// Open a dispute
    ///
    /// At a terminal, you are asked for whatever the protocol needs. In a script, give each answer as an option.
    Raise(Box<raise::Args>),
    /// Record the responder's answer
    ///
    /// The dispute stays open: accept the plan with `agree`, end it with `resolve`, or take it further with `escalate`.
    Respond(respond::Args),
    /// Accept the plan; the dispute stays open while its actions are tracked
    Agree(agree::Args),
    /// End a dispute
    ///
    /// If actions are still open, or you end it because of an obstacle such as a lack of staff, give `--override REASON`.
    Resolve(resolve::Args),
    /// Escalate a dispute to the next stage
    ///
    /// Nothing escalates by itself. `--to` a later stage leaves stages out: say why with `--reason`, where the protocol asks for it.
    Escalate(escalate::Args),
    /// Give more time for a deadline, where the protocol allows it
    Extend(extend::Args),
    /// Record that a duty of the protocol was done
    ///
    /// `iro show` lists the duties of the present stage, those asked for before its next steps, and those left over from
    /// earlier stages.
    Done(done::Args),
    /// Record that a duty will not be done, and why
    Waive(waive::Args),
    /// Track the actions of a plan
    Action(action::Args),
    /// Record a meeting
    Meeting(meeting::Args),
    /// Record the authority's final decision
    ///
    /// It is not a resolution: the raiser may still be dissatisfied with it.
    Decide(decide::Args),
    /// Note anything else worth keeping
    Note(note::Args),
    /// Refer the matter to Cafcass or another body, or record a later step of the referral
    ///
    /// The first step names the ground, where the protocol lists any, and why it is right for the child. A referral by
    /// phone must be confirmed in writing; it is complete when every paper was sent or does not apply. The dispute carries
    /// on alongside.
    Refer(refer::Args),
    /// Move the dispute to the statutory complaints procedure
    ///
    /// The stages stop; `show` lists what the protocol asks for on that route. `reopen` opens the dispute again.
    Complaint(complaint::Args),
    /// Record good practice
    ///
    /// Praise has no stages and no deadlines. Those it is for can acknowledge it.
    Praise(praise::Args),
    /// Record that somebody has read the praise that is for them
    Acknowledge(acknowledge::Args),
    /// Withdraw a dispute, such as one raised in error
    ///
    /// It stays in the record and in the figures.
    Withdraw(withdraw::Args),
    /// Reopen a dispute that has ended
    ///
    /// The total time is still counted from its original start.
    Reopen(reopen::Args),
    /// Correct what was recorded wrongly
    ///
    /// Without `--set` or `--recount` the whole event is struck out. The old words stay in the record, marked as corrected
    /// or struck out, and the deadlines that depend on them are worked out again.
    Correct(correct::Args),
    /// Undo the last thing you recorded
    ///
    /// You are shown first what it is, and what changes if you undo it. The words stay in the record, marked as struck
    /// out.
    Undo(undo::Args),
    /// List disputes (open ones, unless you ask for others)
    List(list::Args),
    /// Show what is overdue, or due within 5 working days
    ///
    /// Due today is not overdue. An empty morning says so on standard error and prints nothing.
    Due(due::Args),
    /// Show what is waiting for you, or for somebody else: answers to give or to judge, praise to read, things to do
    Inbox(inbox::Args),
    /// Show what to go over in supervision: disputes without an answer, answers not accepted, actions to track
    Supervision(supervision::Args),
    /// Show a dispute: where it stands, what must happen next, and what is allowed
    Show(show::Args),
    /// Show everything that was recorded in a dispute
    Log(log::Args),
    /// Show how each date was reached, day by day
    Why(why::Args),
    /// Show the lead times around a review as dates, or when the next review must be held
    Review(review::Args),
    /// List the codes of the national return: legal status, placement, the child's part in a review
    Codes(codes::Args),
    /// Show a year's figures: disputes raised and closed, how far they went, how long they took, and what came of them
    ///
    /// Unless you ask for another period, it is the financial year that today is in, from 1 April. A period that isn't
    /// over, and a year to date, are compared with the same days of the year before; any other period with the one
    /// before it. `--against` names another.
    Report(report::Args),
    /// Write a dispute as its protocol's form, for the child's file
    ///
    /// Only the sections that were used are written. The letter to the child is a draft, in plain words: read it
    /// through, and say the concern in words that this child would use.
    Form(form::Args),
    /// Draft a message to whoever has to act, for your mail program
    ///
    /// It says what the dispute is about, what is asked for, by when and how that date was reached, in the protocol's
    /// words, and what reply is wanted. The child is in it by the case reference alone. Nothing is sent: the file opens
    /// in the mail program as a draft.
    Notice(notice::Args),
    /// Draft reminders to whoever has to act on what is overdue, or due within 5 working days
    ///
    /// One message for each dispute and person. Only one reminder a day is drafted for each deadline, whoever asks for
    /// it; what you have to do yourself is left out. Nothing is sent.
    Remind(remind::Args),
    /// List the e-mail addresses that drafts are written to; add or remove one
    ///
    /// Addresses are kept for roles or for people, in the store. A person's own address is used in preference to their
    /// role's.
    Addresses(addresses::Args),
    /// Write deadlines for a calendar, records for other programs, or everything on one child
    ///
    /// A calendar file can be imported again and again: each clock keeps its identity, and one that ended lately is
    /// cancelled in it. For a child, open and closed records and praise go into a new folder with a manifest.
    Export(export::Args),
    /// Import what other programs hold: the case system's list of children, a service's old log
    Import(import::Args),
    /// List, show, check and write protocols (each is a policy file)
    Policy(policy::Args),
    /// Count working days, list the bank holidays, note closing days
    Calendar(calendar::Args),
    /// Find every fault in every record and policy
    ///
    /// Nothing is changed. Errors are faults; warnings are things to look at, such as a date that would be different by
    /// today's calendar. Exits with 6 if there are errors.
    Check(check::Args),
    /// Look at the store itself: leftovers, permissions, folders, the ledger, the bank holidays
    ///
    /// Repairs only what can be repaired without deciding anything, and says what it did. A record that was edited by hand,
    /// or is gone, is never repaired: it can be accepted as it is, with a reason that stays in the record and in the ledger.
    Doctor(doctor::Args),
    /// Look after a store on a server: make it, see its SQL, let people in
    #[cfg(feature = "postgres")]
    Store(store::Args),
    /// Make an example store with disputes in every state, to look around in
    ///
    /// Its dates are relative to today, and nobody in it is real. The store must be a new or empty folder; nothing else is touched.
    Demo(demo::Args),
    /// List the records that have been kept for as long as they have to be
    ///
    /// The time is the authority's own, set with `iro init --retention-years`, and counts from the day a record ended. A
    /// record that is open is never past it.
    Retention(retention::Args),
    /// Permanently remove a record that has been kept for as long as it has to be
    ///
    /// A tombstone stays: the id, the dates, who removed it and why. Copies in backups, sync services and version control
    /// are not reached. Asks first; a script says `--yes`.
    Purge(purge::Args),
    /// Show each setting and where it comes from
    ///
    /// A flag goes before the environment, the environment before the config file of the store. `iro init` writes that file.
    Config(config::Args),
    /// Let your shell complete commands, ids, policies, stages, categories and duties
    ///
    /// Put the line for your shell where it is read at the start; `iro completions bash` prints what the line loads.
    Completions(completions::Args),
    /// Write the manual pages into a folder
    Man(man::Args),
    /// How `iro` ends, for scripts
    #[command(hide = true)]
    ExitCodes(topics::ExitCodes),
    /// What `iro` reads from the environment
    #[command(hide = true)]
    Environment(topics::Environment),
    /// How dates and times are written
    #[command(hide = true)]
    Dates(topics::Dates),
    /// Nothing but the name of the program.
    #[command(skip)]
    Morning,
}
