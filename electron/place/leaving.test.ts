import assert from 'node:assert/strict'
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { folderFor } from '../../native-bridge/journal/test-folder.ts'
import { fail, ok } from '../../native-bridge/protocol/problem.ts'
import type { AppEvent } from '../contract/events.ts'
import { takeLock } from '../ledger/lock.ts'
import { prepareTarget } from './arriving.ts'
import { moveFailed } from './failure.ts'
import { lookUp } from './look-up.ts'
import { Mover, type MoverDependencies } from './mover.ts'
import { LOCK_FILE, readPlace, writePlace } from './place-file.ts'
import { type SettleDependencies, settle } from './settle.ts'

const SETTLING: SettleDependencies = { lock: takeLock, close: () => ok(null), settled: () => ok(null), alive: () => {} }

function put(folder: string, files: Readonly<Record<string, string>>): void {
	for (const [name, text] of Object.entries(files)) {
		mkdirSync(dirname(join(folder, name)), { recursive: true })
		writeFileSync(join(folder, name), text)
		utimesSync(join(folder, name), 1_000, 1_000)
	}
}

function namesUnder(folder: string): string[] {
	if (!existsSync(folder)) return []
	const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
	return entries
		.filter(entry => !entry.isDirectory())
		.map(entry => join(entry.parentPath, entry.name).slice(folder.length + 1))
		.sort()
}

/** A library in `from`, to which `home` leads, and a folder `to` that is not there. */
async function setUp(context: TestContext, files: Readonly<Record<string, string>> = {}) {
	const root = folderFor(context)
	const [home, from, to] = ['home', 'from', 'to'].map(name => join(root, name)) as [string, string, string]
	mkdirSync(home)
	put(from, { 'ledger.sqlite': 'texts', 'audio/a.wav': 'sound', 'models/m/model': 'net', ...files })
	await writePlace(home, { library: from, move: null })
	return { root, home, from, to }
}

/** A life of Holdfast that holds the library of `home`: what it told, and when nothing moves any more or it wants to start again. */
function live(home: string, some: Partial<MoverDependencies> = {}) {
	const found = lookUp(home)
	assert.ok(found.ok)
	const told: AppEvent[] = []
	let rest: () => void
	const resting = new Promise<void>(resolve => {
		rest = resolve
	})
	const mover = new Mover({
		...{ seat: found.value.seat, library: found.value.library, written: text => text, isRecording: () => false, watched: () => null },
		...{ hasRoom: () => true, lock: takeLock, log: { info() {}, warn() {} }, idleMs: 0, restart: () => rest() },
		emit: event => {
			told.push(event)
			if (event.type === 'move' && event.move === null) rest()
		},
		...some
	})
	const notices = () => told.flatMap(event => (event.type === 'notice' ? [event.problem.code] : []))
	return { mover, resting, notices }
}

/** Up to where Holdfast has ended, so that the rest can be copied. */
async function finishing(context: TestContext, files: Readonly<Record<string, string>> = {}) {
	const world = await setUp(context, files)
	const { home, from, to } = world
	await prepareTarget(to, true)
	await writePlace(home, { library: from, move: { stage: 'finishing', from, to, made: true, problem: null } })
	return world
}

/** Up to where the new folder is in use and the old one is still whole. */
async function switched(context: TestContext, files: Readonly<Record<string, string>> = {}) {
	const world = await finishing(context, files)
	const placed = await settle(world.home, SETTLING)
	assert.ok(placed.ok)
	assert.equal(placed.value.library, world.to)
	placed.value.release()
	return world
}

/** The next life deletes the old folder, or tells why not. */
async function deleting(home: string): Promise<string[]> {
	const { mover, resting, notices } = live(home)
	mover.start()
	await resting
	return notices()
}

const codeOf = (home: string) => {
	const found = lookUp(home)
	return found.ok ? found.value.library : found.problem.code
}

test('the old folder goes whole, with what leads away from it', async context => {
	const { home, from, to } = await switched(context, {
		'window.json.part': '{',
		'cache/code/x': 'made anew',
		'chromium/Cache/x': 'made anew'
	})
	assert.equal(codeOf(from), to)
	assert.deepEqual(await deleting(home), [])
	assert.equal(existsSync(from), false)
	assert.deepEqual(namesUnder(to), ['audio/a.wav', 'ledger.sqlite', 'models/m/model'])
})

test('nobody opens the folder by its own name while the rest is copied out of it, and is led on afterwards', async context => {
	const { home, from, to } = await finishing(context)
	const seen: (boolean | null)[] = []
	const copied = { ...SETTLING, step: () => seen.push(takeLock(join(from, LOCK_FILE), 0) === null) }
	const placed = await settle(home, copied)
	assert.ok(placed.ok)
	assert.deepEqual(seen, [true, true, true])
	assert.equal(codeOf(from), to)
	placed.value.release()
})

test('who came first to the folder by its own name keeps it, and nothing is copied until then', async context => {
	const { home, from, to } = await finishing(context)
	const other = takeLock(join(from, LOCK_FILE), 0)
	const lock = (path: string) => takeLock(path, 0)
	const refused = await settle(home, { ...SETTLING, lock })
	assert.equal(refused.ok ? 'settled' : refused.problem.code, 'already-running')
	assert.equal(existsSync(join(to, 'ledger.sqlite')), false)
	other?.()
	const placed = await settle(home, { ...SETTLING, lock })
	assert.ok(placed.ok && placed.value.library === to)
	placed.value.release()
})

const uses: readonly [what: string, (from: string, to: string) => void][] = [
	['a file came', from => put(from, { 'audio/new.wav': 'recorded since' })],
	['the ledger has grown', from => appendFileSync(join(from, 'ledger.sqlite'), ' and more')],
	['the ledger was written in place', from => utimesSync(join(from, 'ledger.sqlite'), 2_000, 2_000)],
	['a write-ahead log lies there', from => put(from, { 'ledger.sqlite-wal': '' })],
	['what was copied can’t be told', (_from, to) => rmSync(join(to, 'arrived.json'))],
	['the new ledger was damaged', (_from, to) => put(to, { 'ledger.sqlite.damaged-1': '' })],
	['the new ledger was cut off', (_from, to) => put(to, { 'ledger.sqlite': '' })]
]
for (const [what, use] of uses)
	test(`nothing of the old folder is deleted when ${what}: it is said, and its own name leads to it`, async context => {
		const { home, from, to } = await switched(context)
		use(from, to)
		const before = namesUnder(from).filter(name => !name.startsWith('place.'))
		assert.deepEqual(await deleting(home), ['move-kept'])
		assert.deepEqual(
			namesUnder(from).filter(name => !name.startsWith('place.')),
			before
		)
		assert.deepEqual([codeOf(home), codeOf(from), readPlace(home)?.move], [to, from, null])
	})

test('the old folder is left alone when somebody who started with it has moved it elsewhere', async context => {
	const { root, home, from } = await switched(context)
	const elsewhere = join(root, 'elsewhere')
	put(elsewhere, { 'ledger.sqlite': 'texts' })
	await writePlace(from, { library: elsewhere, move: null })
	assert.deepEqual(await deleting(home), ['move-kept'])
	assert.equal(codeOf(from), elsewhere)
})

test('nothing of the old folder is deleted while somebody has it', async context => {
	const { home, from } = await switched(context)
	const other = takeLock(join(from, LOCK_FILE), 0)
	assert.deepEqual(await deleting(home), ['move-kept'])
	other?.()
	assert.ok(existsSync(join(from, 'audio/a.wav')))
})

test('what is not ours stays in the old folder: under any name, and in a folder of ours', async context => {
	const { home, from, to } = await switched(context, { 'cache/somebody’s': 'theirs', 'notes.txt': 'theirs', 'cache/dragged/x': 'ours' })
	put(from, { 'logs/late.log': 'written while it ended' })
	assert.deepEqual(await deleting(home), ['move-left'])
	assert.deepEqual(
		namesUnder(from).filter(name => !name.startsWith('place.')),
		['cache/somebody’s', 'logs/late.log', 'notes.txt']
	)
	assert.equal(codeOf(from), to)
})

test('a move that is cancelled takes back what it brought, and nothing that somebody has put there', async context => {
	const { root, home, from, to } = await setUp(context, { 'audio/b.wav': 'x'.repeat(30_000_000) })
	let asked = 0
	const { mover, resting, notices } = live(home, {
		hasRoom: () => {
			// A small file is whole by now.
			if (++asked === 6) {
				put(to, { 'audio/theirs.wav': 'theirs', 'cache/theirs': 'theirs' })
				assert.ok(mover.cancel().ok)
			}
			return true
		}
	})
	assert.ok((await mover.move(to)).ok)
	await resting
	assert.deepEqual([namesUnder(to), notices()], [['audio/theirs.wav', 'cache/theirs'], []])
	assert.deepEqual([codeOf(home), readPlace(home)?.move], [from, null])
	assert.deepEqual(readdirSync(root).sort(), ['from', 'home', 'to'])
})

test('a link in the library, a folder that is watched, and one that can’t be read are refused with a sentence', async context => {
	const { root, home, from, to } = await setUp(context)
	const watched = join(root, 'watched')
	mkdirSync(watched)
	const refused = async (path: string) => {
		const answer = await live(home, { watched: () => watched }).mover.move(path)
		return answer.ok ? 'begun' : [answer.problem.code, answer.problem.facts.code ?? null]
	}
	assert.deepEqual(await refused(watched), ['move-watched', null])
	assert.deepEqual(await refused(join(watched, 'in it')), ['move-watched', null])
	symlinkSync(watched, join(from, 'models', 'elsewhere'))
	assert.deepEqual(await refused(to), ['move-failed', 'ELINK'])
	rmSync(join(from, 'models', 'elsewhere'))
	// A rejection would end main.
	const { mover } = live(home)
	rmSync(from, { recursive: true })
	assert.equal((await mover.move(to)).ok, false)
})

test('whatever fails while nothing is open, the old folder is used: a damaged ledger, a damaged copy, a mistake of ours', async context => {
	const damaged = fail('ledger-damaged', 'Damaged.')
	const cases: readonly [Partial<SettleDependencies>, string][] = [
		[{ close: () => damaged }, 'ledger-damaged'],
		[{ settled: () => damaged }, 'move-failed'],
		[
			{
				alive: () => {
					throw new Error('A mistake.')
				}
			},
			'move-failed'
		]
	]
	for (const [some, code] of cases) {
		const { home, from, to } = await finishing(context, { 'settings.json': '{}' })
		const placed = await settle(home, { ...SETTLING, ...some })
		assert.ok(placed.ok && placed.value.library === from)
		placed.value.release()
		assert.equal(readPlace(home)?.move?.problem?.code, code)
		assert.deepEqual(await deleting(home), [code])
		assert.equal(existsSync(to), false)
		assert.ok(existsSync(join(from, 'ledger.sqlite')))
	}
})

test('a mistake of ours is told as one, with its words', () => {
	assert.match(moveFailed('/to', new TypeError('x is not a function')).text, /made a mistake \(x is not a function\)/)
})

test('what was changed within a tick of being copied is compared again by its bytes', async context => {
	const { home, from, to } = await setUp(context)
	const now = new Date()
	utimesSync(join(from, 'audio/a.wav'), now, now)
	const { mover, resting } = live(home)
	assert.ok((await mover.move(to)).ok)
	await resting
	writeFileSync(join(from, 'audio/a.wav'), 'SOUND')
	utimesSync(join(from, 'audio/a.wav'), now, now)
	const placed = await settle(home, SETTLING)
	assert.ok(placed.ok)
	placed.value.release()
	assert.equal(readFileSync(join(to, 'audio/a.wav'), 'utf8'), 'SOUND')
})

test('a recording comes first: a copy that would take its room is taken back', async context => {
	const { home, from, to } = await setUp(context)
	const { mover, resting, notices } = live(home, { hasRoom: () => false })
	assert.ok((await mover.move(to)).ok)
	await resting
	assert.deepEqual([notices(), codeOf(home), existsSync(to)], [['move-failed'], from, false])
})

test('comparing tells that it goes on', async context => {
	const { home, to } = await finishing(context, { 'settings.json': 'x'.repeat(3_000_000) })
	put(to, { 'settings.json': 'x'.repeat(3_000_000) })
	let told = 0
	const placed = await settle(home, { ...SETTLING, alive: () => told++ })
	assert.ok(placed.ok)
	placed.value.release()
	// Three small files tell nine times while they are copied.
	assert.ok(told > 12, String(told))
})
