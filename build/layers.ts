/** One room of the tree: what runs in it, and what it may take from where. */
export interface Room {
	/** Folder or single file; the longest that fits a file is its room. */
	readonly path: string
	/** `any`: plain TypeScript without Node or DOM; `node`; `dom`. */
	readonly runs: 'any' | 'node' | 'dom'
	/** Folders and files it may import besides its own. */
	readonly imports: readonly string[]
	/** Those it may name as types only: the thing itself is handed in by `hosts/app.ts`. */
	readonly types?: readonly string[]
	/** What to do instead of crossing the wall. */
	readonly instead?: string
}

const PROTOCOL = 'native-bridge/protocol'
const LOG = 'native-bridge/log'
const KINDS = 'native-bridge/kinds'
const CONTRACT = 'electron/contract'
const HANDED_IN = 'Take what you need as an argument (a type is enough) and let electron/hosts/app.ts hand it in.'
const BY_MESSAGE = 'Workers and main agree only in native-bridge/protocol: send a message.'
const BY_API = 'The window knows only electron/contract: add a command, a query or an event there.'

/** The tree as CONTRIBUTING.md describes it. A new room is a new row here. */
export const rooms: readonly Room[] = [
	{ path: PROTOCOL, runs: 'any', imports: [], instead: 'The protocol is the floor: move what both sides need down into it.' },
	{ path: LOG, runs: 'node', imports: [PROTOCOL] },
	{ path: 'native-bridge/journal', runs: 'node', imports: [PROTOCOL] },
	{
		path: KINDS,
		runs: 'any',
		imports: [PROTOCOL],
		instead: 'A kind of model is data that main reads too: what loads it belongs to native-bridge/engines.'
	},
	{ path: 'native-bridge/engines', runs: 'node', imports: [PROTOCOL, KINDS, 'native-bridge/journal'], types: [LOG], instead: BY_MESSAGE },
	{
		path: 'native-bridge/speakers',
		runs: 'node',
		imports: [PROTOCOL, KINDS, 'native-bridge/engines/sherpa-library.ts', 'native-bridge/engines/sherpa-models.ts'],
		instead: BY_MESSAGE
	},
	{ path: 'native-bridge/decode', runs: 'node', imports: [PROTOCOL, 'native-bridge/journal'], types: [LOG], instead: BY_MESSAGE },
	{
		path: 'native-bridge/encode',
		runs: 'node',
		imports: [PROTOCOL, 'native-bridge/journal', 'native-bridge/decode/registry.ts'],
		instead: BY_MESSAGE
	},
	{ path: 'native-bridge/worker', runs: 'node', imports: ['native-bridge'], instead: BY_MESSAGE },
	{ path: 'native-bridge/addon', runs: 'node', imports: [] },

	{ path: 'electron', runs: 'node', imports: [CONTRACT, PROTOCOL, LOG], instead: HANDED_IN },
	{ path: CONTRACT, runs: 'any', imports: [PROTOCOL], instead: 'The contract stands on native-bridge/protocol alone: define it here.' },
	{
		path: 'electron/exports',
		runs: 'any',
		imports: [CONTRACT, PROTOCOL],
		instead: 'An export is a pure function of a transcript: put what it needs into the record.'
	},
	{
		path: 'electron/hosts',
		runs: 'node',
		imports: [CONTRACT, PROTOCOL, LOG],
		types: ['electron/forensics/exit-facts.ts'],
		instead: HANDED_IN
	},
	{
		path: 'electron/hosts/app.ts',
		runs: 'node',
		imports: ['electron', PROTOCOL, LOG, 'native-bridge/journal', 'native-bridge/addon/dumps.ts']
	},
	// Parts of the wiring that are long enough for a file of their own.
	{ path: 'electron/hosts/app', runs: 'node', imports: ['electron', PROTOCOL], types: [LOG] },
	{
		path: 'electron/hosts/electron',
		runs: 'node',
		imports: [...hostImports(), 'electron/drill', 'electron/guardian', 'electron/hosts/browser/guarded.ts', 'electron/place/look-up.ts'],
		instead: 'A host has no logic: what both hosts need belongs to electron/hosts/app.ts.'
	},
	{
		path: 'electron/hosts/browser',
		runs: 'node',
		imports: [...hostImports(), 'electron/guardian/messages.ts', 'electron/place/look-up.ts', 'native-bridge/addon'],
		instead: 'A host has no logic: what both hosts need belongs to electron/hosts/app.ts.'
	},
	{
		path: 'electron/hosts/cli',
		runs: 'node',
		imports: [...hostImports(), 'electron/hosts/browser', 'electron/exports'],
		instead: HANDED_IN
	},
	{
		path: 'electron/supervisor',
		runs: 'node',
		imports: [
			CONTRACT,
			PROTOCOL,
			LOG,
			'electron/forensics/exit-facts.ts',
			'electron/forensics/exit-record.ts',
			'electron/forensics/silent-failure.ts',
			'native-bridge/worker/breadcrumbs.ts'
		],
		types: ['electron/hosts/host.ts', 'electron/forensics'],
		instead: HANDED_IN
	},
	{
		path: 'electron/jobs',
		runs: 'node',
		imports: [CONTRACT, PROTOCOL, LOG, 'electron/supervisor/child-specs.ts'],
		types: ['electron/ledger', 'electron/journal', 'electron/supervisor', 'electron/models'],
		instead: HANDED_IN
	},
	{
		path: 'electron/journal',
		runs: 'node',
		imports: [CONTRACT, PROTOCOL, LOG, 'native-bridge/journal'],
		types: ['electron/ledger'],
		instead: HANDED_IN
	},
	{
		path: 'electron/intake',
		runs: 'node',
		imports: [CONTRACT, PROTOCOL, LOG],
		types: ['electron/ledger'],
		instead: HANDED_IN
	},
	{
		path: 'electron/audio',
		runs: 'node',
		imports: [CONTRACT, PROTOCOL, LOG, 'native-bridge/journal'],
		types: ['electron/ledger', 'electron/journal'],
		instead: HANDED_IN
	},
	{
		path: 'electron/ledger',
		runs: 'node',
		imports: [CONTRACT, PROTOCOL, LOG],
		instead: 'The ledger only keeps records: who calls it decides.'
	},
	{
		path: 'electron/forensics',
		runs: 'node',
		imports: [CONTRACT, PROTOCOL, LOG, 'electron/forensics/minidump', 'native-bridge/worker/breadcrumbs.ts', 'native-bridge/journal'],
		types: ['electron/ledger'],
		instead: HANDED_IN
	},
	// It causes real deaths, so it has to hold what dies: supervisor, host, workers' addon, main.
	{
		path: 'electron/forensics/fixtures',
		runs: 'node',
		imports: [
			CONTRACT,
			PROTOCOL,
			LOG,
			'electron/forensics',
			'electron/hosts',
			'electron/ledger',
			'electron/supervisor',
			'native-bridge/addon',
			'native-bridge/journal',
			'native-bridge/worker/breadcrumbs.ts'
		],
		types: ['native-bridge/engines/scripted.ts'],
		instead: HANDED_IN
	},
	{ path: 'electron/forensics/minidump', runs: 'node', imports: [], instead: 'Bytes in, values and problems out: nothing of ours.' },
	{
		path: 'electron/guardian',
		runs: 'node',
		imports: [
			'electron/supervisor/machine.ts',
			'electron/forensics/spool.ts',
			'electron/forensics/exit-record.ts',
			'electron/hosts/installation.ts',
			'electron/hosts/node-child.ts',
			'electron/hosts/proc.ts',
			'electron/place/look-up.ts',
			'native-bridge/worker/breadcrumbs.ts',
			PROTOCOL
		],
		types: ['electron/supervisor/child-specs.ts', 'electron/forensics/exit-facts.ts', 'electron/hosts/host.ts', CONTRACT],
		instead: 'The guardian leaves a note in forensics/spool and never opens the ledger.'
	},
	{
		path: 'electron/drill',
		runs: 'node',
		imports: [CONTRACT, PROTOCOL, 'native-bridge/journal/wav-header.ts', 'electron/hosts/installation.ts'],
		types: ['electron/hosts/client.ts'],
		instead: 'A drill sees the app from outside: through its contract and by signals.'
	},
	{ path: 'electron/place', runs: 'node', imports: [CONTRACT, PROTOCOL, LOG], instead: HANDED_IN },
	{ path: 'electron/models', runs: 'node', imports: [CONTRACT, PROTOCOL, LOG, KINDS], instead: HANDED_IN },
	{ path: 'electron/updates', runs: 'node', imports: [PROTOCOL, LOG], instead: HANDED_IN },
	{
		path: 'electron/api',
		runs: 'node',
		imports: [CONTRACT, PROTOCOL, LOG, 'electron/exports'],
		types: ['electron'],
		instead: HANDED_IN
	},

	{ path: 'renderer', runs: 'dom', imports: ['renderer', CONTRACT], instead: BY_API },
	{ path: 'renderer/api', runs: 'dom', imports: [CONTRACT], instead: BY_API },
	{ path: 'renderer/capture', runs: 'dom', imports: ['renderer/api', CONTRACT], instead: BY_API },
	{
		path: 'renderer/stores',
		runs: 'dom',
		imports: ['renderer/api', 'renderer/capture', CONTRACT],
		instead: 'A store knows no view: export what the view needs to read.'
	},
	{
		path: 'renderer/messages',
		runs: 'dom',
		imports: ['renderer/app-context.ts', 'renderer/api/problem.ts', CONTRACT],
		instead: 'Words know no view: give them what they shall say.'
	},
	{ path: 'renderer/ui', runs: 'dom', imports: [], instead: 'A control knows nothing of Holdfast: give it what it shows as props.' },

	{
		path: 'e2e',
		runs: 'node',
		imports: [
			CONTRACT,
			PROTOCOL,
			'native-bridge/journal',
			'native-bridge/engines/word-error-rate.ts',
			'native-bridge/speakers/test-voices.ts',
			'electron/hosts/electron/stand-in',
			'electron/models/test-server.ts',
			'electron/models/unpack/test-archives.ts'
		],
		instead: 'A flow is tested from outside: through the window, the command line or the files.'
	},
	// It times the whole path against the bare engine, so it has to hold both.
	{
		path: 'build/bench',
		runs: 'node',
		imports: ['e2e', 'native-bridge/engines', 'native-bridge/journal', 'native-bridge/worker', 'build/media', PROTOCOL, CONTRACT]
	},
	// What they measure and torment is the real decode worker, and the real engine hears what came of it.
	{ path: 'build/media', runs: 'node', imports: ['build', 'e2e', 'native-bridge', PROTOCOL] },
	{
		path: 'build/small-models/recognised.test.ts',
		runs: 'node',
		imports: ['build/small-models', 'electron/models/recognise', 'native-bridge/journal']
	},
	{ path: 'build/models-table.ts', runs: 'node', imports: ['electron/models/catalogue'] },
	{ path: 'build/models-table.test.ts', runs: 'node', imports: ['electron/models/catalogue', 'build/models-table.ts'] },
	{ path: 'build/fuzz-decode.ts', runs: 'node', imports: ['build/media', 'e2e', 'native-bridge/worker'] },
	{ path: 'build/formats.ts', runs: 'node', imports: ['build/media', 'e2e', 'native-bridge', PROTOCOL] },
	// The package has names and an icon in common with the program, and its test runs what was packed.
	{
		path: 'build/package',
		runs: 'node',
		imports: [
			CONTRACT,
			'build/fuses.ts',
			'electron/hosts/electron/app-id.ts',
			'electron/hosts/electron/links.ts',
			'electron/hosts/electron/png.ts',
			'electron/hosts/electron/stand-in',
			'native-bridge/engines/word-error-rate.ts'
		]
	},
	{ path: 'build', runs: 'node', imports: [], instead: 'Build scripts start the app as a process; they are no part of it.' }
]

/** Features are rooms each, made by their folder's name: they share stores and ui, never each other. */
export function featureRoom(path: string): Room | undefined {
	const folder = /^renderer\/features\/[^/]+/.exec(path)?.[0]
	if (folder === undefined) return undefined
	return {
		path: folder,
		runs: 'dom',
		imports: [
			...['renderer/stores', 'renderer/api', 'renderer/ui', 'renderer/messages', 'renderer/app-context.ts', CONTRACT],
			...(folder === 'renderer/features/about' ? ['LICENSE', 'NOTICE'] : [])
		],
		instead: 'Features never import each other, nor what lies below the stores: share by a store, or move the control to renderer/ui.'
	}
}

/** Packages that only certain rooms may import, and why. */
export const guardedPackages: Readonly<Record<string, { readonly rooms: readonly string[]; readonly why: string }>> = {
	electron: {
		rooms: ['electron/hosts/electron'],
		why: 'Everything else must also run without Electron: extend electron/hosts/host.ts and fulfil it in each host.'
	},
	'better-sqlite3': { rooms: ['electron/ledger'], why: 'Only the ledger speaks SQL: add a query there.' },
	'sherpa-onnx-node': {
		rooms: ['native-bridge/engines'],
		why: 'Native code runs in workers only: use the interface in native-bridge/engines/engine.ts.'
	},
	'node-av': { rooms: ['native-bridge/decode'], why: 'Codecs run in workers only: use the interface in native-bridge/decode/decoder.ts.' },
	mediabunny: {
		rooms: ['native-bridge/decode', 'native-bridge/encode'],
		why: 'Codecs run in workers only: use the interface in native-bridge/decode/decoder.ts.'
	},
	opusscript: {
		rooms: ['native-bridge/decode', 'native-bridge/encode'],
		why: 'Codecs run in workers only: use the interface in native-bridge/decode/decoder.ts.'
	},
	pino: { rooms: [LOG], why: 'Every process logs alike: use native-bridge/log/log.ts.' },
	yazl: {
		rooms: ['electron/forensics', 'electron/models/unpack/test-archives.ts'],
		why: 'Zips are made by electron/forensics/zip.ts, which is handed in.'
	},
	undici: { rooms: ['electron/models'], why: 'Main opens no connection but for a model that was asked for.' },
	tar: { rooms: ['electron/models/unpack'], why: 'Archives are opened where their entries are judged.' },
	yauzl: { rooms: ['electron/models/unpack'], why: 'Archives are opened where their entries are judged.' },
	'unbzip2-stream': { rooms: ['electron/models/unpack'], why: 'Archives are opened where their entries are judged.' },
	diff: {
		rooms: ['electron/contract/pairs.ts', 'renderer/features/versions/compare.ts'],
		why: 'Plain TypeScript may use it, for it is nothing else: two texts are compared there.'
	},
	docx: { rooms: ['electron/exports/docx.ts'], why: 'It is loaded when a Word document is wanted, and for nothing else.' },
	ws: { rooms: ['electron/hosts/browser', 'electron/drill', 'e2e'], why: 'The network belongs to the browser host.' },
	'env-paths': { rooms: ['electron/hosts'], why: 'Folders are handed in by the host.' },
	react: { rooms: ['renderer'], why: 'Only the window draws.' },
	'react-dom': { rooms: ['renderer'], why: 'Only the window draws.' }
}

/** Besides hosts, these are entries of processes, and may read the environment and the command line. */
export function mayReadEnvironment(path: string): boolean {
	return (
		/^(electron\/(hosts|guardian|drill|forensics\/fixtures)|build|e2e)\//.test(path) ||
		/^native-bridge\/worker\/(serve|[a-z]+-main)\.ts$/.test(path)
	)
}

function hostImports(): string[] {
	return ['electron/hosts', CONTRACT, PROTOCOL, LOG, 'electron/forensics/exit-facts.ts']
}
