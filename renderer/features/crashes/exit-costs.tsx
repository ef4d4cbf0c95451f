import type { ExitRecord } from '../../../electron/contract/exits.ts'
import { seconds } from '../../messages/clock.ts'
import { useWords } from '../../messages/use-words.ts'
import type { Key } from '../../messages/words.ts'

/** What a death cost, in four figures. */
export function ExitCosts({ exit, alike }: { readonly exit: ExitRecord; readonly alike: number }) {
	const { t, number } = useWords()
	const { restarted, wordsLost, audioLost } = exit
	return (
		<dl className="costs">
			<Cost value={number(wordsLost)} label={t('crashes.cost.words', { words: wordsLost })} bad={wordsLost > 0} />
			<Cost
				value={t('unit.seconds', { n: number(seconds(audioLost), audioLost === 0 ? 0 : 1) })}
				label={t('crashes.cost.audio')}
				bad={audioLost > 0}
			/>
			<Cost
				value={restarted === null ? '–' : t('unit.seconds', { n: number(restarted.readyAfterMs / 1000, 2) })}
				label={t(recovery(exit))}
			/>
			<Cost value={number(alike)} label={t('crashes.cost.same')} />
		</dl>
	)
}

function recovery({ role, seen, standby, restarted }: ExitRecord): Key {
	if (restarted === null)
		return standby || role === 'guardian' || seen === 'lost-client' || seen === 'view-error'
			? 'crashes.cost.goesOn'
			: 'crashes.cost.notBack'
	return standby ? 'crashes.cost.standbyBack' : restarted.standby ? 'crashes.cost.standby' : 'crashes.cost.back'
}

function Cost({ value, label, bad = false }: { readonly value: string; readonly label: string; readonly bad?: boolean }) {
	return (
		<div className={bad ? 'bad' : undefined}>
			<dt>{label}</dt>
			<dd>{value}</dd>
		</div>
	)
}
