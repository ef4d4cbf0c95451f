/** The program that tells speakers apart, as model.json names it. It writes no text: a model of it is none to transcribe with. */
export const SPEAKERS_ENGINE = 'sherpa-speakers'

/** The one kind of model that it loads: two networks. */
export const SPEAKERS_KIND = 'pyannote'

/** `segmentation` hears who of at most three speaks when, in ten seconds; `embedding` makes of somebody's speech a print of his voice. */
export const SPEAKERS_FILES = ['segmentation', 'embedding'] as const
