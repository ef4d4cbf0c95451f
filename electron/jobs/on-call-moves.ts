/** How things stand with a process that is called when it is needed, and with what is to be done by it. */
export interface Situation {
	/** The model that the first in line needs; null: nobody is in line. */
	readonly needs: string | null
	/** The model with which it was started, if it was. */
	readonly has: string | null
	/** Whether it is there, as the supervisor says. */
	readonly standing: 'away' | 'coming' | 'ready' | 'going'
	/** It is at work, or died at it and nobody knows yet why. */
	readonly held: boolean
	/** There is memory for the model that is needed, beside all else; null: that is not known yet. */
	readonly hasRoom: boolean | null
	/** Nobody has needed it for as long as it is kept. */
	readonly idled: boolean
}

export type Move = 'start' | 'refuse' | 'give' | 'let-go' | 'let-go-later' | 'wait'

/** What is to be done now. Asked again whenever anything has changed. */
export function nextMove({ needs, has, standing, held, hasRoom, idled }: Situation): Move {
	// Its end is told; until then nothing else can be begun.
	if (standing === 'going') return 'wait'
	if (needs === null) return standing === 'away' ? 'wait' : idled ? 'let-go' : 'let-go-later'
	if (standing === 'away') return hasRoom === null ? 'wait' : hasRoom ? 'start' : 'refuse'
	if (needs !== has) return 'let-go'
	return standing === 'coming' || held ? 'wait' : 'give'
}
