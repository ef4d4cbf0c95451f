/** Files that kill the decoder, with real processes. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DECODERS } from '../../../native-bridge/decode/registry.ts'
import { secondsOf } from '../../../native-bridge/protocol/units.ts'
import { childProcessHost } from '../browser/child-process.ts'
import type { Host } from '../host.ts'
import { appFor, words } from './test-app.ts'

/** The real host, whose decoders abort once they have sent a message of that type. */
function abortingAfter(type: 'opened' | 'decoded'): Host {
	const host = childProcessHost('cli')
	const script = `const send=process.send.bind(process);process.send=(m,...r)=>{const sent=send(m,...r);if(m.type==='${type}')process.abort();return(sent)}`
	return {
		...host,
		forkWorker: (entry, label, env, events) => {
			const options = entry === 'decode' ? { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(script)}` } : {}
			return host.forkWorker(entry, label, { ...env, ...options }, events)
		}
	}
}

test('a file over which every decoder dies in the middle: what was read is transcribed, with a notice', {
	timeout: 60_000
}, async context => {
	const app = await appFor(context, { stepSeconds: 1 }, 'off', { host: abortingAfter('decoded') })
	const id = await app.drop(120)
	const done = await app.over(id)
	assert.equal(done.state, 'done')
	assert.ok(done.samples > 0 && done.samples < 120 * 16_000, `${done.samples} samples`)
	assert.equal(await app.told(id), words(0, Math.ceil(secondsOf(done.samples))))
	assert.deepEqual(
		done.notices.map(notice => notice.code),
		['worker-died-here']
	)
	const deaths = await app.deaths()
	assert.deepEqual(
		deaths.map(({ role, signal, crumb, jobs }) => [role, signal, crumb?.activity, jobs.map(job => job.outcome)]),
		Array.from({ length: deaths.length }, () => ['decoder', 'SIGABRT', 'decoding-file', ['continued']])
	)
	assert.ok(deaths.length >= 2 * DECODERS.length, `each had two tries: ${deaths.length}`)
})

test('a file over which every decoder dies before it reads anything fails with a sentence, and nobody is held', {
	timeout: 90_000
}, async context => {
	const app = await appFor(context, {}, 'off', { host: abortingAfter('opened') })
	const id = await app.drop(4)
	const failed = await app.over(id, 60_000)
	assert.equal(failed.state, 'failed')
	assert.match(failed.problem?.text ?? '', /\w+.*\./)
	assert.equal((await app.deaths()).length, 2 * DECODERS.length)
	assert.notEqual(
		(await app.wait('the decoder', event => event.type === 'process' && event.process.name === 'decoder' && event.process)).state,
		'gave-up'
	)
})
