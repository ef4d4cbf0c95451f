import { useEffect, useRef } from 'react'
import * as v from 'valibot'
import { FromDesktop } from '../../../electron/contract/desktop.ts'
import { electronBridge } from '../../api/transport-electron.ts'
import { useApp } from '../../app-context.ts'
import { useWords } from '../../messages/use-words.ts'
import { placeOf } from '../../stores/place.ts'

interface DesktopLineProps {
	record(): void
	export(): void
}

/** Electron only: does what is chosen in menus, in the tray, by keys and links, and tells main which language to say it in. */
export function DesktopLine(does: DesktopLineProps) {
	const { place } = useApp()
	const { locale } = useWords()
	const latest = useRef(does)
	latest.current = does
	useEffect(
		() =>
			electronBridge()?.onDesktop(raw => {
				// Main's own: what it can't say is a bug, and then nothing is done.
				const message = v.parse(FromDesktop, raw)
				if (message.type === 'toggle-recording') latest.current.record()
				else if (message.type === 'go') place.go(placeOf(message.hash))
				else if (message.what === 'export') latest.current.export()
				else place.show(message.what)
			}),
		[place]
	)
	useEffect(() => electronBridge()?.sendDesktop({ type: 'language', locale }), [locale])
	return null
}
