/**
 * What the user made of a segment stands beside it, as a whole (contract/lines.ts, `Edit`), and goes with it; so does it in the index, which takes a
 * segment's text as it reads now. `searchable_edit` is ours (see `open.ts`). Names of who speaks: [{id, name}], of the whole recording.
 */
export const edits = `
CREATE TABLE edits (
  transcript TEXT NOT NULL,
  from_sample INTEGER NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (transcript, from_sample),
  FOREIGN KEY (transcript, from_sample) REFERENCES segments (transcript, from_sample) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
INSERT INTO edits SELECT transcript, from_sample,
  json_object('pieces', json_array(json_object('text', edited_text, 'speaker', NULL)), 'joined', json('false'))
  FROM segments WHERE edited_text IS NOT NULL;

DROP TRIGGER said_added;
DROP TRIGGER said_changed;
ALTER TABLE segments DROP COLUMN edited_text;
ALTER TABLE transcripts ADD COLUMN speakers TEXT NOT NULL DEFAULT '[]';

CREATE TRIGGER said_added AFTER INSERT ON segments BEGIN
  INSERT INTO said_rows (transcript, from_sample) VALUES (new.transcript, new.from_sample);
  INSERT INTO said (rowid, text) VALUES (last_insert_rowid(), searchable(new.text));
END;
CREATE TRIGGER said_written AFTER INSERT ON edits BEGIN
  UPDATE said SET text = searchable_edit(new.body)
    WHERE rowid = (SELECT id FROM said_rows WHERE transcript = new.transcript AND from_sample = new.from_sample);
END;
CREATE TRIGGER said_rewritten AFTER UPDATE ON edits BEGIN
  UPDATE said SET text = searchable_edit(new.body)
    WHERE rowid = (SELECT id FROM said_rows WHERE transcript = new.transcript AND from_sample = new.from_sample);
END;
CREATE TRIGGER said_unwritten AFTER DELETE ON edits WHEN EXISTS
  (SELECT 1 FROM segments WHERE transcript = old.transcript AND from_sample = old.from_sample) BEGIN
  UPDATE said SET text = searchable((SELECT text FROM segments WHERE transcript = old.transcript AND from_sample = old.from_sample))
    WHERE rowid = (SELECT id FROM said_rows WHERE transcript = old.transcript AND from_sample = old.from_sample);
END;
`
