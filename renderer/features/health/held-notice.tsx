import { useApp, useFrom } from '../../app-context.ts'
import { roleOf } from '../../messages/process-role.ts'
import { useWords } from '../../messages/use-words.ts'
import { isExtra } from '../../stores/health.ts'
import { Button, Note } from '../../ui/controls.tsx'

/** In the page itself, because work stands still: what is held and how to go on. One that is extra stops no work. */
export function HeldNotice() {
	const { health, notices } = useApp()
	const words = useWords()
	const processes = useFrom(health, state => state.processes)
	const held = (processes ?? []).filter(
		process => !isExtra(process) && (process.state === 'gave-up' || (process.problem !== null && process.role === 'engine'))
	)
	return held.map(process => (
		<Note
			key={process.name}
			tone="bad"
			actions={
				<Button kind="primary" onClick={() => void health.restart(process.name).then(problem => problem && notices.tell(problem))}>
					{words.t('health.startAgain')}
				</Button>
			}
		>
			{process.problem
				? words.problem(process.problem)
				: words.t('health.gaveUp', { name: words.t('process.title', { role: roleOf(process) }) })}
		</Note>
	))
}
