-- Who may do what. Nobody needs to be the owner for daily work.
--   iro_read   looks: every table, no change
--   iro_write  raises, answers, escalates: adds evidence, changes none
--   iro_keep   writes, and keeps policies, settings and closing days
--   iro_purge  writes, and removes records whose time is over
-- The roles are of the whole server; give them to logins: GRANT iro_write TO jbloggs;

DO $$
DECLARE
    wanted text;
BEGIN
    FOREACH wanted IN ARRAY ARRAY['iro_read', 'iro_write', 'iro_keep', 'iro_purge'] LOOP
        IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = wanted) THEN
            BEGIN
                EXECUTE format('CREATE ROLE %I NOLOGIN', wanted);
            EXCEPTION WHEN duplicate_object OR unique_violation THEN
                NULL; -- made meanwhile, for another database
            END;
        END IF;
    END LOOP;
    -- Whoever makes a second store on the server may well not give the roles, and need not.
    IF NOT pg_catalog.pg_has_role('iro_write', 'iro_read', 'MEMBER') THEN
        GRANT iro_read TO iro_write;
    END IF;
    IF NOT pg_catalog.pg_has_role('iro_keep', 'iro_write', 'MEMBER') THEN
        GRANT iro_write TO iro_keep;
    END IF;
    IF NOT pg_catalog.pg_has_role('iro_purge', 'iro_write', 'MEMBER') THEN
        GRANT iro_write TO iro_purge;
    END IF;
END
$$;

GRANT USAGE ON SCHEMA iro TO iro_read;
GRANT SELECT ON ALL TABLES IN SCHEMA iro TO iro_read;

-- `typed_by` and `typed_at` are left out of what may be given.
GRANT INSERT (id, number, format, body, digest) ON iro.record TO iro_write;
GRANT INSERT (record, number, body, sealed, prev, digest, write_id) ON iro.event TO iro_write;
GRANT INSERT (line, borne, body, record, write_id) ON iro.ledger TO iro_write;
GRANT INSERT (name, version, bytes, write_id) ON iro.kept TO iro_write;
GRANT UPDATE (line, borne) ON iro.tip TO iro_write;
GRANT INSERT, UPDATE ON iro.head TO iro_write;
GRANT INSERT, UPDATE, DELETE ON iro.memo TO iro_write;
GRANT INSERT, UPDATE, DELETE ON iro.person TO iro_keep;
GRANT INSERT (record, body) ON iro.tombstone TO iro_purge;
GRANT DELETE ON iro.record, iro.event, iro.original, iro.head TO iro_purge;

-- A writer keeps only the text of the policy that a dispute is raised under; the rest is for iro_keep.
ALTER TABLE iro.kept ENABLE ROW LEVEL SECURITY;
CREATE POLICY everybody_reads ON iro.kept FOR SELECT USING (true);
CREATE POLICY keepers_keep ON iro.kept FOR INSERT TO iro_keep WITH CHECK (true);
CREATE POLICY writers_keep_as_raised ON iro.kept FOR INSERT TO iro_write WITH CHECK (name LIKE 'policies/kept/%');

-- Evidence stays, for the owner too; what has a tombstone may go.
CREATE FUNCTION iro.stays() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF EXISTS (SELECT FROM iro.tombstone WHERE record = (to_jsonb(OLD) ->> TG_ARGV[0])::bigint) THEN
            RETURN OLD;
        END IF;
    END IF;
    RAISE EXCEPTION '%.% is only ever added to', TG_TABLE_SCHEMA, TG_TABLE_NAME USING ERRCODE = '42501';
END
$$;

CREATE TRIGGER stays BEFORE UPDATE OR DELETE ON iro.record FOR EACH ROW EXECUTE FUNCTION iro.stays('id');
CREATE TRIGGER stays BEFORE UPDATE OR DELETE ON iro.event FOR EACH ROW EXECUTE FUNCTION iro.stays('record');
CREATE TRIGGER stays BEFORE UPDATE OR DELETE ON iro.original FOR EACH ROW EXECUTE FUNCTION iro.stays('record');
CREATE TRIGGER stays BEFORE UPDATE OR DELETE ON iro.ledger FOR EACH ROW EXECUTE FUNCTION iro.stays('none');
CREATE TRIGGER stays BEFORE UPDATE OR DELETE ON iro.tombstone FOR EACH ROW EXECUTE FUNCTION iro.stays('none');
CREATE TRIGGER stays BEFORE UPDATE OR DELETE ON iro.kept FOR EACH ROW EXECUTE FUNCTION iro.stays('none');
CREATE TRIGGER all_stay BEFORE TRUNCATE ON iro.record FOR EACH STATEMENT EXECUTE FUNCTION iro.stays('none');
CREATE TRIGGER all_stay BEFORE TRUNCATE ON iro.event FOR EACH STATEMENT EXECUTE FUNCTION iro.stays('none');
CREATE TRIGGER all_stay BEFORE TRUNCATE ON iro.original FOR EACH STATEMENT EXECUTE FUNCTION iro.stays('none');
CREATE TRIGGER all_stay BEFORE TRUNCATE ON iro.ledger FOR EACH STATEMENT EXECUTE FUNCTION iro.stays('none');
CREATE TRIGGER all_stay BEFORE TRUNCATE ON iro.tombstone FOR EACH STATEMENT EXECUTE FUNCTION iro.stays('none');
CREATE TRIGGER all_stay BEFORE TRUNCATE ON iro.kept FOR EACH STATEMENT EXECUTE FUNCTION iro.stays('none');
