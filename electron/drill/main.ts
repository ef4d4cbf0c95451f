/** The fire drill as a process: prints its table, or tells its parent where there is one. Exit code 1 when anything was lost. */
import { parseArgs } from 'node:util'
import type { Drill } from '../contract/drill.ts'
import { defaultModelsDir, samplePath } from '../hosts/installation.ts'
import { holdDrill } from './drill.ts'
import { ProcessStage } from './process-stage.ts'
import { tableEnd, tableLine } from './table.ts'

const { values: args } = parseArgs({
	options: { models: { type: 'string', default: defaultModelsDir }, only: { type: 'string' } }
})
const end = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => end.abort())
process.on('disconnect', () => end.abort())

const shown = new Set<string>()
function told(drill: Drill): void {
	if (process.send) {
		if (process.connected) process.send(drill)
		return
	}
	for (const result of drill.results) {
		if (shown.has(result.way) || result.state === 'waiting' || result.state === 'running') continue
		shown.add(result.way)
		console.log(tableLine(result))
	}
}

const sample = samplePath()
if (sample === null) {
	console.error('The sample is not part of this installation, so there is nothing to hold a drill with.')
	process.exit(1)
}
const { only } = args
const options = {
	open: () => ProcessStage.open({ modelsDir: args.models, samplePath: sample }),
	...(only === undefined ? {} : { only: (way: { id: string }) => way.id.includes(only) })
}
const drill = await holdDrill(options, told, end.signal)
if (!process.send) console.log(tableEnd(drill))
process.exit(drill.state === 'passed' ? 0 : 1)
