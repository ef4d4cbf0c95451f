/**
 * What a file was when it was added: bytes, time of its last change (ms), and what tells its content from any other (see `intake/fingerprint.ts`);
 * NULL where nobody could look. And what landed in the watched folder: a file that stands here was seen; `due`: its text is still to be
 * written beside it.
 */
export const sources = `
ALTER TABLE transcripts ADD COLUMN source_bytes INTEGER;
ALTER TABLE transcripts ADD COLUMN source_changed_at INTEGER;
ALTER TABLE transcripts ADD COLUMN source_fingerprint TEXT;
CREATE INDEX transcripts_by_source_bytes ON transcripts (source_bytes) WHERE source_bytes IS NOT NULL;
CREATE INDEX transcripts_by_source_path ON transcripts (source_path) WHERE source_path IS NOT NULL;

CREATE TABLE landed (
  path TEXT PRIMARY KEY,
  bytes INTEGER NOT NULL,
  changed_at INTEGER NOT NULL,
  transcript TEXT REFERENCES transcripts (id) ON DELETE SET NULL,
  due INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE INDEX landed_due ON landed (due) WHERE due = 1;
CREATE INDEX landed_by_transcript ON landed (transcript) WHERE transcript IS NOT NULL;

-- The folder that was looked through when it was chosen: what was in it then had not landed. At most one.
CREATE TABLE watched (folder TEXT NOT NULL) STRICT;
`
