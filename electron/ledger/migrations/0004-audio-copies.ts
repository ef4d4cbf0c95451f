/**
 * What is to become of a recording's audio. `copy`: an Opus copy is to be made beside the journal. `replace`: made, and then the journal goes.
 * `replaced`: the copy is all there is, and a journal that lies beside it is somebody's for a while. NULL: it stays as it is.
 */
export const audioCopies = `
ALTER TABLE transcripts ADD COLUMN audio_plan TEXT;
CREATE INDEX transcripts_to_copy ON transcripts (audio_plan) WHERE audio_plan IS NOT NULL;
`
