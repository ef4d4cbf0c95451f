import type { Drill, DrillResult } from '../contract/drill.ts'

const MARK: Record<DrillResult['state'], string> = { waiting: ' ', running: '…', passed: '✓', failed: '✗', skipped: '–' }

/** One way in the drill's table: how it died, how soon it was back, what was lost; below, seen as what. */
export function tableLine(result: DrillResult): string {
	const back = result.recoveredMs === null ? '' : `${result.recoveredMs} ms`
	const lost = result.wordsLost === null ? '' : `${result.wordsLost} lost, ${result.wordsDoubled ?? 0} doubled`
	const head = `${MARK[result.state]} ${result.title.padEnd(66)}${back.padStart(9)}  ${lost}`.trimEnd()
	const below = [result.seenAs?.text ?? null, result.note].filter(text => text !== null).join(' ')
	return below === '' ? head : `${head}\n    ${below}`
}

export function tableEnd(drill: Drill): string {
	const count = (state: DrillResult['state']) => drill.results.filter(result => result.state === state).length
	const lost = drill.results.reduce((sum, result) => sum + (result.wordsLost ?? 0), 0)
	const doubled = drill.results.reduce((sum, result) => sum + (result.wordsDoubled ?? 0), 0)
	const verdict =
		drill.state === 'passed'
			? 'Nothing was lost.'
			: drill.state === 'stopped'
				? 'The drill was stopped.'
				: (drill.problem ?? 'The drill has failed.')
	return `${verdict} ${count('passed')} of ${drill.results.length} ways passed, ${count('failed')} failed; ${lost} words lost, ${doubled} doubled.`
}
