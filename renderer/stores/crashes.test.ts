import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CommandName } from '../../electron/contract/commands.ts'
import type { ExitGroup, ExitRecord } from '../../electron/contract/exits.ts'
import type { Client } from '../api/client.ts'
import { crashesAfter, createCrashesStore, noCrashes, shownGroups } from './crashes.ts'
import { type ExitPages, firstPage, listOf, nextBefore, withExit, withoutExits, withPage } from './exit-pages.ts'

function exit(at: number, signature = 'a'): ExitRecord {
	return { id: `${signature}${at}`, at, signature } as ExitRecord
}

function shown(pages: ExitPages, signature: string | null = null): string {
	const { exits, more } = listOf(pages, signature)
	return `${exits.map(each => each.id)}${more ? '…' : ''}`
}

test('lists deaths as far down as none is missing', () => {
	let pages = firstPage([exit(9), exit(8, 'b'), exit(7)], 3)
	assert.equal(shown(pages), 'a9,b8,a7…')
	pages = withPage(pages, 'b', [exit(5, 'b'), exit(2, 'b')], 3)
	assert.deepEqual([shown(pages), shown(pages, 'b')], ['a9,b8,a7…', 'b8,b5,b2'], 'all of one cause, and no holes in the other list')
	assert.deepEqual([nextBefore(pages, null), nextBefore(pages, 'a')], [7, 7])
	pages = withPage(pages, null, [exit(7), exit(6), exit(5, 'b')], 3)
	assert.deepEqual([shown(pages), shown(pages, 'a')], ['a9,b8,a7,a6,b5…', 'a9,a7,a6…'])
	pages = withPage(pages, null, [exit(5, 'b'), exit(2, 'b')], 3)
	assert.equal(shown(pages), 'a9,b8,a7,a6,b5,b2')
})

test('does not list an old death that was opened by its address, and takes completed records in their place', () => {
	const pages = withExit(firstPage([exit(9), exit(8)], 2), exit(1))
	assert.equal(shown(pages), 'a9,a8…')
	assert.equal(shown(withExit(pages, { ...exit(8), wordsLost: 0 })), 'a9,a8…')
	assert.equal(shown(withExit(pages, exit(10))), 'a10,a9,a8…')
})

test('goes on below more deaths in one millisecond than fit into a page', () => {
	const page = [exit(4, 'a'), exit(4, 'b')]
	const pages = withPage(withPage(firstPage(page, 2), null, page, 2), null, page, 2)
	assert.ok(nextBefore(pages, null) < 4)
})

test('forgets what was deleted', () => {
	assert.equal(shown(withoutExits(firstPage([exit(9), exit(8)]), ['a9'])), 'a8')
	assert.equal(shown(withoutExits(firstPage([exit(9)], 1), null)), '')
	const lives = { since: 0, lives: [{ id: 'l', role: 'engine', name: 'engine', pid: 1, startedAt: 0, endedAt: 9, exit: 'a9' } as const] }
	const state = crashesAfter({ ...noCrashes, pages: firstPage([exit(9)]), lives }, { type: 'exits-removed', exits: ['a9'] })
	assert.equal(state.lives?.lives[0]?.exit, null, 'its life stays, without a tick')
})

test('leaves those about to be deleted out of the counts of their causes', () => {
	const groups = [
		{ signature: 'a', count: 3 },
		{ signature: 'b', count: 1 }
	] as ExitGroup[]
	const left = shownGroups(groups, [exit(9), exit(8, 'b')], new Set(['a9', 'b8']))
	assert.deepEqual(
		left.map(group => `${group.signature}${group.count}`),
		['a2']
	)
})

/** A main that does what it is asked, and remembers it. */
function obedient(): { asked: string[]; client: Client } {
	const asked: string[] = []
	const client = {
		start() {},
		sendAudio() {},
		request: async (name: CommandName, params: { exit?: string }) => {
			asked.push(`${name} ${params.exit ?? ''}`)
			return { ok: true, value: {} }
		}
	}
	return { asked, client: client as unknown as Client }
}

test('deletes when it can no longer be taken back', async () => {
	const { asked, client } = obedient()
	const store = createCrashesStore(client, () => assert.fail('no problem'))
	store.setState({ pages: firstPage([exit(9), exit(8), exit(7)]) })
	const first = store.remove('a9')
	const second = store.remove('a8')
	assert.deepEqual([...store.getState().leaving], ['a9', 'a8'])
	second.undo()
	second.finish()
	assert.deepEqual(asked, [], 'nothing, however long the message stands')
	first.finish()
	await Promise.resolve()
	first.undo()
	assert.deepEqual(asked, ['exit.delete a9'])
	const third = store.remove('a7')
	store.flush()
	assert.deepEqual(asked, ['exit.delete a9', 'exit.delete a7'], 'at once when the page is left')
	await new Promise(resolve => setImmediate(resolve))
	assert.deepEqual([shown(store.getState().pages ?? firstPage([])), store.getState().leaving.size], ['a8', 0])
	third.finish()
	assert.equal(asked.length, 2)
})
