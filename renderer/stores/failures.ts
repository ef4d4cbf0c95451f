import type { CommandParams } from '../../electron/contract/commands.ts'
import type { Client } from '../api/client.ts'

type Failed = CommandParams<'window.failed'>

/** Told of one load of the page: what fails in a loop says nothing new. */
const MOST = 20

export interface Failures {
	/** Something threw in a part of the window that nothing there expected: it goes into the crash history, the same thing once. */
	tell(view: Failed['view'], error: unknown): void
}

export function createFailures(client: Pick<Client, 'request'>): Failures {
	const told = new Set<string>()
	return {
		tell(view, error) {
			const line = String(error).slice(0, 1_000)
			if (told.has(view + line) || told.size === MOST) return
			told.add(view + line)
			const stack = error instanceof Error ? (error.stack ?? '') : ''
			// A line that is broken gives it up: the page has other cares then.
			void client.request('window.failed', { view, error: line, stack: withoutFirst(stack, line).slice(0, 10_000) })
		}
	}
}

/** V8's stacks begin with the error itself. */
function withoutFirst(stack: string, line: string): string {
	return stack.startsWith(line) ? stack.slice(line.length).trimStart() : stack
}

/** What throws outside of every part: in an event, in a promise that nobody waits for. */
export function listenForFailures(page: Pick<Window, 'addEventListener'>, failures: Failures): void {
	page.addEventListener('error', event => event.error && failures.tell('elsewhere', event.error))
	page.addEventListener('unhandledrejection', event => failures.tell('elsewhere', event.reason))
}
