import { useEffect, useState } from 'react'
import type { ExportOptions, ExportPreview } from '../../../electron/contract/exporting.ts'
import { useApp } from '../../app-context.ts'

const NOTHING: ExportPreview = { text: null, cut: false, subtitles: null }
/** What is chosen by several keys or clicks in a row is asked for once, ms. */
const REST_MS = 120

/** How the file will begin; the last answer stands until there is a new one. */
export function usePreview(transcript: string, format: string, options: ExportOptions): ExportPreview {
	const { exports } = useApp()
	const [preview, setPreview] = useState(NOTHING)
	const asked = JSON.stringify(options)
	useEffect(() => {
		let over = false
		const timer = setTimeout(async () => {
			const seen = await exports.preview(transcript, format, JSON.parse(asked))
			// What can't be written says so when it is to be.
			if (!over) setPreview(seen.ok ? seen.value : NOTHING)
		}, REST_MS)
		return () => {
			over = true
			clearTimeout(timer)
		}
	}, [exports, transcript, format, asked])
	return preview
}
