import { Mic, Square } from 'lucide-react'
import { useApp, useFrom } from '../../app-context.ts'
import { useWords } from '../../messages/use-words.ts'
import { Button, Kbd, MODIFIER } from '../../ui/controls.tsx'
import { useToggleRecording } from './use-toggle-recording.ts'

/** The one big button: record, or stop. */
export function RecordButton({ compact = false }: { readonly compact?: boolean }) {
	const { recording } = useApp()
	const { t } = useWords()
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
					<span>{phase === 'asking' ? t('record.asking') : phase === 'stopping' ? t('record.stopping') : name}</span>
					{phase !== 'asking' && phase !== 'stopping' && <Kbd>{MODIFIER}R</Kbd>}
				</>
			)}
		</Button>
	)
}
