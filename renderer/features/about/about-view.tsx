import { useApp, useFrom } from '../../app-context.ts'
import { useWords } from '../../messages/use-words.ts'
import { hashOf } from '../../stores/place.ts'
import { wholesOf } from '../../stores/wholes.ts'
import { Button, Skeleton } from '../../ui/controls.tsx'
import { DeleteEverything } from './delete-everything.tsx'
import { Licences } from './licences.tsx'

/** What leaves this machine, what is yours to take along or to delete, and what Holdfast is made of. */
export function AboutView() {
	const { connection, settings, transcripts, exports, place } = useApp()
	const { t } = useWords()
	const app = useFrom(connection, state => state.app)
	const asksForUpdates = useFrom(settings, state => state.settings?.updateCheck ?? false)
	const known = useFrom(transcripts, state => state.transcripts)
	const written = wholesOf(Object.values(known ?? {})).filter(({ words }) => words > 0)
	return (
		<div className="page about-page">
			<h1>{t('about.name')}</h1>
			<p className="drill-lead">{app === null ? '' : t('about.version', { version: app.version, host: app.host })}</p>

			<section aria-labelledby="about-leaves">
				<h2 id="about-leaves">{t('about.leaves')}</h2>
				<p>{t('about.nothing')}</p>
				<ul>
					<li>{t('about.models')}</li>
					{app?.updates && <li>{t('about.updates', { from: app.updates, on: String(asksForUpdates) })}</li>}
					<li>{t('about.reports')}</li>
				</ul>
			</section>

			<section aria-labelledby="about-yours">
				<h2 id="about-yours">{t('about.yours')}</h2>
				{known === null ? (
					<Skeleton lines={2} label={t('library.loading')} />
				) : (
					<>
						<p>{t('about.exportHint')}</p>
						<div className="about-do">
							<Button
								disabled={written.length === 0}
								onClick={() => {
									exports.ask(written.map(({ id }) => id))
									place.show('export')
								}}
							>
								{t('about.export', { n: written.length })}
							</Button>
							<a className="button plain" href={hashOf({ at: 'storage' })}>
								{t('storage.name')}
							</a>
						</div>
						<p>{t('about.deleteHint')}</p>
						<DeleteEverything />
					</>
				)}
			</section>

			<Licences />
		</div>
	)
}
