import { Check, CircleDashed, LoaderCircle, Minus, X } from 'lucide-react'
import { memo, type ReactNode } from 'react'
import type { DrillResult } from '../../../electron/contract/drill.ts'
import { useWords } from '../../messages/use-words.ts'

const ICONS: Record<DrillResult['state'], ReactNode> = {
	waiting: <CircleDashed size={16} />,
	running: <LoaderCircle size={16} className="turning" />,
	passed: <Check size={16} />,
	failed: <X size={16} />,
	skipped: <Minus size={16} />
}

/** How each process was made to die, what it was seen as, how fast work went on, what was lost. */
export const DrillTable = memo(function DrillTable({ results }: { readonly results: readonly DrillResult[] }) {
	const { t } = useWords()
	return (
		<table className="drill">
			<thead>
				<tr>
					<th scope="col">{t('drill.how')}</th>
					<th scope="col">{t('drill.seenAs')}</th>
					<th scope="col">{t('drill.recovered')}</th>
					<th scope="col">{t('drill.lost')}</th>
				</tr>
			</thead>
			<tbody>
				{results.map(result => (
					<Row key={result.way} result={result} />
				))}
			</tbody>
		</table>
	)
})

const Row = memo(function Row({ result }: { readonly result: DrillResult }) {
	const words = useWords()
	const { t, number } = words
	const { state, wordsLost, wordsDoubled } = result
	const lost = wordsLost === null ? '' : number(wordsLost)
	return (
		<tr className={state}>
			<th scope="row">
				<div className="drill-way">
					<span className="drill-state">
						{ICONS[state]}
						<span className="sr-only">{t('drill.state', { state })}</span>
					</span>
					<span>{words.problem({ code: `drill-${result.way}`, facts: {}, text: result.title })}</span>
				</div>
			</th>
			<td data-label={t('drill.seenAs')}>
				{result.seenAs !== null && words.problem(result.seenAs)}
				{result.note !== null && <small>{words.phrase(result.note)}</small>}
			</td>
			<td data-label={t('drill.recovered')}>
				{result.recoveredMs === null ? '' : t('unit.seconds', { n: number(result.recoveredMs / 1000, 2) })}
			</td>
			<td data-label={t('drill.lost')} className={(wordsLost ?? 0) + (wordsDoubled ?? 0) > 0 ? 'bad' : undefined}>
				{lost}
				{(wordsDoubled ?? 0) > 0 && <small>{t('drill.doubled', { n: wordsDoubled ?? 0 })}</small>}
			</td>
		</tr>
	)
})
