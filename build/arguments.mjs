import { parseArgs } from 'node:util'
import { done, failed } from './outcome.mjs'

export const HELP = `Holdfast turns speech into text on your own machine and never loses a word.

  npm start                              open the app
  npm start -- transcribe FILE…          write a file's text to the terminal
  npm start -- serve                     the same for a machine without a screen: print the address only
  npm start -- backup FILE.tar           everything that can't be made again in one file; Holdfast may run meanwhile
  npm start -- restore FILE.tar          put it into an empty folder
  npm run drill                          kill every process in every way and see whether a word is lost

Options
  --host browser|electron   where the app shows itself (default: Electron if it is there, else the browser)
  --port N                  port of the browser host on 127.0.0.1 (default: any free one)
  --data DIR                where recordings and transcripts are kept (default: where your system keeps such data)
  --no-open                 print the address only, open no window
  --setup-only              install and fetch what is needed, then end
  --format txt|json|srt|vtt transcribe: which form (default: txt)
  --out DIR                 transcribe: write files there instead of to the terminal
  --no-audio                backup: texts, marks and settings only
  --help                    this text
`

const HOSTS = /** @type {const} */ (['browser', 'electron'])
const VERBS = ['serve', 'transcribe', 'backup', 'restore', 'drill']
const FORMATS = /** @type {const} */ (['txt', 'json', 'srt', 'vtt'])

/**
 * @typedef {{ kind: 'help' }
 *   | { kind: 'setup' }
 *   | { kind: 'drill' }
 *   | { kind: 'app', host: 'browser' | 'electron' | undefined, port: number | undefined, data: string | undefined, open: boolean }
 *   | { kind: 'transcribe', files: string[], format: 'txt' | 'json' | 'srt' | 'vtt', out: string | undefined, data: string | undefined }
 *   | { kind: 'backup', file: string, audio: boolean, data: string | undefined }
 *   | { kind: 'restore', file: string, data: string | undefined }} Command
 */

/**
 * What the user asks of `npm start`.
 *
 * @param {readonly string[]} argv without Node and the script
 * @returns {import('./outcome.mjs').Outcome<Command>} a problem is a mistake in the line, for exit code 2
 */
export function parseArguments(argv) {
	let parsed
	try {
		parsed = parseArgs({
			args: [...argv],
			allowPositionals: true,
			options: {
				host: { type: 'string' },
				port: { type: 'string' },
				data: { type: 'string' },
				'no-open': { type: 'boolean' },
				'setup-only': { type: 'boolean' },
				format: { type: 'string' },
				out: { type: 'string' },
				'no-audio': { type: 'boolean' },
				help: { type: 'boolean', short: 'h' }
			}
		})
	} catch (error) {
		return usage(error instanceof Error ? (error.message.split(/[.\n]/)[0] ?? '') : String(error))
	}
	const { values, positionals } = parsed
	const [verb, ...files] = positionals
	if (values.help) return done({ kind: 'help' })
	for (const name of /** @type {const} */ (['data', 'out', 'host', 'port', 'format'])) {
		if (values[name] === '') return usage(`--${name} needs a value`)
	}
	if (verb === 'transcribe') {
		const stranger = /** @type {const} */ (['host', 'port', 'no-open', 'setup-only']).find(name => values[name] !== undefined)
		if (stranger !== undefined) return usage(`--${stranger} does not go with transcribe`)
		if (files.length === 0) return usage('transcribe needs at least one file')
		const format = FORMATS.find(known => known === (values.format ?? 'txt'))
		if (format === undefined) return usage(`--format must be one of ${FORMATS.join(', ')}, not "${values.format}"`)
		return done({ kind: 'transcribe', files, format, out: values.out, data: values.data })
	}
	if (verb === 'backup' || verb === 'restore') {
		const stranger = Object.keys(values).find(name => name !== 'data' && !(verb === 'backup' && name === 'no-audio'))
		if (stranger !== undefined) return usage(`--${stranger} does not go with ${verb}`)
		const [file] = files
		if (file === undefined || files.length > 1) return usage(`${verb} needs one file`)
		if (verb === 'restore') return done({ kind: verb, file, data: values.data })
		return done({ kind: verb, file, audio: !values['no-audio'], data: values.data })
	}
	if (values['no-audio']) return usage('--no-audio goes only with backup')
	if (verb === 'drill') {
		if (files.length > 0 || Object.keys(values).length > 0) return usage('drill takes nothing else')
		return done({ kind: 'drill' })
	}
	const serves = verb === 'serve' && files.length === 0
	if (serves && values.host === 'electron') return usage('serve needs no --host: it shows no window')
	if (verb !== undefined && !serves) return usage(`"${[verb, ...files].join(' ')}" is not a command; there are ${VERBS.join(', ')}`)
	const stranger = /** @type {const} */ (['format', 'out']).find(name => values[name] !== undefined)
	if (stranger !== undefined) return usage(`--${stranger} goes only with transcribe`)
	if (values['setup-only']) return done({ kind: 'setup' })
	const host = HOSTS.find(known => known === values.host)
	if (values.host !== undefined && host === undefined) return usage(`--host must be browser or electron, not "${values.host}"`)
	const port = values.port === undefined ? undefined : Number(values.port)
	if (port !== undefined && !(/^\d+$/.test(values.port ?? '') && port <= 65_535))
		return usage(`--port must be a number from 0 to 65535, not "${values.port}"`)
	if (serves) return done({ kind: 'app', host: 'browser', port, data: values.data, open: false })
	const browserOnly = port !== undefined ? '--port' : values['no-open'] ? '--no-open' : undefined
	if (host === 'electron' && browserOnly !== undefined)
		return usage(`${browserOnly} does not go with --host electron, which has a window and no port`)
	return done({ kind: 'app', host: browserOnly === undefined ? host : 'browser', port, data: values.data, open: !values['no-open'] })
}

/** @param {string} what */
function usage(what) {
	return failed('usage', `${what}. See \`npm start -- --help\`.`)
}
