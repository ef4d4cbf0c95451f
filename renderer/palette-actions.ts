import { useApp } from './app-context.ts'
import type { Pickers } from './features/library/file-picker.tsx'
import type { Action } from './features/search/entries.ts'
import type { ShortcutActions } from './features/shell/shortcuts.tsx'
import { useWords } from './messages/use-words.ts'
import { wordsOf } from './stores/wholes.ts'
import { MODIFIER, REPLACE_KEYS } from './ui/controls.tsx'

/** What the palette offers to do, as things are when it is opened. */
export function usePaletteActions(actions: ShortcutActions, pick: Pickers): () => Action[] {
	const { place, recording, connection, preferences, transcripts } = useApp()
	const { t } = useWords()
	return () => {
		const { phase } = recording.getState()
		const isRecording = phase === 'recording' || phase === 'paused'
		const at = place.getState().place
		const hasText = at.at === 'transcript' && wordsOf(transcripts.getState().transcripts, at.id) > 0
		const list: (Action | false)[] = [
			(phase === 'idle' || isRecording) && {
				key: 'record',
				label: t(isRecording ? 'record.stop' : 'record.start'),
				keys: `${MODIFIER}R`,
				run: actions.record
			},
			isRecording && { key: 'pause', label: t('keys.pause'), keys: 'P', run: actions.pause },
			isRecording && { key: 'mark', label: t('keys.mark'), keys: 'M', run: actions.mark },
			{ key: 'open', label: t('library.open'), keys: `${MODIFIER}O`, run: pick.files },
			{ key: 'folder', label: t('library.openFolder'), run: pick.folder },
			connection.getState().app?.host === 'browser' && { key: 'path', label: t('library.openPath'), run: pick.path },
			hasText && { key: 'find', label: t('keys.find'), keys: `${MODIFIER}F`, run: () => place.show('find') },
			hasText && { key: 'replace', label: t('keys.replace'), keys: REPLACE_KEYS, run: () => place.show('replace') },
			hasText && { key: 'export', label: t('keys.export'), keys: 'E', run: actions.export },
			{ key: 'settings', label: t('app.settings'), run: () => place.show('settings') },
			{ key: 'models', label: t('app.models'), run: () => place.go({ at: 'models' }) },
			{ key: 'about', label: t('about.name'), run: () => place.go({ at: 'about' }) },
			{ key: 'storage', label: t('settings.folder'), run: () => place.go({ at: 'storage' }) },
			{ key: 'trash', label: t('trash.name'), run: () => place.go({ at: 'trash' }) },
			{ key: 'crashes', label: t('app.crashes'), run: () => place.go({ at: 'crashes', exit: null }) },
			{ key: 'shortcuts', label: t('app.shortcuts'), keys: '?', run: () => place.show('shortcuts') },
			{ key: 'system', label: t('search.themeSystem'), run: () => preferences.setState({ theme: 'system' }) },
			{ key: 'light', label: t('search.themeLight'), run: () => preferences.setState({ theme: 'light' }) },
			{ key: 'dark', label: t('search.themeDark'), run: () => preferences.setState({ theme: 'dark' }) },
			// Each in its own language, so that it is found by who can't read the other.
			{ key: 'en', label: 'English', run: () => preferences.setState({ language: 'en' }) },
			{ key: 'zh-CN', label: '简体中文', run: () => preferences.setState({ language: 'zh-CN' }) }
		]
		return list.filter(each => each !== false)
	}
}
