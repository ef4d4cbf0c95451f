import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { isLink } from './links.ts'

export interface CommandLine {
	readonly data: string | null
	readonly models: string | null
	readonly renderer: string | null
	/** To watch over another process of the same program, in which the app runs: see `guardian.ts`. */
	readonly guardian: boolean
	/** Started with the user's session: without showing the window. */
	readonly hidden: boolean
	/** Also when it is no development run: a menu that crashes things. */
	readonly developer: boolean
	/** To record at once, as a task of the taskbar wants it. Never together with a link, which any web page may hold. */
	readonly record: boolean
	/** Files to transcribe, absolute. */
	readonly files: readonly string[]
	/** `holdfast:` addresses that the system was asked to open: see `links.ts`. */
	readonly links: readonly string[]
	/** When main started itself again, ms since 1970: see `relaunch.ts`. */
	readonly relaunched: readonly number[]
	/** Everything but the program, the files and links, and that it was to be hidden or to record: what a next start of the same app is given. */
	readonly again: readonly string[]
}

/**
 * Reads what Holdfast was started with. Chromium's switches stand between ours, and before the files; what we do not know is not ours.
 * `packaged`: whether the program is ours, or Electron with our path as first argument.
 */
export function readCommandLine(argv: readonly string[], { packaged, cwd }: { packaged: boolean; cwd: string }): CommandLine {
	const args = argv.slice(1)
	const { values, tokens } = parseArgs({
		args,
		strict: false,
		tokens: true,
		allowPositionals: true,
		options: {
			data: { type: 'string' },
			models: { type: 'string' },
			renderer: { type: 'string' },
			relaunched: { type: 'string' },
			guardian: { type: 'boolean' },
			hidden: { type: 'boolean' },
			developer: { type: 'boolean' },
			record: { type: 'boolean' }
		}
	})
	const text = (value: string | boolean | undefined) => (typeof value === 'string' && value !== '' ? value : null)
	const given = tokens.filter(token => token.kind === 'positional').slice(packaged ? 0 : 1)
	const own = tokens.filter(token => token.kind === 'option' && ['relaunched', 'hidden', 'record'].includes(token.name))
	const dropped = new Set([...given, ...own].map(token => token.index))
	const links = given.map(token => token.value).filter(isLink)
	const times = (text(values.relaunched) ?? '').split(',').map(Number)
	return {
		data: text(values.data),
		models: text(values.models),
		renderer: text(values.renderer),
		guardian: values.guardian === true,
		hidden: values.hidden === true,
		developer: values.developer === true,
		record: values.record === true && links.length === 0,
		files: given.filter(token => !isLink(token.value)).map(token => resolve(cwd, token.value)),
		links,
		relaunched: times.filter(time => Number.isInteger(time) && time > 0),
		again: args.filter((_arg, index) => !dropped.has(index))
	}
}
