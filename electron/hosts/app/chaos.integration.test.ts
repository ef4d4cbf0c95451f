/** Random kills, restarts and changes of mind while a recording and files are transcribed: every word is there once, and all end. */
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { test } from 'node:test'
import { seeded } from '../../../native-bridge/protocol/test-random.ts'
import { appFor, words } from './test-app.ts'

/** Each step takes a moment, so that most kills hit one. */
const SLOWLY = Array.from({ length: 150 }, (_, n) => ({ at: n * 2, does: { kind: 'dawdle' as const, ms: 30 } }))
const RECORDED = 150
const FILES = [90, 60, 30]

for (const seed of [1, 2, 3]) {
	test(`a recording and three files under random kills, seed ${seed}`, { timeout: 120_000 }, async context => {
		const random = seeded(seed)
		const app = await appFor(context, { deeds: SLOWLY }, 'on')
		await app.pid('engine')
		const recording = await app.record()
		const files = []
		for (const [n, seconds] of FILES.entries()) files.push(await app.drop(seconds, `${n}.wav`))
		const steps: string[] = []
		const pids = new Set<number>()
		let speaking = true
		const spoken = recording.speak(RECORDED).then(() => {
			speaking = false
		})
		while (speaking) {
			await new Promise(resolve => setTimeout(resolve, random.pick([50, 200, 600, 1_200])))
			const living = new Map<string, number>()
			for (const event of app.events)
				if (event.type === 'process' && event.process.name !== 'main') {
					// One that is killed while it loads, again and again, is held: that is another test.
					const isUp = event.process.state === 'ready' || event.process.state === 'busy'
					if (event.process.pid === null || !isUp) living.delete(event.process.name)
					else living.set(event.process.name, event.process.pid)
				}
			for (const pid of living.values()) pids.add(pid)
			const what = random.pick(['kill', 'kill', 'kill', 'both', 'restart', 'standby'])
			steps.push(what)
			if (what === 'standby') await app.ask('settings.set', { standby: random.pick(['on', 'off', 'auto']) })
			else if (what === 'restart') await app.ask('process.restart', { name: random.pick(['engine', 'decoder']) })
			else
				for (const pid of what === 'both' ? living.values() : [random.pick([...living.values()])])
					try {
						if (pid !== undefined) process.kill(pid, 'SIGKILL')
					} catch {
						// It was gone already.
					}
		}
		await spoken
		await recording.stop()
		const story = () => `after ${steps.join(', ')}`
		for (const id of [recording.id, ...files]) assert.equal((await app.over(id, 60_000)).state, 'done', story())
		for (const [n, id] of [recording.id, ...files].entries())
			assert.equal(await app.told(id), words(0, [RECORDED, ...FILES][n] ?? 0), `transcript ${n} ${story()}`)
		const deaths = await app.deaths()
		assert.ok(deaths.length > 0, story())
		for (const death of deaths) assert.equal(death.wordsLost, 0)
		await app.stop()
		if (process.platform === 'linux')
			assert.deepEqual(
				[...pids].filter(pid => existsSync(`/proc/${pid}`)),
				[],
				'a worker was left over'
			)
	})
}
