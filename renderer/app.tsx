import { Toast } from '@base-ui/react/toast'
import { Tooltip } from '@base-ui/react/tooltip'
import { Activity, ArrowLeft, Keyboard, Package, PanelLeft } from 'lucide-react'
import { useEffect, useMemo } from 'react'
import { useApp, useFrom } from './app-context.ts'
import { AboutView } from './features/about/about-view.tsx'
import { CrashesView } from './features/crashes/crashes-view.tsx'
import { DrillView } from './features/drill/drill-view.tsx'
import { ExportGate } from './features/export/export-gate.tsx'
import { HealthPill } from './features/health/health-view.tsx'
import { HeldNotice } from './features/health/held-notice.tsx'
import { ArrivedToast } from './features/library/arrived-toast.tsx'
import { DropTarget } from './features/library/drop-target.tsx'
import { DuplicatesNote } from './features/library/duplicates-note.tsx'
import { FilePicker, useFilePicker } from './features/library/file-picker.tsx'
import { HomeView } from './features/library/home-view.tsx'
import { LibraryView } from './features/library/library-view.tsx'
import { StorageView } from './features/library/storage-view.tsx'
import { TrashView } from './features/library/trash-view.tsx'
import { ModelsView } from './features/models/models-view.tsx'
import { Announcer } from './features/record/announcer.tsx'
import { ElsewhereBar } from './features/record/elsewhere-bar.tsx'
import { InterruptedNotice } from './features/record/interrupted-notice.tsx'
import { MicrophoneButton, MicrophonePopover } from './features/record/microphone-popover.tsx'
import { RecordBar } from './features/record/record-bar.tsx'
import { RecordButton } from './features/record/record-button.tsx'
import { RecordProblemBanner } from './features/record/record-problem.tsx'
import { useMark } from './features/record/use-mark.ts'
import { useToggleRecording } from './features/record/use-toggle-recording.ts'
import { Palette } from './features/search/palette.tsx'
import { SearchButton } from './features/search/search-button.tsx'
import { SettingsPopover } from './features/settings/settings-view.tsx'
import { DesktopLine } from './features/shell/desktop-line.tsx'
import { ConnectionBanner, Notices } from './features/shell/notices.tsx'
import { Notifier } from './features/shell/notifier.tsx'
import { type ShortcutActions, Shortcuts } from './features/shell/shortcuts.tsx'
import { ViewBoundary } from './features/shell/view-boundary.tsx'
import { Playing } from './features/transcript/listen/playing.tsx'
import { TranscriptView } from './features/transcript/transcript-view.tsx'
import { VersionsGate } from './features/versions/versions-gate.tsx'
import { useWords, WordsContext } from './messages/use-words.ts'
import { chooseLocale, wordsFor } from './messages/words.ts'
import { usePaletteActions } from './palette-actions.ts'
import { hashOf } from './stores/place.ts'
import { sendsFiles } from './stores/uploads.ts'
import { wordsOf } from './stores/wholes.ts'
import { IconButton } from './ui/controls.tsx'
import { keepFocus } from './ui/keep-focus.ts'
import { holdStrayLetters } from './ui/stray-letters.ts'
import { Toasts } from './ui/toasts.tsx'

/** The whole window. */
export function Window() {
	const { preferences } = useApp()
	const { language, theme } = useFrom(preferences, state => state)
	const words = useMemo(() => wordsFor(chooseLocale(language, navigator.languages)), [language])
	useEffect(() => {
		document.documentElement.lang = words.locale
	}, [words])
	useEffect(() => {
		if (theme === 'system') delete document.documentElement.dataset.theme
		else document.documentElement.dataset.theme = theme
	}, [theme])
	useEffect(() => {
		const end = new AbortController()
		keepFocus(document, end.signal)
		holdStrayLetters(document, end.signal)
		return () => end.abort()
	}, [])
	return (
		<WordsContext value={words}>
			<Toast.Provider timeout={5_000}>
				<Tooltip.Provider delay={500}>
					<FilePicker>
						<ViewBoundary view="elsewhere">
							<Frame />
						</ViewBoundary>
					</FilePicker>
					<Toasts name={words.t('app.news')} dismiss={words.t('app.dismiss')} />
				</Tooltip.Provider>
			</Toast.Provider>
		</WordsContext>
	)
}

function Frame() {
	const { place, recording, uploads, unsaved, transcripts, playback } = useApp()
	const { t } = useWords()
	const at = useFrom(place, state => state.place)
	const libraryOpen = useFrom(place, state => state.open === 'library')
	const toggle = useToggleRecording()
	const pick = useFilePicker()
	const mark = useMark()

	// What is only in this page would be lost with it: the browser asks first.
	useEffect(() => {
		const leave = (event: BeforeUnloadEvent) => {
			if (!recording.holdsAudio() && !unsaved.any() && !sendsFiles(uploads.getState())) return
			event.preventDefault()
		}
		addEventListener('beforeunload', leave)
		return () => removeEventListener('beforeunload', leave)
	}, [recording, uploads, unsaved])

	const shown = () => {
		const now = place.getState().place
		return now.at === 'transcript' ? (transcripts.getState().transcripts?.[now.id] ?? null) : null
	}
	const actions: ShortcutActions = {
		record: toggle,
		open: pick.files,
		search: () => place.show(place.getState().open === 'search' ? null : 'search'),
		export: () => {
			const now = place.getState().place
			if (now.at === 'transcript' && wordsOf(transcripts.getState().transcripts, now.id) > 0) place.show('export')
		},
		play: () => {
			const transcript = shown()
			const heard = playback.getState()
			if (transcript?.playable && transcript.state !== 'recording') playback.toggle(transcript.id)
			else if (heard.playing && heard.transcript !== null) playback.toggle(heard.transcript)
		},
		pause: () => void (recording.getState().phase === 'paused' ? recording.resume() : recording.pause()),
		mark,
		mute: () => recording.mute(!recording.getState().muted)
	}
	const paletteActions = usePaletteActions(actions, pick)
	return (
		<>
			<header className="top">
				<IconButton
					name={t('app.menu')}
					icon={<PanelLeft size={18} />}
					data-narrow-only
					aria-expanded={libraryOpen}
					onClick={() => place.show(libraryOpen ? null : 'library')}
				/>
				<a className="brand" href={hashOf({ at: 'home' })}>
					Holdfast
				</a>
				{at.at !== 'home' && at.at !== 'transcript' && (
					<button
						type="button"
						className="button quiet"
						aria-label={t(at.at === 'drill' ? 'app.crashes' : 'app.back')}
						onClick={() => (at.at === 'drill' ? place.go({ at: 'crashes', exit: null }) : history.back())}
					>
						<ArrowLeft size={16} />
						<span className="wide-only">{t(at.at === 'drill' ? 'app.crashes' : 'app.back')}</span>
					</button>
				)}
				<span className="grow" />
				<span data-narrow-only>
					<RecordButton compact />
					<MicrophoneButton narrow />
				</span>
				<Playing />
				<HealthPill />
				<a
					className="button quiet"
					href={hashOf({ at: 'models' })}
					aria-current={at.at === 'models' ? 'page' : undefined}
					aria-label={t('app.models')}
				>
					<Package size={16} />
					<span className="wide-only">{t('app.models')}</span>
				</a>
				<a
					className="button quiet"
					href={hashOf({ at: 'crashes', exit: null })}
					aria-current={at.at === 'crashes' ? 'page' : undefined}
					aria-label={t('app.crashes')}
				>
					<Activity size={16} />
					<span className="wide-only">{t('app.crashes')}</span>
				</a>
				<ViewBoundary view="settings">
					<SettingsPopover />
				</ViewBoundary>
				<span className="wide-only">
					<IconButton name={t('app.shortcuts')} icon={<Keyboard size={17} />} onClick={() => place.show('shortcuts')} />
				</span>
			</header>
			{libraryOpen && <button type="button" className="veil" aria-label={t('app.close')} onClick={() => place.show(null)} />}
			<aside className={libraryOpen ? 'side open' : 'side'} onKeyDown={event => event.key === 'Escape' && libraryOpen && place.show(null)}>
				<div className="record-start">
					<RecordButton />
					<MicrophoneButton />
				</div>
				<SearchButton />
				<ViewBoundary view="library">
					<LibraryView />
				</ViewBoundary>
			</aside>
			<main className="stage">
				<div className="banners">
					<ConnectionBanner />
					<HeldNotice />
					<InterruptedNotice />
					<RecordProblemBanner />
					<Notices />
					<DuplicatesNote />
				</div>
				<ViewBoundary key={at.at === 'transcript' ? at.id : at.at} view={at.at}>
					{at.at === 'home' && <HomeView onRecord={toggle} />}
					{at.at === 'transcript' && <TranscriptView key={at.id} id={at.id} sample={at.sample ?? null} />}
					{at.at === 'crashes' && <CrashesView chosen={at.exit} />}
					{at.at === 'drill' && <DrillView />}
					{at.at === 'models' && <ModelsView />}
					{at.at === 'trash' && <TrashView />}
					{at.at === 'about' && <AboutView />}
					{at.at === 'storage' && <StorageView />}
				</ViewBoundary>
				<ViewBoundary view="record">
					{at.at === 'transcript' && <ElsewhereBar id={at.id} />}
					<RecordBar />
				</ViewBoundary>
			</main>
			<Announcer />
			<Notifier />
			<MicrophonePopover />
			<DropTarget />
			<ArrivedToast />
			<ExportGate />
			<VersionsGate />
			<Palette actions={paletteActions} />
			<Shortcuts actions={actions} />
			<DesktopLine record={toggle} export={actions.export} />
		</>
	)
}
