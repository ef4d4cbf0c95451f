import { lazy, Suspense, useEffect } from 'react'
import { useApp, useFrom } from '../../app-context.ts'

const ExportDialog = lazy(async () => ({ default: (await import('./export-dialog.tsx')).ExportDialog }))

/** The export dialog, loaded when it is first asked for: of the transcripts that were asked for, else of the one that is open. */
export function ExportGate() {
	const { exports, place } = useApp()
	const open = useFrom(place, state => state.open === 'export')
	const shown = useFrom(place, state => (state.place.at === 'transcript' ? state.place.id : null))
	const asked = useFrom(exports, state => state.asked)
	useEffect(() => {
		// The next time it is about what is open then, whichever way it was closed.
		if (open) return () => exports.ask(null)
	}, [open, exports])
	const ids = asked ?? (shown === null ? [] : [shown])
	if (!open || ids.length === 0) return null
	return (
		<Suspense fallback={null}>
			<ExportDialog transcripts={ids} onClose={() => place.show(null)} />
		</Suspense>
	)
}
