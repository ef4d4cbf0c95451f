import type { Channel } from '../../../electron/contract/records.ts'
import { useApp, useFrom } from '../../app-context.ts'
import { Place, Speaker } from './place.tsx'

interface PartialProps {
	/** Whose unsettled text it is: the transcript, or another channel of it. */
	readonly transcript: string
	/** Where it begins in the whole. */
	readonly from: number
	readonly speaker: Channel | null
}

/** Letters and punctuation of scripts that put no space between words. */
const UNSPACED =
	/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\u3000-\u303f\uff01-\uff20\uff3b-\uff65]/u

/** What is being said: dark where it will hardly change any more, pale where it may. */
export function PartialLine({ transcript, from, speaker }: PartialProps) {
	const { transcripts } = useApp()
	const firm = useFrom(transcripts, state => state.partials[transcript]?.firm ?? '')
	const faint = useFrom(transcripts, state => state.partials[transcript]?.faint ?? '')
	return (
		<div className="segment now">
			<Place sample={from} onPlay={null} />
			<Speaker speaker={speaker} onPress={null} />
			<p dir="auto" data-testid="partial">
				{firm}
				{firm !== '' && faint !== '' && !(UNSPACED.test(firm.slice(-1)) || UNSPACED.test(faint.charAt(0))) && ' '}
				<span className="faint">{faint}</span>
			</p>
		</div>
	)
}
