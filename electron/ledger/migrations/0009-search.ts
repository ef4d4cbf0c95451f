/**
 * Everything said, to be searched: one row of `said` for each segment's text as it reads now, in the transaction that writes the segment, whoever
 * writes it. `searchable` is ours (see `open.ts`). The index keeps no text: it stands in `segments`. `said_todo`: transcripts from before there was
 * an index, which are taken in little by little (see `Search.catchUp`).
 */
export const search = `
CREATE VIRTUAL TABLE said USING fts5(text, content='', contentless_delete=1, prefix='1 2 3', tokenize='unicode61 remove_diacritics 2');
CREATE TABLE said_rows (
  id INTEGER PRIMARY KEY,
  transcript TEXT NOT NULL,
  from_sample INTEGER NOT NULL,
  UNIQUE (transcript, from_sample)
) STRICT;
CREATE TABLE said_todo (transcript TEXT PRIMARY KEY REFERENCES transcripts (id) ON DELETE CASCADE) STRICT, WITHOUT ROWID;
INSERT INTO said_todo SELECT id FROM transcripts;

CREATE TRIGGER said_added AFTER INSERT ON segments BEGIN
  INSERT INTO said_rows (transcript, from_sample) VALUES (new.transcript, new.from_sample);
  INSERT INTO said (rowid, text) VALUES (last_insert_rowid(), searchable(coalesce(new.edited_text, new.text)));
END;
CREATE TRIGGER said_removed AFTER DELETE ON segments BEGIN
  DELETE FROM said WHERE rowid = (SELECT id FROM said_rows WHERE transcript = old.transcript AND from_sample = old.from_sample);
  DELETE FROM said_rows WHERE transcript = old.transcript AND from_sample = old.from_sample;
END;
CREATE TRIGGER said_changed AFTER UPDATE OF text, edited_text ON segments BEGIN
  UPDATE said SET text = searchable(coalesce(new.edited_text, new.text))
    WHERE rowid = (SELECT id FROM said_rows WHERE transcript = old.transcript AND from_sample = old.from_sample);
END;
`
