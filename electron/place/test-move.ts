/**
 * A Holdfast that does nothing but move: `<home> <to> <die after so many steps, 0: never>`, as often as it is started. It dies by a real SIGKILL, and prints
 * the steps it went, then `library <folder>` when nothing is left to do.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { ok } from '../../native-bridge/protocol/problem.ts'
import type { AppEvent } from '../contract/events.ts'
import { Mover } from './mover.ts'
import { readPlace } from './place-file.ts'
import { settle } from './settle.ts'

const [home = '', to = '', most = '0'] = process.argv.slice(2)
let steps = 0
const step = (name: string) => {
	steps++
	console.log(`step ${name}`)
	if (steps === Number(most)) process.kill(process.pid, 'SIGKILL')
}
for (;;) {
	const placed = await settle(home, {
		lock: () => () => {},
		close: () => ok(null),
		settled: () => ok(null),
		alive: () => step('settling'),
		step
	})
	if (!placed.ok) throw new Error(placed.problem.text)
	const { seat, library } = placed.value
	let over: (() => void) | undefined
	const told = (event: AppEvent) => {
		if (event.type === 'notice') console.log(`notice ${event.problem.code}`)
		if (event.type !== 'move') return
		step(event.move?.stage ?? 'over')
		if (event.move === null) over?.()
	}
	const ended = new Promise<'over' | 'again'>(resolve => {
		over = () => resolve('over')
		const log = { info() {}, warn() {} }
		const mover = new Mover({
			seat,
			library,
			written: text => text,
			isRecording: () => false,
			watched: () => null,
			hasRoom: () => true,
			lock: () => () => {},
			emit: told,
			restart: () => resolve('again'),
			log,
			idleMs: 0
		})
		const before = readPlace(seat)
		mover.start()
		if (before?.move === null || (before === null && library === to)) resolve('over')
		if (before === null && library !== to)
			void mover.move(to).then(begun => {
				if (!begun.ok) throw new Error(begun.problem.text)
			})
	})
	// Nothing else keeps it from ending.
	const alive = setInterval(() => {}, 1_000)
	const how = await ended
	clearInterval(alive)
	if (how === 'over') {
		console.log(`library ${library}`)
		break
	}
	await sleep(1)
}
