-- One store of `iro` in one database. Everything is in the schema `iro`; nothing else is touched.
-- Evidence is only ever added to: `record`, `event`, `ledger`, `tombstone`, `kept`, `original`.
-- What can be worked out again from it at any time: `head`, `memo`. The one row of `tip` is the lock of every writer.

DO $$
BEGIN
    IF current_setting('server_encoding') <> 'UTF8' THEN
        RAISE EXCEPTION 'the database keeps text in %, and a store needs UTF8', current_setting('server_encoding')
            USING ERRCODE = '0A000', HINT = 'Make one with: createdb -E UTF8 -T template0 NAME';
    END IF;
END
$$;

CREATE SCHEMA iro;

-- Which layout this is.
CREATE TABLE iro.schema_version (
    version      integer PRIMARY KEY,
    installed_by text NOT NULL DEFAULT session_user,
    installed_at timestamptz NOT NULL DEFAULT now()
);

-- The header of a record. `body` is, to the byte, what `digest` (SHA-256) is taken of.
CREATE TABLE iro.record (
    id     bigint PRIMARY KEY,                    -- year * 1000000000 + number: 2026000000042 is 2026-0042
    number integer NOT NULL,
    format integer NOT NULL,
    body   text NOT NULL,                         -- JSON without blanks, keys in the order of their bytes
    digest text NOT NULL
);
CREATE INDEX record_number ON iro.record (number);

-- One thing that happened. `body` holds `prev`, the digest of the event before it, so that each vouches for the last.
CREATE TABLE iro.event (
    record   bigint NOT NULL REFERENCES iro.record (id),
    number   integer NOT NULL CHECK (number > 0),
    body     text NOT NULL,
    sealed   boolean NOT NULL,                    -- false: written by a version that did not note `prev`
    prev     text NOT NULL,
    digest   text NOT NULL,
    write_id text NOT NULL,                       -- of the command that wrote it
    typed_by text NOT NULL DEFAULT session_user,  -- the login; nobody but the owner can give another
    typed_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (record, number)
);

-- One line for each write: how many events a record then had, and the digest of the last.
CREATE TABLE iro.ledger (
    line     bigint PRIMARY KEY,
    borne    text NOT NULL UNIQUE,                -- digest of the line before and of `body`
    body     text NOT NULL,
    record   bigint NOT NULL,                     -- 0: of no one record
    write_id text NOT NULL
);
CREATE INDEX ledger_write_id ON iro.ledger (write_id);
CREATE INDEX ledger_record ON iro.ledger (record);

-- What stays of a record that was removed when its time was over.
CREATE TABLE iro.tombstone (
    record   bigint PRIMARY KEY,
    body     text NOT NULL,
    typed_by text NOT NULL DEFAULT session_user,
    typed_at timestamptz NOT NULL DEFAULT now()
);

-- Settings, closing days, bank holidays and policies, each version of each. The highest version counts.
CREATE TABLE iro.kept (
    name     text NOT NULL,                       -- config.yaml, closing-days.yaml, policies/anytown.yaml
    version  integer NOT NULL CHECK (version > 0),
    bytes    bytea NOT NULL,
    write_id text NOT NULL,
    typed_by text NOT NULL DEFAULT session_user,
    typed_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (name, version)
);
CREATE INDEX kept_write_id ON iro.kept (write_id);

-- The file of a record that somebody had edited by hand before it was copied in, as it was then.
CREATE TABLE iro.original (
    record bigint PRIMARY KEY REFERENCES iro.record (id),
    events integer NOT NULL,                      -- how many of its events are in the file
    bytes  bytea NOT NULL
);

-- Whose name a login types under.
CREATE TABLE iro.person (
    login text PRIMARY KEY,
    name  text NOT NULL
);

-- The last line of the ledger. Whoever writes locks this row first: one writer at a time.
CREATE TABLE iro.tip (
    one   boolean PRIMARY KEY DEFAULT true CHECK (one),
    line  bigint NOT NULL,
    borne text NOT NULL
);
INSERT INTO iro.tip (line, borne) VALUES (0, '00000000000000000000000000000000');

-- Where each record stands, so that lists need not read events.
CREATE TABLE iro.head (
    record bigint PRIMARY KEY REFERENCES iro.record (id),
    events integer NOT NULL,
    digest text NOT NULL,
    filed  text NOT NULL CHECK (filed IN ('open', 'owing', 'closed'))
);
CREATE INDEX head_waiting ON iro.head (record) WHERE filed <> 'closed';

-- What programs remember of records. A row counts only while `digest` is the head's; deleting all of it costs time and
-- changes no answer. `basis` stands for the program, the policies and the calendar that a row goes by.
CREATE TABLE iro.memo (
    basis        bigint NOT NULL,
    record       bigint NOT NULL REFERENCES iro.record (id) ON DELETE CASCADE,
    digest       text NOT NULL,
    kind         text NOT NULL,
    raised_on    date NOT NULL,
    closed_on    date,
    due          date,                            -- the earliest date that binds
    earliest     date,                            -- the earliest date of any clock
    waits        boolean NOT NULL,
    dateless     boolean NOT NULL,
    changed      text,                            -- how its policy was changed since, under the same version
    written_from date NOT NULL,
    written_to   date NOT NULL,
    holds_from   date NOT NULL,
    holds_to     date NOT NULL,
    over_on      date,
    child        bigint NOT NULL,                 -- a sum, not the reference
    view         bytea NOT NULL,
    learnt_at    timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (record, basis)
);

INSERT INTO iro.schema_version (version) VALUES (1);
