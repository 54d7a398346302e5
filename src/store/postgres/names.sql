-- A name that a login typed under before it was changed, so that its earlier events are not taken for a colleague's.
ALTER TABLE iro.person ADD COLUMN earlier text[] NOT NULL DEFAULT '{}';

-- What programs before this version worked out lacks what the view shows now.
DELETE FROM iro.memo;

-- Every dispute there is. Where `worked_out_at` is empty, only the id, the policy and `is_open` are filled:
-- a child's reference may have been corrected, and what was typed first may be another child's.
CREATE OR REPLACE VIEW iro.dispute AS
SELECT iro.shown(r.id)                              AS id,
       w.facts ->> 'child'                          AS child,
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
       (SELECT string_agg(one, '|' ORDER BY place)
        FROM jsonb_array_elements_text(w.facts -> 'waiting_on') WITH ORDINALITY each (one, place)) AS waiting_on,
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

INSERT INTO iro.schema_version (version) VALUES (6);
