/**
 * The queue: places are asked for by their order, and those of files that are added or moved lie apart from each other (see `Queue`). A second
 * pass that the user asked for with a model of their choice (its id); NULL: one that comes by itself after a recording.
 */
export const queue = `
CREATE INDEX jobs_by_place ON jobs (place);
ALTER TABLE second_passes ADD COLUMN model TEXT;
`
