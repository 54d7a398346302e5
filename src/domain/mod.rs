//! The domain: values in, values out. No files, no clock, no environment, no printing.

pub mod calendar;
pub mod holidays;
pub mod limit;
pub mod time;
