import { Toast } from '@base-ui/react/toast'
import { Copy } from 'lucide-react'
import type { ReactNode } from 'react'
import type { ExitRecord } from '../../../electron/contract/exits.ts'
import { useApp } from '../../app-context.ts'
import { clock, seconds } from '../../messages/clock.ts'
import { useWords } from '../../messages/use-words.ts'
import { choice } from '../../messages/words.ts'
import { hashOf } from '../../stores/place.ts'
import { Button } from '../../ui/controls.tsx'
import { copyText } from '../../ui/copy-text.ts'
import { readLogLine } from './log-line.ts'

/** All that is known of one death: a sentence first, then what it rests on. */
export function ExitDetail({ exit, alike }: { readonly exit: ExitRecord; readonly alike: number }) {
	const { crashes, notices } = useApp()
	const words = useWords()
	const { t, number } = words
	const toasts = Toast.useToastManager()
	const { explanation, crumb, restarted, resources } = exit
	const copy = async () => {
		const report = await crashes.report(exit.id)
		if (!report.ok) return notices.tell(report.problem)
		try {
			await copyText(report.value.markdown)
			toasts.add({ description: t('crashes.copied') })
		} catch {
			toasts.add({ description: t('transcript.copyFailed') })
		}
	}
	return (
		<article className="detail" aria-labelledby="exit-sentence">
			<h2 id="exit-sentence">
				{words.problem({
					code: `explanation-${explanation.code}`,
					facts: { ...explanation.facts, role: exit.role },
					text: explanation.text
				})}
			</h2>
			<ul className="chips">
				{chips().map(chip => (
					<li key={chip}>{chip}</li>
				))}
			</ul>
			<div className="costs">
				<Cost value={number(exit.wordsLost)} label={t('crashes.cost.words', { words: exit.wordsLost })} />
				<Cost
					value={t('unit.seconds', { n: number(seconds(exit.audioLost), exit.audioLost === 0 ? 0 : 1) })}
					label={t('crashes.cost.audio')}
				/>
				<Cost
					value={restarted === null ? '–' : t('unit.seconds', { n: number(restarted.readyAfterMs / 1000, 2) })}
					label={restarted === null ? t('crashes.cost.notBack') : t('crashes.cost.back')}
				/>
				<Cost value={number(alike)} label={t('crashes.cost.same')} />
			</div>
			<dl className="about">
				<dt>{t('crashes.restarted')}</dt>
				<dd>
					{restarted === null
						? t('crashes.notRestarted')
						: t('crashes.restartedAs', {
								name: t('crashes.lane', { role: exit.role }),
								pid: String(restarted.pid),
								ms: number(restarted.readyAfterMs)
							})}
				</dd>
				{exit.jobs.length > 0 && (
					<>
						<dt>{t('crashes.jobs')}</dt>
						<dd>
							{exit.jobs.map(job => (
								<div key={job.transcript}>
									<a href={hashOf({ at: 'transcript', id: job.transcript })} dir="auto">
										{job.title}
									</a>{' '}
									{t('crashes.job', { outcome: job.outcome, clock: clock(job.cursor) })}
								</div>
							))}
						</dd>
					</>
				)}
				<dt>{t('crashes.certainty')}</dt>
				<dd>{t('crashes.certaintyIs', { certainty: explanation.certainty })}</dd>
				<dt>{t('crashes.evidence')}</dt>
				<dd>{explanation.evidence.join(' · ') || '–'}</dd>
				<dt>{t('crashes.advice')}</dt>
				<dd>
					{explanation.advice === null
						? t('crashes.noAdvice')
						: words.problem({ code: `advice-${explanation.code}`, facts: explanation.facts, text: explanation.advice })}
				</dd>
				{resources.freeMemory !== null && resources.totalMemory !== null && (
					<>
						<dt>{t('crashes.machine')}</dt>
						<dd>{t('crashes.machineIs', { free: words.bytes(resources.freeMemory), total: words.bytes(resources.totalMemory) })}</dd>
					</>
				)}
				<dt>{t('crashes.signature')}</dt>
				<dd className="mono">{exit.signature}</dd>
			</dl>
			{crumb !== null && (
				<Block title={t('crashes.activityName')}>
					<em>{words.preciseTime(crumb.at)}</em>
					{`  ${t('crashes.activity', { activity: choice(crumb.activity) })}`}
					{crumb.from !== null && crumb.to !== null && `  ${clock(crumb.from)}–${clock(crumb.to)}`}
					{crumb.detail !== '' && `  ${crumb.detail}`}
					{`\n${t('crashes.before', { ms: number(Math.max(0, exit.at - crumb.at)) })}`}
				</Block>
			)}
			{exit.stderr.length > 0 && <Block title={t('crashes.stderr')}>{exit.stderr.join('\n')}</Block>}
			{exit.log.length > 0 && (
				<Block title={t('crashes.log')}>{exit.log.map(line => readLogLine(line, words.preciseTime)).join('\n')}</Block>
			)}
			<div>
				<Button icon={<Copy size={15} />} onClick={() => void copy()}>
					{t('crashes.copy')}
				</Button>
			</div>
		</article>
	)

	function chips(): string[] {
		const found = [words.dateTime(exit.at)]
		if (exit.pid !== null) found.push(t('crashes.pid', { pid: String(exit.pid) }))
		if (exit.signal === 'unknown') found.push(t('crashes.signalUnknown'))
		else if (exit.signal !== null) found.push(exit.signal)
		if (exit.code !== null) found.push(t('crashes.code', { code: exit.code }))
		if (exit.uptimeMs !== null) found.push(t('crashes.up', { time: words.duration(exit.uptimeMs) }))
		if (resources.rss !== null) found.push(words.bytes(resources.rss))
		if (exit.model !== null) found.push(exit.model)
		return [...found, ...Object.entries(exit.versions).map(([name, version]) => `${name} ${version}`)]
	}
}

function Cost({ value, label }: { readonly value: string; readonly label: string }) {
	return (
		<div>
			<b>{value}</b>
			<span>{label}</span>
		</div>
	)
}

function Block({ title, children }: { readonly title: string; readonly children: ReactNode }) {
	return (
		<section>
			<h3>{title}</h3>
			<pre>{children}</pre>
		</section>
	)
}
