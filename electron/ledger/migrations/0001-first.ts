/** Transcripts with their segments and gaps, jobs with their cursors, process lives and deaths. */
export const first = `
CREATE TABLE transcripts (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('recording', 'file')),
  title TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  source_name TEXT,
  source_path TEXT,
  source_facts TEXT,
  device TEXT,
  model TEXT,
  language TEXT,
  notices TEXT NOT NULL DEFAULT '[]',
  words INTEGER NOT NULL DEFAULT 0,
  deleted_at INTEGER
) STRICT;

-- One a transcript. samples: in the journal when last looked; ended: no more will come; cursor: all before it is settled.
CREATE TABLE jobs (
  transcript TEXT PRIMARY KEY REFERENCES transcripts (id) ON DELETE CASCADE,
  state TEXT NOT NULL,
  samples INTEGER NOT NULL DEFAULT 0,
  ended INTEGER NOT NULL DEFAULT 0,
  cursor INTEGER NOT NULL DEFAULT 0,
  place INTEGER NOT NULL,
  problem TEXT
) STRICT;

CREATE TABLE segments (
  transcript TEXT NOT NULL REFERENCES transcripts (id) ON DELETE CASCADE,
  seq INTEGER NOT NULL,
  from_sample INTEGER NOT NULL,
  to_sample INTEGER NOT NULL,
  text TEXT NOT NULL,
  edited_text TEXT,
  words TEXT NOT NULL,
  times TEXT NOT NULL,
  confidence REAL,
  language TEXT NOT NULL,
  model TEXT NOT NULL,
  guards TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (transcript, seq)
) STRICT, WITHOUT ROWID;
-- The same audio can't become text twice, whatever else goes wrong.
CREATE UNIQUE INDEX segments_once ON segments (transcript, from_sample);

CREATE TABLE gaps (
  transcript TEXT NOT NULL REFERENCES transcripts (id) ON DELETE CASCADE,
  from_sample INTEGER NOT NULL,
  to_sample INTEGER NOT NULL,
  cause TEXT NOT NULL,
  PRIMARY KEY (transcript, from_sample, cause)
) STRICT, WITHOUT ROWID;

CREATE TABLE lives (
  id TEXT PRIMARY KEY,
  role TEXT NOT NULL,
  name TEXT NOT NULL,
  pid INTEGER,
  started_at INTEGER NOT NULL,
  ended_at INTEGER,
  exit TEXT
) STRICT;
CREATE INDEX lives_by_time ON lives (started_at);

-- The record is one JSON document (contract/records.ts, ExitRecord); the columns beside it are what is searched by.
CREATE TABLE exits (
  id TEXT PRIMARY KEY,
  at INTEGER NOT NULL,
  role TEXT NOT NULL,
  signature TEXT NOT NULL,
  record TEXT NOT NULL
) STRICT;
CREATE INDEX exits_by_time ON exits (at);

CREATE TABLE exit_jobs (
  exit TEXT NOT NULL REFERENCES exits (id) ON DELETE CASCADE,
  transcript TEXT NOT NULL,
  sample INTEGER NOT NULL,
  PRIMARY KEY (exit, transcript)
) STRICT, WITHOUT ROWID;
CREATE INDEX exit_jobs_by_transcript ON exit_jobs (transcript);
`
