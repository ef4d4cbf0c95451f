import type { Problem } from '../../api/problem.ts'
import { useApp } from '../../app-context.ts'

/** Does what a button says, and tells what went wrong. */
export function useAct(): (done: Promise<Problem | null>) => void {
	const { notices } = useApp()
	return done => void done.then(problem => problem && notices.tell(problem))
}
