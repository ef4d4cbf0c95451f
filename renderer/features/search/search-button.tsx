import { Search } from 'lucide-react'
import { useApp } from '../../app-context.ts'
import { useWords } from '../../messages/use-words.ts'
import { Button, Kbd, MODIFIER } from '../../ui/controls.tsx'

export function SearchButton() {
	const { place } = useApp()
	const { t } = useWords()
	return (
		<Button kind="quiet" className="search-button" icon={<Search size={16} />} onClick={() => place.show('search')}>
			<span>{t('search.open')}</span>
			<Kbd>{MODIFIER}K</Kbd>
		</Button>
	)
}
