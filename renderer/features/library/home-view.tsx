import { AudioLines, FolderOpen, Mic, ShieldCheck } from 'lucide-react'
import type { ReactNode } from 'react'
import { useApp, useFrom } from '../../app-context.ts'
import { useWords } from '../../messages/use-words.ts'
import { hashOf } from '../../stores/place.ts'
import { useFilePicker } from './file-picker.tsx'
import { LanguageHint } from './language-hint.tsx'

/** Shown while nothing is chosen: the three ways to begin, and what stays here. */
export function HomeView({ onRecord }: { readonly onRecord: () => void }) {
	const { transcripts, place, notices, recording } = useApp()
	const { t } = useWords()
	const pick = useFilePicker()
	const phase = useFrom(recording, state => state.phase)
	const loaded = useFrom(transcripts, state => state.transcripts !== null)
	const trySample = async () => {
		const added = await transcripts.addSample()
		if (added.ok) place.go({ at: 'transcript', id: added.value.id })
		else notices.tell(added.problem)
	}
	return (
		<div className="scroll">
			<div className="home">
				<h1>{t('home.heading')}</h1>
				<p className="lead">{t('home.lead')}</p>
				<div className="ways">
					<Way
						icon={<Mic size={20} />}
						title={t('home.record')}
						hint={t('home.recordHint')}
						disabled={phase !== 'idle'}
						onClick={onRecord}
						main
					/>
					<Way icon={<FolderOpen size={20} />} title={t('home.open')} hint={t('home.openHint')} onClick={pick.files} />
					<Way
						icon={<AudioLines size={20} />}
						title={t('home.sample')}
						hint={t('home.sampleHint')}
						disabled={!loaded}
						onClick={() => void trySample()}
					/>
				</div>
				<LanguageHint />
				<p className="private">
					<ShieldCheck size={18} aria-hidden="true" />
					<span>
						{t('home.private')}{' '}
						<a className="link" href={hashOf({ at: 'about' })}>
							{t('home.leaves')}
						</a>
					</span>
				</p>
			</div>
		</div>
	)
}

interface WayProps {
	readonly icon: ReactNode
	readonly title: string
	readonly hint: string
	readonly onClick: () => void
	readonly disabled?: boolean
	readonly main?: boolean
}

function Way({ icon, title, hint, onClick, disabled = false, main = false }: WayProps) {
	return (
		<button type="button" className={main ? 'way main' : 'way'} disabled={disabled} onClick={onClick}>
			<span className="way-icon">{icon}</span>
			<span>
				<b>{title}</b>
				<small>{hint}</small>
			</span>
		</button>
	)
}
