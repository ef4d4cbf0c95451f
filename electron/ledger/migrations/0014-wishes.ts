/**
 * With which model and in which language a transcript is to be heard, where the user wished that for it (see `Wish`): NULL: as the settings say. And
 * the language that a pass was asked for in.
 */
export const wishes = `
ALTER TABLE transcripts ADD COLUMN wish_model TEXT;
ALTER TABLE transcripts ADD COLUMN wish_language TEXT;
ALTER TABLE second_passes ADD COLUMN language TEXT;
`
