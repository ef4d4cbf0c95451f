/** A main with the scripted engine, as a process that can be killed: `<folder> <audio> [retry [<model>] | wish <model>]`. Prints which models the transcript is of and what it says once it is done. */
import { join } from 'node:path'
import { secondsOf } from '../../../native-bridge/protocol/units.ts'
import { linesOf } from '../../contract/lines.ts'
import { startApp } from '../app.ts'
import { childProcessHost } from '../browser/child-process.ts'

const [folder = '', audio = '', what, model] = process.argv.slice(2)
const wish = what === 'wish' && model !== undefined ? { model, language: null } : null
const CLIENT = { id: 1 }
const started = await startApp({
	host: childProcessHost('cli'),
	dataDir: join(folder, 'data'),
	modelsDir: join(folder, 'models'),
	version: 'test',
	samplePath: null,
	engine: { id: 'scripted', model: 'played' },
	standby: false
})
if (!started.ok) throw new Error(started.problem.text)
const { handlers, feed } = started.value
let engine: number | null = null
feed.listen(({ event }) => {
	if (event.type !== 'process' || event.process.name !== 'engine' || event.process.pid === engine) return
	engine = event.process.pid
	if (engine !== null) console.log(`engine ${engine}`)
})
console.log('started')

const listed = await handlers['transcripts.list']({}, CLIENT)
if (listed.ok && listed.value.length === 0) await handlers['files.add-paths']({ paths: [audio], wish }, CLIENT)
for (let asked = false; ; ) {
	await new Promise(resolve => setTimeout(resolve, 10))
	const list = await handlers['transcripts.list']({}, CLIENT)
	const [job] = list.ok ? list.value : []
	if (job?.state !== 'done' || job.polishing !== null) continue
	const detail = await handlers['transcript.get']({ transcript: job.id }, CLIENT)
	if (!detail.ok) continue
	const { segments, edits, gaps } = detail.value
	const [gap] = gaps
	if (what === 'retry' && gap) {
		if (!asked) await handlers['gap.retry']({ transcript: job.id, from: gap.from, model }, CLIENT)
		asked = true
		continue
	}
	const pieces = [
		...linesOf(segments, new Map(edits.map(({ from, edit }) => [from, edit]))).map(({ from, text }) => ({ from, text })),
		...gaps.map(({ from, to, cause }) => ({ from, text: `[${secondsOf(from)}–${secondsOf(to)} ${cause}]` }))
	]
	console.log(`models ${[...new Set(segments.map(segment => segment.model))].join(' ')}`)
	console.log(
		`says ${pieces
			.sort((a, b) => a.from - b.from)
			.map(piece => piece.text)
			.join(' ')}`
	)
	break
}
await started.value.stop()
