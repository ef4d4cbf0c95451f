import { useEffect } from 'react'
import { useApp, useFrom } from '../../app-context.ts'
import { useWords } from '../../messages/use-words.ts'
import { Choice } from '../../ui/choice.tsx'
import { microphoneOptions } from './microphone-options.ts'

/** The microphones there are, as they come and go. A choice holds for this recording and those to come. */
export function MicrophoneChoice({ label }: { readonly label?: string }) {
	const { microphones, preferences, recording } = useApp()
	const { t } = useWords()
	const devices = useFrom(microphones, state => state.devices)
	const chosen = useFrom(preferences, state => state.microphone)
	// Names can be had as soon as one microphone is open.
	const heard = useFrom(recording, state => state.metering || state.phase === 'recording')
	// biome-ignore lint/correctness/useExhaustiveDependencies: looked again when names may be there
	useEffect(() => microphones.watch(), [microphones, heard])
	const options = microphoneOptions(devices, chosen)
	return (
		<Choice
			label={label ?? t('microphone.device')}
			value={chosen ?? ''}
			options={options.map(option => {
				switch (option.is) {
					case 'default':
						return ['', option.label === null ? t('microphone.default') : t('microphone.defaultIs', { device: option.label })]
					case 'unplugged':
						return [option.id, t('microphone.unplugged')]
					case 'unnamed':
						return [option.id, t('microphone.unnamed', { n: option.n })]
					default:
						return [option.id, option.label]
				}
			})}
			{...(devices.length > 0 && devices.every(device => device.label === '') ? { hint: t('microphone.namesHint') } : {})}
			onChoose={value => {
				const microphone = value === '' ? null : value
				preferences.setState({ microphone })
				recording.choose(microphone)
			}}
		/>
	)
}
