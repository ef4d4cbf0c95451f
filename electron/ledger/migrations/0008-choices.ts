/**
 * Which of its file's sound a transcript is of, where that was chosen: the place of a track, and of one of its channels, as in
 * `SourceFacts.tracks`; NULL: the track that the file marks, and all its channels mixed.
 */
export const choices = `
ALTER TABLE transcripts ADD COLUMN source_track INTEGER;
ALTER TABLE transcripts ADD COLUMN source_channel INTEGER;
`
