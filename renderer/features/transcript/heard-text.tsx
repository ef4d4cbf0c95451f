import { pairsOf } from '../../../electron/contract/pairs.ts'
import { useWords } from '../../messages/use-words.ts'
import type { SpokenLine } from './arrange.ts'
import { heardIn, type Source } from './rewrite.ts'

/** What was recognised where a line was written anew; words that do not stand in it any more are marked. */
export function HeardText({ line, source }: { readonly line: SpokenLine; readonly source: Source }) {
	const { t } = useWords()
	const heard = heardIn(source, line.whole)
	if (heard === '') return null
	const segmenter = new Intl.Segmenter(line.segment.language, { granularity: 'word' })
	const tokens = (text: string) => Array.from(segmenter.segment(text), ({ segment }) => segment)
	const words = tokens(heard)
	const kept = pairsOf(tokens(line.whole.text), words)
	return (
		<div className="recognised" lang={line.segment.language} dir="auto">
			<span className="recognised-label">{t('edit.heard')}</span>{' '}
			{words.map((word, n) => {
				// biome-ignore lint/suspicious/noArrayIndexKey: words of a text that never changes
				return kept.has(n) || word.trim() === '' ? word : <del key={n}>{word}</del>
			})}
		</div>
	)
}
