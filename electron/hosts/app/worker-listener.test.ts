import assert from 'node:assert/strict'
import { test } from 'node:test'
import { workerListener } from './worker-listener.ts'

/** Whoever is told of something notes which, in order. */
function noting(name: string, said: string[]): never {
	return new Proxy({}, { get: (_, what) => () => void said.push(`${name}.${String(what)}`) }) as never
}

function listening() {
	const said: string[] = []
	const named = (name: string) => () => noting(name, said)
	return {
		said,
		listener: workerListener({
			...{ emit: () => {}, recorder: noting('recorder', said), titleOf: () => '', load: () => null },
			...{ modelSwitch: named('switch'), supervisor: named('supervisor'), runner: named('runner'), speakers: named('speakers') },
			...{ speedTest: named('speed'), audio: named('audio') }
		})
	}
}

test('when another model can’t be loaded, work is given to whoever waited for it, as soon as it is known what the engine has', () => {
	const { listener, said } = listening()
	listener.notChanged('engine', null)
	assert.deepEqual(said, ['recorder.noSuccessor', 'switch.failed', 'runner.memoryFreed'])
})

test('a process that has ended has given its memory back, and who waited for that is told', () => {
	const { listener, said } = listening()
	listener.changed({ name: 'engine-standby', state: 'stopping' } as never)
	assert.deepEqual(said.splice(0), ['speed.processNoticed'])
	listener.changed({ name: 'engine-standby', state: 'stopped' } as never)
	assert.deepEqual(said, ['speed.processNoticed', 'switch.memoryFreed', 'runner.memoryFreed'])
})
