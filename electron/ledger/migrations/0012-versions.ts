/**
 * Texts that others took the place of, because somebody wanted the transcript heard again with another model. body: {segments, edits, gaps}, each
 * as its table has it; gaps: those that an engine left. at: when it was put aside.
 */
export const versions = `
CREATE TABLE versions (
  id TEXT PRIMARY KEY,
  transcript TEXT NOT NULL REFERENCES transcripts (id) ON DELETE CASCADE,
  at INTEGER NOT NULL,
  model TEXT,
  language TEXT,
  words INTEGER NOT NULL,
  edited INTEGER NOT NULL,
  body TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX versions_of_transcript ON versions (transcript, at);
`
