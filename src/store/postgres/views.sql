-- Views for analysts, for a reporting tool that reads tables: disputes, their clocks, the answers to them. They show what
-- programs last worked out of each record, and nothing that people wrote in their own words.

-- What the views show of a record, in JSON; in a table that can be emptied at any time.
ALTER TABLE iro.memo ADD COLUMN facts jsonb;

-- An id as people write it: 2026-0042.
CREATE FUNCTION iro.shown(id bigint) RETURNS text LANGUAGE sql IMMUTABLE SET search_path = pg_catalog AS $$
    SELECT (id / 1000000000)::text || '-' || lpad(n, greatest(4, length(n)), '0')
    FROM (SELECT (id % 1000000000)::text AS n) number
$$;

-- Today, where the days of these protocols are counted.
CREATE FUNCTION iro.today() RETURNS date LANGUAGE sql STABLE SET search_path = pg_catalog AS $$
    SELECT (now() AT TIME ZONE 'Europe/London')::date
$$;

-- Whether the date of a clock is past: at its time of day where it has one, else when the day is over.
CREATE FUNCTION iro.is_past(clock jsonb) RETURNS boolean LANGUAGE sql STABLE SET search_path = pg_catalog AS $$
    SELECT CASE WHEN clock ->> 'due_at' IS NULL THEN (clock ->> 'due')::date < iro.today()
                ELSE (clock ->> 'due_at')::timestamptz < now() END
$$;

-- What is known of records as they are today. Of one that was written to since, or that is another one today, nothing is
-- known until a program has looked at it again.
CREATE VIEW iro.worked_out AS
SELECT DISTINCT ON (m.record) m.record, m.facts, m.learnt_at
FROM iro.memo m JOIN iro.head h ON h.record = m.record AND h.digest = m.digest
WHERE m.facts IS NOT NULL
  AND iro.today() BETWEEN m.holds_from AND m.holds_to
ORDER BY m.record, m.learnt_at DESC;

-- Every dispute there is. Where `worked_out_at` is empty, only the columns up to `is_open` are filled.
CREATE VIEW iro.dispute AS
SELECT iro.shown(r.id)                              AS id,
       r.body::jsonb ->> 'child'                    AS child,
       r.body::jsonb ->> 'policy'                   AS policy,
       r.body::jsonb ->> 'policy_version'           AS policy_version,
       coalesce(h.filed = 'open', true)             AS is_open,
       (w.facts ->> 'raised_on')::date              AS raised_on,
       w.facts ->> 'iro'                            AS iro,
       w.facts ->> 'team'                           AS team,
       w.facts ->> 'case_type'                      AS case_type,
       w.facts ->> 'legal_status'                   AS legal_status,
       w.facts ->> 'impact_level'                   AS impact_level,
       (SELECT string_agg(one, '; ' ORDER BY place)
        FROM jsonb_array_elements_text(w.facts -> 'categories') WITH ORDINALITY each (one, place)) AS categories,
       w.facts ->> 'stage'                          AS stage,
       w.facts ->> 'stage_title'                    AS stage_title,
       (w.facts ->> 'formal')::boolean              AS formal,
       w.facts ->> 'status'                         AS status,
       w.facts ->> 'waiting_on'                     AS waiting_on,
       (w.facts ->> 'due')::date                    AS due,
       EXISTS (SELECT FROM jsonb_array_elements(w.facts -> 'clocks') c
               WHERE c ->> 'state' = 'running' AND c ->> 'strength' <> 'advisory' AND iro.is_past(c)) AS overdue,
       (w.facts ->> 'closed_on')::date              AS closed_on,
       w.facts ->> 'result'                         AS result,
       jsonb_array_length(w.facts -> 'repeat_of') > 0 AS is_repeat,
       (w.facts ->> 'referred_on')::date            AS referred_on,
       w.learnt_at                                  AS worked_out_at
FROM iro.record r
LEFT JOIN iro.head h ON h.record = r.id
LEFT JOIN iro.worked_out w ON w.record = r.id
WHERE r.body::jsonb ->> 'kind' = 'dispute';

-- Every clock of these disputes: the date that was given, the date in force, how it ended.
CREATE VIEW iro.clock AS
SELECT iro.shown(w.record)                          AS dispute,
       c ->> 'clock'                                AS clock,
       c ->> 'stage'                                AS stage,
       c ->> 'label'                                AS label,
       c ->> 'role'                                 AS role,
       c ->> 'limit'                                AS time_limit,
       c ->> 'strength'                             AS strength,
       (c ->> 'started')::date                      AS started,
       (c ->> 'original_due')::date                 AS original_due,
       (c ->> 'due')::date                          AS due,
       (c ->> 'due_at')::timestamptz                AS due_at,
       c ->> 'state'                                AS state,
       (c ->> 'ended')::date                        AS ended,
       CASE c ->> 'state' WHEN 'running' THEN iro.is_past(c) ELSE (c ->> 'late')::boolean END AS late
FROM iro.worked_out w, jsonb_array_elements(w.facts -> 'clocks') c;

-- Every answer to these disputes, at any stage; not its text.
CREATE VIEW iro.answer AS
SELECT iro.shown(w.record)                          AS dispute,
       (a ->> 'event')::integer                     AS event,
       a ->> 'stage'                                AS stage,
       (a ->> 'on')::date                           AS answered_on,
       a ->> 'role'                                 AS role,
       a ->> 'name'                                 AS name,
       a ->> 'barrier'                              AS barrier
FROM iro.worked_out w, jsonb_array_elements(w.facts -> 'answers') a;

-- For a login that reads these views and nothing else: no concern, no answer, no note.
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'iro_analyse') THEN
        CREATE ROLE iro_analyse NOLOGIN;
    END IF;
END
$$;

GRANT USAGE ON SCHEMA iro TO iro_analyse;
GRANT SELECT ON iro.dispute, iro.clock, iro.answer TO iro_analyse, iro_read;
GRANT SELECT ON iro.worked_out TO iro_read;

INSERT INTO iro.schema_version (version) VALUES (2);
