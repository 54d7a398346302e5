//! The store on a server. These tests need the feature `postgres`, and start a server of their own.

mod analysts;
mod backup;
mod by_hand;
mod commands;
mod copying;
mod pooler;
mod seat;
mod set_up_wrongly;
mod tls;
mod wire;
