import { ExternalLink } from 'lucide-react'
import type { Licence } from '../../../electron/contract/models.ts'
import { electronBridge } from '../../api/transport-electron.ts'

/** Electron's window opens no other page: there the address is text, to be taken elsewhere. */
const opensPages = electronBridge() === null

/** A licence's name, or its address where there is room for it. */
export function LicenceLink({ licence, whole = false }: { readonly licence: Licence; readonly whole?: boolean }) {
	const text = whole ? licence.url : licence.name
	if (!opensPages) return <span title={licence.url}>{text}</span>
	return (
		<a href={licence.url} target="_blank" rel="noreferrer">
			{text} <ExternalLink size={11} aria-hidden="true" />
		</a>
	)
}
