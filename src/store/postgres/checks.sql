-- What may be added. A row that is not as the program writes it would be found afterwards, but could never be changed.
-- Rows that are there are left as they are: NOT VALID.

ALTER TABLE iro.record
    ADD CONSTRAINT record_id CHECK (id = id / 1000000000 * 1000000000 + number AND number > 0 AND id / 1000000000 > 0) NOT VALID,
    ADD CONSTRAINT record_body CHECK (json_typeof(body::json) = 'object') NOT VALID,
    ADD CONSTRAINT record_digest CHECK (digest ~ '^[0-9a-f]{64}$') NOT VALID;
ALTER TABLE iro.event
    ADD CONSTRAINT event_body CHECK (json_typeof(body::json) = 'object') NOT VALID,
    ADD CONSTRAINT event_digest CHECK (digest ~ '^[0-9a-f]{64}$' AND prev ~ '^[0-9a-f]{64}$') NOT VALID;
ALTER TABLE iro.tombstone
    ADD CONSTRAINT tombstone_body CHECK (body::json ->> 'id' IS NOT DISTINCT FROM iro.shown(record)) NOT VALID;

-- A line of the ledger follows the last one. An unfinished copy brings lines as they were elsewhere.
CREATE FUNCTION iro.follows() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
DECLARE
    last_line bigint;
    last_borne text;
BEGIN
    SELECT line, borne INTO last_line, last_borne FROM iro.ledger ORDER BY line DESC LIMIT 1;
    IF NEW.line = coalesce(last_line, 0) + 1 AND NEW.borne = left(encode(sha256(convert_to(
           coalesce(last_borne, repeat('0', 32)) || ' ' || NEW.body, 'UTF8')), 'hex'), 32) THEN
        RETURN NEW;
    END IF;
    IF (SELECT octet_length(bytes) > 0 FROM iro.kept WHERE name = 'copying' ORDER BY version DESC LIMIT 1) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'line % of the ledger does not follow the last one', NEW.line USING ERRCODE = '23514';
END
$$;

CREATE TRIGGER follows BEFORE INSERT ON iro.ledger FOR EACH ROW EXECUTE FUNCTION iro.follows();

INSERT INTO iro.schema_version (version) VALUES (4);
