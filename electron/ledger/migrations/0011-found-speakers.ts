/**
 * Who speaks where, as voices told: turns [[from, to, speaker], …], by place, beside the segments, so that they hold for any text of that audio.
 * before: the turns before the last search, for undo; NULL before the first. asked_at, count: a search under way or to come; count NULL: as many as
 * are found. called: how they are called until the user names them.
 */
export const foundSpeakers = `
CREATE TABLE found_speakers (
  transcript TEXT PRIMARY KEY REFERENCES transcripts (id) ON DELETE CASCADE,
  turns TEXT NOT NULL DEFAULT '[]',
  before TEXT,
  asked_at INTEGER,
  count INTEGER,
  called TEXT NOT NULL DEFAULT 'Speaker #'
) STRICT, WITHOUT ROWID;
`
