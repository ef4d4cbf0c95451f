/**
 * The second pass over a recording that has ended: how far it came, and its text until all of it is there. What it is kept by goes with it.
 * around: ranges [[from, to], …] that a user's own text stands for, as they were when it began; NULL until then.
 */
export const secondPasses = `
CREATE TABLE second_passes (
  transcript TEXT PRIMARY KEY REFERENCES transcripts (id) ON DELETE CASCADE,
  cursor INTEGER NOT NULL DEFAULT 0,
  around TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE draft_segments (
  transcript TEXT NOT NULL REFERENCES second_passes (transcript) ON DELETE CASCADE,
  from_sample INTEGER NOT NULL,
  to_sample INTEGER NOT NULL,
  text TEXT NOT NULL,
  words TEXT NOT NULL,
  times TEXT NOT NULL,
  confidence REAL,
  language TEXT NOT NULL,
  model TEXT NOT NULL,
  guards TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (transcript, from_sample)
) STRICT, WITHOUT ROWID;

CREATE TABLE draft_gaps (
  transcript TEXT NOT NULL REFERENCES second_passes (transcript) ON DELETE CASCADE,
  from_sample INTEGER NOT NULL,
  to_sample INTEGER NOT NULL,
  cause TEXT NOT NULL,
  PRIMARY KEY (transcript, from_sample, cause)
) STRICT, WITHOUT ROWID;
`
