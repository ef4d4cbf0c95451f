import assert from 'node:assert/strict'
import { test } from 'node:test'
import { seeded } from '../../native-bridge/protocol/test-random.ts'
import { type ChildEvent, initialChild, transition } from './machine.ts'
import {
	beat,
	boundary,
	exited,
	produced,
	ready,
	restart,
	showEffects,
	showState,
	spawned,
	spec,
	start,
	stop,
	timer,
	unfit,
	violation,
	weighed
} from './test-child.ts'

for (const seed of [1, 2, 3, 4, 5]) {
	test(`never has two processes, never forks by itself once given up, and tells each end once: 4,000 random events, seed ${seed}`, () => {
		const random = seeded(seed)
		const steps: string[] = []
		let state = initialChild(0)
		/** Lives whose process exists, as an outsider counts them. */
		const living = new Set<number>()
		let told = 0
		let at = 0
		for (let n = 0; n < 4_000; n++) {
			at += random.pick([0, 1, 50, 900, 1_000, 5_000, 20_000])
			const life = Math.max(0, state.life - random.pick([0, 0, 0, 0, 1]))
			const event = random.pick<() => ChildEvent>([
				() => start(at),
				() => stop(at),
				() => restart(at),
				() => spawned(at, life),
				() => ready(at, life),
				() => ready(at, life),
				() => beat(at, random.below(2) === 0, life, random.pick([null, null, { forMs: 20_000, audioMs: 1_000 }])),
				() => weighed(at, random.pick([1, 1, 101, 101, 201]), life),
				() => boundary(at, life),
				() => produced(at, life),
				() => violation(at, life),
				() => unfit(at, life),
				() => timer(random.pick(['ready', 'beat', 'backoff', 'shutdown']), at, life),
				// Only what lives can end.
				() => exited(at, random.pick([...living, life])),
				() => exited(at, random.pick([...living, life]), random.below(2) === 0, random.pick([0, 1_500]))
			])()
			const before = state
			const [next, effects] = transition(spec, state, event)
			state = next
			steps.push(
				`${n} ${event.type}${'life' in event ? ` ${event.life}` : ''} at ${at} -> ${showState(state)} ${showEffects(effects).join()}`
			)
			const story = () => steps.slice(-12).join('\n')

			const ends = effects.filter(effect => effect.type === 'died' || effect.type === 'ended').length
			const ended = event.type === 'exited' && living.delete(event.life)
			assert.equal(ends, ended ? 1 : 0, `one end told for each process that ended\n${story()}`)
			told += ends
			for (const effect of effects) {
				if (effect.type !== 'fork') continue
				living.add(effect.life)
				const asked = event.type === 'start' || event.type === 'restart'
				assert.ok(before.kind !== 'gave-up' || asked, `forked by itself although given up\n${story()}`)
			}
			assert.ok(living.size <= 1, `two processes\n${story()}`)
			assert.equal(state.alive, living.size === 1, `knows whether its process lives\n${story()}`)
			assert.equal(state.life - living.size, told, `every fork ends once\n${story()}`)
			if (state.alive && state.kind === 'stopped') assert.fail(`stopped, and alive\n${story()}`)
		}
	})
}
