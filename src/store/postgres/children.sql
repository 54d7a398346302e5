-- A child's records are found without looking at all of them: by the digits of the reference, which are the same however
-- it is typed, and among those in which another child was put in place. Of a header with other characters than those of
-- ASCII the key is NULL. What is found is looked at by the program: it may be of another child.

CREATE INDEX record_child ON iro.record ((
    CASE WHEN octet_length(body) > char_length(body) OR strpos(body, '\') > 0 THEN NULL
         ELSE coalesce(regexp_replace(substring(body from '"child":"([^"]*)"'), '[^0-9]', '', 'g'), '') END
));
CREATE INDEX event_child ON iro.event (record)
    WHERE body LIKE '%"event":"corrected"%"child":%';

-- Names of kept files are paths in a folder, once the store is copied into one.
ALTER TABLE iro.kept ADD CONSTRAINT kept_name
    CHECK (name !~ '(^|/)[.]{0,2}(/|$)' AND strpos(name, '\') = 0 AND strpos(name, ':') = 0) NOT VALID;

INSERT INTO iro.schema_version (version) VALUES (3);
