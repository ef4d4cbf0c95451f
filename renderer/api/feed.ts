import { type ClientMessage, CONTRACT_VERSION } from '../../electron/contract/commands.ts'
import type { AppEvent, ServerMessage, Snapshot } from '../../electron/contract/events.ts'

type Welcome = Extract<ServerMessage, { type: 'welcome' }>

/** Where the page stands in main's numbered stream. */
export interface FeedState {
	/** Names the life of main that `last` counts in; null before the first welcome. */
	readonly epoch: string | null
	/** Number of the last event applied. */
	readonly last: number | null
	/** Whether a welcome answered the last hello: events before it belong to a stream we have lost the thread of. */
	readonly welcomed: boolean
}

export type FeedInput = { readonly type: 'opened' } | { readonly type: 'lost' } | Welcome | Extract<ServerMessage, { type: 'event' }>

export type FeedEffect =
	| { readonly type: 'hello'; readonly message: ClientMessage }
	| { readonly type: 'snapshot'; readonly snapshot: Snapshot }
	/** The line can be used. `newLife`: main was started since we last spoke. */
	| { readonly type: 'welcomed'; readonly app: Welcome['app']; readonly newLife: boolean }
	| { readonly type: 'event'; readonly event: AppEvent }
	/** Main speaks another version of the contract: only a reload helps. */
	| { readonly type: 'outdated'; readonly contract: number }

export const noFeed: FeedState = { epoch: null, last: null, welcomed: false }

/**
 * One step of following main's stream. A number that is not the next one means that something was missed: we say hello again
 * with the last number we are sure of, and get what is missing or a snapshot.
 */
export function followFeed(state: FeedState, input: FeedInput): [FeedState, FeedEffect[]] {
	switch (input.type) {
		case 'lost':
			return [{ ...state, welcomed: false }, []]
		case 'opened':
			return [{ ...state, welcomed: false }, [hello(state)]]
		case 'welcome':
			return welcome(state, input)
		case 'event': {
			if (!state.welcomed || state.last === null) return [state, []]
			// A repeat is harmless: it was applied when it first came.
			if (input.n <= state.last) return [state, []]
			if (input.n > state.last + 1) return [{ ...state, welcomed: false }, [hello(state)]]
			return [{ ...state, last: input.n }, [{ type: 'event', event: input.event }]]
		}
		default:
			return input satisfies never
	}
}

/** This load of the page. */
export const PAGE = crypto.randomUUID()

function hello(state: FeedState): FeedEffect {
	return { type: 'hello', message: { type: 'hello', contract: CONTRACT_VERSION, epoch: state.epoch, last: state.last, page: PAGE } }
}

function welcome(state: FeedState, message: Welcome): [FeedState, FeedEffect[]] {
	if (message.contract !== CONTRACT_VERSION) return [state, [{ type: 'outdated', contract: message.contract }]]
	const newLife = state.epoch !== message.epoch
	const welcomed: FeedEffect = { type: 'welcomed', app: message.app, newLife }
	if (message.snapshot !== null) {
		return [{ epoch: message.epoch, last: message.last, welcomed: true }, [{ type: 'snapshot', snapshot: message.snapshot }, welcomed]]
	}
	// No snapshot: the missed events follow, from the one after our last.
	return [{ epoch: message.epoch, last: state.last ?? message.last, welcomed: true }, [welcomed]]
}
