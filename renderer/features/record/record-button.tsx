import { Mic, Square } from 'lucide-react'
import { useApp, useFrom } from '../../app-context.ts'
import { useWishWords } from '../../messages/use-wish-words.ts'
import { useWords } from '../../messages/use-words.ts'
import { Button, Kbd, MODIFIER } from '../../ui/controls.tsx'
import { useToggleRecording } from './use-toggle-recording.ts'

/** The one big button: record, or stop. */
export function RecordButton({ compact = false }: { readonly compact?: boolean }) {
	const { recording, preferences } = useApp()
	const { t } = useWords()
	const { says } = useWishWords(useFrom(preferences, state => state.recordingWish))
	const phase = useFrom(recording, state => state.phase)
	const toggle = useToggleRecording()
	const on = phase === 'recording' || phase === 'paused' || phase === 'stopping'
	const name = on ? t('record.stop') : t('record.start')
	return (
		<Button
			kind={on ? 'live' : 'primary'}
			className={compact ? 'icon-only' : 'wide'}
			icon={on ? <Square size={15} fill="currentColor" /> : <Mic size={17} />}
			aria-label={compact ? name : undefined}
			disabled={phase === 'asking' || phase === 'stopping'}
			onClick={toggle}
		>
			{!compact && (
				<>
					<span className="record-name">
						{phase === 'asking' ? t('record.asking') : phase === 'stopping' ? t('record.stopping') : name}
						{!on && says !== null && <small className="wish-name wish-said">{says}</small>}
					</span>
					{phase !== 'asking' && phase !== 'stopping' && (on || says === null) && <Kbd>{MODIFIER}R</Kbd>}
				</>
			)}
		</Button>
	)
}
