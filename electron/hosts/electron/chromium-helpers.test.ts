import assert from 'node:assert/strict'
import { EventEmitter } from 'node:events'
import { mock, test } from 'node:test'
import type { Details, ProcessMetric } from 'electron'
import type { ProcessGone } from '../process-gone.ts'
import { watchHelpers } from './chromium-helpers.ts'

test('deaths of Chromium’s own helpers are told, with who they were and who took their place; our workers’ and clean ends are not', () => {
	mock.timers.enable({ apis: ['setTimeout', 'setInterval'] })
	const seen: (ProcessGone | string)[] = []
	let metrics: Partial<ProcessMetric>[] = [
		{ type: 'Browser', pid: 1, creationTime: 100 },
		{ type: 'GPU', pid: 2, creationTime: 200 },
		{ type: 'Utility', name: 'Audio Service', pid: 3, creationTime: 300 }
	]
	const app = Object.assign(new EventEmitter(), { getAppMetrics: () => metrics as ProcessMetric[] })
	const unwatch = watchHelpers({
		app,
		platform: 'linux',
		gone: gone => `exit ${seen.push(gone)}`,
		back: (exit, pid) => seen.push(`${exit} back as ${pid}`),
		graphicsDied: () => seen.push('graphics died')
	})
	const dies = (details: Details) => app.emit('child-process-gone', {}, details)

	dies({ type: 'Utility', reason: 'crashed', exitCode: 11, serviceName: 'node.mojom.NodeService', name: 'engine#1' })
	dies({ type: 'Utility', reason: 'clean-exit', exitCode: 0, serviceName: 'network.mojom.NetworkService', name: 'Network Service' })
	assert.deepEqual(seen, [])

	dies({ type: 'GPU', reason: 'crashed', exitCode: 139 })
	metrics = metrics.map(metric => (metric.type === 'GPU' ? { ...metric, pid: 12 } : metric))
	mock.timers.tick(1_000)
	const facts = { code: null, ntstatus: null, neverStarted: false }
	const graphics = {
		role: 'gpu',
		label: 'GPU#1',
		pid: 2,
		startedAt: 200,
		facts: { ...facts, pid: 2, signal: 'SIGSEGV', reason: 'crashed, core written' },
		killedFor: null,
		recovery: 'restarted by Chromium'
	}
	assert.deepEqual(seen, [graphics, 'graphics died', 'exit 1 back as 12'])

	seen.length = 0
	dies({ type: 'Utility', reason: 'killed', exitCode: 9, serviceName: 'audio.mojom.AudioService', name: 'Audio Service' })
	mock.timers.tick(1_000)
	const audio = {
		...graphics,
		label: 'Audio Service#1',
		pid: 3,
		startedAt: 300,
		facts: { ...facts, pid: 3, signal: 'SIGKILL', reason: 'killed' }
	}
	assert.deepEqual(seen, [audio], 'it is not in the list again yet')
	unwatch()
	dies({ type: 'GPU', reason: 'killed', exitCode: 9 })
	assert.equal(seen.length, 1, 'at our own end nothing is a death')
	mock.timers.reset()
})
