/** What the user keeps in order by. tags: [text], as the user wrote them. */
export const organising = `
ALTER TABLE transcripts ADD COLUMN favourite INTEGER NOT NULL DEFAULT 0;
ALTER TABLE transcripts ADD COLUMN tags TEXT NOT NULL DEFAULT '[]';
`
