//! Protocols of somebody's own, and the commands that read, write and try policy files.

pub mod audit;
pub mod counting;
pub mod facts;
pub mod language;
pub mod mistakes;
pub mod own_answers;
pub mod own_answers_awaited;
pub mod own_chains;
pub mod own_commands;
pub mod own_conditions;
pub mod own_dates;
pub mod own_duties;
pub mod own_ends;
pub mod own_ladders;
pub mod own_limits;
pub mod own_lists;
pub mod own_protocol;
pub mod own_rehearsals;
pub mod own_spans;
pub mod own_starts;
pub mod policy_new;
pub mod policy_show;
pub mod referral_reach;
pub mod rehearsal;
pub mod without_effect;
pub mod worded;
