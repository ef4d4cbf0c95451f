import assert from 'node:assert/strict'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { folderFor } from '../../native-bridge/journal/test-folder.ts'
import { openLog } from '../../native-bridge/log/log.ts'
import { ok } from '../../native-bridge/protocol/problem.ts'
import type { ProcessHealth } from '../contract/processes.ts'
import type { Hearer } from '../models/hearer.ts'
import { SpeedsFile } from '../models/speeds-file.ts'
import { SpeedTest } from './speed-test.ts'

const tiny = { id: 'tiny', name: 'Tiny' } as Hearer
const loading = (name: string) => ({ name, role: 'engine', state: 'starting' }) as ProcessHealth

function measuring(context: TestContext) {
	const folder = folderFor(context)
	const calls: string[] = []
	const processes: ProcessHealth[] = []
	const speeds = new SpeedTest({
		engine: {
			...{ start: () => calls.push('start'), letGo: () => calls.push('let go'), isAway: () => false, send: () => {} },
			...{ loadMs: () => 1, silentFailure: () => null }
		},
		...{ models: () => [tiny], hearer: () => ok(tiny), roomFor: () => ok(null) },
		...{ sample: { path: join(folder, 'sample.wav'), samples: 16_000 }, kept: new SpeedsFile(join(folder, 'speeds.json')) },
		...{ transcripts: () => [], processes: () => processes },
		...{ emit: () => {}, log: openLog(folder, 'main'), version: 'test', now: () => 0 }
	})
	return { speeds, processes, calls }
}

test('nothing is measured while a model is loaded', context => {
	const { speeds, processes, calls } = measuring(context)
	processes.push(loading('engine-next'))
	const refused = speeds.ask(null)
	assert.deepEqual([refused.ok || refused.problem.code, calls], ['speed-loading', []])
})

test('an engine that begins to load another model ends the measuring; its own loading does not', context => {
	const { speeds, calls } = measuring(context)
	assert.ok(speeds.ask(null).ok)
	speeds.processNoticed(loading('engine-measured'))
	assert.deepEqual(calls, ['start'])
	speeds.processNoticed(loading('engine-next'))
	assert.deepEqual([calls, speeds.now.stopped?.code], [['start', 'let go'], 'speed-stopped-loading'])
})
