-- An event follows the last one of its record, and its digest is that of its text. One that does not would make the record
-- unreadable, or be found for ever, and nobody could take it away. An unfinished copy brings events as they were elsewhere.

CREATE FUNCTION iro.follows_in_record() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    IF (NEW.number = 1 OR EXISTS (SELECT FROM iro.event
            WHERE record = NEW.record AND number = NEW.number - 1 AND digest = NEW.prev))
       AND NEW.digest = encode(sha256(convert_to(NEW.body, 'UTF8')), 'hex')
       AND strpos(NEW.body, '"number":' || NEW.number || ',') > 0 AND strpos(NEW.body, '"prev":"' || NEW.prev || '"') > 0 THEN
        RETURN NEW;
    END IF;
    IF (SELECT octet_length(bytes) > 0 FROM iro.kept WHERE name = 'copying' ORDER BY version DESC LIMIT 1) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'event % of % does not follow the last one', NEW.number, iro.shown(NEW.record) USING ERRCODE = '23514';
END
$$;

CREATE TRIGGER follows BEFORE INSERT ON iro.event FOR EACH ROW EXECUTE FUNCTION iro.follows_in_record();

INSERT INTO iro.schema_version (version) VALUES (5);
