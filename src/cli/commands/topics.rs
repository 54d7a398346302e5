//! Help on topics that concern every command: exit codes, the environment, dates. `iro help TOPIC` shows them.

use crate::cli::context::Context;
use crate::cli::error::Failure;

const EXIT_CODES: &str = "How `iro` ends, for scripts

    0  done
    1  something failed: a file that can't be read or written, a damaged record,
       a date outside the years that the calendar covers (1995 to 2040)
    2  wrong usage: an unknown flag, a missing one, a date that can't be read
    3  refused by the policy or by the dispute's state; nothing was changed. The
       message names the rule, its clause, and the flag that overrides it, if
       there is one
    4  no such dispute, policy, stage, role, duty, category, clock, ground or
       field, or more than one that fits
    5  the store is busy, or the record changed meanwhile; nothing was changed:
       try again
    6  `check` or `policy check` found errors; `policy audit --exit-code` or
       `doctor --exit-code` has findings
    7  it was done, and could not be reported: standard output is closed or
       full, or the disk did not confirm that it was saved. The message says
       what was recorded; do not give the command again
   10  only `due --exit-code`: something is listed
  130  stopped with Ctrl-C; nothing was written

Under `--json` an error is one document on standard error:
{\"error\": {\"code\", \"message\", \"rules\", \"source\", \"hint\",
\"unmet\", \"faults\"}}.";

const ENVIRONMENT: &str = "What `iro` reads from the environment

  A flag goes before a variable, a variable before the config file.
  `iro config` shows which settings apply, and where each comes from.

  IRO_DATA_DIR     the store, as --data-dir
  IRO_STORE        the address of a store on a server, as --store; in a build
                   with PostgreSQL
  IRO_POLICY_DIR   a folder with more policies, as --policy-dir
  IRO_USER         who is doing this, as --user; without it the config file,
                   then the login name
  IRO_AS_OF        the moment to look from, as --as-of; commands that change
                   something take it as now
  NO_COLOR         set to anything: no colours. CLICOLOR_FORCE=1: colours even
                   in a pipe
  COLUMNS          how wide tables may be, where the terminal doesn't say
  VISUAL, EDITOR   the editor for long texts
  PAGER            what shows long output page by page at a terminal, instead of
                   less; `cat` or --no-pager for none
  IRO_COMPLETE     used by the shell's completion alone";

const DATES: &str = "How dates and times are written

  2026-03-02              a day: four digits, two, two
  2026-03-02T10:15        a time of that day in London
  2026-03-02T10:15+00:00  the same with its offset; needed only in the hour that
                          comes twice when the clocks go back
  2 March 2026            the same day in words, also `2 Mar 2026`; the weekday
                          before it and a time after it may stay, so that what
                          `iro` prints can be typed: Mon 2 March 2026 10:15
  2026-03-02 10:15        a space will do for the T
  today, yesterday        also: tomorrow, where a date may be in the future
  monday .. sunday        the latest one, today included; for what is to come,
                          the next one
  last friday, 3 days ago, next monday, in 2 weeks
                          how far it is from today; in days, weeks or months
  yesterday 3pm, 10:15    a time beside any day, or of today; and as people say
                          it: Sunday 15.00, 29th November 2026

  Stretches of days, for `--period`, and for `--from` and `--to`, which take the
  first and the last day of one:
  this week, last month, this quarter, last year, last financial year
  March 2026, 2026-03, 2026-Q1 (January to March), 2026,
  2026/27 (from 1 April), 2026/27-Q1 (April to June)

  --on     when something happened (changes); now, if you say nothing. Not in
           the future, and not before the latest step that moved the dispute:
           raised, escalated, ended, reopened, or taken to the complaints
           procedure.
           Anything else may be recorded in any order, and counts from when it
           happened.
  --as-of  from when to look (reading).

  The day of an event doesn't count; the next working day is day one. Working
  days are Monday to Friday without the bank holidays of England and Wales (or
  of Scotland or Northern Ireland, where the policy says so) and the closing
  days of your store (`iro calendar`). Hours run through nights and weekends.
  Due today is not overdue. `iro why ID` shows how each date was reached,
  `iro calendar add` counts one out.";

#[derive(Debug, clap::Args)]
#[command(override_help = EXIT_CODES)]
pub struct ExitCodes {}

#[derive(Debug, clap::Args)]
#[command(override_help = ENVIRONMENT)]
pub struct Environment {}

#[derive(Debug, clap::Args)]
#[command(override_help = DATES)]
pub struct Dates {}

pub fn exit_codes(ctx: &mut Context) -> Result<(), Failure> {
    ctx.console.say_long(EXIT_CODES)
}

pub fn environment(ctx: &mut Context) -> Result<(), Failure> {
    ctx.console.say_long(ENVIRONMENT)
}

pub fn dates(ctx: &mut Context) -> Result<(), Failure> {
    ctx.console.say_long(DATES)
}
