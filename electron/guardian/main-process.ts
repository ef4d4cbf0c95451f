import { type ChildProcess, fork, type StdioOptions, spawn } from 'node:child_process'
import type { ProcessEvents } from '../hosts/host.ts'
import { type NodeChild, startChild } from '../hosts/node-child.ts'
import { GUARDED, type Guarded, type ToMain } from './messages.ts'

/** A life of main. */
export type MainProcess = NodeChild<ToMain>

/** Standard output is ours, standard error passes through us, and is kept. */
const STDIO: StdioOptions = ['ignore', 'inherit', 'pipe', 'ipc']

type Environment = Readonly<Record<string, string | undefined>>

/** Starts a main that is a script of Node's. In our process group, so that whoever ends the group ends both. */
export function forkMain(entry: string, args: readonly string[], env: Environment, who: Guarded, events: ProcessEvents): MainProcess {
	return startChild(() => heard(fork(entry, args, { env: { ...env, [GUARDED]: JSON.stringify(who) }, stdio: STDIO })), events)
}

/** Starts a main that is a program of its own, as Electron's is. */
export function spawnMain(program: string, args: readonly string[], env: Environment, who: Guarded, events: ProcessEvents): MainProcess {
	return startChild(() => heard(spawn(program, args, { env: { ...env, [GUARDED]: JSON.stringify(who) }, stdio: STDIO })), events)
}

function heard(main: ChildProcess): ChildProcess {
	main.stderr?.pipe(process.stderr, { end: false })
	return main
}
