import { globSync, readFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { dirname, join, posix } from 'node:path'
import { pathToFileURL } from 'node:url'
import { featureRoom, guardedPackages, mayReadEnvironment, type Room, rooms } from './layers.ts'
import { readImports } from './read-imports.ts'

/**
 * Every wall the file crosses, as a sentence each: where, which wall, and the way round.
 *
 * @param path of the file in the checkout, with forward slashes
 */
export function checkFile(path: string, source: string): string[] {
	const room = roomOf(path)
	if (room === undefined) return [`${path} lies in no room. Move it into one, or add a row to build/layers.ts and CONTRIBUTING.md.`]
	const facts = readImports(path, source)
	const walls = facts.imports.flatMap(({ specifier, line, isType }) => {
		const wall = specifier.startsWith('.')
			? wallToFile(room, path, posix.normalize(posix.join(posix.dirname(path), specifier)), isType)
			: wallToPackage(room, path, specifier, isType)
		return wall === undefined ? [] : [`${path}:${line} imports ${specifier}: ${wall}`]
	})
	if (!mayReadEnvironment(path) && !isTest(path)) {
		for (const line of facts.environmentLines) {
			walls.push(
				`${path}:${line} reads process.env or process.argv: only hosts and worker entries do. Let the host read it and hand the value in.`
			)
		}
	}
	return walls
}

function wallToFile(room: Room, path: string, target: string, isType: boolean): string | undefined {
	if (isTest(target) && !isTest(path) && !/^(e2e|build|electron\/forensics\/fixtures)\//.test(path))
		return `${target} is for tests only. Move what the product needs out of it.`
	if (roomOf(target)?.path === room.path) return undefined
	const allowed = [...room.imports, ...(isType ? (room.types ?? []) : []), ...(isTest(path) ? testReach(path) : [])]
	if (allowed.some(place => isInside(target, place)) && !isClosed(room, target)) return undefined
	const onlyTypes = !isType && (room.types ?? []).some(place => isInside(target, place))
	const wall = onlyTypes
		? `${room.path} may name its types (\`import type\`), not use it.`
		: `${room.path} does not import ${roomOf(target)?.path ?? target}.`
	return `${wall} ${room.instead ?? 'See the table of rooms in CONTRIBUTING.md.'}`
}

function wallToPackage(room: Room, path: string, specifier: string, isType: boolean): string | undefined {
	const name = /^(@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? specifier
	if (name.startsWith('node:') || builtinModules.includes(name)) {
		if (room.runs === 'node' || isTest(path)) return undefined
		return `${room.path} also runs where there is no Node. ${room.instead ?? 'Hand the value in.'}`
	}
	const guard = guardedPackages[name]
	if (guard !== undefined && !guard.rooms.some(place => isInside(path, place)) && !(isTest(path) && isType)) {
		return `only ${guard.rooms.join(' and ')} may. ${guard.why}`
	}
	if (room.runs === 'any' && name !== 'valibot' && guard === undefined && !isTest(path))
		return `${room.path} is plain TypeScript with valibot and nothing else.`
	if (room.path === 'renderer/stores' && name === 'zustand' && specifier !== 'zustand/vanilla')
		return 'stores know no React: import zustand/vanilla.'
	return undefined
}

/** `hosts/app.ts` wires everything, so whoever imported it would import everything: only the entries may. */
function isClosed(room: Room, target: string): boolean {
	return target === 'electron/hosts/app.ts' && !room.path.startsWith('electron/hosts/')
}

/** A test may use what lies beside and below the thing it tests, to build a real surrounding for it. */
function testReach(path: string): string[] {
	if (path.startsWith('native-bridge/')) return ['native-bridge']
	if (path.startsWith('electron/')) return ['electron', 'native-bridge']
	if (path.startsWith('renderer/')) return ['renderer', 'electron/contract', 'native-bridge/protocol']
	return []
}

function roomOf(path: string): Room | undefined {
	const feature = featureRoom(path)
	if (feature !== undefined) return feature
	return rooms.filter(room => isInside(path, room.path)).sort((a, b) => b.path.length - a.path.length)[0]
}

function isInside(path: string, place: string): boolean {
	return path === place || path.startsWith(`${place}/`)
}

/** `x.test.ts`, and what several of them share: `test-x.ts`. */
function isTest(path: string): boolean {
	return /\.test\.tsx?$/.test(path) || /\/test-[^/]+\.ts$/.test(path)
}

/** Every TypeScript file of the rooms, relative to the checkout. */
function sourceFiles(root: string): string[] {
	return globSync('{native-bridge,electron,renderer,e2e,build}/**/*.{ts,tsx}', { cwd: root })
		.map(path => path.replaceAll('\\', '/'))
		.filter(path => !path.endsWith('.d.ts') && !path.includes('node_modules/'))
		.sort()
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
	const root = dirname(import.meta.dirname)
	const files = sourceFiles(root)
	const walls = files.flatMap(path => checkFile(path, readFileSync(join(root, path), 'utf8')))
	for (const wall of walls) console.error(wall)
	console.log(walls.length === 0 ? `${files.length} files keep to their rooms.` : `${walls.length} imports cross a wall.`)
	process.exitCode = walls.length === 0 ? 0 : 1
}
