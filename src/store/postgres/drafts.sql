-- Which reminders were drafted, so that nobody is written to twice a day: whoever writes notes it.
CREATE POLICY writers_note_drafts ON iro.kept FOR INSERT TO iro_write WITH CHECK (name = 'drafts.yaml');

INSERT INTO iro.schema_version (version) VALUES (7);
