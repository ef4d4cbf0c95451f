import type { ReactNode } from 'react'
import { type ExitRecord, placeOfDeath } from '../../../electron/contract/exits.ts'
import { clock, seconds } from '../../messages/clock.ts'
import { readLogLine } from '../../messages/log-line.ts'
import { roleOf } from '../../messages/process-role.ts'
import { useWords } from '../../messages/use-words.ts'
import { choice, type Key } from '../../messages/words.ts'
import { hashOf } from '../../stores/place.ts'
import { CrashedThread } from './crashed-thread.tsx'
import { ExitActions } from './exit-actions.tsx'
import { ExitCosts } from './exit-costs.tsx'
import { LastMinute } from './last-minute.tsx'

/** All that is known of one death: a sentence first, then what it cost and what it rests on. `alike`: how many have its signature. */
export function ExitDetail({ exit, alike }: { readonly exit: ExitRecord; readonly alike: number }) {
	const words = useWords()
	const { t, number } = words
	const { explanation, crumb, restarted } = exit
	return (
		<article className="detail" aria-labelledby="exit-sentence">
			<h2 id="exit-sentence">{sentence()}</h2>
			<ul className="chips">
				{chips().map(chip => (
					<li key={chip}>{chip}</li>
				))}
			</ul>
			<ExitCosts exit={exit} alike={alike} />
			<dl className="about">
				<dt>{t('crashes.certainty')}</dt>
				<dd>{t('crashes.certaintyIs', { certainty: explanation.certainty })}</dd>
				<dt>{t('crashes.evidence')}</dt>
				<dd>
					{explanation.evidence.length === 0 ? (
						t('crashes.noEvidence')
					) : (
						<ul className="evidence">
							{explanation.evidence.map(fact => (
								<li key={fact}>{words.phrase(fact)}</li>
							))}
						</ul>
					)}
				</dd>
				<dt>{t('crashes.restarted')}</dt>
				<dd>
					{restarted === null
						? t(unrestarted(exit))
						: t(restarted.standby ? 'crashes.tookOver' : 'crashes.restartedAs', {
								name: t('process.name', { role: roleOf(exit) }),
								pid: String(restarted.pid),
								time: words.lapse(restarted.readyAfterMs)
							})}
				</dd>
				{exit.jobs.length > 0 && (
					<>
						<dt>{t('crashes.jobs')}</dt>
						<dd>
							{exit.jobs.map(job => (
								<div key={job.transcript}>
									<a href={hashOf({ at: 'transcript', id: job.transcript, sample: placeOfDeath(exit, job) })} dir="auto">
										{job.title}
									</a>{' '}
									{t('crashes.job', { outcome: job.outcome, clock: clock(job.cursor) })}
								</div>
							))}
						</dd>
					</>
				)}
				<dt>{t('crashes.advice')}</dt>
				<dd>
					{explanation.advice === null
						? t('crashes.noAdvice')
						: words.problem({ code: `advice-${explanation.code}`, facts: explanation.facts, text: explanation.advice })}
				</dd>
				<dt>{t('crashes.signature')}</dt>
				<dd className="mono">{exit.signature}</dd>
			</dl>
			<ExitActions exit={exit} />
			<CrashedThread exit={exit} />
			{crumb !== null && (
				<Block title={t('crashes.activityName')}>
					<em>{words.preciseTime(crumb.at)}</em>
					{`  ${t('crashes.activity', { activity: choice(crumb.activity) })}`}
					{crumb.from !== null && crumb.to !== null && `  ${clock(crumb.from)}–${clock(crumb.to)}`}
					{crumb.from !== null && crumb.to !== null && `  (${t('unit.seconds', { n: number(seconds(crumb.to - crumb.from), 1) })})`}
					{crumb.detail !== '' && `  ${crumb.detail}`}
					{`\n${t('crashes.before', { time: words.lapse(Math.max(0, exit.at - crumb.at)) })}`}
				</Block>
			)}
			<LastMinute exit={exit} />
			{exit.stderr.length > 0 && <Block title={t('crashes.stderr')}>{exit.stderr.map(plain).join('\n')}</Block>}
			{exit.log.length > 0 && (
				<Block title={t('crashes.log')}>{exit.log.map(line => readLogLine(line, words.preciseTime)).join('\n')}</Block>
			)}
		</article>
	)

	/** A translation does not say what it was doing, as the English does in the middle of it: that follows. */
	function sentence(): string {
		const { code, facts, text } = explanation
		const told = words.problem({ code: `explanation-${code}`, facts: { ...facts, role: roleOf(exit) }, text })
		if (told === text || crumb === null || crumb.activity === 'serving' || !text.includes(' while ')) return told
		const range = crumb.from === null || crumb.to === null ? 'none' : `${clock(crumb.from)}–${clock(crumb.to)}`
		const title = exit.jobs.find(job => job.transcript === crumb.job)?.title ?? 'none'
		return told + t('crashes.meanwhile', { activity: t('crashes.activity', { activity: choice(crumb.activity) }), range, title })
	}

	function chips(): string[] {
		const found = [words.dateTime(exit.at)]
		if (exit.pid !== null) found.push(t('crashes.pid', { pid: String(exit.pid) }))
		if (exit.signal === 'unknown') found.push(t('crashes.signalUnknown'))
		else if (exit.signal !== null) found.push(exit.signal)
		if (exit.code !== null) found.push(t('crashes.code', { code: exit.code }))
		if (exit.uptimeMs !== null) found.push(t('crashes.up', { time: words.duration(exit.uptimeMs) }))
		if (exit.resources.rss !== null) found.push(words.bytes(exit.resources.rss))
		if (exit.model !== null && exit.model !== '') found.push(exit.model)
		found.push(...Object.entries(exit.versions).map(([of, version]) => `${of === 'model' ? t('health.modelFile') : of} ${version}`))
		if (exit.seen !== 'exit') found.push(t('crashes.seen', { seen: choice(exit.seen) }))
		return found
	}
}

/** What came after it, of a process that nothing took the place of. */
function unrestarted({ role, seen }: ExitRecord): Key {
	if (role === 'guardian' || seen === 'view-error') return 'crashes.goesOn'
	return seen === 'lost-client' ? 'crashes.tabGone' : 'crashes.notRestarted'
}

function Block({ title, children }: { readonly title: string; readonly children: ReactNode }) {
	return (
		<section>
			<h3>{title}</h3>
			{/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
			<pre tabIndex={0}>{children}</pre>
		</section>
	)
}

/** Without the colours that some libraries write even into pipes. */
function plain(line: string): string {
	// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with one
	return line.replace(/\u001b\[[0-9;]*m/g, '')
}
