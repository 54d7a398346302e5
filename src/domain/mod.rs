//! The domain: values in, values out. No files, no clock, no environment, no printing.

pub mod limit;
pub mod time;
