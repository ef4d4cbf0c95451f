/**
 * What is asked about all deaths at once, without reading their records: over 10,000 records of 20 kB, groups and figures took
 * 600 ms each, in which main does nothing else. Real columns: from an index over generated ones SQLite still reads each record.
 * REAL, for the record's numbers are JavaScript's: an INTEGER here would refuse a record over a fraction.
 */
export const exitFigures = `
ALTER TABLE exits ADD COLUMN recovered_ms REAL;
ALTER TABLE exits ADD COLUMN words_lost REAL NOT NULL DEFAULT 0;
ALTER TABLE exits ADD COLUMN audio_lost REAL NOT NULL DEFAULT 0;
ALTER TABLE exits ADD COLUMN dump TEXT;
UPDATE exits SET
  recovered_ms = json_extract(record, '$.restarted.readyAfterMs'),
  words_lost = json_extract(record, '$.wordsLost'),
  audio_lost = json_extract(record, '$.audioLost'),
  dump = json_extract(record, '$.dump');

CREATE INDEX exits_by_signature ON exits (signature, at);
CREATE INDEX exits_figures ON exits (recovered_ms, words_lost, audio_lost);
CREATE INDEX exits_with_dump ON exits (at, dump) WHERE dump IS NOT NULL;
`
