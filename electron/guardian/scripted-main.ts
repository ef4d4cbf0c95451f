/** A main for the guardian's tests: each life acts as the next word of `--lives` says, and the last word repeats. */
import { appendFileSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { Breadcrumbs } from '../../native-bridge/worker/breadcrumbs.ts'

const { data = '', lives = '' } = parseArgs({ options: { data: { type: 'string' }, lives: { type: 'string' } } }).values
const started = join(data, 'started')
appendFileSync(started, '.')
const script = lives.split(' ')
const act = script[readFileSync(started).length - 1] ?? script.at(-1)

let hung = false
process.on('message', (message: { n: number }) => {
	if (!hung) process.send?.({ type: 'pong', n: message.n, rss: 1, cpu: 1 })
})
const ready = () => {
	mkdirSync(join(data, 'crumbs'), { recursive: true })
	new Breadcrumbs(join(data, 'crumbs', 'main.crumb')).leave('serving', null)
	process.send?.({ type: 'ready' })
}
const end = (code: number) => process.send?.({ type: 'ending' }, () => process.exit(code))

switch (act) {
	case 'serve':
		process.on('SIGTERM', () => end(3))
		ready()
		break
	case 'end':
		ready()
		end(4)
		break
	case 'again':
		ready()
		process.send?.({ type: 'ending', again: true }, () => process.exit(0))
		break
	case 'move': {
		const moving = setInterval(() => process.send?.({ type: 'moving' }), 200)
		setTimeout(() => {
			clearInterval(moving)
			ready()
			end(4)
		}, 2_500)
		break
	}
	case 'refuse':
		end(1)
		break
	case 'deaf':
		process.on('SIGTERM', () => {})
		ready()
		break
	case 'silent':
		ready()
		hung = true
		break
	case 'babble':
		ready()
		process.send?.({ type: 'hm' })
		break
	case 'throw':
		ready()
		setImmediate(() => {
			throw new TypeError('told to')
		})
		break
	case 'slow-start':
		setInterval(() => {}, 1_000)
		break
	case 'die':
		process.exit(9)
		break
	default:
		ready()
		process.kill(process.pid, act as NodeJS.Signals)
}
