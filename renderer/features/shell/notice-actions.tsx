import type { Problem } from '../../api/problem.ts'
import { useApp } from '../../app-context.ts'
import { useWords } from '../../messages/use-words.ts'
import { Button } from '../../ui/controls.tsx'

/** What can be done about what main had to say, beside reading it. */
export function NoticeActions({ problem, onDone }: { readonly problem: Problem; readonly onDone: () => void }) {
	const { models, notices, place } = useApp()
	const { t } = useWords()
	if (problem.code !== 'model-gone') return null
	const { model, offered } = problem.facts
	// There its licence can be accepted, if it has to be, and its way here be seen.
	const toModels = () => {
		onDone()
		place.go({ at: 'models' })
	}
	const fetch = async () => {
		toModels()
		const refused = await models.install(String(model))
		if (refused) notices.tell(refused)
	}
	return (
		<>
			{offered === 'yes' && <Button onClick={() => void fetch()}>{t('models.fetchAgain')}</Button>}
			<Button onClick={toModels}>{t('models.chooseAnother')}</Button>
		</>
	)
}
