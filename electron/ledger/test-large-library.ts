/** Writes a library as somebody has it after years: `<folder> <transcripts> <segments of each>`. */
import { join } from 'node:path'
import { seeded } from '../../native-bridge/protocol/test-random.ts'
import { openLedger } from './open.ts'
import { fileNamed, segmentOf } from './test-ledger.ts'
import { Transcripts } from './transcripts.ts'

const SAMPLES = 5 * 16_000
const HOUR_MS = 3_600_000
const VOCABULARY = 20_000
const SYLLABLES = ['ba', 'ke', 'lo', 'mi', 'ru', 'sta', 'ten', 'vor', 'qua', 'shi', 'per', 'con', 'al', 'dre', 'fin']

const [folder = '', transcripts = '', segments = ''] = process.argv.slice(2)
const random = seeded(1)
const vocabulary = Array.from({ length: VOCABULARY }, () =>
	Array.from({ length: 2 + random.below(3) }, () => SYLLABLES[random.below(SYLLABLES.length)]).join('')
)
// A few words are everywhere, most are rare, as in real text.
const word = () => vocabulary[Math.floor(VOCABULARY * (random.below(1_000_000) / 1_000_000) ** 4)] ?? ''
const opened = openLedger(join(folder, 'ledger.sqlite'))
if (!opened.ok) throw new Error(opened.problem.text)
const { db } = opened.value
const ledger = new Transcripts(db)
for (let n = 0; n < Number(transcripts); n++) {
	const id = `${n.toString(16).padStart(8, '0')}-0000-4000-8000-000000000000`
	// At once: each for itself would be on disk before the next.
	db.transaction(() => {
		const createdAt = Date.now() - (Number(transcripts) - n) * HOUR_MS
		ledger.add(fileNamed(id, { title: `${word()} ${word()} ${n}`, createdAt }))
		for (let s = 0; s < Number(segments); s++) {
			const text = Array.from({ length: 13 }, word).join(' ') + (n % 20 === 0 && s === 0 ? ' 我们讨论预算' : '')
			const segment = segmentOf(s * SAMPLES, (s + 1) * SAMPLES, text)
			ledger.commitStep(id, { cursor: (s + 1) * SAMPLES, segment, gap: null }, 'bench', 0)
		}
		ledger.saveJob(id, { state: 'done', samples: Number(segments) * SAMPLES, ended: true })
	})()
}
db.close()
