import { Choice } from './choice.tsx'

type Options = readonly (readonly [value: string, name: string])[]
interface Chosen {
	readonly model: string | null
	readonly language: string | null
}

interface WishFieldsProps {
	readonly labels: { readonly model: string; readonly language: string }
	/** The empty value is null. */
	readonly languages: Options
	readonly models: Options
	readonly chosen: Chosen
	readonly onChoose: (some: Partial<Chosen>) => void
}

/** In which language something is spoken, and which model hears it. */
export function WishFields({ labels, languages, models, chosen, onChoose }: WishFieldsProps) {
	return (
		<>
			<Choice
				label={labels.language}
				value={chosen.language ?? ''}
				options={languages}
				onChoose={value => onChoose({ language: value === '' ? null : value })}
			/>
			<Choice
				label={labels.model}
				value={chosen.model ?? ''}
				options={models}
				onChoose={value => onChoose({ model: value === '' ? null : value })}
			/>
		</>
	)
}
