import { lazy, Suspense, useEffect } from 'react'
import { useApp, useFrom } from '../../app-context.ts'

const VersionsDialog = lazy(async () => ({ default: (await import('./versions-dialog.tsx')).VersionsDialog }))

/** Earlier texts of the transcript that is open, loaded when they are first asked for. */
export function VersionsGate() {
	const { place, transcripts } = useApp()
	const open = useFrom(place, state => state.open === 'versions')
	const id = useFrom(place, state => (state.place.at === 'transcript' ? state.place.id : null))
	const detail = useFrom(transcripts, state => (id === null ? undefined : state.details[id]))
	const none = open && detail?.versions.length === 0
	useEffect(() => {
		if (none) place.show(null)
	}, [none, place])
	if (!open || id === null || detail === undefined || detail.versions.length === 0) return null
	return (
		<Suspense fallback={null}>
			<VersionsDialog transcript={id} detail={detail} onClose={() => place.getState().open === 'versions' && place.show(null)} />
		</Suspense>
	)
}
