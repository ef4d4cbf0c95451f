import { Popover } from '@base-ui/react/popover'
import { HardDrive, Info, Settings2 } from 'lucide-react'
import { useApp, useFrom } from '../../app-context.ts'
import { useWords } from '../../messages/use-words.ts'
import { hashOf } from '../../stores/place.ts'
import type { Preferences } from '../../stores/preferences.ts'
import { Choice } from '../../ui/choice.tsx'
import { CrashSettings } from './crash-settings.tsx'
import { DesktopSettings } from './desktop-settings.tsx'
import { QueueSettings } from './queue-settings.tsx'
import { RecordingSettings } from './recording-settings.tsx'
import { UpdateSettings } from './update-settings.tsx'
import { WatchSettings } from './watch-settings.tsx'

/** What this window remembers, and what main acts on: each takes effect at once. */
export function SettingsPopover() {
	const { preferences, place } = useApp()
	const { t } = useWords()
	const chosen = useFrom(preferences, state => state)
	const open = useFrom(place, state => state.open === 'settings')
	return (
		<Popover.Root open={open} onOpenChange={shown => place.show(shown ? 'settings' : null)}>
			<Popover.Trigger className="button quiet" aria-label={t('app.settings')}>
				<Settings2 size={16} />
				<span className="wide-only">{t('app.settings')}</span>
			</Popover.Trigger>
			<Popover.Portal>
				<Popover.Positioner sideOffset={12} align="end" className="floating">
					<Popover.Popup className="popup settings" aria-label={t('app.settings')}>
						<h2>{t('settings.window')}</h2>
						<Choice
							label={t('settings.language')}
							value={chosen.language}
							options={[
								['system', t('settings.system')],
								['en', 'English'],
								['zh-CN', '简体中文']
							]}
							onChoose={value => preferences.setState({ language: value as Preferences['language'] })}
						/>
						<Choice
							label={t('settings.theme')}
							value={chosen.theme}
							options={[
								['system', t('settings.system')],
								['light', t('settings.light')],
								['dark', t('settings.dark')]
							]}
							onChoose={value => preferences.setState({ theme: value as Preferences['theme'] })}
						/>
						<RecordingSettings />
						<QueueSettings />
						<WatchSettings />
						<DesktopSettings />
						<CrashSettings />
						<UpdateSettings />
						<a className="button quiet settings-about" href={hashOf({ at: 'storage' })}>
							<HardDrive size={15} />
							{t('settings.folder')}
						</a>
						<a className="button quiet settings-about" href={hashOf({ at: 'about' })}>
							<Info size={15} />
							{t('about.name')}
						</a>
					</Popover.Popup>
				</Popover.Positioner>
			</Popover.Portal>
		</Popover.Root>
	)
}
