/** Writes a ledger with one long recording: `<folder> <id> <words> <sentences as JSON>`. Prints how many paragraphs it has; each begins with its number. */
import { join } from 'node:path'
import { openLedger } from './open.ts'
import { recordingNamed, segmentOf } from './test-ledger.ts'
import { Transcripts } from './transcripts.ts'

const SAMPLES = 5 * 16_000

const [folder = '', id = '', words = '', said = ''] = process.argv.slice(2)
const sentences = JSON.parse(said) as string[]
const opened = openLedger(join(folder, 'ledger.sqlite'))
if (!opened.ok) throw new Error(opened.problem.text)
const { db } = opened.value
const ledger = new Transcripts(db)
ledger.add(recordingNamed(id, { title: 'A long meeting' }))
let n = 0
// At once: each for itself would be on disk before the next.
db.transaction(() => {
	for (let left = Number(words); left > 0; n++) {
		const text = `${n + 1}. ${sentences[n % sentences.length]}`
		left -= text.split(' ').length
		ledger.commitStep(id, { cursor: (n + 1) * SAMPLES, segment: segmentOf(n * SAMPLES, (n + 1) * SAMPLES, text), gap: null }, 'test', 0)
	}
})()
ledger.saveJob(id, { state: 'done', samples: n * SAMPLES, ended: true })
db.close()
process.stdout.write(String(n))
