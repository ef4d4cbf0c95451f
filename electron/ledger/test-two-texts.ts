/** Writes a ledger with one transcript that the model `first` has heard and then `second`: `<folder> <id> <segments>`. Each says its model and its number. */
import { join } from 'node:path'
import { openLedger } from './open.ts'
import { SecondPasses } from './second-passes.ts'
import { fileNamed, segmentOf } from './test-ledger.ts'
import { Transcripts } from './transcripts.ts'

const [folder = '', id = '', segments = ''] = process.argv.slice(2)
const opened = openLedger(join(folder, 'ledger.sqlite'))
if (!opened.ok) throw new Error(opened.problem.text)
const { db } = opened.value
const [ledger, passes] = [new Transcripts(db), new SecondPasses(db)]
const texts = (word: string) => Array.from({ length: Number(segments) }, (_, n) => segmentOf(n * 100, n * 100 + 100, `${word} ${n}`))
// At once: each for itself would be on disk before the next.
db.transaction(() => {
	ledger.add(fileNamed(id))
	for (const segment of texts('first')) ledger.commitStep(id, { cursor: segment.to, segment, gap: null }, 'first', 1)
	ledger.saveJob(id, { state: 'done', samples: Number(segments) * 100, ended: true })
	passes.ask(id, 'second')
	passes.begin(id)
	for (const segment of texts('second')) passes.commitStep(id, { cursor: segment.to, segment, gap: null }, 'second', 2)
	passes.replace(id, 3)
})()
db.close()
