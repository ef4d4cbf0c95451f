/** Marks, and recordings of more than one channel: each channel is a transcript with a journal and a job of its own. */
export const recordings = `
ALTER TABLE transcripts ADD COLUMN part_of TEXT REFERENCES transcripts (id) ON DELETE CASCADE;
ALTER TABLE transcripts ADD COLUMN channel TEXT;
ALTER TABLE transcripts ADD COLUMN offset_samples INTEGER NOT NULL DEFAULT 0;
-- The page's own id of the microphone, for a page that goes on with the recording.
ALTER TABLE transcripts ADD COLUMN microphone TEXT;
CREATE INDEX transcripts_parts ON transcripts (part_of) WHERE part_of IS NOT NULL;

CREATE TABLE marks (
  id TEXT PRIMARY KEY,
  transcript TEXT NOT NULL REFERENCES transcripts (id) ON DELETE CASCADE,
  kind TEXT NOT NULL,
  sample INTEGER NOT NULL,
  ms REAL,
  note TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX marks_by_transcript ON marks (transcript, sample);
`
