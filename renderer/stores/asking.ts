import type { Client } from '../api/client.ts'
import type { Problem } from '../api/problem.ts'

/** Of a store that asks main for one thing at a time: `asked` while it has not answered. Gives why it can't be done, or null. */
export function asking(store: { setState(state: { asked: boolean }): void }) {
	return async (request: ReturnType<Client['request']>): Promise<Problem | null> => {
		store.setState({ asked: true })
		const result = await request
		store.setState({ asked: false })
		return result.ok ? null : result.problem
	}
}
